//! Why an XLIFF file cannot be read.

use thiserror::Error;

/// A syntax error, or XML that is not XLIFF 1.2 or 2.0.
#[derive(Debug, Error)]
pub enum XliffError {
    /// The file is not well-formed XML.
    #[error("the XML is not well-formed: {0}")]
    Xml(#[from] quick_xml::Error),
    /// The root element is not that of XLIFF 1.2 or 2.0.
    #[error("not XLIFF 1.2 or 2.0")]
    NoXliff,
    /// An entity that XML does not define.
    #[error("unknown entity `{0}`")]
    UnknownEntity(String),
    /// A `file` element without the path of its page.
    #[error("a `file` element does not name a page: it has no `original`")]
    NoPage,
    /// The number of a `cp` element is not a code point.
    #[error("`cp` with hex=\"{0}\" is not a character")]
    NoCharacter(String),
}
