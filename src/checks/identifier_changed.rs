//! `identifier_changed`: the name in a name column differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "identifier_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/identifier_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use `{}`; names of the API are not translated", change.source))
}

fn message(change: &Change) -> String {
    format!("the name `{}` became `{}`", change.source, change.target)
}
