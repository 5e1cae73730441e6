//! Sentences inside matched blocks: the smallest pairs of a page that has no spans.

use super::Alignment;
use crate::page::tree::BlockKind;
use crate::page::{Side, SidePair};
use crate::text::TextRange;

/// The smallest pairs of two sides whose blocks are lined up, in order of the target. Blocks of code and raw HTML
/// have none, nor have blocks without a partner.
pub fn pairs(target: &Side, source: &Side, alignment: &Alignment) -> Vec<SidePair> {
    let mut pairs = Vec::with_capacity(alignment.pairs.len());
    for pair in &alignment.pairs {
        let (Some(left), Some(right)) = (pair.target, pair.source) else { continue };
        if let (Some(target), Some(source)) = (content(target, left), content(source, right)) {
            pairs.push(SidePair { target, source, confidence: pair.confidence });
        }
    }
    pairs.sort_unstable_by_key(|pair| pair.target);
    pairs
}

/// The text of a block, without the white space around it; `None` where it is no prose.
fn content(side: &Side, block: u32) -> Option<TextRange> {
    let block = &side.tree.blocks[block as usize];
    if matches!(block.kind, BlockKind::Code { .. } | BlockKind::Html | BlockKind::Comment | BlockKind::Tab) {
        return None;
    }
    let inlines = side.tree.inlines(block);
    let (first, last) = (inlines.first()?, inlines.last()?);
    let range = TextRange::new(first.range.start, last.range.end.max(first.range.end)).trimmed(side.text());
    (!range.is_empty()).then_some(range)
}
