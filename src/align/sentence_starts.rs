//! The places inside a sentence where another sentence may start.

use crate::page::Side;
use crate::page::tree::{Block, InlineKind};

/// The places of a block where a sentence may start without a final sign before it, in order: before a capital, a bracket, code
/// or a link, and after a wide colon or semicolon.
pub fn of_block(side: &Side, block: &Block) -> Vec<u32> {
    let text = side.text();
    let mut starts = Vec::new();
    let mut depth = 0_u32;
    for inline in side.tree.inlines(block) {
        match inline.kind {
            InlineKind::Link(_) | InlineKind::Image(_) => {
                starts.push(inline.range.start);
                depth += 1;
            }
            InlineKind::LinkEnd => depth = depth.saturating_sub(1),
            InlineKind::Code if depth == 0 => starts.push(inline.range.start),
            InlineKind::Text if depth == 0 => {
                let start = inline.range.start;
                let mut before = text[..start as usize].chars().next_back().unwrap_or(' ');
                for (at, character) in inline.range.slice(text).char_indices() {
                    let begins = before.is_whitespace()
                        && (character.is_uppercase() || matches!(character, '(' | '"' | '„' | '«'))
                        || matches!(character, '（' | '「' | '【' | '“')
                        || matches!(before, '；' | '：');
                    if begins {
                        starts.push(start + at as u32);
                    }
                    before = character;
                }
            }
            _ => {}
        }
    }
    starts.sort_unstable();
    starts
}
