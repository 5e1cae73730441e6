//! Alignment of two sides in different files, by structure and by features that translation keeps.
//!
//! Leaf blocks and tables are aligned first; headings, code, comments and blocks with names are sync points. Then sections that
//! moved are aligned, then the rows and columns of each pair of tables. A block without a good match stays unmatched.

use super::features::{self, Mark, MarkOverlap, MarkedWords, Node, SideMarks};
use super::sequence::{self, Match};
use super::weights::{block, table, whole};
use super::{Alignment, BlockPair};
use crate::page::Side;
use crate::page::tree::{AnchorOrigin, BlockClass, BlockKind, Quote, Table};
use rustc_hash::{FxHashMap, FxHashSet};

/// Aligns the blocks of two sides. Each block is in exactly one pair. Pairs are in order of the target; an unmatched source
/// block is after the pair of the previous source block.
pub fn align(target: &Side, source: &Side) -> Alignment {
    align_by(MarkedWords::Names, target, source)
}

/// Aligns the blocks of two states of a page in one language. As [`align`], but all words are compared.
pub fn align_states(old: &Side, new: &Side) -> Alignment {
    align_by(MarkedWords::All, old, new)
}

fn align_by(words: MarkedWords, target: &Side, source: &Side) -> Alignment {
    let (mut targets, mut sources) = (SideMarks::read(target, words), SideMarks::read(source, words));
    features::weigh(&mut targets, &mut sources);
    let nodes = [targets.nodes(), sources.nodes()];
    let mut aligner = Aligner {
        ratio: length_ratio(&nodes),
        table_marks: [table_marks(&targets, &nodes[0]), table_marks(&sources, &nodes[1])],
        targets,
        sources,
        words,
        matches: vec![None; target.tree.blocks.len()],
    };
    for found in aligner.nodes(&nodes) {
        aligner.pair(&nodes[0][found.target as usize], &nodes[1][found.source as usize], found.score);
    }
    Alignment::new(in_order(&aligner.matches, source.tree.blocks.len()), source.tree.blocks.len())
}

struct Aligner<'a> {
    targets: SideMarks<'a>,
    sources: SideMarks<'a>,
    /// The marks of each table of the target and of the source, in order of hash.
    table_marks: [Vec<Vec<Mark>>; 2],
    /// Characters of the target for one character of the source.
    ratio: f32,
    words: MarkedWords,
    /// The matching source block of each target block, with the score.
    matches: Vec<Option<(u32, f32)>>,
}

