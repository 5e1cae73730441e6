//! Git repositories, and single pages at a commit and path. Objects that a shallow or partial
//! clone lacks are reported page by page. A revision is a name or a hash, with `~` and `^`; other notations of git, for example
//! dates, are not supported.

use super::error::ReadError;
use crate::shown::ShownPath;
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
    /// The folder is in no repository.
    #[error("{}: not in a git repository", ShownPath(.0))]
    NoRepository(PathBuf),
    /// The repository cannot be read, for example because its format is not supported.
    #[error("{path}: the git repository cannot be read: {1}", path = ShownPath(.0))]
    Unreadable(PathBuf, String),
    /// There is no such commit.
    #[error("{path}: no revision `{1}`", path = ShownPath(.0))]
    NoRevision(PathBuf, String),
    /// A reference names the commit, but the commit or its root folder is missing.
    #[error("{path}: the objects of revision `{1}` are not in the repository (a shallow or partial clone?)", path = ShownPath(.0))]
    NoObject(PathBuf, String),
    /// The revision has no such folder or file.
    #[error("{path}: revision `{1}` has no `{2}`", path = ShownPath(.0))]
    NoPath(PathBuf, String, String),
}

/// Most files of a revision that are listed. A repository of a few kilobytes can state more than a machine can hold, by naming
/// one folder many times.
pub(super) const MOST_FILES: usize = 2_000_000;

/// A repository that any thread may read.
pub struct Repository {
    pub(super) objects: ThreadSafeRepository,
    /// The folder that the user named.
    pub(super) shown: PathBuf,
    /// That folder below the root of the repository; empty for the root.
    pub(super) prefix: String,
}

/// A page in a repository.
#[derive(Clone)]
pub struct Blob {
    pub(super) repository: Arc<Repository>,
    pub(super) id: ObjectId,
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Blob({})", self.id)
    }
}

impl Blob {
    /// Whether two pages are the same object.
    pub fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    /// Its hash, in hexadecimal.
    pub fn hash(&self) -> String {
        self.id.to_string()
    }

    /// Reads the page.
    pub fn read(&self) -> Result<Vec<u8>, ReadError> {
        let repository = self.repository.objects.to_thread_local();
        let found = repository.try_find_object(self.id).map_err(ReadError::git)?;
        found.map(|mut object| std::mem::take(&mut object.data)).ok_or(ReadError::NoObject)
    }
}

