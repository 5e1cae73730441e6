//! `segment_empty`: a segment has no translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "segment_empty",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/segment_empty.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "translate the segment, or remove it on both sides".to_owned())
}

fn message(change: &Change) -> String {
    format!("the translation of `{}` is empty", change.source)
}
