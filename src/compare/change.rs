//! A change: the result of a comparison, with its kind and its place in an edition.

use super::age::states::{NoPin, PageAge, StaleText};
use super::structure_part::StructurePart;
use crate::api::ApiChange;
use crate::date::Date;
use crate::diagnostic::Edit;
use crate::facts::comparable::FactKind;
use crate::locale::Locale;
use crate::page::span::SpanFault;
use crate::text::FileRange;

/// A difference that a check may report.
#[derive(Clone, Debug)]
pub struct Change {
    /// The kind of the difference.
    pub kind: ChangeKind,
    /// The locale of the change; `None` if it is the locale of the reading.
    pub locale: Option<Locale>,
    /// Bytes of the file.
    pub range: FileRange,
    /// The source text or the expected text; may be empty.
    pub source: String,
    /// The target text or the text that was found; may be empty.
    pub target: String,
    /// The number of equal occurrences or consecutive blocks that the change reports.
    pub count: u32,
    /// A repair; only if it is certain.
    pub edit: Option<Edit>,
    /// The place in the page's structure; part of the fingerprint.
    pub anchor: String,
}

/// A change of one edition of a page group.
#[derive(Clone, Debug)]
pub struct EditionChange {
    /// The index of the reading whose file has the place.
    pub edition: usize,
    /// The change.
    pub change: Change,
    /// Whether the change is certain for any date of the source text.
    pub certainty: Certainty,
}

/// Whether a change is certain for any date of the source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is certain.
    Certain,
    /// The cause may be that the source text is older or newer than the one that was translated.
    MayBeAge,
    /// That is the probable cause: the source text has changed elsewhere on the page.
    LikelyAge,
}

impl Change {
    /// A change at a place, with empty texts and without edit.
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

    /// The change as one of an edition, by the index of its reading. It is certain.
    pub fn of(self, edition: usize) -> EditionChange {
        EditionChange { edition, change: self, certainty: Certainty::Certain }
    }

    /// The change with its two texts.
    pub fn with_texts(mut self, source: impl Into<String>, target: impl Into<String>) -> Self {
        self.source = source.into();
        self.target = target.into();
        self
    }

    /// The change with its structural place.
    pub fn with_anchor(mut self, anchor: impl Into<String>) -> Self {
        self.anchor = anchor.into();
        self
    }

    /// The other occurrences that the change counts, as a message names them: ` (and 2 more)`. Empty if there are none.
    pub fn and_more(&self) -> String {
        if self.count > 1 { format!(" (and {} more)", self.count - 1) } else { String::new() }
    }

    /// The change with its repair.
    pub fn with_edit(mut self, edit: Option<Edit>) -> Self {
        self.edit = edit;
        self
    }
}

/// A kind of text for readers in a code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeText {
    /// Comments.
    Comments,
    /// The labels of a diagram.
    Labels,
}

/// What a change is about. `source` and `target` are the texts of the [`Change`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A name cell.
    Identifier,
    /// A name in a cell or in prose that differs in case only.
    IdentifierCase,
    /// A name of the API in prose.
    IdentifierInProse,
    /// A name cell of a header table.
    HeaderName,
    /// The scopes of a permission cell.
    Permission,
    /// The text of a code block.
    CodeBlock,
    /// Inline code.
    CodeSpan,
    /// The text for readers in a code block.
    CodeText(CodeText),
    /// A directive.
    Directive,
    /// A placeholder.
    Placeholder,
    /// A URL, date, GUID or media type in prose.
    Literal,
    /// A number in prose.
    Number,
    /// The translated name of a primitive type.
    TypeName,
    /// The target of a link.
    LinkTarget,
    /// The fragment of a link to another page.
    LinkFragment,
    /// Text that was meant as a link but is not one in Markdown.
    LinkSyntax,
    /// The anchor of a heading.
    Anchor,
    /// Emphasis that is shown as asterisks.
    Emphasis,
    /// Text outside of spans that differs from the source page, if no other kind names the difference.
    SharedText,
    /// A part of the structure that only the source has.
    Missing(StructurePart),
    /// A part of the structure that only the target has.
    Extra(StructurePart),
    /// A translation without text.
    SegmentEmpty,
    /// A translation that is equal to the source text.
    SegmentUntranslated,
    /// A span without its partner.
    SpanMalformed(SpanFault),
    /// Bytes or characters that do not occur in text.
    Character(CharacterFault),
    /// A page without front matter.
    FrontMatterMissing,
    /// Front matter that is not a YAML mapping, with the parser's message.
    FrontMatterInvalid(String),
    /// A translated front matter key.
    FrontMatterKeyTranslated,
    /// A required front matter key that is missing.
    FrontMatterKeyMissing,
    /// A front matter value that programs read, with the number of editions that have the other value.
    FrontMatterValue(usize),
    /// A wrong `Content-Length`, with the lengths of the body that would be correct.
    ContentLength(Vec<usize>),
    /// An example body that is not valid JSON, with the parser's message.
    ExampleJson(String),
    /// An example that calls another API version than its page documents.
    ExampleVersion,
    /// Documented properties, the change's `source`, that an example lacks.
    ExamplePropertyMissing(Documentation),
    /// Properties of an example that are not documented.
    ExamplePropertyUnknown(Documentation),
    /// A value of an example, the change's `target`, that is not of the documented type, its `source`.
    ExampleType(Documentation),
    /// A file that claims an edition of another file, with the path of that file, which is used.
    EditionDuplicated(String),
    /// An edition that states the API as another source did, with the newer editions.
    EditionStale(Vec<NewerEdition>),
    /// A fact on which one edition differs from all others.
    Outvoted(Vote),
    /// A page that a locale lacks, with the locales that have it.
    PageMissing(Vec<Locale>),
    /// A block whose source text has changed since it was translated.
    SegmentStale(StaleText),
    /// A page whose source has changed.
    PageStale(Box<PageAge>),
    /// A page whose source page no longer exists.
    SourceDeleted,
    /// A page whose translated source text is not known.
    PinUnknown(NoPin),
    /// A difference between two API versions, with the names of both, the older one first.
    Api(Box<ApiChange>, [String; 2]),
}

/// What is wrong with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterFault {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// 16-bit units that are not UTF-16.
    NotUtf16,
    /// The replacement character U+FFFD.
    Replacement,
    /// A control character.
    Control,
    /// UTF-8 read as Latin-1 or Windows-1252 and encoded again.
    Mojibake,
}

/// The documentation with which an example is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Documentation {
    /// The kind of the example: `response`, `request`, `JSON representation`.
    pub example: &'static str,
    /// The type, or the title of the operation for its body.
    pub owner: String,
    /// The key of the page that documents the type or the body.
    pub page: String,
    /// The property; empty if the change concerns the whole type.
    pub name: String,
    /// The documented name or value that was probably meant; empty if there is none.
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
    /// Whether the page shows that the dissenter is damaged: its name or value was recovered from a translation of it.
    pub is_recovered: bool,
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

/// An edition that is newer than another, and what it states differently.
#[derive(Clone, Debug, PartialEq)]
pub struct NewerEdition {
    /// Its locale.
    pub locale: Locale,
    /// When its source was taken, if the dates show that it is newer; `None` if only the sources are known to be different.
    pub day: Option<SourceDay>,
    /// The differences, for people.
    pub differences: Vec<String>,
    /// The number of differences that are not listed.
    pub unnamed: usize,
}

/// When the source of an edition was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceDay {
    /// On the date of the translation.
    At(Date),
    /// Now: the edition is the source-language page.
    Now,
}
