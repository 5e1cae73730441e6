//! `emphasis_broken`: emphasis is shown as asterisks.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "emphasis_broken",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/emphasis_broken.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(
        message(change),
        "put a space between `**` and the next word, or move the punctuation out of the emphasis".to_owned(),
    )
}

fn message(change: &Change) -> String {
    format!("`**` is shown as asterisks in `{}`", change.target.replace('`', "'"))
}
