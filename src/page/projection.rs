//! Projections: the page with one side of every span pair, and the way back to the file.
//!
//! Invariant: every byte of a projection comes from one byte of the file, in order.

use super::span::Segment;
use crate::text::TextRange;

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
    segment: Option<u32>,
}

impl Projection {
    /// Projects `text` from byte `from` on. Segments must be in order and lie after `from`.
    pub fn new(text: &str, from: u32, segments: &[Segment], which: Which) -> Self {
        let mut projection =
            Self { text: String::with_capacity(text.len()), pieces: Vec::with_capacity(segments.len() * 2 + 1) };
        let mut at = from;
        for (index, segment) in segments.iter().enumerate() {
            projection.push(text, TextRange::new(at, segment.whole.start), None);
            let part = match which {
                Which::Target => segment.target,
                Which::Source => segment.source,
            };
            projection.push(text, part, Some(index as u32));
            at = segment.whole.end;
        }
        projection.push(text, TextRange::new(at, text.len() as u32), None);
        projection
    }

    /// Divides the text of a page without span pairs into segments. `parts`: the number of a segment and its
    /// bytes of the text, in order, not overlapping.
    pub fn divide(&mut self, parts: impl IntoIterator<Item = (u32, TextRange)>) {
        let whole = std::mem::take(&mut self.pieces);
        let file = |offset: u32| {
            let index = whole.partition_point(|piece| piece.start <= offset).saturating_sub(1);
            whole.get(index).map_or(offset, |piece| piece.file + (offset - piece.start))
        };
        let mut piece = |start: u32, segment| self.pieces.push(Piece { start, file: file(start), segment });
        let mut at = 0;
        for (segment, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
            if at < part.start {
                piece(at, None);
            }
            piece(part.start, Some(segment));
            at = part.end;
        }
        if (at as usize) < self.text.len() {
            piece(at, None);
        }
    }

    fn push(&mut self, text: &str, part: TextRange, segment: Option<u32>) {
        if !part.is_empty() {
            self.pieces.push(Piece { start: self.text.len() as u32, file: part.start, segment });
            self.text.push_str(part.slice(text));
        }
    }

    fn piece(&self, offset: u32) -> Piece {
        let index = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces.get(index.saturating_sub(1)).copied().unwrap_or(Piece { start: 0, file: 0, segment: None })
    }

    /// The byte of the file that the byte at `offset` comes from.
    pub fn to_file(&self, offset: u32) -> u32 {
        let piece = self.piece(offset);
        piece.file + (offset - piece.start)
    }

    /// The stretch of the file from the first to the last byte of `range`. It may hold span markup.
    pub fn range_to_file(&self, range: TextRange) -> TextRange {
        let start = self.to_file(range.start);
        if range.is_empty() {
            return TextRange::new(start, start);
        }
        TextRange::new(start, self.to_file(range.end - 1) + 1)
    }

    /// Like [`Self::range_to_file`], where the range lies in one piece; else `None`. Only such a range
    /// can be replaced in the file.
    pub fn editable(&self, range: TextRange) -> Option<TextRange> {
        let file = self.range_to_file(range);
        (file.len() == range.len()).then_some(file)
    }

    /// A coordinate that both sides of a page share: places between spans stand for themselves, all
    /// places inside a pair for the pair's start.
    pub fn canonical(&self, offset: u32, segments: &[Segment]) -> u32 {
        let piece = self.piece(offset);
        match piece.segment {
            Some(segment) => segments[segment as usize].whole.start,
            None => piece.file + (offset - piece.start),
        }
    }

    /// The segments that `range` goes through, each with its bytes of the range, in order.
    pub fn segments_in(&self, range: TextRange) -> impl Iterator<Item = (u32, TextRange)> + '_ {
        let first = self.pieces.partition_point(|piece| piece.start <= range.start).saturating_sub(1);
        let pieces = self.pieces[first.min(self.pieces.len())..].iter().enumerate();
        pieces.take_while(move |(_, piece)| piece.start < range.end).filter_map(move |(index, piece)| {
            let next = self.pieces.get(first + index + 1).map_or(self.text.len() as u32, |next| next.start);
            let part = (piece.start.max(range.start), next.min(range.end));
            piece.segment.filter(|_| part.0 < part.1).map(|segment| (segment, TextRange::new(part.0, part.1)))
        })
    }

    /// The segment that the byte at `offset` belongs to.
    pub fn segment(&self, offset: u32) -> Option<u32> {
        self.piece(offset).segment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::span::SpanScanner;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_maps_back(parts in proptest::collection::vec(("[a-zé\n|]{0,6}", "[a-zあ ]{0,6}", "[A-Z ]{0,6}"), 0..6)) {
            let mut page = String::new();
            let (mut target, mut source) = (String::new(), String::new());
            for (number, (shared, left, right)) in parts.iter().enumerate() {
                page.push_str(&format!(
                    "{shared}<span data-ttu-id=\"a-{number}\">{left}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{number}\">{right}</span></span>"
                ));
                target.push_str(&format!("{shared}{left}"));
                source.push_str(&format!("{shared}{right}"));
            }
            let (segments, malformed) = SpanScanner::default().scan(&page, 0);
            prop_assert_eq!((segments.len(), malformed.len()), (parts.len(), 0));
            for (which, expected) in [(Which::Target, target), (Which::Source, source)] {
                let projection = Projection::new(&page, 0, &segments, which);
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
