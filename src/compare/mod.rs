//! Compares two sides and returns typed changes. Wording and levels are the work of the checks.
//!
//! If one fault causes several differences in a block, only the first is reported.

pub(crate) mod age;
pub(crate) mod change;
mod directive;
pub(crate) mod edition_ages;
pub(crate) mod editions;
pub(crate) mod link_targets;
pub(crate) mod locales;
pub(crate) mod name_matching;
pub(crate) mod page;
pub(crate) mod protected_items;
mod repairs;
mod same_source;
pub(crate) mod source_page;
pub(crate) mod structure_part;
pub(crate) mod translation;

use crate::config::Config;
use crate::page::span::MalformedSpan;
use crate::reading::Reading;
use change::{Certainty, Change, ChangeKind};
use translation::certainty;

/// The changes of one edition that need no other edition: those on the axes translation and page.
pub fn edition(reading: &Reading, config: &Config) -> Vec<(Change, Certainty)> {
    let mut by_source = translation::compare(reading, config);
    by_source.extend(translation::structure::compare(reading));
    by_source.extend(translation::directives::compare(reading));
    by_source.extend(translation::segment_text::compare(reading, config));
    let source = &reading.edition.source;
    let certain = |changes: Vec<Change>| changes.into_iter().map(|change| (change, Certainty::Certain));
    let mut changes: Vec<(Change, Certainty)> =
        if source.is_exact() { certain(by_source).collect() } else { certainty::weigh(by_source) };
    changes.extend(certain(page::broken_markup::compare(reading)));
    changes.extend(certain(page::characters::compare(reading)));
    changes.extend(certain(spans(reading)));
    for (change, _) in &mut changes {
        change.edit = change.edit.take().filter(|edit| repairs::is_sound(edit, &reading.aligned.page));
    }
    changes
}

/// The spans that are not pairs.
fn spans(reading: &Reading) -> Vec<Change> {
    let change = |malformed: &MalformedSpan| {
        let change = Change::new(ChangeKind::SpanMalformed(malformed.fault), malformed.range);
        change.with_anchor(format!("span/{}", malformed.range.slice(&reading.aligned.page.text)))
    };
    reading.aligned.page.malformed.iter().map(change).collect()
}
