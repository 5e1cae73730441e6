//! Alignment of two sides of different files, by structure and by what no language changes.
//!
//! Leaf blocks and tables are lined up first, with headings, code, comments and blocks full of names as sync points;
//! then sections that moved; then inside each pair of tables the rows and the columns. What has no partner stays
//! alone.

use super::features::{self, Mark, Marked, Node};
use super::sequence::{self, Match};
use super::weights::{block, table, whole};
use super::{Alignment, BlockPair};
use crate::page::Side;
use crate::page::tree::{BlockClass, BlockKind, Quote, Table};

/// Lines up the blocks of two sides. Every block of both is in exactly one pair; pairs are in order of the target,
/// and a block that only the source has stands behind the partner of the block before it.
pub fn align(target: &Side, source: &Side) -> Alignment {
    lined_up(target, source, false)
}

/// Lines up two states of a page in one language as [`align`] does, by all of their words.
pub fn align_states(old: &Side, new: &Side) -> Alignment {
    lined_up(old, new, true)
}

fn lined_up(target: &Side, source: &Side, words: bool) -> Alignment {
    let (mut targets, mut sources) = (Marked::read(target, words), Marked::read(source, words));
    features::weigh(&mut targets, &mut sources);
    let nodes = [targets.nodes(), sources.nodes()];
    let mut aligner = Aligner {
        ratio: ratio(&nodes),
        bags: [bags(&targets, &nodes[0]), bags(&sources, &nodes[1])],
        targets,
        sources,
        words,
        partners: vec![None; target.tree.blocks.len()],
    };
    for found in aligner.nodes(&nodes) {
        aligner.pair(&nodes[0][found.target as usize], &nodes[1][found.source as usize], found.score);
    }
    Alignment::new(in_order(&aligner.partners, source.tree.blocks.len()), source.tree.blocks.len())
}

struct Aligner<'a> {
    targets: Marked<'a>,
    sources: Marked<'a>,
    /// The marks of each table of a side, in order of hash.
    bags: [Vec<Vec<Mark>>; 2],
    /// Characters of the target to one of the source.
    ratio: f32,
    /// Whether both sides are of one language, so that words count.
    words: bool,
    /// The partner of each target block, and how well they go together.
    partners: Vec<Option<(u32, f32)>>,
}

