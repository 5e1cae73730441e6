//! Finds pages under the roots and groups them. The only reader of pages from disk and from git.
//!
//! The path of a page decides its group. A file is opened here only if its path does not: then its first heading decides.
//! Locale and version are inferred by [`identify`](identify::identify) when the page itself is read.

pub(crate) mod error;
pub mod git;
pub mod identify;
pub(crate) mod language;
pub mod origin;
mod place;
pub mod source;

use crate::config::Config;
use crate::locale::Locale;
use crate::page::{decode, markdown, projection, span};
use error::ReadError;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Extensions of pages inside folders; a file named on the command line may have any extension.
const EXTENSIONS: [&str; 3] = ["markdown", "md", "txt"];
/// How many bytes of a file are read to find its front matter or first heading.
const HEAD: u64 = 64 * 1024;
/// The largest page in bytes: offsets are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64 / 2;

/// The files under the roots.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Page groups in order of key.
    pub groups: Vec<Group>,
    /// Files that belong to the documentation but are not API pages, in order of path.
    pub others: Vec<(PathBuf, OtherKind)>,
    /// Files and folders that could not be read, in order of path.
    pub problems: Vec<Problem>,
    /// The folders that could not be read, as prefixes of page keys.
    pub unread: Vec<String>,
}

/// All files with the same page key.
#[derive(Debug)]
pub struct Group {
    /// Identity of the page across locales and versions: `api/user-get`.
    pub key: String,
    /// Its files, in order of path.
    pub files: Vec<Placed>,
}

/// A file with the locale and the version that its path states.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The path of the file: a root as the user wrote it, then the path below it.
    pub path: PathBuf,
    /// Locale and the evidence for it.
    pub locale: Option<(Locale, Clue)>,
    /// Version and the evidence for it.
    pub version: Option<(String, Clue)>,
    /// Evidence for the key.
    pub key: Clue,
    /// Whether the user named this file itself, not a folder above it.
    pub named: bool,
    /// Where its bytes are.
    pub content: Storage,
}

/// Where the bytes of a page are.
#[derive(Clone, Debug)]
pub enum Storage {
    /// In the file at its path.
    Disk,
    /// In a git repository.
    Git(git::Blob),
}

impl Placed {
    /// Reads the whole page.
    pub fn read(&self) -> Result<Vec<u8>, ReadError> {
        match &self.content {
            Storage::Disk => read(&self.path),
            Storage::Git(blob) => checked(blob.read()?),
        }
    }

    /// Whether both are the same file, or the same object of a repository.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Storage::Git(left), Storage::Git(right)) => left.is_same(right),
            (Storage::Disk, Storage::Disk) => self.path == other.path,
            _ => false,
        }
    }

    /// Reads at most the first `limit` bytes of the page.
    fn read_head(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        read_head(&self.path, &self.content, limit)
    }
}

/// A file that may be a page.
struct Candidate {
    /// Its path without a revision; locale, version and key are inferred from it.
    path: PathBuf,
    /// The root under which it was found.
    root: PathBuf,
    /// Its path as reports show it.
    shown: PathBuf,
    named: bool,
    content: Storage,
}

/// The evidence from which a locale, version or key was inferred.
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
    /// The first heading.
    Heading,
    /// No evidence.
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
            Self::Heading => "heading",
            Self::Nothing => "nothing",
        }
    }
}

/// Documentation files that are not API pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherKind {
    /// Text that pages include.
    Include,
    /// A table of contents.
    Contents,
    /// An index or read-me page.
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

/// A file or folder that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
    /// Whether the user named this path. If so, the run fails.
    pub named: bool,
}

/// Finds the pages under `roots`, which may be files and folders.
pub fn discover(roots: &[PathBuf], config: &Config) -> Discovery {
    let (mut discovery, mut found) = (Discovery::default(), Vec::new());
    for root in roots {
        walk(root, &mut found, &mut discovery);
    }
    arrange(found, discovery, config)
}

