//! Finds the source text of pages that do not embed it: in a git repository at the commit that the page names, or in a tree of
//! source-language pages. The result for a page is a [`SourceUse`].

use super::git::{GitError, Repository};
use super::history::lookup::{Histories, HistoryScope, PageHistory, Wanted, may_be_translation};
use super::identify::Edition;
use super::origin::{Origin, SourceDate, SourceUse};
use super::pins::{PinFinder, Pins};
use super::read::first_anchor;
use super::revision;
use super::{Clue, Discovery, Loss, Placed, Problem, Storage};
use crate::config::Config;
use crate::locale::Locale;
use crate::shown::ShownPath;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where source text is searched.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceOptions<'a> {
    /// A git repository with the commits that the pages name.
    pub git: Option<&'a Path>,
    /// The source-language pages that were translated, or of about that date: a folder, or `REPO@REV:FOLDER`.
    pub tree: Option<&'a Path>,
    /// Whether source pages without a date are the text that was translated: those of `tree`, and those among the checked pages.
    pub tree_date: SourceDate,
    /// The current source-language pages: a folder, or `REPO@REV:FOLDER`.
    pub newer: Option<&'a Path>,
    /// Where the history of the source pages is searched.
    pub history: HistoryScope,
}

/// Source text that was found for a page.
#[derive(Clone, Debug)]
pub struct FoundSource {
    /// Where it was found, and its date.
    pub source: SourceUse,
    /// Its file.
    pub placed: Placed,
}

/// The source text of all pages of a run.
#[derive(Debug, Default)]
pub struct Sources {
    /// The sources at the commits that pages name.
    pins: Pins,
    /// Whether a repository was given in which the commits are searched.
    has_git: bool,
    tree: Option<Library>,
    tree_date: SourceDate,
    newer: Option<Library>,
    histories: Histories,
}

impl Sources {
    /// Finds the source text of all pages. Also returns the problems: one for each commit that was not found.
    pub fn find(
        wanted: SourceOptions<'_>,
        discovery: &Discovery,
        config: &Config,
    ) -> Result<(Self, Vec<Problem>), GitError> {
        let mut problems = Vec::new();
        let has_loose = discovery.groups.iter().flat_map(|group| &group.files).any(|file| file.key == Clue::Heading);
        let mut library = |root: Option<&Path>| -> Result<Option<Library>, GitError> {
            let Some(root) = root else { return Ok(None) };
            let library = Library::read(root, config, &mut problems)?;
            Ok(Some(if has_loose { library.with_anchors(config, &mut problems) } else { library }))
        };
        let (tree, newer) = (library(wanted.tree)?, library(wanted.newer)?);
        let mut pins = FxHashMap::default();
        let mut histories = Histories::default();
        if let Some(folder) = wanted.git {
            let repository = Arc::new(Repository::open(folder)?);
            let (found, lost) = PinFinder { repository: Arc::clone(&repository), folder, config }.find(discovery);
            pins = found;
            problems.extend(lost);
            if wanted.history != HistoryScope::None {
                let files = || discovery.groups.iter().flat_map(|group| &group.files);
                let is_undated = |file: &Placed| !pins.get(&file.path).is_some_and(Option::is_some);
                let is_needed =
                    wanted.newer.is_some() || files().any(|file| is_undated(file) && may_be_translation(file, config));
                let wanted = if is_needed { Wanted::Versions } else { Wanted::Newest };
                histories = Histories::named(repository, wanted, config)?;
            }
        } else if wanted.history == HistoryScope::WorkTrees && wanted.tree.is_none() {
            histories = Histories::of_work_trees(discovery, config, &mut problems);
        }
        problems.extend(histories.notes());
        let (has_git, tree_date) = (wanted.git.is_some(), wanted.tree_date);
        Ok((Self { pins, has_git, tree, tree_date, newer, histories }, problems))
    }

    /// The source text of an edition that embeds none: at the commit that it names, else in the tree.
    pub fn of(&self, key: &str, placed: &Placed, edition: &Edition, config: &Config) -> Option<FoundSource> {
        let pinned = self.pins.get(&edition.path).cloned().flatten();
        pinned.or_else(|| {
            let placed = self.tree.as_ref()?.page(key, placed, edition, config)?.clone();
            let source = SourceUse::new(Origin::Tree, placed.path.clone(), self.tree_date);
            Some(FoundSource { source, placed })
        })
    }

