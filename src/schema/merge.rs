//! Many editions to one schema a version, by a rule that `docs/schema.md` states. The facts of a page are
//! those of its best edition; the others add their locale's texts, and what they say otherwise is kept as
//! a dispute.

use super::locale_texts::TextCollector;
use super::{Dispute, Input, LocaleTexts, Merged, MergedOperation, MergedType, PageEditions, Schema, Version};
use crate::discover::identify::Edition;
use crate::facts::comparable::FactKind;
use crate::facts::{Item, Member, Method, Operation, PageKind, TypeFacts};
use crate::locale::Locale;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Merges editions that come in order of key. `source` is the locale of embedded source text.
pub fn merge<'a>(inputs: &[Input<'a>], source: &'a Locale) -> Schema<'a> {
    let mut schema = Schema::default();
    let mut groups: BTreeMap<(&str, &str), Vec<Input<'a>>> = BTreeMap::new();
    for input in inputs {
        groups.entry((input.edition.version.as_str(), input.key)).or_default().push(*input);
    }
    let pages: Vec<Vec<Input<'a>>> = groups.into_values().collect();
    let pages: Vec<MergedPage<'a>> = pages.into_par_iter().map(|editions| page(editions, source)).collect();
    for MergedPage { sources, operation, types } in pages {
        let best = *sources.best();
        let version = schema.versions.entry(best.edition.version.as_str()).or_default();
        if let Some(operation) = operation {
            version.operations.insert(best.key, operation);
        }
        for definition in types {
            add(&mut version.types, definition, best.edition);
        }
        version.pages.insert(best.key, sources);
    }
    schema.versions.values_mut().for_each(Version::resolve);
    schema
}

/// One page of one version: its editions, and what they state together.
struct MergedPage<'a> {
    sources: PageEditions<'a>,
    operation: Option<MergedOperation<'a>>,
    types: Vec<MergedType<'a>>,
}

fn page<'a>(editions: Vec<Input<'a>>, source: &'a Locale) -> MergedPage<'a> {
    let sources = PageEditions::of(editions);
    let (best, editions) = (sources.best(), &sources.editions);
    let facts = best.facts.operation.as_ref();
    let operation = facts.map(|facts| operation(best, facts, editions, source));
    let types = best.facts.types.iter().map(|facts| definition(best.key, facts, editions, source)).collect();
    MergedPage { sources, operation, types }
}

fn operation<'a>(
    best: &Input<'a>,
    facts: &'a Operation,
    editions: &[Input<'a>],
    source: &'a Locale,
) -> MergedOperation<'a> {
    let mut merged = MergedOperation {
        facts,
        title: LocaleTexts::new(),
        summary: LocaleTexts::new(),
        headers: things(best.key, &facts.headers),
        parameters: things(best.key, &facts.parameters),
        body: things(best.key, &facts.body),
        examples: best.examples,
    };
    for input in editions {
        let texts = TextCollector { edition: input.edition, source };
        texts.add(&mut merged.title, &input.facts.title);
        texts.add(&mut merged.summary, &input.facts.summary);
        if let Some(other) = &input.facts.operation {
            texts.items(&mut merged.headers, &other.headers);
            texts.items(&mut merged.parameters, &other.parameters);
            texts.items(&mut merged.body, &other.body);
        }
    }
    merged
}

fn definition<'a>(key: &'a str, facts: &'a TypeFacts, editions: &[Input<'a>], source: &'a Locale) -> MergedType<'a> {
    let mut merged = MergedType {
        facts,
        pages: vec![key],
        kind: facts.kind,
        derived: Vec::new(),
        title: LocaleTexts::new(),
        summary: LocaleTexts::new(),
        properties: items(key, &facts.properties),
        relationships: items(key, &facts.relationships),
        members: things(key, &facts.members),
        methods: things(key, &facts.methods),
        disputes: Vec::new(),
    };
    let relationships = &merged.relationships;
    merged.properties.retain(|property| !named(&property.fact.name, relationships));
    for input in editions {
        let texts = TextCollector { edition: input.edition, source };
        // A page's words are about its own type, not about an enum in one of its sections or rows.
        if input.facts.kind == PageKind::Type
            && input.facts.types.first().is_some_and(|first| first.name.eq_ignore_ascii_case(&facts.name))
        {
            texts.add(&mut merged.title, &input.facts.title);
            texts.add(&mut merged.summary, &input.facts.summary);
        }
        for other in input.facts.types.iter().filter(|other| other.name.eq_ignore_ascii_case(&facts.name)) {
            texts.items(&mut merged.properties, &other.properties);
            texts.items(&mut merged.relationships, &other.relationships);
            texts.texts(&mut merged.members, &other.members, |member| (&member.name, &member.stated));
            texts.texts(&mut merged.methods, &other.methods, |method| (&method.page, &method.stated));
        }
    }
    merged
}

