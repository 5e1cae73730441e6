//! One schema for what several pages say of one thing.
//!
//! Texts decide nothing here: the structure of a document is the same in every locale.

use serde_json::{Map, Value, json};

/// A schema that allows what any of these allows: `anyOf` at the one place where they differ.
pub fn one_of_all(schemas: Vec<Value>) -> Value {
    let schemas = distinct(schemas);
    match at_one_place(&schemas, SchemaPlace::Schema) {
        Some(schema) => schema,
        None => json!({"anyOf": schemas}),
    }
}

/// What a value is: a schema, or the map from names to schemas under `properties`.
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
    if !rest.iter().filter_map(Value::as_object).all(|other| other.keys().eq(maps[0].keys())) {
        return None;
    }
    let is_text = |key: &str| place == SchemaPlace::Schema && key == "description";
    let mut differing = maps[0].keys().filter(|key| {
        if is_text(key) {
            return false;
        }
        let bare = bare(&maps[0][*key]);
        maps[1..].iter().any(|other| self::bare(&other[*key]) != bare)
    });
    let key = differing.next().filter(|_| differing.next().is_none())?;
    let within = distinct(maps.iter().map(|map| map[key].clone()).collect());
    let united = match (place, key.as_str()) {
        (SchemaPlace::Schema, "properties") => at_one_place(&within, SchemaPlace::Properties)?,
        (SchemaPlace::Schema, "items") | (SchemaPlace::Properties, _) => one_of_all(within),
        _ => return None,
    };
    let mut whole = first.clone();
    whole[key] = united;
    Some(whole)
}

/// Each value once, compared without texts; the first of its kind stays.
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
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::one_of_all;
    use serde_json::json;

    #[test]
    fn schemas_are_united_where_they_differ() {
        let list = |name: &str, text: &str| json!({"type": "object", "properties": {"value": {"type": "array", "items": {"$ref": name}}}, "description": text});
        let united = one_of_all(vec![list("a", "one"), list("b", "two"), list("a", "three")]);
        assert_eq!(united["description"], "one");
        assert_eq!(united["properties"]["value"]["items"], json!({"anyOf": [{"$ref": "a"}, {"$ref": "b"}]}));
        let other = json!({"type": "object", "properties": {"size": {}}});
        assert_eq!(one_of_all(vec![list("a", ""), other.clone()]), json!({"anyOf": [list("a", ""), other]}));
        assert_eq!(one_of_all(vec![json!({"type": "string"})]), json!({"type": "string"}));
    }
}
