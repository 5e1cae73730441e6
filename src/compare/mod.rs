//! Where two sides meet: typed changes on four axes. No wording, no levels; that is the checks' work.
//!
//! One root cause is one change: what would only echo another change of the same block is claimed here.

pub(crate) mod age;
pub(crate) mod change;
pub(crate) mod editions;
pub(crate) mod items;
pub(crate) mod links;
pub(crate) mod locales;
pub(crate) mod page;
pub(crate) mod translation;
pub(crate) mod words;

use crate::config::Config;
use crate::page::span::Malformed;
use crate::reading::Reading;
use change::{Certainty, Change, ChangeKind};

/// The changes that one edition shows by itself, on the axes translation and page.
pub fn edition(reading: &Reading, config: &Config) -> Vec<(Change, Certainty)> {
    let mut by_source = translation::compare(reading, config);
    by_source.extend(translation::structure::compare(reading));
    by_source.extend(translation::segments::compare(reading, config));
    let source = &reading.edition.source;
    let certain = |changes: Vec<Change>| changes.into_iter().map(|change| (change, Certainty::Certain));
    let mut changes = if source.is_exact() {
        certain(by_source).collect()
    } else {
        translation::certainty::weigh(by_source, source.is_of_other_date())
    };
    changes.extend(certain(page::markup::compare(reading)));
    changes.extend(certain(page::characters::compare(reading)));
    changes.extend(certain(spans(reading)));
    changes
}

/// Spans that are no pairs.
fn spans(reading: &Reading) -> Vec<Change> {
    let change = |malformed: &Malformed| {
        let change = Change::new(ChangeKind::SpanMalformed(malformed.fault), malformed.range);
        change.with_anchor(format!("span/{}", malformed.range.slice(&reading.aligned.page.text)))
    };
    reading.aligned.page.malformed.iter().map(change).collect()
}
