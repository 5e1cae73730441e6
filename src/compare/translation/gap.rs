//! The unmatched blocks between two matched pairs: whether the translation of a source block in a gap is part of a
//! neighbouring block.

use crate::align::BlockPair;
use crate::compare::protected_items;
use crate::page::Side;
use crate::page::tree::BlockKind;
use std::cell::OnceCell;
use std::mem::Discriminant;
use std::ops::Range;

/// A source block whose translation is expected to have no more characters than this never counts as merged.
const MERGED_LEAST: f32 = 20.0;
/// The surplus of a neighbour may differ from the expected length by this share of it.
const MERGED_TOLERANCE: f32 = 0.4;

/// The matched pairs of a page and the lengths of their texts.
pub struct BlockLengths<'a> {
    pairs: &'a [BlockPair],
    target: &'a Side,
    source: &'a Side,
    /// Characters of the target for one character of the source, over all matched blocks. Computed once.
    ratio: OnceCell<f32>,
}

impl<'a> BlockLengths<'a> {
    /// The lengths of the blocks of two sides. `pairs`: their alignment.
    pub fn new(pairs: &'a [BlockPair], target: &'a Side, source: &'a Side) -> Self {
        Self { pairs, target, source, ratio: OnceCell::new() }
    }

    /// The characters of the texts of a matched pair, of the target and of the source.
    fn of(&self, pair: &BlockPair) -> Option<(f32, f32)> {
        Some((length(self.target, pair.target?), length(self.source, pair.source?)))
    }

    fn ratio(&self) -> f32 {
        *self.ratio.get_or_init(|| {
            let lengths = self.pairs.iter().filter_map(|pair| self.of(pair));
            let all = lengths.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            if all.1 > 0.0 { all.0 / all.1 } else { 1.0 }
        })
    }
}

fn length(side: &Side, block: u32) -> f32 {
    side.tree.plain(side.text(), &side.tree.blocks[block as usize]).chars().count() as f32
}

/// A gap. What all its blocks share is computed once.
pub struct Gap<'a> {
    lengths: &'a BlockLengths<'a>,
    /// Its indices in the pairs.
    range: Range<usize>,
    neighbours: OnceCell<Vec<Neighbour<'a>>>,
    is_swallowed: OnceCell<bool>,
}

/// A matched pair before or after a gap.
struct Neighbour<'a> {
    kind: Discriminant<BlockKind>,
    /// The Markdown of its target block.
    target: &'a str,
    /// The characters by which its target is longer than its source, in characters of the target.
    surplus: f32,
}

impl<'a> Gap<'a> {
    /// A gap. `range`: its indices in the pairs.
    pub fn new(lengths: &'a BlockLengths<'a>, range: Range<usize>) -> Self {
        Self { lengths, range, neighbours: OnceCell::new(), is_swallowed: OnceCell::new() }
    }

    /// Whether a neighbouring HTML block contains text after a comment: CommonMark reads a line that starts with a comment
    /// as HTML, so the translation of the source block is part of the HTML block.
    pub fn is_swallowed(&self) -> bool {
        *self.is_swallowed.get_or_init(|| {
            let pairs = self.lengths.pairs;
            let side = self.lengths.target;
            let around = self.range.start.saturating_sub(1)..(self.range.end + 1).min(pairs.len());
            pairs[around].iter().filter_map(|pair| pair.target).any(|target| {
                let block = &side.tree.blocks[target as usize];
                let html = block.range.slice(side.text());
                block.kind == BlockKind::Html
                    && html.rfind("-->").is_some_and(|end| html[end + 3..].contains(char::is_alphanumeric))
            })
        })
    }

    /// Whether the translator merged this source block into a neighbour: the neighbour's translation is longer than its
    /// own source by about this block's length, and contains every name of this block.
    pub fn is_merged(&self, block: u32) -> bool {
        let source = self.lengths.source;
        let here = length(source, block) * self.lengths.ratio();
        if here <= MERGED_LEAST {
            return false;
        }
        let kind = self.kind(block);
        let fits = |neighbour: &&Neighbour<'_>| {
            neighbour.kind == kind && (neighbour.surplus - here).abs() < here * MERGED_TOLERANCE
        };
        let mut fitting = self.neighbours().iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            return false;
        }
        let names = protected_items::read(source, &source.tree.blocks[block as usize]).items;
        fitting.any(|neighbour| names.iter().all(|name| neighbour.target.contains(&*name.text)))
    }

    fn neighbours(&self) -> &[Neighbour<'a>] {
        self.neighbours.get_or_init(|| {
            let pairs = self.lengths.pairs;
            let at = [self.range.start.checked_sub(1), Some(self.range.end)];
            at.into_iter().flatten().filter_map(|at| self.neighbour(pairs.get(at)?)).collect()
        })
    }

    fn neighbour(&self, pair: &BlockPair) -> Option<Neighbour<'a>> {
        let (target, source) = self.lengths.of(pair)?;
        let side = self.lengths.target;
        Some(Neighbour {
            kind: self.kind(pair.source?),
            target: side.tree.blocks[pair.target? as usize].range.slice(side.text()),
            surplus: target - source * self.lengths.ratio(),
        })
    }

    fn kind(&self, block: u32) -> Discriminant<BlockKind> {
        std::mem::discriminant(&self.lengths.source.tree.blocks[block as usize].kind)
    }
}
