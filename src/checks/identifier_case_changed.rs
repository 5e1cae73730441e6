//! `identifier_case_changed`: a name differs from its source in case only.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "identifier_case_changed",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/identifier_case_changed.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("write `{}` as in the source", change.source))
}

fn message(change: &Change) -> String {
    format!("`{}` is spelled `{}` here", change.source, change.target)
}
