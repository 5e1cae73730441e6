//! Which repairs are offered. A repair, applied alone, replaces text of one span or text outside of spans, and the spans, blocks
//! and source text of the page stay as they are. Whoever makes a change states how its text is repaired; this file judges whether
//! the spans at that place are intact.

use crate::diagnostic::Edit;
use crate::page::{Fault, Page, Side};
use crate::text::FileRange;

/// Whether a repair of the body of a page can be offered.
pub(super) fn is_sound(edit: &Edit, page: &Page) -> bool {
    let old = edit.range.slice(&page.text);
    // A name that is cut by a line break is in two blocks; a name of two lines would make two blocks.
    let is_one_line = !old.contains(['\n', '\r']) && !edit.text.contains(['\n', '\r']);
    *old != *edit.text
        && is_one_line
        && page.target.syntax.spans().has_no_stray_tag(&edit.text)
        && !edit.text.contains(char::REPLACEMENT_CHARACTER)
        && is_intact(edit.range, page)
}

/// Whether text of the body of a page can be replaced. The block and the span of its place must have no tag that belongs to no span
/// pair: then a part of the old text may be in another span, and no replacement of one range is right.
pub(super) fn is_intact(range: FileRange, page: &Page) -> bool {
    let scanner = page.target.syntax.spans();
    let is_free = |text: &str| scanner.has_no_stray_tag(text);
    let next = page.spans.partition_point(|span| span.whole.end <= range.start);
    let span = page.spans.get(next).filter(|span| span.whole.start < range.end);
    let in_intact_span = span.is_none_or(|span| {
        let (target, source) = (span.target.slice(&page.text), span.source.slice(&page.text));
        span.target.start <= range.start && range.end <= span.target.end && is_free(target) && is_free(source)
    });
    let place = span.map_or(range, |span| span.whole);
    let is_lost = |fault: &Fault| matches!(fault, Fault::InvalidBytes(bytes) if overlap(*bytes, place));
    in_intact_span && block_text(&page.target, range.start).is_none_or(is_free) && !page.faults.iter().any(is_lost)
}

/// The text of the block that contains a byte of the file.
fn block_text(side: &Side, place: u32) -> Option<&str> {
    let blocks = &side.tree.blocks;
    let after = blocks.partition_point(|block| side.projection.to_file(block.range.start) <= place);
    Some(blocks.get(after.checked_sub(1)?)?.range.slice(side.text()))
}

fn overlap(left: FileRange, right: FileRange) -> bool {
    left.start < right.end && right.start < left.end
}
