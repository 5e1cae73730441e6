//! The version axis: the facts of all groups are merged, as `hexapla diff --versions` merges them, and each API version is
//! compared with the next. The pages are gone by then; those that a change is reported on are read again.

use super::Outcome;
use crate::checks;
use crate::compare::api::rules::Turn;
use crate::compare::api::{self, ApiChange, Said, Unread, editions, versions};
use crate::compare::{Change, ChangeKind};
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::discover::Group;
use crate::discover::identify::Edition;
use crate::page::decode;
use crate::report::{Located, Position, place};
use crate::schema::facts::Facts;
use crate::schema::flat::normalize_path;
use crate::schema::merge::{self, Input};
use crate::text::LineColumn;
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

/// What is kept of the facts of a group when its pages are dropped, for each edition: those of the editions that speak for
/// some version. Without the comparable form, which is for editions of one version only.
pub(super) fn keep(facts: Vec<Facts>, editions: &[Edition]) -> Vec<Option<Facts>> {
    let editions: Vec<&Edition> = editions[..facts.len()].iter().collect();
    let versions: BTreeSet<&str> = editions.iter().map(|edition| edition.version.as_str()).collect();
    let pairs = versions.iter().flat_map(|old| versions.iter().map(move |new| [*old, *new]));
    let speaking: BTreeSet<usize> = pairs.flat_map(|pair| editions::chosen(&editions, pair)).collect();
    let facts = facts.into_iter().enumerate();
    facts.map(|(index, facts)| speaking.contains(&index).then(|| Facts { flat: Vec::new(), ..facts })).collect()
}

impl VersionChanges {
    /// Compares the versions of all groups.
    pub(super) fn of(outcomes: &[Outcome], unread: &Unread, config: &Config) -> Self {
        let editions = outcomes.iter().flat_map(|outcome| &outcome.report.editions);
        let versions = versions::in_order(editions.map(|edition| edition.version.clone()));
        let mut by_page: FxHashMap<String, Vec<(ApiChange, [String; 2])>> = FxHashMap::default();
        if versions.len() < 2 {
            return Self(by_page);
        }
        let inputs: Vec<Input<'_>> = outcomes.iter().flat_map(inputs).collect();
        for pair in versions.windows(2) {
            let speaking = editions::speaking(&inputs, [&pair[0], &pair[1]]);
            let schema = merge::merge(&speaking, &config.source_locale);
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

    /// The findings on the pages of one group. `excerpts`: whether lines are kept for drawing.
    pub(super) fn findings(&self, outcome: &Outcome, group: &Group, config: &Config, excerpts: bool) -> Vec<Located> {
        let Some(changes) = self.0.get(&group.key) else { return Vec::new() };
        let editions = &outcome.report.editions;
        let changes = changes.iter().filter_map(|(change, versions)| finding_of(change, versions, editions)).collect();
        let mut texts: FxHashMap<&Path, String> = FxHashMap::default();
        let locate = |finding: Finding| {
            let edition = &editions[finding.edition];
            let text = texts.entry(&edition.path).or_insert_with(|| text(group, &edition.path));
            let start = Position { byte: 0, at: LineColumn { line: 1, column: 1 } };
            place::in_part(&group.key, edition, finding, &place::Part { text, start }, excerpts)
        };
        checks::findings(changes, config).into_iter().map(locate).collect()
    }
}

fn inputs(outcome: &Outcome) -> impl Iterator<Item = Input<'_>> {
    let kept = outcome.report.editions.iter().zip(&outcome.kept);
    kept.filter_map(|(edition, facts)| {
        // No example is compared between versions; changes hold ranges, and lines are counted when a page is read again.
        let (facts, key) = (facts.as_ref()?, &outcome.report.key);
        Some(Input { edition, key, facts, examples: &[], places: None })
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

fn finding_of(change: &ApiChange, versions: &[String; 2], editions: &[Edition]) -> Option<Change> {
    let said = reported_on(change)?;
    let edition = editions.iter().position(|edition| edition.path == said.path)?;
    let [old, new] = [&change.old, &change.new].map(|said| said.as_ref().map_or("", |said| &said.text));
    // What is added has no source text by which fingerprints could tell it from others of the same name.
    let added = if old.is_empty() { new } else { "" };
    let (noun, owner) = (change.owner.noun(), normalize_path(change.owner.name()));
    let kind = ChangeKind::Api(Box::new(change.clone()), versions.clone());
    let found = Change::new(kind, edition, said.range).with_texts(old, new);
    Some(found.with_anchor(format!("{noun}{owner}/{}/{added}", change.name)))
}

/// The text of a page that was read before; empty where it is gone meanwhile.
fn text(group: &Group, path: &Path) -> String {
    let file = group.files.iter().find(|file| file.path == path);
    let bytes = file.and_then(|file| file.read().ok()).unwrap_or_default();
    decode::decode(bytes).text
}
