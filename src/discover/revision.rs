//! The pages of a revision of a git repository.

use super::error::ReadError;
use super::evidence::shown_profile;
use super::git::{Blob, GitError, MOST_FILES, Repository, descend, entries, resolve, tree_of};
use super::roots::Roots;
use super::walk::Walk;
use super::{Candidate, Discovery, Loss, Problem, Role, Storage, arrange, is_hidden, place};
use crate::config::Config;
use gix::ObjectId;
use gix::objs::tree::EntryKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds the pages below `roots` as [`super::discover`] does. A root may also be a revision: `REPO@REV` or `REPO@REV:PATH`.
pub fn discover<'a>(roots: impl Into<Roots<'a>>, config: &Config) -> Result<Discovery, GitError> {
    let roots = roots.into();
    let (files, discovery) = walk(&roots, config)?;
    Ok(arrange(files, discovery, (config, roots.sources)))
}

/// As [`discover`], but the pages choose the profile of the settings, unless the settings name one.
pub fn discover_with_profile<'a>(roots: impl Into<Roots<'a>>, config: &mut Config) -> Result<Discovery, GitError> {
    let roots = roots.into();
    let (files, discovery) = walk(&roots, config)?;
    config.use_profile(|| shown_profile(&files));
    Ok(arrange(files, discovery, (config, roots.sources)))
}

fn walk(roots: &Roots<'_>, config: &Config) -> Result<(Vec<Candidate>, Discovery), GitError> {
    let mut walk = Walk::new(roots, config);
    for root in roots.paths {
        match named_revision(root) {
            Some((repository, revision, path)) => {
                let repository = Arc::new(Repository::open(&repository)?);
                let objects = repository.objects.to_thread_local();
                let Walk { files, discovery, .. } = &mut walk;
                RevisionWalk { repository, objects: &objects, revision, root: &path, files, discovery, config }
                    .run()?;
            }
            None => walk.root(root),
        }
    }
    Ok(walk.finish())
}

/// The parts of `REPO@REV` or `REPO@REV:PATH`; `None` if there is a file of that name, or if `REPO` is not a folder.
fn named_revision(root: &Path) -> Option<(PathBuf, String, String)> {
    let text = root.to_str().filter(|_| !root.exists())?;
    let (repository, rest) = text.match_indices('@').find_map(|(at, _)| {
        let repository = Path::new(&text[..at]);
        repository.is_dir().then(|| (repository.to_owned(), &text[at + 1..]))
    })?;
    let (revision, path) = rest.split_once(':').unwrap_or((rest, ""));
    Some((repository, revision.to_owned(), path.trim_matches('/').to_owned()))
}

/// A walk over the files of a revision.
struct RevisionWalk<'w> {
    repository: Arc<Repository>,
    objects: &'w gix::Repository,
    revision: String,
    /// The folder or file below the folder that the user named.
    root: &'w str,
    files: &'w mut Vec<Candidate>,
    discovery: &'w mut Discovery,
    config: &'w Config,
}

impl RevisionWalk<'_> {
    fn run(&mut self) -> Result<(), GitError> {
        let shown = || self.repository.shown.clone();
        let absent = || GitError::NoObject(shown(), self.revision.clone());
        let commit = resolve(self.objects, &self.revision);
        let commit = commit.ok_or_else(|| GitError::NoRevision(shown(), self.revision.clone()))?;
        let root = tree_of(self.objects, commit).ok_or_else(absent)?;
        let whole = format!("{}/{}", self.repository.prefix, self.root);
        let start = descend(self.objects, root, &whole, &mut FxHashMap::default()).map_err(|_| absent())?;
        let start = start.ok_or_else(|| GitError::NoPath(shown(), self.revision.clone(), self.root.to_owned()))?;
        match start {
            (EntryKind::Tree, tree) => self.folder(tree, self.root),
            (_, id) => {
                let file = self.found(self.root, id);
                let folder = self.root.rsplit_once('/').map_or("", |(folder, _)| folder);
                let root = self.repository.shown.join(folder);
                self.files.push(Candidate { root, named: true, ..file });
            }
        }
        Ok(())
    }

    fn folder(&mut self, tree: ObjectId, path: &str) {
        let entries = match entries(self.objects, tree) {
            Ok(Some(entries)) => entries.into_iter().collect::<BTreeMap<_, _>>(),
            Ok(None) => return self.unread(path, &ReadError::NoObject),
            Err(error) => return self.unread(path, &error),
        };
        for (name, (kind, id)) in entries {
            if self.files.len() >= MOST_FILES {
                let message = format!("the revision has more than {MOST_FILES} files: the others are not read");
                return self.problem(self.root, message);
            }
            let below = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            match kind {
                _ if is_hidden(Path::new(&name)) => {}
                _ if self.is_left_out(&below, kind) => {}
                EntryKind::Tree => self.folder(id, &below),
                EntryKind::Blob | EntryKind::BlobExecutable
                    if self.config.files.has_page_extension(Path::new(&name)) =>
                {
                    let file = self.found(&below, id);
                    self.files.push(file);
                }
                _ => {}
            }
        }
    }

    /// Whether the globs of the settings leave an entry out. A revision has no files that git ignores.
    fn is_left_out(&self, path: &str, kind: EntryKind) -> bool {
        let whole = self.repository.shown.join(path);
        let whole = std::path::absolute(&whole).unwrap_or(whole);
        let below = Path::new(path.strip_prefix(self.root).unwrap_or(path).trim_start_matches('/'));
        match kind {
            EntryKind::Tree => self.config.files.leaves_out_folder(&whole, below),
            _ => self.config.files.leaves_out_file(&whole, below).is_some(),
        }
    }

    /// Reports a folder that cannot be read, and keeps the start of the keys of its pages.
    fn unread(&mut self, path: &str, error: &ReadError) {
        let inside = self.found(&format!("{path}/x.md"), ObjectId::null(gix::hash::Kind::Sha1));
        if let Ok(Some((key, _))) = place::place(&inside, self.config) {
            self.discovery.unread.push(key.strip_suffix('x').unwrap_or(&key).to_owned());
        }
        self.problem(path, error.to_string());
    }

    fn problem(&mut self, path: &str, message: String) {
        let problem = Problem { path: self.shown(path), message, loss: Loss::of(path == self.root) };
        if !self.discovery.problems.contains(&problem) {
            self.discovery.problems.push(problem);
        }
    }

    fn shown(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("{}@{}:{path}", self.repository.shown.display(), self.revision))
    }

    fn found(&self, path: &str, id: ObjectId) -> Candidate {
        let folder = &self.repository.shown;
        Candidate {
            path: folder.join(path),
            root: folder.join(self.root),
            shown: self.shown(path),
            named: false,
            role: Role::Reported,
            content: Storage::Git(Blob { repository: Arc::clone(&self.repository), id }),
        }
    }
}
