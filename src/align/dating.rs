//! Dates a source text by content: finds the version of a source page that a translation agrees with best.
//!
//! Versions of a page have most blocks in common. Each of them costs the same in all versions, so what decides are the blocks in
//! which they differ. A cost is about the negative logarithm of a probability: a name, a link or a line of code that the
//! translation has and the version lacks is improbable, because translation does not invent names; lengths that do not fit are
//! a little improbable.

use super::features::SideMarks;
use super::features::{Mark, MarkedWords, link_name};
use super::{Alignment, blocks};
use crate::page::front_matter::FrontMatter;
use crate::page::tree::{Block, BlockKind, InlineKind, Quote};
use crate::page::{Page, Side};
use crate::text::SideRange;
use rustc_hash::FxHasher;
use std::cmp::Ordering;
use std::hash::Hasher;

/// The costs of differences.
mod cost {
    /// A name, number, link or line of code that only the translation has.
    pub const TARGET_MARK: f32 = 1.5;
    /// A name, number, link or line of code that only the version has.
    pub const SOURCE_MARK: f32 = 1.0;
    /// A word in ASCII letters that both have costs so much less.
    pub const WORD: f32 = 0.7;
    /// A word in code, comments or raw HTML that only one has.
    pub const CODE_WORD: f32 = 1.0;
    /// An entry of the front matter that only the version has. An equal entry costs so much less.
    pub const ENTRY: f32 = 0.7;
    /// For each version that is newer: translations are made from the text of their day.
    pub const OLDER: f32 = 0.4;
    /// The most that newer versions cost.
    pub const MOST_OLDER: f32 = 3.0;
    /// A block that has no match.
    pub const ALONE: f32 = 2.0;
    /// A directive that only one has.
    pub const DIRECTIVE: f32 = 1.5;
    /// The levels of two headings differ, or only one of two blocks is in a block quote.
    pub const LEVEL: f32 = 1.0;
    /// Multiplied by the square of the logarithm of the ratio of two lengths.
    pub const LENGTH: f32 = 30.0;
    /// The most that the lengths of two blocks cost.
    pub const MOST_LENGTH: f32 = 4.0;
    /// For each sentence that only one of two blocks has.
    pub const SENTENCE: f32 = 0.4;
    /// The most that the sentences of two blocks cost.
    pub const MOST_SENTENCES: f32 = 1.6;
}

/// Characters added to both lengths before they are compared.
const LENGTH_PAD: f32 = 6.0;
/// Costs that differ by less are equal.
const EQUAL: f32 = 1e-3;

/// A page as text.
#[derive(Clone, Copy)]
pub struct PageText<'a> {
    /// Its text and blocks.
    pub side: &'a Side,
    /// Its front matter.
    pub front_matter: Option<&'a FrontMatter>,
}

impl<'a> PageText<'a> {
    /// The text of a page without its embedded source text.
    pub fn of(page: &'a Page) -> Self {
        Self { side: &page.target, front_matter: page.front_matter.as_ref() }
    }
}

/// The version that a translation agrees with best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    /// The index of the version.
    pub version: usize,
    /// How probable the version is, of all versions whose text differs from it for the translation; from 0 to 1.
    pub confidence: f32,
    /// The share of the blocks of the translation that have a match in the version, from 0 to 1.
    pub matched: f32,
}

/// Finds the version that a translation agrees with best; `None` if there is no version. `versions`: the newest first. Of equal
/// ones, the newest is taken.
pub fn date(target: PageText<'_>, versions: &[PageText<'_>]) -> Option<Dated> {
    let entries = entries(target.front_matter);
    let target = Features::read(target.side);
    let mut ratio = None;
    let olders: Vec<f32> =
        (0..versions.len()).map(|newer| (cost::OLDER * newer as f32).min(cost::MOST_OLDER)).collect();
    let mut matched = Vec::with_capacity(versions.len());
    let costs: Vec<f32> = versions
        .iter()
        .enumerate()
        .map(|(newer, version)| {
            let blocks = blocks::align(target.side, version.side);
            let front_matter = front_matter(&entries, version.front_matter);
            matched.push(blocks.share_matched());
            let version = Features::read(version.side);
            let ratio = *ratio.get_or_insert_with(|| target.ratio(&version, &blocks));
            target.cost(&version, &blocks, ratio) + front_matter + olders[newer]
        })
        .collect();
    let (version, least) =
        costs.iter().copied().enumerate().reduce(|best, next| if next.1 < best.1 - EQUAL { next } else { best })?;
    // Versions that differ only in what the page does not show are one.
    let (mut sum, mut seen) = (0.0_f32, vec![costs[version] - olders[version]]);
    for (cost, older) in costs.iter().zip(&olders) {
        let own = cost - older;
        if seen.iter().all(|known| (own - known).abs() >= EQUAL) {
            sum += (least - cost).exp();
            seen.push(own);
        }
    }
    Some(Dated { version, confidence: 1.0 / (1.0 + sum), matched: matched[version] })
}

