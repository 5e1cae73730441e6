//! The version axis: merges the facts of all groups as `hexapla diff --versions` does, and compares each API version with the
//! next one. The pages are dropped by then; a page with a change is read again.

use super::outcome::{Kept, Outcome};
use crate::api::rules::Turn;
use crate::api::{self, ApiChange, Statement, Unread, editions, versions};
use crate::checks::Verdict;
use crate::compare::change::{Change, ChangeKind, EditionChange};
use crate::config::Config;
use crate::discover::Group;
use crate::discover::identify::Edition;
use crate::facts::Facts;
use crate::facts::comparable::normalize_path;
use crate::page::decode::{self, Decoded};
use crate::report::place::{Findings, LocatedText};
use crate::schema::{Input, merge};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::Path;

/// The API changes of a run, each with its two versions, by the key of the page that they are reported on.
pub(super) struct ReportedChanges(FxHashMap<String, Vec<(ApiChange, [String; 2])>>);

/// Whether the run may have several versions, judged by paths. A page whose path states no version may have any.
pub(super) fn may_be_several(groups: &[Group]) -> bool {
    let mut versions =
        groups.iter().flat_map(|group| &group.files).map(|file| file.version.as_ref().map(|(version, _)| version));
    let first = versions.next().flatten();
    first.is_none() || versions.any(|version| version != first)
}

/// Selects the facts of a group that are kept when its pages are dropped: the facts of the editions that represent a version
/// (see [`editions::chosen`]). Flat facts are dropped: they serve only to compare editions of one version.
pub(super) fn keep(editions: &[Edition], facts: Vec<Facts>) -> Vec<Kept> {
    let editions: Vec<&Edition> = editions.iter().collect();
    let versions: BTreeSet<&str> = editions.iter().map(|edition| edition.version.as_str()).collect();
    let pairs = versions.iter().flat_map(|old| versions.iter().map(move |new| [*old, *new]));
    let chosen: BTreeSet<usize> = pairs.flat_map(|pair| editions::chosen(&editions, pair)).collect();
    let kept = facts.into_iter().enumerate().filter(|(edition, _)| chosen.contains(edition));
    kept.map(|(edition, facts)| Kept { edition, facts: Facts { comparable: Vec::new(), ..facts } }).collect()
}

impl ReportedChanges {
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
                let Some(statement) = reported_on(&change) else { continue };
                by_page.entry(statement.page.clone()).or_default().push((change, [pair[0].clone(), pair[1].clone()]));
            }
        }
        Self(by_page)
    }

    /// Adds the findings on the pages of one group.
    pub(super) fn judge(&self, outcome: &Outcome, group: &Group, config: &Config, findings: &mut Findings<'_>) {
        let editions = &outcome.editions;
        let mut texts: FxHashMap<&Path, Decoded> = FxHashMap::default();
        for (change, versions) in self.0.get(&group.key).into_iter().flatten() {
            let Some(EditionChange { edition, change, certainty }) = change_of(change, versions, editions) else {
                continue;
            };
            let edition = &editions[edition];
            let text = texts.entry(&edition.path).or_insert_with(|| text(group, &edition.path, config));
            if let Some(verdict) = Verdict::of(change, config) {
                findings.push(edition, (verdict, certainty), &LocatedText::file(&text.text, text.encoding));
            }
        }
    }
}

fn inputs(outcome: &Outcome) -> impl Iterator<Item = Input<'_>> {
    // Examples are not compared between versions. Changes contain ranges; lines are counted when a page is read again.
    outcome.kept.iter().map(|Kept { edition, facts }| Input {
        edition: &outcome.editions[*edition],
        key: &outcome.key,
        facts,
        examples: &[],
        places: None,
    })
}

/// The side of a change on which its finding is placed: the side that has the changed part; if both have it, the new side.
fn reported_on(change: &ApiChange) -> Option<&Statement> {
    let [first, second] = match change.kind.rule().turn {
        Turn::Removed => [&change.old, &change.new],
        Turn::Added | Turn::Changed | Turn::Renamed => [&change.new, &change.old],
    };
    first.as_ref().or(second.as_ref())
}

fn change_of(change: &ApiChange, versions: &[String; 2], editions: &[Edition]) -> Option<EditionChange> {
    let statement = reported_on(change)?;
    let edition = editions.iter().position(|edition| edition.path == statement.path)?;
    let [old, new] =
        [&change.old, &change.new].map(|statement| statement.as_ref().map_or("", |statement| &statement.text));
    // An addition has no source text, so its own text must distinguish its fingerprint from additions with the same name.
    let added = if old.is_empty() { new } else { "" };
    let (noun, owner) = (change.owner.noun(), normalize_path(change.owner.name()));
    let kind = ChangeKind::Api(Box::new(change.clone()), versions.clone());
    let found = Change::new(kind, statement.range).with_texts(old, new);
    Some(found.with_anchor(format!("{noun}{owner}/{}/{added}", change.name)).of(edition))
}

/// The text of a page that was read before; empty if the file was removed meanwhile.
fn text(group: &Group, path: &Path, config: &Config) -> Decoded {
    let file = group.files.iter().find(|file| file.path == path);
    let bytes = file.and_then(|file| file.read(config).ok()).unwrap_or_default();
    decode::decode(bytes)
}
