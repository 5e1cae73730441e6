//! Turns verdicts with byte ranges into findings with lines, columns, excerpts and fingerprints.

use super::{Excerpt, Finding, LocatedEdit, Position};
use crate::checks::Verdict;
use crate::compare::change::Certainty;
use crate::discover::identify::Edition;
use crate::page::encoding::{Encoding, FileBytes};
use crate::text::{self, FileRange, LineColumn, LineIndex, TextRange, floor_boundary};
use rustc_hash::FxHashMap;

/// Bytes of a line that are kept after a place; also before it, if the line is longer than [`WHOLE`].
const CONTEXT: usize = 120;
/// A line is kept from its start if the place is within this many bytes, so that columns can be counted in it.
const WHOLE: usize = 2000;

/// The text of a page, or a part that was kept after the page was dropped. All byte ranges refer to the text of the whole page.
pub struct LocatedText<'a> {
    text: &'a str,
    lines: LineIndex,
    bytes: FileBytes,
    encoding: Encoding,
    /// Where the text starts.
    start: PartStart,
}

/// Where a part of a page starts.
#[derive(Clone, Copy, Debug)]
pub struct PartStart {
    /// Its first byte in the text of the page.
    pub byte: u32,
    /// Its position in the file.
    pub position: Position,
}

impl<'a> LocatedText<'a> {
    /// The text of a whole page. `encoding`: that of its file.
    pub fn file(text: &'a str, encoding: Encoding) -> Self {
        Self::part(text, PartStart { byte: 0, position: Position::START }, encoding)
    }

    /// A part of a page that starts at `start`.
    pub fn part(text: &'a str, start: PartStart, encoding: Encoding) -> Self {
        Self { text, lines: LineIndex::new(text), bytes: FileBytes::new(text, encoding), encoding, start }
    }

    /// The position of a byte of the page.
    fn position(&self, byte: u32) -> Position {
        let byte = floor_boundary(self.text, (byte - self.start.byte) as usize) as u32;
        let at = self.lines.locate(self.text, byte);
        let start = self.start.position;
        let column = if at.line == 1 { start.at.column + at.column - 1 } else { at.column };
        let at = LineColumn { line: start.at.line + at.line - 1, column };
        Position { byte: start.byte + self.bytes.at(self.text, byte), at }
    }

    fn edit(&self, edit: crate::diagnostic::Edit) -> LocatedEdit {
        LocatedEdit { start: self.position(edit.range.start), end: self.position(edit.range.end), text: edit.text }
    }

    /// The place of a byte range.
    pub fn place(&self, range: FileRange, excerpts: Excerpts) -> Place {
        let mut excerpt = Excerpt::default();
        if excerpts == Excerpts::Keep {
            let local = TextRange::new(range.start - self.start.byte, range.end - self.start.byte);
            excerpt = self::excerpt(self.text, &self.lines, local);
            excerpt.from_start &= self.lines.line(local.start) > 0 || self.start.position.at.column == 1;
        }
        Place { start: self.position(range.start), end: self.position(range.end), excerpt }
    }
}

/// Whether findings keep an excerpt of their line. Only the text format shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excerpts {
    /// Excerpts are kept.
    Keep,
    /// Excerpts are dropped.
    Drop,
}

/// A place in a file as reports show it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its first character.
    pub start: Position,
    /// One past its last character.
    pub end: Position,
    /// The line of `start`.
    pub excerpt: Excerpt,
}

impl Place {
    /// The start of a file: the place of findings about a whole page.
    pub fn start() -> Self {
        Self { start: Position::START, end: Position::START, excerpt: Excerpt::default() }
    }
}

