//! `number_changed`: a number of the source became another number.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "number_changed",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/number_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "check the number against the source".to_owned())
}

fn message(change: &Change) -> String {
    format!("the number {} became {}", change.source, change.target)
}
