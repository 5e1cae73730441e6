//! The features of a block that translation keeps: names, numbers, links, code, length and the shape of tables.

use crate::page::Side;
use crate::page::tree::{Block, BlockClass, BlockKind, Inline, InlineKind, Table};
use crate::text::{self, SideRange};
use rustc_hash::{FxHashMap, FxHasher};
use std::cmp::Ordering;
use std::hash::Hasher;
use std::ops::Range;

/// A leaf block outside of tables, or a whole table.
#[derive(Clone, Debug)]
pub struct Node {
    /// The class. Only nodes of one class can match.
    pub class: BlockClass,
    /// The index of the table; `None` for a leaf block.
    pub table: Option<u32>,
    /// Its block, or the cells of the table.
    pub blocks: Range<u32>,
    /// A hash that identifies it, as [`SideMarks::key`] defines it; 0 if it has none.
    pub key: u64,
    /// Its marks, as a range of [`SideMarks::marks`].
    pub marks: Range<u32>,
    /// Its length in characters.
    pub length: u32,
}

/// An item that translation keeps, such as a name or a link. The more often it occurs on the page, the less it weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The hash of the item.
    pub hash: u64,
    /// From 0 to 1.
    pub weight: f32,
}

/// The words of prose that are marks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MarkedWords {
    /// Names and numbers: the sides are in two languages.
    Names,
    /// All words: both sides are in one language.
    All,
}

/// The marks of all blocks of a side.
pub struct SideMarks<'a> {
    /// The side.
    pub side: &'a Side,
    /// All marks, in order of block, then of hash.
    pub marks: Vec<Mark>,
    /// The marks of each block, as a range of `marks`.
    pub of_block: Vec<Range<u32>>,
    /// The length of each block in characters; of code and raw HTML in bytes.
    pub lengths: Vec<u32>,
    words: MarkedWords,
}

impl<'a> SideMarks<'a> {
    /// The marks of a side. All weights are 1 until [`weigh`] sets them.
    pub fn read(side: &'a Side, words: MarkedWords) -> Self {
        let blocks = &side.tree.blocks;
        let mut marked = Self {
            side,
            marks: Vec::with_capacity(blocks.len() * 2),
            of_block: Vec::with_capacity(blocks.len()),
            lengths: Vec::with_capacity(blocks.len()),
            words,
        };
        for block in blocks {
            let start = marked.marks.len();
            let length = marked.block(block);
            marked.marks[start..].sort_unstable_by_key(|mark| mark.hash);
            marked.of_block.push(start as u32..marked.marks.len() as u32);
            marked.lengths.push(length);
        }
        marked
    }

    /// The marks in a part of a block, in order of hash; all weights are 1. `inlines`: those of the block.
    pub fn of_part(side: &'a Side, inlines: &[Inline], part: SideRange) -> Vec<Mark> {
        let mut marked =
            Self { side, marks: Vec::new(), of_block: Vec::new(), lengths: Vec::new(), words: MarkedWords::Names };
        for inline in inlines {
            let start = inline.range.start.max(part.start);
            let end = inline.range.end.min(part.end);
            if start >= end {
                continue;
            }
            match inline.kind {
                InlineKind::Text => marked.words(SideRange::new(start, end).slice(side.text())),
                _ => marked.inline(inline, side.tree.content(side.text(), inline)),
            }
        }
        marked.marks.sort_unstable_by_key(|mark| mark.hash);
        marked.marks
    }

    /// Adds the marks of a block. Returns its length.
    fn block(&mut self, block: &Block) -> u32 {
        let text = self.side.text();
        match block.kind {
            BlockKind::Code { body, .. } => {
                // Each line is a mark: a changed body still has most lines of the old body.
                let body = body.slice(text);
                for line in body.lines().map(str::trim).filter(|line| line.len() > 2) {
                    self.push(hash(line.as_bytes()));
                }
                return body.len() as u32;
            }
            BlockKind::Html | BlockKind::Comment => {
                let html = block.range.slice(text);
                self.words(html);
                return html.len() as u32;
            }
            _ => {}
        }
        let mut length = 0;
        for inline in self.side.tree.inlines(block) {
            let content = self.side.tree.content(text, inline);
            length += characters(content);
            self.inline(inline, content);
        }
        length
    }

