//! Makes the drift report: compares every page group on all axes, then judges what needs all groups.

use super::outcome::Outcome;
use super::read::{self, AgedSource, Paged, ReadContext};
use super::versions::{self, ReportedChanges};
use super::whole_run::WholeRun;
use super::{Filter, Session, age, each_group, failure, source_page};
use crate::api::Unread;
use crate::checks::Verdict;
use crate::compare::change::EditionChange;
use crate::compare::page::conformance;
use crate::compare::page::conformance::gather::GatheredVersion;
use crate::compare::{self};
use crate::config::Config;
use crate::diagnostic::Level;
use crate::discover::identify::Edition;
use crate::discover::{Discovery, Group, Problem, Role};
use crate::facts::Facts;
use crate::facts::extract::Descriptions;
use crate::reading::{Reading, ReadingOptions};
use crate::report::place::{self, Excerpts, Findings, LocatedText};
use crate::report::{Finding, GroupReport, Report};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Which findings a report contains.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// Only findings about these editions.
    pub editions: Filter,
    /// Only these checks; all if empty.
    pub checks: Vec<String>,
    /// Only this level and above. Findings below count for the exit status.
    pub level: Option<Level>,
    /// Whether findings contain the line of their place.
    pub excerpts: Excerpts,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self { editions: Filter::default(), checks: Vec::new(), level: None, excerpts: Excerpts::Drop }
    }
}

impl CheckOptions {
    /// Whether a finding counts for the exit status; the level only hides findings from the report.
    fn counts(&self, finding: &Finding) -> bool {
        self.editions.keeps_place(&finding.locale, &finding.version)
            && (self.checks.is_empty() || self.checks.iter().any(|check| check == finding.check))
    }
}

/// Checks all pages of a discovery and renders the report of each group with `render`, groups in parallel. Returns the report
/// and the results of `render` in the order of the groups.
pub fn check<Rendered: Default + Send>(
    mut discovery: Discovery,
    session: Session<'_>,
    wanted: &CheckOptions,
    render: impl Fn(&GroupReport) -> Rendered + Sync,
) -> (Report, Vec<Rendered>) {
    let others = std::mem::take(&mut discovery.others);
    let keep = if versions::may_be_several(&discovery.groups) { KeepFacts::Yes } else { KeepFacts::No };
    let work = |group: &Group, context: ReadContext<'_>| check_group(group, context, wanted.excerpts, keep);
    let (mut outcomes, mut problems) = each_group(&mut discovery, session, work);
    let gathered: Vec<Vec<GatheredVersion>> =
        outcomes.iter_mut().map(|outcome| std::mem::take(&mut outcome.gathered)).collect();
    let changes =
        ReportedChanges::of(&outcomes, &unread_pages(discovery.unread, &discovery.groups, &problems), session.config);
    outcomes.iter_mut().for_each(|outcome| outcome.kept = Vec::new());
    let whole_run = WholeRun::of(&outcomes, &gathered);
    let (mut groups, mut rendered) = (Vec::with_capacity(outcomes.len()), Vec::with_capacity(outcomes.len()));
    let done: Vec<_> = outcomes
        .into_par_iter()
        .zip(&gathered)
        .zip(&discovery.groups)
        .map(|((outcome, gathered), group)| {
            failure::isolated(group, || {
                let mut findings = Findings::new(&outcome.key, wanted.excerpts);
                whole_run.judge_locales(&outcome, session.config, &mut findings);
                changes.judge(&outcome, group, session.config, &mut findings);
                whole_run.judge_examples(&outcome, gathered, session.config, &mut findings);
                let late = findings.finish();
                let report = reported(outcome, late, (wanted, &context_paths(group)));
                let rendered = render(&report);
                ((report, rendered), Vec::new())
            })
        })
        .collect();
    for (((report, drawn), unread), group) in done.into_iter().zip(&discovery.groups) {
        groups.push(GroupReport { key: group.key.clone(), ..report });
        rendered.push(drawn);
        problems.extend(unread);
    }
    problems.sort();
    problems.dedup();
    (
        Report { groups, others, problems, profile: session.config.profile_use.clone(), source: discovery.source },
        rendered,
    )
}

/// The report of a group. `late`: the findings that need all groups. `context`: the paths of pages that the run does not report on.
fn reported(outcome: Outcome, late: Vec<Finding>, (wanted, context): (&CheckOptions, &BTreeSet<&Path>)) -> GroupReport {
    let Outcome { key, mut editions, mut ages, mut findings, .. } = outcome;
    findings.extend(late);
    if !context.is_empty() {
        findings.retain(|finding| !context.contains(&*finding.path));
        let reported = editions.into_iter().zip(ages).filter(|(edition, _)| !context.contains(&*edition.path));
        (editions, ages) = reported.unzip();
    }
    findings.retain(|finding| wanted.counts(finding));
    let worst = findings.iter().map(|finding| finding.level).max();
    findings.retain(|finding| wanted.level.is_none_or(|level| finding.level >= level));
    findings.sort_by(|left, right| place::order(left).cmp(&place::order(right)));
    GroupReport { key, editions, ages, findings, worst }
}

