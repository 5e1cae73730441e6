//! The operation object of a request, made from all pages that document the request.

use super::ids_and_tags::Tags;
use super::paths::DocumentOperation;
use super::{DocumentContext, bodies, parameters, security};
use crate::facts::Operation;
use serde_json::{Map, Value, json};

/// The operation object. `id`: its `operationId`.
pub fn operation(context: &DocumentContext<'_>, tags: &Tags<'_>, slot: &DocumentOperation<'_>, id: &str) -> Value {
    let facts: Vec<&Operation> = slot.pages.iter().map(|page| page.operation.facts).collect();
    let mut value = Map::new();
    let own = distinct(slot.pages.iter().filter_map(|page| tags.tag(page.key)));
    if !own.is_empty() {
        value.insert("tags".into(), json!(own));
    }
    value.extend(texts(context, slot));
    value.insert("operationId".into(), json!(id));
    let parameters = parameters::parameters(context, slot);
    if !parameters.is_empty() {
        value.insert("parameters".into(), Value::Array(parameters));
    }
    if let Some(body) = bodies::request(context, slot) {
        value.insert("requestBody".into(), body);
    }
    value.insert("responses".into(), bodies::responses(context, slot));
    if let Some(requirements) = security::requirements(&facts) {
        value.insert("security".into(), requirements);
    }
    let calls = facts.iter().filter_map(|facts| facts.call.as_ref());
    let calls = distinct(calls.map(|call| {
        let bound = call.bound.as_deref().map(|bound| context.version.index.of_word(bound));
        json!({"kind": call.kind.name(), "name": call.name, "bound_type": bound})
    }));
    if let Some(call) = calls.into_iter().next() {
        value.insert("x-hexapla-call".into(), call);
    }
    value.insert("x-hexapla-pages".into(), slot.pages.iter().map(|page| page.key).collect());
    let written = distinct(slot.pages.iter().map(|page| page.written).filter(|written| *written != slot.path));
    if !written.is_empty() {
        value.insert("x-hexapla-paths".into(), json!(written));
    }
    if let Some(details) = security::details(&facts) {
        value.insert("x-hexapla-permissions".into(), details);
    }
    if let Some(options) = facts.iter().find_map(|facts| facts.query_options) {
        value.insert("x-hexapla-query-options".into(), json!(options));
    }
    Value::Object(value)
}

/// `summary` and `description`: the title and first paragraph of the page. For several pages: all titles, and each first
/// paragraph under its title.
fn texts(context: &DocumentContext<'_>, slot: &DocumentOperation<'_>) -> Map<String, Value> {
    let chosen = |texts| context.texts.choose(texts).unwrap_or_default();
    let titles: Vec<&str> = slot.pages.iter().map(|page| chosen(&page.operation.title)).collect();
    let summaries: Vec<&str> = slot.pages.iter().map(|page| chosen(&page.operation.summary)).collect();
    let mut texts = Map::new();
    let title = distinct(titles.iter().copied().filter(|title| !title.is_empty())).join(" / ");
    let paragraphs = distinct(summaries.iter().copied().filter(|summary| !summary.is_empty()));
    let description = if paragraphs.len() < 2 {
        paragraphs.concat()
    } else {
        let pairs = titles.iter().zip(&summaries).filter(|(_, summary)| !summary.is_empty());
        distinct(pairs.map(|(title, summary)| format!("**{title}**: {summary}"))).join("\n\n")
    };
    for (name, text) in [("summary", title), ("description", description)] {
        if !text.is_empty() {
            texts.insert(name.into(), json!(text));
        }
    }
    texts
}

/// The distinct items, in order of their first place.
fn distinct<Thing: PartialEq>(things: impl Iterator<Item = Thing>) -> Vec<Thing> {
    let mut seen = Vec::new();
    for thing in things {
        if !seen.contains(&thing) {
            seen.push(thing);
        }
    }
    seen
}
