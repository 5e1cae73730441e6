//! Component schemas, made from types; property schemas, made from table rows.

use super::DocumentContext;
use super::component_names::pointer;
use super::primitives;
use crate::facts::types::TypeExpr;
use crate::facts::{Item, TypeKind};
use crate::schema::{DEEPEST_BASES, Merged, MergedType};
use serde_json::{Map, Value, json};

/// All component schemas, in order of name: one for each type, and an unconstrained one for each type name that is used and
/// that no page defines.
pub fn components(context: &DocumentContext<'_>) -> Map<String, Value> {
    let mut schemas: Vec<(String, Value)> = Vec::new();
    for ((_, namespace), merged) in &context.version.types {
        if let Some(component) = context.names.find(&merged.facts.name, namespace) {
            schemas.push((component.to_owned(), definition(context, merged)));
        }
    }
    for component in context.names.undefined.values() {
        schemas.push((component.clone(), json!({"x-hexapla-undefined": true})));
    }
    schemas.sort_by_cached_key(|(name, _)| (name.to_lowercase(), name.clone()));
    schemas.into_iter().collect()
}

fn definition(context: &DocumentContext<'_>, merged: &MergedType<'_>) -> Value {
    let facts = merged.facts;
    let mut schema = Map::new();
    if merged.kind == TypeKind::Enum {
        enumeration(context, merged, &mut schema);
    } else {
        structure(context, merged, &mut schema);
    }
    // The summary of an operation page does not describe an enum that the page lists.
    let describes_type = !merged.pages.iter().any(|page| context.version.operations.contains_key(page));
    let text = context.texts.choose(&merged.summary).or(context.texts.choose(&merged.title));
    if let Some(text) = text.filter(|_| describes_type) {
        schema.insert("description".into(), json!(text));
    }
    if !facts.namespace.is_empty() {
        schema.insert("x-hexapla-namespace".into(), json!(facts.namespace));
    }
    schema.insert("x-hexapla-kind".into(), json!(merged.kind.name()));
    schema.insert("x-hexapla-pages".into(), json!(merged.pages));
    Value::Object(schema)
}

fn enumeration(context: &DocumentContext<'_>, merged: &MergedType<'_>, schema: &mut Map<String, Value>) {
    let (mut names, mut descriptions, mut values) = (Vec::new(), Map::new(), Map::new());
    for member in merged.members.iter().filter(|member| !member.fact.name.is_empty()) {
        let name = &member.fact.name;
        if names.contains(&name) {
            continue;
        }
        names.push(name);
        if let Some(text) = context.texts.choose(&member.description) {
            descriptions.insert(name.clone(), json!(text));
        }
        let written = &member.fact.value;
        if !written.is_empty() {
            let number = written.parse::<i64>().map(|number| json!(number));
            values.insert(name.clone(), number.unwrap_or_else(|_| json!(written)));
        }
    }
    schema.insert("type".into(), json!("string"));
    if !names.is_empty() {
        schema.insert("enum".into(), json!(names));
    }
    // Renderers know `x-enumDescriptions`; JSON Schema cannot describe a single value of an `enum`.
    for (key, map) in [("x-enumDescriptions", descriptions), ("x-hexapla-enum-values", values)] {
        if !map.is_empty() {
            schema.insert(key.into(), Value::Object(map));
        }
    }
}

fn structure(context: &DocumentContext<'_>, merged: &MergedType<'_>, schema: &mut Map<String, Value>) {
    let facts = merged.facts;
    if let Some(base) = &facts.base
        && let Some(component) = context.names.find(base, &facts.namespace)
        && !base.eq_ignore_ascii_case(&facts.name)
    {
        schema.insert("allOf".into(), json!([{"$ref": pointer(component)}]));
    }
    schema.insert("type".into(), json!("object"));
    let items = || merged.properties.iter().chain(&merged.relationships);
    let (mut properties, mut required) = members(context, items(), &facts.namespace);
    if let Some(mapping) = discriminated(context, merged) {
        properties.entry(context.type_key).or_insert(json!({"type": "string"}));
        required.push(context.type_key.to_owned());
        schema.insert("discriminator".into(), json!({"propertyName": context.type_key, "mapping": mapping}));
    }
    if !properties.is_empty() {
        schema.insert("properties".into(), Value::Object(properties));
    }
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    if facts.open {
        schema.insert("additionalProperties".into(), json!(true));
    }
    let mut keys: Vec<&str> =
        items().filter(|item| item.fact.modifiers.key).map(|item| item.fact.name.as_str()).collect();
    if let Some(key) = facts.key.as_deref().filter(|key| !keys.contains(key)) {
        keys.push(key);
    }
    for (name, list) in [("x-hexapla-key", json!(keys)), ("x-hexapla-optional", json!(facts.optional))] {
        if list.as_array().is_some_and(|list| !list.is_empty()) {
            schema.insert(name.into(), list);
        }
    }
}

