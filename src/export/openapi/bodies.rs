//! Request bodies, responses and examples.

use super::paths::{DocumentOperation, DocumentingPage};
use super::template::Template;
use super::{DocumentContext, any_of, primitives, schemas};
use crate::facts::Response;
use crate::facts::examples::{Example, ExampleMessage};
use crate::facts::types::TypeExpr;
use crate::page::http::{StartLine, split_target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The media type of bodies without example.
const JSON: &str = "application/json";

/// The media type of byte streams without example.
const BYTES: &str = "application/octet-stream";

/// The content of a body by media type: its schemas and its named examples.
#[derive(Default)]
struct MediaTypes(BTreeMap<String, (Vec<Value>, Map<String, Value>)>);

/// The request body of an operation; `None` if no page describes or shows a body.
pub fn request(context: &DocumentContext<'_>, slot: &DocumentOperation<'_>) -> Option<Value> {
    let mut content = MediaTypes::default();
    let mut required = false;
    for page in slot.pages.iter().filter(|page| takes_body(page, &slot.method)) {
        let shown: Vec<(&Example, &ExampleMessage)> =
            examples(page, &slot.method).filter_map(|example| Some((example, example.request.as_ref()?))).collect();
        let shown: Vec<_> = shown.into_iter().filter(|(_, message)| message.body.is_some()).collect();
        let media = shown.first().map_or(JSON, |(_, message)| media_type(message, JSON));
        let stated = page.operation.facts.body_type.as_ref();
        let stated = stated.map(|body| context.version.index.resolve(page.key, &body.type_expr, &body.type_link));
        if stated.as_ref().is_some_and(schemas::is_stream) {
            let media = shown.first().map_or(BYTES, |(_, message)| media_type(message, BYTES));
            content.schema(media, raw(media));
        } else if !page.operation.body.is_empty() {
            let (schema, must) = described(context, page, stated.filter(|_| slot.method != "patch"));
            required |= must;
            content.schema(if is_json(media) { media } else { JSON }, schema);
        } else if let Some(expression) = stated {
            content.schema(media, schemas::plain(context, Some(&expression), "", &[]));
        } else if let Some((_, message)) = shown.first() {
            let schema = if is_json(media) { super::inferred::of_request(context, page, message) } else { raw(media) };
            content.schema(media, schema);
        }
        for (example, message) in shown {
            content.example(media_type(message, media), &example.name, message);
        }
    }
    let content = content.drawn()?;
    let mut body = json!({"content": content});
    if required {
        body["required"] = json!(true);
    }
    Some(body)
}

/// The schema of a body whose members a table lists, and whether any member is required. `of_type`: the type of the body;
/// `None` for `PATCH`, whose body is only a part of the type.
fn described(context: &DocumentContext<'_>, page: &DocumentingPage<'_>, of_type: Option<TypeExpr>) -> (Value, bool) {
    let (properties, names) = schemas::members(context, page.operation.body.iter(), "");
    let mut schema = json!({});
    if let Some(expression) = of_type.filter(|expression| !expression.collection) {
        let whole = schemas::plain(context, Some(&expression), "", &[]);
        if whole.get("$ref").is_some() {
            schema["allOf"] = json!([whole]);
        }
    }
    schema["type"] = json!("object");
    schema["properties"] = Value::Object(properties);
    let must = !names.is_empty();
    if must {
        schema["required"] = json!(names);
    }
    (schema, must)
}

/// The responses of an operation by status: those that pages state and those that only examples show.
pub fn responses(context: &DocumentContext<'_>, slot: &DocumentOperation<'_>) -> Value {
    #[derive(Default)]
    struct ResponseParts {
        reason: String,
        content: MediaTypes,
        headers: Map<String, Value>,
    }
    let mut responses: BTreeMap<u16, ResponseParts> = BTreeMap::new();
    for page in &slot.pages {
        let shown: Vec<(&Example, &ExampleMessage)> =
            examples(page, &slot.method).filter_map(|example| Some((example, example.response.as_ref()?))).collect();
        let of_status = |status: u16| {
            shown
                .iter()
                .filter(move |(_, message)| matches!(message.start, StartLine::Response(code, _) if code == status))
        };
        for stated in &page.operation.facts.responses {
            let parts = responses.entry(stated.status).or_default();
            if parts.reason.is_empty() {
                parts.reason.clone_from(&stated.reason);
            }
            let first =
                of_status(stated.status).find(|(_, message)| message.body.is_some()).map(|(_, message)| *message);
            if let Some((media, schema)) = response(context, page, stated, first) {
                parts.content.schema(&media, schema);
            }
        }
        for (example, message) in &shown {
            let StartLine::Response(status, reason) = &message.start else { continue };
            if !(100..600).contains(status) {
                continue;
            }
            let parts = responses.entry(*status).or_default();
            if parts.reason.is_empty() {
                parts.reason.clone_from(reason);
            }
            let media = parts.content.0.keys().next().cloned().unwrap_or_else(|| JSON.to_owned());
            parts.content.example(media_type(message, &media), &example.name, message);
            for (name, value) in message.headers.iter().filter(|(name, _)| !is_of_message(name)) {
                let header = json!({"schema": {"type": "string"}, "example": value});
                parts.headers.entry(name.clone()).or_insert(header);
            }
        }
    }
    let drawn = responses.into_iter().map(|(status, parts)| {
        let reason = if parts.reason.is_empty() { reason_phrase(status).to_owned() } else { parts.reason };
        let mut value = json!({"description": reason});
        if !parts.headers.is_empty() {
            value["headers"] = Value::Object(parts.headers);
        }
        if let Some(content) = parts.content.drawn() {
            value["content"] = content;
        }
        (status.to_string(), value)
    });
    let drawn: Map<String, Value> = drawn.collect();
    if drawn.is_empty() { json!({"default": {"description": "Not documented"}}) } else { Value::Object(drawn) }
}

/// Media type and schema of a response; `None` if the page states no type.
fn response(
    context: &DocumentContext<'_>,
    page: &DocumentingPage<'_>,
    stated: &Response,
    shown: Option<&ExampleMessage>,
) -> Option<(String, Value)> {
    let expression = context.version.index.resolve(page.key, stated.type_expr.as_ref()?, "");
    if schemas::is_stream(&expression) {
        let media = shown.map_or(BYTES, |message| media_type(message, BYTES));
        return Some((media.to_owned(), raw(media)));
    }
    let media = shown.map_or(JSON, |message| media_type(message, JSON));
    let schema = schemas::plain(context, Some(&expression), "", &[]);
    if !is_json(media) {
        return Some((media.to_owned(), raw(media)));
    }
    let schema = context.envelope.wrap(&expression, schema, shown.and_then(|message| message.body.as_ref()));
    Some((media.to_owned(), schema))
}

/// The examples of a page for a request. An example belongs to the path that is most similar to its URL, of the paths of
/// the page with its method; an example without request belongs to all.
fn examples<'p>(page: &'p DocumentingPage<'_>, method: &'p str) -> impl Iterator<Item = &'p Example> {
    let requests = page.operation.facts.requests.iter();
    let requests = requests.filter(|request| request.method.eq_ignore_ascii_case(method));
    let all: Vec<Template> = requests.map(|request| Template::parse(&request.path)).collect();
    let likeness = |template: &Template, path: &str| (template.matches(path), template.alike(path));
    page.operation.examples.iter().filter(move |example| {
        let Some(StartLine::Request(line)) = example.request.as_ref().map(|message| &message.start) else {
            return true;
        };
        let path = split_target(&line.target).0;
        let own = likeness(&page.template, &path);
        line.method.eq_ignore_ascii_case(method) && all.iter().all(|template| likeness(template, &path) <= own)
    })
}

