//! `identifier_case_changed`: a name differs from its source in case only.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "identifier_case_changed",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/identifier_case_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use `{}`; names of the API are case-sensitive", change.source))
}

fn message(change: &Change) -> String {
    format!("the name `{}` is spelled `{}`", change.source, change.target)
}
