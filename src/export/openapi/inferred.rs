//! Facts inferred from examples: the member that contains the list of a response, and the type of a body without
//! description.

use super::DocumentContext;
use super::component_names::pointer;
use super::paths::DocumentingPage;
use crate::facts::examples::ExampleMessage;
use crate::facts::types::TypeExpr;
use crate::page::http::StartLine;
use crate::schema::{DEEPEST_BASES, MergedType, Version};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The member of a response that contains its list, for responses without example.
#[derive(Default)]
pub struct Envelope {
    /// The name of the member; `None` if the response is the list itself.
    member: Option<String>,
}

impl Envelope {
    /// The member in most examples of list responses of a version.
    pub fn of(version: &Version<'_>) -> Self {
        let mut votes: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for operation in version.operations.values() {
            for stated in operation
                .facts
                .responses
                .iter()
                .filter(|stated| stated.type_expr.as_ref().is_some_and(|expression| expression.collection))
            {
                let shown = operation.examples.iter().filter_map(|example| example.response.as_ref());
                let status = |message: &&ExampleMessage| matches!(message.start, StartLine::Response(code, _) if code == stated.status);
                match shown.filter(status).find_map(|message| message.body.as_ref()) {
                    Some(Value::Array(_)) => *votes.entry(None).or_default() += 1,
                    Some(Value::Object(body)) => {
                        if let Some(member) = only_list(body) {
                            *votes.entry(Some(member)).or_default() += 1;
                        }
                    }
                    _ => {}
                }
            }
        }
        let member = votes.into_iter().max_by_key(|(_, count)| *count).and_then(|(member, _)| member);
        Self { member: member.map(str::to_owned) }
    }

    /// The schema of a response body. A list is put into the member that contains it in the example `shown`, else in most
    /// examples; a primitive value into the only member of the example that is not an annotation.
    pub fn wrap(&self, expression: &TypeExpr, schema: Value, shown: Option<&Value>) -> Value {
        let body = shown.and_then(Value::as_object);
        let list = body.and_then(only_list);
        if !expression.collection {
            let Some(body) = body else { return schema };
            let is_primitive = schema.get("$ref").is_none();
            let mut plain = body.keys().filter(|key| !key.starts_with('@'));
            return match (plain.next(), plain.next()) {
                (Some(member), None) if is_primitive && body[member].is_array() == expression.collection => {
                    wrapped(member, schema, Some(body))
                }
                (Some(member), None) if list == Some(member) && Some(member) == self.member.as_ref() => {
                    wrapped(member, json!({"type": "array", "items": schema}), Some(body))
                }
                _ => schema,
            };
        }
        match (shown, list.or(self.member.as_deref())) {
            (Some(Value::Array(_)), _) | (_, None) => schema,
            (_, Some(member)) => wrapped(member, schema, body),
        }
    }
}

/// The schema of an object with `schema` in `member`, and with the scalar members of the example.
fn wrapped(member: &str, schema: Value, shown: Option<&Map<String, Value>>) -> Value {
    let mut properties = Map::new();
    for (name, value) in shown.into_iter().flatten().filter(|(name, _)| *name != member) {
        let kind = match value {
            Value::String(_) => "string",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_i64() => "integer",
            Value::Number(_) => "number",
            _ => continue,
        };
        properties.insert(name.clone(), json!({"type": kind}));
    }
    properties.insert(member.to_owned(), schema);
    json!({"type": "object", "properties": properties})
}

/// The name of the member that is a list; `None` if there are several lists or none.
fn only_list(body: &Map<String, Value>) -> Option<&str> {
    let mut lists = body.iter().filter(|(_, value)| value.is_array());
    let (name, _) = lists.next()?;
    lists.next().is_none().then_some(name)
}

/// The schema of a request body that no table describes: the type of the response if it declares all members of the
/// example, else any object.
pub fn of_request(context: &DocumentContext<'_>, page: &DocumentingPage<'_>, message: &ExampleMessage) -> Value {
    let Some(Value::Object(body)) = &message.body else { return json!({}) };
    let stated = page.operation.facts.responses.iter().filter_map(|response| response.type_expr.as_ref());
    for written in stated.filter(|written| !written.collection) {
        let name = context.version.index.resolve(page.key, written, "").name;
        let declares = |member: &String| member.contains('@') || declares(context, &name, member);
        if let Some(component) = context.names.find(&name, "").filter(|_| body.keys().all(declares)) {
            return json!({"$ref": pointer(component)});
        }
    }
    json!({"type": "object"})
}

/// Whether a type or one of its base types has the property or relationship `member`.
fn declares(context: &DocumentContext<'_>, name: &str, member: &str) -> bool {
    let mut at = name.to_lowercase();
    for _ in 0..DEEPEST_BASES {
        let is_named = |merged: &&MergedType<'_>| merged.facts.name.to_lowercase() == at;
        let range = (at.clone(), String::new())..;
        let found = context.version.types.range(range).map(|(_, merged)| merged).take(1).find(is_named);
        let Some(merged) = found else { return false };
        let mut items = merged.properties.iter().chain(&merged.relationships);
        if items.any(|item| item.fact.name == member) {
            return true;
        }
        let Some(base) = &merged.facts.base else { return false };
        at = base.to_lowercase();
    }
    false
}
