//! Security schemes and requirements, made from permission tables.
//!
//! A page lists the scopes of a scheme from least to most privileged, and each scope alone is enough. So each scope is a
//! security requirement object, and the list of these objects means "one of" (OpenAPI 3.1, section 4.8.30). Only scopes that
//! a cell joins by a word such as "and" are in one object.

use super::DocumentContext;
use crate::facts::{Operation, Permission};
use crate::profile::schemes::{Grant, Scheme};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The scheme of operations that require an `Authorization` header and list no scope.
const BEARER: &str = "bearer";

/// The requirements of an operation, least privileged first. `pages`: the pages that document it. `None` if they state no
/// permission.
pub fn requirements(pages: &[&Operation]) -> Option<Value> {
    if pages.iter().all(|page| wants_bearer(page)) {
        return Some(json!([{BEARER: []}]));
    }
    let mut requirements: Vec<Value> = Vec::new();
    for permission in pages.iter().flat_map(|page| &page.permissions).filter(|permission| permission.supported) {
        let mut alternatives = alternatives(permission);
        if alternatives.is_empty() {
            alternatives.push(Vec::new());
        }
        for scopes in alternatives {
            let requirement = json!({permission.scheme.name(): scopes});
            if !requirements.contains(&requirement) {
                requirements.push(requirement);
            }
        }
    }
    // A cell without scopes gives a requirement without scopes. It is dropped if another cell lists scopes of the scheme.
    let named = |scheme: &str, all: &[Value]| {
        all.iter().any(|requirement| {
            requirement.get(scheme).and_then(Value::as_array).is_some_and(|scopes| !scopes.is_empty())
        })
    };
    let all = requirements.clone();
    requirements.retain(|requirement| {
        let (scheme, scopes) = requirement
            .as_object()
            .and_then(|map| map.iter().next())
            .expect("each requirement was made with one scheme");
        scopes.as_array().is_some_and(|scopes| !scopes.is_empty()) || !named(scheme, &all)
    });
    (!requirements.is_empty()).then_some(Value::Array(requirements))
}

/// Whether a page requires an `Authorization` header and lists no supported scheme.
fn wants_bearer(page: &Operation) -> bool {
    page.headers.iter().any(|header| header.name.eq_ignore_ascii_case("authorization"))
        && !page.permissions.iter().any(|permission| permission.supported)
}

/// Permissions that requirements cannot express: the context of a table if a page has several tables, and the words of a
/// cell that joins scopes.
pub fn details(pages: &[&Operation]) -> Option<Value> {
    let permissions = pages.iter().flat_map(|page| &page.permissions);
    let detailed = permissions.filter(|permission| !permission.context.is_empty() || !permission.sets.is_empty());
    let details: Vec<Value> = detailed
        .map(|permission| {
            let mut value = json!({
                "scheme": permission.scheme.name(),
                "scopes": permission.scopes,
                "written": permission.written,
            });
            if !permission.context.is_empty() {
                value["context"] = json!(permission.context);
            }
            value
        })
        .collect();
    (!details.is_empty()).then_some(Value::Array(details))
}

/// The sets of scopes of a permission; each set is enough.
fn alternatives(permission: &Permission) -> Vec<Vec<&str>> {
    if permission.sets.is_empty() {
        return permission.scopes.iter().map(|scope| vec![scope.as_str()]).collect();
    }
    permission.sets.iter().map(|set| set.iter().map(String::as_str).collect()).collect()
}

/// The security schemes of a version, each with all its scopes.
pub fn schemes(context: &DocumentContext<'_>) -> Map<String, Value> {
    let operations = || context.version.operations.values().map(|operation| operation.facts);
    let permissions: Vec<&Permission> =
        operations().flat_map(|facts| &facts.permissions).filter(|permission| permission.supported).collect();
    let mut schemes = Map::new();
    let used: BTreeSet<&Scheme> = permissions.iter().map(|permission| &permission.scheme).collect();
    for scheme in used {
        let own = permissions.iter().filter(|permission| permission.scheme == *scheme);
        let scopes: BTreeSet<&str> = own.flat_map(|permission| &permission.scopes).map(String::as_str).collect();
        schemes.insert(scheme.name().to_owned(), self::scheme(context, scheme.grant(), &scopes));
    }
    if operations().any(wants_bearer) {
        schemes.insert(BEARER.to_owned(), json!({"type": "http", "scheme": "bearer"}));
    }
    schemes
}

/// A scheme: OAuth 2.0 if the settings have its URLs. Pages state scopes but no server that grants them, so without settings
/// the scheme is a bearer token, and requirements list the scopes as its roles (OpenAPI 3.1, section 4.8.30.1).
fn scheme(context: &DocumentContext<'_>, grant: Grant, scopes: &BTreeSet<&str>) -> Value {
    let settings = context.settings;
    let described: Map<String, Value> = scopes.iter().map(|scope| ((*scope).to_owned(), json!(""))).collect();
    let (flow, mut urls) = match (grant, &settings.authorization_url, &settings.token_url) {
        (Grant::ClientCredentials, _, Some(token)) => ("clientCredentials", json!({"tokenUrl": token})),
        (Grant::AuthorizationCode, Some(authorization), Some(token)) => {
            ("authorizationCode", json!({"authorizationUrl": authorization, "tokenUrl": token}))
        }
        _ => return json!({"type": "http", "scheme": "bearer", "x-hexapla-scopes": scopes}),
    };
    urls["scopes"] = Value::Object(described);
    json!({"type": "oauth2", "flows": {flow: urls}})
}
