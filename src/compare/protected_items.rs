//! The protected items of a block: inline code, links, identifiers, placeholders, literals, numbers.

use crate::page::Side;
use crate::page::tree::{Block, Inline, InlineKind};
use crate::text::{SideRange, TextRange};
use crate::token;
use crate::token::TokenKind;
use std::borrow::Cow;
use std::cell::OnceCell;

/// The kind of a protected item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Inline code.
    Code,
    /// A link or image.
    Link,
    /// A token of prose.
    Token(TokenKind),
}

/// A protected item.
#[derive(Clone, Debug)]
pub struct ProtectedItem<'a> {
    /// Its kind.
    pub kind: ItemKind,
    /// Code without backticks, the target of a link, or a token. White space is collapsed.
    pub text: Cow<'a, str>,
    /// Its place, with the markup of code and links.
    pub range: SideRange,
}

/// The protected items of a block, in order.
pub struct ProtectedItems<'a> {
    /// The items.
    pub items: Vec<ProtectedItem<'a>>,
    side: &'a Side,
    block: &'a Block,
    plain: OnceCell<String>,
}

/// The most bytes between angle brackets that are a placeholder.
const LONGEST_PLACEHOLDER: usize = 40;

/// HTML elements that pages use as markup; any other tag is a placeholder in angle brackets.
const ELEMENTS: [&str; 38] = [
    "a",
    "b",
    "blockquote",
    "br",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

/// Whether a block may contain an item. A fast test: most blocks of prose then need not be read.
pub fn may_hold(side: &Side, block: &Block) -> bool {
    side.tree.inlines(block).iter().any(|inline| match inline.kind {
        InlineKind::Text => !token::is_plain(inline.range.slice(side.text())),
        InlineKind::Break | InlineKind::LinkEnd => false,
        InlineKind::Html => !is_markup(inline.range.slice(side.text())),
        InlineKind::Code | InlineKind::Link(_) | InlineKind::Image(_) | InlineKind::Decoded(_) => true,
    })
}

/// Reads the items of a block.
pub fn read<'a>(side: &'a Side, block: &'a Block) -> ProtectedItems<'a> {
    let (text, tree) = (side.text(), &side.tree);
    let mut items = ProtectedItems { items: Vec::new(), side, block, plain: OnceCell::new() };
    let inlines = tree.inlines(block);
    for (index, inline) in inlines.iter().enumerate() {
        match inline.kind {
            InlineKind::Code => items.push(ItemKind::Code, collapse(tree.content(text, inline)), inline.range),
            InlineKind::Link(target) | InlineKind::Image(target) => {
                items.push(ItemKind::Link, tree.string(target).into(), inline.range)
            }
            InlineKind::Text if token::is_plain(inline.range.slice(text)) => {}
            InlineKind::Text => items.scan(inline.range),
            InlineKind::Html if tree.is_in_directive(inline.range) => {}
            InlineKind::Html if !is_markup(inline.range.slice(text)) => items.scan(inline.range),
            InlineKind::Decoded(_) => items.angle_entity(&inlines[index..]),
            InlineKind::Html | InlineKind::LinkEnd | InlineKind::Break => {}
        }
    }
    items
}

impl<'a> ProtectedItems<'a> {
    /// The items of one kind, in order.
    pub fn of(&self, kind: ItemKind) -> impl Iterator<Item = &ProtectedItem<'a>> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The text of the block without markup, including inline code. Computed once.
    pub fn plain(&self) -> &str {
        self.plain.get_or_init(|| self.side.tree.plain(self.side.text(), self.block).into_owned())
    }

    fn push(&mut self, kind: ItemKind, text: Cow<'a, str>, range: SideRange) {
        self.items.push(ProtectedItem { kind, text, range });
    }

    /// Adds the tokens of a range of prose.
    fn scan(&mut self, stretch: SideRange) {
        let prose = stretch.slice(self.side.text());
        let placed = |range: TextRange| stretch.part(range);
        let tree = &self.side.tree;
        let mut at = 0;
        while let Some(open) = memchr::memchr(b'<', &prose.as_bytes()[at..]).map(|open| at + open) {
            at = open + 1;
            let reach = &prose.as_bytes()[at..prose.len().min(at + LONGEST_PLACEHOLDER + 1)];
            let close = memchr::memchr(b'>', reach).map(|close| at + close);
            if let Some(close) = close.filter(|&close| is_angle_placeholder(&prose[open + 1..close])) {
                let range = TextRange::of(open..close + 1);
                if !tree.is_in_directive(placed(range)) {
                    self.push(ItemKind::Token(TokenKind::Placeholder), range.slice(prose).into(), placed(range));
                }
                at = close + 1;
            }
        }
        token::scan(prose, |token| {
            if !tree.is_in_directive(placed(token.range)) {
                self.push(ItemKind::Token(token.kind), token.range.slice(prose).into(), placed(token.range))
            }
        });
    }

    /// A placeholder whose angle brackets are entities: `&lt;token&gt;`.
    fn angle_entity(&mut self, inlines: &[Inline]) {
        let (text, tree) = (self.side.text(), &self.side.tree);
        if let [open, inner, close, ..] = inlines
            && tree.content(text, open) == "<"
            && tree.content(text, close) == ">"
            && inner.kind == InlineKind::Text
            && is_angle_placeholder(inner.range.slice(text))
        {
            let shown = format!("<{}>", inner.range.slice(text));
            self.push(
                ItemKind::Token(TokenKind::Placeholder),
                shown.into(),
                SideRange::new(open.range.start, close.range.end),
            );
        }
    }
}

/// Whether a tag is an HTML tag that pages use as markup. Any other tag is a placeholder in angle brackets.
pub fn is_markup(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).as_bytes();
    let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = &name[..end];
    name.eq_ignore_ascii_case(b"a")
        || name.eq_ignore_ascii_case(b"br")
        || tag.starts_with("<!")
        || ELEMENTS.iter().any(|element| name.eq_ignore_ascii_case(element.as_bytes()))
}

/// Whether the text between angle brackets is a placeholder: `token`, `user-id` or `user id`, but not a comparison or a
/// tag with attributes.
fn is_angle_placeholder(inner: &str) -> bool {
    inner.len() <= LONGEST_PLACEHOLDER
        && inner.starts_with(char::is_alphabetic)
        && inner
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | ' ' | '.' | ':'))
        && inner.split_whitespace().count() <= 3
}

fn collapse(code: &str) -> Cow<'_, str> {
    if code.contains(['\n', '\r']) {
        code.split_whitespace().collect::<Vec<_>>().join(" ").into()
    } else {
        code.trim().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::page::syntax::PageSyntax;

    #[test]
    fn items_and_their_places() {
        assert!(ELEMENTS.is_sorted());
        let markdown = "Bearer &lt;token&gt; for <user-id> in [berthList](a.md) and `x  y`, {id}<br>";
        let page = Page::parse(markdown.into(), &PageSyntax::default());
        let read = read(&page.target, &page.target.tree.blocks[0]);
        let shown: Vec<_> =
            read.items.iter().map(|item| (item.kind, &*item.text, item.range.slice(markdown))).collect();
        use TokenKind::{Identifier, Placeholder};
        assert!(shown.contains(&(ItemKind::Token(Placeholder), "<token>", "&lt;token&gt;")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Token(Placeholder), "<user-id>", "<user-id>")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Token(Identifier), "berthList", "berthList")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Link, "a.md", "[berthList](a.md)")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Code, "x  y", "`x  y`")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Token(Placeholder), "{id}", "{id}")), "{shown:?}");
    }
}
