//! The paths that a run reads.

use super::source_locale::NamedSources;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Files and folders to read.
#[derive(Clone, Debug, Default)]
pub struct Roots<'a> {
    /// The paths; `-` is [`Self::stdin`].
    pub paths: &'a [PathBuf],
    /// Whether links that lead out of the paths are followed.
    pub follow_links: bool,
    /// The source pages that options name.
    pub sources: NamedSources<'a>,
    /// The page from standard input.
    pub stdin: Option<StdinPage>,
}

/// A page from standard input.
#[derive(Clone, Debug)]
pub struct StdinPage {
    /// The path that the page would have as a file: locale, version and key are inferred from it.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl<'a> From<&'a [PathBuf]> for Roots<'a> {
    fn from(paths: &'a [PathBuf]) -> Self {
        Self { paths, ..Self::default() }
    }
}

impl<'a, const N: usize> From<&'a [PathBuf; N]> for Roots<'a> {
    fn from(paths: &'a [PathBuf; N]) -> Self {
        Self::from(paths.as_slice())
    }
}

impl<'a> From<&'a Vec<PathBuf>> for Roots<'a> {
    fn from(paths: &'a Vec<PathBuf>) -> Self {
        Self::from(paths.as_slice())
    }
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}
