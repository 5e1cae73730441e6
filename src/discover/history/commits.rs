//! The commits of a repository, and the pages that each one changed.

use super::super::git::{MOST_FILES, resolve, tree_of};
use crate::config::files::FileRules;
use gix::ObjectId;
use gix::objs::tree::EntryKind;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::path::Path;

/// Most commits that are read. The history of a documentation repository of ten years has fewer.
const MOST_COMMITS: usize = 300_000;

/// Most objects of a repository with a gap that are searched for commits.
const MOST_OBJECTS: u64 = 1_000_000;

/// A commit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Commit {
    pub id: ObjectId,
    /// Its root folder.
    pub tree: ObjectId,
    /// Its first parent.
    pub parent: Option<ObjectId>,
    /// When it was committed, in seconds since 1970.
    pub time: i64,
}

/// The commits that were found, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Commits {
    pub all: Vec<Commit>,
    /// Whether older commits exist that could not be read.
    pub is_cut: bool,
}

/// A page that a commit added, changed or removed.
#[derive(Debug)]
pub(super) struct PageChange {
    /// Its path below the root of the repository.
    pub path: Box<str>,
    /// Its object; `None` if the commit removed it.
    pub blob: Option<ObjectId>,
}

/// The newest commit: that of `HEAD`; if there is none, as in many bare repositories, the newest of all branches.
pub(super) fn newest(objects: &gix::Repository) -> Option<ObjectId> {
    resolve(objects, "HEAD").or_else(|| {
        let references = objects.references().ok()?;
        let branches = references.all().ok()?.filter_map(Result::ok);
        let commits = branches.filter_map(|branch| {
            let id = branch.into_fully_peeled_id().ok()?.detach();
            Some((objects.find_commit(id).ok()?.time().ok()?.seconds, id))
        });
        commits.max().map(|(_, id)| id)
    })
}

impl Commits {
    /// Reads the commits from `head` on. If commits between are not in the repository, all commits that it has are read.
    pub fn read(objects: &gix::Repository, head: ObjectId) -> Self {
        let mut walk = CommitWalk { objects, found: Vec::new(), seen: FxHashSet::default(), is_broken: false };
        let cut: FxHashSet<ObjectId> =
            objects.shallow_commits().ok().flatten().map(|cut| cut.iter().copied().collect()).unwrap_or_default();
        walk.from(head, &cut);
        if walk.is_broken && objects.objects.packed_object_count().is_ok_and(|count| count <= MOST_OBJECTS) {
            let all = objects.objects.iter().into_iter().flatten().filter_map(Result::ok);
            let is_commit =
                |id: &ObjectId| objects.find_header(*id).is_ok_and(|it| it.kind() == gix::objs::Kind::Commit);
            for id in all.filter(is_commit).collect::<Vec<_>>() {
                walk.from(id, &cut);
            }
        }
        let is_cut = walk.is_broken || !cut.is_empty() || walk.found.len() >= MOST_COMMITS;
        // Parents are before their children where the times are equal: the walk found them later.
        walk.found.reverse();
        walk.found.sort_by_key(|commit| commit.time);
        Self { all: walk.found, is_cut }
    }

    /// The pages that each commit changed against its first parent, in the order of the commits. The pages of a commit without
    /// parent in the repository count as added.
    pub fn changes(&self, objects: &gix::ThreadSafeRepository, files: &FileRules) -> Vec<Vec<PageChange>> {
        let trees: FxHashMap<ObjectId, ObjectId> = self.all.iter().map(|commit| (commit.id, commit.tree)).collect();
        let of = |objects: &mut gix::Repository, commit: &Commit| {
            let parent = commit.parent.and_then(|parent| trees.get(&parent).copied());
            let mut difference = Difference::new(objects, files);
            if parent != Some(commit.tree) {
                difference.folders(parent, Some(commit.tree));
            }
            difference.changes
        };
        let repository = || {
            let mut objects = objects.to_thread_local();
            objects.object_cache_size(Some(16 << 20));
            objects
        };
        self.all.par_iter().with_min_len(64).map_init(repository, |objects, commit| of(objects, commit)).collect()
    }
}

struct CommitWalk<'g> {
    objects: &'g gix::Repository,
    found: Vec<Commit>,
    seen: FxHashSet<ObjectId>,
    /// Whether a commit that another one names is not in the repository.
    is_broken: bool,
}

