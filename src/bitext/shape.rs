//! Whether edits keep the blocks, tables and spans of a page.

use crate::page::Page;
use crate::page::tree::{Block, BlockClass, BlockKind, Quote};

/// The kind of a block, without its table, row and section: they change when blocks are inserted.
pub type BlockShape = (BlockClass, u32, Quote);

/// The shape of a block.
pub fn of(block: &Block) -> BlockShape {
    let number = match block.kind {
        BlockKind::Heading(level) => u32::from(level),
        BlockKind::Cell { column, .. } => column,
        _ => 0,
    };
    (block.kind.class(), number, block.quote)
}

/// The front matter of a page. A line of dashes in its text may end front matter whose end the page lacked.
fn front_matter(page: &Page) -> &str {
    &page.text[..page.body as usize]
}

/// Whether two pages have the same front matter, spans, blocks and source text.
pub fn is_same(old: &Page, new: &Page) -> bool {
    let ids =
        |page: &Page| -> Vec<String> { page.spans.iter().map(|span| span.id.slice(&page.text).to_owned()).collect() };
    let kinds = |page: &Page| -> Vec<_> {
        page.target.tree.blocks.iter().map(|block| (kind(block.kind), block.quote, block.section)).collect()
    };
    let source = |page: &Page| page.embedded.as_ref().map(|source| source.text().to_owned());
    let malformed = |page: &Page| page.malformed.len();
    front_matter(old) == front_matter(new)
        && ids(old) == ids(new)
        && malformed(old) == malformed(new)
        && source(old) == source(new)
        && kinds(old) == kinds(new)
}

/// Whether a page has the blocks of an old one and the inserted blocks between them, and the same spans.
pub fn has_inserted(old: &Page, new: &Page, inserted: &[&(usize, Vec<BlockShape>)]) -> bool {
    let shapes = |page: &Page| page.target.tree.blocks.iter().map(of).collect::<Vec<_>>();
    let mut expected = Vec::new();
    let (old_shapes, mut at) = (shapes(old), 0);
    for (before, shapes) in inserted {
        expected.extend_from_slice(&old_shapes[at..(*before).max(at)]);
        expected.extend_from_slice(shapes);
        at = (*before).max(at);
    }
    expected.extend_from_slice(&old_shapes[at..]);
    expected == shapes(new)
        && front_matter(old) == front_matter(new)
        && new.spans.len() == old.spans.len()
        && new.malformed.len() == old.malformed.len()
}

/// The kind of a block and its numbers, without byte ranges.
fn kind(kind: BlockKind) -> (BlockClass, [u32; 3]) {
    let numbers = match kind {
        BlockKind::Heading(level) => [u32::from(level), 0, 0],
        BlockKind::Cell { table, row, column } => [table, row, column],
        _ => [0; 3],
    };
    (kind.class(), numbers)
}
