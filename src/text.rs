//! Byte ranges, line starts and other functions of plain texts.
//!
//! Positions are byte offsets (`u32`) until a report is written. Only reports have lines and columns, by [`LineIndex`].

use rustc_hash::FxHashMap;
use std::marker::PhantomData;

/// A half-open range of bytes, `start <= end`, of a text of the kind `In`. Ranges of different kinds of text are different
/// types: only a [projection](crate::page::projection) converts between a side and its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteRange<In> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    text: PhantomData<In>,
}

/// Bytes of any other text: a piece of prose, the body of a code block, a segment.
pub type TextRange = ByteRange<AnyText>;
/// Bytes of a file as it is on disk.
pub type FileRange = ByteRange<FileText>;
/// Bytes of one side of a page: of [`Projection::text`](crate::page::projection::Projection::text).
pub type SideRange = ByteRange<SideText>;

/// Kind of text: any other text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnyText;
/// Kind of text: a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileText;
/// Kind of text: one side of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SideText;

impl<In> ByteRange<In> {
    /// The range from `start` to `end`, in bytes.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "range {start}..{end} runs backwards");
        Self { start, end, text: PhantomData }
    }

    /// The empty range at a byte.
    pub fn at(offset: u32) -> Self {
        Self::new(offset, offset)
    }

    /// The range of slice indices of the standard library.
    pub fn of(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start as u32, range.end as u32)
    }

    /// A part of this range. `inner`: bytes of the text that this range covers.
    pub fn part(self, inner: TextRange) -> Self {
        Self::new(self.start + inner.start, self.start + inner.end)
    }

    /// The text that the range covers in `text`.
    pub fn slice(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// The range without white space at its ends. A range of white space only becomes an empty range at its end.
    pub fn trimmed(self, text: &str) -> Self {
        let content = &text[self.start as usize..self.end as usize];
        let start = self.start + (content.len() - content.trim_start().len()) as u32;
        Self::new(start, start + content.trim().len() as u32)
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` is inside the range; `end` is not.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The range of `part` in `whole`; `None` if `part` is not a slice of `whole`.
    pub fn of_part(whole: &str, part: &str) -> Option<Self> {
        let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
        let end = start + part.len();
        (end <= whole.len()).then(|| Self::new(start as u32, end as u32))
    }
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>. Stable across versions of compilers and libraries.
pub fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A place in a report: line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The distance in bytes between two places of a long line whose columns are stored.
const STRIDE: usize = 4096;

/// The line starts of one text.
pub struct LineIndex {
    starts: Vec<u32>,
    /// Byte and column (from 0) of places in lines longer than [`STRIDE`], so that the column of a later place is not counted
    /// from the start of the line.
    columns: Vec<(u32, u32)>,
}

impl LineIndex {
    /// Reads the line starts of `text`; `\n` ends a line, a `\r` before it belongs to the line end.
    pub fn new(text: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        let starts: Vec<u32> = std::iter::once(0).chain(newlines).collect();
        let mut columns = Vec::new();
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(text.len(), |&next| next as usize);
            let (mut at, mut column) = (start as usize, 0);
            while end - at > STRIDE {
                let next = floor_boundary(text, at + STRIDE);
                column += text[at..next].chars().count() as u32;
                columns.push((next as u32, column));
                at = next;
            }
        }
        Self { starts, columns }
    }

    /// The line (from 0) that contains `offset`.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// Line and column of `offset` in `text`, the text that the index was made from.
    pub fn locate(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let known =
            self.columns.partition_point(|&(at, _)| at <= offset).checked_sub(1).map(|index| self.columns[index]);
        let (from, column) = known.filter(|&(at, _)| at >= self.starts[line]).unwrap_or((self.starts[line], 0));
        let after = text[from as usize..offset as usize].chars().count() as u32;
        // A byte order mark does not count as a character of the first line.
        let mark = u32::from(line == 0 && offset > 0 && text.starts_with('\u{feff}'));
        LineColumn { line: line as u32 + 1, column: column + after + 1 - mark }
    }

    /// The range of a line (from 0) without its line end.
    pub fn line_range(&self, text: &str, line: usize) -> TextRange {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(text.len() as u32, |&next| next - 1);
        let carriage_return = end > start && text.as_bytes()[end as usize - 1] == b'\r';
        TextRange::new(start, end - u32::from(carriage_return))
    }
}

/// The indices of the longest strictly increasing subsequence of `values`. If several have the same length, one that ends
/// in the smallest value.
pub fn longest_increasing<T: PartialOrd>(values: &[T]) -> Vec<usize> {
    // For each length, the last index of the subsequence that ends in the smallest value.
    let mut ends: Vec<usize> = Vec::new();
    // For each index, the previous index of its subsequence.
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let length = ends.partition_point(|&end| values[end] < *value);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |&index| before[index]).collect();
    run.reverse();
    run
}

/// The positions of names in a list, in any ASCII case.
pub struct NameIndex<'n> {
    names: Vec<&'n str>,
    /// Name in lower case to its positions. Only for long lists: short lists are searched faster without it.
    places: FxHashMap<String, Vec<usize>>,
}

impl<'n> NameIndex<'n> {
    /// Lists with fewer names have no table of places.
    pub const LONG: usize = 32;

    /// Indexes the names of a list.
    pub fn of(names: impl Iterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.collect();
        let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        if names.len() >= Self::LONG {
            for (index, name) in names.iter().enumerate() {
                places.entry(name.to_ascii_lowercase()).or_default().push(index);
            }
        }
        Self { names, places }
    }

    /// The position of the first equal name.
    pub fn first(&self, name: &str) -> Option<usize> {
        self.nth(name, 0)
    }

    /// The position of an equal name, counted from 0.
    pub fn nth(&self, name: &str, number: usize) -> Option<usize> {
        if self.names.len() >= Self::LONG {
            return self.places.get(&name.to_ascii_lowercase())?.get(number).copied();
        }
        let equal = self.names.iter().enumerate().filter(|(_, known)| known.eq_ignore_ascii_case(name));
        equal.map(|(position, _)| position).nth(number)
    }
}

/// The path of a page without the extension of Markdown and MDX files.
pub fn without_page_extension(path: &str) -> &str {
    let bare = [".md", ".mdx", ".markdown"].into_iter().find_map(|extension| path.strip_suffix(extension));
    bare.unwrap_or(path)
}

/// The largest character boundary of `text` at or below `offset`.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_far_into_a_line_count_characters() {
        let text = format!("x\n{}é漢z\n{}", "ü".repeat(5000), "y".repeat(9000));
        let index = LineIndex::new(&text);
        let at = text.find('z').expect("there") as u32;
        assert_eq!(index.locate(&text, at), LineColumn { line: 2, column: 5003 });
        assert_eq!(index.locate(&text, text.len() as u32), LineColumn { line: 3, column: 9001 });
        assert_eq!(index.locate(&text, 2), LineColumn { line: 2, column: 1 });
    }

    #[test]
    fn names_are_found_in_short_and_long_lists() {
        for length in [3, NameIndex::LONG + 3] {
            let names: Vec<String> = (0..length).map(|number| format!("Berth{}", number % (length - 1))).collect();
            let index = NameIndex::of(names.iter().map(String::as_str));
            assert_eq!([index.first("bERTH0"), index.first("berth1"), index.first("berth")], [Some(0), Some(1), None]);
        }
    }

    #[test]
    fn runs_rise() {
        assert_eq!(longest_increasing(&[3, 1, 2, 2, 5, 4]), [1, 3, 5]);
        assert!(longest_increasing::<u32>(&[]).is_empty());
    }
}
