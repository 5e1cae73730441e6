//! `content_length_wrong`: the stated `Content-Length` is not the length of the body.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "content_length_wrong",
    level: Level::Info,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/content_length_wrong.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::ContentLength(lengths) = &change.kind else { return None };
    Some(Wording::new(message(change, lengths), "state the length of the body, or leave the header out"))
}

fn message(change: &Change, lengths: &[usize]) -> String {
    match lengths {
        [bare, with_returns, ..] if bare != with_returns => {
            format!(
                "the length is given as {}; the body has {bare} bytes, {with_returns} with CRLF line ends",
                change.target
            )
        }
        _ => format!("the length is given as {}; the body has {} bytes", change.target, change.source),
    }
}
