//! What a page yields before it is compared: its text and blocks, lined up with its source text, and the facts that
//! it states.

use crate::align::aligned::Aligned;
use crate::config::Config;
use crate::discover::identify::Edition;
use crate::facts::Facts;
use crate::facts::extract::{Descriptions, FactReader};
use crate::facts::roles::{Uses, Words};
use crate::page::Page;
use std::sync::Arc;

/// An edition, read through all stages before comparison.
pub struct Reading {
    /// What it is.
    pub edition: Edition,
    /// Its text and blocks, lined up with its source text.
    pub aligned: Aligned,
    /// What the sections and tables of its authority side are for. Readings of one source text share it.
    pub uses: Arc<Uses>,
    /// What it states.
    pub facts: Facts,
}

impl Reading {
    /// Reads a page without any other source than its own through alignment and schema.
    pub fn new(edition: Edition, page: Page, config: &Config, descriptions: Descriptions) -> Self {
        Self::beside(edition, Aligned::own(page), config, descriptions, &[])
    }

    /// Reads a page that is lined up, beside others of its group that were read before.
    pub fn beside(
        edition: Edition,
        aligned: Aligned,
        config: &Config,
        descriptions: Descriptions,
        others: &[Self],
    ) -> Self {
        let authority = if aligned.source().is_some() { &config.source_locale } else { &edition.locale };
        let words = Words::of(&config.lexicons, authority);
        let same = |other: &&Self| {
            let sides = aligned.source().zip(other.aligned.source());
            sides.is_some_and(|(side, other)| Arc::ptr_eq(&side.tree, &other.tree))
        };
        let known = others.iter().find(same).map(|other| Arc::clone(&other.uses));
        let uses = known.unwrap_or_else(|| Arc::new(Uses::read(aligned.authority(), words)));
        let file = edition.path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let facts = FactReader { file: &file, aligned: &aligned, words, uses: &uses, descriptions }.facts();
        Self { edition, aligned, uses, facts }
    }
}
