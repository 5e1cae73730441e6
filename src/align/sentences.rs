//! Aligns the sentences inside matched blocks: they are the segments of a page without spans.
//!
//! The pairs cover all sentences of both blocks, in order. Several sentences are one pair if the two blocks are divided
//! differently.

use super::features::{Mark, MarkOverlap, SideMarks};
use super::segments::Segment;
use super::weights::sentence;
use super::{Alignment, sentence_starts, split};
use crate::page::Side;
use crate::page::tree;
use crate::text::SideRange;

/// The limit of (fragments of the target)² × (sentences of the source), an estimate of the work. Above it, sentences are paired by
/// position, or all become one pair if their numbers differ.
const MOST_STEPS: usize = 20_000;
/// The most sentences of the source in one pair.
const MOST_JOINED: usize = 3;

/// The segments of two sides with aligned blocks, in order of the target. Code, raw HTML and unmatched blocks have no
/// segments.
pub fn pairs(target: &Side, source: &Side, alignment: &Alignment) -> Vec<Segment> {
    let mut pairs = Vec::with_capacity(alignment.pairs.len());
    for pair in &alignment.pairs {
        let (Some(left), Some(right)) = (pair.target, pair.source) else { continue };
        let (left, right) = (&target.tree.blocks[left as usize], &source.tree.blocks[right as usize]);
        if let (Some(target), Some(source)) = (split::single(target, left), split::single(source, right)) {
            pairs.push(Segment { target, source, confidence: pair.confidence });
            continue;
        }
        let are_links = split::is_link(target, left) && split::is_link(source, right);
        let sentences = if are_links { split::link_sentences } else { split::sentences };
        let (targets, sources) = (sentences(target, left), sentences(source, right));
        match (&*targets, &*sources) {
            ([], _) | (_, []) => {}
            (_, [_]) => pairs.push(joined(&targets, &sources, pair.confidence)),
            _ => SentenceAligner { target, source, blocks: [left, right], confidence: pair.confidence }
                .align(&targets, &sources, &mut pairs),
        }
    }
    pairs.sort_unstable_by_key(|pair| pair.target);
    pairs
}

/// A segment of consecutive sentences of both sides.
fn joined(targets: &[SideRange], sources: &[SideRange], confidence: f32) -> Segment {
    let whole = |ranges: &[SideRange]| SideRange::new(ranges[0].start, ranges[ranges.len() - 1].end);
    Segment { target: whole(targets), source: whole(sources), confidence }
}

/// The features of a sentence or of several: the length in characters and the marks, in order of hash.
struct SentenceFeatures {
    length: f32,
    marks: Vec<Mark>,
}

impl SentenceFeatures {
    fn read(side: &Side, block: &tree::Block, range: SideRange) -> Self {
        let length = range.slice(side.text()).chars().count() as f32;
        Self { length, marks: SideMarks::of_part(side, side.tree.inlines(block), range) }
    }

    fn joined(sentences: &[Self]) -> Self {
        let mut marks: Vec<Mark> = sentences.iter().flat_map(|sentence| sentence.marks.iter().copied()).collect();
        marks.sort_unstable_by_key(|mark| mark.hash);
        Self { length: sentences.iter().map(|sentence| sentence.length + 1.0).sum(), marks }
    }
}

/// Two matched blocks and the confidence of their match.
struct SentenceAligner<'a> {
    target: &'a Side,
    source: &'a Side,
    blocks: [&'a tree::Block; 2],
    confidence: f32,
}