impl Repository {
    /// Opens the repository that a folder is in.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        // A relative path of a bare repository is not found.
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let objects = ThreadSafeRepository::discover(&whole).map_err(|error| {
            let is_repository = whole.ancestors().any(|above| above.join(".git").exists());
            match is_repository {
                true => GitError::Unreadable(folder.to_owned(), causes(&error)),
                false => GitError::NoRepository(folder.to_owned()),
            }
        })?;
        // The objects of such a repository can be read, but its names not.
        if objects.refs.git_dir().join("reftable").exists() {
            let reason = "its references are in the reftable format, which is not supported";
            return Err(GitError::Unreadable(folder.to_owned(), reason.to_owned()));
        }
        let root = objects.to_thread_local().workdir().map(Path::to_owned);
        let below = root.and_then(|root| {
            let (folder, root) = (folder.canonicalize().ok()?, root.canonicalize().ok()?);
            folder.strip_prefix(root).ok().map(|below| below.to_string_lossy().replace('\\', "/"))
        });
        Ok(Self { objects, shown: folder.to_owned(), prefix: below.unwrap_or_default() })
    }

    /// The pages at these commits, each with its path, in the same order. The folders of a commit are read once. Commits are
    /// read in parallel.
    pub fn pages(self: &Arc<Self>, wanted: &[WantedPage<'_>]) -> Vec<PageAtCommit> {
        let mut commits: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, wanted) in wanted.iter().enumerate() {
            commits.entry(wanted.commit).or_default().push(index);
        }
        let found: Vec<Vec<(usize, PageAtCommit)>> = commits
            .into_par_iter()
            .map(|(commit, indices)| {
                let objects = self.objects.to_thread_local();
                let mut reader = CommitReader::open(&objects, commit);
                let mut page = |index: usize| {
                    let reader = reader.as_mut().map_err(|error| error())?;
                    let (path, id) = reader.find(&wanted[index])?;
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

/// The folders of a commit.
struct CommitReader<'g> {
    objects: &'g gix::Repository,
    root: ObjectId,
    /// The folders that were read.
    trees: FxHashMap<ObjectId, Entries>,
    /// All files with their paths, each with a `/` in front; `None` before they are needed.
    all: Option<Vec<(String, ObjectId)>>,
}

impl<'g> CommitReader<'g> {
    /// Opens the commit with a hash. A name is not accepted: what it names changes, so a page that names `HEAD` does not state
    /// its source. The error is given for each page.
    fn open(objects: &'g gix::Repository, hash: &str) -> Result<Self, fn() -> ReadError> {
        if !is_hash(hash) {
            return Err(|| ReadError::NoHash);
        }
        let commit = resolve(objects, hash).ok_or((|| ReadError::NoCommit) as fn() -> ReadError)?;
        let root = tree_of(objects, commit).ok_or((|| ReadError::NoObject) as fn() -> ReadError)?;
        Ok(Self { objects, root, trees: FxHashMap::default(), all: None })
    }

    /// The path and object of a page.
    fn find(&mut self, wanted: &WantedPage<'_>) -> Result<(String, ObjectId), ReadError> {
        let mut unread = None;
        for path in wanted.paths {
            match descend(self.objects, self.root, path, &mut self.trees) {
                Ok(Some((EntryKind::Blob | EntryKind::BlobExecutable, id))) => return Ok((path.clone(), id)),
                Ok(_) => {}
                Err(error) => unread = Some(error),
            }
        }
        let all = self.all.get_or_insert_with(|| {
            let mut all = Vec::new();
            list(self.objects, self.root, "", &mut all);
            all
        });
        let mut ending = all.iter().filter(|(path, _)| path.ends_with(&*wanted.ending));
        match (ending.next(), ending.next()) {
            (Some((path, id)), None) => Ok((path[1..].to_owned(), *id)),
            _ => Err(unread.unwrap_or(ReadError::NoPage)),
        }
    }
}

/// Whether a text is a commit hash or the start of one. Git abbreviates to 7 digits or more.
fn is_hash(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Adds all files below a folder whose folders exist, each with a `/` before its path. Stops at [`MOST_FILES`].
fn list(objects: &gix::Repository, tree: ObjectId, above: &str, all: &mut Vec<(String, ObjectId)>) {
    for (name, (kind, id)) in entries(objects, tree).ok().flatten().into_iter().flatten().collect::<BTreeMap<_, _>>() {
        if all.len() >= MOST_FILES {
            return;
        }
        let path = format!("{above}/{name}");
        match kind {
            EntryKind::Tree => list(objects, id, &path, all),
            EntryKind::Blob | EntryKind::BlobExecutable => all.push((path, id)),
            _ => {}
        }
    }
}

/// The messages of an error and of its causes.
fn causes(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}

/// The path and the bytes of a page, or why it cannot be read.
pub type PageAtCommit = Result<(String, Blob), ReadError>;

/// A page to find at a commit.
#[derive(Debug)]
pub struct WantedPage<'a> {
    /// The hash of the commit.
    pub commit: &'a str,
    /// The paths below the root of the repository that the page may have, the most probable first.
    pub paths: &'a [String],
    /// The end of its path. It is used if the page has none of the paths, and if only one file of the commit has this end.
    pub ending: String,
}

/// The entries of a folder: name to kind and object.
pub(super) type Entries = FxHashMap<String, (EntryKind, ObjectId)>;

/// The commit of a revision: a name, a hash or the start of a hash, with `~` and `^`.
pub(super) fn resolve(objects: &gix::Repository, revision: &str) -> Option<ObjectId> {
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
        let parent = |id: ObjectId, which: usize| {
            let commit = objects.find_commit(id).ok()?;
            commit.parent_ids().nth(which).map(gix::Id::detach)
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
pub(super) fn tree_of(objects: &gix::Repository, id: ObjectId) -> Option<ObjectId> {
    let object = objects.try_find_object(id).ok()??;
    object.peel_to_kind(gix::objs::Kind::Tree).ok().map(|tree| tree.id)
}

/// Reads a folder; `None` if its object is missing.
pub(super) fn entries(objects: &gix::Repository, tree: ObjectId) -> Result<Option<Entries>, ReadError> {
    let Some(object) = objects.try_find_object(tree).map_err(ReadError::git)? else { return Ok(None) };
    let tree = object.try_into_tree().map_err(ReadError::git)?;
    let decoded = tree.decode().map_err(ReadError::git)?;
    let entry =
        |entry: &gix::objs::tree::EntryRef<'_>| (entry.filename.to_string(), (entry.mode.kind(), entry.oid.to_owned()));
    Ok(Some(decoded.entries.iter().map(entry).collect()))
}

/// The entry at a path below a folder; `None` if there is none. `trees` keeps the folders that were read.
pub(super) fn descend(
    objects: &gix::Repository,
    root: ObjectId,
    path: &str,
    trees: &mut FxHashMap<ObjectId, Entries>,
) -> Result<Option<(EntryKind, ObjectId)>, ReadError> {
    let mut at = (EntryKind::Tree, root);
    for name in path.split('/').filter(|name| !name.is_empty()) {
        if at.0 != EntryKind::Tree {
            return Ok(None);
        }
        let folder = match trees.entry(at.1) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let read = entries(objects, at.1)?.ok_or_else(|| ReadError::NoFolder(name.to_owned()))?;
                free.insert(read)
            }
        };
        match folder.get(name) {
            Some(next) => at = *next,
            None => return Ok(None),
        }
    }
    Ok(Some(at))
}
