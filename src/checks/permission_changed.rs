//! `permission_changed`: a permission cell does not hold the scopes of its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "permission_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/permission_changed.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "write the scopes as in the source".to_owned())
}

fn message(change: &Change) -> String {
    format!("the scopes `{}` became `{}`", change.source, change.target)
}