/// Property schemas by name, and the names of the required properties. Of rows with equal names, the first is taken.
pub fn members<'m>(
    context: &DocumentContext<'_>,
    items: impl Iterator<Item = &'m Merged<'m, Item>>,
    namespace: &str,
) -> (Map<String, Value>, Vec<String>) {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for merged in items.filter(|merged| !merged.fact.name.is_empty()) {
        let name = &merged.fact.name;
        if properties.contains_key(name) {
            continue;
        }
        properties.insert(name.clone(), property(context, merged, namespace));
        if merged.fact.modifiers.required == Some(true) {
            required.push(name.clone());
        }
    }
    (properties, required)
}

/// The discriminator mapping: value of the type key → reference. `None` unless the type is abstract, because only then every
/// instance has the type key (OData JSON Format 4.01, section 4.6.3), and the namespaces of all derived types are known.
fn discriminated(context: &DocumentContext<'_>, merged: &MergedType<'_>) -> Option<Map<String, Value>> {
    if !merged.facts.is_abstract || merged.derived.is_empty() {
        return None;
    }
    let mut mapping = Map::new();
    let mut level: Vec<&MergedType<'_>> = vec![merged];
    for _ in 0..DEEPEST_BASES {
        let mut next = Vec::new();
        for name in level.iter().flat_map(|above| &above.derived) {
            let component = context.names.find(name, &merged.facts.namespace)?;
            let (key, derived) = context.version.types.iter().find(|((known, namespace), candidate)| {
                *known == name.to_lowercase() && context.names.find(&candidate.facts.name, namespace) == Some(component)
            })?;
            if key.1.is_empty() {
                return None;
            }
            if !derived.facts.is_abstract {
                let value = format!("#{}.{}", derived.facts.namespace, derived.facts.name);
                mapping.insert(value, json!(pointer(component)));
            }
            next.push(derived);
        }
        level = next;
    }
    level.is_empty().then_some(mapping).filter(|mapping| !mapping.is_empty())
}

/// The schema of a property, parameter or body member, with all facts of its row.
pub fn property(context: &DocumentContext<'_>, merged: &Merged<'_, Item>, namespace: &str) -> Value {
    let item = merged.fact;
    let resolved =
        item.type_expr.as_ref().map(|written| context.version.index.resolve(merged.page, written, &item.type_link));
    let mut schema = plain(context, resolved.as_ref(), namespace, &item.values);
    if item.modifiers.nullable == Some(true) {
        make_nullable(&mut schema);
    }
    if let Some(text) = context.texts.choose(&merged.description) {
        schema["description"] = json!(text);
    }
    if item.modifiers.read_only == Some(true) {
        schema["readOnly"] = json!(true);
    }
    if let Some(value) = default(&schema, &item.modifiers.default) {
        schema["default"] = value;
    }
    if !item.context.is_empty() {
        schema["x-hexapla-context"] = json!(item.context);
    }
    schema
}

/// The schema of a type expression; an unconstrained schema for `None`. `values`: the values that the description lists.
pub fn plain(
    context: &DocumentContext<'_>,
    expression: Option<&TypeExpr>,
    namespace: &str,
    values: &[String],
) -> Value {
    let Some(expression) = expression else { return json!({}) };
    let mut element = context.names.refer(&expression.name, namespace);
    if let Some(values) = listed(&element, values) {
        element["enum"] = values;
    }
    if expression.collection { json!({"type": "array", "items": element}) } else { element }
}

/// The listed values as JSON; `None` unless each is a value of the type. A reference to an enum gets none: the enum lists
/// its own values.
fn listed(schema: &Value, values: &[String]) -> Option<Value> {
    if values.is_empty() || schema.get("format").is_some_and(|_| schema["type"] == "string") {
        return None;
    }
    let mut read: Vec<Value> = Vec::new();
    for value in values {
        let value = literal(schema["type"].as_str()?, value)?;
        if !read.contains(&value) {
            read.push(value);
        }
    }
    (schema["type"] != "boolean").then_some(Value::Array(read))
}

/// A written value as JSON of a JSON Schema type; `None` if it is not a value of that type.
pub fn literal(kind: &str, written: &str) -> Option<Value> {
    match kind {
        "boolean" => written.to_lowercase().parse::<bool>().ok().map(Value::from),
        "integer" => written.parse::<i64>().ok().map(Value::from),
        "number" => written.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from),
        "string" => Some(json!(written.trim_matches('"'))),
        _ => None,
    }
}

/// The default value as JSON; `None` if it is not a value of the type, or if the type is a reference.
fn default(schema: &Value, written: &str) -> Option<Value> {
    if written.is_empty() {
        return None;
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str())?;
    let value = literal(kind, written)?;
    schema.get("enum").and_then(Value::as_array).is_none_or(|values| values.contains(&value)).then_some(value)
}

/// Extends a schema to allow `null`.
fn make_nullable(schema: &mut Value) {
    if let Some(kind) = schema["type"].as_str() {
        schema["type"] = json!([kind, "null"]);
        if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
            values.push(Value::Null);
        }
    } else if let Some(reference) = schema.as_object_mut().and_then(|schema| schema.shift_remove("$ref")) {
        schema["anyOf"] = json!([{"$ref": reference}, {"type": "null"}]);
    }
}

/// Whether a type is a byte stream.
pub fn is_stream(expression: &TypeExpr) -> bool {
    expression.name == primitives::STREAM && !expression.collection
}
