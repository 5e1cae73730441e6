//! `paragraph_missing`: a paragraph of the source is not in the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "paragraph_missing",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/paragraph_missing.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the paragraph to the translation")
}

fn message(change: &Change) -> String {
    format!("the paragraph `{}`{} has no translation", change.source, change.and_more())
}
