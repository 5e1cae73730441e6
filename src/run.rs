//! Wires the stages. One page group at a time goes through all of them, groups in parallel, and its pages
//! are dropped when it is done.

mod age;
pub mod bitext;
mod presence;
pub mod read;
mod versions;
pub mod words;

use crate::checks;
use crate::compare::api::Unread;
use crate::compare::conformance::{self, gather::Gathered};
use crate::compare::{self, Change, ChangeKind, Reading};
use crate::config::Config;
use crate::diagnostic::Level;
use crate::discover::identify::Edition;
use crate::discover::source::{Origin, Sources};
use crate::discover::{Discovery, Group, Problem};
use crate::locale::Locale;
use crate::page::span::SpanScanner;
use crate::report::{GroupReport, Located, Report, place};
use crate::schema::evidence::Places;
use crate::schema::examples::{self, Example};
use crate::schema::facts::Facts;
use crate::schema::merge;
use crate::text::TextRange;
use presence::Presence;
use rayon::prelude::*;
use read::{Context, Paged};
use std::collections::{BTreeMap, BTreeSet};
use versions::VersionChanges;

/// Which findings are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these locales, where any are named.
    pub locales: Vec<Locale>,
    /// Only these API versions, where any are named.
    pub versions: Vec<String>,
    /// Only these checks, where any are named.
    pub checks: Vec<String>,
    /// Only this level and above.
    pub level: Option<Level>,
}

impl Filter {
    /// Whether the locale and version of an edition are wanted.
    fn keeps_edition(&self, edition: &Edition) -> bool {
        self.keeps_place(edition.locale.as_str(), &edition.version)
    }

    fn keeps_place(&self, locale: &str, version: &str) -> bool {
        (self.locales.is_empty() || self.locales.iter().any(|wanted| wanted.as_str() == locale))
            && (self.versions.is_empty() || self.versions.iter().any(|wanted| wanted.eq_ignore_ascii_case(version)))
    }

    fn keeps(&self, finding: &Located) -> bool {
        self.keeps_place(&finding.locale, &finding.version)
            && (self.checks.is_empty() || self.checks.iter().any(|check| check == finding.check))
            && self.level.is_none_or(|level| finding.level >= level)
    }
}

/// A step of progress: one page group done.
pub type Progress<'a> = &'a (dyn Fn() + Sync);

/// Checks all pages under `roots`, and draws each group's findings with `draw` on the way. Gives the
/// report and what was drawn, group by group. `excerpts`: whether drawing needs the findings' lines.
pub fn check<Drawn: Send>(
    discovery: Discovery,
    sources: &Sources,
    config: &Config,
    filter: &Filter,
    excerpts: bool,
    progress: Progress<'_>,
    draw: impl Fn(&GroupReport) -> Drawn + Sync,
) -> (Report, Vec<Drawn>) {
    let scanner = SpanScanner::default();
    let Discovery { groups, others, mut problems, unread } = discovery;
    let keeps_facts = versions::may_be_several(&groups);
    let mut outcomes: Vec<Outcome> = groups
        .par_iter()
        .map(|group| {
            let outcome = check_group(group, Context { config, scanner: &scanner, sources }, excerpts, keeps_facts);
            progress();
            outcome
        })
        .collect();
    let gathered: Vec<Vec<Gathered>> =
        outcomes.iter_mut().map(|outcome| std::mem::take(&mut outcome.gathered)).collect();
    let changes = VersionChanges::of(&outcomes, &unread_pages(&groups, &outcomes, unread), config);
    outcomes.iter_mut().for_each(|outcome| outcome.kept = Vec::new());
    let presence = Presence::of(&outcomes, &gathered);
    let aged = aged_locales(&outcomes);
    let (mut reports, mut drawn) = (Vec::with_capacity(outcomes.len()), Vec::with_capacity(outcomes.len()));
    let finished: Vec<(GroupReport, Drawn, Vec<Problem>)> = outcomes
        .into_par_iter()
        .zip(&gathered)
        .zip(&groups)
        .map(|((mut outcome, gathered), group)| {
            let mut late = presence.findings(&outcome, config);
            late.extend(changes.findings(&outcome, group, config, excerpts));
            late.extend(presence.of_examples(&outcome, gathered, config, excerpts));
            outcome.report.findings.extend(late);
            outcome.report.findings.retain(|finding| !(finding.doubtful && aged.contains(&finding.locale)));
            outcome.report.findings.retain(|finding| filter.keeps(finding));
            outcome.report.findings.sort_by(|one, other| place::order(one).cmp(&place::order(other)));
            let drawn = draw(&outcome.report);
            (outcome.report, drawn, outcome.problems)
        })
        .collect();
    for (report, drawing, unread) in finished {
        reports.push(report);
        drawn.push(drawing);
        problems.extend(unread);
    }
    problems.sort();
    problems.dedup();
    (Report { groups: reports, others, problems }, drawn)
}

