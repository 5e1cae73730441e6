//! Parts that one side has and the other lacks: headings, paragraphs, list items, rows and columns of tables, code blocks.
//!
//! One cause is one change: a missing section is reported by its heading, consecutive parts of one kind are one change, and
//! a block that is of another kind on the other side is reported once.

use crate::align::BlockPair;
use crate::compare::change::{Change, ChangeKind};
use crate::compare::structure_part::StructurePart;
use crate::compare::translation::gap::{BlockLengths, Gap};
use crate::page::tree::{Block, BlockKind, InlineKind};
use crate::page::{Page, Side};
use crate::reading::Reading;
use crate::text::FileRange;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// The changes of all unmatched blocks. Returns no change if the reading has no source text.
pub fn compare(reading: &Reading) -> Vec<Change> {
    let page = &reading.aligned.page;
    let Some(source) = reading.aligned.source() else { return Vec::new() };
    let pairs = &reading.aligned.blocks.pairs;
    if pairs.iter().all(|pair| pair.target.is_some() == pair.source.is_some()) {
        return Vec::new();
    }
    let tables = MatchedTables::read(page, source, pairs);
    let lengths = BlockLengths::new(pairs, &page.target, source);
    let structure = Structure { reading, source, tables, lengths };
    let mut changes = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let gap = pairs[at..].iter().take_while(|pair| pair.target.is_none() || pair.source.is_none()).count();
        changes.extend(structure.gap(at..at + gap));
        at += gap.max(1);
    }
    // Cells of one column are in different gaps: only the first is reported.
    let mut columns = FxHashSet::default();
    changes.retain(|change| !is_column(change) || columns.insert(change.anchor.clone()));
    changes
}

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
    lengths: BlockLengths<'a>,
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
        let missing = self.fold_missing(missing, &mut extra, &Gap::new(&self.lengths, gap));
        let extra = self.fold_extra(extra);
        missing.into_iter().chain(extra).map(|(block, count)| self.change(block, count)).collect()
    }

    /// The blocks that the translation lacks, each with the number of consecutive blocks that it stands for. Takes out of
    /// `extra` the blocks that the translation has as another kind.
    fn fold_missing(
        &self,
        missing: Vec<UnmatchedBlock>,
        extra: &mut Vec<UnmatchedBlock>,
        gap: &Gap<'_>,
    ) -> Vec<(UnmatchedBlock, u32)> {
        let mut folded: Vec<(UnmatchedBlock, u32)> = Vec::new();
        let mut reported_heading: Option<u32> = None;
        // The indices in `extra` that are left, by part.
        let mut left: BTreeMap<StructurePart, VecDeque<usize>> = BTreeMap::new();
        for (index, found) in extra.iter().enumerate() {
            left.entry(found.part).or_default().push_back(index);
        }
        let mut is_left = vec![true; extra.len()];
        for block in missing {
            if self.is_inside(reported_heading, block) {
                continue;
            }
            let others = left.iter_mut().filter(|(part, _)| **part != block.part).map(|(_, indices)| indices);
            let other_kind = others.filter(|indices| !indices.is_empty()).min_by_key(|indices| indices[0]);
            let other_kind = other_kind.and_then(VecDeque::pop_front);
            if let Some(index) = other_kind {
                is_left[index] = false;
            }
            let is_gone = other_kind.is_none();
            reported_heading = (block.part == StructurePart::Heading && is_gone).then_some(block.block);
            match folded.last_mut() {
                Some((first, count)) if first.part == block.part && block.part != StructurePart::Heading && is_gone => {
                    *count += 1;
                }
                _ if is_gone
                    && matches!(block.part, StructurePart::Paragraph | StructurePart::ListItem)
                    && (gap.is_merged(block.block) || gap.is_swallowed()) => {}
                _ => folded.push((block, 1)),
            }
        }
        let mut is_left = is_left.into_iter();
        extra.retain(|_| is_left.next() == Some(true));
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
