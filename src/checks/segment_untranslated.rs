//! `segment_untranslated`: a segment of prose is equal to its source text.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "segment_untranslated",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/segment_untranslated.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "translate the segment".to_owned())
}

fn message(change: &Change) -> String {
    format!("`{}` is not translated", change.source)
}
