//! Compares predicted pairs with known pairs: right, wrong, missed; by confidence of the prediction; with examples of misses.

use crate::gold::{Case, Fate, kind};
use crate::table::{self, percent, row};
use hexapla::align::Alignment;
use hexapla::page::Side;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// The lower ends of the bands of confidence.
const BANDS: [f32; 6] = [0.0, 0.3, 0.5, 0.7, 0.9, 0.99];

/// The number of pairs that were found, of wrong pairs, and of pairs that were not found.
#[derive(Clone, Copy, Default)]
pub struct Found {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Found {
    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// The share of correct pairs of the predicted pairs.
    pub fn precision(&self) -> String {
        fraction(self.right, self.right + self.wrong)
    }

    /// The share of found pairs of the known pairs.
    pub fn recall(&self) -> String {
        fraction(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> String {
        fraction(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// The counts of blocks.
#[derive(Clone, Default)]
pub struct Score {
    /// The number of pages, and of pages without a wrong and without a missed pair.
    pub pages: [usize; 2],
    /// The counts of pairs.
    pub found: Found,
    /// The number of blocks of both sides whose match is unknown.
    pub unknown: usize,
    /// The number of blocks that have no match, and of those that were matched.
    pub alone: [usize; 2],
    /// For each band of confidence: the number of judged pairs, and of correct pairs.
    pub bands: [[usize; 2]; BANDS.len()],
}

impl Score {
    /// Judges predicted pairs, each with its confidence.
    pub fn of(case: &Case, predicted: &[(u32, u32, f32)]) -> Self {
        let mut score = Self { pages: [1, 0], ..Self::default() };
        for &(target, source, confidence) in predicted {
            let fates = [case.targets[target as usize], case.sources[source as usize]];
            score.alone[1] += fates.iter().filter(|&&fate| fate == Fate::Alone).count();
            let Some(is_right) = case.is_right(target, source) else { continue };
            score.found.right += usize::from(is_right);
            score.found.wrong += usize::from(!is_right);
            let band = BANDS.iter().rposition(|&low| confidence >= low).unwrap_or_default();
            score.bands[band][0] += 1;
            score.bands[band][1] += usize::from(is_right);
        }
        score.found.missed = case.pairs().count() - score.found.right;
        for fate in case.targets.iter().chain(&case.sources) {
            score.unknown += usize::from(*fate == Fate::Unknown);
            score.alone[0] += usize::from(*fate == Fate::Alone);
        }
        score.pages[1] = usize::from(score.found.wrong + score.found.missed == 0);
        score
    }

    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        let pair = |sum: &mut [usize; 2], more: &[usize; 2]| *sum = [sum[0] + more[0], sum[1] + more[1]];
        pair(&mut self.pages, &other.pages);
        pair(&mut self.alone, &other.alone);
        self.found.add(&other.found);
        self.unknown += other.unknown;
        self.bands.iter_mut().zip(&other.bands).for_each(|(sum, more)| pair(sum, more));
    }

    /// Column names of [`Self::row`].
    pub const HEADER: [&str; 12] = [
        "locale",
        "pages",
        "pairs",
        "right",
        "wrong",
        "missed",
        "precision",
        "recall",
        "F1",
        "pages right",
        "alone",
        "glued",
    ];

    /// One row of a table.
    pub fn row(&self, name: &str) -> Vec<String> {
        let found = &self.found;
        row(&[
            &name,
            &self.pages[0],
            &(found.right + found.missed),
            &found.right,
            &found.wrong,
            &found.missed,
            &found.precision(),
            &found.recall(),
            &found.f1(),
            &percent(self.pages[1], self.pages[0]),
            &self.alone[0],
            &self.alone[1],
        ])
    }

    /// Prints the share of correct predictions of each band of confidence.
    pub fn print_bands(&self, title: &str) {
        let rows = (0..BANDS.len()).filter(|&band| self.bands[band][0] > 0).map(|band| {
            let [all, right] = self.bands[band];
            row(&[&format!("from {:.2}", BANDS[band]), &all, &(all - right), &fraction(right, all)])
        });
        table::print(title, 1, &["confidence", "pairs", "wrong", "precision"], &rows.collect::<Vec<_>>());
    }
}

/// The pairs of an alignment.
pub fn predicted(alignment: &Alignment) -> Vec<(u32, u32, f32)> {
    let pairs = alignment.pairs.iter();
    pairs.filter_map(|pair| Some((pair.target?, pair.source?, pair.confidence))).collect()
}

/// Each wrong pair, and each missed pair of unmatched blocks, for output.
pub fn misses(case: &Case, predicted: &[(u32, u32, f32)]) -> Vec<String> {
    let partner = |side: usize, block: u32| predicted.iter().find(|pair| [pair.0, pair.1][side] == block);
    let mut misses = Vec::new();
    for &(target, source, confidence) in predicted {
        if case.is_right(target, source) == Some(false) {
            let due = match (case.targets[target as usize], case.sources[source as usize]) {
                (Fate::With(right), _) => format!("source {}", shown(&case.source, right)),
                (_, Fate::With(right)) => format!("target {}", shown(&case.target, right)),
                _ => "alone".to_owned(),
            };
            let texts = [shown(&case.target, target), shown(&case.source, source)];
            misses.push(format!(
                "wrong {confidence:.2}  {}\n      {}\n      {}\n      due: {due}",
                case.name, texts[0], texts[1]
            ));
        }
    }
    for (target, source) in case.pairs() {
        if partner(0, target).is_none() && partner(1, source).is_none() {
            let texts = [shown(&case.target, target), shown(&case.source, source)];
            misses.push(format!("missed  {}\n      {}\n      {}", case.name, texts[0], texts[1]));
        }
    }
    misses
}

/// Number, kind and text of a block on one line.
pub fn shown(side: &Side, number: u32) -> String {
    let block = &side.tree.blocks[number as usize];
    let words: Vec<&str> = block.range.slice(side.text()).split_whitespace().collect();
    let text: String = words.join(" ").chars().take(160).collect();
    format!("#{number} {}: {text}", kind(block))
}

/// A share with five decimals, truncated and not rounded: 1 means all.
pub fn fraction(part: usize, whole: usize) -> String {
    let share = (part * 100_000).checked_div(whole);
    share.map_or("-".to_owned(), |share| format!("{:.5}", share as f64 / 1e5))
}

/// Prints up to `most` random examples; they are the same in each run.
pub fn print_some(title: &str, mut examples: Vec<String>, most: usize) {
    if most == 0 {
        return;
    }
    println!("\n{title}: {} in all", examples.len());
    examples.sort_by_cached_key(|example| BuildHasherDefault::<DefaultHasher>::default().hash_one(example));
    for example in examples.iter().take(most) {
        println!("  {example}");
    }
}
