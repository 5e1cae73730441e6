//! Parts that one side has and the other lacks: headings, paragraphs, list items, rows and columns of tables, code blocks.
//!
//! One cause is one change: a missing section is reported by its heading, consecutive parts of one kind are one change, and
//! a block that is of another kind on the other side is reported once.

use crate::align::BlockPair;
use crate::compare::change::{Change, ChangeKind};
use crate::compare::protected_items;
use crate::compare::structure_part::StructurePart;
use crate::page::tree::{Block, BlockKind, InlineKind};
use crate::page::{Page, Side};
use crate::reading::Reading;
use crate::text::FileRange;
use std::ops::Range;

/// The changes of all unmatched blocks. Returns no change if the reading has no source text.
pub fn compare(reading: &Reading) -> Vec<Change> {
    let page = &reading.aligned.page;
    let Some(source) = reading.aligned.source() else { return Vec::new() };
    let pairs = &reading.aligned.blocks.pairs;
    if pairs.iter().all(|pair| pair.target.is_some() == pair.source.is_some()) {
        return Vec::new();
    }
    let structure = Structure { reading, source, tables: MatchedTables::read(page, source, pairs) };
    let mut changes = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let gap = pairs[at..].iter().take_while(|pair| pair.target.is_none() || pair.source.is_none()).count();
        changes.extend(structure.gap(at..at + gap));
        at += gap.max(1);
    }
    // Cells of one column are in different gaps: only the first is reported.
    let mut columns = Vec::new();
    changes.retain(|change| {
        let is_repeated = is_column(change) && columns.contains(&change.anchor);
        if is_column(change) {
            columns.push(change.anchor.clone());
        }
        !is_repeated
    });
    changes
}

/// A source block whose translation is expected to have no more characters than this never counts as merged.
const MERGED_LEAST: f32 = 20.0;
/// The surplus of a neighbour may differ from the expected length by this share of it.
const MERGED_TOLERANCE: f32 = 0.4;

fn is_column(change: &Change) -> bool {
    matches!(
        change.kind,
        ChangeKind::Missing(StructurePart::TableColumn) | ChangeKind::Extra(StructurePart::TableColumn)
    )
}

struct Structure<'a> {
    reading: &'a Reading,
    source: &'a Side,
    tables: MatchedTables,
}

/// The side that has an unmatched block.
#[derive(Clone, Copy, PartialEq)]
enum OwnSide {
    /// The translation lacks the block.
    Source,
    /// The source lacks the block.
    Target,
}

/// A block without partner.
#[derive(Clone, Copy, PartialEq)]
struct UnmatchedBlock {
    side: OwnSide,
    /// Index of the block in the tree of its side.
    block: u32,
    part: StructurePart,
    /// For a row or column: the index of its table, and its index in the table.
    line: Option<(u32, u32)>,
}

