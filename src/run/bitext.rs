//! Makes the bitext of all pages. Chunks of page groups are worked on in parallel and passed on in order of key and path, so
//! that memory does not grow with the number of pages.

use super::read::{self, AgedSource, Paged, ReadContext};
use super::{Filter, Session, failure};
use crate::bitext::Document;
use crate::discover::{Discovery, Group, Problem};
use crate::facts::extract::Descriptions;
use crate::locale::Locale;
use crate::page::syntax::PageSyntax;
use crate::reading::{Reading, ReadingOptions};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Options of a bitext run.
pub struct BitextOptions<'a> {
    /// Settings, source text and progress.
    pub session: Session<'a>,
    /// The locales and versions to write.
    pub filter: &'a Filter,
    /// Whether text that must not be translated is marked.
    pub protect: bool,
}

/// The bitext of a page in its output format.
pub struct Drawn<T> {
    /// The page's file.
    pub path: PathBuf,
    /// Its locale.
    pub locale: Locale,
    /// The result of `draw`.
    pub drawn: T,
}

/// Problems and counts of a bitext run.
#[derive(Debug, Default)]
pub struct BitextSummary {
    /// Files that could not be read, in order of path.
    pub problems: Vec<Problem>,
    /// The number of pages passed to the sink.
    pub pages: usize,
    /// The number of translations without source text.
    pub without_source: usize,
    /// The locale and version of each page, also of those that the filter leaves out.
    pub editions: BTreeSet<(Locale, String)>,
}

/// Aligns the pages of a discovery, renders the bitext of each page with `draw` (in parallel) and passes it to `sink` (in
/// order).
///
/// # Errors
///
/// Stops at the first error of `draw` or `sink` and returns it.
pub fn bitext<T: Send, E: Send>(
    discovery: Discovery,
    wanted: &BitextOptions<'_>,
    draw: impl Fn(&Document<'_>) -> Result<T, E> + Sync,
    mut sink: impl FnMut(Drawn<T>) -> Result<(), E>,
) -> Result<BitextSummary, E> {
    let session = wanted.session;
    let syntax = PageSyntax::new(&session.config.profile);
    let context =
        ReadContext { config: session.config, syntax: &syntax, sources: session.sources, aged: AgedSource::Use };
    let Discovery { groups, problems, .. } = discovery;
    let mut summary = BitextSummary { problems, ..BitextSummary::default() };
    for chunk in groups.chunks(rayon::current_num_threads() * 8) {
        let work = |group: &Group| {
            let drawn = failure::isolated(group, || self::group(group, context, wanted, &draw));
            (session.progress)();
            drawn
        };
        let done: Vec<_> = chunk.par_iter().map(work).collect();
        for (Pages { drawn, without_source, editions }, unread) in done {
            summary.without_source += without_source;
            summary.editions.extend(editions);
            summary.problems.extend(unread);
            for page in drawn {
                summary.pages += 1;
                sink(page?)?;
            }
        }
    }
    summary.problems.sort();
    Ok(summary)
}

/// The rendered pages of a group.
struct Pages<T, E> {
    drawn: Vec<Result<Drawn<T>, E>>,
    /// The number of its translations without source text.
    without_source: usize,
    /// The locale and version of each page.
    editions: Vec<(Locale, String)>,
}

impl<T, E> Default for Pages<T, E> {
    fn default() -> Self {
        Self { drawn: Vec::new(), without_source: 0, editions: Vec::new() }
    }
}

fn group<T, E>(
    group: &Group,
    context: ReadContext<'_>,
    wanted: &BitextOptions<'_>,
    draw: impl Fn(&Document<'_>) -> Result<T, E>,
) -> (Pages<T, E>, Vec<Problem>) {
    let config = context.config;
    let (pages, problems) = read::group(group, context);
    let (mut drawn, mut without_source) = (Vec::with_capacity(pages.len()), 0);
    let mut readings: Vec<Reading> = Vec::with_capacity(pages.len());
    let editions = pages.iter().map(|paged| (paged.edition.locale.clone(), paged.edition.version.clone())).collect();
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
    (Pages { drawn, without_source, editions }, problems)
}
