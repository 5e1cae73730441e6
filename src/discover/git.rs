//! Pages in git repositories: all of a revision, or single ones at a commit and path. Objects that a shallow or
//! partial clone lacks are told page by page. Revisions are names, hashes and their `~` and `^`; of git's further
//! notations, such as dates, there is none here.

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
    /// The folder is in no repository.
    #[error("{}: not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// No commit goes by that name.
    #[error("{path}: no revision `{1}`", path = .0.display())]
    NoRevision(PathBuf, String),
    /// The commit or its outermost folder is not there, though something names it.
    #[error("{path}: revision `{1}` is named but its objects are not in the repository (a shallow or partial clone?)", path = .0.display())]
    NoObject(PathBuf, String),
    /// The revision has no such folder or file.
    #[error("{path}: revision `{1}` has no `{2}`", path = .0.display())]
    NoPath(PathBuf, String, String),
}

/// A repository that any thread may read.
pub struct Repository {
    objects: ThreadSafeRepository,
    /// The folder by which the user named it.
    shown: PathBuf,
    /// That folder below the root of the repository; empty for the root.
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
    /// Whether two are one object.
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

/// Finds the pages under `roots` as [`super::discover`] does, and in git where a root is `REPO@REV` or
/// `REPO@REV:PATH`.
pub fn discover(roots: &[PathBuf], config: &Config) -> Result<Discovery, GitError> {
    let (mut discovery, mut found) = (Discovery::default(), Vec::new());
    for root in roots {
        match named_revision(root) {
            Some((repository, revision, path)) => {
                let tree = Walk { repository: Arc::new(Repository::open(&repository)?), revision };
                tree.run(&path, &mut found, &mut discovery, config)?;
            }
            None => walk(root, &mut found, &mut discovery),
        }
    }
    Ok(arrange(found, discovery, config))
}

/// The parts of `REPO@REV` or `REPO@REV:PATH`, where no file has that name and `REPO` is a folder.
fn named_revision(root: &Path) -> Option<(PathBuf, String, String)> {
    let text = root.to_str().filter(|_| !root.exists())?;
    let (repository, rest) = text.match_indices('@').find_map(|(at, _)| {
        let repository = Path::new(&text[..at]);
        repository.is_dir().then(|| (repository.to_owned(), &text[at + 1..]))
    })?;
    let (revision, path) = rest.split_once(':').unwrap_or((rest, ""));
    Some((repository, revision.to_owned(), path.trim_matches('/').to_owned()))
}

impl Repository {
    /// Opens the repository that a folder is, or lies in.
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

    /// The pages at these commits, each with its path, in the same order. The folders of a commit are read once,
    /// and commits at the same time.
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
                let mut trees = FxHashMap::default();
                let mut all = None;
                let mut one = |index: usize| match root {
                    None => Err(ReadError::NoCommit),
                    Some(None) => Err(ReadError::NoObject),
                    Some(Some(root)) => find(&objects, root, &wanted[index], &mut trees, &mut all)
                        .map(|(path, id)| (path, Blob { repository: Arc::clone(self), id })),
                };
                indices.into_iter().map(|index| (index, one(index))).collect()
            })
            .collect();
        let mut found: Vec<(usize, PageAtCommit)> = found.into_iter().flatten().collect();
        found.sort_by_key(|(index, _)| *index);
        found.into_iter().map(|(_, page)| page).collect()
    }
}

/// Looks for a page in the outermost folder of a commit. `all`: the files of the commit, once they were asked for.
fn find(
    objects: &gix::Repository,
    root: ObjectId,
    wanted: &WantedPage<'_>,
    trees: &mut FxHashMap<ObjectId, Entries>,
    all: &mut Option<Vec<(String, ObjectId)>>,
) -> Result<(String, ObjectId), ReadError> {
    let mut unread = None;
    for path in wanted.paths {
        match descend(objects, root, path, trees) {
            Ok(Some((EntryKind::Blob | EntryKind::BlobExecutable, id))) => return Ok((path.clone(), id)),
            Ok(_) => {}
            Err(error) => unread = Some(error),
        }
    }
    let all = all.get_or_insert_with(|| {
        let mut all = Vec::new();
        list(objects, root, "", &mut all);
        all
    });
    let mut ending = all.iter().filter(|(path, _)| path.ends_with(&*wanted.ending));
    match (ending.next(), ending.next()) {
        (Some((path, id)), None) => Ok((path[1..].to_owned(), *id)),
        _ => Err(unread.unwrap_or(ReadError::NoPage)),
    }
}

/// All files below a folder whose folders are there, each with a `/` before its path.
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

/// A page's path and its bytes, or why it cannot be had.
pub type PageAtCommit = Result<(String, Blob), ReadError>;

