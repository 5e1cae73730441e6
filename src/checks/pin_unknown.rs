//! `pin_unknown`: the source text from which a page was translated is not known.

use super::{Check, Wording};
use crate::compare::age::states::NoPin;
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "pin_unknown",
    level: Level::Warning,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/pin_unknown.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, reason: NoPin) -> Wording {
    let help = match reason {
        NoPin::Unnamed => "name the source commit in the front matter",
        NoPin::Lost => "name a commit that the repository has, or use a complete clone",
        NoPin::NoSource => "run with `--source-git REPO`, which reads the source page at that commit",
        NoPin::Aged => {
            "name the source pages that were translated with `--source`, or their repository with `--source-git`"
        }
    };
    Wording::new(message(change, reason), help)
}

fn message(change: &Change, reason: NoPin) -> String {
    let pin = &change.source;
    match reason {
        NoPin::Unnamed => "the page names no source commit".to_owned(),
        NoPin::Lost => format!("the source page at commit `{pin}` was not found"),
        NoPin::NoSource => format!("the page embeds no source text, and its source at commit `{pin}` was not read"),
        NoPin::Aged => "the source text that was found is older or newer than the text that was translated".to_owned(),
    }
}
