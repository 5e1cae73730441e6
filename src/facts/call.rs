//! Actions and functions: operations that do more than read or write a resource.
//!
//! They are recognized without words of any language: by parentheses in the request line, or because the file name or the
//! title anchor of the page ends with the last part of the request path and is not named after a plain read or write
//! (`berth-list-moorings`).

use crate::facts::extract::FactReader;
use crate::facts::name_recovery;
use crate::facts::{Call, CallKind, In, Item, Operation, Request, Stated};
use crate::lexicon::Phrase;
use crate::text::FileRange;
use crate::token;
use rustc_hash::FxHashSet;

impl FactReader<'_> {
    /// The action or function that the page documents, if any.
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
            let (titled, filed) = (self.titled(name), self.filed(name));
            (titled.is_some() || filed.is_some() || parenthesized && is_called(last)).then(|| Call {
                kind,
                name: name.to_owned(),
                bound: titled.flatten().or(filed),
                range: request.range,
            })
        })
    }

    /// Adds the arguments in the parentheses of a function's request lines to the parameters. Rows with translated names get
    /// the names of these arguments.
    pub(super) fn give_arguments(&self, operation: &mut Operation) {
        // A request with GET has no body: a table under the heading of the body contains the arguments.
        if operation.requests.iter().all(|request| request.method == "GET") {
            let arguments = operation.body.drain(..).map(|item| Item { place: In::Function, ..item });
            operation.parameters.extend(arguments);
        }
        let mut missing: Vec<(String, FileRange)> = Vec::new();
        let mut known: FxHashSet<String> = FxHashSet::default();
        for request in &operation.requests {
            for name in arguments(request) {
                if known.insert(name.to_ascii_lowercase()) {
                    missing.push((name, request.range));
                }
            }
        }
        let (mut matched, mut rest): (Vec<&mut Item>, Vec<&mut Item>) =
            operation.parameters.iter_mut().partition(|item| known.contains(&item.name.to_ascii_lowercase()));
        let rows: FxHashSet<String> = matched.iter().map(|item| item.name.to_ascii_lowercase()).collect();
        missing.retain(|(name, _)| !rows.contains(&name.to_ascii_lowercase()));
        matched.iter_mut().for_each(|item| item.place = In::Function);
        rest.retain(|item| item.place == In::Function);
        if self.may_have_lost_names() && name_recovery::by_order(&mut rest, missing.iter().map(|(name, _)| name)) {
            return;
        }
        // If the rows have their original names, the arguments that are left have no row.
        if rest.is_empty() || !self.may_have_lost_names() {
            operation.parameters.extend(missing.into_iter().map(|(name, range)| Item {
                place: In::Function,
                written: name.clone(),
                name,
                stated: Stated { range, ..Stated::default() },
                ..Item::default()
            }));
        }
    }

    /// The type in the file name of the page: `berth` in `berth-release` for the call `release`. The first word of the call is
    /// enough: the same file name fits `releaseBerth`.
    fn filed(&self, name: &str) -> Option<String> {
        let (before, last) = self.file.rsplit_once('-')?;
        let first = name.get(..last.len())?;
        let plain = |part: &str| self.is_plain_verb(part);
        let goes_on = name[last.len()..].starts_with(|next: char| next.is_ascii_uppercase()) && !plain(last);
        if !first.eq_ignore_ascii_case(last) || !(goes_on || first.len() == name.len()) {
            return None;
        }
        let mut parts = before.rsplit('-');
        let owner = parts.next().filter(|owner| !owner.is_empty())?;
        (!plain(owner) && !parts.next().is_some_and(plain)).then(|| owner.to_owned())
    }

    /// Whether a word of a file name or anchor names a plain read or write, such as `list` or `update`. File names and
    /// anchors are English in every locale.
    fn is_plain_verb(&self, word: &str) -> bool {
        self.words.english.is_some_and(|english| english.is_phrase(Phrase::PlainVerb, &word.to_lowercase()))
    }

    /// `Some` if the title anchor is `type-name`, `name-action` or `name-function`. Holds the type as the title spells it, if
    /// the title contains it.
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
        if owner.contains('-') || self.is_plain_verb(owner) {
            return None;
        }
        let text = title.heading.map(|heading| self.plain(&tree.blocks[heading as usize])).unwrap_or_default();
        let mut words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        Some(words.find(|word| word.eq_ignore_ascii_case(owner)).map(str::to_owned))
    }
}

/// The last part of a path; `None` if it is a placeholder or starts with `$`.
fn last_literal(path: &str) -> Option<&str> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    (!last.starts_with(['{', '<', '$']) && !last.is_empty()).then_some(last)
}

/// Whether parentheses are empty or hold arguments, not a key: `near(port='p')`, but not `berths({id})`.
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
