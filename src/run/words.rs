//! What the words of all pages with spans stand for, gathered over a run.

use super::Progress;
use super::read::{self, Context, Paged};
use crate::compare::Reading;
use crate::config::Config;
use crate::discover::source::Sources;
use crate::discover::{Discovery, Problem};
use crate::export::lexicon_toml::Proposal;
use crate::export::word_uses::{self, WordUse};
use crate::lexicon::Lexicons;
use crate::page::span::SpanScanner;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The uses of words on the editions of a page, by language.
type UsesByLanguage = BTreeMap<String, BTreeSet<WordUse>>;

/// What the words of the pages with spans stand for, by language. The versions and locales of a page that
/// share a language count as one page.
pub fn words(
    discovery: Discovery,
    sources: &Sources,
    config: &Config,
    progress: Progress<'_>,
) -> (BTreeMap<String, Proposal>, Vec<Problem>) {
    let scanner = SpanScanner::default();
    let Discovery { groups, mut problems, .. } = discovery;
    let english = config.lexicons.of(&config.source_locale);
    let read: Vec<(UsesByLanguage, Vec<Problem>)> = groups
        .par_iter()
        .map(|group| {
            let (pages, problems) = read::group(group, Context { config, scanner: &scanner, sources });
            let mut uses = UsesByLanguage::new();
            for Paged { edition, page, alignment, .. } in pages.into_iter().filter(|paged| paged.page.source.is_some())
            {
                let language = Lexicons::language_of(&edition.locale).to_owned();
                let reading = Reading::beside(edition, page, alignment, config, false, &[]);
                let read = english.map(|english| word_uses::read(&reading, english));
                uses.entry(language).or_default().extend(read.unwrap_or_default());
            }
            progress();
            (uses, problems)
        })
        .collect();
    let mut proposals: BTreeMap<String, Proposal> = BTreeMap::new();
    for (uses, unread) in read {
        for (language, uses) in uses {
            proposals.entry(language).or_default().add(uses);
        }
        problems.extend(unread);
    }
    problems.sort();
    (proposals, problems)
}
