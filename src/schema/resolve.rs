//! Resolves types across pages: the type to which a name or link refers, derived types, and kinds inherited from base types.

use super::TypeIndex;
use crate::facts::types::TypeExpr;
use crate::facts::{TypeFacts, TypeKind};
use crate::schema::{DEEPEST_BASES, MergedType, Version};
use crate::text;
use rustc_hash::FxHashMap;

impl<'a> TypeIndex<'a> {
    /// Indexes the types of a version. Enums from lists of values are left out.
    pub fn of<'m>(types: impl Iterator<Item = &'m MergedType<'a>>) -> Self
    where
        'a: 'm,
    {
        let mut index = Self::default();
        let mut counts: FxHashMap<&'a str, usize> = FxHashMap::default();
        for merged in types.filter(|merged| !merged.facts.from_value_list) {
            index.names.insert(merged.facts.name.to_lowercase(), &merged.facts.name);
            for page in &merged.pages {
                *counts.entry(*page).or_default() += 1;
                index.pages.insert(*page, &merged.facts.name);
            }
        }
        index.pages.retain(|page, _| counts[page] == 1);
        let mut pages: Vec<(&str, &str)> = index.pages.iter().map(|(page, name)| (*page, *name)).collect();
        pages.sort_unstable();
        for (page, name) in pages {
            let file = page.rsplit('/').next().unwrap_or(page);
            let known = index.files.entry(file).or_insert(Some(name));
            *known = known.filter(|known| known.eq_ignore_ascii_case(name));
        }
        index
    }

    /// A type name as its page spells it; unchanged if no page defines the type.
    pub fn spelled<'n>(&'n self, name: &'n str) -> &'n str {
        self.names.get(&name.to_lowercase()).copied().unwrap_or(name)
    }

    /// The type to which a word of a file name or title refers: the type with that name, else the type that the page with that
    /// file name defines, else the word unchanged.
    pub fn of_word<'n>(&'n self, name: &'n str) -> &'n str {
        let lower = name.to_lowercase();
        let known = self.names.get(&lower).copied();
        known.or_else(|| self.files.get(lower.as_str()).copied().flatten()).unwrap_or(name)
    }

    /// A type expression with the name spelled as on the type's page. `link`: the target of the type's link on the page `from`;
    /// may be empty. If the target page defines one type, that type is taken even if the text of the link differs.
    pub fn resolve(&self, from: &str, written: &TypeExpr, link: &str) -> TypeExpr {
        TypeExpr { name: self.name(from, written, link).to_owned(), collection: written.collection }
    }

    /// Only the name of [`Self::resolve`].
    pub fn name<'n>(&'n self, from: &str, written: &'n TypeExpr, link: &str) -> &'n str {
        let linked = || self.pages.get(linked_key(from, link)?.as_str()).copied();
        linked().or_else(|| self.names.get(&written.name.to_lowercase()).copied()).unwrap_or(&written.name)
    }
}

/// The page key of the target of a relative link on the page `from`; `None` for other links.
pub fn linked_key(from: &str, link: &str) -> Option<String> {
    if link.is_empty() || link.contains("://") || link.starts_with(['/', '#']) {
        return None;
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let path = link.split(['#', '?']).next().unwrap_or_default();
    for part in text::without_page_extension(path).split('/') {
        match part {
            "." | "" => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    Some(folders.join("/"))
}

impl<'a> Version<'a> {
    /// Sets the data that depends on all pages: the index of types, their kinds and derived types.
    pub(super) fn resolve(&mut self) {
        self.index = TypeIndex::of(self.types.values());
        let types: FxHashMap<String, &TypeFacts> =
            self.types.values().map(|merged| (merged.facts.name.to_lowercase(), merged.facts)).collect();
        let mut derived: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for merged in self.types.values_mut() {
            if merged.facts.kind == TypeKind::Enum {
                continue;
            }
            merged.kind = kind(merged.facts, &types);
            if let Some(base) = &merged.facts.base {
                derived.entry(base.to_lowercase()).or_default().push(merged.facts.name.clone());
            }
        }
        for merged in self.types.values_mut() {
            merged.derived = derived.get(&merged.facts.name.to_lowercase()).cloned().unwrap_or_default();
            merged.derived.sort_by_key(|name| name.to_lowercase());
            merged.derived.dedup_by(|left, right| left.eq_ignore_ascii_case(right));
        }
    }
}

/// The kind of a type: entity if it is derived from a root type, else the kind of its furthest documented base. `types`: all
/// types, by name in lower case.
fn kind(facts: &TypeFacts, types: &FxHashMap<String, &TypeFacts>) -> TypeKind {
    let mut kind = TypeKind::Complex;
    let mut name = facts.name.to_lowercase();
    for _ in 0..DEEPEST_BASES {
        let Some(found) = types.get(&name) else { break };
        kind = found.kind;
        match &found.base {
            Some(_) if found.has_root_base => return TypeKind::Entity,
            Some(base) => name = base.to_lowercase(),
            None => break,
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    #[test]
    fn links_are_relative_to_their_page() {
        let key = super::linked_key;
        assert_eq!(key("api/berth-get", "../resources/berth.md").as_deref(), Some("resources/berth"));
        assert_eq!(key("resources/berth", "mooring.md#lines").as_deref(), Some("resources/mooring"));
        assert_eq!(key("resources/berth", "#lines"), None);
        assert_eq!(key("resources/berth", "https://x.example/a.md"), None);
    }
}
