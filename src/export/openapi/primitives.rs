//! JSON Schemas of primitive types: the table of the OASIS note "OData to OpenAPI Mapping", section 4.6.

use serde_json::{Value, json};

/// Name without namespace, JSON Schema `type` (empty for any), `format` (empty for none).
const PRIMITIVES: [(&str, &str, &str); 22] = [
    ("Binary", "string", "base64url"),
    ("Boolean", "boolean", ""),
    ("Byte", "integer", "uint8"),
    ("Date", "string", "date"),
    ("DateTime", "string", "date-time"),
    ("DateTimeOffset", "string", "date-time"),
    ("Decimal", "number", "decimal"),
    ("Double", "number", "double"),
    ("Duration", "string", "duration"),
    ("Guid", "string", "uuid"),
    ("Int16", "integer", "int16"),
    ("Int32", "integer", "int32"),
    ("Int64", "integer", "int64"),
    ("Object", "", ""),
    ("SByte", "integer", "int8"),
    ("Single", "number", "float"),
    ("Stream", "string", "binary"),
    ("String", "string", ""),
    ("TimeOfDay", "string", "time"),
    ("Untyped", "", ""),
    ("Uri", "string", "uri"),
    ("Url", "string", "uri"),
];

/// System query options whose values are not strings: name and type. OData 4.01, part 2, section 5.1.
const OPTIONS: [(&str, &str); 3] = [("$count", "boolean"), ("$skip", "integer"), ("$top", "integer")];

/// The name of the type of byte streams.
pub const STREAM: &str = "Stream";

/// The schema of a primitive type, by its exact name without namespace; `None` for other types.
pub fn schema(name: &str) -> Option<Value> {
    let position = PRIMITIVES.binary_search_by(|(known, ..)| (*known).cmp(name)).ok()?;
    let (_, kind, format) = PRIMITIVES[position];
    Some(match (kind, format) {
        ("", _) => json!({}),
        (kind, "") => json!({"type": kind}),
        (kind, format) => json!({"type": kind, "format": format}),
    })
}

/// The schema of a query option whose page states no type.
pub fn option(name: &str) -> Value {
    let known = OPTIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    json!({"type": known.map_or("string", |(_, kind)| *kind)})
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::PRIMITIVES.is_sorted_by_key(|(name, ..)| *name));
    }
}
