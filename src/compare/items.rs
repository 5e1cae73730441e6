//! The protected items of a block: inline code, links, identifiers, placeholders, literals, numbers.

use crate::page::Side;
use crate::page::tree::{Block, InlineKind};
use crate::text::TextRange;
use crate::token::{self, TokenKind};

/// What an item is.
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
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its text: code without backticks, a link's target, a token. White space collapsed.
    pub text: String,
    /// Where it stands, in bytes of the projection.
    pub range: TextRange,
}

/// The prose of a block with its items.
#[derive(Debug, Default)]
pub struct Items {
    /// The block's text, inline code included.
    pub plain: String,
    /// Its items, in order within each kind.
    pub items: Vec<Item>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    start: u32,
    range: TextRange,
    exact: bool,
}

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

/// Whether a block may hold an item: a quick look that spares most blocks of plain prose the reading.
pub fn may_hold(side: &Side, block: &Block) -> bool {
    side.tree.inlines(block).iter().any(|inline| match inline.kind {
        InlineKind::Text => !token::is_plain(inline.range.slice(side.text())),
        InlineKind::Break | InlineKind::LinkEnd => false,
        InlineKind::Html => !is_markup(inline.range.slice(side.text())),
        InlineKind::Code | InlineKind::Link(_) | InlineKind::Image(_) | InlineKind::Decoded(_) => true,
    })
}

/// Reads the items of a block.
pub fn read(side: &Side, block: &Block) -> Items {
    let (text, tree) = (side.text(), &side.tree);
    let mut items = Items::default();
    let mut prose: Vec<TextRange> = Vec::new();
    for inline in tree.inlines(block) {
        match inline.kind {
            InlineKind::Code => {
                let code = collapse(tree.content(text, inline));
                items.push_piece(&code, inline.range, false);
                items.items.push(Item { kind: ItemKind::Code, text: code, range: inline.range });
                continue;
            }
            InlineKind::Link(target) | InlineKind::Image(target) => {
                let target = tree.string(target);
                items.items.push(Item { kind: ItemKind::Link, text: target.to_owned(), range: inline.range });
                continue;
            }
            InlineKind::LinkEnd => continue,
            InlineKind::Html if is_markup(inline.range.slice(text)) => {
                if !tree.content(text, inline).is_empty() {
                    items.push_piece(" ", inline.range, false);
                }
                continue;
            }
            _ => {}
        }
        let content =
            if inline.kind == InlineKind::Html { inline.range.slice(text) } else { tree.content(text, inline) };
        let start = items.plain.len() as u32;
        items.push_piece(content, inline.range, content.len() == inline.range.len() as usize);
        let end = items.plain.len() as u32;
        match prose.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => prose.push(TextRange::new(start, end)),
        }
    }
    for stretch in prose {
        items.scan(stretch);
    }
    items
}

impl Items {
    /// The items of one kind, in order.
    pub fn of(&self, kind: ItemKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    fn push_piece(&mut self, content: &str, range: TextRange, exact: bool) {
        self.pieces.push(Piece { start: self.plain.len() as u32, range, exact });
        self.plain.push_str(content);
    }

    /// Finds the tokens of a stretch of prose.
    fn scan(&mut self, stretch: TextRange) {
        let mut found = Vec::new();
        let prose = stretch.slice(&self.plain);
        let mut at = 0;
        while let Some(open) = prose[at..].find('<').map(|open| at + open) {
            let close = prose[open..].find('>').map(|close| open + close);
            let Some(close) = close.filter(|&close| is_angle_placeholder(&prose[open + 1..close])) else {
                at = open + 1;
                continue;
            };
            found.push((TokenKind::Placeholder, TextRange::of(open..close + 1)));
            at = close + 1;
        }
        token::scan(prose, |token| found.push((token.kind, token.range)));
        for (kind, range) in found {
            let plain = TextRange::new(stretch.start + range.start, stretch.start + range.end);
            let item = Item {
                kind: ItemKind::Token(kind),
                text: plain.slice(&self.plain).to_owned(),
                range: self.project(plain),
            };
            self.items.push(item);
        }
    }

    /// The place in the projection of a stretch of the plain text.
    fn project(&self, plain: TextRange) -> TextRange {
        let piece = |offset: u32| &self.pieces[self.pieces.partition_point(|piece| piece.start <= offset) - 1];
        let first = piece(plain.start);
        let start = if first.exact { first.range.start + (plain.start - first.start) } else { first.range.start };
        let last = piece(plain.end.saturating_sub(1).max(plain.start));
        let end = if last.exact { last.range.start + (plain.end - last.start) } else { last.range.end };
        TextRange::new(start, end.max(start))
    }
}

fn is_markup(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(name.len());
    tag.starts_with("<!") || ELEMENTS.binary_search(&name[..end].to_ascii_lowercase().as_str()).is_ok()
}

/// `token`, `user-id` or `user id` between angle brackets; no comparison, no tag with attributes.
fn is_angle_placeholder(inner: &str) -> bool {
    inner.len() <= 40
        && inner.starts_with(char::is_alphabetic)
        && inner
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | ' ' | '.' | ':'))
        && inner.split_whitespace().count() <= 3
}

fn collapse(code: &str) -> String {
    if code.contains(['\n', '\r']) {
        code.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        code.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Page, span::SpanScanner};

    #[test]
    fn items_and_their_places() {
        assert!(ELEMENTS.is_sorted());
        let markdown = "Bearer &lt;token&gt; for <user-id> in [berthList](a.md) and `x  y`, {id}<br>";
        let page = Page::parse(markdown.into(), &SpanScanner::default());
        let read = read(&page.target, &page.target.tree.blocks[0]);
        let shown: Vec<_> =
            read.items.iter().map(|item| (item.kind, item.text.as_str(), item.range.slice(markdown))).collect();
        use TokenKind::{Identifier, Placeholder};
        assert!(shown.contains(&(ItemKind::Token(Placeholder), "<token>", "&lt;token&gt;")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Token(Placeholder), "<user-id>", "<user-id>")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Token(Identifier), "berthList", "berthList")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Link, "a.md", "[berthList](a.md)")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Code, "x  y", "`x  y`")), "{shown:?}");
        assert!(shown.contains(&(ItemKind::Token(Placeholder), "{id}", "{id}")), "{shown:?}");
    }
}
