//! Judges what needs all page groups, after all groups are done: pages that a locale lacks, and examples against the
//! documented types.

use super::outcome::Outcome;
use crate::checks::Verdict;
use crate::compare::change::Certainty;
use crate::compare::editions;
use crate::compare::page::conformance::documented_types::DocumentedTypes;
use crate::compare::page::conformance::example_start::ExampleStart;
use crate::compare::page::conformance::gather::GatheredVersion;
use crate::compare::page::conformance::judge::{self, NamingRules};
use crate::config::Config;
use crate::facts::roles::Words;
use crate::locale::Locale;
use crate::report::Position;
use crate::report::place::{Findings, LocatedText, PartStart, Place};
use rustc_hash::{FxHashMap, FxHashSet};

/// The locales, versions and types of a run.
pub(super) struct WholeRun<'a> {
    /// Version to its locales, in order.
    locales: FxHashMap<String, Vec<Locale>>,
    /// Version to the types that its pages define.
    types: FxHashMap<&'a str, DocumentedTypes<'a>>,
}

impl<'a> WholeRun<'a> {
    /// Collects what the groups have gathered. `gathered`: for each outcome, its types and examples.
    pub(super) fn of(outcomes: &[Outcome], gathered: &'a [Vec<GatheredVersion>]) -> Self {
        let types = types(outcomes, gathered);
        let mut locales: FxHashMap<String, Vec<Locale>> = FxHashMap::default();
        let editions = || outcomes.iter().flat_map(|outcome| &outcome.editions);
        for edition in editions() {
            let known = locales.entry(edition.version.clone()).or_default();
            if let Err(position) = known.binary_search(&edition.locale) {
                known.insert(position, edition.locale.clone());
            }
        }
        Self { types, locales }
    }

    /// Adds findings for examples that do not match the types of the run.
    pub(super) fn judge_examples(
        &self,
        outcome: &Outcome,
        gathered: &[GatheredVersion],
        config: &Config,
        findings: &mut Findings<'_>,
    ) {
        let words = Words::of(&config.lexicons, &config.source_locale).types();
        let rules = NamingRules { words, type_keys: &config.profile.type_keys };
        for page in gathered {
            let Some(types) = self.types.get(page.version.as_str()) else { continue };
            for (change, example) in judge::judge(&page.examples, types, rules) {
                let example = &page.examples[example];
                let edition = &outcome.editions[example.edition];
                let ExampleStart { byte, file_byte, encoding, at } = example.start;
                let start = PartStart { byte, position: Position { byte: file_byte, at } };
                let body = LocatedText::part(&example.body, start, encoding);
                if let Some(verdict) = Verdict::of(change, config) {
                    findings.push(edition, (verdict, Certainty::Certain), &body);
                }
            }
        }
    }

    /// Adds findings for the locales in which a page is missing.
    pub(super) fn judge_locales(&self, outcome: &Outcome, config: &Config, findings: &mut Findings<'_>) {
        let editions = &outcome.editions;
        let mut seen: Vec<&str> = Vec::new();
        for edition in editions {
            if seen.contains(&edition.version.as_str()) {
                continue;
            }
            seen.push(&edition.version);
            let same_version = editions.iter().filter(|candidate| candidate.version == edition.version);
            let mut present: Vec<&Locale> = same_version.map(|candidate| &candidate.locale).collect();
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
}

/// The documented types of each version.
fn types<'a>(outcomes: &[Outcome], gathered: &'a [Vec<GatheredVersion>]) -> FxHashMap<&'a str, DocumentedTypes<'a>> {
    let mut versions: FxHashMap<&str, Vec<(&str, &'a GatheredVersion)>> = FxHashMap::default();
    for (outcome, pages) in outcomes.iter().zip(gathered) {
        for page in pages {
            versions.entry(&page.version).or_default().push((&outcome.key, page));
        }
    }
    let read = |pages: Vec<(&str, &'a GatheredVersion)>| {
        let present: FxHashSet<&str> = pages.iter().map(|(key, _)| *key).collect();
        let links = pages.iter().flat_map(|(_, page)| &page.links).map(|link| &**link);
        let definitions = pages.iter().flat_map(|(_, page)| &page.definitions);
        DocumentedTypes::of(definitions, links.filter(|link| !present.contains(link)))
    };
    versions.into_iter().map(|(version, pages)| (version, read(pages))).collect()
}
