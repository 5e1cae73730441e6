//! Pages that keep their source text in comments: each stretch of the source stands in an HTML comment in front of its translation.
//!
//! ```text
//! <!--
//! The lamp burns.
//! -->
//! 灯亮着。
//! ```
//!
//! A comment holds source text if the blocks behind it are of the same kinds as the blocks in it. What no comment belongs to is the same
//! on both sides.

use super::projection::Projection;
use super::syntax::PageSyntax;
use super::{Page, Side, markdown};
use crate::text::FileRange;
use memchr::memmem;
use pulldown_cmark::{Event, Parser, Tag};
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;

/// The fewest comments with source text that a page must have.
const LEAST_COMMENTS: usize = 2;

/// The two sides of a page that keeps its source text in comments.
pub struct CommentedSides {
    /// The page without these comments.
    pub target: Side,
    /// The text in them, with what is the same on both sides.
    pub source: Side,
}

/// A block that no other block contains: its kind, and its place in the text.
type TopBlock = (Discriminant<Tag<'static>>, std::ops::Range<usize>);

/// The sides of a page; `None` if it does not keep its source text in comments.
pub fn read(page: &Page, syntax: &PageSyntax) -> Option<CommentedSides> {
    let body = page.body as usize;
    let text = &page.text[body..];
    if !page.spans.is_empty() || !may_be_commented(text) {
        return None;
    }
    let blocks = top_blocks(text);
    let (mut source, mut target) = (Vec::new(), Vec::new());
    let (mut pairs, mut shared) = (0, 0);
    let range = |start: usize, end: usize| FileRange::new((body + start) as u32, (body + end) as u32);
    let next = |index: usize| blocks.get(index).map_or(text.len(), |block| block.1.start);
    let mut at = 0;
    let mut read = 0;
    while at < blocks.len() {
        let place = blocks[at].1.clone();
        let (start, end) = (place.start.max(read), next(at + 1));
        let inside = comment(text, &place);
        let commented = inside.clone().map(|inside| top_blocks(&text[inside])).unwrap_or_default();
        let behind = blocks[at + 1..].iter().take(commented.len());
        let is_source = !commented.is_empty()
            && behind.clone().count() == commented.len()
            && behind.zip(&commented).all(|(own, inside)| own.0 == inside.0);
        match inside {
            Some(inside) if is_source => {
                let last = at + commented.len();
                let gap = blocks[last].1.end.min(next(last + 1));
                source.extend([range(inside.start, inside.end), range(gap, next(last + 1))]);
                target.push(range(blocks[at + 1].1.start, next(last + 1)));
                pairs += 1;
                at = last + 1;
            }
            _ => {
                shared += usize::from(inside.is_none());
                source.push(range(start, end));
                target.push(range(start, end));
                at += 1;
            }
        }
        read = next(at);
    }
    if pairs < LEAST_COMMENTS || pairs < shared {
        return None;
    }
    let side = |parts: &[FileRange]| {
        let projection = Projection::of_parts(&page.text, parts);
        let (tree, _) = markdown::parse(&projection.text, syntax);
        Side { projection, tree: Arc::new(tree), syntax: syntax.clone() }
    };
    Some(CommentedSides { target: side(&target), source: side(&source) })
}

/// Whether a text has several comments that are no data. A fast test.
fn may_be_commented(text: &str) -> bool {
    let starts = memmem::find_iter(text.as_bytes(), "<!--");
    let is_prose = |at: &usize| !text[at + 4..].trim_start().starts_with(['{', '[', '-']);
    starts.filter(is_prose).nth(LEAST_COMMENTS - 1).is_some()
}

/// The text in a comment that is all of a block.
fn comment(text: &str, block: &std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let whole = text[block.clone()].trim();
    let inside = whole.strip_prefix("<!--")?.strip_suffix("-->")?;
    let start = inside.as_ptr() as usize - text.as_ptr() as usize;
    (!inside.contains("-->")).then(|| start..start + inside.len())
}

/// The blocks of a text that no other block contains.
fn top_blocks(text: &str) -> Vec<TopBlock> {
    let mut depth = 0_usize;
    let mut blocks = Vec::new();
    for (event, range) in Parser::new_ext(text, markdown::options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    blocks.push((discriminant(&tag.into_static()), range));
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    blocks
}
