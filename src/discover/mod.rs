//! Finds the pages below the given paths and groups them by page key. No other room reads pages from disk.
//!
//! The key of a page follows from its path, or for a loose file from its first heading. So a file is opened here only if
//! its path does not state its key. Locale and version are inferred by [`identify`](identify::identify) when the page is
//! read.

pub(crate) mod error;
mod evidence;
pub mod git;
pub mod history;
pub mod identify;
pub(crate) mod language;
mod layout;
pub mod origin;
mod pins;
mod place;
pub mod read;
pub mod revision;
pub mod roots;
pub mod rules;
pub mod source;
pub mod source_locale;
mod surroundings;
pub mod template;
mod translated_path;
pub mod unwritten;
mod walk;

use crate::config::Config;
use crate::locale::Locale;
use error::ReadError;
use rayon::prelude::*;
use roots::Roots;
use rules::LeftOut;
use source_locale::{NamedSources, SourceLocale};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use template::PathShape;

/// The pages below the roots.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Page groups in order of key.
    pub groups: Vec<Group>,
    /// Documentation files that are not API pages, in order of path.
    pub others: Vec<(PathBuf, OtherKind)>,
    /// Files and folders that were not read, in order of path.
    pub problems: Vec<Problem>,
    /// For each folder that could not be read: the start of the keys of its pages.
    pub unread: Vec<String>,
    /// The number of files and folders that rules left out.
    pub left_out: LeftOut,
    /// The locale of the source pages. Files around named files count as evidence.
    pub source: Option<SourceLocale>,
}

impl Discovery {
    /// The locale of the source pages; `wanted` if it was not decided.
    pub fn source_locale(&self, wanted: &Locale) -> Locale {
        self.source.as_ref().map_or(wanted, |source| &source.locale).clone()
    }
}

/// The files with the same page key.
#[derive(Debug)]
pub struct Group {
    /// The key, which is the same for all locales and versions of a page: `api/user-get`.
    pub key: String,
    /// Its files, in order of path.
    pub files: Vec<Placed>,
}

/// A file, with what its path states about it.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The path as the user gave it, continued to the file.
    pub path: PathBuf,
    /// The locale, and from what it was inferred.
    pub locale: Option<(Locale, Clue)>,
    /// The version, and from what it was inferred.
    pub version: Option<(String, Clue)>,
    /// From what the key was inferred.
    pub key: Clue,
    /// Whether the user named the file itself and not a folder above it.
    pub named: bool,
    /// Whether the run reports on it.
    pub role: Role,
    /// What its path is made of.
    pub shape: PathShape,
    /// Where its bytes are.
    pub content: Storage,
}

/// What a run does with a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It reports on the page.
    #[default]
    Reported,
    /// It only compares other pages with it: the page is in the tree around a named file.
    Context,
}

/// Where the bytes of a page are.
#[derive(Clone, Debug)]
pub enum Storage {
    /// In the file at its path.
    Disk,
    /// In memory: a page from standard input.
    Memory(Arc<[u8]>),
    /// In a git repository.
    Git(git::Blob),
    /// Nowhere: the page is the translation of this source page, and does not exist yet. It is read as an empty page.
    Unwritten(Arc<Placed>),
}

impl Placed {
    /// Reads the whole page. An error if it is longer than the settings allow, or binary.
    pub fn read(&self, config: &Config) -> Result<Vec<u8>, ReadError> {
        let most = config.max_page_bytes;
        match &self.content {
            Storage::Disk => read::file(&self.path, most),
            Storage::Memory(bytes) => read::checked(bytes.to_vec(), most),
            Storage::Git(blob) => read::checked(blob.read()?, most),
            Storage::Unwritten(_) => Ok(Vec::new()),
        }
    }

    /// Whether two pages are the same file, or the same object of a repository.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Storage::Git(left), Storage::Git(right)) => left.is_same(right),
            (Storage::Disk, Storage::Disk) => self.path == other.path,
            _ => false,
        }
    }

    /// Reads the start of the page, up to [`read::HEAD`] bytes.
    fn read_head(&self) -> Result<Vec<u8>, ReadError> {
        read::head(&self.path, &self.content)
    }
}

/// A file that may be a page.
struct Candidate {
    /// Its path, from which locale, version and key are inferred.
    path: PathBuf,
    /// The root under which it was found.
    root: PathBuf,
    /// Its path in reports.
    shown: PathBuf,
    /// Whether the user named it.
    named: bool,
    role: Role,
    content: Storage,
}

/// From what a locale, version or key was inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clue {
    /// The layout template of the settings.
    Layout,
    /// Front matter.
    FrontMatter,
    /// A folder's name.
    Folder,
    /// The file's name.
    FileName,
    /// The URLs of the page's examples.
    ExampleUrl,
    /// The script of the text.
    Script,
    /// The function words of the text.
    FunctionWords,
    /// The language of a site whose other languages have paths that state them.
    DefaultLanguage,
    /// The first heading.
    Heading,
    /// Nothing: a default.
    Nothing,
}

impl Clue {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Layout => "layout",
            Self::FrontMatter => "front_matter",
            Self::Folder => "folder",
            Self::FileName => "file_name",
            Self::ExampleUrl => "example_url",
            Self::Script => "script",
            Self::FunctionWords => "function_words",
            Self::DefaultLanguage => "default_language",
            Self::Heading => "heading",
            Self::Nothing => "nothing",
        }
    }
}

/// The kinds of documentation files that are not API pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherKind {
    /// Text that pages include.
    Include,
    /// A table of contents.
    Contents,
    /// A read-me page that has no other edition.
    Index,
}

impl OtherKind {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::Contents => "contents",
            Self::Index => "index",
        }
    }
}

