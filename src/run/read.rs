//! Reads the pages of a group and gives each its source text.

use crate::align::aligned::{Aligned, Foreign};
use crate::align::source_age::{self, Scope};
use crate::align::{self, Alignment};
use crate::config::Config;
use crate::discover::error::ReadError;
use crate::discover::identify::{self, Edition, Form};
use crate::discover::origin::{Origin, SourceDate, SourceUse};
use crate::discover::source::{FoundSource, Sources};
use crate::discover::{Group, Problem};
use crate::page::syntax::PageSyntax;
use crate::page::{Fault, Page, Side};
use std::path::PathBuf;

/// A page that was read, and lined up with its source text where there is any.
pub struct Paged {
    /// What it is.
    pub edition: Edition,
    /// Its text and blocks, lined up.
    pub aligned: Aligned,
    /// Its number among the files of the group.
    pub file: usize,
}

/// What reading needs, beside a group.
#[derive(Clone, Copy)]
pub struct ReadContext<'a> {
    /// Settings.
    pub config: &'a Config,
    /// The syntax of the pages.
    pub syntax: &'a PageSyntax,
    /// Where source text is.
    pub sources: &'a Sources,
}

/// Reads all pages of a group, in order of path, with what could not be read.
pub fn group(group: &Group, context: ReadContext<'_>) -> (Vec<Paged>, Vec<Problem>) {
    let (pages, mut problems) = pages(group, context);
    let mut found = context.sources_of(group, &pages, &mut problems);
    let paged = pages.into_iter().enumerate().map(|(index, (file, edition, page))| {
        let (source, aligned) = match found[index].take() {
            Some(source) => with_source(page, source),
            None => (None, Aligned::own(page)),
        };
        let edition = Edition { source: source.unwrap_or(edition.source), ..edition };
        Paged { edition, aligned, file }
    });
    (paged.collect(), problems)
}

/// Lines up a page with source text that was found for it. Text that nobody named is not used if the page shows that it
/// is of another date.
fn with_source(page: Page, Foreign { side, origin }: Foreign) -> (Option<SourceUse>, Aligned) {
    let blocks = align::blocks::align(&page.target, &side);
    let mut origin = origin;
    if !origin.is_exact() && is_of_other_date(&origin, &page.target, &side, &blocks) {
        origin.date = SourceDate::Other;
        if !origin.is_named() {
            let none = SourceUse { date: SourceDate::Other, ..SourceUse::own(&page) };
            return (Some(none), Aligned::own(page));
        }
    }
    (Some(origin.clone()), Aligned::foreign(page, Foreign { side, origin }, blocks))
}

/// Reads all pages of a group by themselves, each with the number of its file.
pub fn pages(group: &Group, context: ReadContext<'_>) -> (Vec<(usize, Edition, Page)>, Vec<Problem>) {
    let (mut pages, mut problems): (Vec<(usize, Edition, Page)>, Vec<Problem>) = Default::default();
    for (file, placed) in group.files.iter().enumerate() {
        let mut problem =
            |message: String| problems.push(Problem { path: placed.path.clone(), message, named: placed.named });
        match placed.read(context.config) {
            Ok(bytes) => {
                let page = Page::parse_sharing(bytes, context.syntax, pages.iter().map(|(.., page)| page));
                if page.faults.contains(&Fault::ParserStopped) {
                    problem("read in part: the Markdown parser stopped on it".to_owned());
                }
                match identify::identify(placed, &page, context.config) {
                    Some(edition) => pages.push((file, edition, page)),
                    None => problem("not identified: neither path, front matter nor text tells the locale".to_owned()),
                }
            }
            Err(error) => problem(error.to_string()),
        }
    }
    (pages, problems)
}

