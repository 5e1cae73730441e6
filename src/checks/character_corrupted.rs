//! `character_corrupted`: the file contains bytes or characters that do not occur in text.

use super::{Check, Wording};
use crate::compare::change::{Change, CharacterFault};
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "character_corrupted",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/character_corrupted.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, fault: CharacterFault) -> Wording {
    Wording::new(message(fault, change), "restore the text from its source and save it as UTF-8")
}

fn message(fault: CharacterFault, change: &Change) -> String {
    match fault {
        CharacterFault::NotUtf8 => match change.range.len() {
            1 => "a byte is not UTF-8".to_owned(),
            count => format!("{count} bytes are not UTF-8"),
        },
        CharacterFault::NotUtf16 => match change.range.len() {
            1 => "a 16-bit unit is not UTF-16".to_owned(),
            count => format!("{count} 16-bit units are not UTF-16"),
        },
        CharacterFault::Replacement => "the replacement character U+FFFD replaces lost text".to_owned(),
        CharacterFault::Control => format!("the file contains the control character {}", change.target),
        CharacterFault::Mojibake => format!("`{}` is UTF-8 text that was decoded with another encoding", change.target),
    }
}
