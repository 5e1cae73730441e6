//! `literal_changed`: a URL, date, GUID or media type in prose differs from its source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "literal_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/literal_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use `{}` as in the source", change.source))
}

fn message(change: &Change) -> String {
    match change.target.as_str() {
        "" => format!("the literal `{}` is missing from the translation", change.source),
        target => format!("the literal `{}` became `{target}`", change.source),
    }
}
