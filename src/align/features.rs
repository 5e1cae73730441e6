//! What a block has in every language: names, numbers, links, code, length, shape.

use crate::page::Side;
use crate::page::tree::{Block, BlockClass, BlockKind, Inline, InlineKind, Table};
use crate::text::{self, SideRange};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::ops::Range;

/// A leaf block that stands in no table, or a table.
#[derive(Clone, Debug)]
pub struct Node {
    /// What must be alike for two to go together.
    pub class: BlockClass,
    /// A table's number, where it is one.
    pub table: Option<u32>,
    /// Its blocks.
    pub blocks: Range<u32>,
    /// What tells it from all others; 0 where nothing does.
    pub key: u64,
    /// Its marks.
    pub marks: Range<u32>,
    /// Its length in characters.
    pub length: u32,
}

/// Something that stays the same in translation, by its hash, and how much it tells: the less, the more often it
/// stands on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The hash.
    pub hash: u64,
    /// From 0 to 1.
    pub weight: f32,
}

/// The marks of a side, by which its blocks are told apart.
pub struct Marked<'a> {
    /// The side.
    pub side: &'a Side,
    /// All marks, those of a block together and in order of hash.
    pub marks: Vec<Mark>,
    /// The marks of each block.
    pub of_block: Vec<Range<u32>>,
    /// Length of each block in characters.
    pub lengths: Vec<u32>,
    /// Whether words of the language are marks too: both sides are of one language.
    words: bool,
}

impl<'a> Marked<'a> {
    /// Reads the marks of a side; their weights are settled by [`weigh`]. `words`: whether all words are marks.
    pub fn read(side: &'a Side, words: bool) -> Self {
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

    /// The marks of the inlines that lie in a part of a block, in order of hash; all weigh the same.
    pub fn of_part(side: &'a Side, inlines: &[Inline], part: SideRange) -> Vec<Mark> {
        let mut marked = Self { side, marks: Vec::new(), of_block: Vec::new(), lengths: Vec::new(), words: false };
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

    /// Reads the marks of a block; gives its length.
    fn block(&mut self, block: &Block) -> u32 {
        let text = self.side.text();
        match block.kind {
            BlockKind::Code { body, .. } => {
                // Lines, since a changed body is like the old one in most of them.
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

    /// Words of ASCII that are no words of a language: names and numbers.
    fn words(&mut self, text: &str) {
        if self.words {
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
            let mut named = false;
            while at < bytes.len() && is_word(bytes[at]) {
                named |= match bytes[at] {
                    b'0'..=b'9' | b'_' | b'@' | b'$' | b'{' => true,
                    b'A'..=b'Z' => at > start,
                    b'.' | b'/' => at > start && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
                    _ => false,
                };
                at += 1;
            }
            if named {
                let word = text[start..at].trim_matches(['.', '-', '/']);
                self.push(folded(without_compound(word)));
            }
        }
    }

    fn push(&mut self, hash: u64) {
        self.marks.push(Mark { hash, weight: 1.0 });
    }

    /// The marks of some blocks.
    pub fn marks_of(&self, blocks: &Range<u32>) -> &[Mark] {
        let (first, last) = (&self.of_block[blocks.start as usize], &self.of_block[blocks.end as usize - 1]);
        &self.marks[first.start as usize..last.end as usize]
    }

    /// The side as a list of leaf blocks and tables.
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

    /// What tells a block from all others: a heading's anchor, code, a comment, or the names that it holds.
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

    /// Hash of a cell's text, without regard to case, spaces and signs; 0 where it is empty.
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

/// Gives the marks of two sides their weights.
pub fn weigh(one: &mut Marked<'_>, other: &mut Marked<'_>) {
    let mut counts: FxHashMap<u64, [u32; 2]> = FxHashMap::default();
    counts.reserve(one.marks.len());
    for (side, marks) in [&one.marks, &other.marks].into_iter().enumerate() {
        marks.iter().for_each(|mark| counts.entry(mark.hash).or_default()[side] += 1);
    }
    for mark in one.marks.iter_mut().chain(&mut other.marks) {
        let [one, other] = counts[&mark.hash];
        mark.weight = 1.0 / (one.max(other) as f32).sqrt();
    }
}

/// What two lists of marks share, and what each has alone: sums of weights. Lists are in order of hash.
pub fn shared(one: &[Mark], other: &[Mark]) -> [f32; 3] {
    let (mut left, mut right, mut sums) = (0, 0, [0.0; 3]);
    while left < one.len() && right < other.len() {
        let (a, b) = (one[left], other[right]);
        match a.hash.cmp(&b.hash) {
            std::cmp::Ordering::Equal => {
                sums[0] += a.weight;
                (left, right) = (left + 1, right + 1);
            }
            std::cmp::Ordering::Less => {
                sums[1] += a.weight;
                left += 1;
            }
            std::cmp::Ordering::Greater => {
                sums[2] += b.weight;
                right += 1;
            }
        }
    }
    sums[1] += one[left..].iter().map(|mark| mark.weight).sum::<f32>();
    sums[2] += other[right..].iter().map(|mark| mark.weight).sum::<f32>();
    sums
}

/// Number of cells of a table.
fn cells(table: &Table) -> u32 {
    table.rows * table.columns
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'@' | b'$' | b'/' | b'{')
}

/// A name without the word that a language hangs on it: `berthList-Objekt` is `berthList`.
fn without_compound(word: &str) -> &str {
    let Some((name, _)) = word.split_once('-') else { return word };
    let is_coined = name.as_bytes().windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    if is_coined { name } else { word }
}

/// A link's target without folders, locale, query and extension.
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

/// Hash of a text, in whatever case it is written.
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
