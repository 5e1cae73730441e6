//! Reads pages from git repositories: all pages of a revision, or single pages at a commit. Objects that a shallow or
//! partial clone lacks are reported page by page. A revision is a name or a hash, optionally followed by `~` and `^`;
//! git's further notations, for example dates, are not supported.

use super::error::ReadError;
use super::{Candidate, Discovery, Problem, Storage, arrange, has_page_extension, is_hidden, place, walk};
use crate::config::Config;
use gix::objs::tree::EntryKind;
use gix::{ObjectId, ThreadSafeRepository};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// Why a revision cannot be read.
#[derive(Debug, Error)]
pub enum GitError {
    /// The folder is not in a repository.
    #[error("{}: not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// No commit has that name.
    #[error("{path}: no revision `{1}`", path = .0.display())]
    NoRevision(PathBuf, String),
    /// The repository knows the revision, but the commit or its root folder is missing.
    #[error("{path}: the objects of revision `{1}` are not in the repository (a shallow or partial clone?)", path = .0.display())]
    NoObject(PathBuf, String),
    /// The revision has no such folder or file.
    #[error("{path}: revision `{1}` has no `{2}`", path = .0.display())]
    NoPath(PathBuf, String, String),
}

/// A repository. All threads may read it.
pub struct Repository {
    objects: ThreadSafeRepository,
    /// The folder as the user wrote it.
    shown: PathBuf,
    /// The path of that folder from the root of the repository; empty for the root.
    prefix: String,
}

/// A page in a repository.
#[derive(Clone)]
pub struct Blob {
    repository: Arc<Repository>,
    id: ObjectId,
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Blob({})", self.id)
    }
}

impl Blob {
    /// Whether both are the same object: equal bytes.
    pub fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    /// Reads the page.
    pub fn read(&self) -> Result<Vec<u8>, ReadError> {
        let repository = self.repository.objects.to_thread_local();
        let found = repository.try_find_object(self.id).map_err(ReadError::git)?;
        found.map(|mut object| std::mem::take(&mut object.data)).ok_or(ReadError::NoObject)
    }
}

/// Finds the pages under `roots` as [`super::discover`] does. A root `REPO@REV` or `REPO@REV:PATH` is read from git.
pub fn discover(roots: &[PathBuf], config: &Config) -> Result<Discovery, GitError> {
    let (mut discovery, mut found) = (Discovery::default(), Vec::new());
    for root in roots {
        match parse_revision(root) {
            Some((repository, revision, path)) => {
                let repository = Arc::new(Repository::open(&repository)?);
                let (found, discovery) = (&mut found, &mut discovery);
                RevisionWalk { repository, revision, config, found, discovery }.run(&path)?;
            }
            None => walk(root, &mut found, &mut discovery),
        }
    }
    Ok(arrange(found, discovery, config))
}

/// The parts of `REPO@REV` or `REPO@REV:PATH`; `None` if a file has that name or `REPO` is not a folder.
fn parse_revision(root: &Path) -> Option<(PathBuf, String, String)> {
    let text = root.to_str().filter(|_| !root.exists())?;
    let (repository, rest) = text.match_indices('@').find_map(|(at, _)| {
        let repository = Path::new(&text[..at]);
        repository.is_dir().then(|| (repository.to_owned(), &text[at + 1..]))
    })?;
    let (revision, path) = rest.split_once(':').unwrap_or((rest, ""));
    Some((repository, revision.to_owned(), path.trim_matches('/').to_owned()))
}

impl Repository {
    /// Opens the repository that contains a folder. The folder may be its root.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        let none = || GitError::NoRepository(folder.to_owned());
        let objects = ThreadSafeRepository::discover(folder).map_err(|_| none())?;
        let root = objects.to_thread_local().workdir().map(Path::to_owned);
        let below = root.and_then(|root| {
            let (folder, root) = (folder.canonicalize().ok()?, root.canonicalize().ok()?);
            folder.strip_prefix(root).ok().map(|below| below.to_string_lossy().replace('\\', "/"))
        });
        Ok(Self { objects, shown: folder.to_owned(), prefix: below.unwrap_or_default() })
    }

    /// Looks up pages at commits. The results have the order of `wanted`. Each folder of a commit is read once;
    /// commits are read in parallel.
    pub fn pages(self: &Arc<Self>, wanted: &[WantedPage<'_>]) -> Vec<PageAtCommit> {
        let mut commits: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, wanted) in wanted.iter().enumerate() {
            commits.entry(wanted.commit).or_default().push(index);
        }
        let found: Vec<Vec<(usize, PageAtCommit)>> = commits
            .into_par_iter()
            .map(|(commit, indices)| {
                let objects = self.objects.to_thread_local();
                let root = resolve(&objects, commit).map(|id| tree_of(&objects, id));
                let mut tree = root.flatten().map(|root| CommitTree::new(&objects, root));
                let mut page = |index: usize| {
                    let absent = if root.is_none() { ReadError::NoCommit } else { ReadError::NoObject };
                    let (path, id) = tree.as_mut().ok_or(absent)?.find(&wanted[index])?;
                    Ok((path, Blob { repository: Arc::clone(self), id }))
                };
                indices.into_iter().map(|index| (index, page(index))).collect()
            })
            .collect();
        let mut found: Vec<(usize, PageAtCommit)> = found.into_iter().flatten().collect();
        found.sort_by_key(|(index, _)| *index);
        found.into_iter().map(|(_, page)| page).collect()
    }
}

