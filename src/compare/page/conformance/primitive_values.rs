//! Whether a JSON value has the form of a primitive type (OData JSON Format 4.01, section 7.1).
//!
//! Documentation is less strict than the format, so numbers may be text and times may lack their offset. Placeholder texts
//! are not judged.

use crate::facts::types::TypeWords;
use jsonc_parser::ast::Value;

/// A value that is not of the documented type, as a message names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The value that was found: `a number`, or its text in backticks.
    pub found: String,
    /// The value that was probably meant.
    pub near: Option<String>,
    /// The replacement, if it is certain.
    pub instead: Option<&'static str>,
}

impl Misfit {
    /// A value of another JSON kind.
    pub fn kind(value: &Value<'_>) -> Self {
        Self { found: kind(value).to_owned(), near: None, instead: None }
    }

    fn text(text: &str) -> Self {
        Self { found: format!("`{text}`"), near: None, instead: None }
    }
}

/// The kind of a value as a message names it.
pub fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "a string",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "a Boolean",
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::NullKeyword(_) => "null",
    }
}

/// The fault of a single value of a primitive type. `None` if it has none, or if values of the type may have any form.
pub fn misfit(primitive: &str, value: &Value<'_>, words: TypeWords<'_>) -> Option<Misfit> {
    let checked = is_number(primitive)
        || matches!(primitive, "String" | "Boolean" | "DateTimeOffset" | "Date" | "TimeOfDay" | "Duration" | "Guid");
    match value {
        _ if !checked => None,
        Value::NullKeyword(_) => None,
        Value::StringLit(text) if stands_for_a_value(&text.value, words) => None,
        Value::StringLit(text) => misfit_text(primitive, &text.value),
        Value::NumberLit(written) if is_number(primitive) => {
            let whole = !matches!(primitive, "Single" | "Double" | "Decimal");
            let fraction = written.value.split_once('.').is_some_and(|(_, rest)| rest.bytes().any(|byte| byte != b'0'));
            (whole && fraction && !written.value.contains(['e', 'E'])).then(|| Misfit::text(written.value))
        }
        Value::BooleanLit(_) if primitive == "Boolean" => None,
        _ => Some(Misfit::kind(value)),
    }
}

fn is_number(primitive: &str) -> bool {
    matches!(primitive, "Int16" | "Int32" | "Int64" | "Byte" | "Single" | "Double" | "Decimal")
}

fn misfit_text(primitive: &str, text: &str) -> Option<Misfit> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let fits = match primitive {
        "Boolean" => {
            let instead = match text {
                "true" | "True" => "true",
                "false" | "False" => "false",
                _ => return None,
            };
            let found = format!("the string `{text}`");
            return Some(Misfit { found, near: Some(instead.to_owned()), instead: Some(instead) });
        }
        "DateTimeOffset" => matches_shape(text, "0000-00-00T00:00"),
        "Date" => matches_shape(text, "0000-00-00") && text.len() == 10,
        "TimeOfDay" => matches_shape(text, "00:00") && !text.contains(['T', '-', 'P']),
        "Duration" => text.trim_start_matches(['-', '+']).starts_with('P'),
        _ if is_number(primitive) => text.trim().parse::<f64>().is_ok() || matches!(text, "INF" | "-INF" | "NaN"),
        _ => true,
    };
    (has_digit && !fits).then(|| Misfit::text(text))
}

/// Whether a text starts with the pattern `shape`, in which `0` stands for any digit.
fn matches_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    text.len() >= shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// Whether a text is a placeholder and not a value: the name of a type, `{id}`, `<token>`, `id-value`, `a | b`.
pub fn stands_for_a_value(text: &str, words: TypeWords<'_>) -> bool {
    let bare = text.trim();
    bare.is_empty()
        || bare.contains(['<', '>', '{', '}', '|', '…'])
        || bare.contains("...")
        || bare.contains("(identifier)")
        || bare.ends_with("-value")
        || bare.ends_with(" value")
        || words.primitive(bare).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::locale::Locale;
    use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

    #[track_caller]
    fn judged(primitive: &str, json: &str, expected: Option<&str>) {
        let lexicons = Lexicons::built_in();
        let english = lexicons.of(&Locale::parse("en").expect("a tag"));
        let parsed = parse_to_ast(json, &CollectOptions::default(), &ParseOptions::default()).expect("JSON");
        let value = parsed.value.expect("a value");
        let misfit = misfit(primitive, &value, TypeWords { locale: None, english });
        assert_eq!(misfit.map(|misfit| misfit.found).as_deref(), expected, "{primitive} {json}");
    }

    #[test]
    fn primitive_values() {
        judged("Boolean", "\"true\"", Some("the string `true`"));
        judged("Boolean", "0", Some("a number"));
        judged("Boolean", "\"Boolean\"", None);
        judged("String", "7", Some("a number"));
        judged("Int32", "\"7\"", None);
        judged("Int32", "1.5", Some("`1.5`"));
        judged("Int32", "\"7 knots\"", Some("`7 knots`"));
        judged("Double", "1.5", None);
        judged("DateTimeOffset", "\"2020-01-02T03:04Z\"", None);
        judged("DateTimeOffset", "\"2020-01-02\"", Some("`2020-01-02`"));
        judged("DateTimeOffset", "\"String (timestamp)\"", None);
        judged("DateTimeOffset", "null", None);
        judged("Date", "\"2020-01-02\"", None);
        judged("TimeOfDay", "\"08:00:00.0000000\"", None);
        judged("Duration", "\"-PT1H\"", None);
        judged("Duration", "\"01:00:00\"", Some("`01:00:00`"));
        judged("Guid", "\"x7\"", None);
        judged("Guid", "7", Some("a number"));
        judged("Binary", "{}", None);
    }
}
