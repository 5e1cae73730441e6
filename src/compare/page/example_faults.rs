//! Faults of single examples: content length, JSON, version. Code is the same in every locale, so equal faults of one
//! version are reported once, in the source-language edition or else in the newest one.

use crate::compare::change::{Change, ChangeKind, EditionChange};
use crate::discover::identify::{Form, UNVERSIONED};
use crate::facts::extract::annotation_before;
use crate::page::Side;
use crate::page::annotation::AnnotatedBlock;
use crate::page::http;
use crate::page::http::{Message, StartLine};
use crate::page::tree::BlockKind;
use crate::reading::Reading;
use crate::text;
use crate::text::TextRange;
use rustc_hash::FxHashSet;

/// The faults of the code blocks of all editions of a page.
pub fn compare(readings: &[Reading]) -> Vec<EditionChange> {
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by_key(|&index| {
        (readings[index].edition.form != Form::Source, std::cmp::Reverse(readings[index].edition.handoff), index)
    });
    let mut seen = FxHashSet::default();
    let mut changes = Vec::new();
    for index in order {
        changes.extend(edition(&readings[index], &mut seen).into_iter().map(|change| change.of(index)));
    }
    changes
}

/// `seen`: version and code of the blocks that were judged, in this edition or an earlier one.
fn edition<'a>(reading: &'a Reading, seen: &mut FxHashSet<(&'a str, &'a str)>) -> Vec<Change> {
    let mut changes = Vec::new();
    let side = &reading.aligned.page.target;
    for (position, block) in side.tree.blocks.iter().enumerate() {
        let BlockKind::Code { body, language } = block.kind else { continue };
        let code = body.slice(side.text());
        if !seen.insert((&reading.edition.version, code)) {
            continue;
        }
        let mut push = |kind, range: TextRange, texts: (&str, &str)| {
            let place = side.projection.range_to_file(body.part(range));
            let change = Change::new(kind, place).with_texts(texts.0, texts.1);
            changes.push(change.with_anchor(side.tree.structural_path(position as u32)));
        };
        match Message::parse(code) {
            Some(message) => {
                if let StartLine::Request(request) = &message.start
                    && let (_, Some(called)) = http::split_target(&request.target)
                    && reading.edition.version != UNVERSIONED
                    && !called.eq_ignore_ascii_case(&reading.edition.version)
                {
                    push(ChangeKind::ExampleVersion, request.range, (&reading.edition.version, &called));
                }
                content_length(code, &message, &mut push);
                if is_json(code, &message) && !is_excused(side, position) {
                    json(code, message.body, &mut push);
                }
            }
            None => {
                let named_json = language.slice(side.text()).trim().eq_ignore_ascii_case("json");
                let annotation = annotation_before(side, position);
                let is_example = matches!(
                    annotation.and_then(|annotation| annotation.block),
                    Some(AnnotatedBlock::Response | AnnotatedBlock::Request | AnnotatedBlock::Example)
                );
                if named_json && is_example && !is_excused(side, position) {
                    json(code, TextRange::new(0, code.len() as u32), &mut push);
                }
            }
        }
    }
    changes
}

fn content_length(code: &str, message: &Message, push: &mut impl FnMut(ChangeKind, TextRange, (&str, &str))) {
    let Some(field) = message.field(code, "content-length") else { return };
    let stated = field.value.slice(code);
    let body = message.body.slice(code);
    let (Ok(length), false) = (stated.parse::<usize>(), body.trim().is_empty()) else { return };
    let possible = body_lengths(body);
    if !possible.contains(&length) {
        let expected = possible[0].to_string();
        push(ChangeKind::ContentLength(possible), field.value, (&expected, stated));
    }
}

