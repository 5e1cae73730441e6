//! `directive_changed`: a directive differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "directive_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/directive_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "write the directive as in the source")
}

fn message(change: &Change) -> String {
    format!("the directive `{}` became `{}`", change.source, change.target)
}
