//! `front_matter_missing`: a page has no front matter.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "front_matter_missing",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/front_matter_missing.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "start the page with a `---` block that holds at least its title".to_owned())
}

fn message(change: &Change) -> String {
    debug_assert!(change.source.is_empty());
    "the page has no front matter".to_owned()
}