impl ReadContext<'_> {
    /// The source text of each page that embeds none, where it is to be had.
    fn sources_of(
        self,
        group: &Group,
        pages: &[(usize, Edition, Page)],
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<Foreign>> {
        let mut read: Vec<(FoundSource, Side)> = Vec::new();
        let mut of = |(file, edition, page): &(usize, Edition, Page)| {
            if edition.form != Form::TargetOnly {
                return None;
            }
            if let Some(found) = self.sources.of(&group.key, &group.files[*file], edition, self.config) {
                if let Some((_, side)) = read.iter().find(|(known, _)| known.placed.is_same(&found.placed)) {
                    return Some(Foreign { side: side.clone(), origin: found.source });
                }
                match self.side(&found) {
                    Ok(side) if side.text() != page.target.text() => {
                        read.push((found.clone(), side.clone()));
                        return Some(Foreign { side, origin: found.source });
                    }
                    Ok(_) => {}
                    Err(error) => {
                        problems.push(Problem { path: found.source.path, message: error.to_string(), named: false });
                    }
                }
            }
            among(pages, edition).filter(|Foreign { side, .. }| side.text() != page.target.text())
        };
        pages.iter().map(&mut of).collect()
    }

    /// Reads source text from its own file; where that has span pairs, their source side.
    fn side(self, found: &FoundSource) -> Result<Side, ReadError> {
        let page = Page::parse(found.placed.read(self.config)?, self.syntax);
        Ok(page.embedded.unwrap_or(page.target))
    }
}

/// Whether a page shows that a source text is not the one that was translated. Text that nobody named must match
/// better, and the source of another translation best.
fn is_of_other_date(source: &SourceUse, target: &Side, side: &Side, blocks: &Alignment) -> bool {
    let (least, scope) =
        if source.is_named() { (source_age::SURE, Scope::WholeText) } else { (source_age::LEAST, Scope::SameBlock) };
    let differs = || blocks.pairs.iter().any(|pair| pair.target.is_some() != pair.source.is_some());
    source_age::evidence([target, side], blocks, scope) >= least || (source.origin == Origin::Pivot && differs())
}

/// The source text that other editions of the group have of an edition: of the same commit, else the source-language
/// edition itself, else of the commit nearest in time.
fn among(pages: &[(usize, Edition, Page)], edition: &Edition) -> Option<Foreign> {
    let same_pin = |other: &Edition| edition.pin.is_some() && other.pin == edition.pin;
    let distance = |other: &Edition| match (edition.handoff, other.handoff) {
        (Some(one), Some(other)) => one.distance(other),
        _ => u32::MAX,
    };
    let candidates = pages.iter().filter_map(|(_, other, page)| {
        let side = match other.form {
            _ if !other.version.eq_ignore_ascii_case(&edition.version) => return None,
            Form::SideBySide => page.embedded.as_ref()?,
            Form::Source => &page.target,
            Form::TargetOnly => return None,
        };
        let rank = if same_pin(other) {
            0
        } else if other.form == Form::Source {
            1
        } else {
            2
        };
        Some(((rank, distance(other), &other.path), other, side))
    });
    let ((rank, ..), other, side) = candidates.min_by_key(|(rank, ..)| *rank)?;
    let origin = if other.form == Form::Source { Origin::Edition } else { Origin::Pivot };
    let date = if rank == 0 { SourceDate::Exact } else { SourceDate::Unknown };
    Some(Foreign { side: side.clone(), origin: SourceUse { origin, path: other.path.clone(), date } })
}

/// Splits off the files that claim an edition which an earlier file claims; each with the earlier path.
pub fn without_duplicates(pages: Vec<Paged>) -> (Vec<Paged>, Vec<(Paged, PathBuf)>) {
    let (mut used, mut duplicates): (Vec<Paged>, Vec<(Paged, PathBuf)>) = (Vec::new(), Vec::new());
    for paged in pages {
        let edition = &paged.edition;
        let claimed = used
            .iter()
            .find(|other| other.edition.locale == edition.locale && other.edition.version == edition.version)
            .map(|other| other.edition.path.clone());
        match claimed {
            Some(path) => duplicates.push((paged, path)),
            None => used.push(paged),
        }
    }
    (used, duplicates)
}
