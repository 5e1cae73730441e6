//! The JSON objects of the schema, with fields in the order of the output; `docs/schema.md` documents each key.

use super::evidence::FactEvidence;
use crate::schema::LocaleTexts;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::borrow::Cow;
use std::io;

/// An operation page.
#[derive(serde::Serialize)]
pub struct OperationJson<'a> {
    pub key: &'a str,
    pub title: &'a LocaleTexts,
    pub summary: &'a LocaleTexts,
    pub requests: Vec<RequestJson<'a>>,
    pub permissions: Vec<PermissionJson<'a>>,
    pub headers: Vec<Header<'a>>,
    pub parameters: Vec<ItemJson<'a>>,
    pub request_body: Option<Body<'a>>,
    pub responses: Vec<ResponseJson<'a>>,
    pub query_options: Option<bool>,
    pub examples: Vec<ExampleJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<CallJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disputed: Vec<Disputed<'a>>,
}

/// A request line.
#[derive(serde::Serialize)]
pub struct RequestJson<'a> {
    pub method: &'a str,
    pub path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// A permission cell.
#[derive(serde::Serialize)]
pub struct PermissionJson<'a> {
    pub scheme: &'a str,
    pub scopes: &'a [String],
    #[serde(skip_serializing_if = "<[Vec<String>]>::is_empty")]
    pub sets: &'a [Vec<String>],
    pub supported: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// A request header.
#[derive(serde::Serialize)]
pub struct Header<'a> {
    pub name: &'a str,
    pub required: Option<bool>,
    pub description: &'a LocaleTexts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// A type expression: the keys `type` and `collection` of the enclosing object.
#[derive(serde::Serialize)]
pub struct Typed<'a> {
    /// The type name without namespace; `None` if the page states no type.
    #[serde(rename = "type")]
    pub name: Option<&'a str>,
    /// Whether it is a collection of that type.
    pub collection: bool,
}

/// A parameter, body member, property or relationship.
#[derive(serde::Serialize)]
pub struct ItemJson<'a> {
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<&'a str>,
    pub name: &'a str,
    #[serde(flatten)]
    pub typed: Typed<'a>,
    pub required: Option<bool>,
    pub description: &'a LocaleTexts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    #[serde(skip_serializing_if = "is_false")]
    pub supported: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub key: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub values: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// A request body.
#[derive(serde::Serialize)]
pub struct Body<'a> {
    #[serde(flatten)]
    pub typed: Typed<'a>,
    pub properties: Vec<ItemJson<'a>>,
}

/// A success response.
#[derive(serde::Serialize)]
pub struct ResponseJson<'a> {
    pub status: u16,
    pub reason: &'a str,
    #[serde(flatten)]
    pub typed: Typed<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// An action or function.
#[derive(serde::Serialize)]
pub struct CallJson<'a> {
    pub kind: &'a str,
    pub name: &'a str,
    pub bound_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// A type or enum.
#[derive(serde::Serialize)]
pub struct Type<'a> {
    pub name: &'a str,
    pub namespace: &'a str,
    pub kind: &'a str,
    pub base: Option<&'a str>,
    pub derived: &'a [String],
    pub key: Option<&'a str>,
    pub open: bool,
    #[serde(rename = "abstract")]
    pub is_abstract: bool,
    pub optional: &'a [String],
    pub title: &'a LocaleTexts,
    pub summary: &'a LocaleTexts,
    pub properties: Vec<ItemJson<'a>>,
    pub relationships: Vec<ItemJson<'a>>,
    pub members: Vec<MemberJson<'a>>,
    pub methods: Vec<MethodJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disputed: Vec<Disputed<'a>>,
}

/// A member of an enum.
#[derive(serde::Serialize)]
pub struct MemberJson<'a> {
    pub name: &'a str,
    pub value: Value,
    pub description: &'a LocaleTexts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FactEvidence<'a>>,
}

/// A method of a type.
#[derive(serde::Serialize)]
pub struct MethodJson<'a> {
    pub page: &'a str,
    #[serde(flatten)]
    pub typed: Typed<'a>,
    pub description: &'a LocaleTexts,
}

/// A fact on which editions or pages disagree: its kind, name and value in the schema, and the other values.
#[derive(serde::Serialize)]
pub struct Disputed<'a> {
    pub fact: &'a str,
    pub name: &'a str,
    pub value: Option<&'a str>,
    pub others: Vec<Otherwise<'a>>,
}

/// Another value of a disputed fact, and the editions that state it.
#[derive(serde::Serialize)]
pub struct Otherwise<'a> {
    pub value: Option<&'a str>,
    pub editions: Vec<Cow<'a, str>>,
}

/// A request and its response.
#[derive(serde::Serialize)]
pub struct ExampleJson<'a> {
    pub name: &'a str,
    pub request: Option<MessageJson<'a>>,
    pub response: Option<MessageJson<'a>>,
}

/// A message of an example.
#[derive(serde::Serialize)]
pub struct MessageJson<'a> {
    #[serde(flatten)]
    pub start: StartJson<'a>,
    pub headers: Pairs<'a>,
    pub body: Option<&'a Value>,
}

/// The start line of a message.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub enum StartJson<'a> {
    Request { method: &'a str, url: &'a str },
    Response { status: u16, reason: &'a str },
}

/// Header fields as one object; fields of one name are one list, as RFC 9110 section 5.3 has it.
pub struct Pairs<'a>(pub &'a [(String, String)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, (name, text)) in self.0.iter().enumerate() {
            let same = |field: &&(String, String)| field.0 == *name;
            if self.0[..index].iter().any(|field| same(&field)) {
                continue;
            }
            let more = self.0[index + 1..].iter().filter(same).map(|(_, text)| text.as_str());
            let all: Vec<&str> = std::iter::once(text.as_str()).chain(more).collect();
            map.serialize_entry(name, &all.join(", "))?;
        }
        map.end()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A formatter for indented JSON of a value at nesting depth `depth`.
pub fn indented(depth: usize) -> PrettyFormatter<'static> {
    let mut formatter = PrettyFormatter::new();
    for _ in 0..depth {
        // The formatter counts depth by opened lists.
        formatter.begin_array(&mut io::sink()).expect("a sink takes everything");
    }
    formatter
}