/// The lengths in bytes that a body may have when it is sent: with LF or CRLF line ends, with or without the last line
/// end, or as JSON without white space. The first is the length with LF and without the last line end.
fn body_lengths(body: &str) -> Vec<usize> {
    let content = body.trim_end_matches(['\r', '\n']);
    let line_feeds = content.matches('\n').count();
    let bare = content.len() - content.matches("\r\n").count();
    let trimmed = content.trim_end().len();
    let mut lengths = vec![bare, bare + line_feeds, bare + 1, bare + line_feeds + 2, minified(content)];
    if trimmed != content.len() {
        let bare = content.trim().len() - content.trim().matches("\r\n").count();
        lengths.extend([bare, bare + line_feeds]);
    }
    lengths
}

/// The length of JSON without the white space outside its strings.
fn minified(body: &str) -> usize {
    let (mut in_string, mut escaped, mut length) = (false, false, 0);
    for byte in body.bytes() {
        length += usize::from(in_string || !byte.is_ascii_whitespace());
        in_string ^= byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
    }
    length
}

/// Whether the body of a message should be JSON: the content type contains `json`, or there is no content type and the
/// body starts with `{` or `[`.
fn is_json(code: &str, message: &Message) -> bool {
    let body = message.body.slice(code).trim_start();
    match message.field(code, "content-type").map(|field| field.value.slice(code).to_ascii_lowercase()) {
        Some(media_type) => media_type.contains("json") && !body.is_empty(),
        None => body.starts_with(['{', '[']),
    }
}

/// Whether the annotation of a block states `ignored`.
fn is_excused(side: &Side, position: usize) -> bool {
    annotation_before(side, position).is_some_and(|annotation| annotation.block == Some(AnnotatedBlock::Ignored))
}

fn json(code: &str, body: TextRange, push: &mut impl FnMut(ChangeKind, TextRange, (&str, &str))) {
    let text = body.slice(code);
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) else { return };
    let at = offset(text, error.line(), error.column());
    if is_elided(text, at) {
        return;
    }
    let before = text[..at].trim_end();
    let trailing_comma = before.ends_with(',') && text[at..].starts_with(['}', ']']);
    let at = if trailing_comma { before.len() - 1 } else { text::floor_boundary(text, at) };
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    let place = TextRange::new(body.start + at as u32, body.start + (at + length) as u32);
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let message = error.to_string();
    let message = message.split(" at line").next().unwrap_or(&message);
    let message = if trailing_comma { "trailing comma" } else { message };
    push(ChangeKind::ExampleJson(message.to_owned()), place, ("", line.trim()));
}

/// The byte offset of the parser's line and column: the last byte that the parser read.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text::floor_boundary(text, (start + column.saturating_sub(1)).min(text.len()))
}

/// Whether the parser stopped at text that stands for omitted JSON: `...`, a comment, a placeholder in angle brackets or
/// braces.
fn is_elided(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches([',', ' ', '\n', '\r', '\t']);
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &text[line_start..text[at..].find('\n').map_or(text.len(), |end| at + end)];
    ["...", "…", "//", "/*", "<", "{{", "#"].iter().any(|mark| rest.starts_with(mark))
        || line.contains("...")
        || line.contains('…')
        || line.contains("//")
        || text.trim().is_empty()
        || rest.starts_with('{') && line.contains('}') && !line.contains('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_may_count_either_line_end() {
        assert_eq!(body_lengths("{\n}\n")[..2], [3, 4]);
        assert_eq!(body_lengths("{\r\n}\r\n")[..2], [3, 4]);
        assert_eq!(body_lengths("{\"é\":1}")[0], 8);
        assert_eq!(minified("{ \"a b\": [ 1,\n \"\\\" \" ] }"), 17);
    }

    #[track_caller]
    fn invalid(body: &str, expected: Option<&str>) {
        let mut found = None;
        json(body, TextRange::of(0..body.len()), &mut |_, range, _| found = Some(range.slice(body).to_owned()));
        assert_eq!(found.as_deref(), expected, "{body}");
    }

    #[test]
    fn json_that_is_none() {
        invalid("{\n \"a\": 1,\n}", Some(","));
        invalid("{\"a\": 1}", None);
        invalid("{ ... }", None);
        invalid("{\"a\": 1 // note\n}", None);
        invalid("{\"a\" 1}", Some("1"));
    }
}