impl Aligner<'_> {
    /// Aligns leaf blocks and tables. `nodes`: those of the target and of the source. The result is in order of the target.
    fn nodes(&self, nodes: &[Vec<Node>; 2]) -> Vec<Match> {
        let keys = [0, 1].map(|side: usize| nodes[side].iter().map(|node| node.key).collect::<Vec<u64>>());
        let score = |target: u32, source: u32| self.score(&nodes[0][target as usize], &nodes[1][source as usize]);
        let mut matches = sequence::align(&keys[0], &keys[1], block::ALONE, score);
        let mut taken = [vec![false; keys[0].len()], vec![false; keys[1].len()]];
        for found in &matches {
            taken[0][found.target as usize] = true;
            taken[1][found.source as usize] = true;
        }
        // Moved sections: their headings have equal keys, but are not in order with the other matches.
        for (target, source) in sequence::unique(&keys[0], &keys[1]) {
            let is_moved = !taken[0][target as usize]
                && !taken[1][source as usize]
                && nodes[0][target as usize].class == BlockClass::Heading;
            if !is_moved {
                continue;
            }
            let ranges = [section(&nodes[0], target), section(&nodes[1], source)];
            let parts = [0, 1].map(|side: usize| &keys[side][ranges[side].start as usize..ranges[side].end as usize]);
            let moved = sequence::align(parts[0], parts[1], block::ALONE, |target, source| {
                let (target, source) = (ranges[0].start + target, ranges[1].start + source);
                if taken[0][target as usize] || taken[1][source as usize] { 0.0 } else { score(target, source) }
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

    /// Pairs the nodes between two neighbouring matches by position, if both sides have the same number of nodes of the same
    /// classes. A pair with a low score is not added.
    fn fill(&self, nodes: &[Vec<Node>; 2], matches: &mut Vec<Match>) {
        let ends = [nodes[0].len() as u32, nodes[1].len() as u32];
        let mut from = [0, 0];
        let mut filled = Vec::new();
        for index in 0..=matches.len() {
            let next = matches.get(index).map_or(ends, |found| [found.target, found.source]);
            let lengths = [next[0].saturating_sub(from[0]), next[1].saturating_sub(from[1])];
            if lengths[0] == lengths[1] {
                let pairs = (from[0]..next[0]).zip(from[1]..next[1]).map(|(target, source)| {
                    let (left, right) = (&nodes[0][target as usize], &nodes[1][source as usize]);
                    (left.class == right.class).then(|| Match { target, source, score: self.score(left, right) })
                });
                let pairs: Option<Vec<Match>> = pairs.collect();
                filled.extend(pairs.into_iter().flatten().filter(|found| found.score > block::LEFTOVER));
            }
            from = [next[0] + 1, next[1] + 1];
        }
        if !filled.is_empty() {
            matches.extend(filled);
            matches.sort_unstable_by_key(|found| found.target);
            matches.dedup_by_key(|found| found.source);
        }
    }

    /// The score of two leaf blocks or tables.
    fn score(&self, target: &Node, source: &Node) -> f32 {
        if target.class != source.class {
            return f32::MIN;
        }
        if let (Some(left), Some(right)) = (target.table, source.table) {
            let marks = MarkOverlap::of(&self.table_marks[0][left as usize], &self.table_marks[1][right as usize]);
            let (left, right) = (self.targets.table(left), self.sources.table(right));
            let width = if left.columns == right.columns { table::SAME_WIDTH } else { table::OTHER_WIDTH };
            let rows = 1.0 - (left.rows as f32 + 1.0).ln().mul_add(1.0, -(right.rows as f32 + 1.0).ln()).abs();
            return table::TABLE
                + width
                + table::ROWS * rows
                + table::MARKS * marks.dice()
                + self.context(target, source);
        }
        let range = |node: &Node| node.marks.start as usize..node.marks.end as usize;
        let marks = MarkOverlap::of(&self.targets.marks[range(target)], &self.sources.marks[range(source)]);
        if target.class == BlockClass::Heading {
            let unshared = (marks.target_only + marks.source_only).min(block::MOST_HEADING_MARKS);
            return self.heading(target, source) + marks.shared + block::HEADING_MARK * unshared;
        }
        if target.class.is_verbatim() {
            return block::CODE + block::CODE_MARKS * marks.dice() + self.context(target, source);
        }
        let prose = self.prose([target.length, source.length], marks);
        prose + self.context(target, source) + self.quote(target, source)
    }

    /// The part of the score for block quotes, which translation keeps.
    fn quote(&self, target: &Node, source: &Node) -> f32 {
        let quote = |marks: &SideMarks<'_>, node: &Node| marks.side.tree.blocks[node.blocks.start as usize].quote;
        match (quote(&self.targets, target), quote(&self.sources, source)) {
            (Quote::None, Quote::None) => 0.0,
            (Quote::None, _) | (_, Quote::None) => block::ONE_QUOTED,
            _ => block::BOTH_QUOTED,
        }
    }

    /// The score of two blocks of prose by their lengths in characters and by their marks.
    fn prose(&self, [target, source]: [u32; 2], overlap: MarkOverlap) -> f32 {
        if self.words == MarkedWords::All {
            return block::STATE_WORDS.mul_add(overlap.dice(), block::STATES_UNLIKE);
        }
        let (target, source) =
            (target as f32 + block::LENGTH_PAD, (source as f32).mul_add(self.ratio, block::LENGTH_PAD));
        let misfit = (target / source).ln().abs().min(block::MOST_MISFIT);
        let unshared = |marks: f32| marks.min(block::MOST_UNSHARED);
        let shared = overlap.shared.min(block::MOST_SHARED);
        let marks = block::SHARED_MARK.mul_add(shared, block::TARGET_MARK * unshared(overlap.target_only))
            + block::SOURCE_MARK * unshared(overlap.source_only);
        block::PROSE_LENGTH.mul_add(1.0 - misfit, block::PROSE) + marks
    }

    /// The score of two headings without their marks.
    fn heading(&self, target: &Node, source: &Node) -> f32 {
        let heading = |marks: &SideMarks<'_>, node: &Node| {
            let block = &marks.side.tree.blocks[node.blocks.start as usize];
            let level = match block.kind {
                BlockKind::Heading(level) => level,
                _ => 0,
            };
            (level, block.section)
        };
        let (target_level, target_section) = heading(&self.targets, target);
        let (source_level, source_section) = heading(&self.sources, source);
        let section = &self.targets.side.tree.sections[target_section as usize];
        let source_section = &self.sources.side.tree.sections[source_section as usize];
        let anchor = match (section.anchor_origin, source_section.anchor_origin) {
            _ if section.anchor == source_section.anchor => block::SAME_ANCHOR,
            // Translators choose freely an anchor that the source does not state.
            (AnchorOrigin::Tag, _) | (AnchorOrigin::HeadingId, AnchorOrigin::HeadingId) => block::OTHER_ANCHOR,
            _ => 0.0,
        };
        block::HEADING + anchor + block::HEADING_LEVEL * f32::from(target_level.abs_diff(source_level))
    }

    /// The part of the score for sections: blocks in sections with equal anchors match better.
    fn context(&self, target: &Node, source: &Node) -> f32 {
        if self.targets.anchor(target) == self.sources.anchor(source) { block::SAME_SECTION } else { 0.0 }
    }

    /// Stores a match of two nodes; of two tables, the matches of their cells.
    fn pair(&mut self, target: &Node, source: &Node, score: f32) {
        let (Some(target_table), Some(source_table)) = (target.table, source.table) else {
            self.matches[target.blocks.start as usize] = Some((source.blocks.start, score));
            return;
        };
        let tables = [self.targets.table(target_table).clone(), self.sources.table(source_table).clone()];
        let columns = self.columns(&tables);
        for row in self.rows(&tables, &columns) {
            for &(target_column, source_column) in &columns {
                let source_cell = tables[1].cell(row.source, source_column);
                self.matches[tables[0].cell(row.target, target_column) as usize] = Some((source_cell, row.score));
            }
        }
    }

    /// The matching columns of two tables, of the target and of the source.
    fn columns(&self, [target, source]: &[Table; 2]) -> Vec<(u32, u32)> {
        if target.columns == source.columns {
            return (0..target.columns).map(|column| (column, column)).collect();
        }
        let column_marks = |marks: &SideMarks<'_>, table: &Table, column: u32| {
            let mut found: Vec<Mark> = Vec::new();
            for row in 0..table.rows {
                let cell = table.cell(row, column);
                found.extend_from_slice(marks.marks_of(&(cell..cell + 1)));
                found.push(Mark { hash: marks.cell_text(cell), weight: table::CELL_TEXT });
            }
            found.sort_unstable_by_key(|mark| mark.hash);
            found
        };
        let all_columns = |marks: &SideMarks<'_>, table: &Table| {
            (0..table.columns).map(|column| column_marks(marks, table, column)).collect::<Vec<Vec<Mark>>>()
        };
        let (target_marks, source_marks) = (all_columns(&self.targets, target), all_columns(&self.sources, source));
        let length = |marks: &SideMarks<'_>, table: &Table, column: u32| {
            (1..table.rows).map(|row| marks.lengths[table.cell(row, column) as usize]).sum::<u32>() as f32
        };
        let score = |left: u32, right: u32| {
            let overlap = MarkOverlap::of(&target_marks[left as usize], &source_marks[right as usize]);
            let first = if left == 0 && right == 0 { table::FIRST_COLUMN } else { 0.0 };
            // The length of a whole column separates descriptions from names.
            let target_length = length(&self.targets, target, left);
            let source_length = length(&self.sources, source, right) * self.ratio;
            let misfit = ((target_length + block::LENGTH_PAD) / (source_length + block::LENGTH_PAD)).ln().abs();
            let fit = table::COLUMN + table::COLUMN_LENGTH * misfit.min(table::MOST_COLUMN_MISFIT);
            overlap.dice() + first + fit
        };
        let no_keys = |table: &Table| vec![0; table.columns as usize];
        let matches = sequence::align(&no_keys(target), &no_keys(source), table::COLUMN_ALONE, score);
        matches.iter().map(|found| (found.target, found.source)).collect()
    }

    /// The matching rows of two tables, of the target and of the source. The header rows match. `columns`: the matching
    /// columns.
    fn rows(&self, [target, source]: &[Table; 2], columns: &[(u32, u32)]) -> Vec<Match> {
        let cell_texts = |marks: &SideMarks<'_>, table: &Table, columns: &[u32]| {
            let row = |row: u32| columns.iter().map(|&column| marks.cell_text(table.cell(row, column))).collect();
            (1..table.rows).map(row).collect::<Vec<Vec<u64>>>()
        };
        let (target_columns, source_columns): (Vec<u32>, Vec<u32>) = columns.iter().copied().unzip();
        let target_rows = cell_texts(&self.targets, target, &target_columns);
        let source_rows = cell_texts(&self.sources, source, &source_columns);
        let score = |left: u32, right: u32| {
            let mut score = table::ROW;
            let cells = target_rows[left as usize].iter().zip(&source_rows[right as usize]);
            for ((target_text, source_text), &(target_column, source_column)) in cells.zip(columns) {
                if target_text == source_text {
                    score += match (*target_text, target_column) {
                        (0, _) => table::EMPTY_CELL,
                        (_, 0) => table::SAME_NAME,
                        _ => table::SAME_CELL,
                    };
                    continue;
                }
                let target_cell = target.cell(left + 1, target_column);
                let source_cell = source.cell(right + 1, source_column);
                let overlap = MarkOverlap::of(
                    self.targets.marks_of(&(target_cell..target_cell + 1)),
                    self.sources.marks_of(&(source_cell..source_cell + 1)),
                );
                let lengths = [self.targets.lengths[target_cell as usize], self.sources.lengths[source_cell as usize]];
                let (least, most) = table::UNEQUAL_CELL;
                score += (self.prose(lengths, overlap) - block::PROSE).clamp(least, most);
            }
            // Two tables with the same number of rows have the same rows, unless the cells are strong evidence against it.
            if target_rows.len() == source_rows.len() { score.max(block::UNLIKE) } else { score }
        };
        let keys = |rows: &[Vec<u64>]| rows.iter().map(|row| row.first().copied().unwrap_or(0)).collect::<Vec<u64>>();
        let keys = [keys(&target_rows), keys(&source_rows)];
        let mut matches = sequence::align(&keys[0], &keys[1], table::ROW_ALONE, score);
        // Rows with the same name match, wherever they are: the table may be sorted in another order.
        let named = sequence::unique(&keys[0], &keys[1]);
        let by_target: FxHashMap<u32, u32> = named.iter().copied().collect();
        let by_source: FxHashMap<u32, u32> = named.iter().map(|&(target, source)| (source, target)).collect();
        matches.retain(|found| {
            let is_other = |named: Option<&u32>, own: u32| named.is_some_and(|named| *named != own);
            !is_other(by_target.get(&found.target), found.source)
                && !is_other(by_source.get(&found.source), found.target)
        });
        let known: FxHashSet<u32> = matches.iter().map(|found| found.target).collect();
        let row = |target: u32, source: u32, score: f32| Match { target: target + 1, source: source + 1, score };
        let moved = named.into_iter().filter(|(target, _)| !known.contains(target));
        let moved: Vec<Match> = moved.map(|(target, source)| row(target, source, sequence::SYNC)).collect();
        let mut rows = vec![Match { target: 0, source: 0, score: sequence::SYNC }];
        let mut from = (0, 0);
        let ends = Match { target: target_rows.len() as u32, source: source_rows.len() as u32, score: 0.0 };
        for found in matches.into_iter().chain([ends]) {
            // Rows between the same neighbours match by position if both tables have the same number of them there.
            if moved.is_empty() && found.target - from.0 == found.source - from.1 {
                let between = (from.0..found.target).zip(from.1..found.source);
                rows.extend(between.map(|(target, source)| row(target, source, block::UNLIKE)));
            }
            if found != ends {
                rows.push(row(found.target, found.source, found.score));
            }
            from = (found.target + 1, found.source + 1);
        }
        rows.extend(moved);
        rows
    }
}

