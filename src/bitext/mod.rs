//! Bitext: the aligned segments of pages, one document a page, and one file a format that writes them.
//!
//! A [`Document`] holds what any format may want. Which units a format takes, and what it makes of markup and of
//! protected text, is its own affair; [`inline`] and [`protect`] are there for that.

pub mod apply;
pub mod edits;
pub mod format;
pub(crate) mod inline;
pub(crate) mod jsonl;
pub(crate) mod markup;
pub(crate) mod names;
pub(crate) mod po;
pub(crate) mod protect;
pub(crate) mod tmx;
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
    /// The page's file.
    pub path: Cow<'a, str>,
    /// The page's text.
    pub text: &'a str,
    /// The file of the source text, where it is another.
    pub source_path: Option<Cow<'a, str>>,
    /// From what the source text was taken.
    pub origin: Origin,
    /// Whether the source text is sure to be what was translated.
    pub exact: bool,
    /// In order of place: the segments, and between them the blocks that only one side has.
    pub units: Vec<Unit<'a>>,
    /// What tells text that stays as it is; `None` where it is not to be marked.
    pub protect: Option<Protect<'a>>,
}

/// A text and its translation, or one of the two alone.
pub struct Unit<'a> {
    /// The id of the span pair.
    pub span: Option<&'a str>,
    /// Where it stands in the page's structure: section, kind of block, number.
    pub place: String,
    /// What it is part of.
    pub kind: UnitKind,
    /// The name of the role of the section, or of the table.
    pub role: Option<&'static str>,
    /// The name of the role of the table column.
    pub column: Option<Cow<'static, str>>,
    /// The source text.
    pub source: Option<UnitText<'a>>,
    /// The translation.
    pub target: Option<UnitText<'a>>,
    /// How sure it is that the two belong together, or that the one stands alone, from 0 to 1.
    pub confidence: f32,
    /// Whether all of it stays as it is: a name in a table, a list of scopes, nothing but codes and names.
    pub protected: bool,
}

/// One side of a unit.
#[derive(Clone, Copy)]
pub struct UnitText<'a> {
    /// Its Markdown.
    pub text: &'a str,
    /// Its bytes in its own file.
    pub range: FileRange,
}

/// The kinds of blocks.
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
    /// The name used in files.
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

    /// Whether it holds text for people.
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Code | Self::Html | Self::Comment)
    }
}

impl<'a> Document<'a> {
    /// The segments of a page; `None` where it has no source text. `protect`: whether protected text is to be marked.
    pub fn of(key: &'a str, reading: &'a Reading, config: &'a Config, protect: bool) -> Option<Self> {
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
            protect: protect.then_some(protects),
        })
    }

    /// The units that CAT tools want: segments, and blocks of text for people, whose source has a letter in it. A unit
    /// without target is yet to be translated.
    pub fn translatable(&self) -> impl Iterator<Item = (&Unit<'a>, UnitText<'a>)> {
        let wanted = self.units.iter().filter(|unit| unit.target.is_some() || unit.kind.is_prose());
        wanted.filter_map(|unit| {
            let source = unit.source.filter(|source| source.text.contains(char::is_alphabetic))?;
            Some((unit, source))
        })
    }

    /// Whether a unit is to be locked. One whose translation is not what it must be stays open to repair.
    pub fn locks(&self, unit: &Unit<'a>) -> bool {
        let text = |part: Option<UnitText<'a>>| part.map(|part| part.text.trim());
        self.protect.is_some() && unit.protected && unit.target.is_none_or(|_| text(unit.target) == text(unit.source))
    }
}

impl Unit<'_> {
    /// The id of the unit, unique in its document and a name token of XML. Where it has a target: the bytes of the
    /// target in the page and the [`hash`] of these bytes, as [`TargetId`] reads them. Else `s`, the bytes of the
    /// source and their hash.
    pub fn id(&self) -> String {
        match (self.target, self.source) {
            (Some(target), _) => target.id(),
            (None, Some(source)) => format!("s{}", source.id()),
            (None, None) => String::new(),
        }
    }
}

impl UnitText<'_> {
    /// Its bytes and their [`hash`].
    fn id(self) -> String {
        format!("{}-{}-{:016x}", self.range.start, self.range.end, hash(self.text))
    }
}

/// Where the target of a unit stands in its page, and what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetId {
    /// Bytes of the page.
    pub range: FileRange,
    /// The [`hash`] of the text there.
    pub hash: u64,
}

impl TargetId {
    /// Reads the id of a unit that has a target.
    pub fn parse(id: &str) -> Option<Self> {
        let mut parts = id.split('-');
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let hash = u64::from_str_radix(parts.next()?, 16).ok()?;
        (start <= end && parts.next().is_none()).then(|| Self { range: FileRange::new(start, end), hash })
    }
}

/// Hash of a text as it was exported, by which import knows whether the page still has it.
pub fn hash(text: &str) -> u64 {
    crate::text::fnv1a(text.bytes())
}
