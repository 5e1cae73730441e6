//! Aligns the blocks of the two sides of a page. Each block is matched, only in the source or only in the target.
//!
//! A block without a match is never joined to a neighbouring block.

pub mod aligned;
pub mod blocks;
pub mod dating;
pub mod embedded;
pub(crate) mod features;
pub mod segments;
pub(crate) mod sentence_starts;
pub mod sentences;
pub mod sequence;
pub(crate) mod source_age;
pub(crate) mod split;
mod weights;

/// Two matched blocks, or one unmatched block. Blocks are indexes into the block lists of the sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockPair {
    /// The block of the target side.
    pub target: Option<u32>,
    /// The block of the source side.
    pub source: Option<u32>,
    /// The confidence of the match, or that the block has no match; from 0 to 1.
    pub confidence: f32,
}

impl BlockPair {
    /// A pair with confidence 1.
    pub fn sure(target: Option<u32>, source: Option<u32>) -> Self {
        Self { target, source, confidence: 1.0 }
    }
}

/// The block pairs of the two sides of a page.
#[derive(Debug)]
pub struct Alignment {
    /// All blocks of both sides, in document order. Empty if there is no source text.
    pub pairs: Vec<BlockPair>,
    /// The target block of each source block.
    by_source: Vec<Option<u32>>,
}

impl Alignment {
    /// The alignment with these pairs. `source_blocks`: the number of blocks of the source side.
    pub fn new(pairs: Vec<BlockPair>, source_blocks: usize) -> Self {
        let mut by_source = vec![None; source_blocks];
        for pair in &pairs {
            if let (Some(target), Some(source)) = (pair.target, pair.source) {
                by_source[source as usize] = Some(target);
            }
        }
        Self { pairs, by_source }
    }

    /// The share of target blocks that have a match, from 0 to 1; 1 if there are none.
    pub fn share_matched(&self) -> f32 {
        let targets = self.pairs.iter().filter(|pair| pair.target.is_some());
        let [all, matched] =
            targets.fold([0, 0], |[all, matched], pair| [all + 1, matched + u32::from(pair.source.is_some())]);
        if all == 0 { 1.0 } else { matched as f32 / all as f32 }
    }

    /// The target block that matches a source block.
    pub fn target_of(&self, source: u32) -> Option<u32> {
        self.by_source.get(source as usize).copied().flatten()
    }
}
