//! `edition_duplicated`: two files claim the same edition.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "edition_duplicated",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/edition_duplicated.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, used: &str) -> Wording {
    Wording::new(message(change, used), "remove one of the files, or set a `layout` that separates them")
}

fn message(change: &Change, used: &str) -> String {
    format!("this file and {used} are both the edition {}; this file is not used", change.target)
}
