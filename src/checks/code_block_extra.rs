//! `code_block_extra`: a code block of the translation is not in the source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "code_block_extra",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/code_block_extra.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "remove the code block, or add it to the source")
}

fn message(change: &Change) -> String {
    format!("the code block `{}`{} is not in the source", change.target, change.and_more())
}
