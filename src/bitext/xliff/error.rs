//! What can be wrong with an XLIFF file.

use thiserror::Error;

/// Why an XLIFF file cannot be read.
#[derive(Debug, Error)]
pub enum XliffError {
    /// The file is no XML.
    #[error("broken XML: {0}")]
    Xml(#[from] quick_xml::Error),
    /// The file is XML, and no XLIFF of a known version.
    #[error("no XLIFF 1.2 or 2.0")]
    NoXliff,
    /// An entity that XML does not define.
    #[error("the entity `{0}` is not known")]
    UnknownEntity(String),
    /// A `file` element without the path of its page.
    #[error("a `file` names no page: it has no `original`")]
    NoPage,
    /// The number of a `cp` element is that of no character.
    #[error("`cp` with hex=\"{0}\" is no character")]
    NoCharacter(String),
}
