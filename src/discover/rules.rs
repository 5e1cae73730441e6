//! Leaves files and folders out of a walk: hidden ones, those that git ignores, and those that the settings exclude.

use super::read;
use crate::config::Config;
use crate::config::files::{GitIgnored, GlobRule};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest file of ignore rules that is read, in bytes.
const MOST_RULES: u64 = 1 << 20;

/// The rule by which a walk left a file or folder out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Its name starts with a dot.
    Hidden,
    /// Git ignores it.
    GitIgnored,
    /// The setting `exclude` matches it.
    Exclude,
    /// The setting `include` does not match it.
    Include,
}

impl Rule {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::GitIgnored => "git_ignored",
            Self::Exclude => "exclude",
            Self::Include => "include",
        }
    }
}

/// The number of files and folders that a walk left out, by rule. What a folder contains is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(pub BTreeMap<Rule, [usize; 2]>);

impl LeftOut {
    /// Counts a file or folder.
    pub(super) fn add(&mut self, rule: Rule, kind: EntryKind) {
        self.0.entry(rule).or_default()[kind as usize] += 1;
    }

    /// Whether files or folders were left out that may have been meant: all but hidden ones.
    pub fn is_notable(&self) -> bool {
        self.0.keys().any(|rule| *rule != Rule::Hidden)
    }
}

/// The kind of an entry of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A file with the extension of a page.
    File,
    /// A folder.
    Folder,
}

/// The rules below the root of a walk. The paths that it gets are those of a walk from top to bottom.
pub(super) struct Rules<'a> {
    config: &'a Config,
    /// The root of the walk, and its real path.
    root: PathBuf,
    real: PathBuf,
    /// The rules of git, from the outermost folder to the innermost one that the walk is in. `None`: they are not used.
    git: Option<Vec<GitRules>>,
}

/// The ignore rules of a folder.
struct GitRules {
    /// The folder, as a real path.
    folder: PathBuf,
    rules: Gitignore,
}

impl<'a> Rules<'a> {
    /// The rules below a folder that a walk starts with. `real`: its path without links.
    pub fn new(root: &Path, real: &Path, config: &'a Config) -> Self {
        let git = (config.files.git_ignored == GitIgnored::LeaveOut).then(|| above(real));
        Self { config, root: root.to_owned(), real: real.to_owned(), git }
    }

    /// Enters a folder of the walk: reads its rules.
    pub fn enter(&mut self, folder: &Path) {
        let folder = self.real_path(folder);
        if let Some(git) = &mut self.git {
            while git.last().is_some_and(|rules| !folder.starts_with(&rules.folder)) {
                git.pop();
            }
            git.extend(rules_in(&folder, &folder.join(".gitignore")));
        }
    }

    /// The rule that leaves an entry out; `None` if it is read.
    pub fn leaves_out(&self, path: &Path, kind: EntryKind) -> Option<Rule> {
        if super::is_hidden(path) {
            return Some(Rule::Hidden);
        }
        let globs = self.config.files.has_globs();
        if !globs && self.git.as_ref().is_none_or(Vec::is_empty) {
            return None;
        }
        let real = self.real_path(path);
        let is_folder = kind == EntryKind::Folder;
        let matched = |rules: &GitRules| match rules.rules.matched(&real, is_folder) {
            Match::None => None,
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
        };
        if self.git.iter().flatten().rev().find_map(matched) == Some(true) {
            return Some(Rule::GitIgnored);
        }
        if !globs {
            return None;
        }
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        if is_folder {
            return self.config.files.leaves_out_folder(&real, below).then_some(Rule::Exclude);
        }
        self.config.files.leaves_out_file(&real, below).map(|rule| match rule {
            GlobRule::Exclude => Rule::Exclude,
            GlobRule::Include => Rule::Include,
        })
    }

    fn real_path(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.root) {
            Ok(below) if below.as_os_str().is_empty() => self.real.clone(),
            Ok(below) => self.real.join(below),
            Err(_) => path.to_owned(),
        }
    }
}

/// The rules of the git work tree that apply to a folder from above it: those of the repository, then those of the folders from the
/// root of the work tree on. The folder's own rules are not among them.
fn above(folder: &Path) -> Vec<GitRules> {
    let Some(root) = folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()) else {
        return Vec::new();
    };
    let mut folders: Vec<&Path> = folder.ancestors().skip(1).take_while(|above| above.starts_with(root)).collect();
    folders.reverse();
    let own = rules_in(root, &root.join(".git/info/exclude"));
    own.into_iter().chain(folders.iter().filter_map(|folder| rules_in(folder, &folder.join(".gitignore")))).collect()
}

/// The rules of a file, for the entries below a folder; `None` if there are none. A line that is no rule is left out, as git does.
fn rules_in(folder: &Path, file: &Path) -> Option<GitRules> {
    file.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    let text = String::from_utf8_lossy(&read::file(file, MOST_RULES).ok()?).into_owned();
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        let _ = builder.add_line(None, line);
    }
    let rules = builder.build().ok().filter(|rules| !rules.is_empty())?;
    Some(GitRules { folder: folder.to_owned(), rules })
}
