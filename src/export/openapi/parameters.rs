//! Parameter objects, made from path variables and from rows of parameter and header tables.

use super::paths::DocumentOperation;
use super::{DocumentContext, primitives, schemas};
use crate::facts::{In, Item};
use crate::schema::Merged;
use serde_json::{Map, Value, json};

/// Header fields that other parts of a document state: OpenAPI 3.1, section 4.8.12.2, ignores them as parameters.
const NOT_PARAMETERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// The parameters of an operation: path variables in order of the path, then query options, then header fields.
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
        if !NOT_PARAMETERS.contains(&row.fact.name.to_lowercase().as_str()) && !row.fact.name.is_empty() {
            let mut parameter = described(context, row);
            if row.fact.type_expr.is_none() {
                parameter["schema"]["type"] = json!("string");
            }
            add(&mut parameters, "header", &row.fact.name, parameter);
        }
    }
    parameters
}

/// The parameter of a path variable, with the facts of the table row that has its name.
fn of_path(context: &DocumentContext<'_>, slot: &DocumentOperation<'_>, index: usize) -> Value {
    let row = slot.pages.iter().find_map(|page| {
        let own = &page.template.variables[index];
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
    if let Some(example) = slot.pages.iter().find_map(|page| page.template.variables[index].example.as_ref()) {
        let kind = parameter["schema"]["type"].as_str().unwrap_or("string");
        if let Some(example) = schemas::literal(kind, example) {
            parameter["example"] = example;
        }
    }
    parameter
}

/// Whether a row is a query parameter: a query option, or a function argument that no request line of the page contains
/// (OData 4.01, URL conventions, section 5.3, allows it in the query).
fn goes_into_query(slot: &DocumentOperation<'_>, row: &Merged<'_, Item>) -> bool {
    let placed = || {
        let page = slot.pages.iter().find(|page| page.key == row.page);
        page.is_some_and(|page| {
            let requests = &page.operation.facts.requests;
            requests.iter().any(|request| {
                let template = super::template::Template::parse(&request.path);
                template.variables.iter().any(|variable| alike(&variable.described, &row.fact.name))
            })
        })
    };
    match row.fact.place {
        In::Query => !row.fact.name.is_empty(),
        In::Function => !placed(),
        _ => false,
    }
}

/// The parameter object of a row, without `name` and `in`. The description is a member of the parameter, not of its
/// schema.
fn described(context: &DocumentContext<'_>, row: &Merged<'_, Item>) -> Value {
    let mut schema = schemas::property(context, row, "");
    let mut parameter = Map::new();
    if let Some(text) = schema.as_object_mut().and_then(|schema| schema.shift_remove("description")) {
        parameter.insert("description".into(), text);
    }
    if row.fact.modifiers.required == Some(true) {
        parameter.insert("required".into(), json!(true));
    }
    parameter.insert("schema".into(), schema);
    Value::Object(parameter)
}

/// Adds a parameter unless the list has one with that name and place; header names are compared without case.
fn add(parameters: &mut Vec<Value>, place: &str, name: &str, parameter: Value) {
    let same = |known: &str| if place == "header" { known.eq_ignore_ascii_case(name) } else { known == name };
    if parameters.iter().any(|known| known["in"] == place && known["name"].as_str().is_some_and(same)) {
        return;
    }
    let mut whole = json!({"name": name, "in": place});
    for (key, value) in parameter.as_object().into_iter().flatten() {
        whole[key] = value.clone();
    }
    parameters.push(whole);
}

/// Whether two names are equal, ignoring case and all characters but letters and digits.
fn alike(left: &str, right: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(left) == letters(right)
}
