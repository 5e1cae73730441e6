//! Projections: the page with one side of every span pair, and the way back to the file.
//!
//! Invariant: every byte of a projection comes from one byte of the file, in order.

use super::span::SpanPair;
use crate::text::{FileRange, SideRange};

/// Which side of the span pairs a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The translation.
    Target,
    /// The source-language text.
    Source,
}

/// One side of a page as plain Markdown.
#[derive(Clone)]
pub struct Projection {
    /// The text, without front matter and without span markup.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy)]
struct Piece {
    start: u32,
    file: u32,
    span: Option<u32>,
}

impl Projection {
    /// Projects `text` from byte `from` on. Span pairs must be in order and lie after `from`.
    pub fn new(text: &str, from: u32, spans: &[SpanPair], which: Which) -> Self {
        let mut projection =
            Self { text: String::with_capacity(text.len()), pieces: Vec::with_capacity(spans.len() * 2 + 1) };
        let mut at = from;
        for (index, span) in spans.iter().enumerate() {
            projection.push(text, FileRange::new(at, span.whole.start), None);
            let part = match which {
                Which::Target => span.target,
                Which::Source => span.source,
            };
            projection.push(text, part, Some(index as u32));
            at = span.whole.end;
        }
        projection.push(text, FileRange::new(at, text.len() as u32), None);
        projection
    }

    fn push(&mut self, text: &str, part: FileRange, span: Option<u32>) {
        if !part.is_empty() {
            self.pieces.push(Piece { start: self.text.len() as u32, file: part.start, span });
            self.text.push_str(part.slice(text));
        }
    }

    fn piece(&self, offset: u32) -> Piece {
        let index = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces.get(index.saturating_sub(1)).copied().unwrap_or(Piece { start: 0, file: 0, span: None })
    }

    /// The byte of the file that the byte at `offset` comes from.
    pub fn to_file(&self, offset: u32) -> u32 {
        let piece = self.piece(offset);
        piece.file + (offset - piece.start)
    }

    /// The stretch of the file from the first to the last byte of `range`. It may hold span markup.
    pub fn range_to_file(&self, range: SideRange) -> FileRange {
        let start = self.to_file(range.start);
        if range.is_empty() {
            return FileRange::at(start);
        }
        FileRange::new(start, self.to_file(range.end - 1) + 1)
    }

    /// Like [`Self::range_to_file`], where the range lies in one piece; else `None`. Only such a range
    /// can be replaced in the file.
    pub fn editable(&self, range: SideRange) -> Option<FileRange> {
        let file = self.range_to_file(range);
        (file.len() == range.len()).then_some(file)
    }

    /// A coordinate that both sides of a page share: places between spans stand for themselves, all
    /// places inside a pair for the pair's start.
    pub fn canonical(&self, offset: u32, spans: &[SpanPair]) -> u32 {
        let piece = self.piece(offset);
        match piece.span {
            Some(span) => spans[span as usize].whole.start,
            None => piece.file + (offset - piece.start),
        }
    }

    /// The span pair that the byte at `offset` belongs to.
    pub fn span(&self, offset: u32) -> Option<u32> {
        self.piece(offset).span
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::span::SpanScanner;
    use crate::profile::Profile;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_maps_back(parts in proptest::collection::vec(("[a-zé\n|]{0,6}", "[a-zあ ]{0,6}", "[A-Z ]{0,6}"), 0..6)) {
            let mut page = String::new();
            let (mut target, mut source) = (String::new(), String::new());
            for (number, (shared, left, right)) in parts.iter().enumerate() {
                page.push_str(shared);
                page.push_str(&Profile::built_in().spans.pair(&format!("a-{number}"), left, right));
                target.push_str(&format!("{shared}{left}"));
                source.push_str(&format!("{shared}{right}"));
            }
            let (spans, malformed) = SpanScanner::default().scan(&page, 0);
            prop_assert_eq!((spans.len(), malformed.len()), (parts.len(), 0));
            for (which, expected) in [(Which::Target, target), (Which::Source, source)] {
                let projection = Projection::new(&page, 0, &spans, which);
                prop_assert_eq!(&projection.text, &expected);
                let mut last = None;
                for (offset, byte) in expected.bytes().enumerate() {
                    let file = projection.to_file(offset as u32);
                    prop_assert_eq!(page.as_bytes()[file as usize], byte);
                    prop_assert!(last < Some(file));
                    last = Some(file);
                }
            }
        }
    }
}
