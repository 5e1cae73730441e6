//! The schema read from any one locale states the same facts, but for what damage and age account for.

use crate::support::{Tree, corpus, files, hexapla, read};
use hexapla::page::projection::{Projection, Which};
use hexapla::page::{front_matter, span::SpanScanner};
use serde_json::Value;
use std::path::Path;

const LOCALES: [&str; 5] = ["de-DE", "ja-JP", "pt-BR", "ru-RU", "zh-CN"];

/// What the pages as they are say otherwise than the source pages: locale, then place and the two facts.
/// Embedded source keeps out what the translation changed.
const AS_THEY_ARE: &[(&str, &str)] = &[
    ("de-DE", "v1.0 api/berth-list permissions/0/scopes/0: \"Berth.Read.All\" is \"Berth.ReadWrite.All\""),
    ("de-DE", "v1.0 api/berth-list permissions/0/scopes/1: \"Berth.ReadWrite.All\" is missing"),
    ("ja-JP", "beta berthStatus members/3/name: \"closed\" is \"閉鎖\""),
    ("ru-RU", "v1.0 api/berth-list headers/1/name: \"Prefer\" is \"Предпочитать\""),
];

/// The same for the pages with their embedded source taken out.
const WITHOUT_SOURCE: &[(&str, &str)] = &[];

/// Facts only: no text of any locale.
fn facts(schema: &Value) -> Value {
    match schema {
        Value::Object(keys) => {
            let kept = keys.iter().filter(|(key, value)| !(matches!(key.as_str(), "description" | "title") && value.is_object()));
            Value::Object(kept.map(|(key, value)| (key.clone(), facts(value))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(facts).collect()),
        other => other.clone(),
    }
}

fn read_schema(folder: &Path) -> Value {
    facts(&hexapla(folder, &["schema", "."]).json())
}

/// The definitions of a schema: version, and page key or type name, to facts.
fn definitions(schema: &Value) -> Vec<(String, &Value)> {
    let versions = schema["versions"].as_array().expect("a list").iter();
    let all = versions.flat_map(|version| {
        let parts = |list: &str, name: &'static str| {
            let parts = version[list].as_array().cloned().map(|_| version[list].as_array().expect("a list")).expect("a list");
            parts.iter().map(move |part| (format!("{} {}", version["name"].as_str().unwrap_or_default(), part[name].as_str().unwrap_or_default()), part))
        };
        parts("operations", "key").chain(parts("types", "name")).collect::<Vec<_>>()
    });
    all.collect()
}

fn differences(place: &str, expected: &Value, found: &Value, told: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for (key, value) in one {
                differences(&format!("{place}/{key}"), value, &other[key], told);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            for index in 0..one.len().max(other.len()) {
                let place = format!("{place}/{index}");
                match (one.get(index), other.get(index)) {
                    (Some(one), Some(other)) => differences(&place, one, other, told),
                    (Some(one), None) => told.push(format!("{place}: {one} is missing")),
                    (None, other) => told.push(format!("{place}: {} is extra", other.unwrap_or(&Value::Null))),
                }
            }
        }
        _ if expected != found => told.push(format!("{place}: {expected} is {found}")),
        _ => {}
    }
}

/// What a locale's schema says otherwise than the source's, over the definitions that both have.
fn against_source(locale: &str, source: &Value, schema: &Value) -> Vec<(String, String)> {
    let source = definitions(source);
    let mut told = Vec::new();
    for (name, found) in definitions(schema) {
        match source.iter().find(|(known, _)| *known == name) {
            Some((_, expected)) => differences(&name, expected, found, &mut told),
            None => told.push(format!("{name} is extra")),
        }
    }
    told.into_iter().map(|difference| (locale.to_owned(), difference.replacen('/', " ", usize::from(!difference.contains("api/"))))).collect()
}

#[track_caller]
fn assert_differences(found: &[(String, String)], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(locale, difference)| (locale.as_str(), difference.as_str())).collect();
    let alone = |one: &[(&str, &str)], other: &[(&str, &str)]| {
        one.iter().filter(|entry| !other.contains(entry)).map(|(locale, difference)| format!("\n  {locale} {difference}")).collect::<String>()
    };
    let (extra, gone) = (alone(&found, expected), alone(expected, &found));
    assert!(extra.is_empty() && gone.is_empty(), "\nnot accounted for:{extra}\nnot so any more:{gone}");
}

#[test]
fn every_locale_states_the_facts_of_the_source() {
    let source = read_schema(&corpus().join("en-US"));
    let found = LOCALES.iter().flat_map(|locale| against_source(locale, &source, &read_schema(&corpus().join(locale))));
    assert_differences(&found.collect::<Vec<_>>(), AS_THEY_ARE);
}

/// A page as it is published: front matter, and the text without its embedded source.
fn published(text: &str) -> String {
    let (_, body) = front_matter::cut(text, 0);
    let (segments, _) = SpanScanner::default().scan(text, body as usize);
    format!("{}{}", &text[..body as usize], Projection::new(text, body, &segments, Which::Target).text)
}

#[test]
fn translations_alone_state_the_facts_of_the_source() {
    let source = read_schema(&corpus().join("en-US"));
    let found = LOCALES.iter().flat_map(|locale| {
        let folder = corpus().join(locale);
        let pages = files(&folder).into_iter().map(|path| (Path::new(locale).join(path.strip_prefix(&folder).expect("below")), published(&read(&path))));
        let tree = Tree::new(pages);
        against_source(locale, &source, &read_schema(tree.path()))
    });
    assert_differences(&found.collect::<Vec<_>>(), WITHOUT_SOURCE);
}

#[test]
fn a_schema_of_all_locales_has_the_facts_of_the_source() {
    let all = read_schema(&corpus());
    assert_eq!(against_source("all", &read_schema(&corpus().join("en-US")), &all), []);
}
