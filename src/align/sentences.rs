//! Sentences inside matched blocks: the smallest pairs of a page that has no spans.
//!
//! All sentences of both blocks are covered, in order; where the two do not divide alike, several sentences make one
//! pair.

use super::features::{self, Mark, Marked};
use super::segments::Segment;
use super::weights::sentence;
use super::{Alignment, split};
use crate::page::Side;
use crate::page::tree;
use crate::text::SideRange;

/// Fragments and sentences of a block, multiplied, up to which they are lined up; a block with more is one pair.
const MOST: usize = 20_000;
/// Most sentences of the source in a pair.
const JOINED: usize = 3;

/// The smallest pairs of two sides whose blocks are lined up, in order of the target. Blocks of code and raw HTML
/// have none, nor have blocks without a partner.
pub fn pairs(target: &Side, source: &Side, alignment: &Alignment) -> Vec<Segment> {
    let mut pairs = Vec::with_capacity(alignment.pairs.len());
    for pair in &alignment.pairs {
        let (Some(left), Some(right)) = (pair.target, pair.source) else { continue };
        let (left, right) = (&target.tree.blocks[left as usize], &source.tree.blocks[right as usize]);
        if let (Some(target), Some(source)) = (split::single(target, left), split::single(source, right)) {
            pairs.push(Segment { target, source, confidence: pair.confidence });
            continue;
        }
        let label = split::is_link(target, left) && split::is_link(source, right);
        let ours = split::sentences(target, left, label);
        let theirs = split::sentences(source, right, label);
        match (&*ours, &*theirs) {
            ([], _) | (_, []) => {}
            ([one], [other]) => pairs.push(Segment { target: *one, source: *other, confidence: pair.confidence }),
            (_, [_]) => pairs.push(joined(&ours, &theirs, pair.confidence)),
            _ => SentenceAligner { target, source, blocks: [left, right], confidence: pair.confidence }
                .align(&ours, &theirs, &mut pairs),
        }
    }
    pairs.sort_unstable_by_key(|pair| pair.target);
    pairs
}

fn joined(ours: &[SideRange], theirs: &[SideRange], confidence: f32) -> Segment {
    let whole = |ranges: &[SideRange]| SideRange::new(ranges[0].start, ranges[ranges.len() - 1].end);
    Segment { target: whole(ours), source: whole(theirs), confidence }
}

/// A stretch of text: its length in characters and its marks.
struct Stretch {
    length: f32,
    marks: Vec<Mark>,
}

impl Stretch {
    fn read(side: &Side, block: &tree::Block, range: SideRange) -> Self {
        let length = range.slice(side.text()).chars().count() as f32;
        Self { length, marks: Marked::of_part(side, side.tree.inlines(block), range) }
    }

    fn all(stretches: &[Self]) -> Self {
        let mut marks: Vec<Mark> = stretches.iter().flat_map(|stretch| stretch.marks.iter().copied()).collect();
        marks.sort_unstable_by_key(|mark| mark.hash);
        Self { length: stretches.iter().map(|stretch| stretch.length + 1.0).sum(), marks }
    }
}

/// Two blocks whose sentences are lined up.
struct SentenceAligner<'a> {
    target: &'a Side,
    source: &'a Side,
    blocks: [&'a tree::Block; 2],
    confidence: f32,
}

