//! `header_name_changed`: the name of an HTTP header was translated.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "header_name_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/header_name_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use `{}`; HTTP header names are not translated", change.source))
}

fn message(change: &Change) -> String {
    format!("the header `{}` is translated as `{}`", change.source, change.target)
}
