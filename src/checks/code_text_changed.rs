//! `code_text_changed`: a code block differs from its source only in comments or labels.

use super::{Check, Wording};
use crate::compare::change::{Change, CodeText};
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "code_text_changed",
    level: Level::Info,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/code_text_changed.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, text: CodeText) -> Wording {
    Wording::new(message(change, text), "check that the text is a translation of the source")
}

fn message(change: &Change, text: CodeText) -> String {
    let Change { source, target, .. } = change;
    match text {
        CodeText::Comments => format!("only comments of the code differ from the source: `{source}` became `{target}`"),
        CodeText::Labels => format!("the text of the diagram differs from the source: `{source}` became `{target}`"),
    }
}
