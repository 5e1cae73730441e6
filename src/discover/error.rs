//! Why a page cannot be read.

use thiserror::Error;

/// Why a page cannot be read. The message does not contain the path of the page: the caller knows it.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The file is too long.
    #[error("too large: the file has {bytes} bytes, the limit is {most} (setting `max_page_bytes`)")]
    TooLarge {
        /// The length of the file.
        bytes: u64,
        /// The limit.
        most: u64,
    },
    /// The path is a folder.
    #[error("a folder, not a file")]
    Folder,
    /// The file is a pipe, socket or device.
    #[error("a pipe, socket or device, not a regular file")]
    NoRegularFile,
    /// The file is not text.
    #[error("binary file: it contains a NUL byte")]
    Binary,
    /// The file is UTF-16, but does not start with a byte order mark.
    #[error("UTF-16 without a byte order mark: add the mark, or save the file as UTF-8")]
    NoByteOrderMark,
    /// The page names its commit by something else than a hash.
    #[error("not the hash of a commit")]
    NoHash,
    /// The repository has no commit with that hash.
    #[error("no such commit in the repository (a shallow clone?)")]
    NoCommit,
    /// A reference names the object, but the repository lacks it.
    #[error("not in the repository (a shallow or partial clone?)")]
    NoObject,
    /// The repository lacks the folder of this entry.
    #[error("folder that contains `{0}`: not in the repository (a shallow or partial clone?)")]
    NoFolder(String),
    /// The commit has no such page.
    #[error("the commit does not contain the page")]
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