impl SentenceAligner<'_> {
    /// Divides the target at the least cost into one part for each sentence of the source, or for several joined sentences. A
    /// cut is between two sentences, or at a higher cost where a sentence may start.
    fn align(&self, targets: &[SideRange], sources: &[SideRange], pairs: &mut Vec<Segment>) {
        // Each fragment with the cost of a cut after it, and with the cost of no cut.
        let mut fragments: Vec<(SideRange, f32, f32)> = Vec::new();
        let starts = sentence_starts::of_block(self.target, self.blocks[0]);
        for sentence in targets {
            let parts = split::fragments_at(self.target, &starts, *sentence);
            let last = parts.len().saturating_sub(1);
            // One word may introduce the next sentence: `Hinweis.` for `Note:`.
            let is_word = !sentence.slice(self.target.text()).contains(char::is_whitespace);
            fragments.extend(parts.into_iter().enumerate().map(|(index, part)| match index == last {
                true => (part, 0.0, if is_word { sentence::JOIN_WORD } else { sentence::JOIN_TARGETS }),
                false => (part, sentence::CUT, 0.0),
            }));
        }
        let ranges: Vec<SideRange> = fragments.iter().map(|(range, ..)| *range).collect();
        if ranges.is_empty() || ranges.len() * ranges.len() * sources.len() > MOST_STEPS {
            return self.by_position(targets, sources, pairs);
        }
        let read = |side, block, range: &SideRange| SentenceFeatures::read(side, block, *range);
        let parts: Vec<SentenceFeatures> =
            ranges.iter().map(|range| read(self.target, self.blocks[0], range)).collect();
        let sentences: Vec<SentenceFeatures> =
            sources.iter().map(|range| read(self.source, self.blocks[1], range)).collect();
        let ratio = (SentenceFeatures::joined(&parts).length + sentence::RATIO_PAD)
            / (SentenceFeatures::joined(&sentences).length + sentence::RATIO_PAD);
        let (rows, columns) = (parts.len(), sentences.len());
        // For each number of fragments and of sentences: the least cost, and the last pair as two counts.
        let mut best = vec![(f32::INFINITY, (0, 0)); (rows + 1) * (columns + 1)];
        best[0].0 = 0.0;
        for row in 0..rows {
            for taken in 1..=rows - row {
                let part = SentenceFeatures::joined(&parts[row..row + taken]);
                let inside: f32 = fragments[row..row + taken - 1].iter().map(|(.., joined)| joined).sum();
                let cut = fragments[row + taken - 1].1;
                for column in 0..columns {
                    let from = best[row * (columns + 1) + column].0;
                    for count in 1..=MOST_JOINED.min(columns - column) {
                        let pair = cost(&part, &SentenceFeatures::joined(&sentences[column..column + count]), ratio);
                        let cost = from + pair + cut + inside + sentence::JOIN_SOURCES * (count - 1) as f32;
                        let next = &mut best[(row + taken) * (columns + 1) + column + count];
                        if cost < next.0 {
                            *next = (cost, (taken, count));
                        }
                    }
                }
            }
        }
        let (mut row, mut column) = (rows, columns);
        if !best[row * (columns + 1) + column].0.is_finite() {
            return pairs.push(joined(targets, sources, self.confidence * sentence::COARSE));
        }
        while row > 0 {
            let (taken, count) = best[row * (columns + 1) + column].1;
            let before = best[(row - taken) * (columns + 1) + column - count].0;
            let cost = best[row * (columns + 1) + column].0 - before;
            let confidence = self.confidence / (1.0 + (cost - sentence::HALF_SURE).exp());
            pairs.push(joined(&ranges[row - taken..row], &sources[column - count..column], confidence));
            (row, column) = (row - taken, column - count);
        }
    }

    /// For blocks that are too long for an alignment by cost: pairs the sentences by position if both blocks have the same
    /// number, else makes one pair.
    fn by_position(&self, targets: &[SideRange], sources: &[SideRange], pairs: &mut Vec<Segment>) {
        if targets.len() != sources.len() {
            return pairs.push(joined(targets, sources, self.confidence * sentence::COARSE));
        }
        let both = targets.iter().zip(sources);
        pairs.extend(both.map(|(target, source)| joined(&[*target], &[*source], self.confidence * sentence::COARSE)));
    }
}

