//! `link_syntax_broken`: what was meant as a link shows as brackets and parentheses.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "link_syntax_broken",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/link_syntax_broken.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    {
        Wording::new(
            message(change),
            "write `[text](target)` without white space between or inside the brackets".to_owned(),
        )
    }
}

fn message(change: &Change) -> String {
    format!("`{}` does not make a link", change.target)
}
