//! The units of edited bitext files, and why they cannot be read or written.
//!
//! The id of a unit states the place and the hash of the exported translation ([`UnitId`]). So the import sees which
//! translations were edited, and does not touch the others.

use crate::bitext::po::error::PoError;
use crate::bitext::unit_id::{IdSide, UnitId, hash};
use crate::bitext::xliff::error::XliffError;
use std::collections::BTreeMap;
use thiserror::Error;

/// The units of a bitext file in order, by the path of the page as written in the file.
pub type FileUnits = BTreeMap<String, Vec<FileUnit>>;

/// A unit of a bitext file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileUnit {
    /// The line of the unit in the bitext, from 1.
    pub line: usize,
    /// The unit's id as written.
    pub name: String,
    /// The unit's id; `None` if it has another form than exports write.
    pub id: Option<UnitId>,
    /// Whether the file forbids to edit the unit.
    pub locked: bool,
    /// The new translation; `None` if the translation is the exported one, or is not finished.
    pub edit: Option<UnitEdit>,
}

/// A new translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEdit {
    /// The new text, or the reason why it cannot be read.
    pub text: Result<String, UnitError>,
    /// The Markdown of its inline codes, in any order.
    pub codes: Vec<String>,
    /// The Markdown of the inline codes of the source text as the file states them, in any order.
    pub source_codes: Vec<String>,
}

impl UnitEdit {
    /// The edit, if the text differs from the exported one.
    pub fn unless_exported(self, id: Option<UnitId>) -> Option<Self> {
        let is_exported = |text: &String| match id {
            Some(UnitId { side: IdSide::Target, hash: exported, .. }) => hash(text) == exported,
            _ => text.trim().is_empty(),
        };
        if self.text.as_ref().is_ok_and(is_exported) { None } else { Some(self) }
    }
}

/// A file that is not a bitext, or not valid.
#[derive(Debug, Error)]
#[error("line {line}: {error}")]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The reason.
    #[source]
    pub error: FileError,
}

/// Why a bitext file cannot be read.
#[derive(Debug, Error)]
pub enum FileError {
    /// The format of the file cannot be imported.
    #[error("not a bitext that can be imported: expected XLIFF 1.2, XLIFF 2.0 or PO")]
    NoBitext,
    /// The file ends inside an element or entry.
    #[error("the file is incomplete")]
    CutOff,
    /// The file is not valid PO.
    #[error(transparent)]
    Po(#[from] PoError),
    /// The file is not valid XLIFF.
    #[error(transparent)]
    Xliff(#[from] XliffError),
}

/// Why a translation is not written into its page.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UnitError {
    /// An inline element that cannot contain Markdown, such as `g` or `x`.
    #[error("the inline element `{0}` does not contain its Markdown")]
    NoMarkdown(String),
    /// An inline code refers to Markdown that the file does not contain.
    #[error("the file lacks the Markdown of an inline code")]
    LostMarkdown,
    /// The unit has an id of another form than exports write.
    #[error("the unit id was not written by `hexapla align`")]
    ForeignId,
    /// The unit has several segments and not all are translated.
    #[error("a segment of the unit has no translation")]
    NotTranslated,
    /// Two units replace the same bytes.
    #[error("another unit edits the same place in the page")]
    PlaceTaken,
    /// The edited page would have other blocks, tables, spans or source text.
    #[error("the edit would change the page's blocks, tables or spans")]
    OtherShape,
    /// The translation lacks the block, and its place cannot be inferred.
    #[error("the page has no block for this text, and its place is not known: write the block into the page first")]
    NoBlock,
    /// The source text of the page is not known.
    #[error(
        "no source text of this page was found, or the page shows that it is of another date: name it with --source"
    )]
    NoSource,
    /// The source text of a missing translation is no longer in the source page.
    #[error("the source text of the unit has changed since the export: export again")]
    SourceChanged,
    /// The page had no translation of the text at the export and has one now.
    #[error("the page has another translation of this text since the export: export again")]
    TranslatedMeanwhile,
    /// The page has neither the exported nor the new translation.
    #[error(
        "the page has changed since the export: it contains neither the exported nor the new text of the unit; export again"
    )]
    PageChanged,
    /// Several places of the page have the exported text.
    #[error("the page has changed since the export, and the exported text is in it {0} times: export again")]
    Ambiguous(usize),
    /// A second import of the file would write the unit into another place.
    #[error("the page has the exported text also elsewhere, and a second import would write it there: edit the page")]
    WrittenAgain,
    /// The unit is locked.
    #[error("the unit is locked because it is not translated; --force writes it nevertheless")]
    Locked,
    /// Bytes of the old translation are not UTF-8.
    #[error("the page has bytes here that are not UTF-8, which would be lost: correct them first")]
    NotUtf8,
    /// The translation contains a character that is neither in the source text nor in the exported translation.
    #[error("the translation contains U+{0:04X}, which is not allowed in text")]
    Character(u32),
    /// The translation contains markup of the documentation system, or a URL, that is in neither text.
    #[error("the translation contains `{0}`, which neither the source nor the page's text has")]
    AddedMarkup(String),
    /// The translation has no text.
    #[error("the translation is empty")]
    Empty,
    /// The translation has a line break and the exported one has none.
    #[error("the translation contains a line break")]
    LineBreak,
    /// The translation has inline codes that are neither in the source nor in the exported translation.
    #[error("the translation contains inline codes that neither the source nor the page's text has: {}", .0.join(" "))]
    AddedCodes(Vec<String>),
    /// The translation lacks these inline codes.
    #[error("the translation lacks inline codes: {}", .0.join(" "))]
    LostCodes(Vec<String>),
    /// The translation has a `<` that Markdown reads as the start of an HTML tag.
    #[error("a `<` in the translation would start an HTML tag: write `\\<`")]
    OpenTag,
    /// The new text, read as Markdown, lacks inline codes that the bitext file states for it.
    #[error("inline codes are out of order, or Markdown does not read them next to this text")]
    CodesOutOfOrder,
}
