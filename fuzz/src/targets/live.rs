//! Target `live`: a translation without spans and its source page, which are compared and aligned. The parts of an input: the
//! translation, the source page.

use super::parts;
use crate::pages::{CONFIG, checked, discovery, findings, placed, session};
use crate::signature::Signature;
use hexapla::bitext::Document;
use hexapla::bitext::format::Format;
use hexapla::page::decode::decode;
use hexapla::run::Filter;
use hexapla::run::bitext::{BitextOptions, bitext};
use serde_json::Value;

/// Compares two pages, and writes their bitext.
pub fn run(input: &[u8], signature: &mut Signature) {
    let [target, source] = parts(input);
    let pages = [("de-DE", "v1.0", target), ("en-US", "v1.0", source)];
    let report = checked(&pages, &CONFIG);
    findings(&report).for_each(|finding| signature.note("finding", (finding.check, finding.edit.is_some())));
    let wanted = BitextOptions { session: session(&CONFIG), filter: &Filter::default(), protect: true };
    let texts = pages.map(|page| (placed(page).path.to_string_lossy().into_owned(), decode(page.2.to_vec()).text));
    let draw = |document: &Document<'_>| {
        units(document, &texts);
        let formats = [Format::Jsonl, Format::Tmx];
        let written = formats.map(|format| {
            let mut bytes = Vec::new();
            format.document(document, &mut bytes).map(|()| String::from_utf8(bytes).expect("bitext is UTF-8"))
        });
        let [lines, _] = written;
        lines
    };
    let mut lines = Vec::new();
    let done = bitext(discovery(&pages), &wanted, draw, |drawn| {
        lines.push(drawn.drawn);
        Ok::<(), std::io::Error>(())
    });
    let summary = done.expect("bitext is written to memory");
    signature.note_count("pages", summary.pages);
    for line in lines.iter().flat_map(|lines| lines.lines()) {
        let unit: Value = serde_json::from_str(line).expect("a line is valid JSON");
        let [source, target] = ["source", "target"].map(|side| unit[side].is_null());
        signature.note("unit", (unit["kind"].as_str(), source, target, unit["protected"].as_bool()));
        signature.note("role", (unit["role"].as_str(), unit["column"].as_str()));
    }
}

/// Checks that the texts of all units are those at their places, and that their ids are unique. `pages`: the path and the text of
/// each page.
fn units(document: &Document<'_>, pages: &[(String, String)]) {
    let mut ids: Vec<String> = document.units.iter().map(|unit| unit.id.to_string()).collect();
    ids.sort();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "the ids of units are unique");
    let foreign = document.source_path.as_ref().and_then(|path| pages.iter().find(|(known, _)| known == path));
    let foreign = foreign.map_or(document.text, |(_, text)| text);
    for unit in &document.units {
        for (part, text) in [(unit.target, document.text), (unit.source, foreign)] {
            let Some(part) = part else { continue };
            let place = part.range.slice(text);
            // The place of a text of several spans has their markup between its parts.
            let is_there =
                if place.len() == part.text.len() { place == part.text } else { place.len() > part.text.len() };
            assert!(is_there, "the text of a unit is not at its place: {place:?}, {part:?}", part = part.text);
        }
        assert!((0.0..=1.0).contains(&unit.confidence), "confidence {}", unit.confidence);
    }
}