/// Whether the body of a page belongs to requests of a method. If the page has requests of several methods, its body does
/// not belong to those that only read or delete.
fn takes_body(page: &DocumentingPage<'_>, method: &str) -> bool {
    let writes = |method: &str| ["patch", "post", "put"].iter().any(|known| method.eq_ignore_ascii_case(known));
    writes(method) || !page.operation.facts.requests.iter().any(|request| writes(&request.method))
}

impl MediaTypes {
    fn schema(&mut self, media: &str, schema: Value) {
        self.0.entry(media.to_owned()).or_default().0.push(schema);
    }

    /// Adds the body of a message as an example. Text that should be JSON and is not is left out.
    fn example(&mut self, media: &str, name: &str, message: &ExampleMessage) {
        let Some(body) = &message.body else { return };
        if is_json(media) && body.is_string() {
            return;
        }
        let examples = &mut self.0.entry(media.to_owned()).or_default().1;
        let value = json!({"value": body});
        if examples.values().any(|known| *known == value) {
            return;
        }
        let stem: String = name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '-' })
            .collect();
        let stem = if stem.is_empty() { "example".to_owned() } else { stem };
        let mut key = stem.clone();
        let mut number = 1;
        while examples.contains_key(&key) {
            number += 1;
            key = format!("{stem}-{number}");
        }
        examples.insert(key, value);
    }

    fn drawn(self) -> Option<Value> {
        let media = self.0.into_iter().map(|(media, (schemas, examples))| {
            let mut value = Map::new();
            if !schemas.is_empty() {
                value.insert("schema".into(), any_of::any_of(schemas));
            }
            if !examples.is_empty() {
                value.insert("examples".into(), Value::Object(examples));
            }
            (media, Value::Object(value))
        });
        let media: Map<String, Value> = media.collect();
        (!media.is_empty()).then_some(Value::Object(media))
    }
}

/// The media type of `Content-Type` without parameters, or `default`.
fn media_type<'m>(message: &'m ExampleMessage, default: &'m str) -> &'m str {
    let stated = message.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let stated = stated.map(|(_, value)| value.split([';', ',', ' ']).next().unwrap_or_default());
    stated.filter(|media| is_media_type(media)).unwrap_or(default)
}

fn is_media_type(text: &str) -> bool {
    let name = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/').is_some_and(|(top, sub)| name(top) && name(sub))
}

fn is_json(media: &str) -> bool {
    media.ends_with("/json") || media.ends_with("+json")
}

/// The schema of a body that no page describes: text, bytes, or any JSON value.
fn raw(media: &str) -> Value {
    if is_json(media) {
        return json!({});
    }
    let bytes = || primitives::schema(primitives::STREAM).unwrap_or_default();
    if media.starts_with("text/") { json!({"type": "string"}) } else { bytes() }
}

/// Header fields that describe the message and not the response: they are left out.
fn is_of_message(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("content-") || lower == "transfer-encoding"
}

/// The reason phrase that a status is registered with; `Response` for a status without one.
fn reason_phrase(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Response")
}
