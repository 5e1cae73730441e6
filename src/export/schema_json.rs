//! The normalized schema as JSON. `docs/schema.md` and `docs/schema.json` describe it.

use super::evidence::Evidence;
use crate::page::http::Start;
use crate::schema::examples::{Example, ExampleMessage};
use crate::schema::facts::{Item, Member, Method, Operation};
use crate::schema::flat::FactKind;
use crate::schema::merge::{Merged, MergedOperation, MergedType, Schema, Version};
use crate::schema::sources::Dispute;
use crate::schema::types::TypeExpr;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Version of the schema's shape.
pub const FORMAT_VERSION: u32 = 1;

/// Writes the whole schema, indented, with keys in the order of the documentation. `evidence`: whether facts
/// say where they were read and which editions state them; the inputs must then have their places.
pub fn write(schema: &Schema<'_>, evidence: bool, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{{\n  \"format_version\": {FORMAT_VERSION},\n  \"versions\": [")?;
    for (index, (name, version)) in schema.versions.iter().enumerate() {
        write!(to, "{}\n    {{\n      \"name\": {},", if index > 0 { "," } else { "" }, json!(name))?;
        let operations: Vec<_> = version.operations.iter().collect();
        let operations = operations.par_iter().map(|(key, one)| drawn(&operation(version, key, one, evidence)));
        list("operations", &operations.collect::<Vec<_>>(), to)?;
        write!(to, ",")?;
        let types: Vec<_> = version.types.values().collect();
        let types = types.par_iter().map(|one| drawn(&definition(version, one, evidence)));
        list("types", &types.collect::<Vec<_>>(), to)?;
        write!(to, "\n    }}")?;
    }
    write!(to, "{}]\n}}\n", if schema.versions.is_empty() { "" } else { "\n  " })
}

/// A value as it stands eight columns in.
fn drawn(value: &Value) -> String {
    format!("{value:#}").replace('\n', "\n        ")
}

fn list(name: &str, drawn: &[String], to: &mut dyn Write) -> io::Result<()> {
    write!(to, "\n      \"{name}\": [")?;
    for (index, value) in drawn.iter().enumerate() {
        write!(to, "{}\n        {value}", if index > 0 { "," } else { "" })?;
    }
    write!(to, "{}]", if drawn.is_empty() { "" } else { "\n      " })
}

fn operation(version: &Version<'_>, key: &str, operation: &MergedOperation<'_>, evidence: bool) -> Value {
    let facts = operation.facts;
    let sources = &version.pages[key];
    let evidence = Evidence::of(sources, evidence);
    let place = |value: &mut Value, kind, ordinal| evidence.add(value, kind, "", ordinal);
    let requests = facts.requests.iter().enumerate().map(|(ordinal, request)| {
        let mut value = json!({"method": request.method, "path": request.path});
        place(&mut value, FactKind::Request, ordinal);
        value
    });
    let permissions = facts.permissions.iter().enumerate().map(|(ordinal, permission)| {
        let mut value =
            json!({"scheme": permission.scheme.name(), "scopes": permission.scopes, "supported": permission.supported});
        if !permission.context.is_empty() {
            value["context"] = json!(permission.context);
        }
        place(&mut value, FactKind::Permission, ordinal);
        value
    });
    let headers = operation.headers.iter().enumerate().map(|(ordinal, header)| {
        let mut value =
            json!({"name": header.fact.name, "required": header.fact.marks.required, "description": header.description});
        place(&mut value, FactKind::Header, ordinal);
        value
    });
    let parameters = operation.parameters.iter().enumerate().map(|(ordinal, parameter)| {
        let mut value = json!({"in": parameter.fact.place.name()});
        item(&mut value, version, parameter);
        place(&mut value, FactKind::Parameter, ordinal);
        value
    });
    let body = operation.body.iter().enumerate().map(|(ordinal, member)| {
        let mut value = json!({});
        item(&mut value, version, member);
        place(&mut value, FactKind::BodyMember, ordinal);
        value
    });
    let responses = facts.responses.iter().enumerate().map(|(ordinal, response)| {
        let mut value = json!({"status": response.status, "reason": response.reason});
        typed(&mut value, version, key, (response.type_expr.as_ref(), ""));
        place(&mut value, FactKind::Response, ordinal);
        value
    });
    let mut value = json!({
        "key": key,
        "title": operation.title,
        "summary": operation.summary,
        "requests": requests.collect::<Vec<_>>(),
        "permissions": permissions.collect::<Vec<_>>(),
        "headers": headers.collect::<Vec<_>>(),
        "parameters": parameters.collect::<Vec<_>>(),
        "request_body": request_body(version, key, facts, body.collect()),
        "responses": responses.collect::<Vec<_>>(),
        "query_options": facts.query_options,
        "examples": operation.examples.iter().map(example).collect::<Vec<_>>(),
    });
    if let Some(call) = &facts.call {
        value["call"] = json!({
            "kind": call.kind.name(),
            "name": call.name,
            "bound_type": call.bound.as_deref().map(|bound| version.index.spoken(bound)),
        });
        place(&mut value["call"], FactKind::Call, 0);
    }
    let disputes = sources.disputes.iter().filter(|dispute| dispute.owner.is_empty());
    disputed(&mut value, disputes);
    value
}

