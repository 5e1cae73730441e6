//! Block alignment without spans: published pages against the English pages that they were made from.

use crate::corpus::Corpus;
use crate::gold::Case;
use crate::score::{self, Score};
use crate::table;
use hexapla::align::blocks;
use rayon::prelude::*;

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let (mut rows, mut total, mut misses) = (Vec::new(), Score::default(), Vec::new());
    for locale in corpus.locales() {
        let pages = corpus.pages(&format!("sxs/{locale}"));
        let judged: Vec<(Score, Vec<String>)> = pages
            .par_iter()
            .filter_map(|path| Case::at_pin(corpus, locale.as_str(), path))
            .map(|case| {
                let predicted = score::predicted(&blocks::align(&case.target, &case.source));
                (Score::of(&case, &predicted), score::misses(&case, &predicted))
            })
            .collect();
        let mut sum = Score::default();
        for (one, missed) in judged {
            sum.add(&one);
            misses.extend(missed);
        }
        total.add(&sum);
        rows.push(sum.row(locale.as_str()));
    }
    rows.push(total.row("all"));
    table::print("Blocks of published pages against the English page at the pin", 1, &Score::HEADER, &rows);
    println!("  left out: {} blocks whose text the side-by-side page has not", total.unknown);
    total.print_bands("The same pairs by confidence");
    score::print_some("Misses at the pin", misses, corpus.misses);
}
