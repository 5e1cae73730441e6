//! `front_matter_key_missing`: front matter lacks a required key.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "front_matter_key_missing",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/front_matter_key_missing.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), format!("add the key `{}`", change.source))
}

fn message(change: &Change) -> String {
    format!("front matter has no key `{}`", change.source)
}
