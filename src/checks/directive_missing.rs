//! `directive_missing`: a directive of the source is missing from the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "directive_missing",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/directive_missing.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the directive to the translation")
}

fn message(change: &Change) -> String {
    format!("the directive `{}`{} is missing from the translation", change.source, change.and_more())
}
