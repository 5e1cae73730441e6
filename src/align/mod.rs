//! Lines up the blocks of the two sides of a page: matched, source only, target only.
//!
//! What does not match stays unmatched; it is never glued to a neighbour.

pub mod blocks;
pub mod doubt;
pub mod embedded;
pub mod features;
pub mod sentences;
pub mod sequence;
pub mod split;

use crate::page::tree::BlockKind;
use crate::page::{Page, Side};
use crate::text::TextRange;

/// Gives a page that has no spans its source text, lined up down to sentences. `alignment`: that of their blocks.
pub fn attach(page: &mut Page, source: Side, alignment: &Alignment) {
    let pairs = sentences::pairs(&page.target, &source, alignment);
    page.attach(source, &pairs);
}

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

    /// Where a block of a page's authority side stands in the page's file: on the target side where it has a partner
    /// there. A block of another file that has none stands behind the nearest one before it that has.
    pub fn place(&self, page: &Page, block: u32) -> TextRange {
        match (&page.source, self.target_of(block)) {
            (Some(_), Some(target)) => page.target.place(target),
            (Some(_), None) if page.foreign => {
                let before = (0..block).rev().find_map(|before| self.target_of(before));
                let end = before.map_or(page.body, |target| page.target.place(target).end);
                TextRange::new(end, end)
            }
            _ => page.authority().place(block),
        }
    }

    /// Where a part of the text of a code block of a page's authority side stands in the page's file; `None` where
    /// the file has not the same code there.
    pub fn code_place(&self, page: &Page, block: u32, part: TextRange) -> Option<TextRange> {
        let authority = page.authority();
        if !page.foreign {
            return authority.projection.editable(part);
        }
        let body = |side: &Side, block: u32| match side.tree.blocks[block as usize].kind {
            BlockKind::Code { body, .. } => Some(body),
            _ => None,
        };
        let (ours, theirs) = (body(&page.target, self.target_of(block)?)?, body(authority, block)?);
        let same = ours.slice(page.target.text()) == theirs.slice(authority.text());
        let moved = |offset: u32| ours.start + (offset - theirs.start);
        let part = same.then(|| TextRange::new(moved(part.start), moved(part.end)))?;
        page.target.projection.editable(part)
    }
}
