//! Measures the alignment of blocks without spans: published pages against the English pages that were translated, and
//! against newer English pages.

use crate::corpus::Corpus;
use crate::gold::Case;
use crate::newer::{Newer, VERDICTS};
use crate::score::{self, Score};
use crate::table::{self, row};
use hexapla::align::blocks;
use rayon::prelude::*;

/// The tree of newer English pages.
pub const NEWER: &str = "english-2021-07";

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    at_pin(corpus);
    newer(corpus);
}

fn at_pin(corpus: &Corpus) {
    let (mut rows, mut total, mut misses) = (Vec::new(), Score::default(), Vec::new());
    for locale in corpus.locales() {
        let pages = corpus.pages(&format!("sxs/{locale}"));
        let judged: Vec<(Score, Vec<String>)> = pages
            .par_iter()
            .filter_map(|path| Case::at_pin(corpus, locale.as_str(), path))
            .map(|(case, _)| {
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

/// The counts of pages against newer English.
#[derive(Default)]
struct Count {
    score: Score,
    /// The number of target blocks whose source text changed, of target blocks whose source text was removed, and of new source
    /// blocks.
    changed: [usize; 3],
    verdicts: [usize; VERDICTS.len()],
    misses: Vec<String>,
    doubts: Vec<String>,
}

impl Count {
    fn of(newer: &Newer) -> Self {
        let predicted = score::predicted(&blocks::align(&newer.case.target, &newer.case.source));
        let [changed, gone] = newer.changed();
        let mut count = Self {
            score: Score::of(&newer.case, &predicted),
            changed: [changed, gone, newer.added()],
            misses: score::misses(&newer.case, &predicted),
            ..Self::default()
        };
        for (target, source, confidence) in predicted {
            let Some(verdict) = newer.verdict(target, source) else { continue };
            count.verdicts[verdict] += 1;
            if verdict > 2 {
                count.doubts.push(format!("{} {}", VERDICTS[verdict], newer.shown(target, source, confidence)));
            }
        }
        count
    }

    fn add(&mut self, other: Self) {
        self.score.add(&other.score);
        self.changed.iter_mut().zip(other.changed).for_each(|(sum, more)| *sum += more);
        self.verdicts.iter_mut().zip(other.verdicts).for_each(|(sum, more)| *sum += more);
        self.misses.extend(other.misses);
        self.doubts.extend(other.doubts);
    }

    fn row(&self, name: &str) -> Vec<String> {
        let mut row = row(&[&name, &self.changed[0], &self.changed[1], &self.changed[2]]);
        row.extend(self.verdicts.iter().map(ToString::to_string));
        row
    }
}

fn newer(corpus: &Corpus) {
    let (mut rows, mut judged, mut total) = (Vec::new(), Vec::new(), Count::default());
    for locale in corpus.locales() {
        let pages = corpus.pages(&format!("sxs/{locale}"));
        let counts: Vec<Count> = pages
            .par_iter()
            .filter_map(|path| {
                let newer = corpus.page(NEWER, path)?.target;
                Some(Count::of(&Newer::new(Case::at_pin(corpus, locale.as_str(), path)?.0, newer)))
            })
            .collect();
        let mut sum = Count::default();
        counts.into_iter().for_each(|count| sum.add(count));
        rows.push(sum.score.row(locale.as_str()));
        judged.push(sum.row(locale.as_str()));
        total.add(sum);
    }
    rows.push(total.score.row("all"));
    judged.push(total.row("all"));
    table::print("Blocks of published pages against newer English, source text unchanged", 1, &Score::HEADER, &rows);
    total.score.print_bands("The same pairs by confidence");
    let header: Vec<&str> = ["locale", "others", "of them gone", "new blocks"].into_iter().chain(VERDICTS).collect();
    table::print(
        "The other pairs, whose source text changed or stands there twice, by what the newer English resembles",
        1,
        &header,
        &judged,
    );
    score::print_some("Misses against newer English", total.misses, corpus.misses);
    score::print_some("Pairs against newer English that look wrong", total.doubts, corpus.misses);
}
