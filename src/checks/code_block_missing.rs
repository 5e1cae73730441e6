//! `code_block_missing`: a code block of the source is not in the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "code_block_missing",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/code_block_missing.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the code block to the translation")
}

fn message(change: &Change) -> String {
    format!("the code block `{}`{} is missing from the translation", change.source, change.and_more())
}