/// Groups the files that were found.
fn arrange(mut files: Vec<Candidate>, mut discovery: Discovery, config: &Config) -> Discovery {
    files.sort_by(|left, right| (&left.shown, &left.root).cmp(&(&right.shown, &right.root)));
    files.dedup_by(|later, kept| {
        let same = later.shown == kept.shown;
        kept.named |= same && later.named;
        same
    });
    let placed: Vec<_> = files.par_iter().map(|found| place::place(found, config)).collect();
    let mut groups: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
    for (found, result) in files.into_iter().zip(placed) {
        let path = found.shown;
        match result {
            Ok(Some((key, placed))) => groups.entry(key).or_default().push(placed),
            Ok(None) => discovery.others.extend(other_kind(&found.path).map(|kind| (path, kind))),
            Err(error) => discovery.problems.push(Problem { path, message: error.to_string(), named: found.named }),
        }
    }
    discovery.groups = groups.into_iter().map(|(key, files)| Group { key, files }).collect();
    discovery.problems.sort();
    discovery
}

/// Reads a whole page.
pub fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let mut file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Err(ReadError::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.read_to_end(&mut bytes)?;
    checked(bytes)
}

/// Returns the bytes unless they are binary or too many.
fn checked(bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    if bytes.len() as u64 > LARGEST {
        return Err(ReadError::TooLarge(bytes.len() as u64));
    }
    if decode::is_binary(&bytes) {
        return Err(ReadError::Binary);
    }
    Ok(bytes)
}

fn walk(root: &Path, files: &mut Vec<Candidate>, discovery: &mut Discovery) {
    let found = |path: PathBuf, root: PathBuf, named| Candidate {
        shown: path.clone(),
        path,
        root,
        named,
        content: Storage::Disk,
    };
    if root.is_file() {
        let folder = root.parent().unwrap_or(Path::new("")).to_owned();
        files.push(found(root.to_owned(), folder, true));
        return;
    }
    let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.depth() > 0 && entry.file_type().is_dir() && is_hidden(entry.path()) => {
                walk.skip_current_dir()
            }
            Ok(entry)
                if entry.file_type().is_file() && has_page_extension(entry.path()) && !is_hidden(entry.path()) =>
            {
                files.push(found(entry.into_path(), root.to_owned(), false));
            }
            Ok(_) => {}
            Err(error) => discovery.problems.push(Problem {
                path: error.path().unwrap_or(root).to_owned(),
                named: error.depth() == 0,
                message: walk_error(&error),
            }),
        }
    }
}

fn walk_error(error: &walkdir::Error) -> String {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("link cycle: it leads back to {}", ancestor.display()),
        (None, Some(source)) => source.to_string(),
        (None, None) => error.to_string(),
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn has_page_extension(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

fn other_kind(path: &Path) -> Option<OtherKind> {
    let stem = path.file_stem()?.to_string_lossy().to_ascii_lowercase();
    let in_includes = path.components().any(|part| part.as_os_str().eq_ignore_ascii_case("includes"));
    match stem.as_str() {
        _ if in_includes => Some(OtherKind::Include),
        "toc" | "contents" => Some(OtherKind::Contents),
        "index" | "readme" => Some(OtherKind::Index),
        _ => None,
    }
}

fn read_head(path: &Path, content: &Storage, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut head = Vec::new();
    match content {
        Storage::Disk => {
            let file = std::fs::File::open(path)?;
            file.take(limit).read_to_end(&mut head)?;
        }
        Storage::Git(blob) => {
            head = blob.read()?;
            head.truncate(limit as usize);
        }
    }
    Ok(head)
}

/// The anchor of the first heading in the head of a loose file.
fn first_anchor(path: &Path, content: &Storage, config: &Config) -> Result<Option<String>, ReadError> {
    let head = read_head(path, content, HEAD)?;
    if decode::is_binary(&head) {
        return Err(ReadError::Binary);
    }
    let decoded = decode::decode(head);
    let (_, body) = crate::page::front_matter::cut(&decoded.text, decoded.start);
    let (segments, _) = span::SpanScanner::new(&config.profile).scan(&decoded.text, body as usize);
    let side = if segments.is_empty() { projection::Which::Target } else { projection::Which::Source };
    let projection = projection::Projection::new(&decoded.text, body, &segments, side);
    let (tree, _) = markdown::parse(&projection.text);
    let anchor = tree.sections.iter().map(|section| &*section.anchor).find(|anchor| !anchor.is_empty());
    Ok(anchor.map(str::to_owned))
}
