//! Whether an operation is an action or a function of a type, rather than a plain read or write.
//!
//! Told without words of any language: by parentheses in the request line, or by the page's file name or
//! title anchor that ends with the last part of the request path, where that part names no collection that
//! something is listed from or added to.

use super::extract::Reader;
use super::facts::{Call, CallKind, In, Item, Operation, Request, Stated};
use crate::text::TextRange;
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
            let titled = self.titled(name).or_else(|| self.filed(name));
            (titled.is_some() || parenthesized && is_called(last)).then(|| Call {
                kind,
                name: name.to_owned(),
                bound: titled.flatten().or_else(|| self.filed(name)?),
                range: request.range,
            })
        })
    }

    /// Makes parameters of what stands in the parentheses of a function's request lines. A row whose name is
    /// no argument may have lost it in translation: where as many rows as arguments are without partner,
    /// their order tells.
    pub(super) fn give_arguments(&self, operation: &mut Operation) {
        let mut wanted: Vec<(String, TextRange)> = Vec::new();
        for request in &operation.requests {
            for name in arguments(request) {
                if !wanted.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                    wanted.push((name, request.range));
                }
            }
        }
        for item in &mut operation.parameters {
            if let Some(known) = wanted.iter().position(|(name, _)| name.eq_ignore_ascii_case(&item.name)) {
                item.place = In::Function;
                wanted.remove(known);
            }
        }
        let is_lost = |item: &&mut Item| item.place == In::Function && !token::is_coined(&item.name);
        let parenthesized: Vec<String> = operation.requests.iter().flat_map(arguments).collect();
        let lost = operation.parameters.iter_mut().filter(is_lost);
        let mut lost: Vec<&mut Item> =
            lost.filter(|item| !parenthesized.iter().any(|name| name.eq_ignore_ascii_case(&item.name))).collect();
        if self.may_have_lost_names() && lost.len() == wanted.len() {
            for (item, (name, _)) in lost.iter_mut().zip(wanted) {
                item.name = name;
            }
        } else if lost.is_empty() {
            let missing = wanted.into_iter().map(|(name, range)| Item {
                place: In::Function,
                written: name.clone(),
                name,
                stated: Stated { range, ..Stated::default() },
                ..Item::default()
            });
            operation.parameters.extend(missing);
        }
    }

    /// Whether the page's file is named `type-name`, and the type as it is named there.
    fn filed(&self, name: &str) -> Option<Option<String>> {
        let start = self.file.len().checked_sub(name.len())?;
        let is_last = self.file.get(start..).is_some_and(|last| last.eq_ignore_ascii_case(name));
        let before = self.file.get(..start).filter(|_| is_last)?.strip_suffix('-')?;
        let mut parts = before.rsplit('-');
        let owner = parts.next().filter(|owner| !owner.is_empty())?;
        let plain = |part: &str| PLAIN.iter().any(|plain| part.eq_ignore_ascii_case(plain));
        (!plain(owner) && !parts.next().is_some_and(plain)).then(|| Some(owner.to_owned()))
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
fn arguments(request: &Request) -> Vec<String> {
    let Some(inside) = last_literal(&request.path).and_then(|last| last.split_once('(')) else { return Vec::new() };
    let inside = inside.1.trim_end_matches(')');
    let names = inside.split(',').filter_map(|argument| argument.split_once('=')).map(|(name, _)| name.trim());
    names.filter(|name| token::is_name(name)).map(str::to_owned).collect()
}
