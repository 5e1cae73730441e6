//! `edition_duplicated`: two files claim one edition.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "edition_duplicated",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/edition_duplicated.md"),
};

/// Words the change.
pub fn word(change: &Change, used: &str) -> Wording {
    Wording::new(message(change, used), "remove one of the files, or set a `layout` that tells them apart")
}

fn message(change: &Change, used: &str) -> String {
    format!("this file claims {}, and so does {used}, which is used", change.target)
}
