//! `pin_unknown`: it is not known from which source text a page was translated.

use super::{Check, Wording};
use crate::compare::age::NoPin;
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "pin_unknown",
    level: Level::Warning,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/pin_unknown.md"),
};

/// Words the change.
pub fn word(change: &Change, reason: NoPin) -> Wording {
    let help = match reason {
        NoPin::Unnamed => "name the source commit in the front matter",
        NoPin::Lost => "name a commit that the repository has, or use a whole clone of it",
        NoPin::NoSource => "give the source repository by `--source-git`",
        NoPin::Aged => "give the source pages that were translated, or their repository by `--source-git`",
    };
    Wording::new(message(change, reason), help)
}

fn message(change: &Change, reason: NoPin) -> String {
    let pin = &change.source;
    match reason {
        NoPin::Unnamed => "the page names no source commit".to_owned(),
        NoPin::Lost => format!("the source page at commit `{pin}` was not found"),
        NoPin::NoSource => format!("the page embeds no source text, and that at commit `{pin}` was not looked for"),
        NoPin::Aged => "the source text that was found is not the one that was translated".to_owned(),
    }
}
