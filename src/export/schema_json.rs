//! The normalized schema as JSON. `docs/schema.md` and `docs/schema.json` document the format.

use super::evidence::{FactEvidence, PageEvidence};
use super::schema_shapes as shape;
use crate::facts;
use crate::facts::comparable::FactKind;
use crate::facts::examples::{Example, ExampleMessage};
use crate::facts::types::TypeExpr;
use crate::page::http::StartLine;
use crate::schema::Dispute;
use crate::schema::{Merged, MergedOperation, MergedType, Schema, Version};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Version of the format.
pub const FORMAT_VERSION: u32 = 1;

/// Writes the whole schema as indented JSON, with keys in the order of the documentation. Each fact states its
/// file, line and editions if the inputs of the schema have places.
pub fn write(schema: &Schema<'_>, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{{\n  \"format_version\": {FORMAT_VERSION},\n  \"versions\": [")?;
    for (index, (name, version)) in schema.versions.iter().enumerate() {
        write!(to, "{}\n    {{\n      \"name\": {},", if index > 0 { "," } else { "" }, json!(name))?;
        let operations: Vec<_> = version.operations.iter().collect();
        let operations = operations.par_iter().map(|(key, merged)| drawn(&operation(version, key, merged)));
        list("operations", &operations.collect::<Result<Vec<_>, _>>()?, to)?;
        write!(to, ",")?;
        let types: Vec<_> = version.types.values().collect();
        let types = types.par_iter().map(|merged| drawn(&definition(version, merged)));
        list("types", &types.collect::<Result<Vec<_>, _>>()?, to)?;
        write!(to, "\n    }}")?;
    }
    write!(to, "{}]\n}}\n", if schema.versions.is_empty() { "" } else { "\n  " })
}

/// Nesting depth of the entries of `operations` and `types`.
const DEPTH: usize = 4;

/// A value as JSON, indented for depth [`DEPTH`].
fn drawn(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, shape::indented(DEPTH));
    value.serialize(&mut serializer)?;
    Ok(text)
}

fn list(name: &str, drawn: &[Vec<u8>], to: &mut dyn Write) -> io::Result<()> {
    write!(to, "\n      \"{name}\": [")?;
    for (index, value) in drawn.iter().enumerate() {
        to.write_all(if index > 0 { b",\n        " } else { b"\n        " })?;
        to.write_all(value)?;
    }
    write!(to, "{}]", if drawn.is_empty() { "" } else { "\n      " })
}

fn operation<'a>(
    version: &'a Version<'a>,
    key: &'a str,
    operation: &'a MergedOperation<'a>,
) -> shape::OperationJson<'a> {
    let facts = operation.facts;
    let sources = &version.pages[key];
    let evidence = PageEvidence::of(sources);
    let place = |kind, ordinal| evidence.of_fact(kind, "", ordinal);
    let items = |list: &'a [Merged<'a, facts::Item>], kind| {
        let items = list.iter().enumerate();
        items.map(|(ordinal, merged)| item(version, merged, place(kind, ordinal))).collect()
    };
    let requests = facts.requests.iter().enumerate().map(|(ordinal, request)| shape::RequestJson {
        method: &request.method,
        path: &request.path,
        evidence: place(FactKind::Request, ordinal),
    });
    let permissions = facts.permissions.iter().enumerate().map(|(ordinal, permission)| shape::PermissionJson {
        scheme: permission.scheme.name(),
        scopes: &permission.scopes,
        sets: &permission.sets,
        supported: permission.supported,
        context: stated(&permission.context),
        evidence: place(FactKind::Permission, ordinal),
    });
    let headers = operation.headers.iter().enumerate().map(|(ordinal, header)| shape::Header {
        name: &header.fact.name,
        required: header.fact.modifiers.required,
        description: &header.description,
        evidence: place(FactKind::Header, ordinal),
    });
    let parameters = operation.parameters.iter().enumerate().map(|(ordinal, parameter)| shape::ItemJson {
        place: Some(parameter.fact.place.name()),
        ..item(version, parameter, place(FactKind::Parameter, ordinal))
    });
    let responses = facts.responses.iter().enumerate().map(|(ordinal, response)| shape::ResponseJson {
        status: response.status,
        reason: &response.reason,
        typed: typed(version, key, response.type_expr.as_ref(), ""),
        evidence: place(FactKind::Response, ordinal),
    });
    let disputes = sources.disputes.iter().filter(|dispute| dispute.owner.is_empty());
    let body_type = facts.body_type.as_ref();
    let has_body = body_type.is_some() || !facts.body.is_empty();
    shape::OperationJson {
        key,
        title: &operation.title,
        summary: &operation.summary,
        requests: requests.collect(),
        permissions: permissions.collect(),
        headers: headers.collect(),
        parameters: parameters.collect(),
        request_body: has_body.then(|| shape::Body {
            typed: typed(
                version,
                key,
                body_type.map(|stated| &stated.type_expr),
                body_type.map_or("", |stated| &stated.type_link),
            ),
            properties: items(&operation.body, FactKind::BodyMember),
        }),
        responses: responses.collect(),
        query_options: facts.query_options,
        examples: operation.examples.iter().map(example).collect(),
        call: facts.call.as_ref().map(|call| shape::CallJson {
            kind: call.kind.name(),
            name: &call.name,
            bound_type: call.bound.as_deref().map(|bound| version.index.of_word(bound)),
            evidence: place(FactKind::Call, 0),
        }),
        disputed: disputes.map(disputed).collect(),
    }
}

