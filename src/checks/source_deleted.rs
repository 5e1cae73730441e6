//! `source_deleted`: the source page of a translation is gone.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "source_deleted",
    level: Level::Warning,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/source_deleted.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    (change.kind == ChangeKind::SourceDeleted).then(|| Wording::new(message(), "retire the page"))
}

fn message() -> String {
    "the source has no such page any more".to_owned()
}
