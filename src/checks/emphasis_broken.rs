//! `emphasis_broken`: emphasis shows as asterisks.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "emphasis_broken",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/emphasis_broken.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    {
        Wording::new(
            message(change),
            "leave a space between `**` and the word next to it, or move the punctuation out of the emphasis"
                .to_owned(),
        )
    }
}

fn message(change: &Change) -> String {
    format!("`**` shows as asterisks in `{}`", change.target.replace('`', "'"))
}
