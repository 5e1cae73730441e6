//! Where the source text of a page is to be had, when the page does not embed it: at the commit that the page names
//! in a git repository, or in a tree of source-language pages. What is known of a page afterwards is [`SourceUse`](super::origin::SourceUse).

use super::git::{self, Blob, GitError, Repository};
use super::identify::Edition;
use super::origin::{Origin, SourceDate, SourceUse};
use super::{Clue, Discovery, Group, HEAD, Placed, Problem, Storage, first_anchor};
use crate::config::Config;
use crate::locale::Locale;
use crate::page::{decode, front_matter};
use crate::text;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where to look for source text.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceOptions<'a> {
    /// A git repository that has the commits which pages name.
    pub git: Option<&'a Path>,
    /// Source-language pages that were translated, or nearly so: a folder, or `REPO@REV:FOLDER`.
    pub tree: Option<&'a Path>,
    /// Source-language pages as they are now, likewise.
    pub newer: Option<&'a Path>,
}

/// Source text that was found for a page.
#[derive(Clone, Debug)]
pub struct FoundSource {
    /// What to say of it.
    pub source: SourceUse,
    /// Where its bytes are.
    pub placed: Placed,
}

/// Where each page's source text is. Made once for a run.
#[derive(Debug, Default)]
pub struct Sources {
    /// Path of a page to its source at the commit that it names; `None` where that was not found.
    pins: FxHashMap<PathBuf, Option<FoundSource>>,
    /// Whether there is a repository to look for pins in.
    has_git: bool,
    tree: Option<Library>,
    newer: Option<Library>,
}

impl Sources {
    /// Looks for the source text of all pages. Gives it with what could not be had: one problem for each commit.
    pub fn find(
        wanted: SourceOptions<'_>,
        discovery: &Discovery,
        config: &Config,
    ) -> Result<(Self, Vec<Problem>), GitError> {
        let mut problems = Vec::new();
        let loose = discovery.groups.iter().flat_map(|group| &group.files).any(|file| file.key == Clue::Heading);
        let mut library =
            |root: Option<&Path>| root.map(|root| Library::read(root, loose, config, &mut problems)).transpose();
        let (tree, newer) = (library(wanted.tree)?, library(wanted.newer)?);
        let pins = match wanted.git {
            Some(folder) => at_pins(&Arc::new(Repository::open(folder)?), folder, discovery, config, &mut problems),
            None => FxHashMap::default(),
        };
        Ok((Self { pins, has_git: wanted.git.is_some(), tree, newer }, problems))
    }

    /// The source text of an edition that embeds none: at its commit, else from the tree.
    pub fn of(&self, key: &str, placed: &Placed, edition: &Edition, config: &Config) -> Option<FoundSource> {
        let pinned = self.pins.get(&edition.path).cloned().flatten();
        pinned.or_else(|| {
            let placed = self.tree.as_ref()?.page(key, placed, edition, config)?.clone();
            let source = SourceUse { origin: Origin::Tree, path: placed.path.clone(), date: SourceDate::Unknown };
            Some(FoundSource { source, placed })
        })
    }

    /// Whether the commit that a page names was looked for and not found.
    pub fn is_lost(&self, edition: &Edition) -> bool {
        matches!(self.pins.get(&edition.path), Some(None))
    }

    /// Whether commits that pages name were looked for.
    pub fn has_git(&self) -> bool {
        self.has_git
    }

    /// Whether there are source-language pages as they are now.
    pub fn has_newer(&self) -> bool {
        self.newer.is_some()
    }

    /// The page of an edition as it is now in the source language; `None` where it is gone. The error tells that
    /// this is not known.
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
            let message = format!("no source page of its title in {}: its age is not known", newer.root.display());
            return Err(Unknown::Because(edition.path.clone(), message));
        }
        // A folder of the edition's own locale counts as sources only where it does not hold the translation.
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
            "no source page of `{}`, {}: whether its pages are gone is not known",
            folder(key),
            edition.version
        );
        Err(Unknown::Because(newer.root.clone(), message))
    }
}

/// Why it is not known whether a source page still exists.
#[derive(Clone, Debug)]
pub enum Unknown {
    /// Its folder could not be read; that was reported when the tree was read.
    AlreadyReported,
    /// A reason to report, and the path that it is about.
    Because(PathBuf, String),
}

/// The folder of a page key.
fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Source-language pages by key.
#[derive(Debug)]
struct Library {
    root: PathBuf,
    pages: FxHashMap<String, Vec<Placed>>,
    /// Folder of keys to the versions and locales that it has pages of. Versions in lower case, empty where none.
    folders: FxHashMap<String, FxHashSet<(String, Option<Locale>)>>,
    unread: Vec<String>,
    /// Anchor of the first heading to keys, where there are loose pages that may ask for it.
    anchors: FxHashMap<String, Vec<String>>,
}

impl Library {
    fn read(root: &Path, loose: bool, config: &Config, problems: &mut Vec<Problem>) -> Result<Self, GitError> {
        let discovery = git::discover(&[root.to_owned()], config)?;
        problems.extend(discovery.problems);
        if discovery.groups.is_empty() {
            let message = "no source-language page found".to_owned();
            problems.push(Problem { path: root.to_owned(), message, named: true });
        }
        let anchors = if loose { anchors(&discovery.groups, config) } else { FxHashMap::default() };
        let mut folders: FxHashMap<String, FxHashSet<(String, Option<Locale>)>> = FxHashMap::default();
        for group in &discovery.groups {
            let covered = group.files.iter().map(|file| {
                let version = file.version.as_ref().map_or(String::new(), |(version, _)| version.to_lowercase());
                (version, file.locale.as_ref().map(|(locale, _)| locale.clone()))
            });
            folders.entry(folder(&group.key).to_owned()).or_default().extend(covered);
        }
        let pages = discovery.groups.into_iter().map(|group| (group.key, group.files)).collect();
        Ok(Self { root: root.to_owned(), pages, folders, unread: discovery.unread, anchors })
    }

