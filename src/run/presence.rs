//! What one page group alone cannot know is gathered from each, and judged when all groups are done: which
//! locales and versions the run has, and what the types are that examples show.

use super::Outcome;
use crate::checks;
use crate::compare::conformance::gather::Gathered;
use crate::compare::conformance::judge;
use crate::compare::conformance::table::Types;
use crate::compare::{self, Change, ChangeKind};
use crate::config::Config;
use crate::locale::Locale;
use crate::report::{Located, Position, place};
use crate::schema::roles::Words;
use crate::text::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};

/// Which locales and versions a run has: what one group alone cannot know.
pub(super) struct Presence<'a> {
    /// Version to its locales, in order.
    locales: FxHashMap<String, Vec<Locale>>,
    /// Version to the types that its pages define.
    types: FxHashMap<&'a str, Types<'a>>,
}

impl<'a> Presence<'a> {
    /// Reads what all groups have gathered, in order of key.
    pub(super) fn of(outcomes: &[Outcome], gathered: &'a [Vec<Gathered>]) -> Self {
        let types = types(outcomes, gathered);
        let mut locales: FxHashMap<String, Vec<Locale>> = FxHashMap::default();
        let editions = || outcomes.iter().flat_map(|outcome| &outcome.report.editions);
        for edition in editions() {
            let known = locales.entry(edition.version.clone()).or_default();
            if let Err(position) = known.binary_search(&edition.locale) {
                known.insert(position, edition.locale.clone());
            }
        }
        Self { types, locales }
    }

    /// What examples show that the types of the run do not have. `excerpts`: whether lines are kept for drawing.
    pub(super) fn of_examples(
        &self,
        outcome: &Outcome,
        gathered: &[Gathered],
        config: &Config,
        excerpts: bool,
    ) -> Vec<Located> {
        let words = Words::of(&config.lexicons, &config.source_locale).types();
        let mut located = Vec::new();
        for page in gathered {
            let Some(types) = self.types.get(page.version.as_str()) else { continue };
            for (change, example) in judge::judge(&page.examples, types, words) {
                let example = &page.examples[example];
                let body = place::Part { text: &example.body, start: Position { byte: example.start, at: example.at } };
                for finding in checks::findings(vec![change], config) {
                    let edition = &outcome.report.editions[finding.edition];
                    located.push(place::in_part(&outcome.report.key, edition, finding, &body, excerpts));
                }
            }
        }
        located
    }

    /// What the run as a whole says of a group.
    pub(super) fn findings(&self, outcome: &Outcome, config: &Config) -> Vec<Located> {
        let editions = &outcome.report.editions;
        let mut located = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (first, edition) in editions.iter().enumerate() {
            if seen.contains(&edition.version.as_str()) {
                continue;
            }
            seen.push(&edition.version);
            let mut present: Vec<&Locale> =
                editions.iter().filter(|other| other.version == edition.version).map(|other| &other.locale).collect();
            present.sort();
            present.dedup();
            let all = self.locales.get(&edition.version).map_or(&[][..], Vec::as_slice);
            for locale in
                compare::locales::absent(&present, all).into_iter().filter(|locale| *locale != config.source_locale)
            {
                let kind = ChangeKind::PageMissing(present.iter().map(|&locale| locale.clone()).collect());
                let mut change = Change::new(kind, first, TextRange::new(0, 0)).with_anchor("page");
                change.locale = Some(locale);
                let findings = checks::findings(vec![change], config);
                located.extend(
                    findings.into_iter().map(|finding| place::at_start(&outcome.report.key, &editions[first], finding)),
                );
            }
        }
        located
    }
}

/// The types of each version, of all pages in order of key.
fn types<'a>(outcomes: &[Outcome], gathered: &'a [Vec<Gathered>]) -> FxHashMap<&'a str, Types<'a>> {
    let mut versions: FxHashMap<&str, Vec<(&str, &'a Gathered)>> = FxHashMap::default();
    for (outcome, pages) in outcomes.iter().zip(gathered) {
        for page in pages {
            versions.entry(&page.version).or_default().push((&outcome.report.key, page));
        }
    }
    let read = |pages: Vec<(&str, &'a Gathered)>| {
        let present: FxHashSet<&str> = pages.iter().map(|(key, _)| *key).collect();
        let links = pages.iter().flat_map(|(_, page)| &page.links).map(|link| &**link);
        let definitions = pages.iter().flat_map(|(_, page)| &page.definitions);
        Types::of(definitions, links.filter(|link| !present.contains(link)))
    };
    versions.into_iter().map(|(version, pages)| (version, read(pages))).collect()
}
