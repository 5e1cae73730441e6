//! Target `schema`: the schema of two versions of a page, as JSON, as OpenAPI documents and as an overlay.

use super::parts;
use crate::pages::{CONFIG, discovery, session};
use crate::signature::Signature;
use hexapla::export::openapi;
use hexapla::export::openapi::files::{Destination, Plan};
use hexapla::export::schema_json;
use hexapla::run::facts::{EditionFacts, Evidence, facts};
use hexapla::schema::Input;
use hexapla::schema::merge::merge;
use serde_json::Value;

/// Documents that state the names of the members of a schema and of an OpenAPI document.
const DOCUMENTED: [&str; 2] = [include_str!("../../../docs/schema.json"), include_str!("../../../docs/openapi.md")];

/// Writes the schema of up to two pages, which are parts of the input: v1.0 in a locale, and beta in the source language.
pub fn run(input: &[u8], signature: &mut Signature) {
    let [stable, beta] = parts(input);
    let pages = [("de-DE", "v1.0", stable), ("en-US", "beta", beta)];
    let (facts, _) = facts(discovery(&pages), session(&CONFIG), Evidence::Keep);
    let inputs: Vec<Input<'_>> = facts.iter().map(EditionFacts::input).collect();
    let schema = merge(&inputs, &CONFIG.source_locale);
    let mut bytes = Vec::new();
    schema_json::write(&schema, &mut bytes).expect("a schema is written to memory");
    let parsed: Value = serde_json::from_slice(&bytes).expect("a schema is valid JSON");
    note_shape("schema", &parsed, signature);
    let plan = Plan::new(&schema, &CONFIG, &["de".to_owned()], Destination::Folder);
    let plan = plan.or_else(|_| Plan::new(&schema, &CONFIG, &[], Destination::Folder)).expect("no locale is named");
    for (_, document) in plan.output_files().flatten() {
        let mut bytes = Vec::new();
        openapi::write(&document, &mut bytes).expect("a document is written to memory");
        let parsed: Value = serde_json::from_slice(&bytes).expect("a document is valid JSON");
        assert_eq!(parsed, document, "a document is read as it was written");
        references(&document, &document);
        note_shape("openapi", &document, signature);
    }
}

/// Checks that each reference of a document leads to a value of it.
fn references(document: &Value, value: &Value) {
    match value {
        Value::Object(members) => {
            if let Some(pointer) = members.get("$ref").and_then(Value::as_str).and_then(|link| link.strip_prefix('#')) {
                assert!(document.pointer(pointer).is_some(), "no value at {pointer}");
            }
            members.values().for_each(|member| references(document, member));
        }
        Value::Array(elements) => elements.iter().for_each(|element| references(document, element)),
        _ => {}
    }
}

/// Notes which members a document has. Names that pages state are left out.
fn note_shape(topic: &str, value: &Value, signature: &mut Signature) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_documented = DOCUMENTED.iter().any(|text| text.contains(&format!("\"{name}\"")));
                if is_documented {
                    signature.note(topic, name);
                }
                note_shape(if is_documented { name } else { topic }, member, signature);
            }
        }
        Value::Array(elements) => {
            signature.note_count(topic, elements.len());
            elements.iter().for_each(|element| note_shape(topic, element, signature));
        }
        Value::String(_) => {}
        plain => signature.note(topic, plain.is_number()),
    }
}
