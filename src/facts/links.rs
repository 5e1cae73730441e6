//! Links in prose, with their text and the words around them.

use crate::facts::extract::FactReader;
use crate::facts::name_recovery;
use crate::facts::types;
use crate::facts::types::TypeExpr;
use crate::page::tree::{Block, Inline, InlineKind};

/// Number of inline elements before and after a link whose text is read. It is limited because a long line has many links.
const NEAR: usize = 4;

/// A link in a block.
pub struct Link<'a> {
    /// Its target.
    pub target: &'a str,
    /// Its text.
    pub text: String,
    /// The text of the [`NEAR`] inline elements before it, in lower case.
    pub before: String,
    /// The text of the [`NEAR`] inline elements from its end on, in lower case.
    pub after: String,
}

impl FactReader<'_> {
    /// The links of a block, in order.
    pub(super) fn links<'a>(&'a self, block: &Block) -> impl Iterator<Item = Link<'a>> {
        let tree = &self.side().tree;
        let inlines = tree.inlines(block);
        let text = |part: &[Inline]| part.iter().map(|part| tree.content(self.text(), part)).collect::<String>();
        inlines.iter().enumerate().filter_map(move |(start, inline)| {
            let InlineKind::Link(target) = inline.kind else { return None };
            let end = start + inlines[start..].iter().position(|part| part.kind == InlineKind::LinkEnd)?;
            Some(Link {
                target: tree.string(target),
                text: text(&inlines[start..end]),
                before: text(&inlines[start.saturating_sub(NEAR)..start]).to_lowercase(),
                after: text(&inlines[end..(end + NEAR).min(inlines.len())]).to_lowercase(),
            })
        })
    }

    /// The type that a link names by its text or target.
    pub(super) fn type_of(&self, link: &Link<'_>) -> Option<TypeExpr> {
        let read = types::parse(&link.text, Some(link.target), self.words.types());
        if self.may_have_lost_names() { name_recovery::type_of(read, Some(link.target), self.words) } else { read }
    }
}
