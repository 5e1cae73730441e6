//! Finds the source pages of pages with spans, and compares what is outside of the spans with them.

use super::dated::{self, Undated, VersionTexts};
use super::read::ReadContext;
use crate::align::aligned::Foreign;
use crate::compare::change::EditionChange;
use crate::compare::source_page;
use crate::discover::identify::Form;
use crate::discover::origin::{Origin, SourceUse};
use crate::discover::source::FoundSource;
use crate::discover::{Group, Loss, Problem};
use crate::page::{Page, decode, front_matter};
use crate::reading::Reading;

/// The changes of all editions of a group that embed their source text, outside of their spans. `files`: for each reading, the index
/// of its file in the group. Also returns the source pages that could not be read.
pub(super) fn compare(
    group: &Group,
    (readings, files): (&[Reading], &[usize]),
    context: ReadContext<'_>,
) -> (Vec<EditionChange>, Vec<Problem>) {
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    let mut texts = VersionTexts::default();
    for (index, (reading, &file)) in readings.iter().zip(files).enumerate() {
        if reading.edition.form != Form::SideBySide {
            continue;
        }
        let found = context.sources.of(&group.key, &group.files[file], &reading.edition, context.config);
        let source = match found {
            Some(found) => read(reading, found, context).unwrap_or_else(|problem| {
                problems.push(problem);
                None
            }),
            None => match of_history(group, (readings, files, index), &mut texts, context) {
                Some(found) => found,
                None => of_group(reading, readings, context),
            },
        };
        let Some(source) = source else { continue };
        let found = source_page::compare(reading, source, context.config);
        changes.extend(found.into_iter().map(|(change, certainty)| EditionChange {
            edition: index,
            change,
            certainty,
        }));
    }
    (changes, problems)
}

/// A source page in another file; `None` if the page embeds its text, so that there is nothing to compare.
fn read(reading: &Reading, found: FoundSource, context: ReadContext<'_>) -> Result<Option<Foreign>, Problem> {
    let bytes = found.placed.read(context.config).map_err(|error| Problem {
        path: found.source.path.clone(),
        message: error.to_string(),
        loss: Loss::Pages,
    })?;
    let decoded = decode::decode(bytes.clone());
    let (_, body) = front_matter::cut(&decoded.text, decoded.start);
    if source_page::is_same(&reading.aligned.page, &decoded.text[body as usize..]) {
        return Ok(None);
    }
    let page = Page::parse(bytes, context.syntax);
    Ok(Some(Foreign { side: page.embedded.unwrap_or(page.target), origin: found.source }))
}

/// The source-language edition of the version of a reading.
fn source_edition(readings: &[Reading], reading: &Reading) -> Option<usize> {
    readings.iter().position(|other| other.edition.is_source_of(&reading.edition))
}

/// The version of the source page that the embedded text agrees with best; `None` if no history has it. The inner `None`: the page
/// has nothing else than this version.
fn of_history(
    group: &Group,
    (readings, files, index): (&[Reading], &[usize], usize),
    texts: &mut VersionTexts,
    context: ReadContext<'_>,
) -> Option<Option<Foreign>> {
    let page = &readings[index].aligned.page;
    let source = source_edition(readings, &readings[index]).map(|at| (files[at], &readings[at].aligned.page));
    let undated = Undated { file: files[index], page, side: page.embedded.as_ref()?, source };
    let found = dated::find(group, undated, texts, context)?;
    Some((!source_page::is_same(page, found.side.text())).then_some(found))
}

/// The source-language edition of the group.
fn of_group(reading: &Reading, readings: &[Reading], context: ReadContext<'_>) -> Option<Foreign> {
    let source = &readings[source_edition(readings, reading)?];
    let side = &source.aligned.page.target;
    let origin = SourceUse::new(Origin::Edition, source.edition.path.clone(), context.sources.tree_date());
    (!source_page::is_same(&reading.aligned.page, side.text())).then(|| Foreign { side: side.clone(), origin })
}
