//! Gathers the meanings of words from all pages with source text.

use super::read::{self, Paged, ReadContext};
use super::{Session, each_group};
use crate::discover::{Discovery, Group, Problem};
use crate::export::lexicon_toml::Proposal;
use crate::export::word_uses::{self, WordUse};
use crate::facts::extract::Descriptions;
use crate::lexicon::Lexicons;
use crate::reading::{Reading, ReadingOptions};
use std::collections::{BTreeMap, BTreeSet};

/// The uses of words in the editions of a page, by language.
type UsesByLanguage = BTreeMap<String, BTreeSet<WordUse>>;

/// Proposes lexicons, by language, from all pages with source text. The editions of a page that share a language count as one
/// page.
pub fn words(mut discovery: Discovery, session: Session<'_>) -> (BTreeMap<String, Proposal>, Vec<Problem>) {
    let (read, problems) = each_group(&mut discovery, session, of_group);
    let mut proposals: BTreeMap<String, Proposal> = BTreeMap::new();
    for (language, uses) in read.into_iter().flatten() {
        proposals.entry(language).or_default().add(uses);
    }
    (proposals, problems)
}

fn of_group(group: &Group, context: ReadContext<'_>) -> (UsesByLanguage, Vec<Problem>) {
    let config = context.config;
    let english = config.lexicons.of(&config.source_locale);
    let (pages, problems) = read::group(group, context);
    let mut uses = UsesByLanguage::new();
    for Paged { edition, aligned, .. } in pages.into_iter().filter(|paged| paged.aligned.source().is_some()) {
        let language = Lexicons::language_of(&edition.locale).to_owned();
        let reading =
            Reading::of(edition, aligned, ReadingOptions { config, descriptions: Descriptions::Drop, group: &[] });
        let read = english.map(|english| word_uses::read(&reading, english));
        uses.entry(language).or_default().extend(read.unwrap_or_default());
    }
    (uses, problems)
}
