//! One side of a comparison, with indexes: types by name, names that pages use, links to pages.

use crate::api::{Statement, Unread};
use crate::facts::types::TypeExpr;
use crate::facts::{Item, PageKind, TypeKind};
use crate::schema::{DEEPEST_BASES, Merged, MergedType, Version};
use crate::text::FileRange;
use rustc_hash::{FxHashMap, FxHashSet};

/// One side of a comparison.
pub struct View<'v, 'a> {
    /// The version.
    pub version: &'v Version<'a>,
    /// Pages that one of the sides could not read.
    pub unread: &'v Unread,
    /// Name in lower case to the types with that name.
    types: FxHashMap<&'v str, Vec<&'v MergedType<'a>>>,
    /// The types that pages name, in lower case.
    named: FxHashSet<String>,
    /// Page keys to the types whose tables of methods link to them.
    linked: FxHashMap<&'v str, Vec<&'v str>>,
}

impl<'v, 'a> View<'v, 'a> {
    /// Indexes a version.
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

    /// Whether a page uses a type, in any case.
    pub fn names(&self, name: &str) -> bool {
        self.named.contains(&name.to_lowercase())
    }

    /// Whether a page exists but states neither a type nor an operation. Facts of the other side's page with that key may then
    /// still be true.
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
        types
            .flat_map(|merged| self.bases(merged).into_iter().chain([*merged]))
            .any(|merged| find(merged, name).is_some())
    }

    /// The types with a name, in any case, that pages define.
    pub fn types(&self, name: &str) -> &[&'v MergedType<'a>] {
        self.types.get(name.to_lowercase().as_str()).map_or(&[], Vec::as_slice)
    }

    /// The type with a name; `None` if there are several or none.
    pub fn only(&self, name: &str) -> Option<&'v MergedType<'a>> {
        match self.types(name) {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The base types of a type that pages define, nearest first.
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

    /// What this side states at a place of a page's best edition.
    pub fn statement(&self, page: &str, range: FileRange, text: impl Into<String>) -> Statement {
        let best = self.version.pages[page].best();
        let line = best.places.map_or(0, |places| places.line(range));
        Statement { text: text.into(), page: page.to_owned(), path: best.edition.path.clone(), line, range }
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

/// Whether one of two pages is a translation without source text and the other page is in another language. Their first
/// paragraphs then share few words. If a page has no such paragraph, their titles differ or have fewer than three words.
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

/// Whether a type is known only from a list of values in prose.
pub fn is_listed(merged: &MergedType<'_>) -> bool {
    merged.facts.from_value_list
}

/// The noun for a type in messages.
pub fn form(merged: &MergedType<'_>) -> &'static str {
    if merged.kind == TypeKind::Enum { "enum" } else { "type" }
}

/// A property or relationship of a type by its name, in any case.
pub fn find<'m, 'a>(merged: &'m MergedType<'a>, name: &str) -> Option<&'m Merged<'a, Item>> {
    merged.item(name)
}
