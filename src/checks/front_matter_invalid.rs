//! `front_matter_invalid`: front matter is not a YAML mapping.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "front_matter_invalid",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/front_matter_invalid.md"),
};

/// The message and help for a change.
pub fn word(_: &Change, fault: &str) -> Wording {
    Wording::new(message(fault), "quote values that contain `: ` or ` #`, and write one `key: value` on each line")
}

fn message(fault: &str) -> String {
    // The parser counts lines from the block's start; the finding has the place in the file.
    format!("front matter is not valid YAML: {}", fault.split(" at line").next().unwrap_or(fault))
}
