//! Annotation comments: `<!-- { "blockType": "request", "name": "…", "@odata.type": "…" } -->`.
//!
//! They are JSON by intent; trailing commas, comments and the like are forgiven, since a third of the
//! broken ones in practice are broken in just that way.

use serde_json::{Map, Value};

/// The keys of one annotation comment, as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation(Map<String, Value>);

impl Annotation {
    /// Reads the comment of an HTML block. `None` where it holds no JSON object.
    pub fn parse(html: &str) -> Option<Self> {
        let start = html.find("<!--")? + 4;
        let end = html[start..].find("-->").map_or(html.len(), |end| start + end);
        let body = html[start..end].trim();
        if !body.starts_with('{') {
            return None;
        }
        let forgiving = || jsonc_parser::parse_to_serde_value(body, &jsonc_parser::ParseOptions::default()).ok();
        serde_json::from_str(body).ok().or_else(forgiving).map(Self)
    }

    /// What the block is: `request`, `response`, `resource`, `ignored`, `example` …
    pub fn block_type(&self) -> Option<&str> {
        self.text("blockType")
    }

    /// The OData type, its `Collection(…)` unwrapped, and whether it was a collection.
    pub fn odata_type(&self) -> Option<(&str, bool)> {
        let written = self.text("@odata.type").or_else(|| self.text("@type"))?.trim_start_matches('#');
        let prefix = "collection(".len();
        let is_collection = written.get(..prefix).is_some_and(|start| start.eq_ignore_ascii_case("collection("));
        let element = is_collection.then(|| written[prefix..].strip_suffix(')')).flatten();
        let collection = element.is_some() || self.flag("isCollection");
        Some((element.unwrap_or(written), collection))
    }

    /// A key whose value is text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    /// The texts of a key whose value is a list.
    pub fn list(&self, key: &str) -> Vec<String> {
        let values = self.0.get(key).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// A key whose value is `true`, or the word.
    pub fn flag(&self, key: &str) -> bool {
        match self.0.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(word)) => word.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgiving() {
        let annotation = Annotation::parse(
            "<!-- { \"blockType\": \"response\", \"isCollection\": \"true\", // x\n \"@odata.type\": \"a.b\", } -->",
        );
        let annotation = annotation.expect("an object");
        assert_eq!(annotation.block_type(), Some("response"));
        assert_eq!(annotation.odata_type(), Some(("a.b", true)));
        let lower = Annotation::parse("<!-- {\"@odata.type\": \"collection(a.b)\"} -->").expect("an object");
        assert_eq!(lower.odata_type(), Some(("a.b", true)));
        assert_eq!(Annotation::parse("<!-- uuid: 1 -->"), None);
        assert_eq!(Annotation::parse("<!-- { \"blockType\": -->"), None);
    }
}
