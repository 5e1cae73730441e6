//! The merged schema of one version of a tree, with its pages.

use crate::corpus::{self, Corpus};
use hexapla::locale::Locale;
use hexapla::reading::Reading;
use hexapla::schema::{Input, Version, merge};
use rayon::prelude::*;
use std::path::PathBuf;

/// A page of the tree.
pub struct Page {
    /// The page key.
    pub key: String,
    /// The results of all stages.
    pub reading: Reading,
}

impl Page {
    /// The path below the tree, for output.
    pub fn place(&self) -> String {
        self.reading.edition.path.display().to_string()
    }
}

/// Reads the pages of one version of a tree, in order of key.
pub fn pages(corpus: &Corpus, tree: &str, version: &str, locale: &Locale) -> Vec<Page> {
    let paths = corpus.pages_of(tree, version);
    let read = |path: &PathBuf| Some(Page { key: corpus::key(path), reading: corpus.reading(tree, path, locale)? });
    let mut pages: Vec<Page> = paths.par_iter().filter_map(read).collect();
    pages.sort_by(|one, other| one.key.cmp(&other.key));
    pages
}

/// Merges pages and calls `then` with the version.
pub fn with<Out>(pages: &[Page], version: &str, source: &Locale, then: impl FnOnce(&Version<'_>) -> Out) -> Out {
    let inputs: Vec<Input<'_>> = pages
        .iter()
        .map(|Page { key, reading }| Input {
            edition: &reading.edition,
            key,
            facts: &reading.facts,
            examples: &[],
            places: None,
        })
        .collect();
    let schema = merge::merge(&inputs, source);
    match schema.versions.get(version) {
        Some(version) => then(version),
        None => then(&Version::default()),
    }
}
