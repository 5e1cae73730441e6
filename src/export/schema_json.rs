//! The normalized schema as JSON. `docs/schema.md` and `docs/schema.json` describe it.

use crate::page::http::Start;
use crate::schema::examples::{Example, ExampleMessage};
use crate::schema::facts::{Item, TypeFacts};
use crate::schema::merge::{MergedOperation, MergedType, Schema, Texts};
use crate::schema::types::TypeExpr;
use serde_json::{Map, Value, json};

/// Version of the schema's shape.
pub const FORMAT_VERSION: u32 = 1;

/// The whole schema as one value, with keys in the order of the documentation.
pub fn value(schema: &Schema<'_>) -> Value {
    let versions = schema.versions.iter().map(|(name, version)| {
        json!({
            "name": name,
            "operations": version.operations.iter().map(|(key, operation)| self::operation(key, operation)).collect::<Vec<_>>(),
            "types": version.types.values().map(definition).collect::<Vec<_>>(),
        })
    });
    json!({"format_version": FORMAT_VERSION, "versions": versions.collect::<Vec<_>>()})
}

fn operation(key: &str, operation: &MergedOperation<'_>) -> Value {
    let facts = operation.facts;
    let permissions = facts.permissions.iter().map(|permission| {
        let mut value =
            json!({"scheme": permission.scheme.name(), "scopes": permission.scopes, "supported": permission.supported});
        if !permission.context.is_empty() {
            value["context"] = json!(permission.context);
        }
        value
    });
    let body = (!facts.body.is_empty()).then(|| json!({"properties": items(&facts.body, &operation.body)}));
    json!({
        "key": key,
        "title": operation.title,
        "requests": facts.requests.iter().map(|request| json!({"method": request.method, "path": request.path})).collect::<Vec<_>>(),
        "permissions": permissions.collect::<Vec<_>>(),
        "headers": facts.headers.iter().zip(&operation.headers).map(|(header, texts)| {
            json!({"name": header.name, "required": header.required, "description": texts})
        }).collect::<Vec<_>>(),
        "parameters": facts.parameters.iter().zip(&operation.parameters).map(|(parameter, texts)| {
            let mut value = json!({"in": parameter.place.name(), "name": parameter.name});
            typed(&mut value, parameter.type_expr.as_ref());
            value["required"] = json!(parameter.required);
            value["description"] = json!(texts);
            value
        }).collect::<Vec<_>>(),
        "request_body": body,
        "responses": facts.responses.iter().map(|response| {
            let mut value = json!({"status": response.status, "reason": response.reason});
            typed(&mut value, response.type_expr.as_ref());
            value
        }).collect::<Vec<_>>(),
        "examples": operation.examples.iter().map(example).collect::<Vec<_>>(),
    })
}

fn definition(definition: &MergedType<'_>) -> Value {
    let facts: &TypeFacts = definition.facts;
    let members = facts.members.iter().zip(&definition.members).map(|(member, texts)| {
        let value = if member.value.is_empty() {
            Value::Null
        } else {
            member.value.parse::<i64>().map_or_else(|_| json!(member.value), |number| json!(number))
        };
        json!({"name": member.name, "value": value, "description": texts})
    });
    let methods = facts.methods.iter().zip(&definition.methods).map(|(method, texts)| {
        let mut value = json!({"page": method.page});
        typed(&mut value, method.returns.as_ref());
        value["description"] = json!(texts);
        value
    });
    json!({
        "name": facts.name,
        "namespace": facts.namespace,
        "kind": facts.kind.name(),
        "base": facts.base,
        "properties": items(&facts.properties, &definition.properties),
        "relationships": items(&facts.relationships, &definition.relationships),
        "members": members.collect::<Vec<_>>(),
        "methods": methods.collect::<Vec<_>>(),
    })
}

fn items(items: &[Item], texts: &[Texts]) -> Vec<Value> {
    let values = items.iter().zip(texts).map(|(item, texts)| {
        let mut value = json!({"name": item.name});
        typed(&mut value, item.type_expr.as_ref());
        value["required"] = json!(item.required);
        value["description"] = json!(texts);
        value
    });
    values.collect()
}

fn typed(value: &mut Value, type_expr: Option<&TypeExpr>) {
    value["type"] = json!(type_expr.map(|type_expr| &type_expr.name));
    value["collection"] = json!(type_expr.is_some_and(|type_expr| type_expr.collection));
}

fn example(example: &Example) -> Value {
    json!({
        "name": example.name,
        "request": example.request.as_ref().map(message),
        "response": example.response.as_ref().map(message),
    })
}

fn message(message: &ExampleMessage) -> Value {
    let mut value = match &message.start {
        Start::Request(request) => json!({"method": request.method, "url": request.target}),
        Start::Response(status, reason) => json!({"status": status, "reason": reason}),
    };
    let headers: Map<String, Value> = message.headers.iter().map(|(name, text)| (name.clone(), json!(text))).collect();
    value["headers"] = Value::Object(headers);
    value["body"] = message.body.clone().unwrap_or(Value::Null);
    value
}
