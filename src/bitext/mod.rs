//! Bitext: the aligned segments of pages, one [`Document`] for each page, and one module for each format.
//!
//! A [`Document`] holds all data that a format can need. Each format chooses the units that it writes and how it writes
//! markup and protected text; `inline` finds the markup, `protect` the text that must not be translated.

pub mod apply;
pub(crate) mod containers;
pub mod edits;
pub mod format;
pub(crate) mod inline;
pub(crate) mod jsonl;
pub(crate) mod locate;
pub(crate) mod markup;
pub(crate) mod missing;
pub(crate) mod new_text;
pub(crate) mod po;
pub(crate) mod protect;
pub mod read;
mod shape;
pub(crate) mod tmx;
pub mod unit_id;
pub(crate) mod unit_names;
mod units;
pub(crate) mod xliff;
pub(crate) mod xml;

use crate::config::Config;
use crate::discover::origin::Origin;
use crate::facts::roles::Words;
use crate::locale::Locale;
use crate::reading::Reading;
use crate::text::FileRange;
use protect::Protect;
use std::borrow::Cow;
use unit_id::UnitId;

/// The aligned segments of one page.
pub struct Document<'a> {
    /// The page key.
    pub key: &'a str,
    /// The locale of the page.
    pub locale: &'a Locale,
    /// The locale of its source text.
    pub source_locale: &'a Locale,
    /// The API version.
    pub version: &'a str,
    /// The path of the page's file, as the user gave it.
    pub path: Cow<'a, str>,
    /// The page's text.
    pub text: &'a str,
    /// The path of the source file; `None` if the source text is embedded in the page.
    pub source_path: Option<Cow<'a, str>>,
    /// Where the source text comes from.
    pub origin: Origin,
    /// Whether the source text is certainly the version that was translated.
    pub exact: bool,
    /// The segments and the blocks that only one side has, in order of place.
    pub units: Vec<Unit<'a>>,
    /// Finds the text that must not be translated; `None` if that text is not marked.
    pub protect: Option<Protect<'a>>,
}

/// A text and its translation; one of the two can be missing.
pub struct Unit<'a> {
    /// The id of the unit, unique in its document.
    pub id: UnitId,
    /// The id of the span pair, if the unit is one.
    pub span: Option<&'a str>,
    /// The structural path of the unit: section, kind of block, number.
    pub place: String,
    /// The kind of the block that contains the unit.
    pub kind: UnitKind,
    /// The role of the table, or of the section.
    pub role: Option<&'static str>,
    /// The role of the table column.
    pub column: Option<Cow<'static, str>>,
    /// The source text.
    pub source: Option<UnitText<'a>>,
    /// The translation.
    pub target: Option<UnitText<'a>>,
    /// Confidence of the alignment, from 0 to 1: that the texts match, or that the block has no match.
    pub confidence: f32,
    /// Whether no part of the unit is translated: a name in a table, a list of scopes, only codes and names.
    pub protected: bool,
}

/// Confidence below which a person should look at a pair. Most of these pairs are right.
const DOUBTFUL: f32 = 0.5;

impl Unit<'_> {
    /// Whether a person should look at the pair.
    pub fn is_doubtful(&self) -> bool {
        self.confidence < DOUBTFUL
    }
}

/// One side of a unit.
#[derive(Clone, Copy)]
pub struct UnitText<'a> {
    /// Its Markdown.
    pub text: &'a str,
    /// Its bytes in the file at `path` (target) or in the source file (source).
    pub range: FileRange,
}

/// The kind of block that a unit is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the block of that name")]
pub enum UnitKind {
    Heading,
    Tab,
    Paragraph,
    ListItem,
    HeaderCell,
    Cell,
    Code,
    Html,
    Comment,
}

impl UnitKind {
    /// The name in the written formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Tab => "tab",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::HeaderCell => "header_cell",
            Self::Cell => "cell",
            Self::Code => "code",
            Self::Html => "html",
            Self::Comment => "comment",
        }
    }

    /// Whether blocks of this kind contain prose, which is translated.
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Code | Self::Html | Self::Comment)
    }
}

impl<'a> Document<'a> {
    /// The segments of a page; `None` if the page has no source text. Protected text is marked.
    pub fn of(key: &'a str, reading: &'a Reading, config: &'a Config) -> Option<Self> {
        let source = reading.aligned.source()?;
        let words = Words::of(&config.lexicons, &config.source_locale);
        let protects = Protect { english: words.english };
        let use_of = &reading.edition.source;
        let path = Some(&use_of.path).filter(|path| !path.as_os_str().is_empty());
        Some(Self {
            key,
            locale: &reading.edition.locale,
            source_locale: &config.source_locale,
            version: &reading.edition.version,
            path: reading.edition.path.to_string_lossy(),
            text: &reading.aligned.page.text,
            source_path: path.map(|path| path.to_string_lossy()),
            origin: use_of.origin,
            exact: use_of.is_exact(),
            units: units::units(reading, source, protects),
            protect: Some(protects),
        })
    }

    /// The document without marks of protected text.
    pub fn without_marks(self) -> Self {
        Self { protect: None, ..self }
    }

    /// The units for CAT tools, each with its source text: segments and prose blocks whose source contains a letter. A
    /// unit without target is not translated yet.
    pub fn translatable(&self) -> impl Iterator<Item = (&Unit<'a>, UnitText<'a>)> {
        let wanted = self.units.iter().filter(|unit| unit.target.is_some() || unit.kind.is_prose());
        wanted.filter_map(|unit| {
            let source = unit.source.filter(|source| source.text.contains(char::is_alphabetic))?;
            Some((unit, source))
        })
    }

    /// Whether CAT tools should lock a unit: it is protected and source and target agree. If they differ, the target must
    /// stay editable so that it can be repaired.
    pub fn locks(&self, unit: &Unit<'a>) -> bool {
        let text = |part: Option<UnitText<'a>>| part.map(|part| part.text.trim());
        self.protect.is_some() && unit.protected && unit.target.is_none_or(|_| text(unit.target) == text(unit.source))
    }
}
