//! What differs between a stretch of the embedded source text of a page and the same stretch of its source page, and whether it
//! is outside of spans.
//!
//! Not a difference: line breaks, white space at line ends, beside bars and beside `>`, the length of rules, white space of no width, backslashes
//! before punctuation, anchors of headings, alternative texts of images, definitions of link references. Localization changes them and readers do
//! not see it.

use crate::page::{Page, Side};
use crate::text::{SideRange, floor_boundary};
use similar::{Algorithm, DiffTag};

/// Words of a stretch that are compared one by one; in a longer difference, all words count as different.
const MOST_WORDS: usize = 400;

/// The longest anchor, alternative text or definition that is left out, in bytes. A longer one is compared.
const LONGEST: usize = 400;

/// A character with its byte in the text of its side.
type Placed = (char, u32);

/// A stretch of a side without what is no difference.
pub struct Normalized(Vec<Placed>);

/// What a stretch is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Prose: white space is one space.
    Prose,
    /// Code: white space and escapes are no Markdown. White space is left out.
    Code,
    /// Prose for a message: as [`Self::Prose`], with the spaces beside bars.
    Shown,
}

impl Normalized {
    /// Reads a stretch of a side.
    pub fn of(side: &str, range: SideRange, kind: TextKind) -> Self {
        let text = range.slice(side);
        let mut kept: Vec<Placed> = Vec::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let (character, skipped) = if kind != TextKind::Code {
                markup(rest, at == 0 || text.as_bytes()[at - 1] == b'\n')
            } else {
                next(rest)
            };
            if let Some(character) = character {
                push(&mut kept, (character, range.start + at as u32), kind);
            }
            at += skipped;
        }
        if kept.last().is_some_and(|(last, _)| *last == ' ') {
            kept.pop();
        }
        Self(kept)
    }

    /// The characters.
    pub fn text(&self) -> String {
        self.0.iter().map(|(character, _)| character).collect()
    }

    /// The characters, each with its byte in the text of the side.
    pub fn characters(&self) -> impl Iterator<Item = Placed> + '_ {
        self.0.iter().copied()
    }

    /// Whether two stretches have the same characters.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(left, right)| left.0 == right.0)
    }

    /// The words: runs of letters and digits, and every other character.
    fn words(&self) -> Vec<&[Placed]> {
        let is_word = |(character, _): &Placed| character.is_alphanumeric() || *character == '_';
        self.0.chunk_by(|left, right| is_word(left) && is_word(right)).collect()
    }
}

/// Adds a character. White space becomes one space, and none beside the bars of a table or the marks of a quote. A rule of hyphens, such
/// as in the delimiter row of a table, becomes one hyphen.
fn push(kept: &mut Vec<Placed>, (character, at): Placed, kind: TextKind) {
    let last = kept.last().map(|(last, _)| *last);
    let is_kept = match (kind, character.is_whitespace()) {
        (TextKind::Code, is_space) => !is_space,
        (TextKind::Shown, true) => !matches!(last, None | Some(' ')),
        (TextKind::Shown, false) => true,
        (TextKind::Prose, true) => !matches!(last, None | Some(' ' | '|' | '>')),
        (TextKind::Prose, false) => {
            if matches!(character, '|' | '>') && last == Some(' ') {
                kept.pop();
            }
            character != '-' || last != Some('-')
        }
    };
    if is_kept {
        kept.push((if character.is_whitespace() { ' ' } else { character }, at));
    }
}

/// The next character and its length; `None` for white space of no width, which readers do not see.
fn next(rest: &str) -> (Option<char>, usize) {
    let first = rest.chars().next();
    let length = first.map_or(1, char::len_utf8);
    (first.filter(|first| !matches!(first, '\u{200b}' | '\u{feff}')), length)
}

/// The next character, or `None` for markup that is no difference; with the bytes that are read.
fn markup(rest: &str, is_line_start: bool) -> (Option<char>, usize) {
    let bytes = rest.as_bytes();
    if bytes[0] == b'\\' && bytes.get(1).is_some_and(u8::is_ascii_punctuation) {
        return (None, 1);
    }
    if rest.starts_with("<a name=") || rest.starts_with("![") || (is_line_start && bytes[0] == b'[') {
        let line = rest[..floor_boundary(rest, LONGEST)].split('\n').next().unwrap_or_default();
        if let Some((_, after)) = line.strip_prefix("<a name=").and_then(|name| name.split_once("></a>")) {
            return (None, line.len() - after.len());
        }
        if let Some((_, after)) = line.strip_prefix("![").and_then(|image| image.split_once("](")) {
            return (Some('!'), line.len() - after.len());
        }
        if is_definition(line) {
            return (None, line.len());
        }
    }
    next(rest)
}

