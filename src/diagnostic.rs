//! The words of a report: levels, axes and edits. No I/O, no wording.

use crate::text::FileRange;

/// How sure a finding is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Probably wrong, but the pages alone cannot tell.
    Warning,
    /// Certainly wrong.
    Error,
}

impl Level {
    /// All levels, least first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Error];

    /// The name used in reports and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// Which two things a finding compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// A page against the conventions that every page keeps.
    Page,
    /// Target text against its own source.
    Translation,
    /// The source text that was translated against the source text as it is now.
    Age,
    /// Editions of one page in several locales against each other.
    Locales,
    /// One API version against another.
    Versions,
}

impl Axis {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Translation => "translation",
            Self::Age => "age",
            Self::Locales => "locales",
            Self::Versions => "versions",
        }
    }
}

/// A repair: replace the bytes of `range` in the file by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file to replace.
    pub range: FileRange,
    /// What to put there.
    pub text: String,
}
