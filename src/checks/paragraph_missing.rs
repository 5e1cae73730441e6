//! `paragraph_missing`: a paragraph of the source is not in the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "paragraph_missing",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/paragraph_missing.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the paragraph to the translation")
}

fn message(change: &Change) -> String {
    format!("the paragraph `{}`{} is missing from the translation", change.source, change.and_more())
}