impl CommitWalk<'_> {
    /// Adds a commit and all its ancestors. `cut`: the commits whose parents a shallow clone does not have.
    fn from(&mut self, start: ObjectId, cut: &FxHashSet<ObjectId>) {
        let mut waiting = vec![start];
        while let Some(id) = waiting.pop() {
            if self.found.len() >= MOST_COMMITS || !self.seen.insert(id) {
                continue;
            }
            let object = self.objects.try_find_object(id).ok().flatten();
            let Some(commit) = object.and_then(|object| object.try_into_commit().ok()) else {
                self.is_broken = true;
                continue;
            };
            let parents: Vec<ObjectId> = commit.parent_ids().map(gix::Id::detach).collect();
            let (Ok(tree), Ok(time)) = (commit.tree_id(), commit.time()) else { continue };
            self.found.push(Commit { id, tree: tree.detach(), parent: parents.first().copied(), time: time.seconds });
            if !cut.contains(&id) {
                waiting.extend(parents);
            }
        }
    }
}

/// The pages below the root of a commit.
#[derive(Debug, Default)]
pub(super) struct PagesOfCommit {
    /// The objects of the pages, by path.
    pub pages: FxHashMap<Box<str>, ObjectId>,
    /// The paths of the folders that the repository lacks, each with `/` at its end.
    pub lost: Vec<Box<str>>,
}

impl PagesOfCommit {
    pub fn read(objects: &gix::Repository, commit: ObjectId, files: &FileRules) -> Self {
        let mut difference = Difference::new(objects, files);
        difference.folders(None, tree_of(objects, commit));
        let pages = difference.changes.into_iter().filter_map(|page| Some((page.path, page.blob?)));
        Self { pages: pages.collect(), lost: difference.lost }
    }
}

/// The pages that differ between two folders.
struct Difference<'g> {
    objects: &'g gix::Repository,
    /// Which files are pages.
    files: &'g FileRules,
    /// The path of the current folder, with `/` at its end; empty for the root.
    path: Vec<u8>,
    changes: Vec<PageChange>,
    /// The paths of the folders that the repository lacks.
    lost: Vec<Box<str>>,
}

/// An entry of a folder.
struct Entry<'a> {
    name: &'a [u8],
    is_folder: bool,
    id: ObjectId,
}

impl<'g> Difference<'g> {
    fn new(objects: &'g gix::Repository, files: &'g FileRules) -> Self {
        Self { objects, files, path: Vec::new(), changes: Vec::new(), lost: Vec::new() }
    }

    /// Adds the differences of two folders. A folder that the repository lacks has no differences.
    fn folders(&mut self, old: Option<ObjectId>, new: Option<ObjectId>) {
        let read = |id: Option<ObjectId>| match id {
            Some(id) => Some(self.objects.try_find_object(id).ok()??.detach().data),
            None => Some(Vec::new()),
        };
        let (Some(old), Some(new)) = (read(old), read(new)) else {
            return self.lost.push(String::from_utf8_lossy(&self.path).into());
        };
        let kind = self.objects.object_hash();
        let (old, new) = (entries(&old, kind), entries(&new, kind));
        let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
        while self.changes.len() < MOST_FILES {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => order(old, new),
            };
            match order {
                Ordering::Less => self.entry(left.next(), None),
                Ordering::Greater => self.entry(None, right.next()),
                Ordering::Equal => self.entry(left.next(), right.next()),
            }
        }
    }

    /// Adds the differences of two entries of one name and kind.
    fn entry(&mut self, old: Option<&Entry<'_>>, new: Option<&Entry<'_>>) {
        let ids = [old, new].map(|entry| entry.map(|entry| entry.id));
        let Some(entry) = new.or(old).filter(|_| ids[0] != ids[1]) else { return };
        let above = self.path.len();
        self.path.extend_from_slice(entry.name);
        if entry.is_folder {
            self.path.push(b'/');
            self.folders(ids[0], ids[1]);
        } else if let Ok(path) = std::str::from_utf8(&self.path)
            && self.files.has_page_extension(Path::new(path))
        {
            self.changes.push(PageChange { path: path.into(), blob: ids[1] });
        }
        self.path.truncate(above);
    }
}

/// The folders and regular files of a folder, in the order of git.
fn entries(data: &[u8], kind: gix::hash::Kind) -> Vec<Entry<'_>> {
    gix::objs::TreeRefIter::from_bytes(data, kind).map_while(Result::ok).filter_map(Entry::of).collect()
}

impl<'a> Entry<'a> {
    fn of(entry: gix::objs::tree::EntryRef<'a>) -> Option<Self> {
        let is_folder = match entry.mode.kind() {
            EntryKind::Tree => true,
            EntryKind::Blob | EntryKind::BlobExecutable => false,
            _ => return None,
        };
        Some(Self { name: entry.filename, is_folder, id: entry.oid.to_owned() })
    }
}

/// The order of git: by name, with `/` after the names of folders.
fn order(left: &Entry<'_>, right: &Entry<'_>) -> Ordering {
    let whole =
        |entry: &Entry<'_>| entry.name.iter().copied().chain(entry.is_folder.then_some(b'/')).collect::<Vec<u8>>();
    let common = left.name.len().min(right.name.len());
    left.name[..common].cmp(&right.name[..common]).then_with(|| whole(left).cmp(&whole(right)))
}
