//! Finds the history of the source page of a translation: in the repository that the user named, or in the work tree in which the
//! translation lies.

use super::super::git::{GitError, Repository};
use super::super::pins::paths;
use super::super::{Discovery, Loss, Placed, Problem, Storage};
use super::{History, Newest, PageVersion};
use crate::config::Config;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// In which repositories the history of source pages is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistoryScope {
    /// In no repository.
    #[default]
    None,
    /// In the repository that the user named.
    Named,
    /// In the repository that the user named, else in the work trees in which the pages lie.
    WorkTrees,
}

/// The histories of a run.
#[derive(Debug, Default)]
pub struct Histories {
    all: Vec<History>,
    /// For pages in work trees: their folder to its history and its path below the root of the repository. Empty if the user named
    /// a repository, which is that of all pages.
    folders: FxHashMap<PathBuf, (usize, String)>,
    is_named: bool,
}

/// The history of the source page of a translation.
#[derive(Debug)]
pub struct PageHistory<'h> {
    /// The history of all pages.
    pub history: &'h History,
    /// The path of the source page below the root of the repository.
    pub path: String,
}

impl Histories {
    /// Reads the history of the repository that the user named. `wanted`: whether a page needs it; else only the newest commit is
    /// read.
    pub fn named(repository: Arc<Repository>, wanted: Wanted, config: &Config) -> Result<Self, GitError> {
        let history = History::read(repository, wanted, &config.files)?;
        Ok(Self { all: history.into_iter().collect(), folders: FxHashMap::default(), is_named: true })
    }

    /// Reads the histories of the work trees in which translations lie that embed no source text.
    pub fn of_work_trees(discovery: &Discovery, config: &Config, problems: &mut Vec<Problem>) -> Self {
        let files = discovery.groups.iter().flat_map(|group| &group.files);
        let on_disk: Vec<&Placed> = files.filter(|file| matches!(file.content, Storage::Disk)).collect();
        let mut histories = Self::default();
        if !on_disk.par_iter().any(|file| may_be_translation(file, config) && lacks_spans(file, config)) {
            return histories;
        }
        let mut known: FxHashMap<PathBuf, Option<usize>> = FxHashMap::default();
        let folders: FxHashSet<&Path> = on_disk.iter().filter_map(|file| file.path.parent()).collect();
        let mut folders: Vec<&Path> = folders.into_iter().collect();
        folders.sort_unstable();
        let ceilings = ceilings();
        for folder in folders {
            let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let Ok(whole) = here.canonicalize() else { continue };
            let mut searched = whole.ancestors().take_while(|above| !ceilings.iter().any(|ceiling| ceiling == above));
            let Some(root) = searched.find(|above| above.join(".git").exists()) else { continue };
            let Ok(below) = whole.strip_prefix(root) else { continue };
            let index =
                *known.entry(root.to_owned()).or_insert_with(|| histories.open(&above(here, below), config, problems));
            if let Some(index) = index {
                histories.folders.insert(folder.to_owned(), (index, below.to_string_lossy().replace('\\', "/")));
            }
        }
        histories
    }

    /// Reads the history of a work tree; `None` if that is not possible, which is a problem without loss.
    fn open(&mut self, root: &Path, config: &Config, problems: &mut Vec<Problem>) -> Option<usize> {
        let read = Repository::open(root)
            .and_then(|repository| History::read(Arc::new(repository), Wanted::Versions, &config.files));
        match read {
            Ok(history) => {
                self.all.push(history?);
                Some(self.all.len() - 1)
            }
            Err(error) => {
                let message = format!("source pages are not dated: {error}");
                problems.push(Problem { path: root.to_owned(), message, loss: Loss::Nothing });
                None
            }
        }
    }

