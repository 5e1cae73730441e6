//! `front_matter_invalid`: front matter is no YAML mapping.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "front_matter_invalid",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/front_matter_invalid.md"),
};

/// Words the change.
pub fn word(_: &Change, fault: &str) -> Wording {
    Wording::new(message(fault), "quote values that hold `: ` or ` #`, and keep one `key: value` a line")
}

fn message(fault: &str) -> String {
    // The parser counts lines from the block's start; the finding has the place in the file.
    format!("front matter is not valid YAML: {}", fault.split(" at line").next().unwrap_or(fault))
}
