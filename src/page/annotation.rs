//! Annotation comments: a JSON object in the HTML comment before a code block that describes the block. The profile names
//! its keys.
//!
//! Trailing commas, comments and other extensions of JSON are accepted: a third of the broken annotations of published pages
//! have a trailing comma.

use crate::profile::Profile;
use crate::profile::sections::AnnotationKeys;
use serde_json::{Map, Value};

/// The content of one annotation comment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// The kind of the block; `None` if the comment has none or one that the profile does not list.
    pub block: Option<AnnotatedBlock>,
    /// The name of the example.
    pub name: Option<String>,
    /// The type as written, without a leading `#`.
    written_type: Option<String>,
    /// Whether the key `collection` is true.
    is_collection: bool,
    /// The base type of a resource.
    pub base_type: Option<String>,
    /// The key property of a resource.
    pub key_property: Option<String>,
    /// Whether a resource is abstract.
    pub is_abstract: bool,
    /// Whether a resource may have properties that it does not declare.
    pub is_open: bool,
    /// Properties that servers return only on request.
    pub optional_properties: Vec<String>,
    /// Whether the example shows an error.
    pub expects_error: bool,
    /// Whether the example omits members.
    pub is_truncated: bool,
}

/// The kind of an annotated block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotatedBlock {
    /// The JSON form of a type.
    Resource,
    /// A request.
    Request,
    /// A response.
    Response,
    /// An example of another kind.
    Example,
    /// A block that is not read.
    Ignored,
}

/// Reads annotation comments with the keys of a profile.
#[derive(Clone, Debug)]
pub struct AnnotationReader {
    keys: AnnotationKeys,
    type_keys: Vec<String>,
}

impl AnnotationReader {
    /// A reader with the keys of a profile.
    pub fn new(profile: &Profile) -> Self {
        Self { keys: profile.annotations.clone(), type_keys: profile.type_keys.clone() }
    }

    /// Reads the first comment of an HTML block. `None` if it is not a JSON object.
    pub fn read(&self, html: &str) -> Option<Annotation> {
        let start = html.find("<!--")? + 4;
        let end = html[start..].find("-->").map_or(html.len(), |end| start + end);
        let body = html[start..end].trim();
        if !body.starts_with('{') {
            return None;
        }
        let lenient = || jsonc_parser::parse_to_serde_value(body, &jsonc_parser::ParseOptions::default()).ok();
        let object: Map<String, Value> = serde_json::from_str(body).ok().or_else(lenient)?;
        Some(self.annotation(&object))
    }

    fn annotation(&self, object: &Map<String, Value>) -> Annotation {
        let keys = &self.keys;
        let text = |key: &str| Some(object.get(key)?.as_str()?.to_owned());
        let flag = |key: &str| match object.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(word)) => word.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let list = |key: &str| -> Vec<String> {
            let values = object.get(key).and_then(Value::as_array);
            values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Annotation {
            block: object.get(&keys.block_type).and_then(Value::as_str).and_then(|name| self.block(name)),
            name: text(&keys.name),
            written_type: self
                .type_keys
                .iter()
                .find_map(|key| text(key))
                .map(|written| written.trim_start_matches('#').to_owned()),
            is_collection: flag(&keys.collection),
            base_type: text(&keys.base_type),
            key_property: text(&keys.key_property),
            is_abstract: flag(&keys.r#abstract),
            is_open: flag(&keys.open_type),
            optional_properties: list(&keys.optional_properties),
            expects_error: flag(&keys.expect_error),
            is_truncated: flag(&keys.truncated),
        }
    }

    fn block(&self, name: &str) -> Option<AnnotatedBlock> {
        let names = &self.keys.block_types;
        [
            (&names.resource, AnnotatedBlock::Resource),
            (&names.request, AnnotatedBlock::Request),
            (&names.response, AnnotatedBlock::Response),
            (&names.example, AnnotatedBlock::Example),
            (&names.ignored, AnnotatedBlock::Ignored),
        ]
        .into_iter()
        .find_map(|(known, block)| (known == name).then_some(block))
    }
}

impl Annotation {
    /// The type of the block without `Collection(…)` around it, and whether the block is a collection.
    pub fn type_name(&self) -> Option<(&str, bool)> {
        let written = self.written_type.as_deref()?;
        let prefix = "collection(".len();
        let is_collection = written.get(..prefix).is_some_and(|start| start.eq_ignore_ascii_case("collection("));
        let element = is_collection.then(|| written[prefix..].strip_suffix(')')).flatten();
        Some((element.unwrap_or(written), element.is_some() || self.is_collection))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_read() {
        let profile = Profile::built_in();
        let reader = AnnotationReader::new(&profile);
        let (keys, type_key) = (&profile.annotations, &profile.type_keys[0]);
        let read = |body: String| reader.read(&format!("<!-- {body} -->"));
        let annotation = read(format!(
            "{{ \"{}\": \"response\", \"{}\": \"true\", // x\n \"{type_key}\": \"a.b\", }}",
            keys.block_type, keys.collection
        ));
        let annotation = annotation.expect("an object");
        assert_eq!(annotation.block, Some(AnnotatedBlock::Response));
        assert_eq!(annotation.type_name(), Some(("a.b", true)));
        let lower = read(format!("{{\"{type_key}\": \"collection(a.b)\"}}")).expect("an object");
        assert_eq!((lower.block, lower.type_name()), (None, Some(("a.b", true))));
        assert_eq!(read("uuid: 1".to_owned()), None);
        assert_eq!(reader.read("<!-- { \"name\": -->"), None);
    }
}
