//! A page: bytes in, text, segments, front matter and one block tree a side out. Never fails: what is
//! wrong with a page is kept as [`Fault`]s beside it.

pub(crate) mod annotation;
pub mod decode;
pub mod front_matter;
pub(crate) mod html;
pub mod http;
pub mod markdown;
pub mod projection;
pub mod span;
pub mod syntax;
pub mod tree;

use crate::text::{FileRange, SideRange};
use front_matter::FrontMatter;
use projection::{Projection, Which};
use span::{Malformed, SpanPair};
use std::sync::Arc;
use syntax::PageSyntax;
use tree::Tree;

/// One side of a page: its text and the blocks in it.
#[derive(Clone)]
pub struct Side {
    /// The text and the way back to the file.
    pub projection: Projection,
    /// The blocks, in bytes of the projection. Sides of equal text share them.
    pub tree: Arc<Tree>,
    /// The syntax that it was read with.
    pub syntax: PageSyntax,
}

impl Side {
    /// A block's place in the file: its content without the white space around it.
    pub fn place(&self, block: u32) -> FileRange {
        let block = &self.tree.blocks[block as usize];
        let inlines = self.tree.inlines(block);
        let range = match (inlines.first(), inlines.last()) {
            (Some(first), Some(last)) => SideRange::new(first.range.start, last.range.end.max(first.range.end)),
            _ => block.range,
        };
        self.projection.range_to_file(range.trimmed(self.text()))
    }

    /// The side's Markdown.
    pub fn text(&self) -> &str {
        &self.projection.text
    }
}

/// What is wrong with a page's bytes. Ranges are bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Bytes that are not UTF-8.
    InvalidUtf8(FileRange),
    /// The Markdown parser gave up on one side; what it had read until then is kept.
    ParserStopped,
}

/// A page as read.
pub struct Page {
    /// The file's text; byte `i` of it is byte `i` of the file.
    pub text: String,
    /// First byte after front matter.
    pub body: u32,
    /// The front matter, where there is one.
    pub front_matter: Option<FrontMatter>,
    /// The span pairs, in order.
    pub spans: Vec<SpanPair>,
    /// Spans that are no pairs, in order.
    pub malformed: Vec<Malformed>,
    /// The translation; the whole text where the page has no spans.
    pub target: Side,
    /// The source text that the page embeds; `None` if it has no spans.
    pub embedded: Option<Side>,
    /// What is wrong with the bytes.
    pub faults: Vec<Fault>,
}

impl Page {
    /// Reads a page. `syntax` is shared by all pages of a run.
    pub fn parse(bytes: Vec<u8>, syntax: &PageSyntax) -> Self {
        Self::parse_beside(bytes, syntax, std::iter::empty())
    }

    /// Reads a page as [`Self::parse`] does, with the blocks of its embedded source taken from one of `others`
    /// where that has the same source text: translations made from one commit of a page are alike there.
    pub fn parse_beside<'p>(bytes: Vec<u8>, syntax: &PageSyntax, mut others: impl Iterator<Item = &'p Self>) -> Self {
        let decoded = decode::decode(bytes);
        let mut faults: Vec<Fault> = decoded.invalid.into_iter().map(Fault::InvalidUtf8).collect();
        let text = decoded.text;
        let (front_matter, body) = front_matter::cut(&text, decoded.start);
        let (spans, malformed) = syntax.spans().scan(&text, body as usize);
        let mut side = |which| {
            let projection = Projection::new(&text, body, &spans, which);
            let syntax = syntax.clone();
            let same = |other: &'p Self| {
                let side = other.embedded.as_ref().filter(|side| side.projection.text == projection.text)?;
                (!other.faults.contains(&Fault::ParserStopped)).then(|| Arc::clone(&side.tree))
            };
            let known = if which == Which::Source { others.by_ref().find_map(same) } else { None };
            if let Some(tree) = known {
                return Side { projection, tree, syntax };
            }
            let (tree, whole) = markdown::parse(&projection.text, &syntax);
            if !whole && !faults.contains(&Fault::ParserStopped) {
                faults.push(Fault::ParserStopped);
            }
            Side { projection, tree: Arc::new(tree), syntax }
        };
        let target = side(Which::Target);
        let embedded = (!spans.is_empty()).then(|| side(Which::Source));
        Self { text, body, front_matter, spans, malformed, target, embedded, faults }
    }

    /// A front matter value.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.front_matter.as_ref()?.get(key)
    }

    /// The side whose facts count: the embedded source, else the page itself.
    pub fn authority(&self) -> &Side {
        self.embedded.as_ref().unwrap_or(&self.target)
    }
}