impl SentenceAligner<'_> {
    /// Divides the target so that each sentence of the source has its part, at the least cost. It is cut between
    /// sentences, or else where one may begin.
    fn align(&self, ours: &[SideRange], theirs: &[SideRange], pairs: &mut Vec<Segment>) {
        // Each with what it costs to cut behind it, and not to.
        let mut fragments: Vec<(SideRange, f32, f32)> = Vec::new();
        for sentence in ours {
            let parts = split::fragments(self.target, self.blocks[0], *sentence);
            let last = parts.len().saturating_sub(1);
            // One word may be the head of what follows: `Hinweis.` for `Note:`.
            let is_word = !sentence.slice(self.target.text()).contains(char::is_whitespace);
            fragments.extend(parts.into_iter().enumerate().map(|(index, part)| match index == last {
                true => (part, 0.0, if is_word { sentence::JOIN_WORD } else { sentence::JOIN_TARGETS }),
                false => (part, sentence::CUT, 0.0),
            }));
        }
        let ranges: Vec<SideRange> = fragments.iter().map(|(range, ..)| *range).collect();
        if ranges.is_empty() || ranges.len() * ranges.len() * theirs.len() > MOST {
            return self.one_by_one(ours, theirs, pairs);
        }
        let read = |side, block, range: &SideRange| Stretch::read(side, block, *range);
        let parts: Vec<Stretch> = ranges.iter().map(|range| read(self.target, self.blocks[0], range)).collect();
        let wanted: Vec<Stretch> = theirs.iter().map(|range| read(self.source, self.blocks[1], range)).collect();
        let ratio =
            (Stretch::all(&parts).length + sentence::RATIO_PAD) / (Stretch::all(&wanted).length + sentence::RATIO_PAD);
        let (rows, columns) = (parts.len(), wanted.len());
        let mut best = vec![(f32::INFINITY, (0, 0)); (rows + 1) * (columns + 1)];
        best[0].0 = 0.0;
        for row in 0..rows {
            for taken in 1..=rows - row {
                let part = Stretch::all(&parts[row..row + taken]);
                let inside: f32 = fragments[row..row + taken - 1].iter().map(|(.., joined)| joined).sum();
                let cut = fragments[row + taken - 1].1;
                for column in 0..columns {
                    let from = best[row * (columns + 1) + column].0;
                    for other in 1..=JOINED.min(columns - column) {
                        let own = cost(&part, &Stretch::all(&wanted[column..column + other]), ratio);
                        let cost = from + own + cut + inside + sentence::JOIN_SOURCES * (other - 1) as f32;
                        let next = &mut best[(row + taken) * (columns + 1) + column + other];
                        if cost < next.0 {
                            *next = (cost, (taken, other));
                        }
                    }
                }
            }
        }
        let (mut row, mut column) = (rows, columns);
        if !best[row * (columns + 1) + column].0.is_finite() {
            return pairs.push(joined(ours, theirs, self.confidence * sentence::COARSE));
        }
        while row > 0 {
            let (taken, other) = best[row * (columns + 1) + column].1;
            let before = best[(row - taken) * (columns + 1) + column - other].0;
            let cost = best[row * (columns + 1) + column].0 - before;
            let sure = self.confidence / (1.0 + (cost - sentence::HALF_SURE).exp());
            pairs.push(joined(&ranges[row - taken..row], &theirs[column - other..column], sure));
            (row, column) = (row - taken, column - other);
        }
    }

    /// For blocks that are too long to choose: as many sentences on both sides are the same ones.
    fn one_by_one(&self, ours: &[SideRange], theirs: &[SideRange], pairs: &mut Vec<Segment>) {
        if ours.len() != theirs.len() {
            return pairs.push(joined(ours, theirs, self.confidence * sentence::COARSE));
        }
        let both = ours.iter().zip(theirs);
        pairs.extend(both.map(|(one, other)| joined(&[*one], &[*other], self.confidence * sentence::COARSE)));
    }
}

/// What it costs to take texts as each other's translation: the worse they fit in length, and the less they share.
fn cost(ours: &Stretch, theirs: &Stretch, ratio: f32) -> f32 {
    let (one, other) = (ours.length + sentence::LENGTH_PAD, theirs.length.mul_add(ratio, sentence::LENGTH_PAD));
    // Long texts vary less, in proportion, than short ones.
    let fit = (one / other).ln().abs() * one.min(other).sqrt().min(sentence::MOST_ROOT) * sentence::LENGTH;
    let [both, alone, missing] = features::shared(&ours.marks, &theirs.marks);
    let counted = |marks: f32| marks.min(sentence::MOST_MARKS);
    fit + sentence::SHARED_MARK * counted(both)
        + sentence::TARGET_MARK * counted(alone)
        + sentence::SOURCE_MARK * counted(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::blocks;
    use crate::page::{Page, syntax::PageSyntax};
    use proptest::prelude::*;

    fn lined_up(target: &str, source: &str) -> Vec<(String, String)> {
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
            let found = lined_up(target, source);
            let found: Vec<(&str, &str)> = found.iter().map(|(one, other)| (&**one, &**other)).collect();
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
                let ours = split::sentences(&target, &target.tree.blocks[left as usize], false);
                let theirs = split::sentences(&source, &source.tree.blocks[right as usize], false);
                if ours.is_empty() || theirs.is_empty() {
                    continue;
                }
                let covers = |side: &Side, sentences: &[SideRange], part: &dyn Fn(&Segment) -> SideRange| {
                    let letters = sentences.iter().flat_map(|range| range.start..range.end);
                    letters
                        .filter(|at| side.text().as_bytes()[*at as usize].is_ascii_alphabetic())
                        .all(|at| pairs.iter().any(|pair| part(pair).contains(at)))
                };
                prop_assert!(covers(&target, &ours, &|pair| pair.target));
                prop_assert!(covers(&source, &theirs, &|pair| pair.source));
            }
        }
    }
}