/// The entries of front matter, in order of key; none if it is not valid.
fn entries(front_matter: Option<&FrontMatter>) -> Vec<(&str, &str)> {
    let all = front_matter.and_then(|front_matter| front_matter.entries.as_ref().ok());
    let mut entries: Vec<_> = all.into_iter().flatten().map(|entry| (entry.key.as_str(), entry.value.trim())).collect();
    entries.sort_unstable();
    entries
}

/// The cost of the front matter of a version: translation keeps keys, and most values.
fn front_matter(target: &[(&str, &str)], version: Option<&FrontMatter>) -> f32 {
    let key = |key: &str| target.binary_search_by_key(&key, |entry| entry.0).ok();
    let cost = |(name, value): (&str, &str)| match key(name) {
        Some(at) if target[at].1 == value => -cost::ENTRY,
        Some(_) => 0.0,
        None => cost::ENTRY,
    };
    entries(version).into_iter().map(cost).sum()
}

/// What the blocks of a side have that translation keeps.
struct Features<'a> {
    side: &'a Side,
    marks: SideMarks<'a>,
    /// The hashes of the ASCII words of all blocks, in order of hash within each block.
    words: Vec<u64>,
    /// Of each block, the end of its words in `words`.
    ends: Vec<u32>,
    /// Of each block, the number of signs that end sentences.
    sentences: Vec<u16>,
    /// The hashes of the directives, in order of hash.
    directives: Vec<u64>,
}

impl<'a> Features<'a> {
    fn read(side: &'a Side) -> Self {
        let marks = SideMarks::read(side, MarkedWords::Names);
        let count = side.tree.blocks.len();
        let mut features = Self {
            side,
            marks,
            words: Vec::new(),
            ends: Vec::with_capacity(count),
            sentences: Vec::with_capacity(count),
            directives: directives(side),
        };
        for block in &side.tree.blocks {
            let start = features.words.len();
            let sentences = features.block(block);
            features.words[start..].sort_unstable();
            features.ends.push(features.words.len() as u32);
            features.sentences.push(sentences);
        }
        features
    }

    /// Adds the words of a block. Returns the number of signs that end its sentences.
    fn block(&mut self, block: &Block) -> u16 {
        let (side, mut sentences) = (self.side, 0_u16);
        if block.kind.class().is_verbatim() {
            self.ascii_words(block.range.slice(side.text()));
            return sentences;
        }
        for inline in side.tree.inlines(block) {
            let content = side.tree.content(side.text(), inline);
            match inline.kind {
                InlineKind::Text => {
                    self.ascii_words(content);
                    sentences = sentences.saturating_add(sentence_ends(content));
                }
                InlineKind::Link(target) | InlineKind::Image(target) => self.link(side.tree.string(target)),
                _ => {}
            }
        }
        sentences
    }

    fn ascii_words(&mut self, text: &str) {
        let words = text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
        // Languages differ in the plural of names: `APIs`, `las API`.
        let singular = |word: &str| hash(word.to_ascii_lowercase().trim_end_matches('s'));
        self.words.extend(words.map(singular));
    }

    /// Adds the parts of a link target. The name of the page is a mark already.
    fn link(&mut self, target: &str) {
        let name = link_name(target);
        let parts = target.split(['/', '?', '#', '&']).filter(|part| !part.is_empty() && *part != name);
        self.words.extend(parts.map(hash));
    }

    fn words_of(&self, block: u32) -> &[u64] {
        let start = block.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.words[start as usize..self.ends[block as usize] as usize]
    }

    fn marks_of(&self, block: u32) -> &[Mark] {
        self.marks.marks_of(&(block..block + 1))
    }

    fn is_prose(&self, block: u32) -> bool {
        self.side.tree.blocks[block as usize].kind.class().is_prose()
    }

    /// Characters of the target for one character of a version.
    fn ratio(&self, version: &Features<'_>, blocks: &Alignment) -> f32 {
        let mut sums = [1.0_f32; 2];
        for pair in &blocks.pairs {
            if let (Some(target), Some(source)) = (pair.target, pair.source)
                && self.is_prose(target)
            {
                sums[0] += self.marks.lengths[target as usize] as f32;
                sums[1] += version.marks.lengths[source as usize] as f32;
            }
        }
        sums[0] / sums[1]
    }