    /// Adds the marks of an inline.
    fn inline(&mut self, inline: &Inline, content: &str) {
        match inline.kind {
            InlineKind::Code => self.push(folded(content.trim())),
            InlineKind::Link(target) | InlineKind::Image(target) => {
                let target = self.side.tree.string(target);
                self.push(folded(link_name(target)));
            }
            InlineKind::Text => self.words(content),
            _ => {}
        }
    }

    /// Adds the words of a text that are marks: names and numbers, or all words.
    fn words(&mut self, text: &str) {
        if self.words == MarkedWords::All {
            let bare = |word: &str| folded(word.trim_matches(|end: char| !end.is_alphanumeric()));
            return text.split_whitespace().for_each(|word| self.push(bare(word)));
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if !is_word(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            let mut is_name = false;
            while at < bytes.len() && is_word(bytes[at]) {
                is_name |= match bytes[at] {
                    b'0'..=b'9' | b'_' | b'@' | b'$' | b'{' => true,
                    b'A'..=b'Z' => at > start,
                    b'.' | b'/' => at > start && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
                    _ => false,
                };
                at += 1;
            }
            if is_name {
                let word = text[start..at].trim_matches(['.', '-', '/']);
                self.push(folded(without_compound(word)));
            }
        }
    }

    fn push(&mut self, hash: u64) {
        self.marks.push(Mark { hash, weight: 1.0 });
    }

    /// A table of the side, by its index.
    pub fn table(&self, table: u32) -> &Table {
        &self.side.tree.tables[table as usize]
    }

    /// The anchor of the section of a node.
    pub fn anchor(&self, node: &Node) -> &str {
        let section = self.side.tree.blocks[node.blocks.start as usize].section;
        &self.side.tree.sections[section as usize].anchor
    }

    /// The marks of consecutive blocks.
    pub fn marks_of(&self, blocks: &Range<u32>) -> &[Mark] {
        let (first, last) = (&self.of_block[blocks.start as usize], &self.of_block[blocks.end as usize - 1]);
        &self.marks[first.start as usize..last.end as usize]
    }

    /// The leaf blocks and tables of the side, in document order.
    pub fn nodes(&self) -> Vec<Node> {
        let tree = &self.side.tree;
        let mut nodes = Vec::with_capacity(tree.blocks.len());
        let mut at = 0;
        while at < tree.blocks.len() as u32 {
            let block = &tree.blocks[at as usize];
            let (table, end) = match block.kind {
                BlockKind::Cell { table, .. } => (Some(table), at + cells(&tree.tables[table as usize]).max(1)),
                _ => (None, at + 1),
            };
            let blocks = at..end.min(tree.blocks.len() as u32);
            let marks = self.of_block[at as usize].start..self.of_block[blocks.end as usize - 1].end;
            let length = self.lengths[at as usize..blocks.end as usize].iter().sum();
            let key = self.key(at, block);
            at = blocks.end;
            nodes.push(Node { class: block.kind.class(), table, blocks, key, marks, length });
        }
        nodes
    }

    /// A hash that identifies a block: of the anchor of a heading, of code, of a comment, or of the names in a block of prose. 0
    /// for a cell and for prose without names.
    fn key(&self, index: u32, block: &Block) -> u64 {
        let tree = &self.side.tree;
        let text = self.side.text();
        let mut hasher = FxHasher::default();
        hasher.write_u8(block.kind.class() as u8);
        match block.kind {
            BlockKind::Heading(_) => hasher.write(tree.sections[block.section as usize].anchor.as_bytes()),
            BlockKind::Code { body, .. } => hasher.write(body.slice(text).trim().as_bytes()),
            BlockKind::Comment | BlockKind::Html => hasher.write(block.range.slice(text).trim().as_bytes()),
            BlockKind::Cell { .. } => return 0,
            _ => {
                let marks = self.marks_of(&(index..index + 1));
                if marks.is_empty() {
                    return 0;
                }
                marks.iter().for_each(|mark| hasher.write_u64(mark.hash));
            }
        }
        hasher.finish() | 1
    }

    /// The hash of the text of a cell, without case, spaces and ASCII punctuation; 0 if the cell is empty.
    pub fn cell_text(&self, block: u32) -> u64 {
        let (text, tree) = (self.side.text(), &self.side.tree);
        let mut hasher = FxHasher::default();
        let mut is_empty = true;
        for inline in tree.inlines(&tree.blocks[block as usize]) {
            for character in tree.content(text, inline).chars() {
                is_empty &= character.is_ascii_whitespace();
                if character.is_alphanumeric() || !character.is_ascii() {
                    hasher.write_u32(u32::from(character.to_ascii_lowercase()));
                }
            }
        }
        if is_empty {
            return 0;
        }
        hasher.finish() | 1
    }
}

/// Sets the weights of the marks of two sides: the inverse square root of the number of occurrences on the side that has
/// more.
pub fn weigh(targets: &mut SideMarks<'_>, sources: &mut SideMarks<'_>) {
    let mut counts: FxHashMap<u64, [u32; 2]> = FxHashMap::default();
    counts.reserve(targets.marks.len());
    for (side, marks) in [&targets.marks, &sources.marks].into_iter().enumerate() {
        marks.iter().for_each(|mark| counts.entry(mark.hash).or_default()[side] += 1);
    }
    for mark in targets.marks.iter_mut().chain(&mut sources.marks) {
        let [in_target, in_source] = counts[&mark.hash];
        mark.weight = 1.0 / (in_target.max(in_source) as f32).sqrt();
    }
}

/// The sums of the weights of the marks of two blocks.
#[derive(Clone, Copy, Default)]
pub struct MarkOverlap {
    /// Of the marks in both.
    pub shared: f32,
    /// Of the marks in the target only.
    pub target_only: f32,
    /// Of the marks in the source only.
    pub source_only: f32,
}

impl MarkOverlap {
    /// Compares two lists of marks, each in order of hash.
    pub fn of(target: &[Mark], source: &[Mark]) -> Self {
        let mut overlap = Self::default();
        let (mut left, mut right) = (0, 0);
        while left < target.len() && right < source.len() {
            let (target, source) = (target[left], source[right]);
            match target.hash.cmp(&source.hash) {
                Ordering::Equal => {
                    overlap.shared += target.weight;
                    (left, right) = (left + 1, right + 1);
                }
                Ordering::Less => {
                    overlap.target_only += target.weight;
                    left += 1;
                }
                Ordering::Greater => {
                    overlap.source_only += source.weight;
                    right += 1;
                }
            }
        }
        overlap.target_only += target[left..].iter().map(|mark| mark.weight).sum::<f32>();
        overlap.source_only += source[right..].iter().map(|mark| mark.weight).sum::<f32>();
        overlap
    }

