//! Why a page cannot be read.

use thiserror::Error;

/// Why the bytes of a page cannot be had. Shown without the page's path, which whoever asked for it knows.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The page is longer than offsets can tell: its bytes.
    #[error("too large to read: {0} bytes, the limit is {limit}", limit = super::LARGEST)]
    TooLarge(u64),
    /// The page is no text.
    #[error("binary file: it holds a NUL byte")]
    Binary,
    /// The repository has no commit of that name.
    #[error("no such commit in the repository (a shallow clone?)")]
    NoCommit,
    /// The repository names the object and does not have it.
    #[error("not in the repository (a shallow or partial clone?)")]
    NoObject,
    /// The repository names the folder of this entry and does not have it.
    #[error("folder above `{0}`: not in the repository (a shallow or partial clone?)")]
    NoFolder(String),
    /// The commit has no such page.
    #[error("the page is not there")]
    NoPage,
    /// The repository cannot be read.
    #[error(transparent)]
    Git(Box<dyn std::error::Error + Send + Sync>),
}

impl ReadError {
    /// An error of the git library.
    pub(super) fn git(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Git(Box::new(error))
    }
}
