//! Why a page cannot be read.

use thiserror::Error;

/// Why the bytes of a page cannot be read. The text does not name the page: the caller knows its path.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The page is longer than 32-bit offsets allow. Holds its length in bytes.
    #[error("too large to read: {0} bytes, the limit is {limit}", limit = super::LARGEST)]
    TooLarge(u64),
    /// The page is not text.
    #[error("binary file: it contains a NUL byte")]
    Binary,
    /// The repository has no commit with that name.
    #[error("no such commit in the repository (a shallow clone?)")]
    NoCommit,
    /// An object that the repository refers to is missing.
    #[error("not in the repository (a shallow or partial clone?)")]
    NoObject,
    /// A folder that the repository refers to is missing. Holds the name of the entry that was looked for in it.
    #[error("folder that contains `{0}`: not in the repository (a shallow or partial clone?)")]
    NoFolder(String),
    /// The commit has no such page.
    #[error("the page does not exist at that commit")]
    NoPage,
    /// The repository cannot be read.
    #[error(transparent)]
    Git(Box<dyn std::error::Error + Send + Sync>),
}

impl ReadError {
    /// Wraps an error of the git library.
    pub(super) fn git(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Git(Box::new(error))
    }
}
