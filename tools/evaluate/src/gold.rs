//! The pairs that an alignment must find: the block pairs of a side-by-side page by its span ids, transferred to the published
//! page and to the English page that was translated.

use crate::corpus::Corpus;
use hexapla::align::embedded;
use hexapla::page::tree::{Block, BlockKind};
use hexapla::page::{Page, Side};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::Path;

/// The known match of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Unknown: the block or its match has no equal block on the side-by-side page.
    Unknown,
    /// It has no match.
    Alone,
    /// The block of the other side.
    With(u32),
}

/// A side-by-side page, with its block for each block of the published page and of the English page.
pub struct Embedded {
    /// The page.
    pub page: Page,
    /// The block for each block of the published page, and of the English page.
    pub blocks: [Vec<Option<u32>>; 2],
}

/// Two sides to align, with the known matches of their blocks.
pub struct Case {
    /// Locale and path, for output.
    pub name: String,
    /// The published translation.
    pub target: Side,
    /// The English text.
    pub source: Side,
    /// The known match of each target block.
    pub targets: Vec<Fate>,
    /// The known match of each source block.
    pub sources: Vec<Fate>,
}

impl Case {
    /// The published page of a path and the English page that was translated; `None` if a file is missing.
    pub fn at_pin(corpus: &Corpus, locale: &str, path: &Path) -> Option<(Self, Embedded)> {
        let live = corpus.page(&format!("live/{locale}"), path)?;
        let english = corpus.page(&format!("source/{locale}"), path)?;
        let page = corpus.page(&format!("sxs/{locale}"), path)?;
        let embedded = page.embedded.as_ref()?;
        let carried = [carry(&page.target, &live.target), carry(embedded, &english.target)];
        let (mut targets, mut sources) =
            (vec![Fate::Unknown; live.target.tree.blocks.len()], vec![Fate::Unknown; english.target.tree.blocks.len()]);
        for pair in embedded::align(&page).pairs {
            let target = pair.target.map(|target| carried[0][target as usize]);
            let source = pair.source.map(|source| carried[1][source as usize]);
            match (target, source) {
                (Some(Some(target)), Some(Some(source))) => {
                    targets[target as usize] = Fate::With(source);
                    sources[source as usize] = Fate::With(target);
                }
                (Some(Some(target)), None) => targets[target as usize] = Fate::Alone,
                (None, Some(Some(source))) => sources[source as usize] = Fate::Alone,
                _ => {}
            }
        }
        let name = format!("{locale}/{}", path.display());
        let blocks = [inverse(&carried[0], targets.len()), inverse(&carried[1], sources.len())];
        let case = Self { name, target: live.target, source: english.target, targets, sources };
        Some((case, Embedded { page, blocks }))
    }

    /// The known pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(&self.targets).filter_map(|(target, fate)| match fate {
            Fate::With(source) => Some((target, *source)),
            _ => None,
        })
    }

    /// Whether a pair is correct; `None` if it is unknown.
    pub fn is_right(&self, target: u32, source: u32) -> Option<bool> {
        match (self.targets[target as usize], self.sources[source as usize]) {
            (Fate::With(partner), _) => Some(partner == source),
            (_, Fate::With(_)) | (Fate::Alone, Fate::Alone) => Some(false),
            _ => None,
        }
    }
}

/// For each block of the first side the block of the second side with the same kind and text, in order.
fn carry(from: &Side, to: &Side) -> Vec<Option<u32>> {
    let mut carried = vec![None; from.tree.blocks.len()];
    for (one, other) in common(&keys(from), &keys(to)) {
        carried[one as usize] = Some(other);
    }
    carried
}

fn inverse(carried: &[Option<u32>], blocks: usize) -> Vec<Option<u32>> {
    let mut inverse = vec![None; blocks];
    for (from, to) in (0..).zip(carried) {
        if let Some(to) = to {
            inverse[*to as usize] = Some(from);
        }
    }
    inverse
}

/// The kind and text of each block, as a hash.
pub fn keys(side: &Side) -> Vec<u64> {
    let key = |block: &Block| {
        let text = essence(block.range.slice(side.text()));
        BuildHasherDefault::<DefaultHasher>::default().hash_one((kind(block), text))
    };
    side.tree.blocks.iter().map(key).collect()
}

/// The name of a block's kind.
pub fn kind(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Tab => "tab",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list item",
        BlockKind::Cell { row: 0, .. } => "header cell",
        BlockKind::Cell { .. } => "cell",
        BlockKind::Code { .. } => "code",
        BlockKind::Html => "html",
        BlockKind::Comment => "comment",
    }
}

/// A text without white space, escapes, anchors and byte order marks: the forms of a page differ in them.
pub fn essence(text: &str) -> String {
    let mut essence = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, anchor)) = rest.split_once("<a name=\"") {
        essence.push_str(before);
        rest = anchor.split_once("</a>").map_or("", |(_, after)| after);
    }
    essence.push_str(rest);
    essence.retain(|character| !character.is_whitespace() && character != '\\' && character != '\u{feff}');
    essence
}

/// The longest common subsequence of two lists as pairs of indexes; if there are several, the first.
pub fn common(one: &[u64], other: &[u64]) -> Vec<(u32, u32)> {
    let start = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (left, right) = (&one[start..], &other[start..]);
    let width = right.len() + 1;
    let mut lengths = vec![0_u32; (left.len() + 1) * width];
    for row in (0..left.len()).rev() {
        for column in (0..right.len()).rev() {
            lengths[row * width + column] = if left[row] == right[column] {
                lengths[(row + 1) * width + column + 1] + 1
            } else {
                lengths[(row + 1) * width + column].max(lengths[row * width + column + 1])
            };
        }
    }
    let mut pairs: Vec<(u32, u32)> = (0..start as u32).map(|place| (place, place)).collect();
    let (mut row, mut column) = (0, 0);
    while row < left.len() && column < right.len() {
        if left[row] == right[column] {
            pairs.push(((start + row) as u32, (start + column) as u32));
            (row, column) = (row + 1, column + 1);
        } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}
