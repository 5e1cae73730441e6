//! The `operationId` and the tag of each operation.

use super::DocumentContext;
use super::paths::{DocumentOperation, DocumentingPage};
use super::template::Template;
use crate::schema::{LocaleTexts, Version};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Bytes that a part of a file name needs so that a type whose name ends with it becomes the tag.
const SHORTEST: usize = 4;

/// A unique `operationId` for each operation, in the order of `slots`: the file name of its page, with the method and the
/// path words that distinguish the request from others of the page; for several pages, the method and the path words.
pub fn ids(slots: &[DocumentOperation<'_>]) -> Vec<String> {
    let mut taken = FxHashSet::default();
    let ids = slots.iter().map(|slot| {
        let id = match &slot.pages[..] {
            [page] => of_page(page, &slot.method),
            _ => joined(std::iter::once(slot.method.as_str()).chain(slot.pages[0].template.words())),
        };
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        std::iter::once(id.clone())
            .chain(numbered)
            .find(|id| taken.insert(id.to_lowercase()))
            .expect("there is always one more number")
    });
    ids.collect()
}

/// The file name of the page; if the page states several requests, followed by the method and the words of the path that
/// the other requests lack.
fn of_page(page: &DocumentingPage<'_>, method: &str) -> String {
    let stem = page.key.rsplit('/').next().unwrap_or(page.key);
    let requests = &page.operation.facts.requests;
    let templates: Vec<Template> = requests.iter().map(|request| Template::parse(&request.path)).collect();
    let own = page.template.words();
    let methods: BTreeSet<&str> = requests.iter().map(|request| request.method.as_str()).collect();
    let shared = |word: &str| templates.iter().all(|template| template.words().contains(&word));
    let distinct = own.iter().copied().filter(|word| !shared(word));
    joined(std::iter::once(stem).chain((methods.len() > 1).then_some(method)).chain(distinct))
}

fn joined<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let kept = |word: &str| -> String {
        word.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' }).collect()
    };
    words.map(kept).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The tag of each page's operation: the type whose methods list the page; else the type in its file name, the bound type
/// of its call or the type of its response; else the first word of its path.
pub struct Tags<'a> {
    of: FxHashMap<&'a str, &'a str>,
    /// For tags that are types: the first paragraphs of the type page.
    summaries: FxHashMap<&'a str, &'a LocaleTexts>,
}

impl<'a> Tags<'a> {
    /// The tags of all operations of a version.
    pub fn of(version: &'a Version<'a>) -> Self {
        let mut of: FxHashMap<&str, &str> = FxHashMap::default();
        let (mut spelled, mut summaries) = (FxHashMap::default(), FxHashMap::default());
        for ((name, _), merged) in &version.types {
            spelled.entry(name.as_str()).or_insert(merged.facts.name.as_str());
            summaries.entry(merged.facts.name.as_str()).or_insert(&merged.summary);
            for method in &merged.methods {
                let page = method.fact.page.as_str();
                if owner(page).contains(&name.as_str()) || !of.contains_key(page) {
                    of.insert(page, &merged.facts.name);
                }
            }
        }
        for (&key, operation) in &version.operations {
            let bound = operation.facts.call.as_ref().and_then(|call| call.bound.as_deref());
            let bound =
                bound.and_then(|bound| spelled.get(version.index.of_word(bound).to_lowercase().as_str()).copied());
            let named = owner(key).into_iter().find_map(|part| spelled.get(part).copied());
            let returned = || {
                let stated = operation.facts.responses.iter().find_map(|response| response.type_expr.as_ref())?;
                let name = stated.name.to_lowercase();
                let ends = |part: &&str| part.len() >= SHORTEST && name.ends_with(*part);
                owner(key).iter().any(ends).then_some(stated.name.as_str())
            };
            let words = || {
                let path = operation.facts.requests.first()?.path.as_str();
                path.split('/').find(|segment| !segment.is_empty() && !segment.starts_with(['{', '<']))
            };
            if let Some(tag) = named.or(bound).or_else(returned).or_else(words) {
                of.entry(key).or_insert(tag);
            }
        }
        Self { of, summaries }
    }

    /// The tag of the operation of a page key.
    pub fn tag(&self, page: &str) -> Option<&'a str> {
        self.of.get(page).copied()
    }

    /// The description of a tag; `None` if the tag is not a type.
    pub fn description<'s>(&'s self, context: &DocumentContext<'_>, tag: &str) -> Option<&'s str> {
        self.summaries.get(tag).and_then(|texts| context.texts.choose(texts))
    }
}

/// The parts of the file name of a page. One of them can be the type: the first, or a later one after an area prefix.
fn owner(page: &str) -> Vec<&str> {
    page.rsplit('/').next().unwrap_or(page).split('-').collect()
}
