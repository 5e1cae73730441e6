//! `table_column_missing`: a column of the source is not in the translation.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "table_column_missing",
    level: Level::Error,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/table_column_missing.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "add the column to the translation")
}

fn message(change: &Change) -> String {
    format!("the column `{}`{} is not in the translation", change.source, change.and_more())
}