/// The pages that could not be read: nothing is said of them between versions.
fn unread_pages(groups: &[Group], outcomes: &[Outcome], folders: Vec<String>) -> Unread {
    let is_of = |group: &Group, problem: &Problem| group.files.iter().any(|file| file.path == problem.path);
    let pairs = groups.iter().zip(outcomes);
    let unread = pairs.filter(|(group, outcome)| outcome.problems.iter().any(|problem| is_of(group, problem)));
    Unread { keys: unread.map(|(group, _)| group.key.clone()).collect(), folders }
}

/// Share of a locale's pages, of those with a source text of unknown date, that show it to be of another date, above
/// which it is taken to be so for all of them.
const MOST_AGED: f64 = 0.1;

/// The locales whose source text is of another date.
fn aged_locales(outcomes: &[Outcome]) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let editions = outcomes.iter().flat_map(|outcome| &outcome.report.editions);
    for edition in editions.filter(|edition| !edition.source.exact) {
        let (aged, all) = counts.entry(edition.locale.as_str()).or_default();
        *aged += usize::from(edition.source.aged);
        *all += usize::from(edition.source.aged || edition.source.origin != Origin::None);
    }
    let most = counts.into_iter().filter(|(_, (aged, all))| *aged as f64 > *all as f64 * MOST_AGED);
    most.map(|(locale, _)| locale.to_owned()).collect()
}

/// Identifies all pages under `roots` without checking them.
pub fn pages(discovery: Discovery, sources: &Sources, config: &Config, progress: Progress<'_>) -> Report {
    let scanner = SpanScanner::default();
    let Discovery { groups, others, mut problems, .. } = discovery;
    let identified: Vec<(GroupReport, Vec<Problem>)> = groups
        .par_iter()
        .map(|group| {
            let (pages, problems) = read::group(group, Context { config, scanner: &scanner, sources });
            progress();
            let editions = pages.into_iter().map(|paged| paged.edition).collect();
            (GroupReport { key: group.key.clone(), editions, ages: Vec::new(), findings: Vec::new() }, problems)
        })
        .collect();
    let mut reports = Vec::new();
    for (report, unread) in identified {
        reports.push(report);
        problems.extend(unread);
    }
    problems.sort();
    Report { groups: reports, others, problems }
}

/// What one edition states.
pub struct EditionFacts {
    /// The edition.
    pub edition: Edition,
    /// The page key.
    pub key: String,
    /// What it states, descriptions included.
    pub facts: Facts,
    /// Its parsed examples.
    pub examples: Vec<Example>,
    /// Lines and headings of its file, where evidence is wanted.
    pub places: Option<Places>,
}

impl EditionFacts {
    /// As it goes into a schema.
    pub fn input(&self) -> merge::Input<'_> {
        merge::Input {
            edition: &self.edition,
            key: &self.key,
            facts: &self.facts,
            examples: &self.examples,
            places: self.places.as_ref(),
        }
    }
}

