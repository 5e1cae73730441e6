//! The types of one API version from all pages of a run: the type of a name, and the documentation of a type including its
//! base types.

use crate::compare::page::conformance::definition::{DocumentedShape, Property};
use crate::facts::types::TypeExpr;
use crate::schema::DEEPEST_BASES;
use crate::schema::resolve::linked_key;
use rustc_hash::FxHashMap;

/// A type, as an index into the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeId(usize);

/// The types of one version.
#[derive(Default)]
pub struct DocumentedTypes<'a> {
    types: Vec<JoinedType<'a>>,
    /// The types of each name, in lower case.
    names: FxHashMap<String, Vec<TypeId>>,
    /// The type that each page key defines; `None` if the page defines several.
    pages: FxHashMap<&'a str, Option<TypeId>>,
}

/// A type that one page or several pages define.
struct JoinedType<'a> {
    parts: Vec<&'a DocumentedShape>,
    /// The type itself and all its base types, nearest first.
    chain: Vec<TypeId>,
    /// Whether the run has all base types, and no type of `chain` is disputed.
    complete: bool,
    derived: Vec<TypeId>,
    /// Whether its pages contradict each other, or are not all in the run.
    disputed: bool,
}

/// The documentation of a name for a type.
pub enum Lookup<'t> {
    /// A property, with the definition that states it.
    Property(&'t DocumentedShape, &'t Property),
    /// The pages name it, but do not define it as a property, or contradict each other.
    Mentioned,
    /// The pages of the type and its base types are all in the run, and none has the name.
    Unknown,
    /// The pages of the run are not sufficient to decide.
    Unsure,
}

impl<'a> DocumentedTypes<'a> {
    /// Builds the table from the definitions of a version, in order of page key. `absent`: the keys of linked pages that are
    /// not in the run.
    pub fn of(definitions: impl Iterator<Item = &'a DocumentedShape>, absent: impl Iterator<Item = &'a str>) -> Self {
        let mut table = Self::default();
        for definition in definitions {
            let id = table.add(definition);
            table.pages.entry(&definition.page).and_modify(|known| *known = None).or_insert(Some(id));
        }
        absent.for_each(|page| table.dispute(page));
        for id in (0..table.types.len()).map(TypeId) {
            let (chain, complete) = table.climb(id);
            for base in &chain[1..] {
                table.types[base.0].derived.push(id);
            }
            (table.types[id.0].chain, table.types[id.0].complete) = (chain, complete);
        }
        table
    }

    /// Marks types as disputed if an absent page is named after them and would be in the folder of their pages: the page may
    /// state more about the type, or define another type of the same name.
    fn dispute(&mut self, page: &str) {
        let (folder, file) = page.rsplit_once('/').unwrap_or(("", page));
        let named = file.rsplit('-').next().and_then(|name| self.names.get(&name.to_lowercase()));
        for id in named.into_iter().flatten() {
            let joined = &mut self.types[id.0];
            joined.disputed |=
                joined.parts.iter().all(|part| part.page.rsplit_once('/').map_or("", |(at, _)| at) == folder);
        }
    }

    fn add(&mut self, definition: &'a DocumentedShape) -> TypeId {
        let ids = self.names.entry(definition.name.to_lowercase()).or_default();
        let same = |id: &&TypeId| {
            let known = &self.types[id.0].parts[0].namespace;
            known.is_empty() || definition.namespace.is_empty() || known.eq_ignore_ascii_case(&definition.namespace)
        };
        let found: Vec<TypeId> = ids.iter().filter(same).copied().collect();
        if let [id] = found[..] {
            let joined = &mut self.types[id.0];
            let first = joined.parts[0];
            let bases = first.base.as_ref().zip(definition.base.as_ref());
            joined.disputed |= first.is_enum != definition.is_enum
                || bases.is_some_and(|(first, second)| !first.eq_ignore_ascii_case(second));
            joined.parts.push(definition);
            return id;
        }
        let id = TypeId(self.types.len());
        ids.push(id);
        let disputed = !found.is_empty() || !definition.is_readable();
        let parts = vec![definition];
        self.types.push(JoinedType { parts, chain: vec![id], complete: false, derived: Vec::new(), disputed });
        id
    }

