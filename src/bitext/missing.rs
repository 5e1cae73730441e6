//! Finds the place of a translation that the page did not have when it was exported: the text of the matching block, if that is
//! still in the source language, or the place where the page lacks the block.
//!
//! A block that the page lacks is inserted with the lines of the source page, in which its text is replaced: so it has the markup
//! of the source. Blocks of code that follow it in the source and that the page lacks too are inserted with it. A table is
//! inserted as a whole, and so is a row.

use crate::align::aligned::{Aligned, SourceText};
use crate::bitext::edits::UnitError;
use crate::bitext::shape;
use crate::bitext::shape::BlockShape;
use crate::bitext::unit_id::{Context, UnitId, hash, without_line_ends};
use crate::bitext::units::block_text;
use crate::page::Side;
use crate::page::tree::{BlockClass, BlockKind};
use crate::text::{FileRange, SideRange};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::ops::Range;

/// Blocks to insert into a page.
pub struct Insertion {
    /// The empty range of the file at which they are inserted.
    pub at: FileRange,
    /// The number of blocks of the target side in front of them.
    pub before: usize,
    /// Their shapes.
    pub shapes: Vec<BlockShape>,
    /// Their text with the separators to the neighbouring blocks.
    pub text: String,
}

/// The blocks of a source page, and which of them a page without spans has.
pub struct MissingBlocks<'p> {
    aligned: &'p Aligned,
    source: &'p Side,
    /// The source blocks by the hash of their text.
    by_text: FxHashMap<u64, Vec<u32>>,
    /// The target block of each source block, and the source block of each target block.
    targets: Vec<Option<u32>>,
    sources: Vec<Option<u32>>,
    /// The target blocks by the hash of their text.
    by_new_text: FxHashMap<u64, Vec<u32>>,
    /// The source blocks that are inserted.
    inserted: FxHashSet<u32>,
    neighbours: Neighbours,
    /// The last result of `past`.
    passed: Cell<Option<Passed>>,
}

/// For each source block, and for the end: facts about the blocks before and after it.
#[derive(Default)]
struct Neighbours {
    /// The last earlier source block that has a target block, with that.
    earlier: Vec<Option<(u32, u32)>>,
    /// The target block of the first source block from here on that has one.
    later: Vec<Option<u32>>,
    /// The number of earlier blocks that are no list items.
    others: Vec<u32>,
    /// The first block from here on that is no list item or is not inserted.
    after_items: Vec<u32>,
}

/// How far the gaps behind a source block were found in the target.
#[derive(Clone, Copy)]
struct Passed {
    /// The source block with a target block.
    earlier: u32,
    /// The source block up to which the gaps were looked at.
    end: u32,
    /// The place behind them; `None` if the target lacks one of their lines.
    place: Option<u32>,
}

/// The blocks of a side by the hash of their text, in order.
fn by_text(side: &Side) -> FxHashMap<u64, Vec<u32>> {
    let mut blocks: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for block in 0..side.tree.blocks.len() as u32 {
        if let Some(text) = block_text(side, block) {
            blocks.entry(hash(text.slice(side.text()))).or_default().push(block);
        }
    }
    blocks
}

impl<'p> MissingBlocks<'p> {
    /// The blocks of a page; `None` if the page has spans, or no source text.
    pub fn of(aligned: &'p Aligned) -> Option<Self> {
        let SourceText::Foreign(source) = &aligned.source_text else { return None };
        let source = &source.side;
        let target = &aligned.page.target;
        let targets: Vec<Option<u32>> =
            (0..source.tree.blocks.len() as u32).map(|block| aligned.blocks.target_of(block)).collect();
        let mut sources = vec![None; target.tree.blocks.len()];
        for (block, target) in targets.iter().enumerate() {
            target.iter().for_each(|target| sources[*target as usize] = Some(block as u32));
        }
        Some(Self {
            aligned,
            source,
            by_text: by_text(source),
            targets,
            sources,
            by_new_text: by_text(target),
            inserted: FxHashSet::default(),
            neighbours: Neighbours::default(),
            passed: Cell::default(),
        })
    }

    /// The source block that an id describes: that of its number, else the only one with its text between the same texts, else the
    /// only one with its text.
    pub fn block(&self, id: UnitId, context: impl Fn(u32) -> Context) -> Result<u32, UnitError> {
        let known = self.by_text.get(&id.hash).map(Vec::as_slice).unwrap_or_default();
        let same: Vec<u32> = known.iter().copied().filter(|block| context(*block) == id.context).collect();
        match (known, &*same) {
            (_, same) if same.contains(&id.container) => Ok(id.container),
            (_, [only]) | ([only], _) => Ok(*only),
            ([], _) => Err(UnitError::SourceChanged),
            (known, _) => Err(UnitError::Ambiguous(known.len())),
        }
    }

