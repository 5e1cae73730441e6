//! What comparing yields: a change, of a kind, at a place of an edition.

use super::age;
use crate::api::ApiChange;
use crate::compare::translation::structure;
use crate::date::Date;
use crate::diagnostic::Edit;
use crate::facts::flat::FactKind;
use crate::locale::Locale;
use crate::page::span::SpanFault;
use crate::text::FileRange;

/// A difference that may be worth a finding.
#[derive(Clone, Debug)]
pub struct Change {
    /// What differs.
    pub kind: ChangeKind,
    /// Locale that the change is about, where it is not that of the reading.
    pub locale: Option<Locale>,
    /// Place, in bytes of the file.
    pub range: FileRange,
    /// Source-side text, or what is expected; may be empty.
    pub source: String,
    /// Target-side text, or what is there; may be empty.
    pub target: String,
    /// How often it occurs, where equal occurrences are told once.
    pub count: u32,
    /// The certain repair.
    pub edit: Option<Edit>,
    /// Where in the page's structure.
    pub anchor: String,
}

/// A change of one edition of a page group.
#[derive(Clone, Debug)]
pub struct EditionChange {
    /// Index of the reading that the place is in.
    pub edition: usize,
    /// The change.
    pub change: Change,
    /// Whether it holds whatever the date of the source text.
    pub certainty: Certainty,
}

/// Whether a change holds whatever the date of the source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It holds.
    Certain,
    /// A source text that is older or newer than the one that was translated explains it as well.
    MayBeAge,
}

impl Change {
    /// A change at a place, with nothing else said.
    pub fn new(kind: ChangeKind, range: FileRange) -> Self {
        Self {
            kind,
            locale: None,
            range,
            source: String::new(),
            target: String::new(),
            count: 1,
            edit: None,
            anchor: String::new(),
        }
    }

    /// As a change of an edition of its page group, by the index of its reading.
    pub fn of(self, edition: usize) -> EditionChange {
        EditionChange { edition, change: self, certainty: Certainty::Certain }
    }

    /// With its two texts.
    pub fn with_texts(mut self, source: impl Into<String>, target: impl Into<String>) -> Self {
        self.source = source.into();
        self.target = target.into();
        self
    }

    /// With its structural place.
    pub fn with_anchor(mut self, anchor: impl Into<String>) -> Self {
        self.anchor = anchor.into();
        self
    }

    /// How a message names the others that one change stands for: ` (and 2 more)`; empty where there are none.
    pub fn and_more(&self) -> String {
        if self.count > 1 { format!(" (and {} more)", self.count - 1) } else { String::new() }
    }

    /// With a repair, where there is one.
    pub fn with_edit(mut self, edit: Option<Edit>) -> Self {
        self.edit = edit;
        self
    }
}

/// What differs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A name cell.
    Identifier,
    /// A name, in a cell or in prose, in case only.
    IdentifierCase,
    /// A coined name in prose.
    IdentifierInProse,
    /// A name cell of a header table.
    HeaderName,
    /// The scopes of a permission cell.
    Permission,
    /// The text of a code block.
    CodeBlock,
    /// Inline code.
    CodeSpan,
    /// A placeholder.
    Placeholder,
    /// A URL, date, GUID or media type in prose.
    Literal,
    /// A number in prose.
    Number,
    /// A type name given in the locale's words.
    TypeName,
    /// Where a link leads.
    LinkTarget,
    /// A link whose Markdown does not make a link.
    LinkSyntax,
    /// A heading's anchor.
    Anchor,
    /// Emphasis that shows as asterisks.
    Emphasis,
    /// A part of the structure that only the source has.
    Missing(structure::StructurePart),
    /// A part of the structure that only the target has.
    Extra(structure::StructurePart),
    /// A translation without text.
    SegmentEmpty,
    /// A translation that is the source text.
    SegmentUntranslated,
    /// A span that is no pair.
    SpanMalformed(SpanFault),
    /// Characters that no text holds.
    Character(CharacterFault),
    /// A page without front matter.
    FrontMatterMissing,
    /// Front matter that is no YAML mapping, with the parser's words.
    FrontMatterInvalid(String),
    /// A front matter key in the locale's words.
    FrontMatterKeyTranslated,
    /// A front matter key that is not there.
    FrontMatterKeyMissing,
    /// A front matter value for machines; with the number of editions that have the other value.
    FrontMatterValue(usize),
    /// A stated content length, with the lengths of the body that would be right.
    ContentLength(Vec<usize>),
    /// An example body that is no JSON, with the parser's words.
    ExampleJson(String),
    /// An example that calls another version.
    ExampleVersion,
    /// Documented properties that an example lacks: the change's source.
    ExamplePropertyMissing(Documentation),
    /// Properties of an example that are not documented.
    ExamplePropertyUnknown(Documentation),
    /// A value of an example, the change's target, that is not of the documented type, its source.
    ExampleType(Documentation),
    /// Two files claim one edition; with the path of the one that is used.
    EditionDuplicated(String),
    /// An edition states what all others do not, or the other way round.
    Outvoted(Vote),
    /// A page that other locales have.
    PageMissing(Vec<Locale>),
    /// A block whose source text has changed since it was translated.
    SegmentStale(age::Stale),
    /// A page whose source has changed.
    PageStale(Box<age::PageAge>),
    /// A page whose source page is gone.
    SourceDeleted,
    /// A page of which it is not known from which text it was translated.
    PinUnknown(age::NoPin),
    /// A difference between two API versions, with the names of both, the older one first.
    Api(Box<ApiChange>, [String; 2]),
}

/// What is wrong with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterFault {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// The replacement character U+FFFD.
    Replacement,
    /// A control character.
    Control,
    /// UTF-8 read as Latin-1 or Windows-1252 and encoded again.
    Mojibake,
}

/// What an example is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Documentation {
    /// What the example is: `response`, `request`, `JSON representation`.
    pub example: &'static str,
    /// The type, or the title of the operation whose body it is.
    pub owner: String,
    /// The key of the page that documents it.
    pub page: String,
    /// The property; empty where it is about the type as a whole.
    pub name: String,
    /// The documented name or value that is likely meant; empty where none is.
    pub near: String,
}

/// How one edition of a page, the dissenter, differs from all others on facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Vote {
    /// The kind of the facts.
    pub kind: FactKind,
    /// What is different.
    pub dissent: DissentKind,
    /// The locales of the other editions, which agree with each other.
    pub others: Vec<Locale>,
    /// Whether the age of the dissenter may explain the difference.
    pub age: DissenterAge,
}

/// How the dissenter differs from all other editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DissentKind {
    /// It states another value.
    Value,
    /// It states another name at the same position.
    Name,
    /// It lacks facts that the others state.
    Missing,
    /// It states facts that the others lack.
    Extra,
}

/// The age of the dissenter among the editions with a known age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DissenterAge {
    /// It is the source-language page, which counts as newer than all translations: the API may have changed.
    Source,
    /// It is newer than all others, by its date: the API may have changed.
    Newest(Date),
    /// It is older than all others, by its date: it may be out of date.
    Oldest(Date),
    /// Age does not explain the difference.
    Between,
    /// Its age is not known.
    Unknown,
}
