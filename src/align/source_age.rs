//! Finds evidence that a source text is newer or older than the text that was translated.
//!
//! Translation damages names, links and code, but seldom invents well-formed names. If the translation has a well-formed name
//! that the source text does not have, the name was in the text that was translated.

use super::{Alignment, features};
use crate::page::Side;
use crate::page::tree::{Block, BlockKind, InlineKind};
use crate::text::SideRange;
use crate::token::{self, TokenKind};
use memchr::memmem;

/// Sufficient evidence: a code block, link or code span that the source does not have, or two names. One name is not
/// sufficient, because damage can look like a name: `aufListen`.
pub const SURE: u32 = 2;
/// The least evidence: one name.
pub const LEAST: u32 = 1;

/// The most names in another order than in the source that are searched in the whole scope.
const MOST_OUT_OF_ORDER: u32 = 500;

/// The part of the source text in which a name is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole source text.
    WholeText,
    /// The source block that matches the target block.
    SameBlock,
}

/// The evidence that the source text is of another date, from 0 to [`SURE`]: names, links and code of the target that the source
/// does not have in `scope`.
pub fn evidence([target, source]: [&Side; 2], alignment: &Alignment, scope: Scope) -> u32 {
    let mut evidence = AgeEvidence {
        target,
        source,
        scope,
        source_block: SideRange::default(),
        lower: None,
        after: 0,
        out_of_order: 0,
        names: Vec::new(),
        found: 0,
    };
    for pair in &alignment.pairs {
        if let (Some(target_block), Some(source_block)) = (pair.target, pair.source)
            && evidence.found < SURE
        {
            evidence.read(&target.tree.blocks[target_block as usize], &source.tree.blocks[source_block as usize]);
        }
    }
    evidence.found.min(SURE)
}

struct AgeEvidence<'a> {
    target: &'a Side,
    source: &'a Side,
    scope: Scope,
    /// The current source block.
    source_block: SideRange,
    /// The source text in lower case; made at the first look-up.
    lower: Option<String>,
    /// One past the name of the source that was found last: most translations keep the order of names.
    after: usize,
    /// How many names were searched in the whole scope.
    out_of_order: u32,
    /// The names found so far that the source does not have.
    names: Vec<&'a str>,
    found: u32,
}

impl<'a> AgeEvidence<'a> {
    /// Adds the evidence in two matched blocks.
    fn read(&mut self, target_block: &'a Block, source_block: &Block) {
        let text = self.target.text();
        let kinds = (target_block.kind, source_block.kind);
        if let (BlockKind::Code { body: target, .. }, BlockKind::Code { body: source, .. }) = kinds {
            let (target, source) = (target.slice(text), source.slice(self.source.text()));
            self.found += SURE * u32::from(!target.split_whitespace().eq(source.split_whitespace()));
            return;
        }
        if target_block.range.slice(text) == source_block.range.slice(self.source.text()) {
            return;
        }
        self.source_block = source_block.range;
        let tree = &self.target.tree;
        for inline in tree.inlines(target_block) {
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
        if self.found < SURE && is_well_formed(item) && !self.is_known(item) {
            self.found += SURE;
        }
    }

    fn name(&mut self, name: &'a str) {
        if self.found < SURE && is_of_an_api(name) && !self.names.contains(&name) && !self.is_known(name) {
            self.names.push(name);
            self.found += 1;
        }
    }

    fn is_known(&mut self, name: &str) -> bool {
        let source = self.source;
        let lower = self.lower.get_or_insert_with(|| source.text().to_ascii_lowercase());
        let scope = match self.scope {
            Scope::SameBlock => self.source_block,
            Scope::WholeText => SideRange::new(0, lower.len() as u32),
        };
        let (start, end) = (scope.start as usize, scope.end as usize);
        let name = name.to_ascii_lowercase();
        let find = |from: usize| memmem::find(&lower.as_bytes()[from..end], name.as_bytes()).map(|at| from + at);
        let after = if self.after <= end { self.after.max(start) } else { start };
        let mut found = find(after);
        if found.is_none() && after > start {
            self.out_of_order += 1;
            // So many names in another order: the search for names that the source does not have ends.
            if self.out_of_order > MOST_OUT_OF_ORDER {
                return true;
            }
            found = find(start);
        }
        self.after = found.map_or(self.after, |at| at + name.len());
        found.is_some()
    }
}

/// Whether a name is one word of more than three ASCII characters with a letter.
fn is_well_formed(name: &str) -> bool {
    name.len() > 3
        && name.bytes().all(|byte| byte.is_ascii_graphic())
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether a name has a spelling that product names do not have: `displayName`, `Berth.Read.All`.
fn is_of_an_api(name: &str) -> bool {
    let starts_small = name.starts_with(|first: char| first.is_ascii_lowercase());
    is_well_formed(name)
        && (starts_small || name.contains(['.', '_']))
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
}
