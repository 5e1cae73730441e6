//! `permission_added`: a scope is accepted only by the newer API version.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind, VersionChange, VersionWhat};
use crate::diagnostic::{Axis, Level};
use crate::schema::flat::FactKind;

/// The check.
pub const CHECK: Check = Check {
    name: "permission_added",
    level: Level::Info,
    axis: Axis::Versions,
    page: include_str!("../../fixtures/checks/permission_added.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::Version(version) = &change.kind else { return None };
    let mine = version.what == VersionWhat::Added && version.kind == FactKind::Permission;
    mine.then(|| {
        Wording::new(
            message(change, version),
            if version.breaking { "breaking for clients of the older version" } else { "not breaking" },
        )
    })
}

fn message(change: &Change, version: &VersionChange) -> String {
    format!("scope `{}` ({}) is only in {}, not in {}", change.target, version.name, version.new, version.old)
}