fn definition<'a>(version: &'a Version<'a>, definition: &'a MergedType<'a>) -> shape::Type<'a> {
    let facts = definition.facts;
    let owner = facts.name.to_lowercase();
    let pages: Vec<_> = definition.pages.iter().map(|page| (*page, PageEvidence::of(&version.pages[page]))).collect();
    let place = |page: &str, kind, ordinal| -> Option<FactEvidence<'a>> {
        pages.iter().find(|(known, _)| *known == page)?.1.of_fact(kind, &owner, ordinal)
    };
    let items = |list: &'a [Merged<'a, facts::Item>], kind| {
        list.iter().map(|merged| item(version, merged, place(merged.page, kind, merged.ordinal))).collect()
    };
    let members = definition.members.iter().map(|member| shape::MemberJson {
        name: &member.fact.name,
        value: value(&member.fact.value),
        description: &member.description,
        evidence: place(member.page, FactKind::Member, member.ordinal),
    });
    let methods = definition.methods.iter().map(|method| shape::MethodJson {
        page: &method.fact.page,
        typed: typed(version, method.page, method.fact.returns.as_ref(), &method.fact.type_link),
        description: &method.description,
    });
    let disputes = definition.pages.iter().flat_map(|page| &version.pages[page].disputes);
    let disputes = disputes.filter(|dispute| dispute.owner == owner).chain(&definition.disputes);
    shape::Type {
        name: &facts.name,
        namespace: &facts.namespace,
        kind: definition.kind.name(),
        base: facts.base.as_deref(),
        derived: &definition.derived,
        key: facts.key.as_deref(),
        open: facts.open,
        is_abstract: facts.is_abstract,
        optional: &facts.optional,
        title: &definition.title,
        summary: &definition.summary,
        properties: items(&definition.properties, FactKind::Property),
        relationships: items(&definition.relationships, FactKind::Relationship),
        members: members.collect(),
        methods: methods.collect(),
        evidence: place(definition.pages[0], FactKind::Type, 0),
        disputed: disputes.map(disputed).collect(),
    }
}

/// The value of an enum member: a number if it is one, `null` if the page states none, else a string.
fn value(written: &str) -> Value {
    match written.parse::<i64>() {
        Ok(number) => json!(number),
        Err(_) if written.is_empty() => Value::Null,
        Err(_) => json!(written),
    }
}

fn item<'a>(
    version: &'a Version<'a>,
    merged: &'a Merged<'a, facts::Item>,
    evidence: Option<FactEvidence<'a>>,
) -> shape::ItemJson<'a> {
    let item = merged.fact;
    shape::ItemJson {
        place: None,
        name: &item.name,
        typed: typed(version, merged.page, item.type_expr.as_ref(), &item.type_link),
        required: item.modifiers.required,
        description: &merged.description,
        nullable: item.modifiers.nullable,
        read_only: item.modifiers.read_only,
        supported: item.named_option,
        key: item.modifiers.key,
        values: &item.values,
        inherited_from: item.inherited_from.as_deref(),
        default: stated(&item.modifiers.default),
        context: stated(&item.context),
        evidence,
    }
}

fn stated(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// A written type with its name resolved. `link`: the link target in the cell; empty if there is none.
fn typed<'a>(version: &'a Version<'a>, page: &str, written: Option<&'a TypeExpr>, link: &str) -> shape::Typed<'a> {
    shape::Typed {
        name: written.map(|written| version.index.name(page, written, link)),
        collection: written.is_some_and(|written| written.collection),
    }
}

fn disputed<'a>(dispute: &'a Dispute<'a>) -> shape::Disputed<'a> {
    let others = dispute.others.iter().map(|(value, editions)| shape::Otherwise {
        value: value.as_deref(),
        editions: editions.iter().map(|edition| edition.path.to_string_lossy()).collect(),
    });
    shape::Disputed {
        fact: dispute.kind.noun(),
        name: dispute.name,
        value: dispute.stated.as_deref(),
        others: others.collect(),
    }
}

fn example(example: &Example) -> shape::ExampleJson<'_> {
    shape::ExampleJson {
        name: &example.name,
        request: example.request.as_ref().map(message),
        response: example.response.as_ref().map(message),
    }
}

fn message(message: &ExampleMessage) -> shape::MessageJson<'_> {
    shape::MessageJson {
        start: match &message.start {
            StartLine::Request(request) => shape::StartJson::Request { method: &request.method, url: &request.target },
            StartLine::Response(status, reason) => shape::StartJson::Response { status: *status, reason },
        },
        headers: shape::Pairs(&message.headers),
        body: message.body.as_ref(),
    }
}
