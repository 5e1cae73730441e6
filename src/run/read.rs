//! Reads the pages of a group and gives each its source text.

use crate::align::{self, Alignment, doubt};
use crate::config::Config;
use crate::discover::identify::{self, Edition, Form};
use crate::discover::source::{Found, Origin, SourceUse, Sources};
use crate::discover::{Group, Problem};
use crate::page::span::SpanScanner;
use crate::page::{Fault, Page, Side};
use std::path::PathBuf;

/// A page that was read, and lined up with its source text where there is any.
pub struct Paged {
    /// What it is.
    pub edition: Edition,
    /// Its text and blocks.
    pub page: Page,
    /// Its blocks lined up.
    pub alignment: Alignment,
    /// Its number among the files of the group.
    pub file: usize,
}

/// What reading needs, beside a group.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Settings.
    pub config: &'a Config,
    /// The searchers for span pairs.
    pub scanner: &'a SpanScanner,
    /// Where source text is.
    pub sources: &'a Sources,
}

/// Reads all pages of a group, in order of path, with what could not be read.
pub fn group(group: &Group, context: Context<'_>) -> (Vec<Paged>, Vec<Problem>) {
    let (pages, mut problems) = pages(group, context);
    let mut found = context.sources_of(group, &pages, &mut problems);
    let paged = pages.into_iter().enumerate().map(|(index, (file, mut edition, mut page))| {
        let alignment = match found[index].take() {
            Some((mut source, side)) => {
                let alignment = align::blocks::align(&page.target, &side);
                source.aged = !source.exact && is_aged(&source, &page.target, &side, &alignment);
                if source.aged && !source.named {
                    edition.source.aged = true;
                    return Paged { alignment: align::embedded::align(&page), edition, page, file };
                }
                edition.source = source;
                align::attach(&mut page, side, &alignment);
                alignment
            }
            None => align::embedded::align(&page),
        };
        Paged { edition, page, alignment, file }
    });
    (paged.collect(), problems)
}

/// Reads all pages of a group by themselves, each with the number of its file.
pub fn pages(group: &Group, context: Context<'_>) -> (Vec<(usize, Edition, Page)>, Vec<Problem>) {
    let (mut pages, mut problems): (Vec<(usize, Edition, Page)>, Vec<Problem>) = Default::default();
    for (file, placed) in group.files.iter().enumerate() {
        let mut problem =
            |message: String| problems.push(Problem { path: placed.path.clone(), message, named: placed.named });
        match placed.read() {
            Ok(bytes) => {
                let page = Page::parse_beside(bytes, context.scanner, pages.iter().map(|(.., page)| page));
                if page.faults.contains(&Fault::ParserStopped) {
                    problem("read in part: the Markdown parser stopped on it".to_owned());
                }
                match identify::identify(placed, &page, context.config) {
                    Some(edition) => pages.push((file, edition, page)),
                    None => problem("not identified: neither path, front matter nor text tells the locale".to_owned()),
                }
            }
            Err(message) => problem(message),
        }
    }
    (pages, problems)
}

impl Context<'_> {
    /// The source text of each page that embeds none, where it is to be had.
    fn sources_of(
        self,
        group: &Group,
        pages: &[(usize, Edition, Page)],
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<(SourceUse, Side)>> {
        let mut read: Vec<(Found, Side)> = Vec::new();
        let mut of = |(file, edition, page): &(usize, Edition, Page)| {
            if edition.form != Form::TargetOnly {
                return None;
            }
            if let Some(found) = self.sources.of(&group.key, &group.files[*file], edition, self.config) {
                if let Some((_, side)) = read.iter().find(|(known, _)| known.placed.is_same(&found.placed)) {
                    return Some((found.source, side.clone()));
                }
                match self.side(&found) {
                    Ok(side) if side.text() != page.target.text() => {
                        read.push((found.clone(), side.clone()));
                        return Some((found.source, side));
                    }
                    Ok(_) => {}
                    Err(message) => {
                        problems.push(Problem { path: found.source.path, message, named: false });
                    }
                }
            }
            among(pages, edition).filter(|(_, side)| side.text() != page.target.text())
        };
        pages.iter().map(&mut of).collect()
    }

    /// Reads source text from its own file; where that has span pairs, their source side.
    fn side(self, found: &Found) -> Result<Side, String> {
        let page = Page::parse(found.placed.read()?, self.scanner);
        Ok(page.source.unwrap_or(page.target))
    }
}

/// Whether a page shows that a source text is not the one that was translated. Text that nobody named must match
/// better, and the source of another translation best.
fn is_aged(source: &SourceUse, target: &Side, side: &Side, alignment: &Alignment) -> bool {
    let least = if source.named { doubt::SURE } else { doubt::LEAST };
    let differs = || alignment.pairs.iter().any(|pair| pair.target.is_some() != pair.source.is_some());
    doubt::evidence(target, side, alignment, !source.named) >= least || (source.origin == Origin::Pivot && differs())
}

/// The source text that other editions of the group have of an edition: of the same commit, else the source-language
/// edition itself, else of the commit nearest in time.
fn among(pages: &[(usize, Edition, Page)], edition: &Edition) -> Option<(SourceUse, Side)> {
    let same_pin = |other: &Edition| edition.pin.is_some() && other.pin == edition.pin;
    let distance = |other: &Edition| match (edition.handoff, other.handoff) {
        (Some(one), Some(other)) => one.abs_diff(other),
        _ => u32::MAX,
    };
    let candidates = pages.iter().filter_map(|(_, other, page)| {
        let side = match other.form {
            _ if !other.version.eq_ignore_ascii_case(&edition.version) => return None,
            Form::SideBySide => page.source.as_ref()?,
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
    let origin = if other.form == Form::Source { Origin::Tree } else { Origin::Pivot };
    Some((SourceUse { origin, path: other.path.clone(), exact: rank == 0, ..SourceUse::own(false) }, side.clone()))
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
