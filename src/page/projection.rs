//! Projections: the page with one side of every span pair, and the place of each byte in the file.
//!
//! Invariant: each byte of a projection is a byte of the file, in the order of the file.

use super::span::SpanPair;
use crate::text::{FileRange, SideRange};

/// The side of the span pairs that a projection has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideKind {
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

/// A range of the projection that is one range of the file.
#[derive(Clone, Copy)]
struct Piece {
    /// Its first byte in the projection.
    start: u32,
    /// Its first byte in the file.
    file: u32,
    /// The span pair that it is in.
    span: Option<u32>,
}

impl Projection {
    /// Projects the bytes of `text` after `from`. The span pairs must be in order of place and after `from`.
    pub fn new(text: &str, from: u32, spans: &[SpanPair], kind: SideKind) -> Self {
        let mut projection =
            Self { text: String::with_capacity(text.len()), pieces: Vec::with_capacity(spans.len() * 2 + 1) };
        let mut at = from;
        for (index, span) in spans.iter().enumerate() {
            projection.push(text, FileRange::new(at, span.whole.start), None);
            let part = match kind {
                SideKind::Target => span.target,
                SideKind::Source => span.source,
            };
            projection.push(text, part, Some(index as u32));
            at = span.whole.end;
        }
        projection.push(text, FileRange::new(at, text.len() as u32), None);
        projection
    }

    /// Projects some parts of `text`, which must be in order and must not overlap.
    pub fn of_parts(text: &str, parts: &[FileRange]) -> Self {
        let mut projection = Self { text: String::new(), pieces: Vec::with_capacity(parts.len()) };
        parts.iter().for_each(|part| projection.push(text, *part, None));
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

    /// The range of the file from the first to the last byte of `range`. It may include span markup.
    pub fn range_to_file(&self, range: SideRange) -> FileRange {
        let start = self.to_file(range.start);
        if range.is_empty() {
            return FileRange::at(start);
        }
        FileRange::new(start, self.to_file(range.end - 1) + 1)
    }

    /// As [`Self::range_to_file`]; `None` if the range of the file includes span markup. Only a range without it can be replaced
    /// in the file.
    pub fn editable(&self, range: SideRange) -> Option<FileRange> {
        let file = self.range_to_file(range);
        (file.len() == range.len()).then_some(file)
    }

    /// A coordinate that is the same for both sides of a page: the byte of the file, but for a byte inside a span pair the start
    /// of the pair.
    pub fn canonical(&self, offset: u32, spans: &[SpanPair]) -> u32 {
        let piece = self.piece(offset);
        match piece.span {
            Some(span) => spans[span as usize].whole.start,
            None => piece.file + (offset - piece.start),
        }
    }

    /// The span pair that contains the byte at `offset`.
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
            for (kind, expected) in [(SideKind::Target, target), (SideKind::Source, source)] {
                let projection = Projection::new(&page, 0, &spans, kind);
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
