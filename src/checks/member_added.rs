//! `member_added`: an enum member is only in the newer API version.

use super::{Check, Wording};
use crate::compare::change::{Change, VersionChange};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "member_added",
    level: Level::Info,
    axis: Axis::Versions,
    page: include_str!("../../fixtures/checks/member_added.md"),
};

/// Words the change.
pub fn word(change: &Change, version: &VersionChange) -> Wording {
    Wording::new(
        message(change, version),
        if version.breaking { "breaking for clients of the older version" } else { "not breaking" },
    )
}

fn message(_: &Change, version: &VersionChange) -> String {
    format!("{} is only in {}, not in {}", version.subject(), version.new, version.old)
}