/// The files of one commit. Folders are kept once they were read.
struct CommitTree<'r> {
    objects: &'r gix::Repository,
    root: ObjectId,
    folders: FxHashMap<ObjectId, Entries>,
    /// All files with their paths, each path with a leading `/`; listed when a page is first looked for by its ending.
    files: Option<Vec<(String, ObjectId)>>,
}

impl<'r> CommitTree<'r> {
    fn new(objects: &'r gix::Repository, root: ObjectId) -> Self {
        Self { objects, root, folders: FxHashMap::default(), files: None }
    }

    /// The path and object of a page.
    fn find(&mut self, wanted: &WantedPage<'_>) -> Result<(String, ObjectId), ReadError> {
        let mut unread = None;
        for path in wanted.paths {
            match self.descend(path) {
                Ok(Some((EntryKind::Blob | EntryKind::BlobExecutable, id))) => return Ok((path.clone(), id)),
                Ok(_) => {}
                Err(error) => unread = Some(error),
            }
        }
        let files = self.files.get_or_insert_with(|| {
            let mut files = Vec::new();
            list(self.objects, self.root, "", &mut files);
            files
        });
        let mut matching = files.iter().filter(|(path, _)| path.ends_with(&*wanted.ending));
        match (matching.next(), matching.next()) {
            (Some((path, id)), None) => Ok((path[1..].to_owned(), *id)),
            _ => Err(unread.unwrap_or(ReadError::NoPage)),
        }
    }

    /// Follows a path from the root; `None` if nothing has that path.
    fn descend(&mut self, path: &str) -> Result<Option<(EntryKind, ObjectId)>, ReadError> {
        let mut reached = (EntryKind::Tree, self.root);
        for name in path.split('/').filter(|name| !name.is_empty()) {
            if reached.0 != EntryKind::Tree {
                return Ok(None);
            }
            let folder = match self.folders.entry(reached.1) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    let read = entries(self.objects, reached.1)?;
                    free.insert(read.ok_or_else(|| ReadError::NoFolder(name.to_owned()))?)
                }
            };
            match folder.get(name) {
                Some(next) => reached = *next,
                None => return Ok(None),
            }
        }
        Ok(Some(reached))
    }
}

/// Lists all files below a folder, each path with a leading `/`. Missing folders are skipped.
fn list(objects: &gix::Repository, tree: ObjectId, above: &str, all: &mut Vec<(String, ObjectId)>) {
    for (name, (kind, id)) in entries(objects, tree).ok().flatten().into_iter().flatten().collect::<BTreeMap<_, _>>() {
        let path = format!("{above}/{name}");
        match kind {
            EntryKind::Tree => list(objects, id, &path, all),
            EntryKind::Blob | EntryKind::BlobExecutable => all.push((path, id)),
            _ => {}
        }
    }
}

/// The path and the object of a page, or why the page cannot be read.
pub type PageAtCommit = Result<(String, Blob), ReadError>;

/// A page to look for at a commit.
#[derive(Debug)]
pub struct WantedPage<'a> {
    /// The commit, as a revision.
    pub commit: &'a str,
    /// Paths that the page may have, from the root of the repository, the likeliest first.
    pub paths: &'a [String],
    /// The end of its path, tried when none of `paths` exists. Used only if exactly one file of the commit matches.
    pub ending: String,
}

/// The entries of a folder: name to kind and object.
type Entries = FxHashMap<String, (EntryKind, ObjectId)>;

/// The commit that a revision names: a reference, a hash or the start of a hash, then any number of `~` and `^` steps.
fn resolve(objects: &gix::Repository, revision: &str) -> Option<ObjectId> {
    let end = revision.find(['~', '^']).unwrap_or(revision.len());
    let (name, mut steps) = revision.split_at(end);
    let name = if name == "@" { "HEAD" } else { name };
    let named =
        objects.try_find_reference(name).ok().flatten().and_then(|reference| reference.into_fully_peeled_id().ok());
    let hashed = || {
        let prefix = gix::hash::Prefix::from_hex(name).ok()?;
        objects.objects.lookup_prefix(prefix, None).ok()??.ok()
    };
    let mut id = named.map(gix::Id::detach).or_else(hashed)?;
    while let Some(step) = steps.chars().next() {
        let digits = steps[1..].find(|character: char| !character.is_ascii_digit()).map_or(steps.len(), |end| end + 1);
        let count: usize = if digits == 1 { 1 } else { steps[1..digits].parse().ok()? };
        steps = &steps[digits..];
        let parent = |id: ObjectId, index: usize| {
            let commit = objects.find_commit(id).ok()?;
            commit.parent_ids().nth(index).map(gix::Id::detach)
        };
        match step {
            '~' => id = (0..count).try_fold(id, |id, _| parent(id, 0))?,
            '^' if count > 0 => id = parent(id, count - 1)?,
            '^' => {}
            _ => return None,
        }
    }
    Some(id)
}

