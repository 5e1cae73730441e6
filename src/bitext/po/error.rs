//! Why a PO file cannot be read.

use thiserror::Error;

/// A syntax error, or an entry that no export writes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PoError {
    /// The file has no entry.
    #[error("not a PO file: it has no `msgid`")]
    NoEntry,
    /// A string does not follow a keyword or another string.
    #[error("a string must follow a keyword (`msgctxt`, `msgid`, `msgstr`) or another string")]
    NoKeyword,
    /// No string follows a keyword.
    #[error("a keyword must be followed by a string")]
    NoString,
    /// A line that is not part of the PO syntax.
    #[error("neither a comment nor a keyword of PO nor a string")]
    UnknownLine,
    /// An entry has plural forms.
    #[error("an entry with plural forms: `hexapla align` writes none")]
    Plural,
    /// An entry has a translation and no source.
    #[error("`msgstr` without `msgid`")]
    NoSource,
    /// An entry has a field twice.
    #[error("a second `{0}` in one entry")]
    Repeated(String),
    /// The entry that starts in this line has no translation.
    #[error("the entry in line {0} has no `msgstr`")]
    NoTarget(usize),
    /// The entry that starts in this line has no unit id.
    #[error("the entry in line {0} has no unit id: its comment `#. hexapla …` is missing or changed")]
    NoPlace(usize),
    /// The entry that starts in this line does not name its page.
    #[error("the entry in line {0} does not name a page: its `msgctxt` is missing or changed")]
    NoPage(usize),
    /// A string does not end.
    #[error("a string without its closing quote")]
    Unclosed,
    /// Text follows a string on its line.
    #[error("text after the end of a string: write quotes as `\\\"`")]
    TextBehind,
    /// An escape that gettext does not define.
    #[error("unknown escape `\\{0}`")]
    UnknownEscape(char),
    /// An octal or hexadecimal escape above 127.
    #[error("an escape for a byte that is not an ASCII character")]
    ByteEscape,
}
