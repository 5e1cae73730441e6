//! Findings to files: places as people name them, order, fingerprints, one module a format.

pub mod json;
pub mod place;
pub(crate) mod summary;
pub mod text;

use crate::compare::age::Counts;
use crate::compare::change::Certainty;
use crate::diagnostic::{Axis, Level};
use crate::discover::identify::Edition;
use crate::discover::{OtherKind, Problem};
use crate::text::LineColumn;
use std::path::PathBuf;

/// Everything that a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// Page groups in order of key.
    pub groups: Vec<GroupReport>,
    /// Files that are no API pages.
    pub others: Vec<(PathBuf, OtherKind)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What a run found about one page key.
#[derive(Debug)]
pub struct GroupReport {
    /// The page key.
    pub key: String,
    /// Its editions, in order of path.
    pub editions: Vec<Edition>,
    /// How old each edition is, where that was judged; empty where nobody asked.
    pub ages: Vec<Option<Counts>>,
    /// Findings in order: by path, then place.
    pub findings: Vec<Finding>,
}

/// One thing worth saying about one place, with the place as people name it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Name of the check.
    pub check: &'static str,
    /// How sure it is.
    pub level: Level,
    /// What was compared.
    pub axis: Axis,
    /// The page key.
    pub key: String,
    /// The locale that it is about.
    pub locale: String,
    /// The version that it is about.
    pub version: String,
    /// The file, as the user gave it.
    pub path: PathBuf,
    /// Where it starts.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The fact.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The source-side text.
    pub source: String,
    /// The target-side text.
    pub target: String,
    /// The certain repair.
    pub edit: Option<LocatedEdit>,
    /// Names the finding whatever its wording and line: 16 hexadecimal digits.
    pub fingerprint: String,
    /// The line that it is in.
    pub excerpt: Excerpt,
    /// Whether it holds whatever the date of the source text.
    pub certainty: Certainty,
}

/// Line and column from 1, and the byte from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The byte in the file.
    pub byte: u32,
    /// Line and column, the column in characters.
    pub at: LineColumn,
}

impl Position {
    /// The start of a file.
    pub const START: Self = Self { byte: 0, at: LineColumn { line: 1, column: 1 } };
}

/// A repair with its places.
#[derive(Clone, Debug)]
pub struct LocatedEdit {
    /// First byte to replace.
    pub start: Position,
    /// One past the last.
    pub end: Position,
    /// What to put there.
    pub text: String,
}

/// A line, cut to what a reader needs.
#[derive(Clone, Debug, Default)]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// The finding's place in it, in bytes.
    pub mark: std::ops::Range<usize>,
    /// Whether the text starts where the line does, so that columns can be counted in it.
    pub from_start: bool,
}
