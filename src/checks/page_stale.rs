//! `page_stale`: the source of a page has changed since the page was translated.

use super::{Check, Wording};
use crate::compare::age::states::PageAge;
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "page_stale",
    level: Level::Info,
    axis: Axis::Age,
    page: include_str!("../../fixtures/checks/page_stale.md"),
};

/// The facts that a message lists.
const MOST: usize = 10;

/// The message and help for a change.
pub fn word(_: &Change, age: &PageAge) -> Wording {
    Wording::new(message(age), "translate the blocks that `segment_stale` reports, and the new blocks of the source")
}

fn message(age: &PageAge) -> String {
    let [current, wording, api, removed, new] = age.counts.blocks;
    let all = current + wording + api + removed;
    let counts = [(wording, "changed in wording"), (api, "changed in API"), (removed, "removed"), (new, "new")];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let mut message = format!("{current} of {all} blocks are current");
    let counts: Vec<String> = counts.collect();
    if !counts.is_empty() {
        message.push_str(&format!("; in the source {}", counts.join(", ")));
    }
    if !age.facts.is_empty() {
        let rest = age.facts.len().saturating_sub(MOST);
        message.push_str(&format!("; API: {}", age.facts[..age.facts.len().min(MOST)].join(", ")));
        if rest > 0 {
            message.push_str(&format!(" and {rest} more"));
        }
    }
    message
}
