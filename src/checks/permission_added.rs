//! `permission_added`: a scope is accepted only by the newer API version.

use super::{Check, Wording};
use crate::compare::change::{Change, VersionChange};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "permission_added",
    level: Level::Info,
    axis: Axis::Versions,
    page: include_str!("../../fixtures/checks/permission_added.md"),
};

/// Words the change.
pub fn word(change: &Change, version: &VersionChange) -> Wording {
    Wording::new(
        message(change, version),
        if version.breaking { "breaking for clients of the older version" } else { "not breaking" },
    )
}

fn message(change: &Change, version: &VersionChange) -> String {
    format!("scope `{}` ({}) is only in {}, not in {}", change.target, version.name, version.new, version.old)
}