    /// The Dice coefficient of the two lists, from 0 to 1; 0 if both are empty.
    pub fn dice(self) -> f32 {
        let all = 2.0f32.mul_add(self.shared, self.target_only + self.source_only);
        if all == 0.0 { 0.0 } else { 2.0 * self.shared / all }
    }
}

/// The number of cells of a table.
fn cells(table: &Table) -> u32 {
    table.rows * table.columns
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'@' | b'$' | b'/' | b'{')
}

/// A name without the word of a language that is joined to it: `berthList` of `berthList-Objekt`.
fn without_compound(word: &str) -> &str {
    let Some((name, _)) = word.split_once('-') else { return word };
    let is_coined = name.as_bytes().windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    if is_coined { name } else { word }
}

/// The file name in a link target, without extension, query and fragment: `berth` of `../resources/berth.md?tabs=a`.
pub(super) fn link_name(target: &str) -> &str {
    let end = target.find(['?', '#']).filter(|&end| end > 0).unwrap_or(target.len());
    let path = target[..end].trim_end_matches('/');
    let name = &path[path.rfind('/').map_or(0, |slash| slash + 1)..];
    text::without_page_extension(name)
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The hash of a text; it is the same in any case of ASCII letters.
fn folded(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let (mut word, mut filled) = (0_u64, 0);
    for byte in text.bytes() {
        word = word << 8 | u64::from(byte.to_ascii_lowercase());
        filled += 1;
        if filled == 8 {
            hasher.write_u64(word);
            (word, filled) = (0, 0);
        }
    }
    hasher.write_u64(word);
    hasher.finish()
}

fn characters(text: &str) -> u32 {
    text.as_bytes().iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
}
