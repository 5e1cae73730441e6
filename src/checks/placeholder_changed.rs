//! `placeholder_changed`: a placeholder such as `id` or `<token>` differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "placeholder_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/placeholder_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use `{}` as in the source", change.source))
}

fn message(change: &Change) -> String {
    match change.target.as_str() {
        "" => format!("the placeholder `{}` is missing from the translation", change.source),
        target => format!("the placeholder `{}` became `{target}`", change.source),
    }
}
