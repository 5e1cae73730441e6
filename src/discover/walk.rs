//! The walk over files and folders. A folder is visited once, also if several links lead to it. A link that leads out of the
//! given paths is reported and not followed.

use super::roots::{Roots, StdinPage, is_stdin};
use super::rules::{EntryKind, Rule, Rules};
use super::{Candidate, Discovery, Loss, Problem, Role, Storage, is_hidden};
use crate::config::Config;
use crate::shown::ShownPath;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A walk over roots.
pub(super) struct Walk<'a> {
    /// The files that may be pages.
    pub files: Vec<Candidate>,
    /// The problems so far.
    pub discovery: Discovery,
    /// The real paths of all roots: a link may lead to any place below them.
    bounds: Vec<PathBuf>,
    /// The real paths of the folders that were visited, and of the files that links led to.
    seen: FxHashSet<PathBuf>,
    /// Links that were found, each with its root. They are followed when all roots were walked over.
    links: VecDeque<FoundLink>,
    follow_links: bool,
    config: &'a Config,
    stdin: Option<&'a StdinPage>,
}

/// A link, and the root below which it was found.
struct FoundLink {
    path: PathBuf,
    root: PathBuf,
}

impl<'a> Walk<'a> {
    /// A walk that has found nothing yet.
    pub fn new(roots: &'a Roots<'_>, config: &'a Config) -> Self {
        Self {
            files: Vec::new(),
            discovery: Discovery::default(),
            bounds: roots.paths.iter().filter_map(|root| root.canonicalize().ok()).collect(),
            seen: FxHashSet::default(),
            links: VecDeque::new(),
            follow_links: roots.follow_links,
            config,
            stdin: roots.stdin.as_ref(),
        }
    }

    /// Walks over a root. The user named it: it may be a link, and a file of any extension.
    pub fn root(&mut self, root: &Path) {
        if is_stdin(root) && !root.exists() {
            return self.stdin_page();
        }
        let kind = match std::fs::metadata(root) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return self.root_problem(root, error.to_string()),
        };
        if kind.is_dir() {
            self.folder(root, root);
        } else if kind.is_file() {
            let folder = root.parent().unwrap_or(Path::new("")).to_owned();
            self.files.push(Candidate { named: true, ..candidate(root.to_owned(), folder) });
        } else {
            self.root_problem(root, "a pipe, socket or device: use `-` to read a page from standard input".to_owned());
        }
    }

    /// Follows the links to folders and pages that were not visited. Returns the files and the problems of the whole walk.
    pub fn finish(mut self) -> (Vec<Candidate>, Discovery) {
        while let Some(FoundLink { path, root }) = self.links.pop_front() {
            self.link(&path, &root);
        }
        (self.files, self.discovery)
    }

    fn stdin_page(&mut self) {
        let Some(StdinPage { path, bytes }) = self.stdin else { return };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let content = Storage::Memory(std::sync::Arc::clone(bytes));
        self.files.push(Candidate { content, named: true, ..candidate(path.clone(), folder) });
    }

    /// Walks over a folder and the folders in it, and collects the links. A folder that a link leads to is left out where it
    /// was visited.
    fn folder(&mut self, folder: &Path, root: &Path) {
        let real = match folder.canonicalize() {
            Ok(real) => real,
            Err(error) if folder == root => return self.root_problem(folder, error.to_string()),
            Err(error) => return self.unread(folder, error.to_string()),
        };
        let mut rules = Rules::new(folder, &real, self.config);
        let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let message = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    let path = error.path().unwrap_or(folder);
                    if path == root {
                        self.root_problem(path, message)
                    } else {
                        self.unread(path, message)
                    }
                    continue;
                }
            };
            let (kind, path) = (entry.file_type(), entry.path());
            let is_folder = kind.is_dir() || entry.depth() == 0;
            let is_page = self.config.files.has_page_extension(path);
            let entry_kind = if is_folder { EntryKind::Folder } else { EntryKind::File };
            if let Some(rule) = rules.leaves_out(path, entry_kind).filter(|_| entry.depth() > 0) {
                // The folder of git is no folder of a site.
                if is_page || (is_folder && !(rule == Rule::Hidden && path.ends_with(".git"))) {
                    self.discovery.left_out.add(rule, entry_kind);
                }
                if is_folder {
                    entries.skip_current_dir();
                }
            } else if is_folder {
                let below = path.strip_prefix(folder).unwrap_or(Path::new(""));
                // Roots may overlap: what the user named is walked over.
                if !self.seen.insert(real.join(below)) && folder != root {
                    entries.skip_current_dir();
                } else {
                    rules.enter(path);
                }
            } else if kind.is_symlink() {
                self.links.push_back(FoundLink { path: entry.into_path(), root: root.to_owned() });
            } else if is_page {
                self.page(entry.into_path(), kind, root);
            }
        }
    }

    fn page(&mut self, path: PathBuf, kind: std::fs::FileType, root: &Path) {
        if kind.is_file() {
            self.files.push(candidate(path, root.to_owned()));
        } else {
            self.unread(&path, "a pipe, socket or device: not read".to_owned());
        }
    }

    /// Follows a link to a folder or page that was not visited.
    fn link(&mut self, link: &Path, root: &Path) {
        let target = link.canonicalize().and_then(|real| Ok((std::fs::metadata(&real)?.file_type(), real)));
        let (kind, real) = match target {
            Ok(target) => target,
            // A link to nothing may be of any kind; its name shows whether it is a page.
            Err(error) if error.kind() == ErrorKind::NotFound && !self.config.files.has_page_extension(link) => {
                return self.not_followed(link, error.to_string());
            }
            Err(error) => return self.unread(link, error.to_string()),
        };
        if !kind.is_dir() && !self.config.files.has_page_extension(link) {
            return;
        }
        let place = link.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_default();
        if place.starts_with(&real) {
            return self.not_followed(link, format!("link cycle: it leads back to {}", ShownPath(&real)));
        }
        if !self.follow_links && !self.bounds.iter().any(|bound| real.starts_with(bound)) {
            let message = format!(
                "link to {}, which is outside the given paths: not followed (--follow-links follows it)",
                ShownPath(&real)
            );
            return self.not_followed(link, message);
        }
        let is_visited = if kind.is_dir() {
            self.seen.contains(&real)
        } else {
            let is_found = real.parent().is_some_and(|folder| self.seen.contains(folder))
                && self.config.files.has_page_extension(&real)
                && !is_hidden(&real);
            is_found || !self.seen.insert(real.clone())
        };
        if is_visited {
            return self.not_followed(link, format!("link to {}, which is read by that path", ShownPath(&real)));
        }
        if kind.is_dir() { self.folder(link, root) } else { self.page(link.to_owned(), kind, root) }
    }

    /// Reports a page or folder that the user did not name and that cannot be read.
    fn unread(&mut self, path: &Path, message: String) {
        self.discovery.problems.push(Problem { path: path.to_owned(), message, loss: Loss::Pages });
    }

    /// Reports a link that is not followed and that loses no page of the roots.
    fn not_followed(&mut self, link: &Path, message: String) {
        self.discovery.problems.push(Problem { path: link.to_owned(), message, loss: Loss::Nothing });
    }

    /// Reports a problem of a root.
    fn root_problem(&mut self, root: &Path, message: String) {
        self.discovery.problems.push(Problem { path: root.to_owned(), message, loss: Loss::NamedPath });
    }
}

/// A file on disk.
fn candidate(path: PathBuf, root: PathBuf) -> Candidate {
    Candidate { shown: path.clone(), path, root, named: false, role: Role::Reported, content: Storage::Disk }
}
