//! What one page group alone cannot know is gathered from each, and judged when all groups are done: which
//! locales, versions and requests the run has, and what the types are that examples show.

use super::check::Outcome;
use crate::checks::Verdict;
use crate::compare::change::{Certainty, Change, ChangeKind, VersionChange, VersionWhat};
use crate::compare::page::conformance::gather::Gathered;
use crate::compare::page::conformance::judge;
use crate::compare::page::conformance::table::DocumentedTypes;
use crate::compare::{self, editions};
use crate::config::Config;
use crate::discover::identify::Form;
use crate::facts::flat::FactKind;
use crate::facts::roles::Words;
use crate::locale::Locale;
use crate::reading::Reading;
use crate::report::Position;
use crate::report::place::{Excerpts, Findings, LocatedText, Place};
use crate::text::FileRange;
use rustc_hash::{FxHashMap, FxHashSet};

/// A request that an edition states.
pub(super) struct SeenRequest {
    version: String,
    /// Normalized.
    subject: String,
    /// As a message shows it.
    name: String,
    edition: usize,
    place: Place,
}

/// What the whole run knows and one page group does not: which locales, versions, requests and types there are.
pub(super) struct WholeRun<'a> {
    /// Version to its locales, in order.
    locales: FxHashMap<String, Vec<Locale>>,
    versions: Vec<String>,
    /// Version to the requests that any page of it states.
    requests: FxHashMap<String, FxHashSet<String>>,
    /// Version to the types that its pages define.
    types: FxHashMap<&'a str, DocumentedTypes<'a>>,
}

impl<'a> WholeRun<'a> {
    /// Reads what all groups have gathered, in order of key.
    pub(super) fn of(outcomes: &[Outcome], gathered: &'a [Vec<Gathered>]) -> Self {
        let types = types(outcomes, gathered);
        let mut locales: FxHashMap<String, Vec<Locale>> = FxHashMap::default();
        let editions = || outcomes.iter().flat_map(|outcome| &outcome.editions);
        for edition in editions() {
            let known = locales.entry(edition.version.clone()).or_default();
            if let Err(position) = known.binary_search(&edition.locale) {
                known.insert(position, edition.locale.clone());
            }
        }
        let mut requests: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        for request in outcomes.iter().flat_map(|outcome| &outcome.requests) {
            requests.entry(request.version.clone()).or_default().insert(request.subject.clone());
        }
        Self {
            types,
            requests,
            locales,
            versions: compare::versions::order(editions().map(|edition| edition.version.clone())),
        }
    }

    /// What examples show that the types of the run do not have.
    pub(super) fn judge_examples(
        &self,
        outcome: &Outcome,
        gathered: &[Gathered],
        config: &Config,
        findings: &mut Findings<'_>,
    ) {
        let words = Words::of(&config.lexicons, &config.source_locale).types();
        for page in gathered {
            let Some(types) = self.types.get(page.version.as_str()) else { continue };
            for (change, example) in judge::judge(&page.examples, types, words) {
                let example = &page.examples[example];
                let edition = &outcome.editions[example.edition];
                let body = LocatedText::part(&example.body, Position { byte: example.start, at: example.at });
                if let Some(verdict) = Verdict::of(change, config) {
                    findings.push(edition, (verdict, Certainty::Certain), &body);
                }
            }
        }
    }

    /// What the run as a whole says about a group: pages that locales lack, requests that versions lack.
    pub(super) fn judge(&self, outcome: &Outcome, config: &Config, findings: &mut Findings<'_>) {
        self.judge_locales(outcome, config, findings);
        self.judge_requests(outcome, config, findings);
    }

