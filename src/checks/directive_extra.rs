//! `directive_extra`: a directive of the translation is not in the source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "directive_extra",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/directive_extra.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "remove the directive, or add it to the source")
}

fn message(change: &Change) -> String {
    format!("the directive `{}`{} is not in the source", change.target, change.and_more())
}