    fn cost(&self, version: &Features<'_>, blocks: &Alignment, ratio: f32) -> f32 {
        let pair = |pair: &super::BlockPair| match (pair.target, pair.source) {
            (Some(target), Some(source)) => self.pair(target, version, source, ratio),
            (Some(target), None) => self.alone(target, cost::TARGET_MARK),
            (None, Some(source)) => version.alone(source, cost::SOURCE_MARK),
            (None, None) => 0.0,
        };
        let directives = unshared(&self.directives, &version.directives, |directive| *directive);
        blocks.pairs.iter().map(pair).sum::<f32>() + cost::DIRECTIVE * directives.iter().sum::<usize>() as f32
    }

    /// The cost of a block without match.
    fn alone(&self, block: u32, mark: f32) -> f32 {
        cost::ALONE + mark * self.marks_of(block).len() as f32
    }

    /// The cost of two matched blocks.
    fn pair(&self, target: u32, version: &Features<'_>, source: u32, ratio: f32) -> f32 {
        let (target_block, source_block) =
            (&self.side.tree.blocks[target as usize], &version.side.tree.blocks[source as usize]);
        let mark = |mark: &Mark| mark.hash;
        let [target_marks, source_marks] = unshared(self.marks_of(target), version.marks_of(source), mark);
        let mut sum = cost::TARGET_MARK * target_marks as f32 + cost::SOURCE_MARK * source_marks as f32;
        let words = [self.words_of(target), version.words_of(source)];
        let [target_words, source_words] = unshared(words[0], words[1], |word| *word);
        // All words of the target are lost without a match, so that a match costs less than none.
        sum -= cost::WORD * (words[0].len() - target_words) as f32;
        if let (BlockKind::Heading(left), BlockKind::Heading(right)) = (target_block.kind, source_block.kind)
            && left != right
        {
            sum += cost::LEVEL;
        }
        if let (BlockKind::Heading(_), BlockKind::Heading(_)) = (target_block.kind, source_block.kind) {
            let own = &self.side.tree.sections[target_block.section as usize];
            let other = &version.side.tree.sections[source_block.section as usize];
            if own.is_anchor_written() && own.anchor != other.anchor {
                sum += cost::TARGET_MARK;
            }
        }
        let is_quoted = |block: &Block| block.quote != Quote::None;
        if is_quoted(target_block) != is_quoted(source_block) {
            sum += cost::LEVEL;
        }
        if target_block.kind.class().is_verbatim() {
            sum += cost::CODE_WORD * (target_words + source_words) as f32;
        }
        if self.is_prose(target) {
            let [target_length, source_length] =
                [self.marks.lengths[target as usize] as f32, version.marks.lengths[source as usize] as f32 * ratio];
            let misfit = ((target_length + LENGTH_PAD) / (source_length + LENGTH_PAD)).ln();
            sum += (cost::LENGTH * misfit * misfit).min(cost::MOST_LENGTH);
            let apart = self.sentences[target as usize].abs_diff(version.sentences[source as usize]);
            sum += (cost::SENTENCE * f32::from(apart)).min(cost::MOST_SENTENCES);
        }
        sum
    }
}

/// The hashes of the directives of a side, each up to its first quoted value: those may be translated.
fn directives(side: &Side) -> Vec<u64> {
    let name = |directive: &SideRange| {
        let text = directive.slice(side.text());
        hash(text.split(['"', '\'']).next().unwrap_or(text).trim())
    };
    let mut hashes: Vec<u64> = side.tree.directives.iter().map(name).collect();
    hashes.sort_unstable();
    hashes
}

/// The numbers of items that only the first and only the second of two ordered lists has.
fn unshared<T, K: Ord>(left: &[T], right: &[T], key: impl Fn(&T) -> K) -> [usize; 2] {
    let (mut at, mut counts) = ([0, 0], [0, 0]);
    while let (Some(one), Some(other)) = (left.get(at[0]), right.get(at[1])) {
        match key(one).cmp(&key(other)) {
            Ordering::Equal => at = [at[0] + 1, at[1] + 1],
            Ordering::Less => (at[0], counts[0]) = (at[0] + 1, counts[0] + 1),
            Ordering::Greater => (at[1], counts[1]) = (at[1] + 1, counts[1] + 1),
        }
    }
    [counts[0] + left.len() - at[0], counts[1] + right.len() - at[1]]
}

/// The number of signs that end sentences.
fn sentence_ends(text: &str) -> u16 {
    let mut ends = 0_u16;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_end = match character {
            '.' | '!' | '?' | ':' | ';' => characters.peek().is_none_or(|next| next.is_whitespace()),
            '。' | '！' | '？' | '：' | '；' | '।' | '؟' | '۔' => true,
            _ => false,
        };
        ends = ends.saturating_add(u16::from(is_end));
    }
    ends
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
