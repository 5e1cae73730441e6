//! `table_row_extra`: a row of the translation is not in the source.

use super::{Check, Wording};
use crate::compare::structure::Part;
use crate::compare::{Change, ChangeKind};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "table_row_extra",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/table_row_extra.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    (change.kind == ChangeKind::Structure(Part::TableRow, false))
        .then(|| Wording::new(message(change), "remove the row, or add it to the source"))
}

fn message(change: &Change) -> String {
    format!("the row `{}`{} is not in the source", change.target, change.and_more())
}
