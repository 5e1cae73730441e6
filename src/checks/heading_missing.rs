//! `heading_missing`: a heading of the source is not in the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "heading_missing",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/heading_missing.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the heading to the translation")
}

fn message(change: &Change) -> String {
    format!("the heading `{}`{} is missing from the translation", change.source, change.and_more())
}
