//! `content_length_wrong`: the stated `Content-Length` is not the length of the body.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "content_length_wrong",
    level: Level::Info,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/content_length_wrong.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, lengths: &[usize]) -> Wording {
    Wording::new(message(change, lengths), "correct the length, or leave the header out")
}

fn message(change: &Change, lengths: &[usize]) -> String {
    match lengths {
        [bare, with_returns, ..] if bare != with_returns => {
            format!(
                "`Content-Length` is {}; the body has {bare} bytes, or {with_returns} with CRLF line ends",
                change.target
            )
        }
        _ => format!("`Content-Length` is {}; the body has {} bytes", change.target, change.source),
    }
}
