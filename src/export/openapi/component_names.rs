//! Names of component schemas: one for each type of the pages, and one for each type name that no page defines.

use super::primitives;
use crate::facts::types::TypeExpr;
use crate::schema::Version;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Component names by type.
pub struct ComponentNames {
    /// Type name in lower case → namespace in lower case and component name of each type of that name, in order.
    defined: FxHashMap<String, Vec<(String, String)>>,
    /// Type name in lower case → component name, for types that no page defines.
    pub undefined: BTreeMap<String, String>,
}

/// A use of a type: the type expression, the key of the page that states it, and the link target in the cell.
type Use<'a> = (&'a TypeExpr, &'a str, &'a str);

impl ComponentNames {
    /// The component names of all types that a version defines or uses.
    pub fn of(version: &Version<'_>) -> Self {
        let mut defined: FxHashMap<String, Vec<(String, String)>> = FxHashMap::default();
        for ((name, namespace), merged) in &version.types {
            let known = defined.entry(name.clone()).or_default();
            let component = match known.is_empty() {
                true => component(&merged.facts.name),
                false => component(&format!("{}.{}", merged.facts.namespace, merged.facts.name)),
            };
            known.push((namespace.clone(), component));
        }
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut count = |name: &str| {
            let lower = name.to_lowercase();
            if !defined.contains_key(&lower) && primitives::schema(name).is_none() && is_component(name) {
                *counts.entry(lower).or_default().entry(name.to_owned()).or_default() += 1;
            }
        };
        for (written, page, link) in uses(version) {
            count(&version.index.resolve(page, written, link).name);
        }
        version.types.values().filter_map(|merged| merged.facts.base.as_deref()).for_each(count);
        let most_used = |spellings: BTreeMap<String, usize>| {
            spellings.into_iter().max_by_key(|(name, count)| (*count, name.clone())).map(|(name, _)| name)
        };
        let undefined = counts.into_iter().filter_map(|(lower, spellings)| Some((lower, most_used(spellings)?)));
        Self { undefined: undefined.collect(), defined }
    }

    /// The component name of a type that is used in a namespace. Of several types with the name, the type of that
    /// namespace is taken, else the first.
    pub fn find(&self, name: &str, namespace: &str) -> Option<&str> {
        let lower = name.to_lowercase();
        let Some(candidates) = self.defined.get(&lower) else {
            return self.undefined.get(&lower).map(String::as_str);
        };
        let near = candidates.iter().find(|(known, _)| known.eq_ignore_ascii_case(namespace));
        near.or(candidates.first()).map(|(_, component)| component.as_str())
    }

    /// A schema that refers to a type: a primitive type, a `$ref`, or an unconstrained schema if no component has the name.
    pub fn refer(&self, name: &str, namespace: &str) -> Value {
        match (primitives::schema(name), self.find(name, namespace)) {
            (Some(primitive), _) => primitive,
            (None, Some(component)) => json!({"$ref": pointer(component)}),
            (None, None) => json!({"x-hexapla-type": name}),
        }
    }
}

/// The value of `$ref` for a component schema.
pub fn pointer(component: &str) -> String {
    format!("#/components/schemas/{component}")
}

fn uses<'a>(version: &'a Version<'_>) -> impl Iterator<Item = Use<'a>> {
    let operations = version.operations.iter().flat_map(|(&key, operation)| {
        let items = operation.parameters.iter().chain(&operation.body);
        let items = items.map(|merged| (merged.fact.type_expr.as_ref(), merged.page, merged.fact.type_link.as_str()));
        let responses = operation.facts.responses.iter().map(move |response| (response.type_expr.as_ref(), key, ""));
        let body = operation.facts.body_type.iter();
        let body = body.map(move |body| (Some(&body.type_expr), key, body.type_link.as_str()));
        items.chain(responses).chain(body)
    });
    let types = version.types.values().flat_map(|merged| {
        let items = merged.properties.iter().chain(&merged.relationships);
        items.map(|merged| (merged.fact.type_expr.as_ref(), merged.page, merged.fact.type_link.as_str()))
    });
    operations.chain(types).filter_map(|(written, page, link)| Some((written?, page, link)))
}

/// Whether a component can have this name: OpenAPI 3.1, section 4.8.7.1.
fn is_component(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

fn component(name: &str) -> String {
    let kept = |character: char| if is_component(character.encode_utf8(&mut [0; 4])) { character } else { '_' };
    let component: String = name.trim_start_matches('.').chars().map(kept).collect();
    if component.is_empty() { "_".to_owned() } else { component }
}
