//! Where the source text of a page comes from, and whether it is the text that was translated.

use crate::page::Page;
use std::path::PathBuf;

/// Where the source text of an edition was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Origin {
    /// From the page's own span pairs.
    Embedded,
    /// From a git repository, at the commit that the page names.
    Pin,
    /// From the history of a git repository: the version that the page agrees with best.
    History,
    /// From a tree of source-language pages, which may be of another date than the translation.
    Tree,
    /// From the source-language edition of the page in the same run.
    Edition,
    /// From the source text that the edition of another locale embeds.
    Pivot,
    /// No source text was found.
    None,
}

impl Origin {
    /// All origins, the best first.
    pub const ALL: [Self; 6] = [Self::Embedded, Self::Pin, Self::History, Self::Tree, Self::Pivot, Self::None];

    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Pin => "pin",
            Self::History => "history",
            Self::Tree | Self::Edition => "tree",
            Self::Pivot => "pivot",
            Self::None => "none",
        }
    }
}

/// The source text that an edition was compared with: where it was found, and whether it is the text that was translated.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceUse {
    /// Where it was found.
    pub origin: Origin,
    /// Its file; empty if the page embeds it, or if there is no source text.
    pub path: PathBuf,
    /// Whether it is the text that was translated.
    pub date: SourceDate,
    /// Its version in the history of a git repository, if it is from there.
    pub version: Option<SourceVersion>,
}

/// A version of a source page in the history of a git repository.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceVersion {
    /// The commit that brought it, or that the page names; in hexadecimal.
    pub commit: String,
    /// Its object, in hexadecimal.
    pub blob: String,
    /// How probable it is that it was translated, from 0 to 1. It is 1 if the page names the commit.
    pub confidence: f32,
}

/// Whether a source text is the one that was translated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceDate {
    /// It is that text: the page embeds it, or names its commit.
    Exact,
    /// It may be older or newer.
    #[default]
    Unknown,
    /// The page shows that it is older or newer.
    Other,
}

/// The values of [`SourceUse::basis`].
pub const BASES: [&str; 6] = ["spans", "pin", "dated", "exact", "current", "none"];

impl SourceUse {
    /// A source text without a known version.
    pub fn new(origin: Origin, path: PathBuf, date: SourceDate) -> Self {
        Self { origin, path, date, version: None }
    }

    /// The source text that a page embeds, if any.
    pub fn own(page: &Page) -> Self {
        match page.embedded {
            Some(_) => Self::new(Origin::Embedded, PathBuf::new(), SourceDate::Exact),
            None => Self::new(Origin::None, PathBuf::new(), SourceDate::Unknown),
        }
    }

    /// The kind of the text that a page was compared with: `spans`, `pin` (the text that was translated, at its commit), `dated` (the
    /// version in the history that the page agrees with best), `exact` (the text that was translated, as the user states), `current` (a text that may be older or newer) or `none`.
    pub fn basis(&self) -> &'static str {
        match self.origin {
            Origin::Embedded => "spans",
            Origin::None => "none",
            Origin::Pin => "pin",
            Origin::History => "dated",
            Origin::Pivot if self.is_exact() => "pin",
            _ if self.is_exact() => "exact",
            Origin::Tree | Origin::Edition | Origin::Pivot => "current",
        }
    }

    /// Why a page was not compared; `None` if it was.
    pub fn not_compared(&self) -> Option<&'static str> {
        match (self.origin, self.date) {
            (Origin::None, SourceDate::Other) => Some("the only source text that was found is of another date"),
            (Origin::None, _) => Some("no source text was found"),
            _ => None,
        }
    }

    /// Whether the user or the page named it.
    pub fn is_named(&self) -> bool {
        matches!(self.origin, Origin::Embedded | Origin::Pin | Origin::History | Origin::Tree)
    }

    /// Whether it is certainly the text that was translated.
    pub fn is_exact(&self) -> bool {
        self.date == SourceDate::Exact
    }

    /// Whether the page shows that it is not the text that was translated.
    pub fn is_of_other_date(&self) -> bool {
        self.date == SourceDate::Other
    }
}
