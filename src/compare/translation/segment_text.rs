//! Segments whose translation is empty, and segments that were not translated.

use crate::align::aligned::Aligned;
use crate::compare::change::{Change, ChangeKind};
use crate::config::Config;
use crate::page::Side;
use crate::page::tree::InlineKind;
use crate::reading::Reading;
use crate::token;

/// A segment that is equal to its source counts as untranslated if it has at least this many words of prose.
const LEAST_WORDS: usize = 3;
/// The words of an inline that are read; the rest is ignored.
const MOST_WORDS: usize = 200;

/// The changes of all segments of a page. Returns no change if the reading has no source text.
pub fn compare(reading: &Reading, config: &Config) -> Vec<Change> {
    let aligned = &reading.aligned;
    let Some(source_side) = aligned.source() else { return Vec::new() };
    let mut changes = Vec::new();
    for segment in 0..aligned.segments.all.len() as u32 {
        let target = aligned.segments.target(segment, &aligned.page.target);
        let source = aligned.segments.source(segment, source_side);
        if target == source {
            continue;
        }
        if target.trim().is_empty() && source.chars().any(char::is_alphanumeric) && !source.trim().starts_with("<!--") {
            let place = aligned.target_place(segment);
            let range = if place.is_empty() { aligned.whole_place(segment) } else { place };
            let change = Change::new(ChangeKind::SegmentEmpty, range).with_texts(source.trim(), "");
            changes.push(change.with_anchor(format!("segment/{}", aligned.span_id(segment))));
        }
    }
    // A page in a variant of the source language, such as en-GB, may keep the text of the source.
    if reading.edition.locale.language() == config.source_locale.language() {
        return changes;
    }
    for pair in &reading.aligned.blocks.pairs {
        let (Some(target), Some(source)) = (pair.target, pair.source) else { continue };
        changes.extend(untranslated(reading, target, (source_side, source)));
    }
    changes
}

/// The untranslated segments of a block of prose.
fn untranslated(reading: &Reading, target: u32, source: (&Side, u32)) -> Vec<Change> {
    let Aligned { page, segments, .. } = &reading.aligned;
    let side = &page.target;
    let mut changes = Vec::new();
    let block = &side.tree.blocks[target as usize];
    if !block.kind.class().is_prose() || block.inlines.0 == block.inlines.1 {
        return changes;
    }
    let (first, last) = (side.tree.inlines[block.inlines.0 as usize], side.tree.inlines[block.inlines.1 as usize - 1]);
    let (Some(from), Some(to)) = (
        segments.at_target(first.range.start),
        segments.at_target(last.range.end.saturating_sub(1).max(first.range.start)),
    ) else {
        return changes;
    };
    let is_same = |index: u32| {
        let text = segments.target(index, side);
        text == segments.source(index, source.0) && text.split_ascii_whitespace().nth(LEAST_WORDS - 1).is_some()
    };
    if !(from..=to).any(is_same) {
        return changes;
    }
    let mut words = words_by_segment(&reading.aligned, target);
    words.retain(|(_, words)| words.len() >= LEAST_WORDS);
    for (index, _) in words.into_iter().filter(|(index, _)| (from..=to).contains(index)) {
        let text = segments.target(index, side);
        if !is_same(index) || text.contains(['=', '$', '{', '}']) || is_literal(text) {
            continue;
        }
        let change = Change::new(ChangeKind::SegmentUntranslated, reading.aligned.target_place(index))
            .with_texts(text.trim(), text.trim());
        changes.push(change.with_anchor(source.0.tree.structural_path(source.1)));
    }
    changes
}

/// Whether a whole text is in brackets or quotation marks: values that a program reads or writes.
fn is_literal(text: &str) -> bool {
    let text = text.trim();
    let is_within = |open: char, close: char| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inside| !inside.contains([open, close]))
    };
    is_within('[', ']') || is_within('"', '"')
}

/// The words of each segment of a block that translation would change, each once: lower-case words outside links and code
/// that are not identifiers.
fn words_by_segment(aligned: &Aligned, block: u32) -> Vec<(u32, Vec<&str>)> {
    let side = &aligned.page.target;
    let mut segments: Vec<(u32, Vec<&str>)> = Vec::new();
    let mut in_link = false;
    for inline in side.tree.inlines(&side.tree.blocks[block as usize]) {
        match inline.kind {
            InlineKind::Link(_) | InlineKind::Image(_) => in_link = true,
            InlineKind::LinkEnd => in_link = false,
            _ => {}
        }
        let Some(segment) =
            aligned.segments.at_target(inline.range.start).filter(|_| !in_link && inline.kind == InlineKind::Text)
        else {
            continue;
        };
        if segments.last().is_none_or(|(last, _)| *last != segment) {
            segments.push((segment, Vec::new()));
        }
        let words = &mut segments.last_mut().expect("pushed above").1;
        for word in inline.range.slice(side.text()).split_whitespace().take(MOST_WORDS) {
            let word = word.trim_matches(|character: char| !character.is_alphanumeric());
            let is_prose = word.len() >= 2
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'')
                && !token::is_coined(word);
            if is_prose && words.len() < LEAST_WORDS && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    segments
}