    /// The history of the source page of a translation. `source`: the source page of its group, if there is one.
    pub fn history(
        &self,
        key: &str,
        placed: &Placed,
        source: Option<&Placed>,
        config: &Config,
    ) -> Option<PageHistory<'_>> {
        self.histories.of(key, placed, source, config)
    }

    /// The pages of the tree in order of key, each with its key and its path below the tree.
    pub(super) fn tree_pages(&self) -> Vec<(&str, &Placed, PathBuf)> {
        let Some(tree) = &self.tree else { return Vec::new() };
        let pages = tree.pages.iter().flat_map(|(key, files)| files.iter().map(|file| (key.as_str(), file)));
        let mut pages: Vec<_> = pages.map(|(key, file)| (key, file, tree.below(&file.path))).collect();
        pages.sort_by(|left, right| (left.0, &left.1.path).cmp(&(right.0, &right.1.path)));
        pages
    }

    /// Whether the commit that a page names was searched and not found.
    pub fn is_lost(&self, edition: &Edition) -> bool {
        matches!(self.pins.get(&edition.path), Some(None))
    }

    /// Whether source pages without a date are the text that was translated.
    pub fn tree_date(&self) -> SourceDate {
        self.tree_date
    }

    /// Whether a current source page is older than the text that an edition was translated from. False if no history has both.
    pub fn is_older(&self, newer: &Placed, edition: &Edition, config: &Config) -> bool {
        let history = self.histories.for_page(&edition.path).zip(edition.source.version.as_ref());
        let Some((history, translated)) = history else { return false };
        let newer = match &newer.content {
            Storage::Git(blob) => history.committed_as(&blob.hash()),
            _ => newer.read(config).ok().and_then(|bytes| history.committed(&bytes)),
        };
        newer.zip(history.committed_as(&translated.blob)).is_some_and(|(newer, translated)| newer < translated)
    }

    /// The folder or revision of the current source-language pages.
    pub fn newer_root(&self) -> Option<&Path> {
        self.newer.as_ref().map(|newer| newer.root.as_path())
    }

    /// Whether the commits that pages name were searched.
    pub fn has_git(&self) -> bool {
        self.has_git
    }

    /// Whether the current source-language pages were given.
    pub fn has_newer(&self) -> bool {
        self.newer.is_some()
    }

    /// The current source-language page of an edition; `None` if it no longer exists. An error if that is not known.
    pub fn newer(
        &self,
        key: &str,
        placed: &Placed,
        edition: &Edition,
        config: &Config,
    ) -> Result<Option<&Placed>, Unknown> {
        let newer = self.newer.as_ref().ok_or(Unknown::AlreadyReported)?;
        let found = newer.page(key, placed, edition, config);
        if found.is_some() {
            return Ok(found);
        }
        if newer.unread.iter().any(|start| key.starts_with(start.as_str())) {
            return Err(Unknown::AlreadyReported);
        }
        if placed.key == Clue::Heading {
            let message = format!("no source page with its title in {}: its age is not known", ShownPath(&newer.root));
            return Err(Unknown::Because(edition.path.clone(), message));
        }
        // A folder of the edition's own locale counts as a folder of sources only if the translation is not in it.
        let holds_it = newer.pages.get(key).is_some_and(|files| files.iter().any(|file| file.path == edition.path));
        let is_source = |locale: &Option<Locale>| match locale {
            None => true,
            Some(locale) if locale.language() == config.source_locale.language() => true,
            Some(locale) => *locale == edition.locale && !holds_it,
        };
        let version = edition.version.to_lowercase();
        let is_covered =
            |(known, locale): &(String, Option<Locale>)| (known.is_empty() || *known == version) && is_source(locale);
        if newer.folders.get(folder(key)).is_some_and(|folder| folder.iter().any(is_covered)) {
            return Ok(None);
        }
        let message = format!(
            "no source page in `{}` for version {}: it is not known whether the pages of that folder were deleted",
            folder(key),
            edition.version
        );
        Err(Unknown::Because(newer.root.clone(), message))
    }
}

/// Why it is not known whether a source page still exists.
#[derive(Clone, Debug)]
pub enum Unknown {
    /// Its folder could not be read, which was reported when the tree was read.
    AlreadyReported,
    /// A reason to report, and the path that it is about.
    Because(PathBuf, String),
}

/// The folder of a page key.
fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The source-language pages of a tree, by key.
#[derive(Debug)]
struct Library {
    root: PathBuf,
    pages: FxHashMap<String, Vec<Placed>>,
    /// For each folder of keys: the versions and locales of its pages. Versions are in lower case; empty if there is none.
    folders: FxHashMap<String, FxHashSet<(String, Option<Locale>)>>,
    unread: Vec<String>,
    /// For loose pages: the anchor of the first heading to the keys of the pages with this heading.
    anchors: FxHashMap<String, Vec<String>>,
    /// The loose pages of the tree by their path below it, without extension.
    loose: FxHashMap<PathBuf, Placed>,
}