    /// The definition of a type by its first page.
    pub fn definition(&self, id: TypeId) -> &'a DocumentedShape {
        self.types[id.0].parts[0]
    }

    /// The type of a type expression on the page `from`. The link distinguishes types of the same name; `None` if it leads to
    /// a type of another name, or if several types have the name and there is no link.
    pub fn resolve(&self, from: &str, expression: &TypeExpr, link: &str) -> Option<TypeId> {
        let named = self.names.get(&expression.name.to_lowercase())?;
        let linked = linked_key(from, link).and_then(|page| self.of_page(&page));
        match (linked, named.as_slice()) {
            (Some(linked), _) => Some(linked).filter(|linked| named.contains(linked)),
            (_, [only]) => Some(*only),
            _ => None,
        }
    }

    /// The type of a full name such as `#core.ships.berth`; `None` if several types fit.
    pub fn named(&self, full: &str) -> Option<TypeId> {
        let full = full.trim_start_matches('#');
        let (namespace, name) = full.rsplit_once('.').unwrap_or(("", full));
        let fits = |id: &&TypeId| {
            let known = &self.definition(**id).namespace;
            namespace.is_empty() || known.is_empty() || known.eq_ignore_ascii_case(namespace)
        };
        let mut found = self.names.get(&name.to_lowercase())?.iter().filter(fits);
        found.next().copied().filter(|_| found.next().is_none())
    }

    /// The type that a page defines; `None` if it defines several.
    pub fn of_page(&self, page: &str) -> Option<TypeId> {
        self.pages.get(page).copied().flatten()
    }

    /// The direct base types of a type, and whether the run has all that its pages name.
    fn bases(&self, id: TypeId) -> (Vec<TypeId>, bool) {
        let parts = self.types[id.0].parts.iter();
        let names = parts.flat_map(|part| part.base.iter().chain(&part.origins));
        let (mut bases, mut complete) = (Vec::new(), true);
        for name in names {
            match self.named(name) {
                Some(base) if base == id || bases.contains(&base) => {}
                Some(base) => bases.push(base),
                None => complete = false,
            }
        }
        (bases, complete)
    }

    /// A type with all its base types, and whether the run has them all. A type without any property makes the result
    /// incomplete: its page was probably not understood.
    fn climb(&self, id: TypeId) -> (Vec<TypeId>, bool) {
        let (mut chain, mut at, mut complete) = (vec![id], 0, true);
        while at < chain.len() {
            let (bases, known) = self.bases(chain[at]);
            let joined = &self.types[chain[at].0];
            let is_stated = joined.parts.iter().any(|part| !part.properties.is_empty());
            complete &= known && is_stated && !joined.disputed && chain.len() <= DEEPEST_BASES;
            if chain.len() <= DEEPEST_BASES {
                let new: Vec<TypeId> = bases.into_iter().filter(|base| !chain.contains(base)).collect();
                chain.extend(new);
            }
            at += 1;
        }
        (chain, complete)
    }

    /// The definitions of a type and its base types, nearest first.
    fn parts(&self, id: TypeId) -> impl Iterator<Item = &'a DocumentedShape> {
        self.types[id.0].chain.iter().flat_map(|id| self.types[id.0].parts.iter().copied())
    }

    /// The documentation of a name for a type and its base types. `judged_page`: the page whose JSON representation is judged
    /// and therefore does not count as documentation.
    pub fn find(&self, id: TypeId, name: &str, judged_page: Option<&str>) -> Lookup<'a> {
        let mut found: Option<(&DocumentedShape, &Property)> = None;
        for part in self.parts(id) {
            let Some(property) = part.property(name) else { continue };
            match found {
                Some((_, known)) if !agree(known, property) => return Lookup::Mentioned,
                Some(_) => {}
                None => found = Some((part, property)),
            }
        }
        if let Some((part, property)) = found {
            return Lookup::Property(part, property);
        }
        let may_show = |part: &DocumentedShape| judged_page != Some(&*part.page);
        if self
            .parts(id)
            .any(|part| part.other_names.has_tabled(name) || part.other_names.has_shown(name) && may_show(part))
        {
            return Lookup::Mentioned;
        }
        let unsure = !self.types[id.0].complete
            || self.parts(id).any(|part| part.open || part.is_enum)
            || self.any_derived_has(id, name);
        if unsure { Lookup::Unsure } else { Lookup::Unknown }
    }

    fn any_derived_has(&self, id: TypeId, name: &str) -> bool {
        let parts = self.types[id.0].derived.iter().flat_map(|derived| &self.types[derived.0].parts);
        parts.into_iter().any(|part| part.property(name).is_some() || part.other_names.has_shown(name))
    }

    /// All properties of a type and its base types, each name once; `None` if the run does not have all of them.
    pub fn all(&self, id: TypeId) -> Option<Vec<(&'a DocumentedShape, &'a Property)>> {
        let complete = self.types[id.0].complete;
        let mut all: Vec<(&DocumentedShape, &Property)> = Vec::new();
        for part in self.parts(id).filter(|_| complete) {
            for property in &part.properties {
                if !all.iter().any(|(_, known)| known.name.eq_ignore_ascii_case(&property.name)) {
                    all.push((part, property));
                }
            }
        }
        complete.then_some(all)
    }

    /// The names that are documented for a type and its base types.
    pub fn names(&self, id: TypeId) -> Vec<&'a str> {
        self.parts(id).flat_map(|part| &part.properties).map(|property| &*property.name).collect()
    }

    /// The members of an enum; `None` if the type is disputed.
    pub fn members(&self, id: TypeId) -> Option<Vec<&'a str>> {
        let joined = &self.types[id.0];
        let members = joined.parts.iter().flat_map(|part| &part.properties).map(|member| &*member.name);
        (!joined.disputed).then(|| members.collect())
    }
}

/// Whether two rows of the same name state the same type.
pub fn agree(left: &Property, right: &Property) -> bool {
    let key = |property: &Property| property.type_expr.as_ref().map(TypeExpr::key);
    key(left) == key(right)
}
