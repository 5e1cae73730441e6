//! Whether a source text is of another date than its translation.
//!
//! Translation damages names, links and code; it seldom makes up others that are well formed. What a translation
//! states so, and its source nowhere, was in the source when it was translated.

use super::{Alignment, features};
use crate::page::Side;
use crate::page::tree::{Block, BlockKind, InlineKind};
use crate::text::SideRange;
use crate::token::{self, TokenKind};

/// Evidence of which nobody doubts: a code block, link or code span that the source does not have, or two names.
/// Damage that looks like one coined name is known: `aufListen`.
pub const SURE: u32 = 2;
/// The least evidence there is: one name.
pub const LEAST: u32 = 1;

/// Where the source must have a name for it to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Anywhere in the source text.
    WholeText,
    /// In the block that the translated block is matched with.
    SameBlock,
}

/// How much speaks for a source text of another date: the names, links and code that the target of `sides` states and
/// the source, the second side, does not have in `scope`. Counted up to [`SURE`].
pub fn evidence([target, source]: [&Side; 2], alignment: &Alignment, scope: Scope) -> u32 {
    let mut evidence =
        AgeEvidence { target, source, scope, block: SideRange::default(), lower: None, names: Vec::new(), found: 0 };
    for pair in &alignment.pairs {
        if let (Some(ours), Some(theirs)) = (pair.target, pair.source)
            && evidence.found < SURE
        {
            evidence.read(&target.tree.blocks[ours as usize], &source.tree.blocks[theirs as usize]);
        }
    }
    evidence.found.min(SURE)
}

struct AgeEvidence<'a> {
    target: &'a Side,
    source: &'a Side,
    scope: Scope,
    /// The source block that is looked at.
    block: SideRange,
    /// The source text in lower case, once something was looked up in it.
    lower: Option<String>,
    names: Vec<&'a str>,
    found: u32,
}

impl<'a> AgeEvidence<'a> {
    fn read(&mut self, ours: &'a Block, theirs: &Block) {
        let text = self.target.text();
        if let (BlockKind::Code { body, .. }, BlockKind::Code { body: other, .. }) = (ours.kind, theirs.kind) {
            let (ours, theirs) = (body.slice(text), other.slice(self.source.text()));
            self.found += SURE * u32::from(!ours.split_whitespace().eq(theirs.split_whitespace()));
            return;
        }
        if ours.range.slice(text) == theirs.range.slice(self.source.text()) {
            return;
        }
        self.block = theirs.range;
        let tree = &self.target.tree;
        for inline in tree.inlines(ours) {
            let content = tree.content(text, inline);
            match inline.kind {
                InlineKind::Link(target) => self.item(features::link_name(tree.string(target))),
                InlineKind::Code => self.item(content),
                InlineKind::Text if !token::is_plain(content) => token::scan(content, |found| {
                    if found.kind == TokenKind::Identifier {
                        self.name(found.range.slice(content));
                    }
                }),
                _ => {}
            }
        }
    }

    fn item(&mut self, item: &str) {
        if is_well_formed(item) && !self.is_known(item) {
            self.found += SURE;
        }
    }

    fn name(&mut self, name: &'a str) {
        if is_of_an_api(name) && !self.names.contains(&name) && !self.is_known(name) {
            self.names.push(name);
            self.found += 1;
        }
    }

    fn is_known(&mut self, name: &str) -> bool {
        let source = self.source;
        let lower = self.lower.get_or_insert_with(|| source.text().to_ascii_lowercase());
        let within = if self.scope == Scope::SameBlock { self.block.slice(lower) } else { lower };
        within.contains(&name.to_ascii_lowercase())
    }
}

/// A name in ASCII that is written as one word.
fn is_well_formed(name: &str) -> bool {
    name.len() > 3
        && name.bytes().all(|byte| byte.is_ascii_graphic())
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// An identifier that no product is spelled like: `displayName`, `Berth.Read.All`.
fn is_of_an_api(name: &str) -> bool {
    let starts_small = name.starts_with(|first: char| first.is_ascii_lowercase());
    is_well_formed(name)
        && (starts_small || name.contains(['.', '_']))
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
}