/// The nodes of a section: the heading and all nodes before the next heading.
fn section(nodes: &[Node], heading: u32) -> std::ops::Range<u32> {
    let after = &nodes[heading as usize + 1..];
    let length = after.iter().position(|node| node.class == BlockClass::Heading).unwrap_or(after.len());
    heading..heading + 1 + length as u32
}

/// The marks of each table of a side, in order of hash.
fn table_marks(marks: &SideMarks<'_>, nodes: &[Node]) -> Vec<Vec<Mark>> {
    let tables = nodes.iter().filter(|node| node.class == BlockClass::Cell);
    let sorted = |node: &Node| {
        let mut sorted = marks.marks_of(&node.blocks).to_vec();
        sorted.sort_unstable_by_key(|mark| mark.hash);
        sorted
    };
    tables.map(sorted).collect()
}

/// Characters of the target for one character of the source, over all prose.
fn length_ratio(nodes: &[Vec<Node>; 2]) -> f32 {
    let prose = |nodes: &[Node]| nodes.iter().filter(|node| node.class.is_prose()).map(|node| node.length).sum::<u32>();
    let [target, source] = [prose(&nodes[0]), prose(&nodes[1])].map(|length| length as f32 + whole::RATIO_PAD);
    (target / source).clamp(whole::RATIO.0, whole::RATIO.1)
}