impl Library {
    /// Reads the paths of a tree. Problems of the tree are added to `problems`.
    fn read(root: &Path, config: &Config, problems: &mut Vec<Problem>) -> Result<Self, GitError> {
        let discovery = revision::discover(&[root.to_owned()], config)?;
        problems.extend(discovery.problems);
        if discovery.groups.is_empty() {
            let message = "no source-language page found".to_owned();
            problems.push(Problem { path: root.to_owned(), message, loss: Loss::NamedPath });
        }
        let mut folders: FxHashMap<String, FxHashSet<(String, Option<Locale>)>> = FxHashMap::default();
        for group in &discovery.groups {
            let covered = group.files.iter().map(|file| {
                let version = file.version.as_ref().map_or(String::new(), |(version, _)| version.to_lowercase());
                (version, file.locale.as_ref().map(|(locale, _)| locale.clone()))
            });
            folders.entry(folder(&group.key).to_owned()).or_default().extend(covered);
        }
        let files = discovery.groups.iter().flat_map(|group| &group.files);
        let loose =
            files.filter_map(|file| Some((file.shape.loose.as_ref()?.with_extension(""), file.clone()))).collect();
        let pages = discovery.groups.into_iter().map(|group| (group.key, group.files)).collect();
        let anchors = FxHashMap::default();
        Ok(Self { root: root.to_owned(), pages, folders, unread: discovery.unread, anchors, loose })
    }

    /// The library with the first headings of its pages, by which loose pages are found. Reads the start of each page.
    fn with_anchors(self, config: &Config, problems: &mut Vec<Problem>) -> Self {
        let firsts: Vec<(&String, &Placed)> =
            self.pages.iter().filter_map(|(key, files)| Some((key, files.first()?))).collect();
        let read = |(_, first): &(&String, &Placed)| first_anchor(&first.path, &first.content, config);
        let read: Vec<_> = firsts.par_iter().map(read).collect();
        let mut anchors: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for ((key, first), anchor) in firsts.into_iter().zip(read) {
            match anchor {
                Ok(Some(anchor)) => anchors.entry(anchor).or_default().push(key.clone()),
                Ok(None) => {}
                Err(error) => problems.push(Problem {
                    path: first.path.clone(),
                    message: error.to_string(),
                    loss: Loss::of(first.named),
                }),
            }
        }
        anchors.values_mut().for_each(|keys| keys.sort_unstable());
        Self { anchors, ..self }
    }

    /// The path of a page below the tree. In a revision, the path of a page is `REPO@REV:PATH`.
    fn below(&self, page: &Path) -> PathBuf {
        page.strip_prefix(&self.root).map(Path::to_owned).unwrap_or_else(|_| {
            let [page, root] = [page, &self.root].map(|path| path.to_string_lossy());
            let below = page.strip_prefix(root.trim_end_matches('/')).unwrap_or(&page);
            PathBuf::from(below.trim_start_matches([':', '/']))
        })
    }

    fn page(&self, key: &str, placed: &Placed, edition: &Edition, config: &Config) -> Option<&Placed> {
        if let Some(files) = self.pages.get(key) {
            return best(files, edition, config);
        }
        let loose = |path: &Path| best(std::slice::from_ref(self.loose.get(path)?), edition, config);
        if let Some(found) = loose(Path::new(key)).filter(|_| placed.key != Clue::Heading) {
            return Some(found);
        }
        if placed.key != Clue::Heading {
            // The tree around a named file shows its key; a narrow source tree may show only first headings.
            let anchor = placed.named.then(|| first_anchor(&placed.path, &placed.content, config).ok().flatten());
            let files = self.pages.get(&anchor.flatten()?)?;
            return best(files, edition, config).filter(|found| found.key == Clue::Heading);
        }
        let keys = self.anchors.get(key).map_or(&[][..], Vec::as_slice);
        let mut found = keys.iter().filter_map(|key| best(&self.pages[key], edition, config));
        let by_heading = found.next().filter(|_| found.next().is_none());
        by_heading.or_else(|| loose(&placed.shape.loose.as_ref()?.with_extension("")))
    }
}

/// The page of the edition's version: of the source locale, else without locale, else in a folder with the sources of the
/// edition's own locale.
fn best<'a>(files: &'a [Placed], edition: &Edition, config: &Config) -> Option<&'a Placed> {
    let rank = |placed: &Placed| match &placed.locale {
        Some((locale, _)) if locale.language() == config.source_locale.language() => Some(0),
        None => Some(1),
        Some((locale, _)) if *locale == edition.locale => Some(2),
        Some(_) => None,
    };
    let same_version = |placed: &&Placed| match &placed.version {
        Some((version, _)) => version.eq_ignore_ascii_case(&edition.version),
        None => files.len() == 1,
    };
    let is_another_file = |placed: &&Placed| placed.path != edition.path;
    let ranked =
        files.iter().filter(same_version).filter(is_another_file).filter_map(|placed| Some((rank(placed)?, placed)));
    ranked.min_by_key(|(rank, placed)| (*rank, &placed.path)).map(|(_, placed)| placed)
}