/// Reads the facts of all pages under `roots`, in order of key and path. `evidence`: whether the places of
/// facts are kept.
pub fn facts(
    discovery: Discovery,
    sources: &Sources,
    config: &Config,
    evidence: bool,
    progress: Progress<'_>,
) -> (Vec<EditionFacts>, Vec<Problem>) {
    let scanner = SpanScanner::default();
    let Discovery { groups, mut problems, .. } = discovery;
    let read: Vec<(Vec<EditionFacts>, Vec<Problem>)> = groups
        .par_iter()
        .map(|group| {
            let (pages, problems) = read::group(group, Context { config, scanner: &scanner, sources });
            let (pages, _) = read::without_duplicates(pages);
            let facts = pages.into_iter().map(|Paged { edition, page, alignment, .. }| {
                let reading = Reading::beside(edition, page, alignment, config, true, &[]);
                EditionFacts {
                    examples: examples::read(&reading.page, &reading.uses),
                    places: evidence.then(|| Places::read(&reading.page)),
                    edition: reading.edition,
                    key: group.key.clone(),
                    facts: reading.facts,
                }
            });
            let facts = facts.collect();
            progress();
            (facts, problems)
        })
        .collect();
    let mut all = Vec::new();
    for (facts, unread) in read {
        all.extend(facts);
        problems.extend(unread);
    }
    problems.sort();
    (all, problems)
}

/// What is left of a group when its pages are dropped.
struct Outcome {
    report: GroupReport,
    problems: Vec<Problem>,
    /// The types and examples of each version, for comparison over the whole run.
    gathered: Vec<Gathered>,
    /// What each edition states that speaks for its version, likewise; empty where the run has one version.
    kept: Vec<Option<Facts>>,
}

fn check_group(group: &Group, context: Context<'_>, excerpts: bool, keeps_facts: bool) -> Outcome {
    let config = context.config;
    let (pages, mut problems) = read::group(group, context);
    let (pages, duplicates) = read::without_duplicates(pages);
    let files: Vec<usize> = pages.iter().map(|page| page.file).collect();
    let mut readings: Vec<Reading> = Vec::with_capacity(pages.len());
    for Paged { edition, page, alignment, .. } in pages {
        readings.push(Reading::beside(edition, page, alignment, config, keeps_facts, &readings));
    }
    let mut changes = compare_group(&readings, config);
    let mut ages = age::judge(group, (&readings, &files), context, &mut changes, &mut problems);
    ages.resize(readings.len() + duplicates.len(), None);
    let gathered = conformance::gather::gather(&group.key, &readings);
    let used = readings.len();
    for (Paged { edition, page, alignment, .. }, used) in duplicates {
        let claim = format!("{} {}", edition.locale, edition.version);
        readings.push(Reading::beside(edition, page, alignment, config, false, &[]));
        let change = Change::new(
            ChangeKind::EditionDuplicated(used.display().to_string()),
            readings.len() - 1,
            TextRange::new(0, 0),
        );
        changes.push(change.with_texts("", claim).with_anchor("edition"));
    }
    let findings = place::locate(&group.key, &readings, checks::findings(changes, config), excerpts);
    let (editions, mut facts): (Vec<Edition>, Vec<Facts>) =
        readings.into_iter().map(|reading| (reading.edition, reading.facts)).unzip();
    facts.truncate(used);
    let kept = if keeps_facts { versions::keep(facts, &editions) } else { Vec::new() };
    Outcome { report: GroupReport { key: group.key.clone(), editions, ages, findings }, problems, gathered, kept }
}

/// All changes of a page group, on all axes.
pub fn compare_group(readings: &[Reading], config: &Config) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        let same_language = reading.edition.locale.language() == config.source_locale.language();
        let first = changes.len();
        compare::translation::compare(reading, index, config, &mut changes);
        compare::structure::compare(reading, index, &mut changes);
        compare::segments::compare(reading, index, same_language, &mut changes);
        if !reading.edition.source.exact {
            compare::doubt::weigh(&mut changes, first, reading.edition.source.aged);
        }
        compare::markup::compare(reading, index, &mut changes);
        compare::characters::compare(reading, index, &mut changes);
        for malformed in &reading.page.malformed {
            let change = Change::new(ChangeKind::SpanMalformed(malformed.fault), index, malformed.range);
            changes.push(change.with_anchor(format!("span/{}", malformed.range.slice(&reading.page.text))));
        }
    }
    compare::front_matter::compare(readings, config, &mut changes);
    compare::examples::compare(readings, &mut changes);
    compare::locales::compare(readings, &mut changes);
    changes
}
