//! `text_changed`: text outside of spans is not the text of the source page.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "text_changed",
    level: Level::Warning,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/text_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "restore the text of the source page; text outside of spans is not translated")
}

fn message(change: &Change) -> String {
    match (change.source.as_str(), change.target.as_str()) {
        (source, "") => format!("`{source}`{} of the source page is missing", change.and_more()),
        ("", target) => format!("`{target}` is only on this page, not on the source page"),
        (source, target) => format!("`{source}` became `{target}` outside of the translated text"),
    }
}
