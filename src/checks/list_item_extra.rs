//! `list_item_extra`: a list item of the translation is not in the source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "list_item_extra",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/list_item_extra.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "remove the list item, or add it to the source")
}

fn message(change: &Change) -> String {
    format!("the list item `{}`{} is not in the source", change.target, change.and_more())
}