impl Structure<'_> {
    /// The changes of the unmatched blocks between two pairs; `gap`: their indices in the pairs.
    fn gap(&self, gap: Range<usize>) -> Vec<Change> {
        let pairs = &self.reading.aligned.blocks.pairs;
        let mut unmatched: Vec<UnmatchedBlock> =
            pairs[gap.clone()].iter().filter_map(|pair| self.unmatched(pair)).collect();
        unmatched.dedup_by(|later, kept| {
            later.line.is_some() && (later.side, later.part, later.line) == (kept.side, kept.part, kept.line)
        });
        let (missing, mut extra): (Vec<UnmatchedBlock>, Vec<UnmatchedBlock>) =
            unmatched.into_iter().partition(|block| block.side == OwnSide::Source);
        let missing = self.fold_missing(missing, &mut extra, &gap);
        let extra = self.fold_extra(extra);
        missing.into_iter().chain(extra).map(|(block, count)| self.change(block, count)).collect()
    }

    /// The blocks that the translation lacks, each with the number of consecutive blocks that it stands for. Takes out of
    /// `extra` the blocks that the translation has as another kind.
    fn fold_missing(
        &self,
        missing: Vec<UnmatchedBlock>,
        extra: &mut Vec<UnmatchedBlock>,
        gap: &Range<usize>,
    ) -> Vec<(UnmatchedBlock, u32)> {
        let mut folded: Vec<(UnmatchedBlock, u32)> = Vec::new();
        let mut reported_heading: Option<u32> = None;
        for block in missing {
            if self.is_inside(reported_heading, block) {
                continue;
            }
            let other_kind = extra.iter().position(|found| found.part != block.part).map(|found| extra.remove(found));
            let is_gone = other_kind.is_none();
            reported_heading = (block.part == StructurePart::Heading && is_gone).then_some(block.block);
            match folded.last_mut() {
                Some((first, count)) if first.part == block.part && block.part != StructurePart::Heading && is_gone => {
                    *count += 1;
                }
                _ if is_gone
                    && matches!(block.part, StructurePart::Paragraph | StructurePart::ListItem)
                    && (self.is_merged(gap, block.block) || self.is_swallowed(gap)) => {}
                _ => folded.push((block, 1)),
            }
        }
        folded
    }

    /// The blocks that only the translation has, each with the number of consecutive blocks that it stands for.
    fn fold_extra(&self, extra: Vec<UnmatchedBlock>) -> Vec<(UnmatchedBlock, u32)> {
        let mut folded: Vec<(UnmatchedBlock, u32)> = Vec::new();
        let mut reported_heading: Option<u32> = None;
        for block in extra {
            if self.is_inside(reported_heading, block) {
                continue;
            }
            reported_heading = (block.part == StructurePart::Heading).then_some(block.block);
            match folded.last_mut() {
                Some((first, count)) if first.part == block.part && block.part != StructurePart::Heading => *count += 1,
                _ => folded.push((block, 1)),
            }
        }
        folded
    }

    fn side(&self, side: OwnSide) -> &Side {
        match side {
            OwnSide::Source => self.source,
            OwnSide::Target => &self.reading.aligned.page.target,
        }
    }

    fn block(&self, unmatched: UnmatchedBlock) -> &Block {
        &self.side(unmatched.side).tree.blocks[unmatched.block as usize]
    }

    /// The unmatched block of a pair. `None` for blocks that are not reported: comments, raw HTML, blocks without a letter
    /// or digit, and cells whose row and column have partners.
    fn unmatched(&self, pair: &BlockPair) -> Option<UnmatchedBlock> {
        let (own_side, block) = match (pair.target, pair.source) {
            (None, Some(source)) => (OwnSide::Source, source),
            (Some(target), None) => (OwnSide::Target, target),
            _ => return None,
        };
        let side = self.side(own_side);
        let here = &side.tree.blocks[block as usize];
        let mut line = None;
        let part = match here.kind {
            BlockKind::Heading(_) => StructurePart::Heading,
            BlockKind::Paragraph => StructurePart::Paragraph,
            BlockKind::ListItem => StructurePart::ListItem,
            BlockKind::Code { .. } => StructurePart::CodeBlock,
            BlockKind::Cell { table, row, column } => {
                let matched = &self.tables.of(own_side)[table as usize];
                let (part, index) = if !matched.rows[row as usize] {
                    (StructurePart::TableRow, row)
                } else if !matched.columns[column as usize] {
                    (StructurePart::TableColumn, column)
                } else {
                    return None;
                };
                line = Some((table, index));
                part
            }
            BlockKind::Tab | BlockKind::Html | BlockKind::Comment => return None,
        };
        let has_text = |block: &Block| match block.kind {
            BlockKind::Code { body, .. } => !body.slice(side.text()).trim().is_empty(),
            _ => {
                let only_markup = side.tree.inlines(block).iter().all(|inline| inline.kind == InlineKind::Html);
                !only_markup && side.tree.plain(side.text(), block).chars().any(char::is_alphanumeric)
            }
        };
        (line.is_some() || has_text(here)).then_some(UnmatchedBlock { side: own_side, block, part, line })
    }

    /// Whether a block is in the section of a heading that is already reported.
    fn is_inside(&self, heading: Option<u32>, unmatched: UnmatchedBlock) -> bool {
        let tree = &self.side(unmatched.side).tree;
        heading.is_some_and(|heading| {
            let section = tree.blocks[heading as usize].section;
            std::iter::successors(Some(tree.blocks[unmatched.block as usize].section), |&at| {
                tree.sections[at as usize].parent
            })
            .any(|at| at == section)
        })
    }

    /// Whether a neighbouring HTML block contains text after a comment: CommonMark reads a line that starts with a comment
    /// as HTML, so the translation of the source block is part of the HTML block.
    fn is_swallowed(&self, gap: &Range<usize>) -> bool {
        let pairs = &self.reading.aligned.blocks.pairs;
        let side = &self.reading.aligned.page.target;
        let around = gap.start.saturating_sub(1)..(gap.end + 1).min(pairs.len());
        pairs[around].iter().filter_map(|pair| pair.target).any(|target| {
            let block = &side.tree.blocks[target as usize];
            let html = block.range.slice(side.text());
            block.kind == BlockKind::Html
                && html.rfind("-->").is_some_and(|end| html[end + 3..].contains(char::is_alphanumeric))
        })
    }

    /// Whether the translator merged this source block into a neighbour: the neighbour's translation is longer than its
    /// own source by about this block's length, and contains every name of this block.
    fn is_merged(&self, gap: &Range<usize>, block: u32) -> bool {
        let pairs = &self.reading.aligned.blocks.pairs;
        let length = |side: &Side, block: u32| {
            side.tree.plain(side.text(), &side.tree.blocks[block as usize]).chars().count() as f32
        };
        let lengths = |pair: &BlockPair| {
            Some((length(&self.reading.aligned.page.target, pair.target?), length(self.source, pair.source?)))
        };
        let names = protected_items::read(self.source, &self.source.tree.blocks[block as usize]).items;
        let holds_names = |pair: &BlockPair| {
            let side = &self.reading.aligned.page.target;
            let text = pair.target.map_or("", |target| side.tree.blocks[target as usize].range.slice(side.text()));
            names.iter().all(|name| text.contains(&*name.text))
        };
        let all = pairs.iter().filter_map(lengths).fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let ratio = if all.1 > 0.0 { all.0 / all.1 } else { 1.0 };
        let here = length(self.source, block) * ratio;
        let kind_of = |block: u32| std::mem::discriminant(&self.source.tree.blocks[block as usize].kind);
        let neighbours = [gap.start.checked_sub(1), Some(gap.end)].into_iter().flatten().filter_map(|at| pairs.get(at));
        let has_same_kind = |pair: &&BlockPair| pair.source.is_some_and(|source| kind_of(source) == kind_of(block));
        neighbours.filter(has_same_kind).filter(|pair| holds_names(pair)).filter_map(lengths).any(|(target, source)| {
            let surplus = target - source * ratio;
            here > MERGED_LEAST && (surplus - here).abs() < here * MERGED_TOLERANCE
        })
    }

    fn change(&self, unmatched: UnmatchedBlock, count: u32) -> Change {
        let side = self.side(unmatched.side);
        let block = self.block(unmatched);
        let text = match block.kind {
            BlockKind::Code { body, .. } => first_line(body.slice(side.text())).to_owned(),
            _ => side.tree.plain(side.text(), block).into_owned(),
        };
        let anchor = match block.kind {
            // A column is named by its header cell.
            BlockKind::Cell { table, column, .. } if unmatched.part == StructurePart::TableColumn => {
                side.tree.structural_path(side.tree.tables[table as usize].cell(0, column))
            }
            _ => side.tree.structural_path(unmatched.block),
        };
        let change = match unmatched.side {
            OwnSide::Source => Change::new(ChangeKind::Missing(unmatched.part), self.missing_place(unmatched.block))
                .with_texts(text, ""),
            OwnSide::Target => {
                Change::new(ChangeKind::Extra(unmatched.part), side.place(unmatched.block)).with_texts("", text)
            }
        };
        Change { count, ..change.with_anchor(anchor) }
    }

    /// The place of a source block in the file of the page; an empty range if the source is another file.
    fn missing_place(&self, block: u32) -> FileRange {
        let range = self.reading.aligned.place(block);
        if self.reading.aligned.is_foreign() { FileRange::at(range.end) } else { range }
    }
}

