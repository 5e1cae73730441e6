//! Compares a page with spans with its source page. The source text that the page embeds must be the text of that page; what
//! differs outside of spans is damage that is the same on both sides of the page.
//!
//! Differences inside a span are not reported: the embedded text is what was translated, also if the source page is another text now.

pub(crate) mod differences;
pub(crate) mod units;

use super::age::AgeReport;
use super::change::{Certainty, Change, ChangeKind, DissentKind, EditionChange, Vote};
use super::structure_part::StructurePart;
use super::translation::{self, certainty, structure};
use crate::align::aligned::{Aligned, Foreign};
use crate::align::blocks;
use crate::config::Config;
use crate::discover::identify::Edition;
use crate::facts::extract::Descriptions;
use crate::page::Page;
use crate::reading::{Reading, ReadingOptions};
use crate::text::{FileRange, SideRange};
use differences::{Normalized, TextKind};
use memchr::memmem;
use rustc_hash::FxHashSet;
use units::{Claim, Found, Sides};

/// Whether a page embeds the text of a source page, apart from what is no difference for readers. `source`: its text.
pub fn is_same(page: &Page, source: &str) -> bool {
    let Some(embedded) = &page.embedded else { return true };
    let read = |text: &str| Normalized::of(text, SideRange::of(0..text.len()), TextKind::Prose);
    embedded.text() == source || read(embedded.text()).is_same(&read(source))
}

/// The changes of a page outside of its spans, against its source page, each with its certainty.
pub fn compare(reading: &Reading, source: Foreign, config: &Config) -> Vec<(Change, Certainty)> {
    let page = &reading.aligned.page;
    let Some(embedded) = &page.embedded else { return Vec::new() };
    let is_exact = source.origin.is_exact();
    let shared = as_one_text(reading, source, config);
    let Some(source) = shared.aligned.source() else { return Vec::new() };
    let sides = Sides { page, embedded, source };
    let (mut found, inside) = sides.differences(&shared);
    // In the order of the page, so that the difference at a place is found at once.
    found.sort_by_key(|found| (found.place.start, found.place.end));
    let at = |change: &Change| {
        let index = found.partition_point(|found| found.place.start <= change.range.start).checked_sub(1)?;
        (change.range.start <= found[index].place.end).then_some(index)
    };
    let mut named = vec![false; found.len()];
    let mut changes: Vec<Change> = translation::compare(&shared, config);
    changes.retain(|change| {
        let Some(index) = at(change).filter(|&index| found[index].claim == Claim::IfUnnamed) else { return false };
        named[index] = true;
        true
    });
    let mut structure = structure::compare(&shared);
    structure.retain(|change| match change.kind {
        ChangeKind::Missing(_) => !inside.contains(&change.anchor),
        _ => !sides.is_inside_span(change.range),
    });
    // A block whose mark is lost is a part of the block behind it.
    for missing in &structure {
        let next = found.partition_point(|found| found.place.start < missing.range.end);
        let starts_with_it =
            |found: &Found| found.change.target.trim_start_matches(['#', ' ']).starts_with(&missing.source);
        if !missing.source.is_empty() && found.get(next).is_some_and(starts_with_it) {
            named[next] = true;
        }
    }
    changes.extend(structure);
    let unnamed = found.into_iter().zip(named).filter(|(_, named)| !named);
    changes.extend(unnamed.map(|(Found { change, .. }, _)| change));
    // A repair would change the embedded source text too, and no repair may do that.
    changes.iter_mut().for_each(|change| change.edit = None);
    if is_exact {
        return changes.into_iter().map(|change| (change, Certainty::Certain)).collect();
    }
    let mut weighed = certainty::weigh(changes);
    if !has_all_spans(page, source.text()) {
        // The source page has changed since: it is no wonder that it has more blocks.
        let missing = weighed.iter_mut().filter(|(change, _)| matches!(change.kind, ChangeKind::Missing(_)));
        missing.for_each(|(_, certainty)| *certainty = Certainty::LikelyAge);
    }
    weighed
}

/// Whether a source page has the source texts of all span pairs, in their order.
fn has_all_spans(page: &Page, source: &str) -> bool {
    let mut rest = source.as_bytes();
    page.spans.iter().all(|span| {
        let text = span.source.slice(&page.text).trim().as_bytes();
        let found = memmem::find(rest, text);
        rest = found.map_or(rest, |at| &rest[at + text.len()..]);
        found.is_some()
    })
}

/// Takes out of the ages of editions the blocks that changes against source pages report. `shared`: these changes.
pub fn drop_ages(ages: &mut [AgeReport], shared: &[EditionChange]) {
    let mut places: Vec<(usize, FileRange)> = shared.iter().map(|found| (found.edition, found.change.range)).collect();
    places.sort_unstable_by_key(|(edition, range)| (*edition, range.start));
    for (edition, age) in ages.iter_mut().enumerate() {
        age.changes.retain(|change| {
            let after = places.partition_point(|(other, range)| (*other, range.start) < (edition, change.range.end));
            let before = after.checked_sub(1).map(|last| places[last]);
            !before.is_some_and(|(other, range)| other == edition && change.range.start < range.end)
        });
    }
}

/// Takes out of `changes` the votes on a fact whose row is reported as missing or extra against the source page. `shared`: the changes
/// against source pages.
pub fn drop_votes(changes: &mut Vec<EditionChange>, shared: &[EditionChange]) {
    let texts = |found: &EditionChange| match found.change.kind {
        ChangeKind::Missing(StructurePart::TableRow) => Some((found.edition, found.change.source.clone())),
        ChangeKind::Extra(StructurePart::TableRow) => Some((found.edition, found.change.target.clone())),
        _ => None,
    };
    let rows: FxHashSet<(usize, String)> = shared.iter().filter_map(texts).collect();
    changes.retain(|found| {
        let (source, target) = (&found.change.source, &found.change.target);
        let ChangeKind::Outvoted(Vote { dissent: DissentKind::Missing | DissentKind::Extra, .. }) = found.change.kind
        else {
            return true;
        };
        let first = [source, target].iter().find_map(|names| names.split(", ").next().filter(|name| !name.is_empty()));
        !first.is_some_and(|name| rows.contains(&(found.edition, name.to_owned())))
    });
}

/// The embedded source text as a page of its own, with its source page as its source text.
fn as_one_text(reading: &Reading, source: Foreign, config: &Config) -> Reading {
    let page = &reading.aligned.page;
    let embedded = page.embedded.clone().unwrap_or_else(|| page.target.clone());
    let blocks = blocks::align_states(&embedded, &source.side);
    let own = Page {
        text: page.text.clone(),
        encoding: page.encoding,
        body: page.body,
        front_matter: None,
        spans: Vec::new(),
        malformed: Vec::new(),
        target: embedded,
        embedded: None,
        faults: Vec::new(),
    };
    let edition = Edition { locale: config.source_locale.clone(), ..reading.edition.clone() };
    let options = ReadingOptions { config, descriptions: Descriptions::Drop, group: &[] };
    Reading::of(edition, Aligned::foreign(own, source, blocks), options)
}