impl Aligner<'_> {
    /// Lines up leaf blocks and tables. The result is in order of the target.
    fn nodes(&self, nodes: &[Vec<Node>; 2]) -> Vec<Match> {
        let keys = [0, 1].map(|side: usize| nodes[side].iter().map(|node| node.key).collect::<Vec<u64>>());
        let score = |target: u32, source: u32| self.score(&nodes[0][target as usize], &nodes[1][source as usize]);
        let mut matches = sequence::align(&keys[0], &keys[1], block::ALONE, score);
        let mut taken = [vec![false; keys[0].len()], vec![false; keys[1].len()]];
        for found in &matches {
            taken[0][found.target as usize] = true;
            taken[1][found.source as usize] = true;
        }
        // Sections that stand elsewhere: their headings are alike, and out of order with the rest.
        for (target, source) in sequence::unique(&keys[0], &keys[1]) {
            let is_moved = !taken[0][target as usize]
                && !taken[1][source as usize]
                && nodes[0][target as usize].class == BlockClass::Heading;
            if !is_moved {
                continue;
            }
            let ranges = [section(&nodes[0], target), section(&nodes[1], source)];
            let parts = [0, 1].map(|side: usize| &keys[side][ranges[side].start as usize..ranges[side].end as usize]);
            let moved = sequence::align(parts[0], parts[1], block::ALONE, |one, other| {
                let (one, other) = (ranges[0].start + one, ranges[1].start + other);
                if taken[0][one as usize] || taken[1][other as usize] { 0.0 } else { score(one, other) }
            });
            for found in moved {
                let (target, source) = (ranges[0].start + found.target, ranges[1].start + found.source);
                if !taken[0][target as usize] && !taken[1][source as usize] {
                    (taken[0][target as usize], taken[1][source as usize]) = (true, true);
                    matches.push(Match { target, source, score: found.score });
                }
            }
        }
        matches.sort_unstable_by_key(|found| found.target);
        self.fill(nodes, &mut matches);
        matches
    }

    /// Pairs what is left between two neighbouring matches, where it is the same kinds of blocks on both sides and
    /// nothing speaks against it.
    fn fill(&self, nodes: &[Vec<Node>; 2], matches: &mut Vec<Match>) {
        let ends = [nodes[0].len() as u32, nodes[1].len() as u32];
        let mut from = [0, 0];
        let mut filled = Vec::new();
        for index in 0..=matches.len() {
            let next = matches.get(index).map_or(ends, |found| [found.target, found.source]);
            let lengths = [next[0].saturating_sub(from[0]), next[1].saturating_sub(from[1])];
            if lengths[0] == lengths[1] {
                let pairs = (from[0]..next[0]).zip(from[1]..next[1]).map(|(target, source)| {
                    let (one, other) = (&nodes[0][target as usize], &nodes[1][source as usize]);
                    (one.class == other.class).then(|| Match { target, source, score: self.score(one, other) })
                });
                let pairs: Option<Vec<Match>> = pairs.collect();
                filled.extend(pairs.into_iter().flatten().filter(|found| found.score > block::STRANGERS));
            }
            from = [next[0] + 1, next[1] + 1];
        }
        if !filled.is_empty() {
            matches.extend(filled);
            matches.sort_unstable_by_key(|found| found.target);
            matches.dedup_by_key(|found| found.source);
        }
    }

    /// How well two leaf blocks or tables go together.
    fn score(&self, target: &Node, source: &Node) -> f32 {
        if target.class != source.class {
            return f32::MIN;
        }
        if let (Some(one), Some(other)) = (target.table, source.table) {
            let [both, ours, theirs] = features::shared(&self.bags[0][one as usize], &self.bags[1][other as usize]);
            let (one, other) = (self.table(0, one), self.table(1, other));
            let same_width = if one.columns == other.columns { table::SAME_WIDTH } else { table::OTHER_WIDTH };
            let rows = 1.0 - (one.rows as f32 + 1.0).ln().mul_add(1.0, -(other.rows as f32 + 1.0).ln()).abs();
            return table::TABLE
                + same_width
                + table::ROWS * rows
                + table::MARKS * dice(both, ours, theirs)
                + self.context(target, source);
        }
        let marks = |node: &Node| node.marks.start as usize..node.marks.end as usize;
        let [both, ours, theirs] =
            features::shared(&self.targets.marks[marks(target)], &self.sources.marks[marks(source)]);
        if target.class == BlockClass::Heading {
            let strange = (ours + theirs).min(block::MOST_HEADING_MARKS);
            return self.heading(target, source) + both + block::HEADING_MARK * strange;
        }
        if target.class.is_verbatim() {
            return block::CODE + block::CODE_MARKS * dice(both, ours, theirs) + self.context(target, source);
        }
        let prose = self.prose(target.length, source.length, [both, ours, theirs]);
        prose + self.context(target, source) + self.quoted(target, source)
    }

    /// A quote is one in any language.
    fn quoted(&self, target: &Node, source: &Node) -> f32 {
        let quote = |marked: &Marked<'_>, node: &Node| marked.side.tree.blocks[node.blocks.start as usize].quote;
        match (quote(&self.targets, target), quote(&self.sources, source)) {
            (Quote::None, Quote::None) => 0.0,
            (Quote::None, _) | (_, Quote::None) => block::ONE_QUOTED,
            _ => block::BOTH_QUOTED,
        }
    }

    fn prose(&self, target: u32, source: u32, [both, ours, theirs]: [f32; 3]) -> f32 {
        if self.words {
            return block::STATE_WORDS.mul_add(dice(both, ours, theirs), block::STATES_UNLIKE);
        }
        let (target, source) =
            (target as f32 + block::LENGTH_PAD, (source as f32).mul_add(self.ratio, block::LENGTH_PAD));
        let misfit = (target / source).ln().abs().min(block::MOST_MISFIT);
        let alone = |marks: f32| marks.min(block::MOST_ALONE);
        let marks = block::SHARED_MARK.mul_add(both.min(block::MOST_SHARED), block::TARGET_MARK * alone(ours))
            + block::SOURCE_MARK * alone(theirs);
        block::PROSE_LENGTH.mul_add(1.0 - misfit, block::PROSE) + marks
    }

    fn heading(&self, target: &Node, source: &Node) -> f32 {
        let heading = |marked: &Marked<'_>, node: &Node| {
            let block = &marked.side.tree.blocks[node.blocks.start as usize];
            let level = match block.kind {
                BlockKind::Heading(level) => level,
                _ => 0,
            };
            (level, block.section)
        };
        let ((level, ours), (other_level, theirs)) = (heading(&self.targets, target), heading(&self.sources, source));
        let section = &self.targets.side.tree.sections[ours as usize];
        let anchor = &self.sources.side.tree.sections[theirs as usize].anchor;
        let named = match section.anchor == *anchor {
            true => block::SAME_ANCHOR,
            false if section.anchor_written => block::OTHER_ANCHOR,
            false => 0.0,
        };
        block::HEADING + named + block::HEADING_LEVEL * f32::from(level.abs_diff(other_level))
    }

    /// Blocks in sections of one name go better together.
    fn context(&self, target: &Node, source: &Node) -> f32 {
        let section = |side: &Side, node: &Node| side.tree.blocks[node.blocks.start as usize].section as usize;
        let (ours, theirs) = (self.targets.side, self.sources.side);
        let ours = &ours.tree.sections[section(ours, target)].anchor;
        if *ours == theirs.tree.sections[section(theirs, source)].anchor { block::SAME_SECTION } else { 0.0 }
    }

    fn table(&self, side: usize, table: u32) -> &Table {
        let marked = if side == 0 { &self.targets } else { &self.sources };
        &marked.side.tree.tables[table as usize]
    }

    /// Takes two nodes as partners; of tables, their cells.
    fn pair(&mut self, target: &Node, source: &Node, score: f32) {
        let (Some(one), Some(other)) = (target.table, source.table) else {
            self.partners[target.blocks.start as usize] = Some((source.blocks.start, score));
            return;
        };
        let (one, other) = (self.table(0, one).clone(), self.table(1, other).clone());
        let columns = self.columns(&one, &other);
        for (row, other_row, row_score) in self.rows(&one, &other, &columns) {
            for &(column, other_column) in &columns {
                let partner = (other.cell(other_row, other_column), row_score);
                self.partners[one.cell(row, column) as usize] = Some(partner);
            }
        }
    }

    /// The columns of two tables that belong together.
    fn columns(&self, one: &Table, other: &Table) -> Vec<(u32, u32)> {
        if one.columns == other.columns {
            return (0..one.columns).map(|column| (column, column)).collect();
        }
        let bag = |marked: &Marked<'_>, table: &Table, column: u32| {
            let mut bag: Vec<Mark> = Vec::new();
            for row in 0..table.rows {
                let cell = table.cell(row, column);
                bag.extend_from_slice(marked.marks_of(&(cell..cell + 1)));
                bag.push(Mark { hash: marked.cell_text(cell), weight: table::CELL_TEXT });
            }
            bag.sort_unstable_by_key(|mark| mark.hash);
            bag
        };
        let ours: Vec<Vec<Mark>> = (0..one.columns).map(|column| bag(&self.targets, one, column)).collect();
        let theirs: Vec<Vec<Mark>> = (0..other.columns).map(|column| bag(&self.sources, other, column)).collect();
        let length = |marked: &Marked<'_>, table: &Table, column: u32| {
            (1..table.rows).map(|row| marked.lengths[table.cell(row, column) as usize]).sum::<u32>() as f32
        };
        let none = |columns: u32| vec![0; columns as usize];
        let matches =
            sequence::align(&none(one.columns), &none(other.columns), table::COLUMN_ALONE, |column, other_column| {
                let [both, ours, theirs] = features::shared(&ours[column as usize], &theirs[other_column as usize]);
                let first = if column == 0 && other_column == 0 { table::FIRST_COLUMN } else { 0.0 };
                // What a column holds in all tells long descriptions from short names.
                let (one, other) =
                    (length(&self.targets, one, column), length(&self.sources, other, other_column) * self.ratio);
                let misfit = ((one + block::LENGTH_PAD) / (other + block::LENGTH_PAD)).ln().abs();
                let fit = table::COLUMN + table::COLUMN_LENGTH * misfit.min(table::MOST_COLUMN_MISFIT);
                dice(both, ours, theirs) + first + fit
            });
        matches.iter().map(|found| (found.target, found.source)).collect()
    }

    /// The rows of two tables that belong together, each with the score of its match. Header rows do.
    fn rows(&self, one: &Table, other: &Table, columns: &[(u32, u32)]) -> Vec<(u32, u32, f32)> {
        let texts = |marked: &Marked<'_>, table: &Table, columns: &mut dyn Iterator<Item = u32>| {
            let columns: Vec<u32> = columns.collect();
            let row = |row: u32| columns.iter().map(|&column| marked.cell_text(table.cell(row, column))).collect();
            (1..table.rows).map(row).collect::<Vec<Vec<u64>>>()
        };
        let ours = texts(&self.targets, one, &mut columns.iter().map(|pair| pair.0));
        let theirs = texts(&self.sources, other, &mut columns.iter().map(|pair| pair.1));
        let keys = |rows: &[Vec<u64>]| rows.iter().map(|row| row.first().copied().unwrap_or(0)).collect::<Vec<u64>>();
        let score = |row: u32, other_row: u32| {
            let mut score = table::ROW;
            let cells = ours[row as usize].iter().zip(&theirs[other_row as usize]);
            for ((text, other_text), &(column, other_column)) in cells.zip(columns) {
                let (cell, other_cell) = (one.cell(row + 1, column), other.cell(other_row + 1, other_column));
                if text == other_text {
                    score += match (*text, column) {
                        (0, _) => table::EMPTY_CELL,
                        (_, 0) => table::SAME_NAME,
                        _ => table::SAME_CELL,
                    };
                    continue;
                }
                let marks = features::shared(
                    self.targets.marks_of(&(cell..cell + 1)),
                    self.sources.marks_of(&(other_cell..other_cell + 1)),
                );
                let lengths = (self.targets.lengths[cell as usize], self.sources.lengths[other_cell as usize]);
                let (least, most) = table::UNEQUAL_CELL;
                score += (self.prose(lengths.0, lengths.1, marks) - block::PROSE).clamp(least, most);
            }
            // As many rows on both sides are the same rows, unless much speaks for others.
            if ours.len() == theirs.len() { score.max(block::UNLIKE) } else { score }
        };
        let keys = [keys(&ours), keys(&theirs)];
        let mut matches = sequence::align(&keys[0], &keys[1], table::ROW_ALONE, score);
        // Rows of one name are one row, wherever they stand: then the table was sorted anew.
        let named = sequence::unique(&keys[0], &keys[1]);
        let is_moved = |found: &Match| {
            let other = named.iter().find(|(row, other)| *row == found.target || *other == found.source);
            other.is_some_and(|other| *other != (found.target, found.source))
        };
        matches.retain(|found| !is_moved(found));
        let known: Vec<u32> = matches.iter().map(|found| found.target).collect();
        let moved = named.into_iter().filter(|(row, _)| !known.contains(row));
        let moved: Vec<(u32, u32, f32)> = moved.map(|(row, other)| (row + 1, other + 1, sequence::SYNC)).collect();
        let mut rows = vec![(0, 0, sequence::SYNC)];
        let mut from = (0, 0);
        let ends = Match { target: ours.len() as u32, source: theirs.len() as u32, score: 0.0 };
        for found in matches.into_iter().chain([ends]) {
            // Rows that are left between the same neighbours, as many on both sides, are the same rows.
            if moved.is_empty() && found.target - from.0 == found.source - from.1 {
                rows.extend(
                    (from.0..found.target).zip(from.1..found.source).map(|(a, b)| (a + 1, b + 1, block::UNLIKE)),
                );
            }
            if found != ends {
                rows.push((found.target + 1, found.source + 1, found.score));
            }
            from = (found.target + 1, found.source + 1);
        }
        rows.extend(moved);
        rows
    }
}

