//! OpenAPI 3.1: one document a version, in one language. `docs/openapi.md` says what becomes what.

mod bodies;
pub mod files;
mod inferred;
mod labels;
mod names;
mod operations;
mod parameters;
mod paths;
mod primitives;
mod schemas;
mod security;
mod template;
mod united;
mod voice;

use crate::config::{Config, OpenApi};
use crate::page::http::StartLine;
use crate::schema::Version;
use inferred::Envelope;
use labels::Tags;
use names::ComponentNames;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use voice::Voice;

/// The version of the standard.
const OPENAPI: &str = "3.1.0";

/// What all parts of a document are made with.
struct DocumentContext<'a> {
    version: &'a Version<'a>,
    settings: &'a OpenApi,
    /// The member by which an object names its type.
    type_key: &'a str,
    voice: Voice<'a>,
    names: ComponentNames,
    envelope: Envelope,
}

/// The document of a version. Texts are those of `locale`; where there is none, of `fallback`, then of the
/// first locale there. Its structure is the same in every locale.
pub fn document<'a>(
    name: &str,
    version: &'a Version<'a>,
    config: &'a Config,
    locale: &'a str,
    fallback: &'a str,
) -> Value {
    let voice = Voice::new(locale, fallback);
    let context = DocumentContext {
        version,
        settings: &config.openapi,
        type_key: &config.profile.type_keys[0],
        voice,
        names: ComponentNames::of(version),
        envelope: Envelope::of(version),
    };
    let slots = paths::slots(version);
    let ids = labels::ids(&slots);
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
    let tags = used.into_values().map(|tag| match tags.say(&context, tag) {
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

/// Writes a document or an overlay, indented.
pub fn write(document: &Value, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, document)?;
    to.write_all(b"\n")
}

/// The settings' title, else the namespace of most types, else the host.
fn title(version: &Version<'_>, settings: &OpenApi, server: Option<&str>) -> String {
    let namespaces = version.types.values().map(|merged| merged.facts.namespace.as_str());
    let host = || server.and_then(|url| url.split('/').nth(2)).map(str::to_owned);
    settings.title.clone().or_else(|| most(namespaces)).or_else(host).unwrap_or_else(|| "API".to_owned())
}

/// What stands before the version's paths in most URLs of the examples.
fn server(name: &str, version: &Version<'_>) -> Option<String> {
    let examples = version.operations.values().flat_map(|operation| operation.examples);
    let targets = examples.filter_map(|example| match &example.request.as_ref()?.start {
        StartLine::Request(line) => Some(line.target.as_str()),
        StartLine::Response(..) => None,
    });
    let bases: Vec<&str> = targets.filter_map(|target| base(target, name)).collect();
    most(bases.into_iter())
}

/// `https://host/v1.0` of `https://host/v1.0/berths`; of a URL without version, scheme and host.
fn base<'t>(target: &'t str, version: &str) -> Option<&'t str> {
    let after_scheme = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://"))?;
    let scheme = target.len() - after_scheme.len();
    let host = scheme + after_scheme.find('/')?;
    let segment = &target[host + 1..];
    let segment = &segment[..segment.find(['/', '?', '#']).unwrap_or(segment.len())];
    let is_host = target[scheme..host].bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let end = match segment {
        own if own.eq_ignore_ascii_case(version) => host + 1 + own.len(),
        other if crate::page::http::is_version(other) => return None,
        _ => host,
    };
    is_host.then_some(&target[..end])
}

/// What there is most of, the first in order where there is as much of another; nothing is nothing.
fn most<'t>(texts: impl Iterator<Item = &'t str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.filter(|text| !text.is_empty()) {
        *counts.entry(text).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(text, _)| text.to_owned())
}
