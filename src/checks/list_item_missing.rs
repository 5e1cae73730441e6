//! `list_item_missing`: a list item of the source is not in the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "list_item_missing",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/list_item_missing.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the list item to the translation")
}

fn message(change: &Change) -> String {
    format!("the list item `{}`{} has no translation", change.source, change.and_more())
}