/// The body as a whole: the type that it represents, and what a table says of its members.
fn request_body(version: &Version<'_>, key: &str, facts: &Operation, properties: Vec<Value>) -> Value {
    let stated = facts.body_type.as_ref();
    if properties.is_empty() && stated.is_none() {
        return Value::Null;
    }
    let mut value = json!({});
    let link = stated.map_or("", |stated| &stated.type_link);
    typed(&mut value, version, key, (stated.map(|stated| &stated.type_expr), link));
    value["properties"] = json!(properties);
    value
}

fn definition(version: &Version<'_>, definition: &MergedType<'_>, evidence: bool) -> Value {
    let facts = definition.facts;
    let owner = facts.name.to_lowercase();
    let evidence: Vec<_> =
        definition.pages.iter().map(|page| (*page, Evidence::of(&version.pages[page], evidence))).collect();
    let add = |value: &mut Value, page: &str, kind, ordinal| {
        if let Some((_, evidence)) = evidence.iter().find(|(known, _)| *known == page) {
            evidence.add(value, kind, &owner, ordinal);
        }
    };
    let items = |list: &[Merged<'_, Item>], kind| {
        let values = list.iter().map(|merged| {
            let mut value = json!({});
            item(&mut value, version, merged);
            add(&mut value, merged.page, kind, merged.ordinal);
            value
        });
        values.collect::<Vec<_>>()
    };
    let members = definition.members.iter().map(|member| {
        let mut value = self::member(member);
        add(&mut value, member.page, FactKind::Member, member.ordinal);
        value
    });
    let mut value = json!({
        "name": facts.name,
        "namespace": facts.namespace,
        "kind": definition.kind.name(),
        "base": facts.base,
        "derived": definition.derived,
        "key": facts.key,
        "open": facts.open,
        "abstract": facts.is_abstract,
        "optional": facts.optional,
        "title": definition.title,
        "summary": definition.summary,
        "properties": items(&definition.properties, FactKind::Property),
        "relationships": items(&definition.relationships, FactKind::Relationship),
        "members": members.collect::<Vec<_>>(),
        "methods": definition.methods.iter().map(|one| method(version, one)).collect::<Vec<_>>(),
    });
    add(&mut value, definition.pages[0], FactKind::Type, 0);
    let disputes = definition.pages.iter().flat_map(|page| &version.pages[page].disputes);
    disputed(&mut value, disputes.filter(|dispute| dispute.owner == owner).chain(&definition.disputes));
    value
}

fn member(member: &Merged<'_, Member>) -> Value {
    let written = &member.fact.value;
    let value = if written.is_empty() {
        Value::Null
    } else {
        written.parse::<i64>().map_or_else(|_| json!(written), |number| json!(number))
    };
    json!({"name": member.fact.name, "value": value, "description": member.description})
}

fn method(version: &Version<'_>, method: &Merged<'_, Method>) -> Value {
    let mut value = json!({"page": method.fact.page});
    typed(&mut value, version, method.page, (method.fact.returns.as_ref(), &method.fact.type_link));
    value["description"] = json!(method.description);
    value
}

fn item(value: &mut Value, version: &Version<'_>, merged: &Merged<'_, Item>) {
    let item = merged.fact;
    value["name"] = json!(item.name);
    typed(value, version, merged.page, (item.type_expr.as_ref(), &item.type_link));
    value["required"] = json!(item.marks.required);
    value["description"] = json!(merged.description);
    for (name, flag) in [("nullable", item.marks.nullable), ("read_only", item.marks.read_only)] {
        if let Some(flag) = flag {
            value[name] = json!(flag);
        }
    }
    for (name, flag) in [("supported", item.named_option), ("key", item.marks.key)] {
        if flag {
            value[name] = json!(true);
        }
    }
    if !item.values.is_empty() {
        value["values"] = json!(item.values);
    }
    if let Some(base) = &item.inherited_from {
        value["inherited_from"] = json!(base);
    }
    for (name, text) in [("default", &item.marks.default), ("context", &item.context)] {
        if !text.is_empty() {
            value[name] = json!(text);
        }
    }
}

/// `stated`: a type, and the link that its page names it with.
fn typed(value: &mut Value, version: &Version<'_>, page: &str, stated: (Option<&TypeExpr>, &str)) {
    let resolved = stated.0.map(|written| version.index.resolve(page, written, stated.1));
    value["type"] = json!(resolved.as_ref().map(|type_expr| &type_expr.name));
    value["collection"] = json!(resolved.is_some_and(|type_expr| type_expr.collection));
}

fn disputed<'a>(value: &mut Value, disputes: impl Iterator<Item = &'a Dispute<'a>>) {
    let disputes: Vec<Value> = disputes
        .map(|dispute| {
            let others = dispute.others.iter().map(|(said, editions)| {
                let paths = editions.iter().map(|edition| edition.path.to_string_lossy());
                json!({"value": said, "editions": paths.collect::<Vec<_>>()})
            });
            json!({
                "fact": dispute.kind.noun(),
                "name": dispute.name,
                "value": dispute.stated,
                "others": others.collect::<Vec<_>>(),
            })
        })
        .collect();
    if !disputes.is_empty() {
        value["disputed"] = Value::Array(disputes);
    }
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
