//! Reads the source pages as they are now, and has the age of translations judged by them.

use super::read::Context;
use crate::align::embedded;
use crate::compare::age::{self, Counts, Newer, NoPin, Now};
use crate::compare::{Change, ChangeKind, Reading};
use crate::discover::identify::{Edition, Form};
use crate::discover::source::Unknown;
use crate::discover::{Group, Placed, Problem};
use crate::page::Page;
use crate::schema::extract::Reader;
use crate::schema::roles::{Uses, Words};
use crate::text::TextRange;
use std::sync::Arc;

/// Judges the age of all editions of a group. `files`: the number of each reading's file. Gives the counts of each
/// edition that could be judged.
pub(super) fn judge(
    group: &Group,
    (readings, files): (&[Reading], &[usize]),
    context: Context<'_>,
    changes: &mut Vec<Change>,
    problems: &mut Vec<Problem>,
) -> Vec<Option<Counts>> {
    let mut nows = vec![Now::Unknown; readings.len()];
    if context.sources.has_newer() {
        nows = nows_of(group, (readings, files), context, problems);
    }
    for (index, (reading, now)) in readings.iter().zip(&nows).enumerate() {
        let no_pin = if matches!(now, Now::Deleted) { None } else { no_pin(&reading.edition, context) };
        if let Some(reason) = no_pin {
            let place = reading.page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.start);
            let change = Change::new(ChangeKind::PinUnknown(reason), index, TextRange::new(place, place));
            let pin = reading.edition.pin.as_deref().unwrap_or_default();
            changes.push(change.with_texts(pin, "").with_anchor("pin"));
        }
    }
    age::compare(readings, &nows, context.config, changes)
}

/// Why the text that an edition was translated from is not known, where the run asks for it.
fn no_pin(edition: &Edition, context: Context<'_>) -> Option<NoPin> {
    let (git, newer) = (context.sources.has_git(), context.sources.has_newer());
    let source = &edition.source;
    if edition.form == Form::Source || !(git || newer) {
        return None;
    }
    if context.sources.is_lost(edition) {
        return Some(NoPin::Lost);
    }
    if source.exact || source.named {
        let unnamed = git && edition.pin.is_none();
        return match (unnamed, newer && source.aged) {
            (true, _) => Some(NoPin::Unnamed),
            (_, true) => Some(NoPin::Aged),
            _ => None,
        };
    }
    Some(if edition.pin.is_none() { NoPin::Unnamed } else { NoPin::NoSource })
}

/// What is known of the source page of each edition; a page that several share is read once.
fn nows_of(
    group: &Group,
    (readings, files): (&[Reading], &[usize]),
    context: Context<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Now> {
    let mut read: Vec<(&Placed, Now)> = Vec::new();
    let mut nows = Vec::with_capacity(readings.len());
    for (reading, &file) in readings.iter().zip(files) {
        let edition = &reading.edition;
        if edition.form == Form::Source {
            nows.push(Now::Unknown);
            continue;
        }
        let placed = match context.sources.newer(&group.key, &group.files[file], edition, context.config) {
            Ok(Some(placed)) => placed,
            Ok(None) => {
                nows.push(Now::Deleted);
                continue;
            }
            Err(unknown) => {
                if let Unknown::Told(path, message) = unknown {
                    problems.push(Problem { path, message, named: false });
                }
                nows.push(Now::Unknown);
                continue;
            }
        };
        let known = read.iter().find(|(other, _)| other.is_same(placed)).map(|(_, now)| now.clone());
        let now = known.unwrap_or_else(|| match newer(placed, reading, context) {
            Ok(newer) => Now::Page(Arc::new(newer)),
            Err(message) => {
                problems.push(Problem { path: placed.path.clone(), message, named: false });
                Now::Unknown
            }
        });
        read.push((placed, now.clone()));
        nows.push(now);
    }
    nows
}

/// Reads a source page as it is now. Blocks of one text with the source of `reading` are taken from there.
fn newer(placed: &Placed, reading: &Reading, context: Context<'_>) -> Result<Newer, String> {
    let page = Page::parse(placed.read()?, context.scanner);
    let alignment = embedded::align(&page);
    let words = Words::of(&context.config.lexicons, &context.config.source_locale);
    let uses = Uses::read(page.authority(), words);
    let file = reading.edition.path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let reader = Reader { file: &file, page: &page, alignment: &alignment, words, uses: &uses, texts: false };
    let flat = reader.facts().flat;
    Ok(Newer { side: page.source.unwrap_or(page.target), uses: Arc::new(uses), flat })
}
