//! The blocks of a source page matched with the blocks of the current page, and how the text of each block changed.
//!
//! The aligner matches blocks whose text changed. Equal texts, rows of the same name and columns of the same header take
//! precedence over it.

use super::{block_text, wording};
use crate::align::blocks;
use crate::facts::roles::{Uses, Words};
use crate::page::Side;
use crate::page::tree::{BlockKind, Table};
use rustc_hash::FxHashMap;

/// How a source block changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockState {
    /// The block has no translatable text.
    NoText,
    /// Its text is unchanged.
    Current,
    /// Only its wording changed.
    Wording,
    /// Items that translation must keep changed: names, code, links, numbers.
    Api,
    /// It was removed.
    Removed,
}

impl BlockState {
    /// Its index in [`Counts::blocks`](super::Counts::blocks); `None` if the block is not counted.
    pub fn slot(self) -> Option<usize> {
        match self {
            Self::NoText => None,
            Self::Current => Some(0),
            Self::Wording => Some(1),
            Self::Api => Some(2),
            Self::Removed => Some(3),
        }
    }
}

/// The blocks of a source page matched with those of the current page.
pub struct Lineup {
    /// For each source block, the index of its current block.
    pub partners: Vec<Option<u32>>,
    /// The state of each source block.
    pub states: Vec<BlockState>,
    /// Indices of current blocks without a source block, in order.
    pub new: Vec<u32>,
}

/// Two texts with less likeness, from 0 to 1, are not two states of the same block.
const LEAST_LIKE: f64 = 0.25;

impl Lineup {
    /// Matches the blocks of two states of a page. Each state is a side with the roles of its sections and tables.
    /// `words`: the lexicon words of the source language.
    pub fn of(old: (&Side, &Uses), new: (&Side, &Uses), words: Words<'_>) -> Self {
        let texts = |side: &Side| -> Vec<String> {
            side.tree.blocks.iter().map(|block| block_text::comparable(side, block)).collect()
        };
        let (before, after) = (texts(old.0), texts(new.0));
        if before == after {
            let states =
                before.iter().map(|text| if text.is_empty() { BlockState::NoText } else { BlockState::Current });
            let partners = (0..before.len() as u32).map(Some).collect();
            return Self { partners, states: states.collect(), new: Vec::new() };
        }
        let mut pairing = Pairing::new((old.0, &before), (new.0, &after));
        pairing.pair_tables();
        pairing.part_strangers();
        pairing.pair_titles();
        pairing.join_equals();
        let states = before.iter().enumerate().map(|(index, text)| {
            let partner = pairing.partners[index];
            match partner.map(|partner| (partner, &after[partner as usize])) {
                _ if text.is_empty() => BlockState::NoText,
                None => BlockState::Removed,
                Some((_, current)) if current == text => BlockState::Current,
                Some((partner, _)) => {
                    let (block, current) = (&old.0.tree.blocks[index], &new.0.tree.blocks[partner as usize]);
                    let role = block_text::role(old.1, block).or(block_text::role(new.1, current));
                    let api = block_text::is_api((old.0, block), (new.0, current), role, words.types());
                    if api { BlockState::Api } else { BlockState::Wording }
                }
            }
        });
        let states = states.collect();
        let unmatched = (0..after.len()).filter(|&index| pairing.origins[index].is_none() && !after[index].is_empty());
        let new = unmatched.map(|index| index as u32).collect();
        Self { partners: pairing.partners, states, new }
    }
}

struct Pairing<'a> {
    old: &'a Side,
    new: &'a Side,
    /// The comparable text of each old block.
    before: &'a [String],
    /// The comparable text of each new block.
    after: &'a [String],
    partners: Vec<Option<u32>>,
    /// For each block of the new state, the index of its old block.
    origins: Vec<Option<u32>>,
}

