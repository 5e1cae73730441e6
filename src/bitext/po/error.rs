//! What can be wrong with a PO file.

use thiserror::Error;

/// Why a PO file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PoError {
    /// The file has no entry at all.
    #[error("no PO: no `msgid` in it")]
    NoEntry,
    /// A string continues no field.
    #[error("a string without a keyword")]
    NoKeyword,
    /// A keyword is followed by something else than a string.
    #[error("a keyword without a string")]
    NoString,
    /// A line is of no known form.
    #[error("neither a comment nor a keyword of PO nor a string")]
    UnknownLine,
    /// An entry has plural forms.
    #[error("an entry with plural forms: no export has any")]
    Plural,
    /// An entry has a translation before its source.
    #[error("`msgstr` without `msgid`")]
    NoSource,
    /// An entry has a field twice.
    #[error("a second `{0}` in one entry")]
    Repeated(String),
    /// The entry that starts in that line has no translation.
    #[error("the entry of line {0} has no `msgstr`")]
    NoTarget(usize),
    /// The entry that starts in that line has lost its id.
    #[error("the entry of line {0} does not say where it belongs: its comment `#. hexapla …` is gone or changed")]
    NoPlace(usize),
    /// The entry that starts in that line has lost its page.
    #[error("the entry of line {0} names no page: its `msgctxt` is gone or changed")]
    NoPage(usize),
    /// A string does not end.
    #[error("a string without its closing quote")]
    Unclosed,
    /// A string is followed by more on its line.
    #[error("text behind a string: quotes in it are written `\\\"`")]
    TextBehind,
    /// An escape that gettext does not have.
    #[error("the escape `\\{0}` is none of PO")]
    UnknownEscape(char),
    /// An escaped byte that is no character by itself.
    #[error("an escape for a byte that is no ASCII character")]
    ByteEscape,
}
