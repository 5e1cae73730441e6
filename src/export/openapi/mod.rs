//! OpenAPI 3.1: one document for each API version, with the texts of one locale. `docs/openapi.md` states what each part is
//! made from.

mod any_of;
mod bodies;
mod component_names;
pub mod files;
mod ids_and_tags;
mod inferred;
mod operations;
mod parameters;
mod paths;
mod primitives;
mod schemas;
mod security;
mod template;
mod text_locales;

use crate::config::{Config, OpenApi};
use crate::page::http::StartLine;
use crate::schema::Version;
use component_names::ComponentNames;
use ids_and_tags::Tags;
use inferred::Envelope;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use text_locales::TextLocales;

/// The version of the OpenAPI standard.
const OPENAPI: &str = "3.1.0";

/// The data that all parts of a document need.
struct DocumentContext<'a> {
    version: &'a Version<'a>,
    settings: &'a OpenApi,
    /// The JSON member in which an object states its type, such as `@odata.type`.
    type_key: &'a str,
    texts: TextLocales<'a>,
    names: ComponentNames,
    envelope: Envelope,
}

/// The document of an API version. A text is taken from `locale`, else from the source locale, else from the first locale that
/// has it. The structure of the document is the same for all locales. `name`: the name of the version.
pub fn document<'a>(name: &str, version: &'a Version<'a>, config: &'a Config, locale: &'a str) -> Value {
    let texts = TextLocales::new(locale, config.source_locale.as_str());
    let context = DocumentContext {
        version,
        settings: &config.openapi,
        type_key: &config.profile.type_keys[0],
        texts,
        names: ComponentNames::of(version),
        envelope: Envelope::of(version),
    };
    let slots = paths::operations(version);
    let ids = ids_and_tags::ids(&slots);
    let tags = Tags::of(version);
    let operations: Vec<Value> =
        slots.par_iter().zip(&ids).map(|(slot, id)| operations::operation(&context, &tags, slot, id)).collect();
    let mut used = BTreeMap::new();
    let mut paths: Map<String, Value> = Map::new();
    for (slot, operation) in slots.iter().zip(operations) {
        for tag in slot.pages.iter().filter_map(|page| tags.tag(page.key)) {
            used.insert((tag.to_lowercase(), tag), tag);
        }
        paths.entry(slot.path.clone()).or_insert(json!({}))[&slot.method] = operation;
    }
    let server =
        config.openapi.server.as_ref().map(|url| url.replace("{version}", name)).or_else(|| server(name, version));
    let mut document = json!({
        "openapi": OPENAPI,
        "info": {"title": title(version, &config.openapi, server.as_deref()), "version": name},
    });
    if let Some(url) = server {
        document["servers"] = json!([{"url": url}]);
    }
    let tags = used.into_values().map(|tag| match tags.description(&context, tag) {
        Some(text) => json!({"name": tag, "description": text}),
        None => json!({"name": tag}),
    });
    document["tags"] = tags.collect();
    document["paths"] = Value::Object(paths);
    let mut components = json!({"schemas": schemas::components(&context)});
    let schemes = security::schemes(&context);
    if !schemes.is_empty() {
        components["securitySchemes"] = Value::Object(schemes);
    }
    document["components"] = components;
    document
}

/// Writes a document or an overlay as indented JSON.
pub fn write(document: &Value, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, document)?;
    to.write_all(b"\n")
}

/// The title of the settings, else the most frequent namespace of types, else the host, else `API`.
fn title(version: &Version<'_>, settings: &OpenApi, server: Option<&str>) -> String {
    let namespaces = version.types.values().map(|merged| merged.facts.namespace.as_str());
    let host = || server.and_then(|url| url.split('/').nth(2)).map(str::to_owned);
    settings.title.clone().or_else(|| most(namespaces)).or_else(host).unwrap_or_else(|| "API".to_owned())
}

/// The most frequent base URL of the example requests.
fn server(name: &str, version: &Version<'_>) -> Option<String> {
    let examples = version.operations.values().flat_map(|operation| operation.examples);
    let targets = examples.filter_map(|example| match &example.request.as_ref()?.start {
        StartLine::Request(line) => Some(line.target.as_str()),
        StartLine::Response(..) => None,
    });
    let bases: Vec<&str> = targets.filter_map(|target| base(target, name)).collect();
    most(bases.into_iter())
}

/// `https://host/v1.0` for `https://host/v1.0/berths`; scheme and host for a URL without version; `None` for a URL of
/// another version.
fn base<'t>(target: &'t str, version: &str) -> Option<&'t str> {
    let after_scheme = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://"))?;
    let scheme = target.len() - after_scheme.len();
    let host = scheme + after_scheme.find('/')?;
    let segment = &target[host + 1..];
    let segment = &segment[..segment.find(['/', '?', '#']).unwrap_or(segment.len())];
    let is_host = target[scheme..host].bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let end = match segment {
        segment if segment.eq_ignore_ascii_case(version) => host + 1 + segment.len(),
        segment if crate::page::http::is_version(segment) => return None,
        _ => host,
    };
    is_host.then_some(&target[..end])
}

/// The most frequent text; of equally frequent texts the first in order. Empty texts are not counted.
fn most<'t>(texts: impl Iterator<Item = &'t str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.filter(|text| !text.is_empty()) {
        *counts.entry(text).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(text, _)| text.to_owned())
}
