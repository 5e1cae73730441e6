//! Keys of example JSON: keys that no type declares, keys that name a type, and the name that was probably meant.

use crate::facts::types::TypeExpr;
use crate::text::TextRange;
use crate::token;
use jsonc_parser::ast::{Object, StringLit, Value};
use jsonc_parser::common::Range;

/// The value of the member that names the type of an object; `type_keys`: the possible names of that member.
pub fn own_type<'v>(object: &'v Object<'v>, type_keys: &[String]) -> Option<&'v StringLit<'v>> {
    let is_key = |name: &str| type_keys.iter().any(|key| key == name);
    let member = object.properties.iter().find(|member| is_key(member.name.as_str()))?;
    member.value.as_string_lit()
}

/// Whether an object only names its type and has no other member: a placeholder for an instance.
pub fn is_stand_in(value: &Value<'_>, type_keys: &[String]) -> bool {
    value.as_object().is_some_and(|object| object.properties.len() == 1 && own_type(object, type_keys).is_some())
}

/// Whether values of a type may have any form.
pub fn is_any(expression: &TypeExpr) -> bool {
    matches!(&*expression.name, "Object" | "Binary" | "Stream")
}

/// Whether a key is an annotation (OData JSON Format, section 20.2) or the name of an operation.
pub fn is_annotation(key: &str) -> bool {
    key.contains(['@', '#', '.'])
}

/// Whether no type declares a key: it is an annotation, a placeholder, or a name that clients choose.
pub fn is_free(key: &str) -> bool {
    is_annotation(key)
        || !token::is_name(key)
        || key.contains(['_', '-'])
        || !key.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// The text inside the quotes of a string.
pub fn inside(range: Range) -> TextRange {
    TextRange::of(range.start + 1..range.end.saturating_sub(1).max(range.start + 1))
}

/// The name that was probably meant by a misspelled one: the nearest in edit distance, with at most one edit for every four
/// bytes of `name`. Case is ignored.
pub fn nearest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let lower = name.to_lowercase();
    let distance = |known: &&str| strsim::osa_distance(&lower, &known.to_lowercase());
    let nearest = names.iter().copied().min_by_key(distance)?;
    (distance(&nearest) * 4 <= name.len()).then_some(nearest)
}