/// Which rows and columns of a table have a partner.
struct TableMatches {
    rows: Vec<bool>,
    columns: Vec<bool>,
}

/// The matches of all tables of both sides, in page order.
struct MatchedTables {
    source: Vec<TableMatches>,
    target: Vec<TableMatches>,
}

impl MatchedTables {
    fn read(page: &Page, source: &Side, pairs: &[BlockPair]) -> Self {
        let without_match = |side: &Side| {
            let matches = side.tree.tables.iter().map(|table| TableMatches {
                rows: vec![false; table.rows as usize],
                columns: vec![false; table.columns as usize],
            });
            matches.collect()
        };
        let mut tables = Self { source: without_match(source), target: without_match(&page.target) };
        for pair in pairs {
            if let (Some(target_block), Some(source_block)) = (pair.target, pair.source) {
                mark(&mut tables.source, source.tree.blocks[source_block as usize].kind);
                mark(&mut tables.target, page.target.tree.blocks[target_block as usize].kind);
            }
        }
        tables
    }

    fn of(&self, side: OwnSide) -> &[TableMatches] {
        match side {
            OwnSide::Source => &self.source,
            OwnSide::Target => &self.target,
        }
    }
}

/// Marks the row and the column of a matched cell.
fn mark(tables: &mut [TableMatches], kind: BlockKind) {
    if let BlockKind::Cell { table, row, column } = kind {
        let matches = &mut tables[table as usize];
        matches.rows[row as usize] = true;
        matches.columns[column as usize] = true;
    }
}

fn first_line(code: &str) -> &str {
    code.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}