/// The items of one page; a name that stands twice is one thing, as it is first stated.
fn items<'a>(page: &'a str, facts: &'a [Item]) -> Vec<Merged<'a, Item>> {
    let mut seen = FxHashSet::default();
    let mut merged = things(page, facts);
    merged.retain(|item| seen.insert(item.fact.name.to_lowercase()));
    merged
}

fn things<'a, Thing>(page: &'a str, facts: &'a [Thing]) -> Vec<Merged<'a, Thing>> {
    let merged = facts.iter().enumerate();
    merged.map(|(ordinal, fact)| Merged { fact, page, ordinal, description: LocaleTexts::new() }).collect()
}

/// Adds a type to those of a version. A page that names no namespace speaks of the type of that name.
/// A definition goes before a list of values in prose; of two definitions the later adds what it alone states.
fn add<'a>(types: &mut BTreeMap<(String, String), MergedType<'a>>, new: MergedType<'a>, edition: &'a Edition) {
    let (name, namespace) = (new.facts.name.to_lowercase(), new.facts.namespace.to_lowercase());
    let same_name = |key: &&(String, String)| key.0 == name;
    let known =
        types.keys().filter(same_name).find(|key| key.1 == namespace || key.1.is_empty() || namespace.is_empty());
    let Some(known) = known.cloned() else {
        types.insert((name, namespace), new);
        return;
    };
    let mut old = types.remove(&known).expect("the key was found in the map");
    let key = (name, if known.1.is_empty() { namespace } else { known.1 });
    let merged = match (old.facts.from_value_list, new.facts.from_value_list) {
        (true, false) => new,
        (_, true) => old,
        (false, false) => {
            old.extend(new, edition);
            old
        }
    };
    types.insert(key, merged);
}

impl<'a> MergedType<'a> {
    /// Adds what another page states of the type, and what it states otherwise as a dispute.
    fn extend(&mut self, other: Self, edition: &'a Edition) {
        self.pages.extend(other.pages);
        let owner = self.facts.name.to_lowercase();
        let mut disputes = Vec::new();
        let mut dispute = |kind, name: &'a str, stated: String, said: String| {
            if !said.is_empty() && !said.eq_ignore_ascii_case(&stated) {
                let others = vec![(Some(said), vec![edition])];
                disputes.push(Dispute { kind, owner: owner.clone(), name, stated: Some(stated), others });
            }
        };
        let base = |facts: &TypeFacts| facts.base.clone().unwrap_or_default();
        dispute(FactKind::Type, &self.facts.name, base(self.facts), base(other.facts));
        let (members, methods) = (&mut self.members, &mut self.methods);
        join(
            members,
            other.members,
            |member: &Member| &member.name,
            |one, other| {
                dispute(FactKind::Member, &one.name, one.value.clone(), other.value.clone());
            },
        );
        join(methods, other.methods, |method: &Method| &method.page, |_, _| {});
        // A relationship on one page may be a property on another; the page that came first says which.
        let shown = |item: &Item| item.type_expr.as_ref().map(ToString::to_string).unwrap_or_default();
        let (properties, relationships) = (self.properties.len(), self.relationships.len());
        for (kind, items) in [(FactKind::Property, other.properties), (FactKind::Relationship, other.relationships)] {
            for item in items {
                let mut known = self.properties[..properties].iter().chain(&self.relationships[..relationships]);
                match known.find(|known| known.fact.name.eq_ignore_ascii_case(&item.fact.name)) {
                    Some(known) => dispute(kind, &known.fact.name, shown(known.fact), shown(item.fact)),
                    None if kind == FactKind::Property => self.properties.push(item),
                    None => self.relationships.push(item),
                }
            }
        }
        self.disputes.extend(disputes);
    }
}

fn named(name: &str, among: &[Merged<'_, Item>]) -> bool {
    among.iter().any(|other| other.fact.name.eq_ignore_ascii_case(name))
}

fn join<'a, Thing>(
    list: &mut Vec<Merged<'a, Thing>>,
    more: Vec<Merged<'a, Thing>>,
    name: impl Fn(&'a Thing) -> &'a String,
    mut both: impl FnMut(&'a Thing, &'a Thing),
) {
    let known = list.len();
    for thing in more {
        match list[..known].iter().find(|old| name(old.fact).eq_ignore_ascii_case(name(thing.fact))) {
            Some(old) => both(old.fact, thing.fact),
            None => list.push(thing),
        }
    }
}
