//! The stretches of the embedded source text of a page that are compared with its source page: each matched block with the marks in
//! front of it, each table row, and the comments, tabs and raw HTML that only one of the two has.

use super::differences::{Normalized, TextKind, outside_spans};
use crate::compare::age::wording;
use crate::compare::change::{Change, ChangeKind};
use crate::page::tree::{Block, BlockClass, BlockKind};
use crate::page::{Page, Side};
use crate::reading::Reading;
use crate::text::{FileRange, SideRange};
use memchr::memmem;
use rustc_hash::FxHashSet;

/// Blocks of the source page without partner that are searched in the embedded text.
const MOST_SEARCHED: usize = 100;

/// A page with spans and its source page.
pub struct Sides<'a> {
    /// The page.
    pub page: &'a Page,
    /// The source text that it embeds.
    pub embedded: &'a Side,
    /// The text of the source page.
    pub source: &'a Side,
}

/// A difference outside of spans.
pub struct Found {
    /// The place of its block or row in the file of the page.
    pub place: FileRange,
    /// The change.
    pub change: Change,
    /// Whether it is reported beside changes that name what differs at its place.
    pub claim: Claim,
}

/// Whether a difference of text is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Only if no other change is at its place.
    IfUnnamed,
    /// In place of the other changes: they are its effects.
    Always,
}

/// Two matched blocks, and the ends of their stretches.
#[derive(Clone, Copy)]
struct Before {
    blocks: [u32; 2],
    ends: [u32; 2],
}

impl Sides<'_> {
    /// The differences of all blocks outside of spans, and the structural places of the blocks of the source page that are in the page
    /// inside of a span. `shared`: the embedded text as a page.
    pub fn differences(&self, shared: &Reading) -> (Vec<Found>, FxHashSet<String>) {
        let (mut found, mut inside) = (Vec::new(), FxHashSet::default());
        let squeezed = [self.embedded, self.source].map(Squeezed::of);
        let mut searched = 0;
        // The end of the last matched block in the file of the page.
        let mut matched = self.page.body;
        // The class of the last blocks that the page lacks, up to the next block that it has.
        let mut missing: Option<BlockClass> = None;
        let mut before = Some(Before { blocks: [u32::MAX; 2], ends: [0; 2] });
        for pair in &shared.aligned.blocks.pairs {
            match (pair.target, pair.source) {
                (Some(own), Some(other)) => {
                    missing = None;
                    let (unit, now) = self.unit([own, other], before.take());
                    before = Some(now);
                    matched = self.embedded.place(own).end;
                    found.extend(unit.and_then(|ranges| self.difference(ranges, other)));
                }
                (None, Some(other)) => {
                    before = None;
                    searched += 1;
                    let path = self.source.tree.structural_path(other);
                    let block = &self.source.tree.blocks[other as usize];
                    let is_searched = searched <= MOST_SEARCHED && row_of(block.kind).is_none();
                    let text = if is_searched { squeeze(self.source, block.range).text() } else { String::new() };
                    if squeezed[0].is_inside_span(self.embedded, &text) {
                        inside.insert(path);
                    } else if is_only_here(block.kind) && !squeezed[0].has_as_often(&squeezed[1], &text) {
                        let place = FileRange::at(matched);
                        let texts = wording::quotes(block.range.slice(self.source.text()), "");
                        // Consecutive blocks of one class are one change.
                        match found.last_mut() {
                            Some(first) if missing == Some(block.kind.class()) => first.change.count += 1,
                            _ => {
                                found.push(Found { place, change: change(place, texts, path), claim: Claim::IfUnnamed })
                            }
                        }
                        missing = Some(block.kind.class());
                    }
                }
                (Some(own), None) => {
                    missing = None;
                    before = None;
                    let block = &self.embedded.tree.blocks[own as usize];
                    let place = self.embedded.projection.range_to_file(block.range);
                    if is_only_here(block.kind) && !self.is_inside_span(place) {
                        let [text, _] = wording::quotes(block.range.slice(self.embedded.text()), "");
                        let change = change(place, [String::new(), text], self.embedded.tree.structural_path(own));
                        found.push(Found { place, change, claim: Claim::IfUnnamed });
                    }
                }
                (None, None) => {}
            }
        }
        (found, inside)
    }

    /// The stretches of two matched blocks, with the text between them and the blocks before if those match too. `None` for a cell that is
    /// not the first of its row: the row is one stretch.
    fn unit(&self, blocks: [u32; 2], before: Option<Before>) -> (Option<[SideRange; 2]>, Before) {
        let sides = [self.embedded, self.source];
        let found = [0, 1].map(|side: usize| &sides[side].tree.blocks[blocks[side] as usize]);
        let before =
            before.filter(|before| [0, 1].iter().all(|&side| before.blocks[side].wrapping_add(1) == blocks[side]));
        let is_first = |block: &Block| matches!(block.kind, BlockKind::Cell { column: 0, .. });
        let is_row = found.iter().all(|block| is_first(block));
        if let (Some(before), Some(_), false) = (before, row_of(found[0].kind), is_row) {
            return (None, Before { blocks, ..before });
        }
        let range = |side: usize| {
            let end = if is_row { row_end(sides[side], found[side]) } else { found[side].range.end };
            let start = before.map_or(found[side].range.start, |before| before.ends[side]);
            SideRange::new(start.min(end), end)
        };
        let ranges = [range(0), range(1)];
        (Some(ranges), Before { blocks, ends: ranges.map(|range| range.end) })
    }

    /// The difference of two stretches, if it is outside of spans. `other`: the block of the source page.
    fn difference(&self, [own, other]: [SideRange; 2], block: u32) -> Option<Found> {
        let (text, source) = (own.slice(self.embedded.text()), other.slice(self.source.text()));
        if text == source {
            return None;
        }
        let kind = self.source.tree.blocks[block as usize].kind;
        let reading = if kind.class() == BlockClass::Code { TextKind::Code } else { TextKind::Prose };
        let texts =
            [Normalized::of(self.embedded.text(), own, reading), Normalized::of(self.source.text(), other, reading)];
        let range = outside_spans((self.page, self.embedded), [&texts[0], &texts[1]])?;
        let shown = |side: &Side, range: SideRange| match reading {
            TextKind::Code => range.slice(side.text()).to_owned(),
            _ => Normalized::of(side.text(), range, TextKind::Shown).text(),
        };
        let quotes = wording::quotes(&shown(self.source, other), &shown(self.embedded, own));
        let change =
            change(self.embedded.projection.range_to_file(range), quotes, self.source.tree.structural_path(block));
        // A lost bar moves all cells behind it.
        let is_moved = row_of(kind).is_some() && bars(text) != bars(source);
        let claim = if is_moved { Claim::Always } else { Claim::IfUnnamed };
        Some(Found { place: self.embedded.projection.range_to_file(own), change, claim })
    }

    /// Whether a range of the file is a part of the source text of one span, and not all of it.
    pub fn is_inside_span(&self, range: FileRange) -> bool {
        let next = self.page.spans.partition_point(|span| span.source.end < range.end);
        self.page.spans.get(next).is_some_and(|span| {
            span.source.start <= range.start
                && range.end <= span.source.end
                && span.source != range
                && !range.is_empty()
        })
    }
}

