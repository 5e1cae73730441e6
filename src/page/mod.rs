//! A page: bytes in, text, segments, front matter and one block tree a side out. Never fails: what is
//! wrong with a page is kept as [`Fault`]s beside it.

pub mod annotation;
pub mod decode;
pub mod front_matter;
pub mod html;
pub mod http;
pub mod markdown;
pub mod projection;
pub mod span;
pub mod tree;

use crate::text::TextRange;
use front_matter::FrontMatter;
use projection::{Projection, Which};
use span::{Malformed, Segment, SpanScanner};
use std::sync::Arc;
use tree::Tree;

/// One side of a page: its text and the blocks in it.
#[derive(Clone)]
pub struct Side {
    /// The text and the way back to the file.
    pub projection: Projection,
    /// The blocks, in bytes of the projection. Sides of equal text share them.
    pub tree: Arc<Tree>,
}

impl Side {
    /// A block's place in the file: its content without the white space around it.
    pub fn place(&self, block: u32) -> TextRange {
        let block = &self.tree.blocks[block as usize];
        let inlines = self.tree.inlines(block);
        let range = match (inlines.first(), inlines.last()) {
            (Some(first), Some(last)) => TextRange::new(first.range.start, last.range.end.max(first.range.end)),
            _ => block.range,
        };
        self.projection.range_to_file(range.trimmed(self.text()))
    }

    /// The side's Markdown.
    pub fn text(&self) -> &str {
        &self.projection.text
    }
}

/// A stretch of the target side's text and the stretch of the source side's text that it translates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SidePair {
    /// Bytes of the target side's text.
    pub target: TextRange,
    /// Bytes of the source side's text.
    pub source: TextRange,
    /// How sure it is that the two belong together, from 0 to 1.
    pub confidence: f32,
}

/// What is wrong with a page's bytes. Ranges are bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are not UTF-8.
    InvalidUtf8(TextRange),
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
    /// The smallest aligned pairs, in order of the target: span pairs, or what [`Self::attach`] was given.
    pub segments: Vec<Segment>,
    /// Spans that are no pairs, in order.
    pub malformed: Vec<Malformed>,
    /// The translation; the whole text where the page has no spans.
    pub target: Side,
    /// The source text: embedded where the page has spans, else of another file once it is attached.
    pub source: Option<Side>,
    /// Whether the source text is of another file: then its ranges are bytes of that file.
    pub foreign: bool,
    /// What is wrong with the bytes.
    pub faults: Vec<Fault>,
}

impl Page {
    /// Reads a page. `scanner` is shared by all pages of a run.
    pub fn parse(bytes: Vec<u8>, scanner: &SpanScanner) -> Self {
        Self::parse_beside(bytes, scanner, std::iter::empty())
    }

    /// Reads a page as [`Self::parse`] does, with the blocks of its embedded source taken from one of `others`
    /// where that has the same source text: translations made from one commit of a page are alike there.
    pub fn parse_beside<'p>(bytes: Vec<u8>, scanner: &SpanScanner, mut others: impl Iterator<Item = &'p Self>) -> Self {
        let decoded = decode::decode(bytes);
        let mut faults: Vec<Fault> = decoded.invalid.into_iter().map(Fault::InvalidUtf8).collect();
        let text = decoded.text;
        let (front_matter, body) = front_matter::cut(&text, decoded.start);
        let (segments, malformed) = scanner.scan(&text, body as usize);
        let mut side = |which| {
            let projection = Projection::new(&text, body, &segments, which);
            let same = |other: &'p Self| {
                let side = other.source.as_ref().filter(|side| side.projection.text == projection.text)?;
                (!other.faults.contains(&Fault::ParserStopped)).then(|| Arc::clone(&side.tree))
            };
            let known = if which == Which::Source { others.by_ref().find_map(same) } else { None };
            if let Some(tree) = known {
                return Side { projection, tree };
            }
            let (tree, whole) = markdown::parse(&projection.text);
            if !whole && !faults.contains(&Fault::ParserStopped) {
                faults.push(Fault::ParserStopped);
            }
            Side { projection, tree: Arc::new(tree) }
        };
        let target = side(Which::Target);
        let source = (!segments.is_empty()).then(|| side(Which::Source));
        Self { text, body, front_matter, segments, malformed, target, source, foreign: false, faults }
    }

    /// Gives a page without spans its source text, from another file. `pairs`: the smallest aligned pairs, as bytes
    /// of the text of the target side and of the source side, in order of the target, not overlapping.
    pub fn attach(&mut self, source: Side, pairs: &[SidePair]) {
        let target = &mut self.target.projection;
        let segment = |pair: &SidePair| {
            let place = target.range_to_file(pair.target);
            let id = TextRange::new(place.start, place.start);
            Segment { whole: place, id, target: place, source: pair.source, confidence: pair.confidence }
        };
        self.segments = pairs.iter().map(segment).collect();
        target.divide((0..).zip(pairs.iter().map(|pair| pair.target)));
        let mut sources: Vec<(u32, TextRange)> = (0..).zip(pairs.iter().map(|pair| pair.source)).collect();
        sources.sort_unstable_by_key(|(_, range)| *range);
        let source = self.source.insert(source);
        source.projection.divide(sources);
        self.foreign = true;
    }

    /// The source-language text of a segment.
    pub fn source_of(&self, segment: &Segment) -> &str {
        match &self.source {
            Some(source) if self.foreign => segment.source.slice(source.text()),
            _ => segment.source.slice(&self.text),
        }
    }

    /// A front matter value.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.front_matter.as_ref()?.get(key)
    }

    /// The side whose facts count: the embedded source, else the page itself.
    pub fn authority(&self) -> &Side {
        self.source.as_ref().unwrap_or(&self.target)
    }
}
