//! The report of a run: findings with lines and columns, in order, with fingerprints; one module for each format.

pub mod json;
pub mod place;
pub(crate) mod summary;
pub mod text;

use crate::compare::age::states::Counts;
use crate::compare::change::Certainty;
use crate::diagnostic::{Axis, Level};
use crate::discover::identify::Edition;
use crate::discover::source_locale::SourceLocale;
use crate::discover::{OtherKind, Problem};
use crate::profile::evidence::ProfileUse;
use crate::text::LineColumn;
use std::path::PathBuf;

/// The pages and findings of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Page groups, in order of page key.
    pub groups: Vec<GroupReport>,
    /// Files that are not API pages, with their kind.
    pub others: Vec<(PathBuf, OtherKind)>,
    /// Paths that could not be read, with the reason.
    pub problems: Vec<Problem>,
    /// The profile of the pages, and why it was chosen.
    pub profile: ProfileUse,
    /// The locale of the source pages; `None` if it was not decided.
    pub source: Option<SourceLocale>,
}

/// The editions and findings of one page key.
#[derive(Debug, Default)]
pub struct GroupReport {
    /// The page key.
    pub key: String,
    /// Its editions, in order of path.
    pub editions: Vec<Edition>,
    /// The age of each edition, in the order of `editions`; `None` if it could not be judged. Empty without `--newer`.
    pub ages: Vec<Option<Counts>>,
    /// Findings, in order of path, then place.
    pub findings: Vec<Finding>,
    /// The highest level of a finding, also of findings that are hidden because of their level.
    pub worst: Option<Level>,
}

/// A finding with its place as line and column.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Name of the check.
    pub check: &'static str,
    /// Its level after settings were applied.
    pub level: Level,
    /// The axis: what was compared.
    pub axis: Axis,
    /// The page key.
    pub key: String,
    /// The locale that the finding is about.
    pub locale: String,
    /// The version that the finding is about.
    pub version: String,
    /// The file, as the user gave it.
    pub path: PathBuf,
    /// First character of the place.
    pub start: Position,
    /// One past the last character of the place.
    pub end: Position,
    /// The fact, in one line.
    pub message: String,
    /// The action that removes the finding, as an imperative.
    pub help: String,
    /// The source text; on the axis `age` the text that was translated. May be empty.
    pub source: String,
    /// The target text; on the axis `age` the current source text. May be empty.
    pub target: String,
    /// The repair, if it is certain.
    pub edit: Option<LocatedEdit>,
    /// 16 hexadecimal digits that stay the same when the wording or the line changes.
    pub fingerprint: String,
    /// The line of the place; empty if excerpts are dropped.
    pub excerpt: Excerpt,
    /// Whether it is certain for every date of the source text.
    pub certainty: Certainty,
}

/// A position in a file: line and column from 1, byte from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The byte offset in the file.
    pub byte: u32,
    /// Line and column; the column is counted in characters.
    pub at: LineColumn,
}

impl Position {
    /// The start of a file.
    pub const START: Self = Self { byte: 0, at: LineColumn { line: 1, column: 1 } };
}

/// An edit of a file.
#[derive(Clone, Debug)]
pub struct LocatedEdit {
    /// First byte to replace.
    pub start: Position,
    /// One past the last byte to replace.
    pub end: Position,
    /// The new text.
    pub text: String,
}

/// The line of a place, shortened at both ends.
#[derive(Clone, Debug, Default)]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// The byte range of the place in `text`.
    pub mark: std::ops::Range<usize>,
    /// Whether `text` starts at the start of the line, so that columns can be counted in it.
    pub from_start: bool,
}
