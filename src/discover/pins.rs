//! Finds the source pages at the commits that translations name.

use super::git::{Blob, Repository, WantedPage};
use super::origin::{Origin, SourceDate, SourceUse, SourceVersion};
use super::source::FoundSource;
use super::{Clue, Discovery, Loss, Placed, Problem, Storage};
use crate::config::Config;
use crate::locale::Locale;
use crate::page::{decode, front_matter};
use crate::text;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A page, the commit that it names, and the paths that it may have there.
struct PinnedPage<'a> {
    placed: &'a Placed,
    key: &'a str,
    commit: String,
    paths: Vec<String>,
}

/// Finds pages at the commits that they name.
pub(super) struct PinFinder<'a> {
    pub repository: Arc<Repository>,
    /// The folder of the repository, as the user named it.
    pub folder: &'a Path,
    pub config: &'a Config,
}

/// The path of a page to its source at the commit that it names; `None` if that was not found.
pub(super) type Pins = FxHashMap<PathBuf, Option<FoundSource>>;

impl PinFinder<'_> {
    /// The pages at their commits, and a problem for each commit that was not found.
    pub fn find(&self, discovery: &Discovery) -> (Pins, Vec<Problem>) {
        let files = discovery.groups.iter().flat_map(|group| group.files.iter().map(|file| (group.key.as_str(), file)));
        let files: Vec<(&str, &Placed)> = files.collect();
        let page = |&(key, placed)| {
            let commit = pin(placed, self.config)?;
            Some(PinnedPage { placed, key, commit, paths: paths(placed, key, self.config) })
        };
        let pinned: Vec<PinnedPage<'_>> = files.par_iter().filter_map(page).collect();
        let wanted =
            pinned.iter().map(|page| WantedPage { commit: &page.commit, paths: &page.paths, ending: ending(page) });
        let found = self.repository.pages(&wanted.collect::<Vec<_>>());
        // For each reason: the commits, and the number of pages that name them.
        let mut lost: BTreeMap<String, (BTreeSet<&str>, usize)> = BTreeMap::new();
        let mut pins = FxHashMap::default();
        for (page, found) in pinned.iter().zip(found) {
            let source = match found {
                Ok((path, blob)) => Some(self.source(page, &path, blob)),
                Err(error) => {
                    let (commits, pages) = lost.entry(error.to_string()).or_default();
                    commits.insert(&page.commit);
                    *pages += 1;
                    None
                }
            };
            pins.insert(page.placed.path.clone(), source);
        }
        let problem = |(message, (commits, pages)): (String, (BTreeSet<&str>, usize))| {
            let pages = if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
            let first = commits.first().copied().unwrap_or_default();
            let message = match commits.len() {
                1 => format!("commit `{first}`, named by {pages}: {message}"),
                count => format!("{count} commits, the first `{first}`, named by {pages}: {message}"),
            };
            // The check `pin_unknown` reports the pages.
            Problem { path: self.folder.to_owned(), message, loss: Loss::Nothing }
        };
        let problems = lost.into_iter().map(problem).collect();
        (pins, problems)
    }

    fn source(&self, page: &PinnedPage<'_>, path: &str, blob: Blob) -> FoundSource {
        let path = PathBuf::from(format!("{}@{}:{path}", self.folder.display(), page.commit));
        let version = SourceVersion { commit: page.commit.clone(), blob: blob.hash(), confidence: 1.0 };
        let source =
            SourceUse { version: Some(version), ..SourceUse::new(Origin::Pin, path.clone(), SourceDate::Exact) };
        let placed = Placed { path, content: Storage::Git(blob), locale: None, named: false, ..page.placed.clone() };
        FoundSource { source, placed }
    }
}

/// The commit that a page names in its front matter.
fn pin(placed: &Placed, config: &Config) -> Option<String> {
    let head = placed.read_head().ok()?;
    if decode::is_binary(&head) {
        return None;
    }
    let decoded = decode::decode(head);
    let (front_matter, _) = front_matter::cut(&decoded.text, decoded.start);
    let pin = front_matter?.first(&config.profile.front_matter.pin)?.trim().to_owned();
    (!pin.is_empty()).then_some(pin)
}

/// The paths that a page may have in a source repository, the most probable first: its own path from any folder on, without
/// the folder of the locale, or with the source locale in its place.
pub(super) fn paths(placed: &Placed, key: &str, config: &Config) -> Vec<String> {
    let version = placed.version.as_ref().map(|(version, _)| version.as_str());
    if let Some(layout) = &config.source_layout {
        return vec![layout.replace("{version}", version.unwrap_or_default()).replace("{key}", key)];
    }
    let mut parts: Vec<String> = placed.path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if let Some(name) = parts.last_mut()
        && let Some((locale, Clue::FileName)) = &placed.locale
        && let Some((stem, tag)) = text::without_page_extension(name).rsplit_once('.')
        && Locale::parse(tag).as_ref() == Some(locale)
    {
        *name = format!("{stem}.md");
    }
    let least = key.split('/').count();
    let folder = version.and_then(|version| parts.iter().rposition(|part| part == version));
    let last = folder.unwrap_or(parts.len().saturating_sub(least)).min(parts.len().saturating_sub(least));
    let localized = parts.iter().rposition(|part| Locale::in_component(part).is_some()).filter(|&at| at < last.max(1));
    let mut paths: Vec<String> = Vec::new();
    // With the folder of its own locale, the path is that of the translation.
    let from = localized.map_or(0, |at| at + 1);
    paths.extend((from..=last).map(|from| parts[from..].join("/")));
    if let Some(at) = localized {
        let source = config.source_locale.as_str();
        for name in [source.to_owned(), source.to_lowercase(), config.source_locale.language().to_owned()] {
            let mut swapped = parts.clone();
            swapped[at] = name;
            paths.extend((0..=at).map(|from| swapped[from..].join("/")));
        }
    }
    paths
}

/// The end of a page's path in any layout.
fn ending(page: &PinnedPage<'_>) -> String {
    let version = page.placed.version.as_ref().map(|(version, _)| format!("{version}/")).unwrap_or_default();
    format!("/{version}{}.md", page.key)
}
