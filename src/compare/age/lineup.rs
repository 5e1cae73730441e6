//! Which block of a source page became which block of the page as it is now, and what that did to its text.
//!
//! The aligner lines up what changed; equal text, rows of the same name and columns of the same header outrank it.

use super::{text, wording};
use crate::align::blocks;
use crate::facts::roles::{Uses, Words};
use crate::page::Side;
use crate::page::tree::{BlockKind, Table};
use rustc_hash::FxHashMap;

/// What became of a source block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockState {
    /// The block has no translatable text.
    NoText,
    /// It says the same.
    Current,
    /// Its wording changed.
    Wording,
    /// What must stay in translation changed: names, code, links, numbers.
    Api,
    /// It is gone.
    Removed,
}

impl BlockState {
    /// Its place among counts of translated blocks.
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

/// The blocks of a source page and of the page as it is now, lined up.
pub struct Lineup {
    /// The block that each source block became.
    pub partners: Vec<Option<u32>>,
    /// What became of each source block.
    pub states: Vec<BlockState>,
    /// Blocks that no source block became, in order.
    pub new: Vec<u32>,
}

/// Below this likeness, from 0 to 1, two texts are not two states of one.
const LEAST_LIKE: f64 = 0.25;

impl Lineup {
    /// Lines up two states of a page, each a side with what its sections are for. `words`: those of its language.
    pub fn of(old: (&Side, &Uses), new: (&Side, &Uses), words: Words<'_>) -> Self {
        let said = |side: &Side| side.tree.blocks.iter().map(|block| text::said(side, block)).collect::<Vec<_>>();
        let (before, after) = (said(old.0), said(new.0));
        if before == after {
            let states =
                before.iter().map(|said| if said.is_empty() { BlockState::NoText } else { BlockState::Current });
            let partners = (0..before.len() as u32).map(Some).collect();
            return Self { partners, states: states.collect(), new: Vec::new() };
        }
        let mut pairing = Pairing::new((old.0, &before), (new.0, &after));
        pairing.tables();
        pairing.part_strangers();
        pairing.titles();
        pairing.join_equals();
        let states = before.iter().enumerate().map(|(index, said)| {
            let partner = pairing.partners[index];
            match partner.map(|partner| (partner, &after[partner as usize])) {
                _ if said.is_empty() => BlockState::NoText,
                None => BlockState::Removed,
                Some((_, now)) if now == said => BlockState::Current,
                Some((partner, _)) => {
                    let (block, other) = (&old.0.tree.blocks[index], &new.0.tree.blocks[partner as usize]);
                    let role = text::role(old.1, block).or(text::role(new.1, other));
                    let api = text::is_api((old.0, block), (new.0, other), role, words.types());
                    if api { BlockState::Api } else { BlockState::Wording }
                }
            }
        });
        let states = states.collect();
        let alone = (0..after.len()).filter(|&index| pairing.origins[index].is_none() && !after[index].is_empty());
        let new = alone.map(|index| index as u32).collect();
        Self { partners: pairing.partners, states, new }
    }
}

struct Pairing<'a> {
    old: &'a Side,
    new: &'a Side,
    before: &'a [String],
    after: &'a [String],
    partners: Vec<Option<u32>>,
    /// The block that each block of the new state was.
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

    /// Pairs the cells of paired tables again: columns by their headers, rows by their first cell.
    fn tables(&mut self) {
        for index in 0..self.old.tree.tables.len() {
            let table = self.old.tree.tables[index].clone();
            let cells = table.first_cell..table.first_cell + table.rows * table.columns;
            let partner = cells.clone().find_map(|cell| self.partners[cell as usize]);
            let Some(BlockKind::Cell { table: other, .. }) =
                partner.map(|partner| self.new.tree.blocks[partner as usize].kind)
            else {
                continue;
            };
            let other = self.new.tree.tables[other as usize].clone();
            let columns = self.columns(&table, &other);
            let rows = self.rows(&table, &other, &columns);
            cells.for_each(|cell| self.part(cell));
            for &(row, other_row) in &rows {
                for &(column, other_column) in &columns {
                    self.join(table.cell(row, column), other.cell(other_row, other_column));
                }
            }
        }
    }

    /// The columns of two tables that belong together: by equal headers, the others as they were paired, where they
    /// are alike.
    fn columns(&self, table: &Table, other: &Table) -> Vec<(u32, u32)> {
        let mut free: Vec<u32> = (0..other.columns).collect();
        let mut columns: Vec<(u32, u32)> = Vec::new();
        for column in 0..table.columns {
            let header = &self.before[table.cell(0, column) as usize];
            let same = |found: &u32| !header.is_empty() && self.after[other.cell(0, *found) as usize] == *header;
            if let Some(position) = free.iter().position(same) {
                columns.push((column, free.remove(position)));
            }
        }
        for column in 0..table.columns {
            let paired = self.partners[table.cell(0, column) as usize].map(|cell| cell - other.first_cell);
            let known = columns.iter().any(|(known, _)| *known == column);
            let whole = |said: &[String], table: &Table, column: u32| {
                words(said, (0..table.rows).map(|row| table.cell(row, column)))
            };
            let alike = |found: u32| {
                let (before, after) = (whole(self.before, table, column), whole(self.after, other, found));
                wording::likeness(&before, &after) >= LEAST_LIKE
            };
            let fits = |found: &u32| !known && paired == Some(*found) && alike(*found);
            if let Some(position) = free.iter().position(fits) {
                columns.push((column, free.remove(position)));
            }
        }
        columns
    }

