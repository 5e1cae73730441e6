//! The version axis: the facts of all groups are merged, as `hexapla diff --versions` merges them, and each API version is
//! compared with the next. The pages are gone by then; those that a change is reported on are read again.

use super::check::Outcome;
use crate::api::rules::Turn;
use crate::api::{self, ApiChange, Said, Unread, editions, versions};
use crate::checks::Verdict;
use crate::compare::change::{Change, ChangeKind, EditionChange};
use crate::config::Config;
use crate::discover::Group;
use crate::discover::identify::Edition;
use crate::facts::Facts;
use crate::facts::comparable::normalize_path;
use crate::page::decode;
use crate::report::place::{Findings, LocatedText};
use crate::schema::{Input, merge};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::Path;

/// The API changes of a run by the key of the page that they are reported on.
pub(super) struct VersionChanges(FxHashMap<String, Vec<(ApiChange, [String; 2])>>);

/// Whether pages may be of several versions, as far as their paths tell.
pub(super) fn may_be_several(groups: &[Group]) -> bool {
    let mut versions =
        groups.iter().flat_map(|group| &group.files).map(|file| file.version.as_ref().map(|told| &told.0));
    let first = versions.next().flatten();
    first.is_none() || versions.any(|version| version != first)
}

/// The facts of one edition, kept when its page is dropped.
pub(super) struct Kept {
    /// Index of the edition in its group.
    edition: usize,
    facts: Facts,
}

/// What is kept of the facts of a group when its pages are dropped: those of the editions that stand for some version, see
/// [`editions::chosen`]. Without the comparable form, which serves to compare editions of one version only.
pub(super) fn keep(editions: &[Edition], facts: Vec<Facts>) -> Vec<Kept> {
    let editions: Vec<&Edition> = editions.iter().collect();
    let versions: BTreeSet<&str> = editions.iter().map(|edition| edition.version.as_str()).collect();
    let pairs = versions.iter().flat_map(|old| versions.iter().map(move |new| [*old, *new]));
    let chosen: BTreeSet<usize> = pairs.flat_map(|pair| editions::chosen(&editions, pair)).collect();
    let kept = facts.into_iter().enumerate().filter(|(edition, _)| chosen.contains(edition));
    kept.map(|(edition, facts)| Kept { edition, facts: Facts { comparable: Vec::new(), ..facts } }).collect()
}

impl VersionChanges {
    /// Compares the versions of all groups.
    pub(super) fn of(outcomes: &[Outcome], unread: &Unread, config: &Config) -> Self {
        let editions = outcomes.iter().flat_map(|outcome| &outcome.editions);
        let versions = versions::in_order(editions.map(|edition| edition.version.clone()));
        let mut by_page: FxHashMap<String, Vec<(ApiChange, [String; 2])>> = FxHashMap::default();
        if versions.len() < 2 {
            return Self(by_page);
        }
        let inputs: Vec<Input<'_>> = outcomes.iter().flat_map(inputs).collect();
        for pair in versions.windows(2) {
            let chosen = editions::of_versions(&inputs, [&pair[0], &pair[1]]);
            let schema = merge::merge(&chosen, &config.source_locale);
            let (Some(old), Some(new)) = (schema.versions.get(&*pair[0]), schema.versions.get(&*pair[1])) else {
                continue;
            };
            for change in api::compare(old, new, unread) {
                let Some(said) = reported_on(&change) else { continue };
                by_page.entry(said.page.clone()).or_default().push((change, [pair[0].clone(), pair[1].clone()]));
            }
        }
        Self(by_page)
    }

    /// Adds the findings on the pages of one group.
    pub(super) fn judge(&self, outcome: &Outcome, group: &Group, config: &Config, findings: &mut Findings<'_>) {
        let editions = &outcome.editions;
        let mut texts: FxHashMap<&Path, String> = FxHashMap::default();
        for (change, versions) in self.0.get(&group.key).into_iter().flatten() {
            let Some(EditionChange { edition, change, certainty }) = change_of(change, versions, editions) else {
                continue;
            };
            let edition = &editions[edition];
            let text = texts.entry(&edition.path).or_insert_with(|| text(group, &edition.path, config));
            if let Some(verdict) = Verdict::of(change, config) {
                findings.push(edition, (verdict, certainty), &LocatedText::file(text));
            }
        }
    }
}

fn inputs(outcome: &Outcome) -> impl Iterator<Item = Input<'_>> {
    // No example is compared between versions. Changes hold ranges; lines are counted when a page is read again.
    outcome.kept.iter().map(|Kept { edition, facts }| Input {
        edition: &outcome.editions[*edition],
        key: &outcome.key,
        facts,
        examples: &[],
        places: None,
    })
}

/// The side of a change that its finding is placed on: the one that has the thing, the newer one where both have it.
fn reported_on(change: &ApiChange) -> Option<&Said> {
    let [first, second] = match change.kind.rule().turn {
        Turn::Removed => [&change.old, &change.new],
        Turn::Added | Turn::Changed | Turn::Renamed => [&change.new, &change.old],
    };
    first.as_ref().or(second.as_ref())
}

fn change_of(change: &ApiChange, versions: &[String; 2], editions: &[Edition]) -> Option<EditionChange> {
    let said = reported_on(change)?;
    let edition = editions.iter().position(|edition| edition.path == said.path)?;
    let [old, new] = [&change.old, &change.new].map(|said| said.as_ref().map_or("", |said| &said.text));
    // What is added has no source text by which fingerprints could tell it from others of the same name.
    let added = if old.is_empty() { new } else { "" };
    let (noun, owner) = (change.owner.noun(), normalize_path(change.owner.name()));
    let kind = ChangeKind::Api(Box::new(change.clone()), versions.clone());
    let found = Change::new(kind, said.range).with_texts(old, new);
    Some(found.with_anchor(format!("{noun}{owner}/{}/{added}", change.name)).of(edition))
}

/// The text of a page that was read before; empty where it is gone meanwhile.
fn text(group: &Group, path: &Path, config: &Config) -> String {
    let file = group.files.iter().find(|file| file.path == path);
    let bytes = file.and_then(|file| file.read(config).ok()).unwrap_or_default();
    decode::decode(bytes).text
}