/// The confidence of a match with a score, from 0 to 1.
fn confidence(score: f32) -> f32 {
    1.0 / (1.0 + (-whole::CONFIDENCE_SLOPE.mul_add(score, whole::CONFIDENCE_START)).exp())
}

/// All pairs in order of the target. Unmatched source blocks are after the pair of the previous source block. `matches`: the
/// source block and the score of each target block; `sources`: the number of source blocks.
fn in_order(matches: &[Option<(u32, f32)>], sources: usize) -> Vec<BlockPair> {
    let mut is_matched = vec![false; sources];
    matches.iter().flatten().for_each(|(source, _)| is_matched[*source as usize] = true);
    let mut pairs = Vec::with_capacity(matches.len().max(sources));
    let push_unmatched = |from: u32, pairs: &mut Vec<BlockPair>| {
        let run = (from..sources as u32).take_while(|&source| !is_matched[source as usize]);
        pairs.extend(run.map(|source| BlockPair::sure(None, Some(source))));
    };
    push_unmatched(0, &mut pairs);
    for (target, found) in (0..).zip(matches) {
        let Some((source, score)) = *found else {
            pairs.push(BlockPair::sure(Some(target), None));
            continue;
        };
        pairs.push(BlockPair { target: Some(target), source: Some(source), confidence: confidence(score) });
        push_unmatched(source + 1, &mut pairs);
    }
    pairs
}