/// The paths of the pages of a group that the run does not report on.
fn context_paths(group: &Group) -> BTreeSet<&Path> {
    let context = group.files.iter().filter(|file| file.role == Role::Context);
    context.map(|file| file.path.as_path()).collect()
}

/// The pages that could not be read: no change between versions is reported for them.
fn unread_pages(folders: Vec<String>, groups: &[Group], problems: &[Problem]) -> Unread {
    let paths: BTreeSet<&Path> = problems.iter().map(|problem| problem.path.as_path()).collect();
    let is_unread = |group: &&Group| group.files.iter().any(|file| paths.contains(file.path.as_path()));
    Unread { keys: groups.iter().filter(is_unread).map(|group| group.key.clone()).collect(), folders }
}

/// Whether a group's facts are kept for comparison over the whole run: only a run of several versions needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeepFacts {
    Yes,
    No,
}

fn check_group(
    group: &Group,
    context: ReadContext<'_>,
    excerpts: Excerpts,
    keep: KeepFacts,
) -> (Outcome, Vec<Problem>) {
    let context = ReadContext { aged: AgedSource::Use, ..context };
    let descriptions = if keep == KeepFacts::Yes { Descriptions::Source } else { Descriptions::Drop };
    let config = context.config;
    let (pages, mut problems) = read::whole_group(group, context);
    let (pages, duplicates) = read::without_duplicates(pages);
    let files: Vec<usize> = pages.iter().map(|page| page.file).collect();
    let mut readings: Vec<Reading> = Vec::with_capacity(pages.len());
    for Paged { edition, aligned, .. } in pages {
        let reading = Reading::of(edition, aligned, ReadingOptions { config, descriptions, group: &readings });
        readings.push(reading);
    }
    let mut changes = compare_group(&readings, config);
    let (shared, unread) = source_page::compare(group, (&readings, &files), context);
    compare::source_page::drop_votes(&mut changes, &shared);
    problems.extend(unread);
    let (mut judged, unread) = age::judge(group, (&readings, &files), context);
    problems.extend(unread);
    compare::source_page::drop_ages(&mut judged, &shared);
    changes.extend(shared);
    let mut ages = Vec::with_capacity(readings.len() + duplicates.len());
    for (index, judged) in judged.into_iter().enumerate() {
        changes.extend(judged.changes.into_iter().map(|change| change.of(index)));
        ages.push(judged.counts);
    }
    ages.resize(readings.len() + duplicates.len(), None);
    let gathered = conformance::gather::gather(&group.key, &readings);
    let used = readings.len();
    for (Paged { edition, aligned, .. }, first) in duplicates {
        changes.push(compare::editions::duplicate(&edition, &first).of(readings.len()));
        readings.push(Reading::of(
            edition,
            aligned,
            ReadingOptions { config, descriptions: Descriptions::Drop, group: &[] },
        ));
    }
    let findings = locate(&group.key, &readings, changes, (config, excerpts));
    let (editions, mut facts): (Vec<Edition>, Vec<Facts>) =
        readings.into_iter().map(|reading| (reading.edition, reading.facts)).unzip();
    facts.truncate(used);
    let kept = if keep == KeepFacts::Yes { versions::keep(&editions[..used], facts) } else { Vec::new() };
    (Outcome { key: group.key.clone(), editions, ages, findings, gathered, kept }, problems)
}

/// Turns changes into findings with their places in the files.
fn locate(
    key: &str,
    readings: &[Reading],
    changes: Vec<EditionChange>,
    (config, excerpts): (&Config, Excerpts),
) -> Vec<Finding> {
    let mut texts: Vec<Option<LocatedText<'_>>> = readings.iter().map(|_| None).collect();
    let mut findings = Findings::new(key, excerpts);
    for EditionChange { edition, change, certainty } in changes {
        if let Some(verdict) = Verdict::of(change, config).map(|verdict| verdict.with(certainty, config)) {
            let page = &readings[edition].aligned.page;
            let text = texts[edition].get_or_insert_with(|| LocatedText::file(&page.text, page.encoding));
            findings.push(&readings[edition].edition, (verdict, certainty), text);
        }
    }
    findings.finish()
}

/// The changes of a page group on all axes that need only this group, except `age`.
pub fn compare_group(readings: &[Reading], config: &Config) -> Vec<EditionChange> {
    let mut changes = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        changes.extend(compare::edition(reading, config).into_iter().map(|(change, certainty)| EditionChange {
            edition: index,
            change,
            certainty,
        }));
    }
    changes.extend(compare::page::front_matter_keys::compare(readings, config));
    changes.extend(compare::page::example_faults::compare(readings));
    changes.extend(compare::locales::compare(readings));
    let ages = compare::edition_ages::compare(readings, &mut changes);
    changes.extend(ages);
    changes
}
