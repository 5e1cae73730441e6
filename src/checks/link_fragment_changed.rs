//! `link_fragment_changed`: a link of the translation leads to another heading of the same other page.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "link_fragment_changed",
    level: Level::Info,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/link_fragment_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "look whether the translated page has a heading with this anchor")
}

fn message(change: &Change) -> String {
    format!("the link to `{}` leads to `{}`, another heading of the page", change.source, change.target)
}