    fn judge_locales(&self, outcome: &Outcome, config: &Config, findings: &mut Findings<'_>) {
        let editions = &outcome.editions;
        let mut seen: Vec<&str> = Vec::new();
        for edition in editions {
            if seen.contains(&edition.version.as_str()) {
                continue;
            }
            seen.push(&edition.version);
            let same_version = editions.iter().filter(|other| other.version == edition.version);
            let mut present: Vec<&Locale> = same_version.map(|other| &other.locale).collect();
            present.sort();
            present.dedup();
            let all = self.locales.get(&edition.version).map_or(&[][..], Vec::as_slice);
            for change in editions::absent(&present, all, &config.source_locale) {
                if let Some(verdict) = Verdict::of(change, config) {
                    findings.push_at(edition, verdict, Place::start());
                }
            }
        }
    }

    fn judge_requests(&self, outcome: &Outcome, config: &Config, findings: &mut Findings<'_>) {
        for request in &outcome.requests {
            let Some(position) = self.versions.iter().position(|known| *known == request.version) else { continue };
            let lacks = |version: &&String| {
                !self.requests.get(version.as_str()).is_some_and(|known| known.contains(&request.subject))
            };
            let older = position.checked_sub(1).map(|before| &self.versions[before]).filter(lacks);
            let newer = self.versions.get(position + 1).filter(lacks);
            let added = older.map(|older| (VersionWhat::Added, older, &request.version));
            let removed = newer.map(|newer| (VersionWhat::Removed, &request.version, newer));
            for (what, old, new) in added.into_iter().chain(removed) {
                let change = VersionChange {
                    kind: FactKind::Request,
                    what,
                    owner: String::new(),
                    name: request.name.clone(),
                    old: old.clone(),
                    new: new.clone(),
                    breaking: what == VersionWhat::Removed,
                };
                let change = Change::new(ChangeKind::Version(change), FileRange::new(0, 0));
                let change = change.with_anchor(format!("request/{}", request.subject));
                if let Some(verdict) = Verdict::of(change, config) {
                    findings.push_at(&outcome.editions[request.edition], verdict, request.place.clone());
                }
            }
        }
    }
}

/// The types of each version, of all pages in order of key.
fn types<'a>(outcomes: &[Outcome], gathered: &'a [Vec<Gathered>]) -> FxHashMap<&'a str, DocumentedTypes<'a>> {
    let mut versions: FxHashMap<&str, Vec<(&str, &'a Gathered)>> = FxHashMap::default();
    for (outcome, pages) in outcomes.iter().zip(gathered) {
        for page in pages {
            versions.entry(&page.version).or_default().push((&outcome.key, page));
        }
    }
    let read = |pages: Vec<(&str, &'a Gathered)>| {
        let present: FxHashSet<&str> = pages.iter().map(|(key, _)| *key).collect();
        let links = pages.iter().flat_map(|(_, page)| &page.links).map(|link| &**link);
        let definitions = pages.iter().flat_map(|(_, page)| &page.definitions);
        DocumentedTypes::of(definitions, links.filter(|link| !present.contains(link)))
    };
    versions.into_iter().map(|(version, pages)| (version, read(pages))).collect()
}

/// The requests of each version, each once, from a source-language page where one states it.
pub(super) fn requests(readings: &[Reading], excerpts: Excerpts) -> Vec<SeenRequest> {
    let mut requests: Vec<SeenRequest> = Vec::new();
    let mut order: Vec<(usize, &Reading)> = readings.iter().enumerate().collect();
    order.sort_by_key(|(index, reading)| (reading.edition.form != Form::Source, *index));
    for (edition, reading) in order {
        let version = &reading.edition.version;
        let mut text = None;
        for fact in reading.flat.iter().filter(|fact| fact.kind == FactKind::Request) {
            if !requests.iter().any(|known| known.version == *version && known.subject == fact.subject) {
                let text = text.get_or_insert_with(|| LocatedText::file(&reading.aligned.page.text));
                let place = text.place(fact.range, excerpts);
                requests.push(SeenRequest {
                    version: version.clone(),
                    subject: fact.subject.clone(),
                    name: fact.name.clone(),
                    edition,
                    place,
                });
            }
        }
    }
    requests
}
