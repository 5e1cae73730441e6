//! Merges the schemas that several pages state for the same body.
//!
//! Texts are ignored in comparisons, so that the structure of a document is the same for all locales.

use serde_json::{Map, Value, json};

/// A schema that allows every value that one of `schemas` allows. If the schemas differ at a single place, `anyOf` is
/// written there, else at the top.
pub fn any_of(schemas: Vec<Value>) -> Value {
    let schemas = distinct(schemas);
    match at_one_place(&schemas, SchemaPlace::Schema) {
        Some(schema) => schema,
        None => json!({"anyOf": schemas}),
    }
}

/// The meaning of a value: a schema, or the map from names to schemas under `properties`.
#[derive(Clone, Copy, PartialEq)]
enum SchemaPlace {
    Schema,
    Properties,
}

fn at_one_place(values: &[Value], place: SchemaPlace) -> Option<Value> {
    let (first, rest) = values.split_first()?;
    if rest.is_empty() {
        return Some(first.clone());
    }
    let maps = values.iter().map(Value::as_object).collect::<Option<Vec<&Map<String, Value>>>>()?;
    if !rest.iter().filter_map(Value::as_object).all(|map| map.keys().eq(maps[0].keys())) {
        return None;
    }
    let is_text = |key: &str| place == SchemaPlace::Schema && key == "description";
    let mut differing = maps[0].keys().filter(|key| {
        if is_text(key) {
            return false;
        }
        let bare = bare(&maps[0][*key]);
        maps[1..].iter().any(|map| self::bare(&map[*key]) != bare)
    });
    let key = differing.next().filter(|_| differing.next().is_none())?;
    let within = distinct(maps.iter().map(|map| map[key].clone()).collect());
    let merged = match (place, key.as_str()) {
        (SchemaPlace::Schema, "properties") => at_one_place(&within, SchemaPlace::Properties)?,
        (SchemaPlace::Schema, "items") | (SchemaPlace::Properties, _) => any_of(within),
        _ => return None,
    };
    let mut whole = first.clone();
    whole[key] = merged;
    Some(whole)
}

/// The distinct values, compared without texts; the first of equal values is kept.
fn distinct(values: Vec<Value>) -> Vec<Value> {
    if values.len() < 2 {
        return values;
    }
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    for value in values {
        let bare = bare(&value);
        if !seen.contains(&bare) {
            seen.push(bare);
            kept.push(value);
        }
    }
    kept
}

/// A schema without its texts.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(name, value)| *name != "description" || !value.is_string());
            Value::Object(kept.map(|(name, value)| (name.clone(), bare(value))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(bare).collect()),
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::any_of;
    use serde_json::json;

    #[test]
    fn schemas_are_merged_where_they_differ() {
        let list = |name: &str, text: &str| json!({"type": "object", "properties": {"value": {"type": "array", "items": {"$ref": name}}}, "description": text});
        let merged = any_of(vec![list("a", "one"), list("b", "two"), list("a", "three")]);
        assert_eq!(merged["description"], "one");
        assert_eq!(merged["properties"]["value"]["items"], json!({"anyOf": [{"$ref": "a"}, {"$ref": "b"}]}));
        let other = json!({"type": "object", "properties": {"size": {}}});
        assert_eq!(any_of(vec![list("a", ""), other.clone()]), json!({"anyOf": [list("a", ""), other]}));
        assert_eq!(any_of(vec![json!({"type": "string"})]), json!({"type": "string"}));
    }
}
