//! `link_target_changed`: a link is missing from the translation or has another target there.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "link_target_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/link_target_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("link to `{}`", change.source))
}

fn message(change: &Change) -> String {
    match change.target.as_str() {
        "" => format!("the link to `{}` is missing from the translation", change.source),
        target => format!("the link to `{}` leads to `{target}`", change.source),
    }
}