/// Whether a line defines the target of link references: `[site]: site.md`.
fn is_definition(line: &str) -> bool {
    let label = line.strip_prefix('[').and_then(|rest| rest.split_once("]:"));
    label.is_some_and(|(label, _)| !label.contains(['[', ']', '!']))
}

/// The place of the first difference of two stretches that is outside of spans; `None` if there is none. `embedded`: the side of the first stretch, which
/// `page` embeds.
pub fn outside_spans((page, embedded): (&Page, &Side), [own, source]: [&Normalized; 2]) -> Option<SideRange> {
    let (own, source) = (own.words(), source.words());
    let is_same = |left: &[Placed], right: &[Placed]| {
        left.iter().map(|(character, _)| character).eq(right.iter().map(|(character, _)| character))
    };
    let shortest = own.len().min(source.len());
    let start = own.iter().zip(&source).take_while(|(left, right)| is_same(left, right)).count();
    let end = own.iter().rev().zip(source.iter().rev()).take_while(|(left, right)| is_same(left, right)).count();
    let end = end.min(shortest - start);
    let changed = [start..own.len() - end, start..source.len() - end];
    if changed[0].is_empty() && changed[1].is_empty() {
        return None;
    }
    let spans = Spans { page, side: embedded, own: &own };
    if changed[0].len() + changed[1].len() > MOST_WORDS {
        return spans.outside(changed[0].clone());
    }
    let texts = [(&own, &changed[0]), (&source, &changed[1])].map(|(words, range)| {
        words[range.clone()]
            .iter()
            .map(|word| word.iter().map(|(character, _)| *character).collect::<String>())
            .collect::<Vec<_>>()
    });
    let operations = similar::capture_diff_slices(Algorithm::Myers, &texts[0], &texts[1]);
    operations.iter().filter(|operation| operation.tag() != DiffTag::Equal).find_map(|operation| {
        let own = operation.old_range();
        spans.outside(start + own.start..start + own.end)
    })
}

/// The words of a stretch, and the spans that they are in.
struct Spans<'a> {
    page: &'a Page,
    side: &'a Side,
    own: &'a [&'a [Placed]],
}

impl Spans<'_> {
    /// The place of words that differ, if they are not inside of spans.
    fn outside(&self, words: std::ops::Range<usize>) -> Option<SideRange> {
        let span = |word: usize| self.own.get(word).and_then(|word| self.side.projection.span(word[0].1));
        let is_outside = if words.is_empty() {
            // Between two words of one span, something is missing in the span.
            let is_between =
                words.start == 0 || span(words.start - 1).is_none() || span(words.start - 1) != span(words.start);
            is_between && !self.has_empty_span(words.start)
        } else {
            // The space between two spans counts only if nothing but space differs.
            let is_space = |word: usize| self.own[word][0].0 == ' ';
            let is_spaces = words.clone().all(is_space);
            words.clone().any(|word| span(word).is_none() && is_space(word) == is_spaces)
        };
        is_outside.then(|| self.range(words))
    }

    /// Whether a span whose source text is empty is in front of a word: then the text that the source page has here is in that span.
    fn has_empty_span(&self, word: usize) -> bool {
        let file = |at: u32| self.side.projection.to_file(at);
        let from = word.checked_sub(1).map_or(self.page.body, |before| file(end(self.own[before]) - 1) + 1);
        let to = self.own.get(word).map_or(self.page.text.len() as u32, |next| file(next[0].1));
        let next = self.page.spans.partition_point(|span| span.source.start < from);
        self.page.spans.get(next).is_some_and(|span| span.source.end <= to)
    }

    /// The bytes of words; an empty range behind the word before them if there are none.
    fn range(&self, words: std::ops::Range<usize>) -> SideRange {
        match self.own.get(words.clone()) {
            Some([first, .., last]) => SideRange::new(first[0].1, end(last)),
            Some([only]) => SideRange::new(only[0].1, end(only)),
            _ => SideRange::at(
                words
                    .start
                    .checked_sub(1)
                    .map_or(self.own.first().map_or(0, |word| word[0].1), |before| end(self.own[before])),
            ),
        }
    }
}

/// One past the last byte of a word.
fn end(word: &[Placed]) -> u32 {
    word.last().map_or(0, |(character, at)| at + character.len_utf8() as u32)
}
