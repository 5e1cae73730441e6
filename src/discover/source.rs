//! Finds the source text of pages that do not embed it: at the commit that the page names in a git repository, or in a
//! tree of source-language pages. The result for a page is a [`SourceUse`].

use super::git::{self, Blob, GitError, Repository};
use super::identify::Edition;
use super::origin::{Origin, SourceDate, SourceUse};
use super::{Clue, Discovery, HEAD, Placed, Problem, Storage, first_anchor};
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
    /// A git repository with the commits that pages name.
    pub git: Option<&'a Path>,
    /// The source-language pages that were translated, or pages of about that date: a folder, or `REPO@REV:FOLDER`.
    pub tree: Option<&'a Path>,
    /// The current source-language pages: a folder, or `REPO@REV:FOLDER`.
    pub newer: Option<&'a Path>,
}

/// Source text that was found for a page.
#[derive(Clone, Debug)]
pub struct FoundSource {
    /// Where it comes from.
    pub source: SourceUse,
    /// Where its bytes are.
    pub placed: Placed,
}

/// The source text of every page. Made once for a run.
#[derive(Debug, Default)]
pub struct Sources {
    /// Path of a page to its source at the commit that it names; `None` if that source was not found.
    pins: Pins,
    /// Whether a repository was given in which pins are looked up.
    has_git: bool,
    tree: Option<Library>,
    newer: Option<Library>,
}

impl Sources {
    /// Looks for the source text of all pages. Also returns the problems; pages whose commit fails for the same reason
    /// make one problem together.
    pub fn find(
        wanted: SourceOptions<'_>,
        discovery: &Discovery,
        config: &Config,
    ) -> Result<(Self, Vec<Problem>), GitError> {
        let mut problems = Vec::new();
        let is_loose = |file: &Placed| file.key == Clue::Heading;
        let has_loose = discovery.groups.iter().flat_map(|group| &group.files).any(is_loose);
        let mut library = |root: Option<&Path>| -> Result<Option<Library>, GitError> {
            let Some(root) = root else { return Ok(None) };
            let (library, unread) = Library::read(root, config)?;
            problems.extend(unread);
            Ok(Some(if has_loose { library.with_anchors(config) } else { library }))
        };
        let (tree, newer) = (library(wanted.tree)?, library(wanted.newer)?);
        let mut pins = Pins::default();
        if let Some(folder) = wanted.git {
            let (found, lost) = at_pins(&Arc::new(Repository::open(folder)?), folder, discovery, config);
            pins = found;
            problems.extend(lost);
        }
        Ok((Self { pins, has_git: wanted.git.is_some(), tree, newer }, problems))
    }

    /// The source text of an edition that embeds none: from the commit that it names, or else from the tree.
    pub fn of(&self, key: &str, placed: &Placed, edition: &Edition, config: &Config) -> Option<FoundSource> {
        let pinned = self.pins.get(&edition.path).cloned().flatten();
        pinned.or_else(|| {
            let placed = self.tree.as_ref()?.page(key, placed, edition, config)?.clone();
            let source = SourceUse { origin: Origin::Tree, path: placed.path.clone(), date: SourceDate::Unknown };
            Some(FoundSource { source, placed })
        })
    }

    /// Whether the source text at the page's commit was looked for and not found.
    pub fn is_lost(&self, edition: &Edition) -> bool {
        matches!(self.pins.get(&edition.path), Some(None))
    }

    /// Whether commits that pages name were looked for.
    pub fn has_git(&self) -> bool {
        self.has_git
    }

    /// Whether current source-language pages were given.
    pub fn has_newer(&self) -> bool {
        self.newer.is_some()
    }

