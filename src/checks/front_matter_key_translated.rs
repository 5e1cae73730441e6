//! `front_matter_key_translated`: a key of front matter was translated.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "front_matter_key_translated",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/front_matter_key_translated.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "use the key of the source page".to_owned())
}

fn message(change: &Change) -> String {
    match change.source.as_str() {
        "" => format!("front matter has the key `{}`, which no other edition has", change.target),
        source => format!("front matter has the key `{}` and no key `{source}`", change.target),
    }
}
