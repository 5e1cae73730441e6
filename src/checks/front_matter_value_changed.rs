//! `front_matter_value_changed`: a value that programs read differs from the editions of the same source commit.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "front_matter_value_changed",
    level: Level::Warning,
    axis: Axis::Locales,
    page: include_str!("../../fixtures/checks/front_matter_value_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, editions: usize) -> Wording {
    Wording::new(message(change, editions), "use the value of the source page")
}

fn message(change: &Change, editions: usize) -> String {
    format!("the value is `{}`; {editions} editions of the same source commit have `{}`", change.target, change.source)
}
