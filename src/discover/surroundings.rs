//! The files around files that the user named. Their paths show locale, version and key of a named file, and its source page may
//! be one of them.
//!
//! The tree of a file is the nearest folder above it that is the root of a git work tree or has a settings file, and that has the pages of
//! the file's locale in another locale too. Without such a folder, it is the nearest folder of any kind that has them. Only names are
//! listed here. No link is followed.

use super::rules::{EntryKind, Rules};
use super::{Candidate, Clue, Placed, Role, Storage, layout, place};
use crate::config::{self, Config};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// Most entries of a tree with a mark at its root that are listed. A larger tree is not used.
const MOST_ENTRIES: usize = 100_000;
/// Most entries that are listed of a folder without a mark.
const MOST_ENTRIES_UNMARKED: usize = 20_000;
/// Most folders above a file that are searched for a mark.
const MOST_ANCESTORS: usize = 64;
/// Most folders above a file that are tried where no folder has a mark.
const MOST_UNMARKED: usize = 10;

/// Adds the files around named files, as context, and makes the tree the root of each named file.
pub(super) fn add(files: &mut Vec<Candidate>, config: &Config) {
    let lister = Lister { config };
    let Ok(current) = std::env::current_dir() else { return };
    let absolute: Vec<Option<PathBuf>> = files.iter().map(whole_path).collect();
    let mut trees: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let named: BTreeSet<&Path> = absolute.iter().flatten().map(PathBuf::as_path).collect();
    let mut search = TreeSearch { named: &named, config, lister, levels: BTreeMap::new() };
    let mut unmarked: BTreeSet<PathBuf> = BTreeSet::new();
    for (file, path) in files.iter_mut().zip(&absolute) {
        let Some(path) = path else { continue };
        let known = || unmarked.iter().rev().find(|root| path.starts_with(root)).cloned();
        let root = search.marked_root(path).or_else(known).or_else(|| {
            let root = search.unmarked_root(path)?;
            unmarked.insert(root.clone());
            Some(root)
        });
        let root = match root {
            Some(root) => {
                let level = search.levels.get(&root).and_then(Option::as_ref);
                trees
                    .entry(root.clone())
                    .or_insert_with(|| level.map(|level| level.listed.clone()).unwrap_or_default());
                root
            }
            None => {
                let Some(root) = path.parent().filter(|folder| may_be_tree(folder)) else { continue };
                trees.entry(root.to_owned()).or_insert_with(|| search.own_folder(root));
                root.to_owned()
            }
        };
        (file.path, file.root) = (path.clone(), root);
    }
    let Some(given) = files.first().map(|file| file.shown.clone()) else { return };
    let mut found: BTreeMap<&Path, Candidate> = BTreeMap::new();
    for (root, listed) in &trees {
        for path in listed.iter().filter(|path| !named.contains(path.as_path())) {
            found.entry(path).or_insert_with(|| context(path, root, shown(path, &given, &current)));
        }
    }
    files.extend(found.into_values());
}

/// The absolute path of a named file, without `..`. `None` for a page from standard input that no path was given for.
fn whole_path(file: &Candidate) -> Option<PathBuf> {
    let folder = file.path.parent()?;
    if folder.as_os_str().is_empty() && !file.path.exists() {
        return None;
    }
    let path = std::path::absolute(&file.path).ok()?;
    if path.components().all(|part| part != Component::ParentDir) {
        return Some(path);
    }
    Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?))
}

/// The folders above a file that have a settings file, and the nearest one that is the root of a git work tree, which is the last.
fn marked_folders(file: &Path) -> Vec<&Path> {
    let has = |folder: &Path, name: &str| folder.join(name).symlink_metadata().is_ok();
    let mut found = Vec::new();
    for folder in file.ancestors().skip(1).take(MOST_ANCESTORS).filter(|folder| may_be_tree(folder)) {
        let is_git = has(folder, ".git");
        if is_git || has(folder, config::FILE_NAME) || config::site_files().any(|name| has(folder, name)) {
            found.push(folder);
        }
        if is_git {
            break;
        }
    }
    found
}

/// Whether a folder may be a tree of pages: not the root of the file system or a folder in it, and not the folder of a user.
fn may_be_tree(folder: &Path) -> bool {
    let depth = folder.components().filter(|part| matches!(part, Component::Normal(_))).count();
    depth > 1 && std::env::home_dir().is_none_or(|home| home != folder)
}

/// What a folder has beside the pages of a locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Partner {
    /// The same pages in another locale.
    Locale,
    /// Pages that may be their source pages.
    Source,
}

/// A language, in lower case; `None` for pages whose paths state none.
type Language = Option<String>;

/// A folder: its pages, the language that the path of each states, and the best partners of each language.
struct Level {
    listed: Vec<PathBuf>,
    languages: BTreeMap<PathBuf, Language>,
    partners: BTreeMap<Language, Partner>,
}

/// The search for the trees of files.
struct TreeSearch<'a> {
    named: &'a BTreeSet<&'a Path>,
    config: &'a Config,
    lister: Lister<'a>,
    /// The folders that were listed; `None` for a folder with too many entries.
    levels: BTreeMap<PathBuf, Option<Level>>,
}

