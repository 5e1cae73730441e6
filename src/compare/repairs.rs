//! Which repairs are offered. A repair, applied alone, replaces text of one span or text outside of spans, and the spans, blocks
//! and source text of the page stay as they are. Whoever makes a change states how its text is repaired; this file judges whether
//! the spans at that place are intact.

use crate::diagnostic::Edit;
use crate::page::{Fault, Page, Side};
use crate::text::FileRange;

/// Whether a repair of the body of a page can be offered. The block and the span of its place must have no tag that belongs to no
/// span pair: then a part of the old text may be in another span, and no replacement of one range is right.
pub(super) fn is_sound(edit: &Edit, page: &Page) -> bool {
    let scanner = page.target.syntax.spans();
    let is_intact = |text: &str| scanner.has_no_stray_tag(text);
    let start = edit.range.start;
    let next = page.spans.partition_point(|span| span.whole.end <= start);
    let span = page.spans.get(next).filter(|span| span.whole.start < edit.range.end);
    let in_intact_span = span.is_none_or(|span| {
        let (target, source) = (span.target.slice(&page.text), span.source.slice(&page.text));
        span.target.start <= start && edit.range.end <= span.target.end && is_intact(target) && is_intact(source)
    });
    let place = span.map_or(edit.range, |span| span.whole);
    let is_lost = |fault: &Fault| matches!(fault, Fault::InvalidUtf8(bytes) if overlap(*bytes, place));
    let old = edit.range.slice(&page.text);
    // A name that is cut by a line break is in two blocks; a name of two lines would make two blocks.
    let is_one_line = !old.contains(['\n', '\r']) && !edit.text.contains(['\n', '\r']);
    *old != *edit.text
        && is_one_line
        && in_intact_span
        && is_intact(&edit.text)
        && !edit.text.contains(char::REPLACEMENT_CHARACTER)
        && block_text(&page.target, start).is_none_or(is_intact)
        && !page.faults.iter().any(is_lost)
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