    /// A note for each history that is not whole.
    pub fn notes(&self) -> impl Iterator<Item = Problem> + '_ {
        self.all.iter().filter(|history| history.is_cut()).map(|history| Problem {
            path: history.shown().to_owned(),
            message: "the history is not whole (a shallow or partial clone?): source pages older than it are not found"
                .to_owned(),
            loss: Loss::Nothing,
        })
    }

    /// The history of the source page of a translation. `source`: the source page of its group, if there is one.
    pub fn of(&self, key: &str, placed: &Placed, source: Option<&Placed>, config: &Config) -> Option<PageHistory<'_>> {
        let history = self.for_page(&placed.path)?;
        let own = placed.path.parent().and_then(|folder| self.folders.get(folder)).map(|(_, folder)| {
            let name = placed.path.file_name().unwrap_or_default().to_string_lossy();
            join(folder, &name)
        });
        let from_source = source.into_iter().flat_map(|source| self.paths_of(source));
        let mut paths: Vec<String> = from_source.chain(paths(placed, key, config)).collect();
        // A path with more folders is more certain. The order of the others stays.
        paths.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
        let is_known = |path: &&String| history.has(path) && Some(*path) != own.as_ref();
        let ending = || {
            // A name alone is no evidence: many folders have an `index`.
            let mut ends = paths.iter().filter(|path| path.contains('/'));
            ends.find_map(|end| history.ending(end)).map(str::to_owned).filter(|path| Some(path) != own.as_ref())
        };
        let path = paths.iter().find(is_known).cloned().or_else(ending)?;
        Some(PageHistory { history, path })
    }

    /// The history in which the source of a page is searched.
    pub fn for_page(&self, path: &Path) -> Option<&History> {
        if self.is_named {
            return self.all.first();
        }
        self.folders.get(path.parent()?).map(|(index, _)| &self.all[*index])
    }

    /// The paths that a source page may have in its repository.
    fn paths_of(&self, source: &Placed) -> Vec<String> {
        if let Some((_, folder)) = source.path.parent().and_then(|folder| self.folders.get(folder)) {
            let name = source.path.file_name().unwrap_or_default().to_string_lossy();
            return vec![join(folder, &name)];
        }
        let parts: Vec<_> = source.path.iter().map(|part| part.to_string_lossy()).collect();
        // A name alone is no evidence: many folders have an `index`.
        (0..parts.len().saturating_sub(1)).map(|from| parts[from..].join("/")).collect()
    }
}

impl PageHistory<'_> {
    /// The versions of the source page that a translation can have been made from, the newest first. `target`: the bytes of the
    /// translation; versions that were committed after it are left out.
    pub fn versions(&self, target: &[u8]) -> Vec<PageVersion> {
        let mut versions = self.history.versions(&self.path);
        if let Some(time) = self.history.committed(target)
            && versions.iter().any(|version| version.first <= time)
        {
            versions.retain(|version| version.first <= time);
        }
        versions
    }

    /// The source page in the newest commit; `None` if it is not known whether there is one.
    pub fn newest(&self) -> Option<Newest> {
        self.history.newest(&self.path)
    }

    /// The path of a version in reports: `REPO@COMMIT:PATH`.
    pub fn shown(&self, commit: &str, path: &str) -> PathBuf {
        PathBuf::from(format!("{}@{commit}:{path}", self.history.shown().display()))
    }
}

/// How much of a history is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The versions of all pages.
    Versions,
    /// The pages of the newest commit.
    Newest,
}

/// The folders in which, and above which, no repository is searched: those of `GIT_CEILING_DIRECTORIES`, as for git.
fn ceilings() -> Vec<PathBuf> {
    let named = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
    std::env::split_paths(&named).filter_map(|folder| folder.canonicalize().ok()).collect()
}

/// The folder above `folder` whose path to it is `below`, as the user would write it.
fn above(folder: &Path, below: &Path) -> PathBuf {
    let count = below.iter().count();
    let kept = folder.iter().count().checked_sub(count).filter(|_| folder.ends_with(below));
    match kept {
        Some(0) => PathBuf::from("."),
        Some(kept) => folder.iter().take(kept).collect(),
        None => std::iter::repeat_n("..", count).fold(folder.to_owned(), |above, up| above.join(up)),
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether a page may be a translation: its path does not state the source language.
pub(crate) fn may_be_translation(placed: &Placed, config: &Config) -> bool {
    placed.locale.as_ref().is_none_or(|(locale, _)| locale.language() != config.source_locale.language())
}

/// Whether the start of a page has no span of a source text.
fn lacks_spans(placed: &Placed, config: &Config) -> bool {
    let class = config.profile.spans.source_class.as_bytes();
    placed.read_head().is_ok_and(|head| memchr::memmem::find(&head, class).is_none())
}
