//! The history of the source pages: the versions that each one had, with the commit that brought it. It is read once for all
//! pages.

mod commits;
pub mod lookup;

use super::git::{Blob, GitError, Repository};
use crate::config::files::FileRules;
use commits::{Commits, PageChange, PagesOfCommit};
use gix::ObjectId;
use lookup::Wanted;
use rustc_hash::FxHashMap;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// Most times that a page is followed to the path that it had before.
const MOST_MOVES: usize = 16;
/// Most versions of a page that are returned: the newest.
const MOST_VERSIONS: usize = 400;
/// Most pages removed by one commit that are compared with a page that it added.
const MOST_REMOVED: usize = 200;
/// The least share of common lines by which a page that a commit added counts as one that it removed.
const LEAST_COMMON: f64 = 0.5;

/// The history of all pages of a repository.
pub struct History {
    repository: Arc<Repository>,
    /// The commits, the oldest first: hash and time in seconds since 1970.
    commits: Vec<(ObjectId, i64)>,
    /// Path to its states, the oldest first.
    paths: FxHashMap<Box<str>, Vec<State>>,
    /// File name to the paths with this name, also those of removed pages.
    names: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Commit to the paths that it removed.
    removed: FxHashMap<u32, Vec<Box<str>>>,
    /// Page to the time of the first commit that has it.
    first: FxHashMap<ObjectId, i64>,
    /// The pages of the newest commit.
    head: PagesOfCommit,
    /// The kind of all hashes.
    hash: gix::hash::Kind,
    is_cut: bool,
}

impl std::fmt::Debug for History {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "History({:?}, {} commits)", self.repository.shown, self.commits.len())
    }
}

/// What a commit made of a page.
#[derive(Clone, Copy, Debug)]
struct State {
    /// The index of the commit.
    commit: u32,
    /// The page; `None` if the commit removed it.
    blob: Option<ObjectId>,
}

/// A version of a source page.
#[derive(Clone, Debug)]
pub struct PageVersion {
    /// Its text.
    pub blob: Blob,
    /// Its path below the root of the repository.
    pub path: String,
    /// The commit that brought it, in hexadecimal.
    pub commit: String,
    /// When it was committed first, in seconds since 1970.
    pub first: i64,
}

/// The source page in the newest commit.
#[derive(Clone, Debug)]
pub enum Newest {
    /// It is there.
    Page(Blob),
    /// It was removed, or has another path.
    Removed,
}

impl History {
    /// Reads the history of the newest commit of a repository. `None` if it has no commit.
    pub fn read(repository: Arc<Repository>, wanted: Wanted, files: &FileRules) -> Result<Option<Self>, GitError> {
        let objects = repository.objects.to_thread_local();
        let Some(head) = commits::newest(&objects) else { return Ok(None) };
        let commits = if wanted == Wanted::Versions { Commits::read(&objects, head) } else { Commits::default() };
        let changes = commits.changes(&repository.objects, files);
        let mut history = Self {
            head: PagesOfCommit::read(&objects, head, files),
            hash: head.kind(),
            commits: commits.all.iter().map(|commit| (commit.id, commit.time)).collect(),
            paths: FxHashMap::default(),
            names: FxHashMap::default(),
            removed: FxHashMap::default(),
            first: FxHashMap::default(),
            repository,
            is_cut: commits.is_cut,
        };
        for (commit, changes) in changes.into_iter().enumerate() {
            history.add(commit as u32, changes);
        }
        let heads = history.head.pages.keys().filter(|path| !history.paths.contains_key(*path));
        for path in history.paths.keys().chain(heads) {
            let name = path.rsplit('/').next().unwrap_or(path);
            history.names.entry(name.into()).or_default().push(path.clone());
        }
        Ok(Some(history))
    }

    /// Adds the changes of a commit. Commits are added from the oldest on.
    fn add(&mut self, commit: u32, changes: Vec<PageChange>) {
        let time = self.commits[commit as usize].1;
        for PageChange { path, blob } in changes {
            match blob {
                Some(blob) => drop(self.first.entry(blob).or_insert(time)),
                None => self.removed.entry(commit).or_default().push(path.clone()),
            }
            self.paths.entry(path).or_default().push(State { commit, blob });
        }
    }

    /// Whether older commits exist that could not be read.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The folder that the user named.
    pub fn shown(&self) -> &Path {
        &self.repository.shown
    }