    fn page(&self, key: &str, placed: &Placed, edition: &Edition, config: &Config) -> Option<&Placed> {
        if let Some(files) = self.pages.get(key) {
            return best(files, edition, config);
        }
        if placed.key != Clue::Heading {
            return None;
        }
        let mut found = self.anchors.get(key)?.iter().filter_map(|key| best(&self.pages[key], edition, config));
        found.next().filter(|_| found.next().is_none())
    }
}

/// The keys of groups by the anchor of the first heading.
fn anchors(groups: &[Group], config: &Config) -> FxHashMap<String, Vec<String>> {
    let read = |group: &Group| {
        let first = group.files.first()?;
        first_anchor(&first.path, &first.content, config).ok().flatten().map(|anchor| (anchor, group.key.clone()))
    };
    let mut anchors: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for (anchor, key) in groups.par_iter().map(read).collect::<Vec<_>>().into_iter().flatten() {
        anchors.entry(anchor).or_default().push(key);
    }
    anchors
}

/// The page of a version: of the source locale, else of no locale, else of a folder that holds the sources of the
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
    let other = |placed: &&Placed| placed.path != edition.path;
    let ranked = files.iter().filter(same_version).filter(other).filter_map(|placed| Some((rank(placed)?, placed)));
    ranked.min_by_key(|(rank, placed)| (*rank, &placed.path)).map(|(_, placed)| placed)
}

/// A page, the commit that it names and the paths that it may have had there.
struct Pinned<'a> {
    placed: &'a Placed,
    key: &'a str,
    commit: String,
    paths: Vec<String>,
}

/// Finds the pages at the commits that they name.
fn at_pins(
    repository: &Arc<Repository>,
    folder: &Path,
    discovery: &Discovery,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> FxHashMap<PathBuf, Option<FoundSource>> {
    let files: Vec<(&str, &Placed)> =
        discovery.groups.iter().flat_map(|group| group.files.iter().map(|file| (group.key.as_str(), file))).collect();
    let pinned: Vec<Pinned<'_>> = files
        .par_iter()
        .filter_map(|&(key, placed)| {
            Some(Pinned { placed, key, commit: pin(placed, config)?, paths: paths(placed, key, config) })
        })
        .collect();
    let wanted: Vec<git::WantedPage<'_>> = pinned
        .iter()
        .map(|page| git::WantedPage { commit: &page.commit, paths: &page.paths, ending: ending(page) })
        .collect();
    let found = repository.pages(&wanted);
    let mut lost: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut pins = FxHashMap::default();
    for (page, found) in pinned.iter().zip(found) {
        let source = match found {
            Ok((path, blob)) => Some(at_pin(page, folder, &path, blob)),
            Err(error) => {
                *lost.entry((&page.commit, error.to_string())).or_default() += 1;
                None
            }
        };
        pins.insert(page.placed.path.clone(), source);
    }
    for ((commit, message), pages) in lost {
        let pages = if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
        let message = format!("commit `{commit}`, named by {pages}: {message}");
        problems.push(Problem { path: folder.to_owned(), message, named: false });
    }
    pins
}

fn at_pin(page: &Pinned<'_>, folder: &Path, path: &str, blob: Blob) -> FoundSource {
    let path = PathBuf::from(format!("{}@{}:{path}", folder.display(), page.commit));
    let source = SourceUse { origin: Origin::Pin, path: path.clone(), date: SourceDate::Exact };
    let placed = Placed { path, content: Storage::Git(blob), locale: None, named: false, ..page.placed.clone() };
    FoundSource { source, placed }
}

/// The commit that a page names in its front matter.
fn pin(placed: &Placed, config: &Config) -> Option<String> {
    let head = placed.read_head(HEAD).ok()?;
    if decode::is_binary(&head) {
        return None;
    }
    let decoded = decode::decode(head);
    let (front_matter, _) = front_matter::cut(&decoded.text, decoded.start);
    let pin = front_matter?.get(&config.profile.front_matter.pin)?.trim().to_owned();
    (!pin.is_empty()).then_some(pin)
}

/// The paths that a page may have in a source repository, the likeliest first: its own path from any folder on,
/// with the locale's folder left out or replaced by the source locale.
fn paths(placed: &Placed, key: &str, config: &Config) -> Vec<String> {
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
    let mut paths: Vec<String> = (0..=last).map(|from| parts[from..].join("/")).collect();
    let localized = parts.iter().rposition(|part| Locale::in_component(part).is_some());
    if let Some(at) = localized.filter(|&at| at < last.max(1)) {
        let source = config.source_locale.as_str();
        for name in [source.to_owned(), source.to_lowercase(), config.source_locale.language().to_owned()] {
            let mut swapped = parts.clone();
            swapped[at] = name;
            paths.extend((0..=at).map(|from| swapped[from..].join("/")));
        }
    }
    paths
}

/// How a page's path ends in any layout.
fn ending(page: &Pinned<'_>) -> String {
    let version = page.placed.version.as_ref().map(|(version, _)| format!("{version}/")).unwrap_or_default();
    format!("/{version}{}.md", page.key)
}
