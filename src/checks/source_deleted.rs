//! `source_deleted`: the source page of a translation is gone.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "source_deleted",
    level: Level::Warning,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/source_deleted.md"),
};

/// Words the change.
pub fn word(_: &Change) -> Wording {
    Wording::new(message(), "retire the page")
}

fn message() -> String {
    "the source has no such page any more".to_owned()
}
