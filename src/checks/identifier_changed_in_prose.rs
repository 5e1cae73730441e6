//! `identifier_changed_in_prose`: a name of the source sentence is missing from the translation or differs there.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "identifier_changed_in_prose",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/identifier_changed_in_prose.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use `{}`, unless the source is wrong", change.source))
}

fn message(change: &Change) -> String {
    match change.target.as_str() {
        "" => format!("the name `{}` is missing from the translation", change.source),
        target => format!("the name `{}` became `{target}`", change.source),
    }
}
