//! The units of a page: its segments and its unmatched blocks, in order of place.

use crate::align::aligned::Aligned;
use crate::bitext::containers::Containers;
use crate::bitext::inline::{InlinePiece, pieces};
use crate::bitext::protect;
use crate::bitext::protect::Protect;
use crate::bitext::unit_id::UnitId;
use crate::bitext::{Unit, UnitKind, UnitText};
use crate::facts::roles::Uses;
use crate::lexicon::ColumnRole;
use crate::page::Side;
use crate::page::tree::BlockKind;
use crate::reading::Reading;
use crate::text::{FileRange, SideRange};

/// The units of a page, in order of place. `source`: the side of the source text.
pub fn units<'a>(reading: &'a Reading, source: &'a Side, protect: Protect<'_>) -> Vec<Unit<'a>> {
    let Reading { aligned, uses, .. } = reading;
    let Aligned { page, segments, .. } = aligned;
    let containers = Containers::of(aligned);
    let targets = SegmentBlocks::of(&page.target, segments.in_target(whole(&page.target)), segments.all.len());
    let sources = SegmentBlocks::of(source, segments.in_source(whole(source)), segments.all.len());
    let mut units: Vec<(FileRange, Unit<'a>)> = Vec::with_capacity(segments.all.len());
    for (index, segment) in segments.all.iter().enumerate() {
        let number = index as u32;
        let block = sources.blocks[index].map(|block| UnitBlock { side: source, block, uses: Some(uses) });
        let target_block = |block| UnitBlock { side: &page.target, block, uses: None };
        let block = block.or_else(|| targets.blocks[index].map(target_block));
        let span = Some(aligned.span_id(number)).filter(|id| !id.is_empty());
        let texts = UnitTexts {
            target: Some(UnitText { text: segments.target(number, &page.target), range: aligned.target_place(number) }),
            source: Some(UnitText { text: segments.source(number, source), range: aligned.source_place(number) }),
            confidence: segment.confidence,
        };
        let container = if span.is_some() { Some(number) } else { targets.blocks[index] };
        let id = containers.id(container.unwrap_or_default(), segment.target);
        let unit = Unit { span, ..unit(id, block, texts, protect) };
        units.push((aligned.whole_place(number), unit));
    }
    for pair in &aligned.blocks.pairs {
        let (side, block, has_segment) = match (pair.target, pair.source) {
            (Some(block), None) => (&page.target, block, &targets.has_segment),
            (None, Some(block)) => (source, block, &sources.has_segment),
            _ => continue,
        };
        let Some(range) = block_text(side, block).filter(|_| !has_segment[block as usize]) else { continue };
        let part = UnitText { text: range.slice(side.text()), range: side.projection.range_to_file(range) };
        let id = match pair.target {
            Some(_) => containers.block_id(block, range),
            None => containers.source_id(source, block, range),
        };
        let place = if pair.target.is_some() { part.range } else { aligned.place(block) };
        let texts = UnitTexts {
            target: pair.target.map(|_| part),
            source: pair.source.map(|_| part),
            confidence: pair.confidence,
        };
        let block = UnitBlock { side, block, uses: pair.source.map(|_| &**uses) };
        let unit = unit(id, Some(block), texts, protect);
        units.push((place, unit));
    }
    units.sort_by_key(|(place, _)| *place);
    units.into_iter().map(|(_, unit)| unit).collect()
}

fn whole(side: &Side) -> SideRange {
    SideRange::new(0, side.text().len() as u32)
}

/// Which segments begin in which blocks of a side.
struct SegmentBlocks {
    /// For each segment: the block in which it begins.
    blocks: Vec<Option<u32>>,
    /// For each block: whether a segment begins in it.
    has_segment: Vec<bool>,
}

impl SegmentBlocks {
    /// `ranges`: the segments of the side with their byte ranges, in order. `count`: the number of segments of the page.
    fn of(side: &Side, ranges: impl Iterator<Item = (u32, SideRange)>, count: usize) -> Self {
        let blocks = &side.tree.blocks;
        let mut found = Self { blocks: vec![None; count], has_segment: vec![false; blocks.len()] };
        for (segment, range) in ranges {
            let block = blocks.partition_point(|block| block.range.start <= range.start).checked_sub(1);
            if let Some(block) = block {
                found.blocks[segment as usize] = Some(block as u32);
                found.has_segment[block] |= blocks[block].range.contains(range.start);
            }
        }
        found
    }
}

