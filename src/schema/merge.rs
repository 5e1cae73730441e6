//! Merges editions to a schema by the rules in `docs/schema.md`. The facts of a page are those of its best edition. The other
//! editions add the texts of their locales, and facts that they state differently are kept as disputes.

use super::locale_texts::TextCollector;
use super::{Dispute, Input, LocaleTexts, Merged, MergedOperation, MergedType, PageEditions, Schema, Version};
use crate::discover::identify::Edition;
use crate::facts::comparable::FactKind;
use crate::facts::{Item, Member, Method, Operation, PageKind, TypeFacts};
use crate::locale::Locale;
use crate::text::NameIndex;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Merges editions. `source`: the locale of embedded source text.
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

/// One page of one version: its editions and their merged facts.
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
        headers: merged_facts(best.key, &facts.headers),
        parameters: merged_facts(best.key, &facts.parameters),
        body: merged_facts(best.key, &facts.body),
        examples: best.examples,
    };
    for input in editions {
        let texts = TextCollector { edition: input.edition, source };
        texts.add(&mut merged.title, &input.facts.title);
        texts.add(&mut merged.summary, &input.facts.summary);
        if let Some(localized) = &input.facts.operation {
            texts.items(&mut merged.headers, &localized.headers);
            texts.items(&mut merged.parameters, &localized.parameters);
            texts.items(&mut merged.body, &localized.body);
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
        members: merged_facts(key, &facts.members),
        methods: merged_facts(key, &facts.methods),
        disputes: Vec::new(),
        positions: OnceLock::new(),
    };
    let relationships = NameIndex::of(merged.relationships.iter().map(|item| item.fact.name.as_str()));
    merged.properties.retain(|property| relationships.first(&property.fact.name).is_none());
    for input in editions {
        let texts = TextCollector { edition: input.edition, source };
        // Title and summary describe the first type of a page, not an enum in one of its sections or rows.
        if input.facts.kind == PageKind::Type
            && input.facts.types.first().is_some_and(|first| first.name.eq_ignore_ascii_case(&facts.name))
        {
            texts.add(&mut merged.title, &input.facts.title);
            texts.add(&mut merged.summary, &input.facts.summary);
        }
        for localized in input.facts.types.iter().filter(|known| known.name.eq_ignore_ascii_case(&facts.name)) {
            texts.items(&mut merged.properties, &localized.properties);
            texts.items(&mut merged.relationships, &localized.relationships);
            texts.texts(&mut merged.members, &localized.members, |member| (&member.name, &member.stated));
            texts.texts(&mut merged.methods, &localized.methods, |method| (&method.page, &method.stated));
        }
    }
    merged
}

/// The items of one page. If a name is repeated, only the first item is kept.
fn items<'a>(page: &'a str, facts: &'a [Item]) -> Vec<Merged<'a, Item>> {
    let mut seen = FxHashSet::default();
    let mut merged = merged_facts(page, facts);
    merged.retain(|item| seen.insert(item.fact.name.to_lowercase()));
    merged
}

fn merged_facts<'a, Named>(page: &'a str, facts: &'a [Named]) -> Vec<Merged<'a, Named>> {
    let merged = facts.iter().enumerate();
    merged.map(|(ordinal, fact)| Merged { fact, page, ordinal, description: LocaleTexts::new() }).collect()
}

/// Adds a type to the types of a version. A type without namespace is the same as any type with its name. A definition replaces
/// an enum from a list of values. If both are definitions, the new one adds the facts that the old one lacks.
fn add<'a>(types: &mut BTreeMap<(String, String), MergedType<'a>>, new: MergedType<'a>, edition: &'a Edition) {
    let (name, namespace) = (new.facts.name.to_lowercase(), new.facts.namespace.to_lowercase());
    let same_name = types.range((name.clone(), String::new())..).map(|(key, _)| key).take_while(|key| key.0 == name);
    let known = same_name.into_iter().find(|key| key.1 == namespace || key.1.is_empty() || namespace.is_empty());
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
    /// Adds the facts of a further page about the type. Facts that it states differently become disputes.
    fn extend(&mut self, added: Self, edition: &'a Edition) {
        self.pages.extend(added.pages);
        let owner = self.facts.name.to_lowercase();
        let mut disputes = Vec::new();
        let mut dispute = |kind, name: &'a str, old: String, new: String| {
            if !new.is_empty() && !new.eq_ignore_ascii_case(&old) {
                let others = vec![(Some(new), vec![edition])];
                disputes.push(Dispute { kind, owner: owner.clone(), name, stated: Some(old), others });
            }
        };
        let base = |facts: &TypeFacts| facts.base.clone().unwrap_or_default();
        dispute(FactKind::Type, &self.facts.name, base(self.facts), base(added.facts));
        let (members, methods) = (&mut self.members, &mut self.methods);
        join(
            members,
            added.members,
            |member: &Member| &member.name,
            |old, new| {
                dispute(FactKind::Member, &old.name, old.value.clone(), new.value.clone());
            },
        );
        join(methods, added.methods, |method: &Method| &method.page, |_, _| {});
        // A relationship on one page may be a property on another page; the first page decides.
        let shown = |item: &Item| item.type_expr.as_ref().map(ToString::to_string).unwrap_or_default();
        let known: Vec<&'a Item> = self.properties.iter().chain(&self.relationships).map(|item| item.fact).collect();
        let names = NameIndex::of(known.iter().map(|item| item.name.as_str()));
        for (kind, items) in [(FactKind::Property, added.properties), (FactKind::Relationship, added.relationships)] {
            for item in items {
                match names.first(&item.fact.name).map(|known_at| known[known_at]) {
                    Some(known) => dispute(kind, &known.name, shown(known), shown(item.fact)),
                    None if kind == FactKind::Property => self.properties.push(item),
                    None => self.relationships.push(item),
                }
            }
        }
        self.disputes.extend(disputes);
        self.positions = OnceLock::new();
    }
}

/// Adds the facts of `more` whose names are not in `list`; calls `both` with the old and the new fact for the rest.
fn join<'a, Named>(
    list: &mut Vec<Merged<'a, Named>>,
    more: Vec<Merged<'a, Named>>,
    name: impl Fn(&'a Named) -> &'a String,
    mut both: impl FnMut(&'a Named, &'a Named),
) {
    let known: Vec<&'a Named> = list.iter().map(|old| old.fact).collect();
    let names = NameIndex::of(known.iter().map(|old| name(old).as_str()));
    for added in more {
        match names.first(name(added.fact)) {
            Some(old) => both(known[old], added.fact),
            None => list.push(added),
        }
    }
}