/// A page that is wanted at a commit.
#[derive(Debug)]
pub struct WantedPage<'a> {
    /// The commit: a revision.
    pub commit: &'a str,
    /// Paths below the root of the repository that it may have, the likeliest first.
    pub paths: &'a [String],
    /// How its path ends if it has none of those; it counts where one file of the commit ends so.
    pub ending: String,
}

/// What a folder holds: name to kind and object.
type Entries = FxHashMap<String, (EntryKind, ObjectId)>;

/// The commit that a name, a hash or the start of one stands for, and what `~` and `^` make of it.
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

/// The outermost folder of a commit, or of the commit that a tag stands for.
fn tree_of(objects: &gix::Repository, id: ObjectId) -> Option<ObjectId> {
    let object = objects.try_find_object(id).ok()??;
    object.peel_to_kind(gix::objs::Kind::Tree).ok().map(|tree| tree.id)
}

/// Reads a folder; `None` where its object is not there.
fn entries(objects: &gix::Repository, tree: ObjectId) -> Result<Option<Entries>, ReadError> {
    let Some(object) = objects.try_find_object(tree).map_err(ReadError::git)? else { return Ok(None) };
    let tree = object.try_into_tree().map_err(ReadError::git)?;
    let decoded = tree.decode().map_err(ReadError::git)?;
    let entry =
        |entry: &gix::objs::tree::EntryRef<'_>| (entry.filename.to_string(), (entry.mode.kind(), entry.oid.to_owned()));
    Ok(Some(decoded.entries.iter().map(entry).collect()))
}

/// Follows a path down from a folder. `trees` keeps the folders that were read.
fn descend(
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

/// A walk over the files of a revision.
struct Walk {
    repository: Arc<Repository>,
    revision: String,
}

impl Walk {
    fn run(
        &self,
        path: &str,
        found: &mut Vec<Candidate>,
        discovery: &mut Discovery,
        config: &Config,
    ) -> Result<(), GitError> {
        let objects = self.repository.objects.to_thread_local();
        let shown = || self.repository.shown.clone();
        let absent = || GitError::NoObject(shown(), self.revision.clone());
        let commit = resolve(&objects, &self.revision);
        let commit = commit.ok_or_else(|| GitError::NoRevision(shown(), self.revision.clone()))?;
        let root = tree_of(&objects, commit).ok_or_else(absent)?;
        let whole = format!("{}/{path}", self.repository.prefix);
        let start = descend(&objects, root, &whole, &mut FxHashMap::default()).map_err(|_| absent())?;
        let start = start.ok_or_else(|| GitError::NoPath(shown(), self.revision.clone(), path.to_owned()))?;
        match start {
            (EntryKind::Tree, tree) => self.folder(&objects, tree, path, path, found, discovery, config),
            (_, id) => {
                let root = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                found.push(self.found(path, root, id, true));
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "a walk carries what it fills")]
    fn folder(
        &self,
        objects: &gix::Repository,
        tree: ObjectId,
        path: &str,
        root: &str,
        found: &mut Vec<Candidate>,
        discovery: &mut Discovery,
        config: &Config,
    ) {
        let entries = match entries(objects, tree) {
            Ok(Some(entries)) => entries.into_iter().collect::<BTreeMap<_, _>>(),
            Ok(None) => return self.unread(path, root, &ReadError::NoObject, discovery, config),
            Err(error) => return self.unread(path, root, &error, discovery, config),
        };
        for (name, (kind, id)) in entries {
            let below = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            match kind {
                _ if is_hidden(Path::new(&name)) => {}
                EntryKind::Tree => self.folder(objects, id, &below, root, found, discovery, config),
                EntryKind::Blob | EntryKind::BlobExecutable if has_page_extension(Path::new(&name)) => {
                    found.push(self.found(&below, root, id, false));
                }
                _ => {}
            }
        }
    }

    /// A folder that is not there: nothing is known of the pages in it.
    fn unread(&self, path: &str, root: &str, error: &ReadError, discovery: &mut Discovery, config: &Config) {
        let inside = self.found(&format!("{path}/x.md"), root, ObjectId::null(gix::hash::Kind::Sha1), false);
        if let Ok(Some((key, _))) = place::place(&inside, config) {
            discovery.unread.push(key.strip_suffix('x').unwrap_or(&key).to_owned());
        }
        discovery.problems.push(Problem { path: self.shown(path), message: error.to_string(), named: path == root });
    }

    fn shown(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("{}@{}:{path}", self.repository.shown.display(), self.revision))
    }

    fn found(&self, path: &str, root: &str, id: ObjectId, named: bool) -> Candidate {
        let folder = &self.repository.shown;
        Candidate {
            path: folder.join(path),
            root: folder.join(root),
            shown: self.shown(path),
            named,
            content: Storage::Git(Blob { repository: Arc::clone(&self.repository), id }),
        }
    }
}
