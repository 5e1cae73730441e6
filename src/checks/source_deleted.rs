//! `source_deleted`: the source page of a translation no longer exists.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "source_deleted",
    level: Level::Warning,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/source_deleted.md"),
};

/// The message and help for a change.
pub fn word(_: &Change) -> Wording {
    Wording::new(message(), "remove the page, or check that the source tree is complete")
}

fn message() -> String {
    "the source page no longer exists".to_owned()
}
