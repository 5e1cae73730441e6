//! `type_changed`: a type differs between API versions.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind, VersionChange, VersionWhat};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "type_changed",
    level: Level::Info,
    axis: Axis::Versions,
    page: include_str!("../../fixtures/checks/type_changed.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::Version(version) = &change.kind else { return None };
    let mine = version.what == VersionWhat::Type;
    mine.then(|| {
        Wording::new(
            message(change, version),
            if version.breaking { "breaking for clients of the older version" } else { "not breaking" },
        )
    })
}

fn message(change: &Change, version: &VersionChange) -> String {
    let (old, new) = (&change.source, &change.target);
    format!("{} is `{old}` in {} and `{new}` in {}", version.subject(), version.old, version.new)
}
