//! `segment_untranslated`: a segment of prose was left in the source language.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "segment_untranslated",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/segment_untranslated.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "translate the segment".to_owned())
}

fn message(change: &Change) -> String {
    format!("`{}` is not translated", change.source)
}
