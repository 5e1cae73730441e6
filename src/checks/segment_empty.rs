//! `segment_empty`: a segment has no translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "segment_empty",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/segment_empty.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "translate the segment, or remove it on both sides".to_owned())
}

fn message(change: &Change) -> String {
    format!("`{}` has no translation", change.source)
}
