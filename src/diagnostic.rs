//! The vocabulary of a report: levels, axes and edits.

use crate::text::FileRange;

/// The level of a finding. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Probably wrong, but the pages are not sufficient to decide.
    Warning,
    /// Certainly wrong.
    Error,
}

impl Level {
    /// All levels in ascending order.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Error];

    /// The name used in reports and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level with the given name; `None` if there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// The two sides that a finding compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// A page against the conventions of all pages.
    Page,
    /// A translation against its own source.
    Translation,
    /// The source text that was translated against the current source text.
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
    /// The replacement.
    pub text: String,
}
