//! Finds the version of a source page, in the history of a repository, that a translation was made from.

use super::read::ReadContext;
use crate::align::aligned::Foreign;
use crate::align::dating::{self, PageText};
use crate::discover::Group;
use crate::discover::git::Blob;
use crate::discover::history::PageVersion;
use crate::discover::history::lookup::PageHistory;
use crate::discover::identify::Edition;
use crate::discover::origin::{Origin, SourceDate, SourceUse, SourceVersion};
use crate::page::front_matter::FrontMatter;
use crate::page::{Page, Side};
use std::sync::Arc;

/// The least confidence with which a version counts as the text that was translated.
const SURE: f32 = 0.5;

/// The least share of matched blocks with which a version counts as that text: a page may be the translation of another page.
const LEAST_MATCHED: f32 = 0.5;

/// The versions that were read for the pages of a group: each is read once.
#[derive(Default)]
pub(super) struct VersionTexts {
    read: Vec<(Blob, Option<Arc<VersionText>>)>,
}

/// The text of a version.
struct VersionText {
    side: Side,
    front_matter: Option<FrontMatter>,
}

impl VersionTexts {
    /// The text of a version; `None` if it cannot be read.
    fn text(&mut self, blob: &Blob, context: ReadContext<'_>) -> Option<Arc<VersionText>> {
        if let Some((_, text)) = self.read.iter().find(|(known, _)| known.is_same(blob)) {
            return text.clone();
        }
        let text = blob.read().ok().map(|bytes| {
            let page = Page::parse(bytes, context.syntax);
            Arc::new(VersionText { side: page.embedded.unwrap_or(page.target), front_matter: page.front_matter })
        });
        self.read.push((blob.clone(), text.clone()));
        text
    }
}

/// A text whose date is searched.
#[derive(Clone, Copy)]
pub(super) struct Undated<'p> {
    /// The index of the file of its page in the group.
    pub file: usize,
    /// The page: a translation.
    pub page: &'p Page,
    /// The text that is compared with the versions: the translation, or the source text that it embeds.
    pub side: &'p Side,
    /// The source-language page of the group, with the index of its file.
    pub source: Option<(usize, &'p Page)>,
}

/// The source-language page of a group in the version of an edition, with the index of its file.
pub(super) fn source_page<'p>(pages: &'p [(usize, Edition, Page)], edition: &Edition) -> Option<(usize, &'p Page)> {
    pages.iter().find(|(_, other, _)| other.is_source_of(edition)).map(|(file, _, page)| (*file, page))
}

/// The version of the source page that a translation was made from; `None` if no history has its source page.
pub(super) fn find(
    group: &Group,
    undated: Undated<'_>,
    texts: &mut VersionTexts,
    context: ReadContext<'_>,
) -> Option<Foreign> {
    let Undated { file, page, side, source } = undated;
    let source_file = source.map(|(file, _)| &group.files[file]);
    let history = context.sources.history(&group.key, &group.files[file], source_file, context.config)?;
    let all = history.versions(page.text.as_bytes());
    let count = all.len();
    let versions: Vec<(PageVersion, Arc<VersionText>)> = all
        .into_iter()
        .filter_map(|version| {
            let text = texts.text(&version.blob, context)?;
            Some((version, text))
        })
        .collect();
    // A version that a partial clone lacks may be the one that was translated.
    let is_whole = versions.len() == count;
    // The source page may have changes that are not committed.
    let is_committed = |source: &Page| {
        history.history.committed(source.text.as_bytes()).is_some()
            || versions.iter().any(|(_, text)| text.side.text() == source.target.text())
    };
    let uncommitted = source.filter(|(_, source)| !is_committed(source));
    let mut candidates: Vec<PageText<'_>> = uncommitted.iter().map(|(_, source)| PageText::of(source)).collect();
    let first = candidates.len();
    candidates.extend(
        versions.iter().map(|(_, text)| PageText { side: &text.side, front_matter: text.front_matter.as_ref() }),
    );
    let dated = dating::date(PageText { side, front_matter: page.front_matter.as_ref() }, &candidates)?;
    match dated.version.checked_sub(first) {
        // Of a history that is cut to one version, only the present text is known.
        Some(_) if history.history.is_cut() && candidates.len() == 1 => {
            let (version, text) = &versions[0];
            let path = history.shown(&version.commit, &version.path);
            Some(Foreign { side: text.side.clone(), origin: SourceUse::new(Origin::Tree, path, SourceDate::Unknown) })
        }
        Some(index) => {
            // If the history is cut, the text that was translated may be older than all that was found.
            let is_oldest = index + 1 == versions.len();
            let is_sure = is_whole
                && dated.confidence >= SURE
                && dated.matched >= LEAST_MATCHED
                && !(is_oldest && history.history.is_cut());
            let date = if is_sure { SourceDate::Exact } else { SourceDate::Unknown };
            Some(foreign(&versions[index], (dated.confidence, date), &history))
        }
        None => {
            let (file, source) = uncommitted?;
            let path = group.files[file].path.clone();
            let origin = SourceUse::new(Origin::Edition, path, SourceDate::Unknown);
            Some(Foreign { side: source.target.clone(), origin })
        }
    }
}

/// The source text of a dated version.
fn foreign(
    (version, text): &(PageVersion, Arc<VersionText>),
    (confidence, date): (f32, SourceDate),
    history: &PageHistory<'_>,
) -> Foreign {
    let path = history.shown(&version.commit, &version.path);
    let found = SourceVersion { commit: version.commit.clone(), blob: version.blob.hash(), confidence };
    Foreign {
        side: text.side.clone(),
        origin: SourceUse { version: Some(found), ..SourceUse::new(Origin::History, path, date) },
    }
}