impl TreeSearch<'_> {
    /// The best of the folders above a file that have a mark: without a page of another locale, the nearest one.
    fn marked_root(&mut self, file: &Path) -> Option<PathBuf> {
        let folders = marked_folders(file);
        let best = self.best(file, &folders, MOST_ENTRIES);
        best.or_else(|| folders.into_iter().find(|folder| self.level(folder, MOST_ENTRIES).is_some()))
            .map(Path::to_owned)
    }

    /// The best of the folders above a file where no folder has a mark.
    fn unmarked_root(&mut self, file: &Path) -> Option<PathBuf> {
        let folders = file.ancestors().skip(1).take(MOST_UNMARKED).take_while(|folder| may_be_tree(folder));
        let root = self.best(file, &folders.collect::<Vec<_>>(), MOST_ENTRIES_UNMARKED)?;
        // The folder beside a version may be another version of the same pages.
        let above = root.parent().filter(|above| layout::is_version(root) && may_be_tree(above));
        let above = above.filter(|above| self.level(above, MOST_ENTRIES_UNMARKED).is_some());
        Some(above.unwrap_or(root).to_owned())
    }

    /// The files of a folder, without those in its folders.
    fn own_folder(&mut self, folder: &Path) -> Vec<PathBuf> {
        self.lister.list(folder, 1, MOST_ENTRIES_UNMARKED).unwrap_or_default()
    }

    /// The nearest of some folders above a file that has the pages of its locale in another locale too. A folder with pages of the
    /// source language, or of a language that paths do not state, is preferred.
    fn best<'f>(&mut self, file: &Path, folders: &[&'f Path], most: usize) -> Option<&'f Path> {
        let mut best: Option<(Partner, &Path)> = None;
        for root in folders {
            let Some(level) = self.level(root, most) else { break };
            let partner = level.languages.get(file).and_then(|language| level.partners.get(language)).copied();
            if partner > best.map(|(partner, _)| partner) {
                best = partner.map(|partner| (partner, *root));
            }
            if partner == Some(Partner::Source) {
                break;
            }
        }
        best.map(|(_, root)| root)
    }

    fn level(&mut self, root: &Path, most: usize) -> Option<&Level> {
        let level = || {
            let mut listed = self.lister.list(root, usize::MAX, most)?;
            // A page from standard input may be no file.
            let named = self.named.iter().filter(|path| path.starts_with(root)).map(|path| path.to_path_buf());
            listed.extend(named);
            listed.sort();
            listed.dedup();
            let candidates: Vec<Candidate> = listed.iter().map(|path| context(path, root, path.clone())).collect();
            let mut placed: Vec<Option<(String, Placed)>> =
                candidates.iter().map(|found| place::place(found, self.config).ok().flatten()).collect();
            layout::infer_places(&candidates, &mut placed, self.config);
            let placed: Vec<(String, Placed)> = placed.into_iter().flatten().collect();
            Some(Level::new(listed, &placed, self.config))
        };
        if !self.levels.contains_key(root) {
            let level = level();
            self.levels.insert(root.to_owned(), level);
        }
        self.levels.get(root)?.as_ref()
    }
}

impl Level {
    /// Collects the languages of the pages, and for each language the best of the languages that have the same pages.
    fn new(listed: Vec<PathBuf>, placed: &[(String, Placed)], config: &Config) -> Self {
        let language = |placed: &Placed| placed.locale.as_ref().map(|(locale, _)| locale.language().to_owned());
        let mut keys: BTreeMap<&str, BTreeSet<Language>> = BTreeMap::new();
        let mut languages = BTreeMap::new();
        for (key, placed) in placed.iter().filter(|(_, placed)| placed.key != Clue::Nothing) {
            keys.entry(key).or_default().insert(language(placed));
            languages.insert(placed.path.clone(), language(placed));
        }
        let mut partners: BTreeMap<Language, Partner> = BTreeMap::new();
        for found in keys.values() {
            for (own, other) in found.iter().flat_map(|own| found.iter().map(move |other| (own, other))) {
                let is_source =
                    own.is_none() || other.as_deref().is_none_or(|other| other == config.source_locale.language());
                let partner = if is_source { Partner::Source } else { Partner::Locale };
                if own != other && partners.get(own) < Some(&partner) {
                    partners.insert(own.clone(), partner);
                }
            }
        }
        Self { listed, languages, partners }
    }
}

/// Lists folders with the rules of a walk.
#[derive(Clone, Copy)]
struct Lister<'a> {
    config: &'a Config,
}

impl Lister<'_> {
    /// The pages below a folder, in order of path; `None` if it has more than `most` entries. `depth`: the most folders below it that
    /// lead to a page. Folders that cannot be read are left out.
    fn list(self, root: &Path, depth: usize, most: usize) -> Option<Vec<PathBuf>> {
        let mut listed = Vec::new();
        let real = root.canonicalize().ok()?;
        let mut rules = Rules::new(root, &real, self.config);
        let mut entries = WalkDir::new(root).max_depth(depth).into_iter();
        let mut count = 0;
        while let Some(entry) = entries.next() {
            let Ok(entry) = entry else { continue };
            count += 1;
            if count > most {
                return None;
            }
            let is_folder = entry.file_type().is_dir();
            let kind = if is_folder { EntryKind::Folder } else { EntryKind::File };
            if entry.depth() > 0 && rules.leaves_out(entry.path(), kind).is_some() {
                if is_folder {
                    entries.skip_current_dir();
                }
            } else if is_folder {
                rules.enter(entry.path());
            } else if entry.file_type().is_file() && self.config.files.has_page_extension(entry.path()) {
                listed.push(entry.into_path());
            }
        }
        listed.sort();
        Some(listed)
    }
}

fn context(path: &Path, root: &Path, shown: PathBuf) -> Candidate {
    let (path, root, content) = (path.to_owned(), root.to_owned(), Storage::Disk);
    Candidate { path, root, shown, named: false, role: Role::Context, content }
}

/// The path of a file in reports, in the style of the path that the user gave: absolute, or from the working directory on.
fn shown(path: &Path, given: &Path, current: &Path) -> PathBuf {
    match path.strip_prefix(current) {
        Ok(below) if given.starts_with(".") => Path::new(".").join(below),
        Ok(below) if given.is_relative() => below.to_owned(),
        _ => path.to_owned(),
    }
}
