//! Lines up the blocks of the two sides of a page: matched, source only, target only.
//!
//! What does not match stays unmatched; it is never glued to a neighbour.

pub mod aligned;
pub mod blocks;
pub mod embedded;
pub(crate) mod features;
pub mod segments;
pub mod sentences;
pub mod sequence;
pub(crate) mod source_age;
pub(crate) mod split;
mod weights;

/// Two blocks that say the same, or one that stands alone. Indexes into the sides' block lists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockPair {
    /// The block of the target side.
    pub target: Option<u32>,
    /// The block of the source side.
    pub source: Option<u32>,
    /// How sure it is that the two belong together, or that the one has no partner, from 0 to 1.
    pub confidence: f32,
}

impl BlockPair {
    /// A pair that leaves no doubt.
    pub fn sure(target: Option<u32>, source: Option<u32>) -> Self {
        Self { target, source, confidence: 1.0 }
    }
}

/// The two sides of a page, lined up.
#[derive(Debug)]
pub struct Alignment {
    /// All blocks of both sides, in document order. Empty where there is no source.
    pub pairs: Vec<BlockPair>,
    by_source: Vec<Option<u32>>,
}

impl Alignment {
    /// An alignment from its pairs.
    pub fn new(pairs: Vec<BlockPair>, source_blocks: usize) -> Self {
        let mut by_source = vec![None; source_blocks];
        for pair in &pairs {
            if let (Some(target), Some(source)) = (pair.target, pair.source) {
                by_source[source as usize] = Some(target);
            }
        }
        Self { pairs, by_source }
    }

    /// The target block that a source block is matched with.
    pub fn target_of(&self, source: u32) -> Option<u32> {
        self.by_source.get(source as usize).copied().flatten()
    }
}
