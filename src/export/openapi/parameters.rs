//! Rows of parameter and header tables, and variable parts of paths, to parameters.

use super::paths::DocumentOperation;
use super::{DocumentContext, primitives, schemas};
use crate::facts::{In, Item};
use crate::schema::Merged;
use serde_json::{Map, Value, json};

/// Header fields that are said elsewhere in a document: OpenAPI 3.1, section 4.8.12.2, has them ignored.
const SAID_ELSEWHERE: [&str; 3] = ["accept", "authorization", "content-type"];

/// The parameters of an operation: those of its path in their order, then query and header fields.
pub fn parameters(context: &DocumentContext<'_>, slot: &DocumentOperation<'_>) -> Vec<Value> {
    let mut parameters: Vec<Value> = (0..slot.names.len()).map(|index| of_path(context, slot, index)).collect();
    let rows = slot.pages.iter().flat_map(|page| &page.operation.parameters);
    for row in rows.filter(|row| goes_into_query(slot, row)) {
        let mut parameter = described(context, row);
        if row.fact.type_expr.is_none() {
            let option = primitives::option(&row.fact.name);
            parameter["schema"]["type"] = option["type"].clone();
        }
        add(&mut parameters, "query", &row.fact.name, parameter);
    }
    for row in slot.pages.iter().flat_map(|page| &page.operation.headers) {
        if !SAID_ELSEWHERE.contains(&row.fact.name.to_lowercase().as_str()) && !row.fact.name.is_empty() {
            let mut parameter = described(context, row);
            if row.fact.type_expr.is_none() {
                parameter["schema"]["type"] = json!("string");
            }
            add(&mut parameters, "header", &row.fact.name, parameter);
        }
    }
    parameters
}

/// A variable part of the path, with what the row of that name says of it.
fn of_path(context: &DocumentContext<'_>, slot: &DocumentOperation<'_>, index: usize) -> Value {
    let row = slot.pages.iter().find_map(|page| {
        let own = &page.template.slots[index];
        let rows = page.operation.parameters.iter();
        let mut rows = rows.filter(|row| matches!(row.fact.place, In::Path | In::Function));
        rows.find(|row| [&own.described, &own.name, &slot.names[index]].iter().any(|name| alike(name, &row.fact.name)))
    });
    let mut parameter = json!({"name": slot.names[index], "in": "path", "required": true});
    let row = row.map(|row| described(context, row)).unwrap_or_else(|| json!({"schema": {}}));
    for (key, value) in row.as_object().into_iter().flatten().filter(|(key, _)| *key != "required") {
        parameter[key] = value.clone();
    }
    if parameter["schema"].as_object().is_some_and(Map::is_empty) {
        parameter["schema"]["type"] = json!("string");
    }
    if let Some(example) = slot.pages.iter().find_map(|page| page.template.slots[index].example.as_ref()) {
        let kind = parameter["schema"]["type"].as_str().unwrap_or("string");
        if let Some(example) = schemas::literal(kind, example) {
            parameter["example"] = example;
        }
    }
    parameter
}

/// A query option; or an argument of a function for which no request line of the page has a place, which
/// may be given as one (OData 4.01, URL conventions, section 5.3).
fn goes_into_query(slot: &DocumentOperation<'_>, row: &Merged<'_, Item>) -> bool {
    let placed = || {
        let page = slot.pages.iter().find(|page| page.key == row.page);
        page.is_some_and(|page| {
            let requests = &page.operation.facts.requests;
            requests.iter().any(|request| {
                let template = super::template::Template::parse(&request.path);
                template.slots.iter().any(|slot| alike(&slot.described, &row.fact.name))
            })
        })
    };
    match row.fact.place {
        In::Query => !row.fact.name.is_empty(),
        In::Function => !placed(),
        _ => false,
    }
}

/// What a row says: a parameter without `name` and `in`. Its text stands beside the schema, not in it.
fn described(context: &DocumentContext<'_>, row: &Merged<'_, Item>) -> Value {
    let mut schema = schemas::property(context, row, "");
    let mut parameter = Map::new();
    if let Some(text) = schema.as_object_mut().and_then(|schema| schema.shift_remove("description")) {
        parameter.insert("description".into(), text);
    }
    if row.fact.marks.required == Some(true) {
        parameter.insert("required".into(), json!(true));
    }
    parameter.insert("schema".into(), schema);
    Value::Object(parameter)
}

/// Adds a parameter, unless there is one of that name; header names are compared without case.
fn add(parameters: &mut Vec<Value>, place: &str, name: &str, parameter: Value) {
    let same = |other: &str| if place == "header" { other.eq_ignore_ascii_case(name) } else { other == name };
    if parameters.iter().any(|other| other["in"] == place && other["name"].as_str().is_some_and(same)) {
        return;
    }
    let mut whole = json!({"name": name, "in": place});
    for (key, value) in parameter.as_object().into_iter().flatten() {
        whole[key] = value.clone();
    }
    parameters.push(whole);
}

/// Whether two names are one but for case, dashes and the like.
fn alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}
