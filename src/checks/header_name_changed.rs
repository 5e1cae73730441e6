//! `header_name_changed`: the name of an HTTP header was translated.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "header_name_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/header_name_changed.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("write `{}`: servers know no other name", change.source))
}

fn message(change: &Change) -> String {
    format!("the header `{}` is named `{}` here", change.source, change.target)
}