    /// The text of a source block.
    pub fn text(&self, block: u32) -> &'p str {
        self.range(block).slice(self.source.text())
    }

    /// The class of a source block.
    pub fn class(&self, block: u32) -> BlockClass {
        self.source.tree.blocks[block as usize].kind.class()
    }

    fn range(&self, block: u32) -> SideRange {
        block_text(self.source, block).unwrap_or(self.source.tree.blocks[block as usize].range)
    }

    /// The text of the target block that matches a source block, with the number of the target block; `None` if the page lacks
    /// the block. An error if the text is a translation. `forms`: the forms that the new text may have.
    pub fn matching(&self, block: u32, forms: &[&str]) -> Result<Option<(u32, SideRange)>, UnitError> {
        let Some(target) = self.target_of(block) else { return Ok(None) };
        let range = block_text(&self.aligned.page.target, target).ok_or(UnitError::NoBlock)?;
        let text = without_line_ends(range.slice(self.target().text()));
        let is_expected = text == without_line_ends(self.text(block)) || forms.contains(&text);
        if is_expected { Ok(Some((target, range))) } else { Err(UnitError::TranslatedMeanwhile) }
    }

    /// Matches a source block with the target block that has its new text already, between the blocks that match the
    /// neighbouring source blocks. The new text is better evidence than the alignment.
    pub fn claim(&mut self, block: u32, forms: &[&str]) {
        let lists: Vec<&Vec<u32>> = forms.iter().filter_map(|form| self.by_new_text.get(&hash(form))).collect();
        if self.target_of(block).is_some() || lists.is_empty() {
            return;
        }
        let matched = |source: u32| self.target_of(source);
        let after = (0..block).rev().find_map(matched).unwrap_or(0);
        let before = (block + 1..self.count()).find_map(matched).unwrap_or(u32::MAX);
        let class = self.class(block);
        let is_class = |target: &&u32| self.target().tree.blocks[**target as usize].kind.class() == class;
        let first = |list: &Vec<u32>| {
            let known = &list[list.partition_point(|target| *target < after)..];
            known.iter().take_while(|target| **target <= before).find(is_class).copied()
        };
        let Some(target) = lists.into_iter().filter_map(first).min() else { return };
        if let Some(earlier) = self.sources[target as usize].replace(block) {
            self.targets[earlier as usize] = None;
        }
        self.targets[block as usize] = Some(target);
    }

    /// The target block that matches a source block.
    fn target_of(&self, block: u32) -> Option<u32> {
        self.targets[block as usize]
    }

    /// The source blocks that are inserted together with a block that the page lacks.
    pub fn joined(&self, block: u32) -> Result<Range<u32>, UnitError> {
        let blocks = &self.source.tree.blocks;
        let is_missing = |block: u32| self.target_of(block).is_none();
        let BlockKind::Cell { table, row, .. } = blocks[block as usize].kind else {
            let is_follower = |block: &u32| {
                let kind = blocks[*block as usize].kind.class();
                let gap = SideRange::new(
                    blocks[*block as usize - 1].range.end,
                    blocks[*block as usize].range.start.max(blocks[*block as usize - 1].range.end),
                );
                kind.is_verbatim() && is_missing(*block) && gap.slice(self.source.text()).trim().is_empty()
            };
            let end = (block + 1..self.count()).take_while(is_follower).last().map_or(block + 1, |last| last + 1);
            return Ok(block..end);
        };
        let table = &self.source.tree.tables[table as usize];
        let all = table.cell(0, 0)..table.cell(table.rows, 0);
        if all.clone().all(is_missing) {
            return Ok(all);
        }
        let cells = table.cell(row, 0)..table.cell(row + 1, 0);
        if row > 0 && cells.clone().all(is_missing) { Ok(cells) } else { Err(UnitError::NoBlock) }
    }

    /// States which source blocks are inserted, because their places and separators depend on it. Call it after the last
    /// [`Self::claim`].
    pub fn insert(&mut self, blocks: impl Iterator<Item = u32>) {
        self.inserted.extend(blocks);
        let count = self.count() as usize;
        let (earlier, later) = (vec![None; count + 1], vec![None; count + 1]);
        let (others, after_items) = (vec![0; count + 1], vec![count as u32; count + 1]);
        let mut found = Neighbours { earlier, later, others, after_items };
        for block in 0..count {
            let target = self.targets[block].map(|target| (block as u32, target));
            found.earlier[block + 1] = target.or(found.earlier[block]);
            found.others[block + 1] = found.others[block] + u32::from(self.class(block as u32) != BlockClass::ListItem);
        }
        for block in (0..count).rev() {
            let is_passed = self.class(block as u32) == BlockClass::ListItem && self.inserted.contains(&(block as u32));
            found.later[block] = self.targets[block].or(found.later[block + 1]);
            found.after_items[block] = if is_passed { found.after_items[block + 1] } else { block as u32 };
        }
        self.neighbours = found;
    }

    /// The insertion of source blocks in which the texts of some blocks are replaced. `texts`: in order of block.
    pub fn insertion(&self, joined: &Range<u32>, texts: &[(u32, &str)]) -> Result<Insertion, UnitError> {
        let source = self.source.text();
        let lines = self.lines(self.source, joined.clone());
        let (mut text, mut at) = (String::new(), lines.start);
        for (block, new) in texts {
            let old = self.range(*block);
            text.push_str(SideRange::new(at, old.start.max(at)).slice(source));
            text.push_str(new);
            at = old.end;
        }
        text.push_str(SideRange::new(at.min(lines.end), lines.end).slice(source));
        let (offset, before, text) = self.place(joined, &text)?;
        let text = text.replace("\r\n", "\n");
        let has_carriage_returns = self.aligned.page.text.contains("\r\n");
        let text = if has_carriage_returns { text.replace('\n', "\r\n") } else { text };
        let shapes = joined.clone().map(|block| shape::of(&self.source.tree.blocks[block as usize])).collect();
        Ok(Insertion { at: FileRange::at(self.aligned.page.body + offset), before, shapes, text })
    }

    /// The place of inserted blocks, the number of target blocks in front of them, and their text with separators.
    fn place(&self, joined: &Range<u32>, text: &str) -> Result<(u32, usize, String), UnitError> {
        if let Some(next) = self.next_item(joined) {
            let start = self.lines(self.target(), next..next + 1).start;
            return Ok((start, next as usize, format!("{text}{}", self.gap(joined.end - 1))));
        }
        if let Some(earlier) = self.neighbours.earlier[joined.start as usize] {
            return self.after(joined, earlier, text);
        }
        if let Some(next) = self.neighbours.later[joined.end as usize] {
            let next = self.whole(next);
            return Ok((self.lines(self.target(), next.clone()).start, next.start as usize, format!("{text}\n\n")));
        }
        let end = self.target().text().trim_end().len() as u32;
        let gap = if end == 0 { "" } else { "\n\n" };
        Ok((end, self.target().tree.blocks.len(), format!("{gap}{text}")))
    }

    /// For the first items of a list: the target block of the next item that the page has. The items go in front of it, so that the
    /// list has no blank line.
    fn next_item(&self, joined: &Range<u32>) -> Option<u32> {
        let Neighbours { earlier, others, after_items, .. } = &self.neighbours;
        let start = joined.start as usize;
        let is_first = |(earlier, _): (u32, u32)| others[start] > others[earlier as usize];
        let next = after_items[joined.end as usize];
        let is_wanted = self.class(joined.start) == BlockClass::ListItem
            && earlier[start].is_none_or(is_first)
            && next < self.count()
            && self.class(next) == BlockClass::ListItem;
        is_wanted.then(|| self.target_of(next))?
    }

    /// The place after the target block that matches an earlier source block, and the text with the separator in front.
    fn after(
        &self,
        joined: &Range<u32>,
        (earlier, target): (u32, u32),
        text: &str,
    ) -> Result<(u32, usize, String), UnitError> {
        let kinds = [joined.start, earlier].map(|block| self.source.tree.blocks[block as usize].kind);
        let end = |blocks: Range<u32>| (self.lines(self.target(), blocks.clone()).end, blocks.end as usize);
        match kinds {
            [BlockKind::Cell { table, .. }, BlockKind::Cell { table: same, .. }] if table == same => {
                let BlockKind::Cell { table: to, row, .. } = self.target().tree.blocks[target as usize].kind else {
                    return Err(UnitError::NoBlock);
                };
                let to = &self.target().tree.tables[to as usize];
                if to.columns != self.source.tree.tables[table as usize].columns {
                    return Err(UnitError::NoBlock);
                }
                // Nothing is inserted between the header and its delimiter row.
                let (offset, before) = match row {
                    0 if to.rows == 1 => (to.range.trimmed(self.target().text()).end, to.cell(1, 0) as usize),
                    0 => {
                        let first = self.lines(self.target(), to.cell(1, 0)..to.cell(1, 1));
                        let above = self.target().text()[..first.start as usize].trim_end_matches(['\n', '\r']);
                        (above.len() as u32, to.cell(1, 0) as usize)
                    }
                    _ => end(to.cell(row, 0)..to.cell(row + 1, 0)),
                };
                Ok((offset, before, format!("\n{text}")))
            }
            [kind, _] => {
                let (offset, before) = end(self.whole(target));
                let offset = self.past(earlier..joined.start, offset);
                let is_next = earlier + 1 == joined.start || self.inserted.contains(&(joined.start - 1));
                let last = Some(self.gap(joined.start - 1));
                let gap = last.filter(|gap| is_next && gap.trim().is_empty() && gap.contains('\n')).unwrap_or("\n\n");
                let next = self.target().tree.blocks.get(before).map(|next| next.kind.class());
                let below = &self.target().text()[offset as usize..];
                let below = below.strip_prefix("\r\n").or_else(|| below.strip_prefix('\n')).unwrap_or_default();
                // Without a blank line, the next line would continue the inserted block.
                let is_continued = !self.inserted.contains(&joined.end)
                    && !below.is_empty()
                    && !below.starts_with(['\r', '\n'])
                    && kind.class() != BlockClass::Heading
                    && (kind.class() != BlockClass::ListItem || next != Some(BlockClass::ListItem));
                let end = if is_continued { "\n" } else { "" };
                Ok((offset, before, format!("{gap}{text}{end}")))
            }
        }
    }

    /// The source text between a block and the next one.
    fn gap(&self, block: u32) -> &'p str {
        let start = self.lines(self.source, block..block + 1).end;
        let end = self.lines(self.source, block + 1..block + 2).start;
        SideRange::new(start, end.max(start)).slice(self.source.text())
    }

    /// The place in the target after the lines of the gaps behind source blocks, such as `---`, if the target has them there too;
    /// else `offset`, the end of the target block of the first. Insertions come in order, so each gap is looked at once.
    fn past(&self, blocks: Range<u32>, offset: u32) -> u32 {
        let known = self.passed.get().filter(|known| known.earlier == blocks.start && known.end <= blocks.end);
        let known = known.unwrap_or(Passed { earlier: blocks.start, end: blocks.start, place: Some(offset) });
        let mut gaps = known.end..blocks.end;
        let place = known.place.and_then(|place| gaps.try_fold(place, |place, block| self.past_gap(block, place)));
        self.passed.set(Some(Passed { earlier: blocks.start, end: blocks.end, place }));
        place.unwrap_or(offset)
    }

    /// The place in the target after the lines of the gap behind a source block; `None` if they are not at `place`.
    fn past_gap(&self, block: u32, place: u32) -> Option<u32> {
        let text = self.target().text();
        let mut at = place as usize;
        for wanted in self.gap(block).lines().map(str::trim).filter(|line| !line.is_empty()) {
            let start = text.len() - text[at..].trim_start().len();
            let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
            if text[start..end].trim() != wanted {
                return None;
            }
            at = start + text[start..end].trim_end().len();
        }
        Some(at as u32)
    }

    /// The blocks of the table of a target block, or the block alone.
    fn whole(&self, target: u32) -> Range<u32> {
        match self.target().tree.blocks[target as usize].kind {
            BlockKind::Cell { table, .. } => {
                let table = &self.target().tree.tables[table as usize];
                table.cell(0, 0)..table.cell(table.rows, 0)
            }
            _ => target..target + 1,
        }
    }

    /// The lines of blocks, without the line end of the last, with the lines in front that belong to the same quote.
    fn lines(&self, side: &Side, blocks: Range<u32>) -> SideRange {
        let text = side.text();
        let [first, last] =
            [blocks.start, blocks.end - 1].map(|block| side.tree.blocks[block as usize].range.trimmed(text));
        let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let mut start = line_start(first.start as usize);
        while start > 0 && text[start..].starts_with('>') {
            let above = line_start(start - 1);
            let is_block = blocks.start > 0 && side.tree.blocks[blocks.start as usize - 1].range.end as usize > above;
            if is_block || !text[above..].starts_with('>') {
                break;
            }
            start = above;
        }
        let end = (last.end as usize).max(start);
        let end = text[end..].find('\n').map_or(text.len(), |line| end + line);
        let end = if text[..end].ends_with('\r') { end - 1 } else { end };
        SideRange::new(start as u32, end.max(start) as u32)
    }

    fn target(&self) -> &'p Side {
        &self.aligned.page.target
    }

    fn count(&self) -> u32 {
        self.source.tree.blocks.len() as u32
    }
}