/// The cost of a pair: it grows with the misfit of the lengths and with the marks of one side only. `ratio`: characters of the
/// target for one character of the source.
fn cost(target: &SentenceFeatures, source: &SentenceFeatures, ratio: f32) -> f32 {
    let target_length = target.length + sentence::LENGTH_PAD;
    let source_length = source.length.mul_add(ratio, sentence::LENGTH_PAD);
    // In proportion, the lengths of long texts vary less than those of short texts.
    let root = target_length.min(source_length).sqrt().min(sentence::MOST_ROOT);
    let misfit = (target_length / source_length).ln().abs() * root * sentence::LENGTH;
    let overlap = MarkOverlap::of(&target.marks, &source.marks);
    let limited = |marks: f32| marks.min(sentence::MOST_MARKS);
    misfit
        + sentence::SHARED_MARK * limited(overlap.shared)
        + sentence::TARGET_MARK * limited(overlap.target_only)
        + sentence::SOURCE_MARK * limited(overlap.source_only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::blocks;
    use crate::page::{Page, syntax::PageSyntax};
    use proptest::prelude::*;

    fn aligned(target: &str, source: &str) -> Vec<(String, String)> {
        let [target, source] = [target, source].map(|text| Page::parse(text.into(), &PageSyntax::default()).target);
        let alignment = blocks::align(&target, &source);
        let text = |side: &Side, range: SideRange| range.slice(side.text()).to_owned();
        let pairs = pairs(&target, &source, &alignment);
        pairs.iter().map(|pair| (text(&target, pair.target), text(&source, pair.source))).collect()
    }

    #[test]
    fn sentences_find_their_translation() {
        for (target, source, expected) in [
            ("Eins. Zwei.", "One. Two.", vec![("Eins.", "One."), ("Zwei.", "Two.")]),
            (
                "der liegeplatz ist frei und kann reserviert werden. Fragen Sie den Lotsen.",
                "The berth is free. It can be reserved. Ask the pilot.",
                vec![
                    ("der liegeplatz ist frei und kann reserviert werden.", "The berth is free. It can be reserved."),
                    ("Fragen Sie den Lotsen.", "Ask the pilot."),
                ],
            ),
            (
                "Der Name des Liegeplatzes Geerbt von [port](port.md).",
                "The name of the berth. Inherited from [port](port.md).",
                vec![
                    ("Der Name des Liegeplatzes", "The name of the berth."),
                    ("Geerbt von [port](port.md).", "Inherited from [port](port.md)."),
                ],
            ),
            (
                "泊位空闲。请见 `draft`。",
                "The berth is free. See `draft`.",
                vec![("泊位空闲。", "The berth is free."), ("请见 `draft`。", "See `draft`.")],
            ),
            ("nur ein satz", "One sentence. Or two.", vec![("nur ein satz", "One sentence. Or two.")]),
        ] {
            let found = aligned(target, source);
            let found: Vec<(&str, &str)> = found.iter().map(|(target, source)| (&**target, &**source)).collect();
            assert_eq!(found, expected);
        }
    }

    proptest! {
        #[test]
        fn no_sentence_is_lost(target in "[A-C`。 .!*]{0,40}", source in "[A-C`。 .!*]{0,40}") {
            let [target, source] = [target, source].map(|text| Page::parse(text.into_bytes(), &PageSyntax::default()).target);
            let alignment = blocks::align(&target, &source);
            let pairs = pairs(&target, &source, &alignment);
            prop_assert!(pairs.windows(2).all(|two| two[0].target.end <= two[1].target.start));
            let mut sources: Vec<SideRange> = pairs.iter().map(|pair| pair.source).collect();
            sources.sort_unstable();
            prop_assert!(sources.windows(2).all(|two| two[0].end <= two[1].start));
            for pair in &alignment.pairs {
                let (Some(left), Some(right)) = (pair.target, pair.source) else { continue };
                let targets = split::sentences(&target, &target.tree.blocks[left as usize]);
                let sources = split::sentences(&source, &source.tree.blocks[right as usize]);
                if targets.is_empty() || sources.is_empty() {
                    continue;
                }
                let covers = |side: &Side, sentences: &[SideRange], part: &dyn Fn(&Segment) -> SideRange| {
                    let letters = sentences.iter().flat_map(|range| range.start..range.end);
                    letters
                        .filter(|at| side.text().as_bytes()[*at as usize].is_ascii_alphabetic())
                        .all(|at| pairs.iter().any(|pair| part(pair).contains(at)))
                };
                prop_assert!(covers(&target, &targets, &|pair| pair.target));
                prop_assert!(covers(&source, &sources, &|pair| pair.source));
            }
        }
    }
}
