//! What one side has and the other lacks: headings, paragraphs, list items, rows and columns of tables, code blocks.
//!
//! One cause, one change: a section whose heading is missing is told by its heading, neighbours of one kind are told
//! together, and a block that stands on the other side as a block of another kind is told once.

use crate::align::BlockPair;
use crate::compare::change::{Change, ChangeKind};
use crate::compare::items;
use crate::page::tree::{Block, BlockKind, InlineKind};
use crate::page::{Page, Side};
use crate::reading::Reading;
use crate::text::FileRange;
use std::ops::Range;

/// A part of a page's structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StructurePart {
    /// A heading, with its section where that is gone as well.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table; all rows where the table is gone.
    TableRow,
    /// A column of a table.
    TableColumn,
    /// A code block.
    CodeBlock,
}

/// Looks at what has no partner. Nothing where a reading has no source.
pub fn compare(reading: &Reading) -> Vec<Change> {
    let page = &reading.aligned.page;
    let Some(source) = reading.aligned.source() else { return Vec::new() };
    let pairs = &reading.aligned.blocks.pairs;
    if pairs.iter().all(|pair| pair.target.is_some() == pair.source.is_some()) {
        return Vec::new();
    }
    let structure = Structure { reading, source, tables: Tables::read(page, source, pairs) };
    let mut changes = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let gap = pairs[at..].iter().take_while(|pair| pair.target.is_none() || pair.source.is_none()).count();
        changes.extend(structure.gap(at..at + gap));
        at += gap.max(1);
    }
    // The cells of a column stand apart from each other.
    let mut columns = Vec::new();
    changes.retain(|change| {
        let again = is_column(change) && columns.contains(&change.anchor);
        if is_column(change) {
            columns.push(change.anchor.clone());
        }
        !again
    });
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
    tables: [Vec<Tables>; 2],
}

/// A block without partner: its side, its number and what it is.
#[derive(Clone, Copy, PartialEq)]
struct Alone {
    missing: bool,
    block: u32,
    part: StructurePart,
    /// The table that a row or column is of, and which.
    of: Option<(u32, u32)>,
}

