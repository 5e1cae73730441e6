//! The JSON objects on a page: the names of their members, in order, and the possible types of their values. Code is not
//! translated, so these names are spelled as in the API.

use crate::facts::extract::annotation_before;
use crate::facts::roles::Words;
use crate::facts::types::TypeExpr;
use crate::page::Side;
use crate::page::annotation::AnnotatedBlock;
use crate::page::tree::BlockKind;
use crate::token;

/// A member of a JSON object as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleMember<'t> {
    /// Its name.
    pub name: &'t str,
    /// The text after the colon, to the end of the code block.
    value: &'t str,
}

/// A JSON object on a page.
pub struct Sample<'t> {
    /// Its members, without annotations such as `@odata.type`.
    pub members: Vec<SampleMember<'t>>,
    /// Whether it is a response, not the representation of a type or a request.
    pub is_response: bool,
}

/// The JSON objects in the code blocks of a page. Objects without members are left out.
pub fn objects(side: &Side) -> Vec<Sample<'_>> {
    let code = side.tree.blocks.iter().enumerate().filter_map(|(index, block)| match block.kind {
        BlockKind::Code { body, .. } => Some((index, body.slice(side.text()))),
        _ => None,
    });
    let is_response = |index: usize, code: &str| {
        let annotation = annotation_before(side, index);
        code.trim_start().starts_with("HTTP/")
            || annotation.is_some_and(|annotation| annotation.block == Some(AnnotatedBlock::Response))
    };
    let samples = code.map(|(index, code)| Sample { members: members(code), is_response: is_response(index, code) });
    samples.filter(|sample| !sample.members.is_empty()).collect()
}

/// The members of the first JSON object in a text. Values are not parsed because documentation contains values such as
/// `"size": Int32`.
fn members(code: &str) -> Vec<SampleMember<'_>> {
    let Some(start) = code.find('{') else { return Vec::new() };
    let mut members = Vec::new();
    let (mut depth, mut text) = (0_u32, None);
    let bytes = code.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        match (bytes[at], text) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(open)) => {
                let name = &code[open..at];
                if depth == 1
                    && let Some(value) = code[at + 1..].trim_start().strip_prefix(':')
                    && token::is_name(name)
                    && !name.contains(['@', '#'])
                {
                    members.push(SampleMember { name, value: value.trim_start() });
                }
                text = None;
            }
            (b'"', None) => text = Some(at + 1),
            (b'{' | b'[', None) => depth += 1,
            (b'}' | b']', None) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    members
}

/// Canonical names of the types whose JSON values are numbers.
const NUMBERS: [&str; 7] = ["Byte", "Decimal", "Double", "Int16", "Int32", "Int64", "Single"];

impl SampleMember<'_> {
    /// Whether the value may have a type; true if the type is not known.
    pub fn may_be(&self, type_expr: Option<&TypeExpr>, words: Words<'_>) -> bool {
        let Some(expected) = type_expr else { return true };
        let is_number = NUMBERS.contains(&expected.name.as_str());
        let is_primitive = words.types().primitive(&expected.name).is_some() && expected.name != "Object";
        let value = self.value;
        if value.starts_with("null") {
            return true;
        }
        if value.starts_with('[') || expected.collection {
            return value.starts_with('[') && expected.collection;
        }
        match value.as_bytes().first() {
            Some(b'{') => !is_primitive,
            Some(b'0'..=b'9' | b'-') => is_number,
            Some(b'"') => {
                let text = value[1..].split('"').next().unwrap_or_default();
                self.names_type(text, expected, words).unwrap_or_else(|| {
                    expected.name != "Boolean" && (!is_number || text.starts_with(|first: char| first.is_ascii_digit()))
                })
            }
            _ if value.starts_with("true") || value.starts_with("false") => expected.name == "Boolean",
            _ => {
                let word = value.split([',', '\n', '}', ' ']).next().unwrap_or_default();
                self.names_type(word, expected, words).unwrap_or(true)
            }
        }
    }

    /// For a text that names a primitive type, as in `"size": "Int32"`: whether it is the expected type. `String` also stands
    /// for a type of the API, because values of enums are strings. `None` for any other text.
    fn names_type(&self, text: &str, expected: &TypeExpr, words: Words<'_>) -> Option<bool> {
        let name = words.english?.type_name(text.split(" (").next()?.trim().to_lowercase().as_str())?;
        Some(name == expected.name || name == "String" && words.types().primitive(&expected.name).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::locale::Locale;

    #[test]
    fn types_fit_values() {
        let lexicons = Lexicons::built_in();
        let words = Words::of(&lexicons, &Locale::parse("de-DE").expect("a tag"));
        let code = "{\"@core.type\": \"x\", \"id\": \"a\\\"b\", \"open\": true, \"inner\": {\"deep\": 1}, \"size\": Int32, \"tags\": [\"x\"]}";
        let read = members(code);
        let names: Vec<_> = read.iter().map(|member| member.name).collect();
        assert_eq!(names, ["id", "open", "inner", "size", "tags"]);
        let fitting = |name: &str, collection| {
            let expected = TypeExpr { name: name.to_owned(), collection };
            read.iter().filter(|member| member.may_be(Some(&expected), words)).map(|member| member.name).collect()
        };
        let cases: [(&str, bool, &[&str]); 5] = [
            ("String", false, &["id"]),
            ("Boolean", false, &["open"]),
            ("Int32", false, &["size"]),
            ("String", true, &["tags"]),
            ("berth", false, &["id", "inner"]),
        ];
        for (name, collection, expected) in cases {
            let found: Vec<&str> = fitting(name, collection);
            assert_eq!(found, expected, "{name}");
        }
    }
}
