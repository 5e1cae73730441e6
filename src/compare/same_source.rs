//! Which editions of a page are made from one source text.

use crate::date::Date;
use crate::discover::identify::Form;
use crate::reading::Reading;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The readings of each version, by index, versions in order of name.
pub(super) fn versions(readings: &[Reading]) -> Vec<Vec<usize>> {
    let mut versions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, reading) in readings.iter().enumerate() {
        versions.entry(&reading.edition.version).or_default().push(index);
    }
    versions.into_values().collect()
}

/// What shows the source text of an edition.
#[derive(PartialEq, Eq, Hash)]
enum Evidence<'a> {
    /// The commit that it names.
    Pin(&'a str),
    /// The text itself.
    Text(&'a str),
    /// Only its date: editions of one day are taken to be of one source.
    Day(Date),
    /// Nothing: such editions are taken to be of one source, because nothing shows a difference.
    Nothing,
}

/// The editions of one version, by index, in groups of one source: they name one commit, or have one source text. Groups are in
/// order of their first edition.
pub(super) fn groups(readings: &[Reading], editions: &[usize]) -> Vec<Vec<usize>> {
    // The number of the group of each edition is the lowest index of the editions that it is connected with.
    let mut group_of: FxHashMap<usize, usize> = editions.iter().map(|&edition| (edition, edition)).collect();
    let mut first_with: FxHashMap<Evidence<'_>, usize> = FxHashMap::default();
    for &edition in editions {
        for evidence in evidence(&readings[edition]) {
            let first = *first_with.entry(evidence).or_insert(edition);
            let roots = [root(&group_of, first), root(&group_of, edition)];
            group_of.insert(roots[0].max(roots[1]), roots[0].min(roots[1]));
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &edition in editions {
        groups.entry(root(&group_of, edition)).or_default().push(edition);
    }
    groups.into_values().collect()
}

fn root(group_of: &FxHashMap<usize, usize>, edition: usize) -> usize {
    let mut at = edition;
    while group_of[&at] != at {
        at = group_of[&at];
    }
    at
}

fn evidence(reading: &Reading) -> Vec<Evidence<'_>> {
    let edition = &reading.edition;
    let text = match edition.form {
        Form::Source => Some(&reading.aligned.page.target),
        // A source text of another date does not show the text that was translated.
        _ => reading.aligned.source().filter(|_| edition.source.is_exact()),
    };
    let pin = edition.pin.as_deref().map(Evidence::Pin);
    let mut found: Vec<Evidence<'_>> = pin.into_iter().chain(text.map(|side| Evidence::Text(side.text()))).collect();
    if found.is_empty() {
        found.push(edition.handoff.map_or(Evidence::Nothing, Evidence::Day));
    }
    found
}