/// Collects the findings of one page group.
pub struct Findings<'a> {
    key: &'a str,
    excerpts: Excerpts,
    findings: Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// An empty list for a page key.
    pub fn new(key: &'a str, excerpts: Excerpts) -> Self {
        Self { key, excerpts, findings: Vec::new() }
    }

    /// Adds a finding whose place and edit are byte ranges of a text. An edit of a file in UTF-16 is not offered: a program that
    /// inserts its text as UTF-8 would destroy the file.
    pub fn push(&mut self, edition: &Edition, (verdict, certainty): (Verdict, Certainty), text: &LocatedText<'_>) {
        let place = text.place(verdict.change.range, self.excerpts);
        let mut verdict = verdict;
        let edit = verdict.change.edit.take().filter(|_| text.encoding.is_utf8()).map(|edit| text.edit(edit));
        self.push_at(edition, verdict, place);
        let finding = self.findings.last_mut().expect("pushed above");
        (finding.edit, finding.certainty) = (edit, certainty);
    }

    /// Adds a finding at a given place, without edit.
    pub fn push_at(&mut self, edition: &Edition, verdict: Verdict, place: Place) {
        let Verdict { check, level, axis, wording, change } = verdict;
        let locale = change.locale.unwrap_or_else(|| edition.locale.clone()).to_string();
        let named = [check, self.key, &locale, &edition.version, &change.anchor, &change.source];
        self.findings.push(Finding {
            check,
            level,
            axis,
            key: self.key.to_owned(),
            fingerprint: fingerprint(&named),
            locale,
            version: edition.version.clone(),
            path: edition.path.clone(),
            start: place.start,
            end: place.end,
            message: one_line(wording.message),
            help: one_line(wording.help),
            source: change.source,
            target: change.target,
            edit: None,
            excerpt: place.excerpt,
            certainty: Certainty::Certain,
        });
    }

    /// The findings in order of path, place, check, message. Equal findings at a place are merged. Findings with equal
    /// fingerprints get fingerprints with a number, in order of place.
    pub fn finish(self) -> Vec<Finding> {
        let mut findings = self.findings;
        findings.sort_by(|left, right| order(left).cmp(&order(right)));
        findings.dedup_by(|later, kept| order(later) == order(kept));
        number_repeats(&mut findings);
        findings
    }
}

/// The sort key of findings in a group; the order is total.
pub fn order(finding: &Finding) -> impl Ord + '_ {
    (&finding.path, finding.start, finding.end, finding.check, &finding.locale, &finding.message)
}

fn number_repeats(findings: &mut [Finding]) {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for finding in findings {
        let count = counts.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.fingerprint = fingerprint(&[&finding.fingerprint, &count.to_string()]);
        }
    }
}

/// FNV-1a hash of the parts, each followed by a separator, as 16 hexadecimal digits.
fn fingerprint(parts: &[&str]) -> String {
    format!("{:016x}", text::fnv1a(parts.iter().flat_map(|part| part.bytes().chain([0]))))
}

fn one_line(message: String) -> String {
    if message.contains(['\n', '\r']) { message.split_whitespace().collect::<Vec<_>>().join(" ") } else { message }
}

/// The line of a place, shortened at both ends.
fn excerpt(text: &str, lines: &LineIndex, range: TextRange) -> Excerpt {
    let start = floor_boundary(text, range.start as usize);
    let line = lines.line_range(text, lines.line(start as u32));
    let mark = if line.start == 0 && text.starts_with('\u{feff}') { 3 } else { 0 };
    let (from, to) = ((line.start as usize + mark).min(start), line.end as usize);
    let end = floor_boundary(text, range.end as usize).clamp(start, to.max(start)).min(start + 2 * CONTEXT);
    let end = floor_boundary(text, end);
    let left = if start - from > WHOLE { floor_boundary(text, start - CONTEXT) } else { from };
    let right = floor_boundary(text, to.min(end + CONTEXT)).max(end);
    let mut shown = String::with_capacity(right - left + 6);
    if left > from {
        shown.push('…');
    }
    let offset = shown.len();
    shown.push_str(&text[left..right]);
    if right < to {
        shown.push('…');
    }
    Excerpt { text: shown, mark: start - left + offset..end - left + offset, from_start: left == from }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_stay_on_their_line() {
        let text = format!("{}\nab漢字cd\r\nnext", "x".repeat(5000));
        let lines = LineIndex::new(&text);
        let place = TextRange::new(5003, 5009);
        let shown = excerpt(&text, &lines, place);
        assert_eq!((shown.text.as_str(), &shown.text[shown.mark.clone()]), ("ab漢字cd", "漢字"));
        let long = excerpt(&text, &lines, TextRange::new(2500, 2501));
        assert!(long.text.starts_with('…') && long.text.ends_with('…') && &long.text[long.mark.clone()] == "x");
        let over = excerpt(&text, &lines, TextRange::new(4998, 5005));
        assert_eq!(&over.text[over.mark.clone()], "xx");
    }
}
