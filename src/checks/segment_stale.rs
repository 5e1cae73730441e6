//! `segment_stale`: the source text of a translated block was changed or removed.

use super::{Check, Wording};
use crate::compare::age::lineup::BlockState;
use crate::compare::age::states::StaleText;
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "segment_stale",
    level: Level::Warning,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/segment_stale.md"),
};

/// The names and values that a message lists.
const MOST: usize = 4;

/// The message and help for a change.
pub fn word(change: &Change, stale: &StaleText) -> Wording {
    let help = match stale.state {
        BlockState::Removed => "remove this text from the translation".to_owned(),
        _ => format!("translate the new text: `{}`", change.target),
    };
    Wording::new(message(change, stale), help)
}

fn message(change: &Change, stale: &StaleText) -> String {
    let (old, new) = (&stale.old, &stale.new);
    if stale.state == BlockState::Removed {
        return format!("the source text was removed: `{old}`{}", change.and_more());
    }
    let shown: Vec<&str> = stale.items.iter().take(MOST).map(String::as_str).collect();
    let rest = stale.items.len().saturating_sub(MOST);
    let items = match (shown.is_empty(), rest) {
        (true, _) => String::new(),
        (false, 0) => format!(": {}", shown.join(", ")),
        (false, rest) => format!(": {} and {rest} more", shown.join(", ")),
    };
    let what = if stale.state == BlockState::Api { "API" } else { "wording" };
    if old == new {
        return format!("the source text has changed ({what}{items})");
    }
    format!("the source text has changed ({what}{items}): `{old}` is now `{new}`")
}