/// A change with the texts of the source page and of the page.
fn change(place: FileRange, [source, own]: [String; 2], anchor: String) -> Change {
    Change::new(ChangeKind::SharedText, place).with_texts(source, own).with_anchor(anchor)
}

/// Whether a block that only one side has is not reported by the comparison of structure.
fn is_only_here(kind: BlockKind) -> bool {
    matches!(kind.class(), BlockClass::Comment | BlockClass::Html | BlockClass::Tab)
}

/// The table and row of a cell.
fn row_of(kind: BlockKind) -> Option<(u32, u32)> {
    match kind {
        BlockKind::Cell { table, row, .. } => Some((table, row)),
        _ => None,
    }
}

/// The end of the line of a table row, by its first cell.
fn row_end(side: &Side, first: &Block) -> u32 {
    let from = first.range.end as usize;
    let rest = &side.text().as_bytes()[from..];
    (from + memchr::memchr(b'\n', rest).unwrap_or(rest.len())) as u32
}

/// The number of bars in a row that separate cells.
fn bars(row: &str) -> usize {
    row.matches('|').count() - row.matches("\\|").count()
}

/// A stretch of a side without white space.
fn squeeze(side: &Side, range: SideRange) -> Normalized {
    Normalized::of(side.text(), range, TextKind::Code)
}

/// A side without white space.
struct Squeezed {
    text: String,
    /// For each byte of the text, the byte of the side.
    places: Vec<u32>,
}

impl Squeezed {
    fn of(side: &Side) -> Self {
        let mut squeezed = Self { text: String::new(), places: Vec::new() };
        for (character, at) in squeeze(side, SideRange::of(0..side.text().len())).characters() {
            squeezed.text.push(character);
            squeezed.places.resize(squeezed.text.len(), at);
        }
        squeezed
    }

    /// Whether a text is a part of one span, and not the whole span: then a block break was lost inside the span.
    fn is_inside_span(&self, embedded: &Side, text: &str) -> bool {
        let start = memmem::find(self.text.as_bytes(), text.as_bytes()).filter(|_| !text.is_empty());
        let Some(start) = start else { return false };
        let span = |byte: usize| self.places.get(byte).and_then(|&at| embedded.projection.span(at));
        let (first, last) = (span(start), span(start + text.len() - 1));
        let before = start.checked_sub(1).and_then(span);
        first.is_some() && first == last && (before == first || span(start + text.len()) == first)
    }

    /// Whether this side has a text at least as often as another side: then it is here, as a part of another block.
    fn has_as_often(&self, other: &Self, text: &str) -> bool {
        let count = |side: &Self| memmem::find_iter(side.text.as_bytes(), text.as_bytes()).count();
        !text.is_empty() && count(self) >= count(other)
    }
}
