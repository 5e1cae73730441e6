//! `identifier_changed`: the name in a name column differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "identifier_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/identifier_changed.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("write `{}` as in the source", change.source))
}

fn message(change: &Change) -> String {
    format!("`{}` is named `{}` here", change.source, change.target)
}
