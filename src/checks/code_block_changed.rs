//! `code_block_changed`: a code block differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "code_block_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/code_block_changed.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "copy the code block from the source".to_owned())
}

fn message(change: &Change) -> String {
    format!("the code `{}` became `{}`", change.source, change.target)
}