impl Structure<'_> {
    /// Looks at a run of blocks without partner between two pairs.
    fn gap(&self, gap: Range<usize>) -> Vec<Change> {
        let pairs = &self.reading.aligned.blocks.pairs;
        let mut alone: Vec<Alone> = pairs[gap.clone()].iter().filter_map(|pair| self.alone(pair)).collect();
        alone.dedup_by(|later, kept| {
            later.of.is_some() && (later.missing, later.part, later.of) == (kept.missing, kept.part, kept.of)
        });
        let (missing, mut extra): (Vec<Alone>, Vec<Alone>) = alone.into_iter().partition(|alone| alone.missing);
        let mut told: Vec<(Alone, u32)> = Vec::new();
        let mut inside: Option<u32> = None;
        for alone in missing {
            if self.is_inside(inside, alone) {
                continue;
            }
            inside = None;
            // The same block as another kind on the other side.
            let place = extra.iter().position(|other| other.part != alone.part).map(|other| extra.remove(other));
            if alone.part == StructurePart::Heading && place.is_none() {
                inside = Some(alone.block);
            }
            match told.last_mut() {
                Some((first, count))
                    if first.part == alone.part && alone.part != StructurePart::Heading && place.is_none() =>
                {
                    *count += 1;
                }
                _ if place.is_none()
                    && matches!(alone.part, StructurePart::Paragraph | StructurePart::ListItem)
                    && (self.is_merged(&gap, alone.block) || self.is_swallowed(&gap)) => {}
                _ => told.push((alone, 1)),
            }
        }
        inside = None;
        let mut added: Vec<(Alone, u32)> = Vec::new();
        for alone in extra {
            if self.is_inside(inside, alone) {
                continue;
            }
            inside = (alone.part == StructurePart::Heading).then_some(alone.block);
            match added.last_mut() {
                Some((first, count)) if first.part == alone.part && alone.part != StructurePart::Heading => *count += 1,
                _ => added.push((alone, 1)),
            }
        }
        told.into_iter().chain(added).map(|(alone, count)| self.change(alone, count)).collect()
    }

    fn side(&self, missing: bool) -> &Side {
        if missing { self.source } else { &self.reading.aligned.page.target }
    }

    fn block(&self, alone: Alone) -> &Block {
        &self.side(alone.missing).tree.blocks[alone.block as usize]
    }

    /// What stands alone in a pair; `None` for what is no loss: comments, raw HTML, blocks without a letter or digit,
    /// and cells whose row and column have partners.
    fn alone(&self, pair: &BlockPair) -> Option<Alone> {
        let (missing, block) = match (pair.target, pair.source) {
            (None, Some(source)) => (true, source),
            (Some(target), None) => (false, target),
            _ => return None,
        };
        let side = self.side(missing);
        let here = &side.tree.blocks[block as usize];
        let mut of = None;
        let part = match here.kind {
            BlockKind::Heading(_) => StructurePart::Heading,
            BlockKind::Paragraph => StructurePart::Paragraph,
            BlockKind::ListItem => StructurePart::ListItem,
            BlockKind::Code { .. } => StructurePart::CodeBlock,
            BlockKind::Cell { table, row, column } => {
                let matched = &self.tables[usize::from(!missing)][table as usize];
                let (part, which) = if !matched.rows[row as usize] {
                    (StructurePart::TableRow, row)
                } else if !matched.columns[column as usize] {
                    (StructurePart::TableColumn, column)
                } else {
                    return None;
                };
                of = Some((table, which));
                part
            }
            BlockKind::Tab | BlockKind::Html | BlockKind::Comment => return None,
        };
        let says = |block: &Block| match block.kind {
            BlockKind::Code { body, .. } => !body.slice(side.text()).trim().is_empty(),
            _ => {
                let only_markup = side.tree.inlines(block).iter().all(|inline| inline.kind == InlineKind::Html);
                !only_markup && side.tree.plain(side.text(), block).chars().any(char::is_alphanumeric)
            }
        };
        (of.is_some() || says(here)).then_some(Alone { missing, block, part, of })
    }

    /// Whether a block belongs to a section whose heading is told already.
    fn is_inside(&self, heading: Option<u32>, alone: Alone) -> bool {
        let tree = &self.side(alone.missing).tree;
        heading.is_some_and(|heading| {
            let section = tree.blocks[heading as usize].section;
            std::iter::successors(Some(tree.blocks[alone.block as usize].section), |&at| {
                tree.sections[at as usize].parent
            })
            .any(|at| at == section)
        })
    }

    /// Whether the text of a source block stands in raw HTML beside: a comment at the start of its line makes it so.
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
        let names = items::read(self.source, &self.source.tree.blocks[block as usize]).items;
        let holds_names = |pair: &BlockPair| {
            let side = &self.reading.aligned.page.target;
            let text = pair.target.map_or("", |target| side.tree.blocks[target as usize].range.slice(side.text()));
            names.iter().all(|name| text.contains(&*name.text))
        };
        let all = pairs.iter().filter_map(lengths).fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let ratio = if all.1 > 0.0 { all.0 / all.1 } else { 1.0 };
        let here = length(self.source, block) * ratio;
        let kind = std::mem::discriminant(&self.source.tree.blocks[block as usize].kind);
        let neighbours = [gap.start.checked_sub(1), Some(gap.end)].into_iter().flatten().filter_map(|at| pairs.get(at));
        let prose = |pair: &&BlockPair| {
            pair.source
                .is_some_and(|source| std::mem::discriminant(&self.source.tree.blocks[source as usize].kind) == kind)
        };
        neighbours.filter(prose).filter(|pair| holds_names(pair)).filter_map(lengths).any(|(target, source)| {
            let beyond = target - source * ratio;
            here > 20.0 && (beyond - here).abs() < here * 0.4
        })
    }

    fn change(&self, alone: Alone, count: u32) -> Change {
        let side = self.side(alone.missing);
        let block = self.block(alone);
        let text = match block.kind {
            BlockKind::Code { body, .. } => first_line(body.slice(side.text())).to_owned(),
            _ => side.tree.plain(side.text(), block).into_owned(),
        };
        let range = if alone.missing { self.reading.aligned.place(alone.block) } else { side.place(alone.block) };
        let range = if alone.missing && self.reading.aligned.is_foreign() {
            FileRange::new(range.end, range.end)
        } else {
            range
        };
        let texts = if alone.missing { (text, String::new()) } else { (String::new(), text) };
        let kind = if alone.missing { ChangeKind::Missing(alone.part) } else { ChangeKind::Extra(alone.part) };
        let mut change = Change::new(kind, range).with_texts(texts.0, texts.1).with_anchor(match block.kind {
            // A column by its head.
            BlockKind::Cell { table, column, .. } if alone.part == StructurePart::TableColumn => {
                side.tree.structural_path(side.tree.tables[table as usize].cell(0, column))
            }
            _ => side.tree.structural_path(alone.block),
        });
        change.count = count;
        change
    }
}

/// Which rows and columns of a table have a partner.
struct Tables {
    rows: Vec<bool>,
    columns: Vec<bool>,
}

impl Tables {
    /// The tables of both sides: of the source, then of the target.
    fn read(page: &Page, source: &Side, pairs: &[BlockPair]) -> [Vec<Self>; 2] {
        let empty = |side: &Side| {
            let tables = side.tree.tables.iter();
            tables
                .map(|table| Self {
                    rows: vec![false; table.rows as usize],
                    columns: vec![false; table.columns as usize],
                })
                .collect::<Vec<Self>>()
        };
        let mut tables = [empty(source), empty(&page.target)];
        for pair in pairs {
            let (Some(target), Some(other)) = (pair.target, pair.source) else { continue };
            for (side, (tree, block)) in [(&source.tree, other), (&page.target.tree, target)].into_iter().enumerate() {
                if let BlockKind::Cell { table, row, column } = tree.blocks[block as usize].kind {
                    let matched = &mut tables[side][table as usize];
                    matched.rows[row as usize] = true;
                    matched.columns[column as usize] = true;
                }
            }
        }
        // A table without any partner is told by its rows alone.
        tables
    }
}

fn first_line(code: &str) -> &str {
    code.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}
