//! `anchor_changed`: the anchor of a heading is not the slug of its source heading.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "anchor_changed",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/anchor_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("use the anchor `{}`; links point to it", change.source))
}

fn message(change: &Change) -> String {
    format!("the heading has the anchor `{}`; the source heading has `{}`", change.target, change.source)
}
