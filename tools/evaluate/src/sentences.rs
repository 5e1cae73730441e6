//! Measures sentence pairs without spans: those of published pages and the English pages that were translated, against the span
//! pairs of the side-by-side pages.
//!
//! Both are divisions of the same characters of a block. A pair is correct if it has exactly the characters of the span pair on
//! both sides. White space, escapes and markup are not compared.

use crate::corpus::Corpus;
use crate::gold::{Case, Embedded};
use crate::score::{self, Found};
use crate::table::{self, row};
use hexapla::align::segments::Segment;
use hexapla::align::{blocks, sentences};
use hexapla::page::Side;
use hexapla::text::SideRange;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of markup, which may be inside a span or around it.
const MARKUP: &[char] = &['\\', '*', '_', '`', '>', '<', '[', ']', '(', ')', '|', '#', '\u{feff}'];

/// A block pair with known sentences: the characters of both sides, by place in the live and in the English text, each with the
/// number of its span pair.
pub struct Known {
    /// The blocks of target and source.
    pub blocks: [u32; 2],
    characters: [Vec<(u32, u32)>; 2],
    /// Whether one of the span pairs joins several sentences.
    merged: bool,
}

/// Some characters of the target and of the source, by number.
type Parts = (Vec<u32>, Vec<u32>);

impl Known {
    /// The block pairs of a page that have span pairs.
    pub fn of(case: &Case, embedded: &Embedded) -> Vec<Self> {
        case.pairs().filter_map(|(target, source)| Self::of_blocks(case, embedded, target, source)).collect()
    }

    fn of_blocks(case: &Case, embedded: &Embedded, target: u32, source: u32) -> Option<Self> {
        let page = &embedded.page;
        let characters = [
            numbered((&case.target, target), (&page.target, embedded.blocks[0][target as usize]?))?,
            numbered((&case.source, source), (page.embedded.as_ref()?, embedded.blocks[1][source as usize]?))?,
        ];
        let known = Self { blocks: [target, source], characters, merged: false };
        let is_merged = |span: u32| {
            let id = page.spans[span as usize].id.slice(&page.text);
            id.rsplit_once('-').is_some_and(|(_, number)| number.starts_with('p'))
        };
        let parts = known.parts();
        let merged = parts.keys().any(|&span| is_merged(span));
        (!parts.is_empty()).then_some(Self { merged, ..known })
    }

    /// The characters of each span pair, without those that are empty on one side.
    fn parts(&self) -> BTreeMap<u32, Parts> {
        let mut parts: BTreeMap<u32, Parts> = BTreeMap::new();
        for (number, (_, span)) in (0..).zip(&self.characters[0]) {
            parts.entry(*span).or_default().0.push(number);
        }
        for (number, (_, span)) in (0..).zip(&self.characters[1]) {
            parts.entry(*span).or_default().1.push(number);
        }
        parts.retain(|_, (ours, theirs)| !ours.is_empty() && !theirs.is_empty());
        parts
    }

    /// The characters of each predicted pair, without characters outside of span pairs.
    fn predicted(&self, predicted: &Predicted<'_>) -> BTreeMap<usize, Parts> {
        let mut parts: BTreeMap<usize, Parts> = BTreeMap::new();
        for (number, (place, _)) in (0..).zip(&self.characters[0]) {
            if let Some(pair) = predicted.of_target(*place) {
                parts.entry(pair).or_default().0.push(number);
            }
        }
        for (number, (place, _)) in (0..).zip(&self.characters[1]) {
            if let Some(pair) = predicted.of_source(*place) {
                parts.entry(pair).or_default().1.push(number);
            }
        }
        parts
    }