/// The text of a block without leading and trailing white space; `None` if it is empty.
pub(super) fn block_text(side: &Side, block: u32) -> Option<SideRange> {
    let block = &side.tree.blocks[block as usize];
    let range = side.tree.content_range(block).unwrap_or(block.range).trimmed(side.text());
    (!range.is_empty()).then_some(range)
}

/// The block that holds a unit.
#[derive(Clone, Copy)]
struct UnitBlock<'a> {
    side: &'a Side,
    block: u32,
    /// The roles of the side's tables and sections; `None` for the target side, where they are not read.
    uses: Option<&'a Uses>,
}

/// The texts of a unit and the confidence that they belong together.
struct UnitTexts<'a> {
    source: Option<UnitText<'a>>,
    target: Option<UnitText<'a>>,
    confidence: f32,
}

/// A unit without span.
fn unit<'a>(id: UnitId, block: Option<UnitBlock<'_>>, texts: UnitTexts<'a>, protect: Protect<'_>) -> Unit<'a> {
    let UnitTexts { source, target, confidence } = texts;
    let place = block.map(|UnitBlock { side, block, .. }| side.tree.structural_path(block)).unwrap_or_default();
    let kind = |UnitBlock { side, block, .. }: UnitBlock<'_>| kind(side.tree.blocks[block as usize].kind);
    let kind = block.map_or(UnitKind::Paragraph, kind);
    let (role, column) = block.map(roles).unwrap_or_default();
    let protected = source.or(target).is_some_and(|part| is_protected(part.text, kind, column, protect));
    let column = block.and_then(|block| Some(column?.name(&block.uses?.schemes)));
    Unit { id, span: None, place, kind, role, column, source, target, confidence, protected }
}

fn kind(kind: BlockKind) -> UnitKind {
    match kind {
        BlockKind::Heading(_) => UnitKind::Heading,
        BlockKind::Tab => UnitKind::Tab,
        BlockKind::Paragraph => UnitKind::Paragraph,
        BlockKind::ListItem => UnitKind::ListItem,
        BlockKind::Cell { row: 0, .. } => UnitKind::HeaderCell,
        BlockKind::Cell { .. } => UnitKind::Cell,
        BlockKind::Code { .. } => UnitKind::Code,
        BlockKind::Html => UnitKind::Html,
        BlockKind::Comment => UnitKind::Comment,
    }
}

/// The role of the block's table or section, and the role of its column.
fn roles(UnitBlock { side, block, uses }: UnitBlock<'_>) -> (Option<&'static str>, Option<ColumnRole>) {
    let Some(uses) = uses else { return (None, None) };
    let block = &side.tree.blocks[block as usize];
    let section = uses.sections.get(block.section as usize).and_then(|section| section.role);
    let BlockKind::Cell { table, column, .. } = block.kind else {
        return (section.map(|role| role.name()), None);
    };
    let table = uses.tables.get(table as usize);
    let column = table.and_then(|table| table.columns.get(column as usize).copied().flatten());
    (table.and_then(|table| table.role).or(section).map(|role| role.name()), column)
}

/// Whether no part of a text is translated: the column of the cell holds names, or there is no letter outside protected
/// text.
fn is_protected(text: &str, kind: UnitKind, column: Option<ColumnRole>, protect: Protect<'_>) -> bool {
    let pieces = pieces(text, Some(protect));
    let is_free = |piece: &InlinePiece<'_>| matches!(piece, InlinePiece::Text { text, protected: false } if text.contains(char::is_alphabetic));
    if !pieces.iter().any(is_free) {
        return true;
    }
    let plain = |piece: &InlinePiece<'_>| matches!(piece, InlinePiece::Text { .. }).then(|| piece.native().to_owned());
    let plain = || pieces.iter().filter_map(plain).collect::<String>();
    kind == UnitKind::Cell && column.is_some_and(|column| protect::is_name_cell(column, plain().trim()))
}
