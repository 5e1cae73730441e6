//! Findings with byte ranges to findings with lines, columns, excerpts and fingerprints.

use super::{Excerpt, Located, LocatedEdit, Position};
use crate::compare::Reading;
use crate::diagnostic::Finding;
use crate::text::{self, LineColumn, LineIndex, TextRange, floor_boundary};
use rustc_hash::FxHashMap;

/// Bytes of a line kept after a place, and before it where the line is longer than [`WHOLE`].
const CONTEXT: usize = 120;
/// Bytes up to which a line is kept from its start, so that columns can be counted in it.
const WHOLE: usize = 2000;

/// Locates the findings of one page group and puts them in order: path, place, check, message. Findings
/// that say the same of the same place are told once. `excerpts`: whether lines are kept for drawing.
pub fn locate(key: &str, readings: &[Reading], findings: Vec<Finding>, excerpts: bool) -> Vec<Located> {
    let mut indexes: Vec<Option<LineIndex>> = readings.iter().map(|_| None).collect();
    let mut located: Vec<Located> = findings
        .into_iter()
        .map(|finding| {
            let reading = &readings[finding.edition];
            let text = &reading.page.text;
            let lines = indexes[finding.edition].get_or_insert_with(|| LineIndex::new(text));
            let position = |byte: u32| {
                let byte = floor_boundary(text, byte as usize) as u32;
                Position { byte, at: lines.locate(text, byte) }
            };
            let edit = finding.edit.map(|edit| LocatedEdit {
                start: position(edit.range.start),
                end: position(edit.range.end),
                text: edit.text,
            });
            Located {
                check: finding.check,
                level: finding.level,
                axis: finding.axis,
                key: key.to_owned(),
                locale: finding.locale.unwrap_or_else(|| reading.edition.locale.clone()).to_string(),
                version: reading.edition.version.clone(),
                path: reading.edition.path.clone(),
                start: position(finding.range.start),
                end: position(finding.range.end),
                message: one_line(finding.message),
                help: finding.help,
                edit,
                fingerprint: fingerprint(&[
                    finding.check,
                    key,
                    reading.edition.locale.as_str(),
                    &reading.edition.version,
                    &finding.anchor,
                    &finding.source,
                ]),
                excerpt: if excerpts { excerpt(text, lines, finding.range) } else { Excerpt::default() },
                source: finding.source,
                target: finding.target,
                doubtful: finding.doubtful,
            }
        })
        .collect();
    located.sort_by(|one, other| order(one).cmp(&order(other)));
    located.dedup_by(|one, other| order(one) == order(other));
    number_repeats(&mut located);
    located
}

/// One place of a reading: start, end, and the line where it is wanted.
pub fn of(reading: &Reading, lines: &LineIndex, range: TextRange, with_excerpt: bool) -> (Position, Position, Excerpt) {
    let text = &reading.page.text;
    let position = |byte: u32| {
        let byte = floor_boundary(text, byte as usize) as u32;
        Position { byte, at: lines.locate(text, byte) }
    };
    let excerpt = if with_excerpt { excerpt(text, lines, range) } else { Excerpt::default() };
    (position(range.start), position(range.end), excerpt)
}

/// A finding about a page as a whole, at the start of a file.
pub fn at_start(key: &str, edition: &crate::discover::identify::Edition, finding: Finding) -> Located {
    let start = Position { byte: 0, at: LineColumn { line: 1, column: 1 } };
    let locale = finding.locale.unwrap_or_else(|| edition.locale.clone()).to_string();
    Located {
        check: finding.check,
        level: finding.level,
        axis: finding.axis,
        key: key.to_owned(),
        fingerprint: fingerprint(&[finding.check, key, &locale, &edition.version, &finding.anchor, &finding.source]),
        locale,
        version: edition.version.clone(),
        path: edition.path.clone(),
        start,
        end: start,
        message: one_line(finding.message),
        help: finding.help,
        source: finding.source,
        target: finding.target,
        edit: None,
        excerpt: Excerpt::default(),
        doubtful: false,
    }
}

/// A stretch of a file that was kept: its text, and where it starts.
pub struct Part<'a> {
    /// The text.
    pub text: &'a str,
    /// Its start in the file.
    pub start: Position,
}

impl Part<'_> {
    fn position(&self, lines: &LineIndex, byte: u32) -> Position {
        let at = lines.locate(self.text, floor_boundary(self.text, byte as usize) as u32);
        let column = if at.line == 1 { self.start.at.column + at.column - 1 } else { at.column };
        Position { byte: self.start.byte + byte, at: LineColumn { line: self.start.at.line + at.line - 1, column } }
    }
}

/// A finding whose places are bytes of a part of a file, when the file itself is gone.
pub fn in_part(
    key: &str,
    edition: &crate::discover::identify::Edition,
    mut finding: Finding,
    part: &Part<'_>,
    with_excerpt: bool,
) -> Located {
    let lines = LineIndex::new(part.text);
    let (range, edit) = (finding.range, finding.edit.take());
    let mut located = at_start(key, edition, finding);
    (located.start, located.end) = (part.position(&lines, range.start), part.position(&lines, range.end));
    located.edit = edit.map(|edit| LocatedEdit {
        start: part.position(&lines, edit.range.start),
        end: part.position(&lines, edit.range.end),
        text: edit.text,
    });
    if with_excerpt {
        located.excerpt = excerpt(part.text, &lines, range);
        located.excerpt.from_start &= lines.line(range.start) > 0 || part.start.at.column == 1;
    }
    located
}

/// The total order of findings inside a group.
pub fn order(finding: &Located) -> impl Ord + '_ {
    (&finding.path, finding.start, finding.end, finding.check, &finding.locale, &finding.message)
}

/// Equal fingerprints get their number, in order of place.
fn number_repeats(findings: &mut [Located]) {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for finding in findings {
        let count = counts.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.fingerprint = fingerprint(&[&finding.fingerprint, &count.to_string()]);
        }
    }
}

/// A hash over the parts, each with a separator behind it.
fn fingerprint(parts: &[&str]) -> String {
    format!("{:016x}", text::fnv1a(parts.iter().flat_map(|part| part.bytes().chain([0]))))
}

fn one_line(message: String) -> String {
    if message.contains(['\n', '\r']) { message.split_whitespace().collect::<Vec<_>>().join(" ") } else { message }
}

/// The line of a place, cut at both sides to what a reader needs.
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
