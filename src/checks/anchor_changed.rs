//! `anchor_changed`: a heading carries another anchor than its source has.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "anchor_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/anchor_changed.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("name the anchor `{}`: links point there", change.source))
}

fn message(change: &Change) -> String {
    format!("the heading has the anchor `{}`, its source `{}`", change.target, change.source)
}