impl<'a> Pairing<'a> {
    fn new((old, before): (&'a Side, &'a [String]), (new, after): (&'a Side, &'a [String])) -> Self {
        let mut pairing =
            Self { old, new, before, after, partners: vec![None; before.len()], origins: vec![None; after.len()] };
        for pair in blocks::align_states(old, new).pairs {
            if let (Some(old), Some(new)) = (pair.target, pair.source) {
                pairing.join(old, new);
            }
        }
        pairing
    }

    fn join(&mut self, old: u32, new: u32) {
        self.partners[old as usize] = Some(new);
        self.origins[new as usize] = Some(old);
    }

    fn part(&mut self, old: u32) {
        if let Some(new) = self.partners[old as usize].take() {
            self.origins[new as usize] = None;
        }
    }

    /// Pairs the cells of paired tables anew: columns by their headers, rows by their first cell.
    fn pair_tables(&mut self) {
        for index in 0..self.old.tree.tables.len() {
            let table = self.old.tree.tables[index].clone();
            let cells = table.first_cell..table.first_cell + table.rows * table.columns;
            let partner = cells.clone().find_map(|cell| self.partners[cell as usize]);
            let Some(BlockKind::Cell { table: new_table, .. }) =
                partner.map(|partner| self.new.tree.blocks[partner as usize].kind)
            else {
                continue;
            };
            let new_table = self.new.tree.tables[new_table as usize].clone();
            let columns = self.columns(&table, &new_table);
            let rows = self.rows(&table, &new_table, &columns);
            cells.for_each(|cell| self.part(cell));
            for &(row, new_row) in &rows {
                for &(column, new_column) in &columns {
                    self.join(table.cell(row, column), new_table.cell(new_row, new_column));
                }
            }
        }
    }

    /// The matching columns of two tables: those with equal headers, then those whose cells the aligner paired and whose
    /// texts are similar.
    fn columns(&self, old: &Table, new: &Table) -> Vec<(u32, u32)> {
        let mut free: Vec<u32> = (0..new.columns).collect();
        let mut columns: Vec<(u32, u32)> = Vec::new();
        for column in 0..old.columns {
            let header = &self.before[old.cell(0, column) as usize];
            let same = |found: &u32| !header.is_empty() && self.after[new.cell(0, *found) as usize] == *header;
            if let Some(position) = free.iter().position(same) {
                columns.push((column, free.remove(position)));
            }
        }
        for column in 0..old.columns {
            let paired = self.partners[old.cell(0, column) as usize].map(|cell| cell - new.first_cell);
            let known = columns.iter().any(|(known, _)| *known == column);
            let whole = |texts: &[String], table: &Table, column: u32| {
                joined(texts, (0..table.rows).map(|row| table.cell(row, column)))
            };
            let alike = |found: u32| {
                let (before, after) = (whole(self.before, old, column), whole(self.after, new, found));
                wording::likeness(&before, &after) >= LEAST_LIKE
            };
            let fits = |found: &u32| !known && paired == Some(*found) && alike(*found);
            if let Some(position) = free.iter().position(fits) {
                columns.push((column, free.remove(position)));
            }
        }
        columns
    }

    /// The matching rows of two tables: those with equal first cells that occur once in each table, then those that the
    /// aligner paired and whose texts are similar.
    fn rows(&self, old: &Table, new: &Table, columns: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let Some(&(old_first, new_first)) = columns.iter().min() else { return Vec::new() };
        let mut names: FxHashMap<&str, [Vec<u32>; 2]> = FxHashMap::default();
        for row in 1..old.rows {
            names.entry(&self.before[old.cell(row, old_first) as usize]).or_default()[0].push(row);
        }
        for row in 1..new.rows {
            names.entry(&self.after[new.cell(row, new_first) as usize]).or_default()[1].push(row);
        }
        let mut rows = vec![(0, 0)];
        let mut free: Vec<bool> = vec![true; new.rows as usize];
        let mut left = Vec::new();
        for row in 1..old.rows {
            let name = self.before[old.cell(row, old_first) as usize].as_str();
            match names.get(name) {
                Some([old_rows, new_rows]) if !name.is_empty() && old_rows.len() == 1 && new_rows.len() == 1 => {
                    free[new_rows[0] as usize] = false;
                    rows.push((row, new_rows[0]));
                }
                _ => left.push(row),
            }
        }
        for row in left {
            let paired = (0..old.columns).find_map(|column| self.partners[old.cell(row, column) as usize]);
            let Some(BlockKind::Cell { row: paired, .. }) = paired.map(|cell| self.new.tree.blocks[cell as usize].kind)
            else {
                continue;
            };
            if free.get(paired as usize) == Some(&true) && self.are_alike((old, row), (new, paired), columns) {
                free[paired as usize] = false;
                rows.push((row, paired));
            }
        }
        rows
    }

