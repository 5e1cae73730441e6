//! Writes edits into the bytes of a page. The spans, blocks, tables, source text and inline codes of the page do not
//! change, and neither does any byte outside the edited translations. Edits that would change them are refused.

use crate::bitext::edits::{UnitEdit, UnitError};
use crate::bitext::hash;
use crate::bitext::inline::{InlinePiece, pieces};
use crate::page::Page;
use crate::page::syntax::PageSyntax;
use crate::page::tree::{BlockClass, BlockKind};
use crate::text::FileRange;

/// The result of [`apply`].
pub struct Applied<'e> {
    /// The bytes of the edited page.
    pub bytes: Vec<u8>,
    /// The number of edits written.
    pub written: usize,
    /// The edits that were not written, each with the reason.
    pub refused: Vec<(&'e UnitEdit, UnitError)>,
}

/// A new text and the byte range that it replaces.
struct Replacement<'e> {
    edit: &'e UnitEdit,
    range: FileRange,
    text: String,
}

/// Writes edits into a page and refuses those that cannot be written. If edits change the blocks, tables or spans of the
/// page only in combination, all of them are refused.
pub fn apply<'e>(bytes: &[u8], edits: &'e [UnitEdit], syntax: &PageSyntax) -> Applied<'e> {
    let page = Page::parse(bytes.to_vec(), syntax);
    let (mut changes, mut refused): (Vec<Replacement<'e>>, Vec<(&'e UnitEdit, UnitError)>) = Default::default();
    for edit in edits {
        match change(&page, edit) {
            Ok(change) if changes.iter().any(|accepted| overlap(accepted.range, change.range)) => {
                refused.push((edit, UnitError::PlaceTaken));
            }
            Ok(change) => changes.push(change),
            Err(error) => refused.push((edit, error)),
        }
    }
    changes.sort_by_key(|change| change.range);
    let parse = |changes: &[Replacement<'_>]| Page::parse(splice(bytes, changes), syntax);
    if !changes.is_empty() && !is_same_shape(&page, &parse(&changes)) {
        let (whole, broken): (Vec<_>, Vec<_>) =
            changes.into_iter().partition(|change| is_same_shape(&page, &parse(std::slice::from_ref(change))));
        let (kept, together) =
            if is_same_shape(&page, &parse(&whole)) { (whole, Vec::new()) } else { (Vec::new(), whole) };
        refused.extend(broken.into_iter().chain(together).map(|change| (change.edit, UnitError::OtherShape)));
        changes = kept;
    }
    Applied { bytes: splice(bytes, &changes), written: changes.len(), refused }
}

fn overlap(left: FileRange, right: FileRange) -> bool {
    left == right || (left.start < right.end && right.start < left.end)
}

/// The replacement that an edit makes in a page, or the reason why the edit is refused.
fn change<'e>(page: &Page, edit: &'e UnitEdit) -> Result<Replacement<'e>, UnitError> {
    let text = edit.text.clone()?;
    let place = edit.place.ok_or(UnitError::NoBlock)?;
    let range = place.range;
    let old = page.text.get(range.start as usize..range.end as usize).filter(|old| hash(old) == place.hash);
    let old = old.ok_or(UnitError::PageChanged(range.start, range.end))?;
    if text.trim().is_empty() {
        return Err(UnitError::Empty);
    }
    if text.contains(['\n', '\r']) && !old.contains(['\n', '\r']) {
        return Err(UnitError::LineBreak);
    }
    let text = if is_in_cell(page, range) { with_escaped_bars(&text) } else { text };
    codes_hold(edit, &text, old)?;
    Ok(Replacement { edit, range, text })
}

/// Checks that the inline codes of the new text are those of the old text or those of the source.
fn codes_hold(edit: &UnitEdit, text: &str, old: &str) -> Result<(), UnitError> {
    let sorted = |codes: Vec<&str>| {
        let mut codes = codes;
        codes.sort_unstable();
        codes.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let of_text = |text: &str| {
        let pieces = pieces(text, None);
        let codes = pieces.iter().filter(|piece| !matches!(piece, InlinePiece::Text { .. }));
        sorted(codes.map(InlinePiece::native).collect())
    };
    let given = |codes: &[String]| sorted(codes.iter().map(String::as_str).collect());
    let new = given(&edit.codes);
    let was = [of_text(old), given(&edit.source_codes)];
    if !was.contains(&new) {
        let lost: Vec<String> = was[0].iter().filter(|code| !new.contains(code)).cloned().collect();
        return Err(if lost.is_empty() { UnitError::AddedCodes } else { UnitError::LostCodes(lost) });
    }
    let there = of_text(text);
    let tags = |codes: &[String]| codes.iter().filter(|code| code.starts_with('<')).count();
    if tags(&there) > tags(&new) {
        return Err(UnitError::OpenTag);
    }
    let mut rest = there.iter();
    // Both lists are sorted. Each code of the edit must also be found by parsing the new text.
    if new.iter().all(|code| rest.any(|found| found == code)) {
        return Ok(());
    }
    Err(UnitError::CodesOutOfOrder)
}

fn is_in_cell(page: &Page, range: FileRange) -> bool {
    let side = &page.target;
    let blocks = &side.tree.blocks;
    let after = blocks.partition_point(|block| side.projection.to_file(block.range.start) <= range.start);
    after.checked_sub(1).is_some_and(|block| matches!(blocks[block].kind, BlockKind::Cell { .. }))
}

/// Escapes bars for a table cell: `|` becomes `\|` (GFM, section 4.10).
fn with_escaped_bars(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_escape = false;
    for character in text.chars() {
        if character == '|' && !is_escape {
            escaped.push('\\');
        }
        is_escape = character == '\\' && !is_escape;
        escaped.push(character);
    }
    escaped
}

/// The bytes of the page after the replacements. `changes` are in order and do not overlap.
fn splice(bytes: &[u8], changes: &[Replacement<'_>]) -> Vec<u8> {
    let mut spliced = Vec::with_capacity(bytes.len() + 64);
    let mut at = 0;
    for Replacement { range, text, .. } in changes {
        spliced.extend_from_slice(&bytes[at..range.start as usize]);
        spliced.extend_from_slice(text.as_bytes());
        at = range.end as usize;
    }
    spliced.extend_from_slice(&bytes[at..]);
    spliced
}

/// Whether two pages have the same spans, blocks and source text.
fn is_same_shape(old: &Page, new: &Page) -> bool {
    let ids =
        |page: &Page| -> Vec<String> { page.spans.iter().map(|span| span.id.slice(&page.text).to_owned()).collect() };
    let kinds = |page: &Page| -> Vec<_> {
        page.target.tree.blocks.iter().map(|block| (shape(block.kind), block.quote, block.section)).collect()
    };
    let source = |page: &Page| page.embedded.as_ref().map(|source| source.text().to_owned());
    let malformed = |page: &Page| page.malformed.len();
    ids(old) == ids(new) && malformed(old) == malformed(new) && source(old) == source(new) && kinds(old) == kinds(new)
}

/// The kind of a block and its numbers, without byte ranges.
fn shape(kind: BlockKind) -> (BlockClass, [u32; 3]) {
    let numbers = match kind {
        BlockKind::Heading(level) => [u32::from(level), 0, 0],
        BlockKind::Cell { table, row, column } => [table, row, column],
        _ => [0; 3],
    };
    (kind.class(), numbers)
}
