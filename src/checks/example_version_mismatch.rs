//! `example_version_mismatch`: an example calls another API version than the page documents.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "example_version_mismatch",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_version_mismatch.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("call `/{}/`", change.source))
}

fn message(change: &Change) -> String {
    format!("the page documents {}; the example calls {}", change.source, change.target)
}
