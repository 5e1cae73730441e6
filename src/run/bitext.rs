//! Bitext of all pages, streamed: groups in parallel a chunk at a time, their documents handed on in order of key
//! and path, so that memory does not grow with the number of pages.

use super::read::{self, Paged, ReadContext};
use super::{Filter, Session};
use crate::bitext::Document;
use crate::discover::{Discovery, Group, Problem};
use crate::facts::extract::Descriptions;
use crate::locale::Locale;
use crate::page::syntax::PageSyntax;
use crate::reading::{Reading, ReadingOptions};
use rayon::prelude::*;
use std::path::PathBuf;

/// What to do on the way.
pub struct BitextOptions<'a> {
    /// Which locales and versions.
    pub filter: &'a Filter,
    /// Whether protected text is to be marked.
    pub protect: bool,
}

/// A page's bitext, as drawn.
pub struct Drawn<T> {
    /// The page's file.
    pub path: PathBuf,
    /// Its locale.
    pub locale: Locale,
    /// What was drawn of it.
    pub drawn: T,
}

/// Problems and counts of a bitext run.
#[derive(Debug, Default)]
pub struct BitextSummary {
    /// What could not be read, in order of path.
    pub problems: Vec<Problem>,
    /// Pages handed on.
    pub pages: usize,
    /// Translations that have no source text.
    pub without_source: usize,
}

/// Lines up the pages under the roots, draws each page's bitext with `draw` (in parallel) and hands it to `sink` (in
/// order). Stops at the first error of the two.
pub fn bitext<T: Send, E: Send>(
    discovery: Discovery,
    session: Session<'_>,
    wanted: &BitextOptions<'_>,
    draw: impl Fn(&Document<'_>) -> Result<T, E> + Sync,
    mut sink: impl FnMut(Drawn<T>) -> Result<(), E>,
) -> Result<BitextSummary, E> {
    let syntax = PageSyntax::new(&session.config.profile);
    let context = ReadContext { config: session.config, syntax: &syntax, sources: session.sources };
    let Discovery { groups, problems, .. } = discovery;
    let mut told = BitextSummary { problems, ..BitextSummary::default() };
    for chunk in groups.chunks(rayon::current_num_threads() * 8) {
        let work = |group: &Group| {
            let drawn = self::group(group, context, wanted, &draw);
            (session.progress)();
            drawn
        };
        let done: Vec<_> = chunk.par_iter().map(work).collect();
        for (pages, without_source, unread) in done {
            told.without_source += without_source;
            told.problems.extend(unread);
            for page in pages {
                told.pages += 1;
                sink(page?)?;
            }
        }
    }
    told.problems.sort();
    Ok(told)
}

type Pages<T, E> = (Vec<Result<Drawn<T>, E>>, usize, Vec<Problem>);

fn group<T, E>(
    group: &Group,
    context: ReadContext<'_>,
    wanted: &BitextOptions<'_>,
    draw: impl Fn(&Document<'_>) -> Result<T, E>,
) -> Pages<T, E> {
    let config = context.config;
    let (pages, problems) = read::group(group, context);
    let (mut drawn, mut without_source) = (Vec::with_capacity(pages.len()), 0);
    let mut readings: Vec<Reading> = Vec::with_capacity(pages.len());
    for Paged { edition, aligned, .. } in pages {
        if !wanted.filter.keeps(&edition) {
            continue;
        }
        without_source += usize::from(edition.lacks_source());
        let reading = Reading::of(
            edition,
            aligned,
            ReadingOptions { config, descriptions: Descriptions::Drop, group: &readings },
        );
        if let Some(document) = Document::of(&group.key, &reading, config) {
            let document = if wanted.protect { document } else { document.without_marks() };
            let (path, locale) = (reading.edition.path.clone(), reading.edition.locale.clone());
            drawn.push(draw(&document).map(|drawn| Drawn { path, locale, drawn }));
        }
        readings.push(reading);
    }
    (drawn, without_source, problems)
}