    fn are_alike(&self, (old, old_row): (&Table, u32), (new, new_row): (&Table, u32), columns: &[(u32, u32)]) -> bool {
        let likeness = |from: usize| {
            let columns = &columns[from.min(columns.len())..];
            let before = joined(self.before, columns.iter().map(|(column, _)| old.cell(old_row, *column)));
            let after = joined(self.after, columns.iter().map(|(_, column)| new.cell(new_row, *column)));
            if before.is_empty() && after.is_empty() { 0.0 } else { wording::likeness(&before, &after) }
        };
        likeness(0) >= 0.5 || likeness(1) >= 0.7
    }

    /// Separates paired prose whose texts share almost no words.
    fn part_strangers(&mut self) {
        for old in 0..self.partners.len() as u32 {
            let Some(new) = self.partners[old as usize] else { continue };
            let is_prose = matches!(
                self.old.tree.blocks[old as usize].kind,
                BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Html
            );
            let (before, after) = (&self.before[old as usize], &self.after[new as usize]);
            let are_strangers =
                || wording::likeness(before, after) < LEAST_LIKE && !wording::share_start(before, after);
            if is_prose && before != after && are_strangers() {
                self.part(old);
            }
        }
    }

    /// Joins the titles of both states, even if their texts differ.
    fn pair_titles(&mut self) {
        let title = |side: &Side| side.tree.sections.iter().find(|section| section.level == 1)?.heading;
        if let (Some(old), Some(new)) = (title(self.old), title(self.new))
            && self.partners[old as usize].is_none()
            && self.origins[new as usize].is_none()
        {
            self.join(old, new);
        }
    }

    /// Joins blocks of equal text, in order, if they have no partner or a partner with another text.
    fn join_equals(&mut self) {
        let mut places: FxHashMap<&'a str, Vec<u32>> = FxHashMap::default();
        for (index, text) in (0..).zip(self.after) {
            let is_cell = matches!(self.new.tree.blocks[index as usize].kind, BlockKind::Cell { .. });
            let has_other_text = |old: u32| self.before[old as usize] != *text;
            if self.origins[index as usize].is_none_or(has_other_text) && !is_cell && !text.is_empty() {
                places.entry(text).or_default().push(index);
            }
        }
        for old in 0..self.partners.len() {
            let (text, partner) = (self.before[old].as_str(), self.partners[old]);
            let is_cell = matches!(self.old.tree.blocks[old].kind, BlockKind::Cell { .. });
            if is_cell || text.is_empty() || partner.is_some_and(|partner| self.after[partner as usize] == text) {
                continue;
            }
            if let Some(free) = places.get_mut(text).filter(|free| !free.is_empty()) {
                let new = free.remove(0);
                self.part(old as u32);
                if let Some(origin) = self.origins[new as usize] {
                    self.part(origin);
                }
                self.join(old as u32, new);
            }
        }
    }
}

/// The texts of several blocks, joined by spaces.
fn joined(texts: &[String], blocks: impl Iterator<Item = u32>) -> String {
    let texts: Vec<&str> = blocks.map(|block| texts[block as usize].as_str()).collect();
    texts.join(" ").trim().to_owned()
}
