//! One side as it is compared: places of facts, types by name, what its pages name.

use crate::api::{Said, Unread};
use crate::facts::types::TypeExpr;
use crate::facts::{Item, PageKind, TypeKind};
use crate::schema::{DEEPEST_BASES, Merged, MergedType, Version};
use crate::text::FileRange;
use rustc_hash::{FxHashMap, FxHashSet};

/// One side.
pub struct View<'v, 'a> {
    /// The version.
    pub version: &'v Version<'a>,
    /// Pages that one of the sides could not read.
    pub unread: &'v Unread,
    /// Name in lower case to the types of that name.
    types: FxHashMap<&'v str, Vec<&'v MergedType<'a>>>,
    /// The types that pages name, in lower case.
    named: FxHashSet<String>,
    /// The page keys that tables of methods link to, with the types that do.
    linked: FxHashMap<&'v str, Vec<&'v str>>,
}

impl<'v, 'a> View<'v, 'a> {
    /// Reads a version.
    pub fn of(version: &'v Version<'a>, unread: &'v Unread) -> Self {
        let mut view = Self {
            version,
            unread,
            types: FxHashMap::default(),
            named: FxHashSet::default(),
            linked: FxHashMap::default(),
        };
        for ((name, _), merged) in &version.types {
            view.types.entry(name).or_default().push(merged);
        }
        let mut named = FxHashSet::default();
        let mut name = |page: &str, written: Option<&TypeExpr>, link: &str| {
            named.extend(written.map(|written| version.index.resolve(page, written, link).name.to_lowercase()));
        };
        let mut items = |list: &[Merged<'_, Item>]| {
            list.iter().for_each(|item| name(item.page, item.fact.type_expr.as_ref(), &item.fact.type_link));
        };
        for merged in version.types.values() {
            items(&merged.properties);
            items(&merged.relationships);
        }
        for operation in version.operations.values() {
            items(&operation.body);
            items(&operation.parameters);
        }
        for (key, operation) in &version.operations {
            operation.facts.responses.iter().for_each(|response| name(key, response.type_expr.as_ref(), ""));
        }
        for merged in version.types.values() {
            named.extend(merged.facts.base.as_ref().map(|base| base.to_lowercase()));
            for method in &merged.methods {
                view.linked.entry(&method.fact.page).or_default().push(&merged.facts.name);
            }
        }
        view.named = named;
        view
    }

    /// Whether some page names a type without defining it, or lists its values only.
    pub fn names(&self, name: &str) -> bool {
        self.named.contains(&name.to_lowercase())
    }

    /// Whether a page is there and states neither a type nor an operation: what the other side's page of that key
    /// states may still hold.
    pub fn is_silent(&self, page: &str) -> bool {
        self.version.pages.get(page).is_some_and(|sources| sources.best().facts.kind == PageKind::Concept)
    }

    /// Whether a table of methods links to a page.
    pub fn links(&self, page: &str) -> bool {
        self.linked.contains_key(page)
    }

    /// The types whose tables of methods link to a page.
    pub fn owners(&self, page: &str) -> &[&'v str] {
        self.linked.get(page).map_or(&[], Vec::as_slice)
    }

    /// Whether a type or one of its bases has a property or relationship.
    pub fn has(&self, owner: &str, name: &str) -> bool {
        let types = self.types(owner).iter();
        types.flat_map(|one| self.bases(one).into_iter().chain([*one])).any(|one| find(one, name).is_some())
    }

    /// The types of a name that a page defines.
    pub fn types(&self, name: &str) -> &[&'v MergedType<'a>] {
        self.types.get(name.to_lowercase().as_str()).map_or(&[], Vec::as_slice)
    }

    /// The one type of a name, where there is one only.
    pub fn only(&self, name: &str) -> Option<&'v MergedType<'a>> {
        match self.types(name) {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The types above a type that pages define, nearest first.
    pub fn bases(&self, merged: &MergedType<'a>) -> Vec<&'v MergedType<'a>> {
        let mut bases: Vec<&MergedType<'a>> = Vec::new();
        let mut base = merged.facts.base.as_deref();
        while let Some(next) = base.and_then(|base| self.only(base)).filter(|_| bases.len() < DEEPEST_BASES) {
            bases.push(next);
            base = next.facts.base.as_deref();
        }
        bases
    }

    /// A type expression as this side's pages spell it.
    pub fn resolved(&self, item: &Merged<'_, Item>) -> Option<TypeExpr> {
        let written = item.fact.type_expr.as_ref()?;
        Some(self.version.index.resolve(item.page, written, &item.fact.type_link))
    }

    /// What this side says at a place of a page's best edition.
    pub fn said(&self, page: &str, range: FileRange, text: impl Into<String>) -> Said {
        let best = self.version.pages[page].best();
        let line = best.places.map_or(0, |places| places.line(range));
        Said { text: text.into(), page: page.to_owned(), path: best.edition.path.clone(), line, range }
    }

    /// Whether a page is a translation without source text.
    fn is_translation(&self, page: &str) -> bool {
        self.version.pages[page].best().edition.lacks_source()
    }
}

/// Whether one of two pages is a translation without source text: its names may have been translated or lost.
pub fn may_have_lost_names(views: [&View<'_, '_>; 2], pages: [&str; 2]) -> bool {
    [0, 1].into_iter().any(|side: usize| views[side].is_translation(pages[side]))
}

/// Whether one of two pages is a translation without source text and the other in another language: their first
/// paragraphs share hardly a word; where one has none, their titles differ, or are no more than a name.
pub fn are_translated(views: [&View<'_, '_>; 2], pages: [&str; 2]) -> bool {
    let [old, new] = [0, 1].map(|side: usize| views[side].version.pages[pages[side]].best().facts);
    let words = |text: &str| -> FxHashSet<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    let (before, after) = (words(&old.summary[0]), words(&new.summary[0]));
    let alike = if before.is_empty() || after.is_empty() {
        old.title[0] == new.title[0] && old.title[0].split_whitespace().count() > 2
    } else {
        before.intersection(&after).count() * 2 > before.len().min(after.len())
    };
    !alike && may_have_lost_names(views, pages)
}

/// Whether a type is known by a list of values in prose only.
pub fn is_listed(merged: &MergedType<'_>) -> bool {
    merged.facts.from_value_list
}

/// What a type is, as messages name it.
pub fn form(merged: &MergedType<'_>) -> &'static str {
    if merged.kind == TypeKind::Enum { "enum" } else { "type" }
}

/// A property or relationship of a type, by name without case.
pub fn find<'m, 'a>(merged: &'m MergedType<'a>, name: &str) -> Option<&'m Merged<'a, Item>> {
    let mut items = merged.properties.iter().chain(&merged.relationships);
    items.find(|item| item.fact.name.eq_ignore_ascii_case(name))
}
