//! Groups the requests of all pages by path and method. Paths that differ only in the names of variables are one path in
//! OpenAPI.

use super::template::Template;
use crate::page::http::METHODS;
use crate::schema::{MergedOperation, Version};
use std::collections::{BTreeMap, BTreeSet};

/// An operation of the document: path, method, and the pages that document it.
pub struct DocumentOperation<'a> {
    /// The path as written in the document.
    pub path: String,
    /// The names of its variables, in order.
    pub names: Vec<String>,
    /// The method in lower case.
    pub method: String,
    /// The pages, in order of key.
    pub pages: Vec<DocumentingPage<'a>>,
}

/// A page that documents an operation.
pub struct DocumentingPage<'a> {
    /// The page key.
    pub key: &'a str,
    /// The merged facts of the page.
    pub operation: &'a MergedOperation<'a>,
    /// The path as written on the page.
    pub written: &'a str,
    /// `written` as a template, with the names of the page.
    pub template: Template,
}

/// All operations of a version, in order of path, then of method as in [`METHODS`].
pub fn operations<'a>(version: &'a Version<'a>) -> Vec<DocumentOperation<'a>> {
    let mut shapes: BTreeMap<String, BTreeMap<usize, Vec<DocumentingPage<'a>>>> = BTreeMap::new();
    for (&key, operation) in &version.operations {
        let mut seen = BTreeSet::new();
        for request in &operation.facts.requests {
            let Some(method) = place(&request.method) else { continue };
            let template = Template::parse(&request.path);
            let shape = template.shape();
            if seen.insert((shape.clone(), method)) {
                let page = DocumentingPage { key, operation, written: &request.path, template };
                shapes.entry(shape).or_default().entry(method).or_default().push(page);
            }
        }
    }
    let mut slots: Vec<DocumentOperation<'a>> = Vec::new();
    for methods in shapes.into_values() {
        let names = names(methods.values().flatten());
        for (method, pages) in methods {
            let path = pages[0].template.named(names.iter().map(String::as_str));
            slots.push(DocumentOperation { path, names: names.clone(), method: METHODS[method].to_lowercase(), pages });
        }
    }
    slots.sort_by_key(|slot| (slot.path.to_lowercase(), slot.path.clone(), place(&slot.method)));
    slots
}

/// The index of a method in [`METHODS`]; `None` for other methods, which OpenAPI does not allow.
fn place(method: &str) -> Option<usize> {
    METHODS.iter().position(|known| known.eq_ignore_ascii_case(method))
}

/// The names for the variables of a path: those of most pages; if several are equally frequent, the first.
fn names<'p>(pages: impl Iterator<Item = &'p DocumentingPage<'p>>) -> Vec<String> {
    let mut ways: Vec<(Vec<&str>, usize)> = Vec::new();
    for page in pages {
        let names: Vec<&str> = page.template.names().collect();
        match ways.iter_mut().find(|(known, _)| *known == names) {
            Some((_, count)) => *count += 1,
            None => ways.push((names, 1)),
        }
    }
    let most = ways.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let chosen = ways.into_iter().find(|(_, count)| *count == most);
    chosen.map(|(names, _)| names.into_iter().map(str::to_owned).collect()).unwrap_or_default()
}
