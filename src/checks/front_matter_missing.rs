//! `front_matter_missing`: a page has no front matter.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "front_matter_missing",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/front_matter_missing.md"),
};

/// The message and help for a change.
pub fn word(_: &Change) -> Wording {
    Wording::new(message(), "start the page with a `---` block that has at least a title".to_owned())
}

fn message() -> String {
    "the page has no front matter".to_owned()
}
