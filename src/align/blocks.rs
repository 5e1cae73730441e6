//! Alignment of two sides of different files, by structure.

use super::{Alignment, BlockPair};
use crate::page::Side;

/// Lines up the blocks of two sides. Every block of both is in exactly one pair.
pub fn align(target: &Side, source: &Side) -> Alignment {
    let (targets, sources) = (target.tree.blocks.len() as u32, source.tree.blocks.len() as u32);
    let pair = |index: u32| BlockPair::sure((index < targets).then_some(index), (index < sources).then_some(index));
    Alignment::new((0..targets.max(sources)).map(pair).collect(), sources as usize)
}
