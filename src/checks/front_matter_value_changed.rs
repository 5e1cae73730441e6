//! `front_matter_value_changed`: a value for machines differs from the other editions made from the same source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "front_matter_value_changed",
    level: Level::Warning,
    axis: Axis::Locales,
    page: include_str!("../../fixtures/checks/front_matter_value_changed.md"),
};

/// Words the change.
pub fn word(change: &Change, editions: usize) -> Wording {
    Wording::new(message(change, editions), "write the value as in the source")
}

fn message(change: &Change, editions: usize) -> String {
    format!("`{}` is `{}` in {editions} editions made from the same source commit", change.target, change.source)
}
