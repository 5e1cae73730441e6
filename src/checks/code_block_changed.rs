//! `code_block_changed`: a code block differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "code_block_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/code_block_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "copy the code block from the source".to_owned())
}

fn message(change: &Change) -> String {
    format!("the code `{}` became `{}`", change.source, change.target)
}