    /// The sentences of the span pairs, in order: of the target, of the source; each with its span pair.
    pub fn sentences(&self, case: &Case) -> [Vec<(u32, String)>; 2] {
        let parts = self.parts();
        let texts = |side: &Side, characters: &[(u32, u32)], of: fn(&Parts) -> &Vec<u32>| {
            let text = |(span, parts): (&u32, &Parts)| {
                let numbers = of(parts);
                let ends =
                    [numbers[0], numbers[numbers.len() - 1]].map(|number| characters[number as usize].0 as usize);
                let last = side.text()[ends[1]..].chars().next().map_or(0, char::len_utf8);
                (ends[0], *span, side.text()[ends[0]..(ends[1] + last).max(ends[0])].to_owned())
            };
            let mut texts: Vec<(usize, u32, String)> = parts.iter().map(text).collect();
            texts.sort_unstable();
            texts.into_iter().map(|(_, span, text)| (span, text)).collect()
        };
        [
            texts(&case.target, &self.characters[0], |parts| &parts.0),
            texts(&case.source, &self.characters[1], |parts| &parts.1),
        ]
    }

    /// Whether it has several sentences, each with a span pair of its own.
    pub fn is_divided(&self) -> bool {
        !self.merged && self.parts().len() > 1
    }
}

/// The characters of a block that are in a span, by place, each with the number of the span in the same block of the
/// side-by-side page; `None` if the two blocks have different characters.
fn numbered(here: (&Side, u32), there: (&Side, u32)) -> Option<Vec<(u32, u32)>> {
    let (here, there, spans) = (characters(here.0, here.1), characters(there.0, there.1), &there.0.projection);
    if here.len() != there.len() || here.iter().zip(&there).any(|(one, other)| one.1 != other.1) {
        return None;
    }
    let numbered = here.iter().zip(&there).filter_map(|(here, there)| Some((here.0, spans.span(there.0)?)));
    Some(numbered.collect())
}

/// The compared characters of a block, each with its place in the text of the side.
fn characters(side: &Side, block: u32) -> Vec<(u32, char)> {
    let range = side.tree.blocks[block as usize].range;
    let text = range.slice(side.text());
    let mut anchor = SideRange::default();
    if let Some(start) = text.find("<a name=\"") {
        let end = text[start..].find("</a>").map_or(text.len(), |end| start + end + 4);
        anchor = SideRange::of(start..end);
    }
    let counted = text
        .char_indices()
        .map(|(at, character)| (at as u32, character))
        .filter(|&(at, character)| !anchor.contains(at) && !character.is_whitespace() && !MARKUP.contains(&character));
    counted.map(|(at, character)| (range.start + at, character)).collect()
}

/// Predicted pairs, with look-up by place.
struct Predicted<'a> {
    pairs: &'a [Segment],
    by_source: Vec<(SideRange, usize)>,
}

impl<'a> Predicted<'a> {
    fn new(pairs: &'a [Segment]) -> Self {
        let mut by_source: Vec<_> = pairs.iter().enumerate().map(|(index, pair)| (pair.source, index)).collect();
        by_source.sort_unstable();
        Self { pairs, by_source }
    }

    fn of_target(&self, place: u32) -> Option<usize> {
        let index = self.pairs.partition_point(|pair| pair.target.start <= place).checked_sub(1)?;
        self.pairs[index].target.contains(place).then_some(index)
    }

    fn of_source(&self, place: u32) -> Option<usize> {
        let index = self.by_source.partition_point(|(range, _)| range.start <= place).checked_sub(1)?;
        self.by_source[index].0.contains(place).then_some(self.by_source[index].1)
    }
}

/// The counts: of all blocks; of blocks without joined sentences; of those with several sentences; and the number of span pairs
/// in the other blocks.
#[derive(Default)]
struct Count {
    all: Found,
    plain: Found,
    divided: Found,
    merged: usize,
    /// The number of predicted pairs in blocks with joined sentences, and of those within one span.
    within: [usize; 2],
    misses: Vec<String>,
}

