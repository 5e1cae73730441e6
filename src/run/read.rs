//! Reads the pages of a group and finds the source text of each.

use super::dated::{self, Undated, VersionTexts};
use crate::align::aligned::{Aligned, Foreign, SourceText};
use crate::align::source_age::{self, Scope};
use crate::align::{self, Alignment};
use crate::config::Config;
use crate::discover::error::ReadError;
use crate::discover::identify::{self, Edition, Form};
use crate::discover::origin::{Origin, SourceDate, SourceUse};
use crate::discover::source::{FoundSource, Sources};
use crate::discover::{Clue, Group, Loss, Problem, Role};
use crate::page::syntax::PageSyntax;
use crate::page::{Fault, Page, Side, commented, decode, front_matter};
use std::path::PathBuf;

/// A page that was read, aligned with its source text if there is any.
pub struct Paged {
    /// Its locale, version and form.
    pub edition: Edition,
    /// Its text and blocks, aligned.
    pub aligned: Aligned,
    /// The index of its file in the group.
    pub file: usize,
}

/// What reading needs in addition to a group.
#[derive(Clone, Copy)]
pub struct ReadContext<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The syntax of the pages.
    pub syntax: &'a PageSyntax,
    /// Where source text is.
    pub sources: &'a Sources,
    /// What becomes of source text that the tool found by itself, if the page shows that it is of another date.
    pub aged: AgedSource,
}

/// Whether source text of another date than the translation is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgedSource {
    /// It is: a comparison reports each difference, with the doubt about its cause.
    Use,
    /// It is not: facts are read from the page itself.
    Drop,
}

/// Reads the pages of a group that the run reports on, in order of path. Also returns the files that could not be read.
pub fn group(group: &Group, context: ReadContext<'_>) -> (Vec<Paged>, Vec<Problem>) {
    let (mut pages, problems) = whole_group(group, context);
    pages.retain(|page| group.files[page.file].role == Role::Reported);
    (pages, problems)
}

/// Reads all pages of a group, in order of path, also those that the run does not report on.
pub fn whole_group(group: &Group, context: ReadContext<'_>) -> (Vec<Paged>, Vec<Problem>) {
    let (pages, mut problems) = pages(group, context);
    let mut found = context.sources_of(group, &pages, &mut problems);
    let paged = pages.into_iter().enumerate().map(|(index, (file, edition, page))| {
        let (source, aligned) = match found[index].take() {
            Some(source) => with_source(page, source, context.aged),
            None => (None, Aligned::own(page)),
        };
        let edition = Edition { source: source.unwrap_or(edition.source), ..edition };
        Paged { edition, aligned, file }
    });
    (paged.collect(), problems)
}

/// The bytes of a source page, as UTF-8, with the locale of an edition in the front matter, if the front matter states a locale.
pub fn for_locale(bytes: Vec<u8>, edition: &Edition, context: ReadContext<'_>) -> Vec<u8> {
    let bytes = decode::as_utf8(bytes);
    let decoded = decode::decode(bytes.clone());
    let (front_matter, _) = front_matter::cut(&decoded.text, decoded.start);
    let keys = &context.config.profile.front_matter.locale;
    let entry = front_matter.as_ref().and_then(|found| keys.iter().find_map(|key| found.entry(key)));
    let Some(place) = entry.map(|entry| entry.value_range) else {
        return bytes;
    };
    let locale = edition.locale.as_str().to_owned();
    let is_lower = place.slice(&decoded.text).chars().all(|character| !character.is_uppercase());
    let locale = if is_lower { locale.to_lowercase() } else { locale };
    [&bytes[..place.start as usize], locale.as_bytes(), &bytes[place.end as usize..]].concat()
}

/// A translation that has the text of its source page, aligned with it. `empty`: the page before, aligned with the same source.
pub fn from_source(bytes: Vec<u8>, empty: Aligned, context: ReadContext<'_>) -> Result<Aligned, String> {
    let page = Page::parse(bytes, context.syntax);
    match empty.source_text {
        SourceText::Foreign(source) if page.embedded.is_none() && page.target.text() == source.side.text() => {
            let blocks = align::blocks::align(&page.target, &source.side);
            Ok(Aligned::foreign(page, source, blocks))
        }
        _ => Err("the page does not exist, and its source page has no text of its own".to_owned()),
    }
}

/// Aligns a page with the source text that was found for it, and looks whether the page shows that this text is older or newer
/// than the translated text.
fn with_source(page: Page, Foreign { side, origin }: Foreign, aged: AgedSource) -> (Option<SourceUse>, Aligned) {
    let blocks = align::blocks::align(&page.target, &side);
    let mut origin = origin;
    if !origin.is_exact() && is_of_other_date(&origin, &page.target, &side, &blocks) {
        origin.date = SourceDate::Other;
        if origin.origin == Origin::Pivot || (!origin.is_named() && aged == AgedSource::Drop) {
            let none = SourceUse { date: SourceDate::Other, ..SourceUse::own(&page) };
            return (Some(none), Aligned::own(page));
        }
    }
    (Some(origin.clone()), Aligned::foreign(page, Foreign { side, origin }, blocks))
}