/// The nodes of a section up to the next heading, the heading included.
fn section(nodes: &[Node], heading: u32) -> std::ops::Range<u32> {
    let after = &nodes[heading as usize + 1..];
    let length = after.iter().position(|node| node.class == BlockClass::Heading).unwrap_or(after.len());
    heading..heading + 1 + length as u32
}

fn bags(marked: &Marked<'_>, nodes: &[Node]) -> Vec<Vec<Mark>> {
    let tables = nodes.iter().filter(|node| node.class == BlockClass::Cell);
    let bag = |node: &Node| {
        let mut bag = marked.marks_of(&node.blocks).to_vec();
        bag.sort_unstable_by_key(|mark| mark.hash);
        bag
    };
    tables.map(bag).collect()
}

/// Characters of the target to one of the source, over all prose.
fn ratio(nodes: &[Vec<Node>; 2]) -> f32 {
    let prose = |nodes: &[Node]| nodes.iter().filter(|node| node.class.is_prose()).map(|node| node.length).sum::<u32>();
    let [target, source] = [prose(&nodes[0]), prose(&nodes[1])].map(|length| length as f32 + whole::RATIO_PAD);
    (target / source).clamp(whole::RATIO.0, whole::RATIO.1)
}

/// How much of all marks is shared, from 0 to 1.
fn dice(both: f32, ours: f32, theirs: f32) -> f32 {
    let all = 2.0f32.mul_add(both, ours + theirs);
    if all == 0.0 { 0.0 } else { 2.0 * both / all }
}

/// How sure a match of a score is, from 0 to 1.
fn confidence(score: f32) -> f32 {
    1.0 / (1.0 + (-whole::CONFIDENCE_SLOPE.mul_add(score, whole::CONFIDENCE_START)).exp())
}

/// All pairs in order: those of the target, and behind each what only the source has.
fn in_order(partners: &[Option<(u32, f32)>], sources: usize) -> Vec<BlockPair> {
    let mut matched = vec![false; sources];
    partners.iter().flatten().for_each(|(source, _)| matched[*source as usize] = true);
    let mut pairs = Vec::with_capacity(partners.len().max(sources));
    let alone = |from: u32, pairs: &mut Vec<BlockPair>| {
        let run = (from..sources as u32).take_while(|&source| !matched[source as usize]);
        pairs.extend(run.map(|source| BlockPair::sure(None, Some(source))));
    };
    alone(0, &mut pairs);
    for (target, partner) in (0..).zip(partners) {
        let Some((source, score)) = *partner else {
            pairs.push(BlockPair::sure(Some(target), None));
            continue;
        };
        pairs.push(BlockPair { target: Some(target), source: Some(source), confidence: confidence(score) });
        alone(source + 1, &mut pairs);
    }
    pairs
}
