//! `property_removed`: a property, relationship, parameter or body member is only in the older API version.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind, VersionChange, VersionWhat};
use crate::diagnostic::{Axis, Level};
use crate::schema::flat::FactKind;

/// The check.
pub const CHECK: Check = Check {
    name: "property_removed",
    level: Level::Info,
    axis: Axis::Versions,
    page: include_str!("../../fixtures/checks/property_removed.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::Version(version) = &change.kind else { return None };
    let mine = version.what == VersionWhat::Removed
        && matches!(
            version.kind,
            FactKind::Property | FactKind::Relationship | FactKind::BodyMember | FactKind::Parameter
        );
    mine.then(|| {
        Wording::new(
            message(change, version),
            if version.breaking { "breaking for clients of the older version" } else { "not breaking" },
        )
    })
}

fn message(_: &Change, version: &VersionChange) -> String {
    format!("{} is only in {}, not in {}", version.subject(), version.old, version.new)
}