    /// The rows of two tables that belong together: by equal first cells that stand once, then as they were paired,
    /// where they are alike.
    fn rows(&self, table: &Table, other: &Table, columns: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let Some(&(first, other_first)) = columns.iter().min() else { return Vec::new() };
        let mut names: FxHashMap<&str, [Vec<u32>; 2]> = FxHashMap::default();
        for row in 1..table.rows {
            names.entry(&self.before[table.cell(row, first) as usize]).or_default()[0].push(row);
        }
        for row in 1..other.rows {
            names.entry(&self.after[other.cell(row, other_first) as usize]).or_default()[1].push(row);
        }
        let mut rows = vec![(0, 0)];
        let mut free: Vec<bool> = vec![true; other.rows as usize];
        let mut left = Vec::new();
        for row in 1..table.rows {
            let name = self.before[table.cell(row, first) as usize].as_str();
            match names.get(name) {
                Some([one, there]) if !name.is_empty() && one.len() == 1 && there.len() == 1 => {
                    free[there[0] as usize] = false;
                    rows.push((row, there[0]));
                }
                _ => left.push(row),
            }
        }
        for row in left {
            let paired = (0..table.columns).find_map(|column| self.partners[table.cell(row, column) as usize]);
            let Some(BlockKind::Cell { row: paired, .. }) = paired.map(|cell| self.new.tree.blocks[cell as usize].kind)
            else {
                continue;
            };
            if free.get(paired as usize) == Some(&true) && self.are_alike((table, row), (other, paired), columns) {
                free[paired as usize] = false;
                rows.push((row, paired));
            }
        }
        rows
    }

    fn are_alike(
        &self,
        (table, row): (&Table, u32),
        (other, other_row): (&Table, u32),
        columns: &[(u32, u32)],
    ) -> bool {
        let likeness = |from: usize| {
            let columns = &columns[from.min(columns.len())..];
            let before = words(self.before, columns.iter().map(|(column, _)| table.cell(row, *column)));
            let after = words(self.after, columns.iter().map(|(_, column)| other.cell(other_row, *column)));
            if before.is_empty() && after.is_empty() { 0.0 } else { wording::likeness(&before, &after) }
        };
        likeness(0) >= 0.5 || likeness(1) >= 0.7
    }

    /// Parts prose that has next to no word in common.
    fn part_strangers(&mut self) {
        for old in 0..self.partners.len() as u32 {
            let Some(new) = self.partners[old as usize] else { continue };
            let is_prose = matches!(
                self.old.tree.blocks[old as usize].kind,
                BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Html
            );
            let (one, other) = (&self.before[old as usize], &self.after[new as usize]);
            let is_other = || wording::likeness(one, other) < LEAST_LIKE && !wording::share_start(one, other);
            if is_prose && one != other && is_other() {
                self.part(old);
            }
        }
    }

    /// Joins the titles of both states, whatever they say.
    fn titles(&mut self) {
        let title = |side: &Side| side.tree.sections.iter().find(|section| section.level == 1)?.heading;
        if let (Some(old), Some(new)) = (title(self.old), title(self.new))
            && self.partners[old as usize].is_none()
            && self.origins[new as usize].is_none()
        {
            self.join(old, new);
        }
    }

    /// Joins blocks of equal text that have no partner, or one that says something else, in order.
    fn join_equals(&mut self) {
        let mut places: FxHashMap<&'a str, Vec<u32>> = FxHashMap::default();
        for (index, said) in (0..).zip(self.after) {
            let is_cell = matches!(self.new.tree.blocks[index as usize].kind, BlockKind::Cell { .. });
            let says_else = |old: u32| self.before[old as usize] != *said;
            if self.origins[index as usize].is_none_or(says_else) && !is_cell && !said.is_empty() {
                places.entry(said).or_default().push(index);
            }
        }
        for old in 0..self.partners.len() {
            let (said, before) = (self.before[old].as_str(), self.partners[old]);
            let is_cell = matches!(self.old.tree.blocks[old].kind, BlockKind::Cell { .. });
            if is_cell || said.is_empty() || before.is_some_and(|partner| self.after[partner as usize] == said) {
                continue;
            }
            if let Some(free) = places.get_mut(said).filter(|free| !free.is_empty()) {
                let new = free.remove(0);
                self.part(old as u32);
                if let Some(other) = self.origins[new as usize] {
                    self.part(other);
                }
                self.join(old as u32, new);
            }
        }
    }
}

/// The texts of some blocks in one.
fn words(said: &[String], blocks: impl Iterator<Item = u32>) -> String {
    let texts: Vec<&str> = blocks.map(|block| said[block as usize].as_str()).collect();
    texts.join(" ").trim().to_owned()
}