    /// The current source page of an edition; `None` if it was deleted.
    ///
    /// # Errors
    ///
    /// Fails if it is not known whether the page still exists.
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
            let message = format!("no source page with its title in {}: its age is not known", newer.root.display());
            return Err(Unknown::Because(edition.path.clone(), message));
        }
        // A folder of the edition's own locale counts as source pages only if it does not contain the translation.
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
    /// Folder of page keys to the versions and locales of its pages. A version is in lower case, or empty if not known.
    folders: FxHashMap<String, FxHashSet<(String, Option<Locale>)>>,
    /// The folders that could not be read, as prefixes of page keys.
    unread: Vec<String>,
    /// Anchor of the first heading to page keys; empty without [`Library::with_anchors`].
    anchors: FxHashMap<String, Vec<String>>,
}

impl Library {
    /// Finds the pages under a root. Also returns what could not be read.
    fn read(root: &Path, config: &Config) -> Result<(Self, Vec<Problem>), GitError> {
        let discovery = git::discover(&[root.to_owned()], config)?;
        let mut problems = discovery.problems;
        if discovery.groups.is_empty() {
            let message = "no source-language page found".to_owned();
            problems.push(Problem { path: root.to_owned(), message, named: true });
        }

        let mut folders: FxHashMap<String, FxHashSet<(String, Option<Locale>)>> = FxHashMap::default();
        for group in &discovery.groups {
            let covered = group.files.iter().map(|file| {
                let version = file.version.as_ref().map_or(String::new(), |(version, _)| version.to_lowercase());
                (version, file.locale.as_ref().map(|(locale, _)| locale.clone()))
            });
            folders.entry(folder(&group.key).to_owned()).or_default().extend(covered);
        }
        let pages = discovery.groups.into_iter().map(|group| (group.key, group.files)).collect();
        let anchors = FxHashMap::default();
        Ok((Self { root: root.to_owned(), pages, folders, unread: discovery.unread, anchors }, problems))
    }

    /// Reads the first headings, by which loose translations find their source page.
    fn with_anchors(mut self, config: &Config) -> Self {
        let read = |(key, files): (&String, &Vec<Placed>)| {
            let first = files.first()?;
            first_anchor(&first.path, &first.content, config).ok().flatten().map(|anchor| (anchor, key.clone()))
        };
        let mut found: Vec<(String, String)> = self.pages.par_iter().filter_map(read).collect();
        found.sort();
        for (anchor, key) in found {
            self.anchors.entry(anchor).or_default().push(key);
        }
        self
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

/// The source page for an edition among the files of its key and version. The source locale is preferred, then files
/// without a locale, then files in a folder of the edition's own locale that contains its sources.
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
    let is_other_file = |placed: &&Placed| placed.path != edition.path;
    let candidates = files.iter().filter(same_version).filter(is_other_file);
    let ranked = candidates.filter_map(|placed| Some((rank(placed)?, placed)));
    ranked.min_by_key(|(rank, placed)| (*rank, &placed.path)).map(|(_, placed)| placed)
}

/// A page, the commit that it names and the paths that its source may have there.
struct Pinned<'a> {
    placed: &'a Placed,
    key: &'a str,
    commit: String,
    paths: Vec<String>,
}

/// Source texts by the path of the translation; `None` if the text was not found.
type Pins = FxHashMap<PathBuf, Option<FoundSource>>;

/// Looks up the source text of all pages at the commits that they name. `folder`: the repository as the user wrote it.
fn at_pins(
    repository: &Arc<Repository>,
    folder: &Path,
    discovery: &Discovery,
    config: &Config,
) -> (Pins, Vec<Problem>) {
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
    let mut pins = Pins::default();
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
    let problem = |((commit, message), pages): ((&str, String), usize)| {
        let pages = if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
        let message = format!("commit `{commit}`, named by {pages}: {message}");
        Problem { path: folder.to_owned(), message, named: false }
    };
    (pins, lost.into_iter().map(problem).collect())
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

/// The paths that a page may have in a source repository, the likeliest first: its own path from each of its folders on,
/// with the folder of the locale left out or replaced by the source locale.
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

/// How the path of a page ends in all layouts: `/v1.0/api/user-get.md`.
fn ending(page: &Pinned<'_>) -> String {
    let version = page.placed.version.as_ref().map(|(version, _)| format!("{version}/")).unwrap_or_default();
    format!("/{version}{}.md", page.key)
}
