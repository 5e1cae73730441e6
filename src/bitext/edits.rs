//! Bitext that was edited, back into the pages: reads what was changed, and puts it where it belongs.
//!
//! A unit says in its id which bytes of its page its translation was and what they held ([`TargetId`]); so neither
//! source text nor settings are needed, and what is not changed is not touched.

use crate::bitext::TargetId;
use crate::bitext::{po, xliff};
use std::collections::BTreeMap;

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
    pub text: Result<String, String>,
    /// The markup in it, as the page would write it, in no order.
    pub codes: Vec<String>,
    /// The markup of the source, likewise.
    pub source_codes: Vec<String>,
}

/// A file that is no bitext, or broken.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
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
    Err(Unreadable { line: 1, message: "no bitext that can be imported: XLIFF 1.2 and 2.0 and PO can".to_owned() })
}
