//! The data of a page before comparison: its text and blocks, aligned with its source text, and its facts.

use crate::align::aligned::Aligned;
use crate::config::Config;
use crate::discover::identify::Edition;
use crate::facts::Facts;
use crate::facts::extract::{Descriptions, FactReader};
use crate::facts::roles::{Uses, Words};
use crate::page::Page;
use std::sync::Arc;

/// An edition that was read, aligned and searched for facts.
pub struct Reading {
    /// Its locale, version, path and source.
    pub edition: Edition,
    /// Its text and blocks, aligned with its source text.
    pub aligned: Aligned,
    /// The roles of the sections and tables of its authority side. Readings of the same source text share them.
    pub uses: Arc<Uses>,
    /// The facts of its authority side: the source text, else the page itself.
    pub facts: Facts,
}

/// How a page is read.
#[derive(Clone, Copy)]
pub struct ReadingOptions<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The descriptions that facts keep.
    pub descriptions: Descriptions,
    /// The readings of the same page group that exist already; may be empty. Roles of sections are taken from a reading of
    /// the same source text.
    pub group: &'a [Reading],
}

impl Reading {
    /// Reads a page whose only source text, if any, is embedded.
    pub fn new(edition: Edition, page: Page, config: &Config, descriptions: Descriptions) -> Self {
        Self::of(edition, Aligned::own(page), ReadingOptions { config, descriptions, group: &[] })
    }

    /// Reads a page that is aligned with its source text.
    pub fn of(edition: Edition, aligned: Aligned, options: ReadingOptions<'_>) -> Self {
        let ReadingOptions { config, descriptions, group } = options;
        let authority = if aligned.source().is_some() { &config.source_locale } else { &edition.locale };
        let words = Words::of(&config.lexicons, authority);
        let has_same_source = |known: &&Self| {
            let sides = aligned.source().zip(known.aligned.source());
            sides.is_some_and(|(side, known)| Arc::ptr_eq(&side.tree, &known.tree))
        };
        let known = group.iter().find(has_same_source).map(|known| Arc::clone(&known.uses));
        let uses = known.unwrap_or_else(|| Arc::new(Uses::read(aligned.authority(), words)));
        let file = edition.path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let facts = FactReader { file: &file, aligned: &aligned, words, uses: &uses, descriptions }.facts();
        Self { edition, aligned, uses, facts }
    }
}
