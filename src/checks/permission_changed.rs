//! `permission_changed`: the scopes of a permission cell differ from those of its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "permission_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/permission_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "use the scopes of the source".to_owned())
}

fn message(change: &Change) -> String {
    format!("the scopes `{}` became `{}`", change.source, change.target)
}
