//! Measures proposed lexicons. They are made from the side-by-side pages of one half of the page keys. The live pages of the
//! other half are read with them, without a lexicon and with the built-in lexicon, and the facts are compared.

use crate::corpus::{self, Corpus};
use crate::facts;
use crate::table::{self, percent};
use hexapla::export::lexicon_toml::{Proposal, ProposalOptions};
use hexapla::export::word_uses;
use hexapla::lexicon::{Lexicon, Lexicons};
use hexapla::locale::Locale;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Prints the table of this part.
pub fn print(corpus: &Corpus) {
    let rows: Vec<Vec<String>> = corpus.locales().iter().filter_map(|locale| row(corpus, locale)).collect();
    let header = ["locale", "facts", "without lexicon", "proposed", "built-in", "built-in and proposed"];
    table::print("Facts of the live pages of half of the keys, by the lexicon they are read with", 1, &header, &rows);
}

fn row(corpus: &Corpus, locale: &Locale) -> Option<Vec<String>> {
    let language = Lexicons::language_of(locale);
    let english = Locale::parse("en").and_then(|english| corpus.lexicons().of(&english))?;
    let pages = corpus.pages(&format!("sxs/{locale}"));
    // Both versions of a key go into the same half.
    let (one, other): (Vec<PathBuf>, Vec<PathBuf>) =
        pages.into_iter().partition(|path| corpus::key(path).bytes().map(u32::from).sum::<u32>().is_multiple_of(2));
    let mut by_key: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for path in &one {
        if let Some(reading) = corpus.reading(&format!("sxs/{locale}"), path, locale) {
            by_key.entry(corpus::key(path)).or_default().extend(word_uses::read(&reading, english));
        }
    }
    let mut proposal = Proposal::default();
    by_key.into_values().for_each(|uses| proposal.add(uses));
    let mut written = Vec::new();
    proposal.write(language, None, ProposalOptions::default(), &mut written).ok()?;
    let proposed = Lexicon::parse(&String::from_utf8(written).ok()?).ok()?;
    let built_in = corpus.lexicons().clone();
    let mut without = built_in.clone();
    without.remove(language);
    let (mut alone, mut both) = (without.clone(), built_in.clone());
    alone.add(proposed.clone());
    both.add(proposed);
    let counts = [without, alone, built_in, both].map(|lexicons| {
        let corpus = corpus.with_lexicons(lexicons);
        let counts = other.par_iter().map(|path| facts::agreement(&corpus, locale, path));
        counts.reduce(|| [0; 2], |one, other| [one[0] + other[0], one[1] + other[1]])
    });
    let shares = counts.iter().map(|[facts, equal]| percent(*equal, *facts));
    Some([locale.to_string(), counts[0][0].to_string()].into_iter().chain(shares).collect())
}
