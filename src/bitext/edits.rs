//! Reads edited bitext files: the translations that differ from the exported ones.
//!
//! The id of a unit states the byte range of its translation in the page and the hash of the exported text
//! ([`TargetId`]). So an import needs no source text, and unchanged translations are not touched.

use crate::bitext::TargetId;
use crate::bitext::po::error::PoError;
use crate::bitext::xliff::error::XliffError;
use crate::bitext::{po, xliff};
use std::collections::BTreeMap;
use thiserror::Error;

/// The changed translations of a bitext file, by the path of the page as written in the file.
pub type Edits = BTreeMap<String, Vec<UnitEdit>>;

/// A translation that differs from the exported one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEdit {
    /// The line of the unit in the bitext, from 1.
    pub line: usize,
    /// The unit's id.
    pub id: String,
    /// The place of the translation in the page; `None` if the page has no translation of this block.
    pub place: Option<TargetId>,
    /// The new text, or the reason why it cannot be read.
    pub text: Result<String, UnitError>,
    /// The Markdown of its inline codes, in any order.
    pub codes: Vec<String>,
    /// The Markdown of the inline codes of the source, in any order.
    pub source_codes: Vec<String>,
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
    /// The translation lacks the block.
    #[error("the page has no block for this text: write the block into the page first")]
    NoBlock,
    /// The page was edited since the export. First and last byte of the exported translation.
    #[error("bytes {0} to {1} of the page have changed since the export: export again")]
    PageChanged(u32, u32),
    /// The translation has no text.
    #[error("the translation is empty")]
    Empty,
    /// The translation has a line break and the exported one has none.
    #[error("the translation contains a line break")]
    LineBreak,
    /// The translation has inline codes that are neither in the source nor in the exported translation.
    #[error("the translation contains inline codes that neither the source nor the exported translation has")]
    AddedCodes,
    /// The translation lacks these inline codes.
    #[error("the translation lacks inline codes: {}", .0.join(" "))]
    LostCodes(Vec<String>),
    /// The translation has a `<` that Markdown reads as the start of an HTML tag.
    #[error("a `<` in the translation would start an HTML tag: write `\\<`")]
    OpenTag,
    /// Parsing the new text does not give its inline codes.
    #[error("inline codes are out of order, or Markdown does not read them next to this text")]
    CodesOutOfOrder,
}

/// Reads a bitext file. The format (XLIFF 1.2, XLIFF 2.0 or PO) is inferred from its first characters.
pub fn read(text: &str) -> Result<Edits, Unreadable> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        return xliff::read::read(text);
    }
    if ["#", "msg", "domain"].iter().any(|keyword| start.starts_with(keyword)) {
        return po::read::read(text);
    }
    Err(Unreadable { line: 1, error: FileError::NoBitext })
}
