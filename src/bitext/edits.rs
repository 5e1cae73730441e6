//! Bitext that was edited, back into the pages: reads what was changed, and puts it where it belongs.
//!
//! A unit says in its id which bytes of its page its translation was and what they held ([`TargetId`]); so neither
//! source text nor settings are needed, and what is not changed is not touched.

use crate::bitext::TargetId;
use crate::bitext::po::error::PoError;
use crate::bitext::xliff::error::XliffError;
use crate::bitext::{po, xliff};
use std::collections::BTreeMap;
use thiserror::Error;

/// The changed translations of a file, by the page's path as the file names it.
pub type Edits = BTreeMap<String, Vec<UnitEdit>>;

/// A translation that is not what was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEdit {
    /// The line of the unit in the bitext, from 1.
    pub line: usize,
    /// The unit's id.
    pub id: String,
    /// Where the translation stands; `None` where the page has no place for it.
    pub place: Option<TargetId>,
    /// The new text, or what keeps it from being read.
    pub text: Result<String, UnitError>,
    /// The markup in it, as the page would write it, in no order.
    pub codes: Vec<String>,
    /// The markup of the source, likewise.
    pub source_codes: Vec<String>,
}

/// A file that is no bitext, or broken.
#[derive(Debug, Error)]
#[error("line {line}: {error}")]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    #[source]
    pub error: FileError,
}

/// What is wrong with a file.
#[derive(Debug, Error)]
pub enum FileError {
    /// The file is of no format that can be imported.
    #[error("no bitext that can be imported: XLIFF 1.2 and 2.0 and PO can")]
    NoBitext,
    /// The file is cut off.
    #[error("the file ends too early")]
    CutOff,
    /// The file is no valid PO.
    #[error(transparent)]
    Po(#[from] PoError),
    /// The file is no valid XLIFF.
    #[error(transparent)]
    Xliff(#[from] XliffError),
}

/// Why a translation is not written into its page.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UnitError {
    /// A code of the file holds no Markdown.
    #[error("the code `{0}` does not hold the Markdown that it stands for")]
    NoMarkdown(String),
    /// A code of the file refers to Markdown that the file does not have.
    #[error("an inline code has lost the Markdown that it stands for")]
    LostMarkdown,
    /// No export makes such an id.
    #[error("its id is none that an export gave it")]
    ForeignId,
    /// Of several segments in a unit not all are translated.
    #[error("one of its segments has no translation")]
    NotTranslated,
    /// Two units want to write the same bytes.
    #[error("its place in the page is edited by another unit already")]
    PlaceTaken,
    /// The page would be read as other blocks than before.
    #[error("it would change the page's blocks, tables or spans")]
    OtherShape,
    /// Only the source has the block.
    #[error("the page has no block for it: write the block into the page first")]
    NoBlock,
    /// The page was edited since the export: the bytes that should hold the old translation.
    #[error("bytes {0} to {1} of the page are no longer what was exported")]
    PageChanged(u32, u32),
    /// There is no text.
    #[error("the translation is empty")]
    Empty,
    /// The translation has a line break, and the old one had none.
    #[error("the translation holds a line break")]
    LineBreak,
    /// The translation has inline codes that nothing accounts for.
    #[error("inline codes stand in it that neither the source nor the exported translation has")]
    AddedCodes,
    /// The translation lacks these inline codes.
    #[error("inline codes are lost: {}", .0.join(" "))]
    LostCodes(Vec<String>),
    /// The translation has a `<` that the page's reader takes for a tag.
    #[error("a `<` in it would be read as the start of a tag: write `\\<`")]
    OpenTag,
    /// The page's reader does not find all inline codes again.
    #[error("inline codes are out of order, or the text around them keeps them from being read")]
    CodesOutOfOrder,
}

/// Reads a bitext file of any format that can be imported.
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
