//! Alignment of a page with span pairs: both sides come from one file. Blocks match if they start at the same place of the
//! file or in the same span pair.

use super::{Alignment, BlockPair};
use crate::page::tree::{Block, BlockClass, BlockKind};
use crate::page::{Page, Side};
use std::cmp::Ordering;

/// Aligns the blocks of a page. Every block of both sides is in exactly one pair, in document order.
pub fn align(page: &Page) -> Alignment {
    let Some(source) = &page.embedded else { return Alignment::new(Vec::new(), 0) };
    let targets = places(page, &page.target);
    let sources = places(page, source);
    let mut pairs = Vec::with_capacity(targets.len().max(sources.len()));
    let (mut left, mut right) = (0, 0);
    while left < targets.len() || right < sources.len() {
        let order = match (targets.get(left), sources.get(right)) {
            (Some(target), Some(source)) => target.0.cmp(&source.0),
            (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        match order {
            Ordering::Equal if class(targets[left].1) == class(sources[right].1) => {
                pairs.push(BlockPair::sure(Some(left as u32), Some(right as u32)));
                left += 1;
                right += 1;
            }
            Ordering::Less | Ordering::Equal => {
                pairs.push(BlockPair::sure(Some(left as u32), None));
                left += 1;
                if order == Ordering::Equal {
                    pairs.push(BlockPair::sure(None, Some(right as u32)));
                    right += 1;
                }
            }
            Ordering::Greater => {
                pairs.push(BlockPair::sure(None, Some(right as u32)));
                right += 1;
            }
        }
    }
    Alignment::new(pairs, sources.len())
}

/// The blocks of a side, each with its place in the coordinate of [`canonical`](crate::page::projection::Projection::canonical).
fn places<'a>(page: &Page, side: &'a Side) -> Vec<(u32, &'a Block)> {
    let place = |block: &'a Block| (side.projection.canonical(block.range.start, &page.spans), block);
    side.tree.blocks.iter().map(place).collect()
}

/// The class, with the level of a heading or the column of a cell. Blocks match only if these are equal.
fn class(block: &Block) -> (BlockClass, u32) {
    let detail = match block.kind {
        BlockKind::Heading(level) => u32::from(level),
        BlockKind::Cell { row: 0, column, .. } => column,
        BlockKind::Cell { column, .. } => column + (1 << 16),
        _ => 0,
    };
    (block.kind.class(), detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::syntax::PageSyntax;
    use crate::profile::Profile;

    fn pair(id: u32, target: &str, source: &str) -> String {
        Profile::built_in().spans.pair(&format!("a-{id}"), target, source)
    }

    #[track_caller]
    fn aligned(text: &str) -> Vec<(String, String)> {
        let page = Page::parse(text.into(), &PageSyntax::default());
        let plain = |side: &Side, index: Option<u32>| {
            index.map_or("-".to_owned(), |index| {
                side.tree.plain(side.text(), &side.tree.blocks[index as usize]).into_owned()
            })
        };
        let source = page.embedded.as_ref().expect("spans");
        align(&page).pairs.iter().map(|pair| (plain(&page.target, pair.target), plain(source, pair.source))).collect()
    }

    #[test]
    fn blocks_with_the_same_place_match() {
        let text = format!(
            "# {}\n\n|{}|{}|\n|-|-|\n|x|[{}](a.md)|\n\n- {} {}\n",
            pair(1, "Titel", "Title"),
            pair(2, "Eins", "One"),
            pair(3, "Zwei", "Two"),
            pair(4, "Drei", "Three"),
            pair(5, "Vier.", "Four."),
            pair(6, "Fünf.", "Five.")
        );
        let expected = [
            ("Titel", "Title"),
            ("Eins", "One"),
            ("Zwei", "Two"),
            ("x", "x"),
            ("Drei", "Three"),
            ("Vier. Fünf.", "Four. Five."),
        ];
        assert_eq!(aligned(&text), expected.map(|(target, source)| (target.to_owned(), source.to_owned())));
    }

    #[test]
    fn blocks_of_one_side_are_unmatched() {
        let text = format!("{}\n\n{}\n", pair(1, "", "Only here."), pair(2, "Beide", "Both"));
        assert_eq!(
            aligned(&text),
            [("-".to_owned(), "Only here.".to_owned()), ("Beide".to_owned(), "Both".to_owned())]
        );
    }
}