/// A file or folder that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Its path.
    pub path: PathBuf,
    /// The reason.
    pub message: String,
    /// What the result lacks because of it.
    pub loss: Loss,
}

impl Problem {
    /// The number of paths that the result lacks.
    pub fn count_lost(problems: &[Self]) -> usize {
        let lost = problems.iter().filter(|problem| problem.loss.is_some()).map(|problem| problem.path.as_path());
        lost.collect::<BTreeSet<&Path>>().len()
    }
}

/// What the result of a run lacks because of a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Nothing that was to be read: the path leads out of the roots, to a file that is read by another path, or to a file that
    /// may be no page; or a finding reports the loss.
    Nothing,
    /// A page, or the pages of a folder. The exit status is 2.
    Pages,
    /// A path that the user named. The exit status is 2.
    NamedPath,
}

impl Loss {
    /// The loss of a path that could not be read.
    pub fn of(named: bool) -> Self {
        if named { Self::NamedPath } else { Self::Pages }
    }

    /// Whether the result lacks pages.
    pub fn is_some(self) -> bool {
        self != Self::Nothing
    }
}

/// Finds the pages below `roots`: files, folders, and a page from standard input.
pub fn discover<'a>(roots: impl Into<Roots<'a>>, config: &Config) -> Discovery {
    let roots = roots.into();
    let (files, discovery) = walk_of(&roots, config);
    arrange(files, discovery, (config, roots.sources))
}

/// The files below the roots; if the roots are files, with the tree around them.
fn walk_of(roots: &Roots<'_>, config: &Config) -> (Vec<Candidate>, Discovery) {
    let mut walk = walk::Walk::new(roots, config);
    roots.paths.iter().for_each(|root| walk.root(root));
    let (mut files, discovery) = walk.finish();
    if roots.paths.iter().all(|root| !root.is_dir()) {
        surroundings::add(&mut files, config);
    }
    (files, discovery)
}

/// As [`discover`], but the pages and the files beside them choose the profile of the settings, unless the settings name one.
pub fn discover_with_profile<'a>(roots: impl Into<Roots<'a>>, config: &mut Config) -> Discovery {
    let roots = roots.into();
    let (files, discovery) = walk_of(&roots, config);
    config.use_profile(|| evidence::shown_profile(&files));
    arrange(files, discovery, (config, roots.sources))
}

/// Groups the files by key.
fn arrange(
    mut files: Vec<Candidate>,
    mut discovery: Discovery,
    (config, sources): (&Config, NamedSources<'_>),
) -> Discovery {
    files.sort_by(|left, right| (&left.shown, &left.root).cmp(&(&right.shown, &right.root)));
    files.dedup_by(|later, kept| {
        let same = later.shown == kept.shown;
        kept.named |= same && later.named;
        // The page from standard input replaces the file of its path.
        if same && matches!(later.content, Storage::Memory(_)) {
            kept.content = later.content.clone();
        }
        same
    });
    let mut placed: Vec<_> = files.par_iter().map(|found| place::place(found, config)).collect();
    let mut found: Vec<Option<(String, Placed)>> =
        placed.iter_mut().map(|placed| placed.as_mut().ok().and_then(Option::take)).collect();
    layout::infer_places(&files, &mut found, config);
    layout::loose_context(&files, &mut found, config);
    let source = source_locale::decide(&files, &mut found, (config, sources));
    for (file, place) in files.iter().zip(&mut found) {
        let Some((key, placed)) = place else { continue };
        if placed.shape.is_source {
            placed.locale = Some((source.locale.clone(), Clue::Layout));
        }
        if placed.key != Clue::Layout {
            placed.shape.template = template::of(file, key, placed);
        }
        if placed.key == Clue::Heading {
            placed.shape.loose = file.path.strip_prefix(&file.root).ok().map(Path::to_owned);
        }
    }
    discovery.source = Some(source);
    let mut groups: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
    for ((file, found), result) in files.into_iter().zip(found).zip(placed) {
        let is_context = file.role == Role::Context;
        let path = file.shown;
        match (found, result) {
            (Some((_, placed)), _) if is_context && placed.key == Clue::Nothing => {}
            (Some((key, placed)), _) => groups.entry(key).or_default().push(placed),
            _ if is_context => {}
            (None, Err(error)) => {
                discovery.problems.push(Problem { path, message: error.to_string(), loss: Loss::of(file.named) })
            }
            (None, Ok(_)) => discovery.others.extend(other_kind(&path, config).map(|kind| (path, kind))),
        }
    }
    groups.retain(|_, files| files.iter().any(|file| file.role == Role::Reported));
    // A read-me page that only one locale has is about the folder, and no API page.
    let is_alone = |files: &[Placed]| matches!(files, [file] if !file.named && is_readme(&file.path));
    for (key, files) in groups {
        if is_alone(&files) {
            discovery.others.extend(files.into_iter().map(|file| (file.path, OtherKind::Index)));
        } else {
            discovery.groups.push(Group { key, files });
        }
    }
    discovery.others.sort();
    discovery.problems.sort();
    discovery
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

fn other_kind(path: &Path, config: &Config) -> Option<OtherKind> {
    let stem = path.file_stem()?.to_string_lossy().to_ascii_lowercase();
    let is_include =
        |part: &std::ffi::OsStr| config.profile.include_folders.iter().any(|name| part.eq_ignore_ascii_case(name));
    let in_includes = path.components().any(|part| is_include(part.as_os_str()));
    match stem.as_str() {
        _ if in_includes => Some(OtherKind::Include),
        "toc" | "contents" => Some(OtherKind::Contents),
        _ => None,
    }
}
