//! Reads an edited bitext file of any format.

use crate::bitext::edits::{FileError, FileUnits, Unreadable};
use crate::bitext::{po, xliff};
/// Reads a bitext file. The format (XLIFF 1.2, XLIFF 2.0 or PO) is inferred from its first characters.
pub fn read(text: &str) -> Result<FileUnits, Unreadable> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        return xliff::read::read(text);
    }
    if ["#", "msg", "domain"].iter().any(|keyword| start.starts_with(keyword)) {
        return po::read::read(text);
    }
    Err(Unreadable { line: 1, error: FileError::NoBitext })
}