    /// Whether a page ever had this path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains_key(path) || self.head.pages.contains_key(path)
    }

    /// The only path that has another path at its end, or the only one of them that the newest commit has.
    pub fn ending(&self, end: &str) -> Option<&str> {
        let name = end.rsplit('/').next()?;
        let is_end = |path: &&str| path.strip_suffix(end).is_some_and(|start| start.ends_with('/'));
        let found: Vec<&str> = self.names.get(name)?.iter().map(|path| &**path).filter(is_end).collect();
        let now = || {
            let mut now = found.iter().filter(|path| self.head.pages.contains_key(**path));
            now.next().filter(|_| now.next().is_none()).copied()
        };
        if let [only] = found[..] { Some(only) } else { now() }
    }

    /// The page at a path in the newest commit; `None` if it is not known whether there is one.
    pub fn newest(&self, path: &str) -> Option<Newest> {
        if let Some(id) = self.head.pages.get(path) {
            return Some(Newest::Page(self.blob(*id)));
        }
        let is_lost = self.head.lost.iter().any(|folder| path.starts_with(&**folder));
        (!is_lost && !self.head.pages.is_empty()).then_some(Newest::Removed)
    }

    /// When a page was committed first, in seconds since 1970; `None` if it never was. `bytes`: its text.
    pub fn committed(&self, bytes: &[u8]) -> Option<i64> {
        let id = gix::objs::compute_hash(self.hash, gix::objs::Kind::Blob, bytes).ok()?;
        self.first.get(&id).copied()
    }

    /// When an object was committed first, in seconds since 1970. `hash`: its hash in hexadecimal.
    pub fn committed_as(&self, hash: &str) -> Option<i64> {
        self.first.get(&ObjectId::from_hex(hash.as_bytes()).ok()?).copied()
    }

    /// The versions of the page at a path, and of the paths that it had before; the newest first.
    pub fn versions(&self, path: &str) -> Vec<PageVersion> {
        let mut versions: Vec<PageVersion> = Vec::new();
        let mut seen: HashSet<Box<str>> = HashSet::new();
        let (mut path, mut before) = (Box::<str>::from(path), u32::MAX);
        for _ in 0..MOST_MOVES {
            let Some(states) = self.paths.get(&path).filter(|_| seen.insert(path.clone())) else { break };
            let states: Vec<State> = states.iter().copied().filter(|state| state.commit < before).collect();
            for State { commit, blob } in states.iter().rev().take(MOST_VERSIONS - versions.len()) {
                let (Some(blob), (commit, time)) = (blob, self.commits[*commit as usize]) else { continue };
                match versions.iter_mut().find(|known| known.blob.id == *blob) {
                    Some(known) => (known.first, known.commit) = (time, commit.to_string()),
                    None => versions.push(PageVersion {
                        blob: self.blob(*blob),
                        path: path.to_string(),
                        commit: commit.to_string(),
                        first: time,
                    }),
                }
            }
            let added = states.iter().find_map(|state| Some((state.commit, state.blob?)));
            let Some((old, commit)) = added.and_then(|(commit, blob)| Some((self.moved(commit, blob)?, commit))) else {
                break;
            };
            (path, before) = (old, commit);
        }
        versions
    }

    /// The path before of a page that a commit added: that of a page that the commit removed, with the same text or most of its
    /// lines.
    fn moved(&self, commit: u32, blob: ObjectId) -> Option<Box<str>> {
        let removed = self.removed.get(&commit)?;
        let last = |path: &str| {
            let states = self.paths.get(path)?;
            states.iter().rev().find(|state| state.commit < commit).and_then(|state| state.blob)
        };
        let removed: Vec<(&Box<str>, ObjectId)> =
            removed.iter().take(MOST_REMOVED).filter_map(|path| Some((path, last(path)?))).collect();
        if let Some((path, _)) = removed.iter().find(|(_, old)| *old == blob) {
            return Some((*path).clone());
        }
        let added = self.blob(blob).read().ok()?;
        let common =
            removed.iter().filter_map(|(path, old)| Some((common_lines(&self.blob(*old).read().ok()?, &added), path)));
        let best = common.filter(|(share, _)| *share >= LEAST_COMMON).max_by(|left, right| left.0.total_cmp(&right.0));
        best.map(|(_, path)| (*path).clone())
    }

    fn blob(&self, id: ObjectId) -> Blob {
        Blob { repository: Arc::clone(&self.repository), id }
    }
}

/// The share of lines that two texts have in common, from 0 to 1. Empty lines do not count.
fn common_lines(old: &[u8], new: &[u8]) -> f64 {
    let lines = |text: &[u8]| text.split(|byte| *byte == b'\n').filter(|line| line.len() > 1).count();
    let mut counts: FxHashMap<&[u8], usize> = FxHashMap::default();
    old.split(|byte| *byte == b'\n')
        .filter(|line| line.len() > 1)
        .for_each(|line| *counts.entry(line).or_default() += 1);
    let mut common = 0;
    for line in new.split(|byte| *byte == b'\n') {
        if let Some(left) = counts.get_mut(line).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    let most = lines(old).max(lines(new));
    if most == 0 { 0.0 } else { f64::from(common) / most as f64 }
}
