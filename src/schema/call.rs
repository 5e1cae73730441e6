//! Whether an operation is an action or a function of a type, rather than a plain read or write.
//!
//! Told without words of any language: by parentheses in the request line, or by the page's key or title
//! anchor that ends with the last part of the request path, where that part names no collection that
//! something is listed from or added to.

use super::extract::Reader;
use super::facts::{Call, CallKind, Operation, Request};
use crate::token;

/// First or middle words of keys of pages that read or write a resource: `berth-list-moorings`.
const PLAIN: [&str; 18] = [
    "add", "create", "delete", "get", "getall", "insert", "list", "patch", "post", "posts", "put", "query", "remove",
    "replace", "set", "update", "upsert", "usage",
];

impl Reader<'_> {
    /// The action or function that the page is about, if it is about one.
    pub(super) fn call(&self, operation: &Operation) -> Option<Call> {
        operation.requests.iter().find_map(|request| {
            let last = last_literal(&request.path)?;
            let name = last.split('(').next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
            let kind = match request.method.as_str() {
                "POST" => CallKind::Action,
                "GET" => CallKind::Function,
                _ => return None,
            };
            let parenthesized = last.contains('(');
            if !token::is_name(name) || name.starts_with('$') || parenthesized && kind == CallKind::Action {
                return None;
            }
            let titled = self.titled(name);
            (titled.is_some() || parenthesized && is_called(last)).then(|| Call {
                kind,
                name: name.to_owned(),
                bound: titled.flatten(),
                range: request.range,
            })
        })
    }

    /// Whether the title anchor is `type-name`, `name`, `name-action` or `name-function`; and the type, as
    /// the title spells it.
    fn titled(&self, name: &str) -> Option<Option<String>> {
        let tree = &self.side().tree;
        let title = tree.sections.iter().find(|section| section.level == 1)?;
        let anchor = title.anchor.trim_end_matches("-action").trim_end_matches("-function");
        let lower = name.to_lowercase();
        if anchor == lower {
            return (title.anchor.len() > anchor.len()).then_some(None);
        }
        let owner = anchor.strip_suffix(&lower)?.strip_suffix('-')?;
        let owner = owner.trim_end_matches('-');
        if owner.contains('-') || PLAIN.contains(&owner) {
            return None;
        }
        let text = title.heading.map(|heading| self.plain(&tree.blocks[heading as usize])).unwrap_or_default();
        let mut words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        Some(words.find(|word| word.eq_ignore_ascii_case(owner)).map(str::to_owned))
    }
}

/// The last part of a path that is no placeholder: what is called, listed or written.
fn last_literal(path: &str) -> Option<&str> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    (!last.starts_with(['{', '<', '$']) && !last.is_empty()).then_some(last)
}

/// Whether parentheses hold what a function is called with, and no key: `near(port='p')`, not `berths({id})`.
fn is_called(last: &str) -> bool {
    let inside = last.split_once('(').map_or("", |(_, inside)| inside.trim_end_matches(')'));
    inside.is_empty() || inside.contains('=')
}

/// The parameters in the parentheses of a request path, in order.
pub fn arguments(request: &Request) -> Vec<String> {
    let Some(inside) = last_literal(&request.path).and_then(|last| last.split_once('(')) else { return Vec::new() };
    let inside = inside.1.trim_end_matches(')');
    let names = inside.split(',').filter_map(|argument| argument.split_once('=')).map(|(name, _)| name.trim());
    names.filter(|name| token::is_name(name)).map(str::to_owned).collect()
}
