//! Reads the current source pages and judges the age of translations by them.

use super::read::ReadContext;
use crate::align::aligned::Aligned;
use crate::compare::age::states::NoPin;
use crate::compare::age::{self, AgeReport, CurrentPage, CurrentSource};
use crate::compare::editions;
use crate::discover::error::ReadError;
use crate::discover::git::Blob;
use crate::discover::history::Newest;
use crate::discover::identify::{Edition, Form};
use crate::discover::source::Unknown;
use crate::discover::{Group, Loss, Placed, Problem, Storage};
use crate::facts::extract::{Descriptions, FactReader};
use crate::facts::roles::{Uses, Words};
use crate::page::Page;
use crate::reading::Reading;
use std::sync::Arc;

/// Judges the age of all editions of a group. `files`: for each reading, the index of its file in the group. Returns the age of
/// each edition, and the pages that could not be read.
pub(super) fn judge(
    group: &Group,
    (readings, files): (&[Reading], &[usize]),
    context: ReadContext<'_>,
) -> (Vec<AgeReport>, Vec<Problem>) {
    let mut problems = Vec::new();
    let nows = if context.sources.has_newer() {
        nows_of(group, (readings, files), context, &mut problems)
    } else {
        found_nows(group, (readings, files), context)
    };
    let mut judged = age::compare(readings, &nows, context.config);
    for ((reading, now), judged) in readings.iter().zip(&nows).zip(&mut judged) {
        let no_pin = if matches!(now, CurrentSource::Deleted) { None } else { no_pin(&reading.edition, context) };
        judged
            .changes
            .extend(no_pin.map(|reason| editions::without_pin(&reading.edition, &reading.aligned.page, reason)));
    }
    (judged, problems)
}

/// Why the text that an edition was translated from is not known; `None` if it is known or no option asks for it.
fn no_pin(edition: &Edition, context: ReadContext<'_>) -> Option<NoPin> {
    let (git, newer) = (context.sources.has_git(), context.sources.has_newer());
    let source = &edition.source;
    if edition.form == Form::Source || !(git || newer) {
        return None;
    }
    if source.version.is_some() && source.is_exact() {
        return None;
    }
    if context.sources.is_lost(edition) {
        return Some(NoPin::Lost);
    }
    if source.is_exact() || source.is_named() {
        let unnamed = git && edition.pin.is_none();
        return match (unnamed, newer && source.is_of_other_date()) {
            (true, _) => Some(NoPin::Unnamed),
            (_, true) => Some(NoPin::Aged),
            _ => None,
        };
    }
    Some(if edition.pin.is_none() { NoPin::Unnamed } else { NoPin::NoSource })
}

/// The current source page of each edition. A page that several editions share is read once.
fn nows_of(
    group: &Group,
    (readings, files): (&[Reading], &[usize]),
    context: ReadContext<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<CurrentSource> {
    let mut read: Vec<(&Placed, CurrentSource)> = Vec::new();
    let mut nows = Vec::with_capacity(readings.len());
    for (reading, &file) in readings.iter().zip(files) {
        let edition = &reading.edition;
        if edition.form == Form::Source {
            nows.push(CurrentSource::Unknown);
            continue;
        }
        let placed = match context.sources.newer(&group.key, &group.files[file], edition, context.config) {
            Ok(Some(placed)) => placed,
            Ok(None) => {
                nows.push(CurrentSource::Deleted);
                continue;
            }
            Err(unknown) => {
                if let Unknown::Because(path, message) = unknown {
                    problems.push(Problem { path, message, loss: Loss::Nothing });
                }
                nows.push(CurrentSource::Unknown);
                continue;
            }
        };
        if context.sources.is_older(placed, edition, context.config) {
            let path = context.sources.newer_root().unwrap_or(&placed.path).to_owned();
            let message =
                "some pages are older than the text that was translated: the age of their translations is not judged";
            problems.push(Problem { path, message: message.to_owned(), loss: Loss::Nothing });
            nows.push(CurrentSource::Unknown);
            continue;
        }
        let known = read.iter().find(|(known, _)| known.is_same(placed)).map(|(_, now)| now.clone());
        let now = known.unwrap_or_else(|| match newer(placed, reading, context) {
            Ok(newer) => CurrentSource::Page(Arc::new(newer)),
            Err(error) => {
                problems.push(Problem { path: placed.path.clone(), message: error.to_string(), loss: Loss::Pages });
                CurrentSource::Unknown
            }
        });
        read.push((placed, now.clone()));
        nows.push(now);
    }
    nows
}

/// The current source page of each edition whose source text is certain, if no option names the current pages: the source page of
/// the group, else the page in the newest commit of the history.
fn found_nows(
    group: &Group,
    (readings, files): (&[Reading], &[usize]),
    context: ReadContext<'_>,
) -> Vec<CurrentSource> {
    let mut sources: Vec<(usize, Arc<CurrentPage>)> = Vec::new();
    let mut read: Vec<(Blob, CurrentSource)> = Vec::new();
    let mut now = |reading: &Reading, file: usize| {
        let edition = &reading.edition;
        if edition.form == Form::Source || !edition.source.is_exact() {
            return CurrentSource::Unknown;
        }
        let source = readings.iter().position(|other| other.edition.is_source_of(edition));
        if let Some(index) = source {
            if let Some((_, known)) = sources.iter().find(|(known, _)| *known == index) {
                return CurrentSource::Page(Arc::clone(known));
            }
            let page = Arc::new(of_source(&readings[index]));
            sources.push((index, Arc::clone(&page)));
            return CurrentSource::Page(page);
        }
        let placed = &group.files[file];
        let history = context.sources.history(&group.key, placed, None, context.config);
        match history.and_then(|history| history.newest()) {
            Some(Newest::Removed) => CurrentSource::Deleted,
            Some(Newest::Page(blob)) => {
                if let Some((_, known)) = read.iter().find(|(known, _)| known.is_same(&blob)) {
                    return known.clone();
                }
                let placed = Placed { content: Storage::Git(blob.clone()), ..placed.clone() };
                let page = newer(&placed, reading, context);
                let now = page.map_or(CurrentSource::Unknown, |page| CurrentSource::Page(Arc::new(page)));
                read.push((blob, now.clone()));
                now
            }
            None => CurrentSource::Unknown,
        }
    };
    readings.iter().zip(files).map(|(reading, file)| now(reading, *file)).collect()
}

/// The current source page that is a reading of the group.
fn of_source(reading: &Reading) -> CurrentPage {
    let (uses, flat) = (Arc::clone(&reading.uses), reading.facts.comparable.clone());
    CurrentPage { side: reading.aligned.page.target.clone(), uses, flat }
}

/// Reads the current source page of an edition.
fn newer(placed: &Placed, reading: &Reading, context: ReadContext<'_>) -> Result<CurrentPage, ReadError> {
    let aligned = Aligned::own(Page::parse(placed.read(context.config)?, context.syntax));
    let words = Words::of(&context.config.lexicons, &context.config.source_locale);
    let uses = Uses::read(aligned.authority(), words);
    let file = reading.edition.path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let reader = FactReader { file: &file, aligned: &aligned, words, uses: &uses, descriptions: Descriptions::Drop };
    let flat = reader.facts().comparable;
    let page = aligned.page;
    Ok(CurrentPage { side: page.embedded.unwrap_or(page.target), uses: Arc::new(uses), flat })
}