/// The root folder of a commit, or of the commit that a tag names.
fn tree_of(objects: &gix::Repository, id: ObjectId) -> Option<ObjectId> {
    let object = objects.try_find_object(id).ok()??;
    object.peel_to_kind(gix::objs::Kind::Tree).ok().map(|tree| tree.id)
}

/// Reads a folder; `None` if its object is missing.
fn entries(objects: &gix::Repository, tree: ObjectId) -> Result<Option<Entries>, ReadError> {
    let Some(object) = objects.try_find_object(tree).map_err(ReadError::git)? else { return Ok(None) };
    let tree = object.try_into_tree().map_err(ReadError::git)?;
    let decoded = tree.decode().map_err(ReadError::git)?;
    let entry =
        |entry: &gix::objs::tree::EntryRef<'_>| (entry.filename.to_string(), (entry.mode.kind(), entry.oid.to_owned()));
    Ok(Some(decoded.entries.iter().map(entry).collect()))
}

/// A walk over the files of a revision.
struct RevisionWalk<'w> {
    repository: Arc<Repository>,
    revision: String,
    config: &'w Config,
    /// Receives the pages.
    found: &'w mut Vec<Candidate>,
    /// Receives the folders that cannot be read.
    discovery: &'w mut Discovery,
}

impl RevisionWalk<'_> {
    /// Collects the file or all pages of the folder at `path`, which is relative to the folder that the user named.
    fn run(&mut self, path: &str) -> Result<(), GitError> {
        let objects = self.repository.objects.to_thread_local();
        let shown = || self.repository.shown.clone();
        let absent = || GitError::NoObject(shown(), self.revision.clone());
        let commit = resolve(&objects, &self.revision);
        let commit = commit.ok_or_else(|| GitError::NoRevision(shown(), self.revision.clone()))?;
        let root = tree_of(&objects, commit).ok_or_else(absent)?;
        let whole = format!("{}/{path}", self.repository.prefix);
        let start = CommitTree::new(&objects, root).descend(&whole).map_err(|_| absent())?;
        let start = start.ok_or_else(|| GitError::NoPath(shown(), self.revision.clone(), path.to_owned()))?;
        match start {
            (EntryKind::Tree, tree) => self.folder(&objects, tree, path, path),
            (_, id) => {
                let root = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let candidate = Candidate { named: true, ..self.candidate(path, root, id) };
                self.found.push(candidate);
            }
        }
        Ok(())
    }

    fn folder(&mut self, objects: &gix::Repository, tree: ObjectId, path: &str, root: &str) {
        let entries = match entries(objects, tree) {
            Ok(Some(entries)) => entries.into_iter().collect::<BTreeMap<_, _>>(),
            Ok(None) => return self.add_unread(path, root, &ReadError::NoObject),
            Err(error) => return self.add_unread(path, root, &error),
        };
        for (name, (kind, id)) in entries {
            let below = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            match kind {
                _ if is_hidden(Path::new(&name)) => {}
                EntryKind::Tree => self.folder(objects, id, &below, root),
                EntryKind::Blob | EntryKind::BlobExecutable if has_page_extension(Path::new(&name)) => {
                    let candidate = self.candidate(&below, root, id);
                    self.found.push(candidate);
                }
                _ => {}
            }
        }
    }

    /// Records a folder that cannot be read, and the start of the page keys in it.
    fn add_unread(&mut self, path: &str, root: &str, error: &ReadError) {
        let inside = self.candidate(&format!("{path}/x.md"), root, ObjectId::null(gix::hash::Kind::Sha1));
        if let Ok(Some((key, _))) = place::place(&inside, self.config) {
            self.discovery.unread.push(key.strip_suffix('x').unwrap_or(&key).to_owned());
        }
        let problem = Problem { path: self.shown(path), message: error.to_string(), named: path == root };
        self.discovery.problems.push(problem);
    }

    fn shown(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("{}@{}:{path}", self.repository.shown.display(), self.revision))
    }

    /// A file below `root`, as if the user had not named it itself.
    fn candidate(&self, path: &str, root: &str, id: ObjectId) -> Candidate {
        let folder = &self.repository.shown;
        Candidate {
            path: folder.join(path),
            root: folder.join(root),
            shown: self.shown(path),
            named: false,
            content: Storage::Git(Blob { repository: Arc::clone(&self.repository), id }),
        }
    }
}
