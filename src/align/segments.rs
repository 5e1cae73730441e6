//! The segments of a page: its smallest aligned pairs of text.

use crate::page::{Page, Side};
use crate::text::SideRange;

/// A range of the target and the range of the source that it translates: the two texts of one span pair, else a sentence or a
/// block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Bytes of the text of the target side.
    pub target: SideRange,
    /// Bytes of the text of the source side.
    pub source: SideRange,
    /// The confidence of the pair, from 0 to 1.
    pub confidence: f32,
}

/// The segments of a page. They do not overlap on either side.
#[derive(Debug, Default)]
pub struct Segments {
    /// In order of the target. For a page with spans, segment `i` is span pair `i`.
    pub all: Vec<Segment>,
    /// The source ranges in order, each with its segment.
    sources: Vec<(SideRange, u32)>,
}

impl Segments {
    /// The segments with these ranges, in order of the target.
    pub fn new(all: Vec<Segment>) -> Self {
        let mut sources: Vec<(SideRange, u32)> = all.iter().map(|segment| segment.source).zip(0..).collect();
        if !sources.is_sorted() {
            sources.sort_unstable();
        }
        Self { all, sources }
    }

    /// The segments of a page with spans: its span pairs, as ranges of the two projections.
    pub fn of_spans(page: &Page) -> Self {
        let mut file = page.body;
        let mut ends = [0, 0];
        let segment = |span: &crate::page::span::SpanPair| {
            let between = span.whole.start - file;
            file = span.whole.end;
            let [target, source] = [0, 1].map(|side: usize| {
                let length = [span.target, span.source][side].len();
                let start = ends[side] + between;
                ends[side] = start + length;
                SideRange::new(start, start + length)
            });
            Segment { target, source, confidence: 1.0 }
        };
        Self::new(page.spans.iter().map(segment).collect())
    }

    /// The segment that contains a byte of the target side.
    pub fn at_target(&self, offset: u32) -> Option<u32> {
        let after = self.all.partition_point(|segment| segment.target.start <= offset);
        let index = after.checked_sub(1).filter(|&index| self.all[index].target.contains(offset));
        index.map(|index| index as u32)
    }

    /// The segment that contains a byte of the source side.
    pub fn at_source(&self, offset: u32) -> Option<u32> {
        let after = self.sources.partition_point(|(range, _)| range.start <= offset);
        let (range, segment) = self.sources[after.checked_sub(1)?];
        range.contains(offset).then_some(segment)
    }

    /// The segments that overlap a range of the target side, in order, each with the part of the range in it.
    pub fn in_target(&self, range: SideRange) -> impl Iterator<Item = (u32, SideRange)> + '_ {
        let first = self.all.partition_point(|segment| segment.target.end <= range.start);
        let parts = self.all[first..].iter().map(|segment| segment.target).zip(first as u32..);
        parts_of(parts.map(|(part, segment)| (segment, part)), range)
    }

    /// The segments that overlap a range of the source side, in order, each with the part of the range in it.
    pub fn in_source(&self, range: SideRange) -> impl Iterator<Item = (u32, SideRange)> + '_ {
        let first = self.sources.partition_point(|(part, _)| part.end <= range.start);
        parts_of(self.sources[first..].iter().map(|&(part, segment)| (segment, part)), range)
    }

    /// The target text of a segment.
    pub fn target<'s>(&self, segment: u32, side: &'s Side) -> &'s str {
        self.all[segment as usize].target.slice(side.text())
    }

    /// The source text of a segment.
    pub fn source<'s>(&self, segment: u32, side: &'s Side) -> &'s str {
        self.all[segment as usize].source.slice(side.text())
    }
}

/// The parts that overlap a range, each cut to the range.
fn parts_of(parts: impl Iterator<Item = (u32, SideRange)>, range: SideRange) -> impl Iterator<Item = (u32, SideRange)> {
    parts.take_while(move |(_, part)| part.start < range.end).filter_map(move |(segment, part)| {
        let (start, end) = (part.start.max(range.start), part.end.min(range.end));
        (start < end).then(|| (segment, SideRange::new(start, end)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(pairs: &[([u32; 2], [u32; 2])]) -> Segments {
        let range = |[start, end]: [u32; 2]| SideRange::new(start, end);
        let segment = |(target, source): &([u32; 2], [u32; 2])| Segment {
            target: range(*target),
            source: range(*source),
            confidence: 1.0,
        };
        Segments::new(pairs.iter().map(segment).collect())
    }

    #[test]
    fn places_find_their_segment_in_any_order_of_the_source() {
        let segments = segments(&[([0, 5], [8, 12]), ([5, 5], [0, 2]), ([7, 9], [3, 8])]);
        assert_eq!([0, 4, 5, 6, 7, 9].map(|at| segments.at_target(at)), [Some(0), Some(0), None, None, Some(2), None]);
        assert_eq!([1, 2, 3, 8, 12].map(|at| segments.at_source(at)), [Some(1), None, Some(2), Some(0), None]);
    }

    #[test]
    fn ranges_are_cut_at_segments() {
        let segments = segments(&[([0, 5], [8, 12]), ([5, 5], [0, 2]), ([7, 9], [3, 8])]);
        let range = SideRange::new;
        assert_eq!(segments.in_target(range(3, 8)).collect::<Vec<_>>(), [(0, range(3, 5)), (2, range(7, 8))]);
        assert_eq!(segments.in_source(range(1, 9)).map(|(segment, _)| segment).collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(segments.in_target(range(5, 7)).count(), 0);
    }
}
