//! `character_corrupted`: the file holds characters that no text holds.

use super::{Check, Wording};
use crate::compare::change::{Change, CharacterFault};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "character_corrupted",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/character_corrupted.md"),
};

/// Words the change.
pub fn word(change: &Change, fault: CharacterFault) -> Wording {
    Wording::new(message(fault, change), "restore the text from its source and save it as UTF-8")
}

fn message(fault: CharacterFault, change: &Change) -> String {
    match fault {
        CharacterFault::NotUtf8 => format!("{} bytes are not UTF-8", change.range.len()),
        CharacterFault::Replacement => "the replacement character U+FFFD stands for text that was lost".to_owned(),
        CharacterFault::Control => format!("control character {}", change.target),
        CharacterFault::Mojibake => format!("`{}` is UTF-8 that was read in another encoding", change.target),
    }
}