/// Reads all pages of a group without source text from elsewhere, each with the index of its file.
pub fn pages(group: &Group, context: ReadContext<'_>) -> (Vec<(usize, Edition, Page)>, Vec<Problem>) {
    let (mut pages, mut problems): (Vec<(usize, Edition, Page)>, Vec<Problem>) = Default::default();
    for (file, placed) in group.files.iter().enumerate() {
        let mut problem = |message: String, loss| problems.push(Problem { path: placed.path.clone(), message, loss });
        let lost = if placed.role == Role::Context { Loss::Nothing } else { Loss::of(placed.named) };
        match placed.read(context.config) {
            Ok(bytes) => {
                let page = Page::parse_sharing(bytes, context.syntax, pages.iter().map(|(.., page)| page));
                if page.faults.contains(&Fault::ParserStopped) {
                    problem("read in part: the Markdown parser failed on this page".to_owned(), lost);
                }
                match identify::identify(placed, &page, context.config) {
                    Some(edition) => {
                        let is_alone = edition.form == Form::TargetOnly;
                        let sides = if is_alone { commented::read(&page, context.syntax) } else { None };
                        let page = match sides {
                            Some(sides) => Page { target: sides.target, ..page },
                            None => page,
                        };
                        pages.push((file, edition, page));
                    }
                    None => {
                        // A file whose path shows nothing may be any text.
                        let may_be_any = placed.key == Clue::Heading && !placed.named;
                        let loss = if may_be_any { Loss::Nothing } else { lost };
                        problem("locale unknown: neither path, front matter nor text shows it".to_owned(), loss);
                    }
                }
            }
            Err(error) => problem(error.to_string(), lost),
        }
    }
    (pages, problems)
}

impl ReadContext<'_> {
    /// The source text of each page that does not embed it; `None` if there is none.
    fn sources_of(
        self,
        group: &Group,
        pages: &[(usize, Edition, Page)],
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<Foreign>> {
        let mut read: Vec<(FoundSource, Side)> = Vec::new();
        let mut texts = VersionTexts::default();
        let mut of = |(file, edition, page): &(usize, Edition, Page)| {
            if edition.form != Form::TargetOnly {
                return None;
            }
            if let Some(sides) = commented::read(page, self.syntax) {
                let origin = SourceUse::new(Origin::Embedded, edition.path.clone(), SourceDate::Exact);
                return Some(Foreign { side: sides.source, origin });
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
                        let (path, message) = (found.source.path, error.to_string());
                        problems.push(Problem { path, message, loss: Loss::Pages });
                    }
                }
            }
            let source = dated::source_page(pages, edition);
            let undated = Undated { file: *file, page, side: &page.target, source };
            if let Some(found) = dated::find(group, undated, &mut texts, self) {
                return Some(found);
            }
            among(pages, edition, self.sources.tree_date())
                .filter(|Foreign { side, .. }| side.text() != page.target.text())
        };
        pages.iter().map(&mut of).collect()
    }

    /// Reads source text from a file. If that file has span pairs, their source side is taken.
    fn side(self, found: &FoundSource) -> Result<Side, ReadError> {
        let page = Page::parse(found.placed.read(self.config)?, self.syntax);
        Ok(page.embedded.unwrap_or(page.target))
    }
}

/// Whether a page shows that a source text is not the text that was translated. Text that the tool found by itself is
/// rejected on weaker evidence than text that the user named; the source of another translation already on one unmatched block.
fn is_of_other_date(source: &SourceUse, target: &Side, side: &Side, blocks: &Alignment) -> bool {
    let (least, scope) =
        if source.is_named() { (source_age::SURE, Scope::WholeText) } else { (source_age::LEAST, Scope::SameBlock) };
    let differs = || blocks.pairs.iter().any(|pair| pair.target.is_some() != pair.source.is_some());
    source_age::evidence([target, side], blocks, scope) >= least || (source.origin == Origin::Pivot && differs())
}

/// The source text for an edition from the other editions of its group. First choice is an edition with the same pin, then the
/// source-language edition, then the edition whose handoff is nearest in time.
fn among(pages: &[(usize, Edition, Page)], edition: &Edition, source_date: SourceDate) -> Option<Foreign> {
    let same_pin = |other: &Edition| edition.pin.is_some() && other.pin == edition.pin;
    let distance = |other: &Edition| match (edition.handoff, other.handoff) {
        (Some(date), Some(other_date)) => date.distance(other_date),
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
    let date = match rank {
        0 => SourceDate::Exact,
        1 => source_date,
        _ => SourceDate::Unknown,
    };
    Some(Foreign { side: side.clone(), origin: SourceUse::new(origin, other.path.clone(), date) })
}

/// Separates the files that have the same locale and version as an earlier file. Each is returned with the path of that file.
pub fn without_duplicates(pages: Vec<Paged>) -> (Vec<Paged>, Vec<(Paged, PathBuf)>) {
    let (mut used, mut duplicates): (Vec<Paged>, Vec<(Paged, PathBuf)>) = (Vec::new(), Vec::new());
    for paged in pages {
        let edition = &paged.edition;
        let claimed = used
            .iter()
            .find(|first| first.edition.locale == edition.locale && first.edition.version == edition.version)
            .map(|first| first.edition.path.clone());
        match claimed {
            Some(path) => duplicates.push((paged, path)),
            None => used.push(paged),
        }
    }
    (used, duplicates)
}