impl Count {
    fn of(case: &Case, embedded: &Embedded) -> Self {
        let alignment = blocks::align(&case.target, &case.source);
        let pairs = sentences::pairs(&case.target, &case.source, &alignment);
        let predicted = Predicted::new(&pairs);
        let mut count = Self::default();
        for known in Known::of(case, embedded) {
            let (due, parts) = (known.parts(), known.predicted(&predicted));
            let wanted: BTreeSet<&Parts> = due.values().collect();
            let right = parts.values().filter(|parts| wanted.contains(parts)).count();
            let found = Found { right, wrong: parts.len() - right, missed: due.len() - right };
            count.all.add(&found);
            if known.merged {
                count.merged += due.len();
                count.within[0] += parts.len();
                count.within[1] += parts.values().filter(|parts| is_within(parts, &wanted)).count();
            } else {
                count.plain.add(&found);
                if due.len() > 1 {
                    count.divided.add(&found);
                }
                if found.wrong + found.missed > 0 {
                    count.misses.push(shown(case, &known, &pairs, parts.keys().copied()));
                }
            }
        }
        count
    }

    fn add(&mut self, other: Self) {
        self.all.add(&other.all);
        self.divided.add(&other.divided);
        self.plain.add(&other.plain);
        self.merged += other.merged;
        self.within = [self.within[0] + other.within[0], self.within[1] + other.within[1]];
        self.misses.extend(other.misses);
    }

    fn row(&self, name: &str) -> Vec<String> {
        let mut cells = row(&[&name]);
        for found in [&self.all, &self.plain, &self.divided] {
            let all = found.right + found.missed;
            cells.extend(row(&[&all, &found.precision(), &found.recall(), &found.f1()]));
        }
        cells.extend(row(&[&self.merged, &score::fraction(self.within[1], self.within[0])]));
        cells
    }
}

/// Whether a pair is within one span pair.
fn is_within(parts: &Parts, due: &BTreeSet<&Parts>) -> bool {
    let holds = |whole: &[u32], part: &[u32]| part.iter().all(|number| whole.binary_search(number).is_ok());
    due.iter().any(|whole| holds(&whole.0, &parts.0) && holds(&whole.1, &parts.1))
}

/// A block with its known and its predicted sentence pairs.
fn shown(case: &Case, known: &Known, pairs: &[Segment], found: impl Iterator<Item = usize>) -> String {
    let [ours, theirs] = known.sentences(case);
    let mut shown = format!("{} #{} / #{}", case.name, known.blocks[0], known.blocks[1]);
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (span, text) in &ours {
        let partner = theirs.iter().find(|(other, _)| other == span).map_or("", |(_, text)| text);
        shown.push_str(&format!("\n      due    {}\n          =  {}", line(text), line(partner)));
    }
    for pair in found.map(|index| pairs[index]) {
        let texts = [line(pair.target.slice(case.target.text())), line(pair.source.slice(case.source.text()))];
        shown.push_str(&format!("\n      found  {}\n          =  {}", texts[0], texts[1]));
    }
    shown
}

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let (mut rows, mut total) = (Vec::new(), Count::default());
    for locale in corpus.locales() {
        let pages = corpus.pages(&format!("sxs/{locale}"));
        let counts = pages.par_iter().filter_map(|path| Case::at_pin(corpus, locale.as_str(), path));
        let counts: Vec<Count> = counts.map(|(case, embedded)| Count::of(&case, &embedded)).collect();
        let mut sum = Count::default();
        counts.into_iter().for_each(|count| sum.add(count));
        rows.push(sum.row(locale.as_str()));
        total.add(sum);
    }
    rows.push(total.row("all"));
    let header = [
        "locale",
        "all",
        "P",
        "R",
        "F1",
        "none joined",
        "P",
        "R",
        "F1",
        "several",
        "P",
        "R",
        "F1",
        "joined",
        "inside one",
    ];
    let title = "Sentence pairs of published pages at the pin: of all blocks; of blocks where no span pair joins sentences, and \
                 where it has several; of the rest, how many predicted pairs lie inside one span pair";
    table::print(title, 1, &header, &rows);
    score::print_some("Blocks with wrong or missed sentence pairs", total.misses, corpus.misses);
}
