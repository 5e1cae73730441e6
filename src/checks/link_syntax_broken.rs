//! `link_syntax_broken`: text that was meant as a link is not a link in Markdown.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "link_syntax_broken",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/link_syntax_broken.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(
        message(change),
        "write `[text](target)` with no white space between or inside the brackets".to_owned(),
    )
}

fn message(change: &Change) -> String {
    format!("`{}` is not shown as a link", change.target)
}
