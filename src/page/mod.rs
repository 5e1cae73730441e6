//! Reads a page: bytes in; text, front matter, span pairs and one block tree for each side out. Reading never fails: errors in
//! a page are its [`Fault`]s and malformed spans.

pub(crate) mod annotation;
pub mod commented;
pub mod decode;
pub(crate) mod directives;
pub mod encoding;
pub mod front_matter;
pub(crate) mod html;
pub mod http;
mod line_syntax;
pub mod markdown;
mod parser_text;
pub mod projection;
pub mod span;
pub mod syntax;
pub mod tree;

use crate::text::FileRange;
use encoding::Encoding;
use front_matter::FrontMatter;
use projection::{Projection, SideKind};
use span::{MalformedSpan, SpanPair};
use std::borrow::Cow;
use std::sync::Arc;
use syntax::PageSyntax;
use tree::Tree;

/// One side of a page: its text and the blocks in it.
#[derive(Clone)]
pub struct Side {
    /// The text, with the place of each byte in the file.
    pub projection: Projection,
    /// The blocks, in bytes of the projection. Sides with equal text share one tree.
    pub tree: Arc<Tree>,
    /// The syntax of the page.
    pub syntax: PageSyntax,
}

impl Side {
    /// The place of a block in the file, without white space around its content.
    pub fn place(&self, block: u32) -> FileRange {
        let block = &self.tree.blocks[block as usize];
        let range = self.tree.content_range(block).unwrap_or(block.range);
        self.projection.range_to_file(range.trimmed(self.text()))
    }

    /// The side's Markdown.
    pub fn text(&self) -> &str {
        &self.projection.text
    }
}

/// An error in the bytes of a page. Ranges are bytes of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Bytes that are not in the encoding of the file.
    InvalidBytes(FileRange),
    /// The Markdown parser failed on one side. The blocks before that place are kept.
    ParserStopped,
}

/// A page.
pub struct Page {
    /// The text of the file, as UTF-8. If the file is UTF-8, byte `i` of the text is byte `i` of the file.
    pub text: String,
    /// The encoding of the file.
    pub encoding: Encoding,
    /// The first byte after the front matter.
    pub body: u32,
    /// The front matter, if any.
    pub front_matter: Option<FrontMatter>,
    /// The span pairs, in order of place.
    pub spans: Vec<SpanPair>,
    /// The spans that are not part of a pair, in order of place.
    pub malformed: Vec<MalformedSpan>,
    /// The translation; the whole text if the page has no spans.
    pub target: Side,
    /// The source text that the page embeds; `None` if it has no spans.
    pub embedded: Option<Side>,
    /// The errors in the bytes.
    pub faults: Vec<Fault>,
}

impl Page {
    /// Reads a page. `syntax` is shared by all pages of a run.
    pub fn parse(bytes: Vec<u8>, syntax: &PageSyntax) -> Self {
        Self::parse_sharing(bytes, syntax, std::iter::empty())
    }

    /// As [`Self::parse`], but shares the source blocks of an earlier page with the same source text: translations of one
    /// commit of a page embed the same text. `earlier`: the pages already read.
    pub fn parse_sharing<'p>(bytes: Vec<u8>, syntax: &PageSyntax, mut earlier: impl Iterator<Item = &'p Self>) -> Self {
        let decoded = decode::decode(bytes);
        let mut faults: Vec<Fault> = decoded.invalid.into_iter().map(Fault::InvalidBytes).collect();
        let (text, encoding) = (decoded.text, decoded.encoding);
        let (front_matter, body) = front_matter::cut(&text, decoded.start);
        let (spans, malformed) = syntax.spans().scan(&text, body as usize);
        let mut side = |kind| {
            let projection = Projection::new(&text, body, &spans, kind);
            let syntax = syntax.clone();
            let shared = |page: &'p Self| {
                let side = page.embedded.as_ref().filter(|side| side.projection.text == projection.text)?;
                (!page.faults.contains(&Fault::ParserStopped)).then(|| Arc::clone(&side.tree))
            };
            let known = if kind == SideKind::Source { earlier.by_ref().find_map(shared) } else { None };
            if let Some(tree) = known {
                return Side { projection, tree, syntax };
            }
            let (tree, whole) = markdown::parse(&projection.text, &syntax);
            if !whole && !faults.contains(&Fault::ParserStopped) {
                faults.push(Fault::ParserStopped);
            }
            Side { projection, tree: Arc::new(tree), syntax }
        };
        let target = side(SideKind::Target);
        let embedded = (!spans.is_empty()).then(|| side(SideKind::Source));
        Self { text, encoding, body, front_matter, spans, malformed, target, embedded, faults }
    }

    /// The value of a front matter key.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.front_matter.as_ref()?.get(key)
    }

    /// The value of the first of some front matter keys that the page has, as [`FrontMatter::first`] defines it.
    pub fn meta_of(&self, keys: &[String]) -> Option<Cow<'_, str>> {
        self.front_matter.as_ref()?.first(keys)
    }

    /// The side from which facts are read: the embedded source text, else the page itself.
    pub fn authority(&self) -> &Side {
        self.embedded.as_ref().unwrap_or(&self.target)
    }
}
