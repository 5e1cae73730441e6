//! `example_version_mismatch`: an example calls another API version than the page documents.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "example_version_mismatch",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_version_mismatch.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    (change.kind == ChangeKind::ExampleVersion)
        .then(|| Wording::new(message(change), format!("call `/{}/`", change.source)))
}

fn message(change: &Change) -> String {
    format!("the page documents {}, the example calls {}", change.source, change.target)
}
