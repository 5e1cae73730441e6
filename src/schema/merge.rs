//! Many editions to one schema a version. The facts of a page are those of its best edition: a
//! source-language page before translations, then the newest, then one with embedded source; the others
//! add their locale's texts. A type that several pages define has the facts of the first in key order,
//! a definition before a list of values in prose.

use super::examples::Example;
use super::facts::{Facts, Item, Member, Operation, Stated, TypeFacts};
use crate::discover::identify::{Edition, Form};
use crate::locale::Locale;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Locale to text.
pub type Texts = BTreeMap<String, String>;

/// One edition as it goes in.
pub struct Input<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The page key.
    pub key: &'a str,
    /// What it states, descriptions included.
    pub facts: &'a Facts,
    /// Its examples.
    pub examples: &'a [Example],
}

/// All versions of an API.
#[derive(Debug, Default)]
pub struct Schema<'a> {
    /// By name, in order of name.
    pub versions: BTreeMap<&'a str, Version<'a>>,
}

/// One version of an API.
#[derive(Debug, Default)]
pub struct Version<'a> {
    /// By page key.
    pub operations: BTreeMap<&'a str, MergedOperation<'a>>,
    /// By name in lower case.
    pub types: BTreeMap<String, MergedType<'a>>,
}

/// An operation with the texts of all locales.
#[derive(Debug)]
pub struct MergedOperation<'a> {
    /// The facts.
    pub facts: &'a Operation,
    /// The title.
    pub title: Texts,
    /// Descriptions of the headers, in their order.
    pub headers: Vec<Texts>,
    /// Descriptions of the parameters, in their order.
    pub parameters: Vec<Texts>,
    /// Descriptions of the body members, in their order.
    pub body: Vec<Texts>,
    /// The examples.
    pub examples: &'a [Example],
}

/// A type with the texts of all locales.
#[derive(Debug)]
pub struct MergedType<'a> {
    /// The facts.
    pub facts: &'a TypeFacts,
    /// Descriptions of the properties, in their order.
    pub properties: Vec<Texts>,
    /// Descriptions of the relationships, in their order.
    pub relationships: Vec<Texts>,
    /// Descriptions of the members, in their order.
    pub members: Vec<Texts>,
    /// Descriptions of the methods, in their order.
    pub methods: Vec<Texts>,
}

/// Merges editions that come in order of key. `source` is the locale of embedded source text.
pub fn merge<'a>(inputs: &[Input<'a>], source: &'a Locale) -> Schema<'a> {
    let mut schema = Schema::default();
    let mut groups: BTreeMap<(&str, &str), Vec<&Input<'a>>> = BTreeMap::new();
    for input in inputs {
        groups.entry((input.edition.version.as_str(), input.key)).or_default().push(input);
    }
    for mut editions in groups.into_values() {
        editions.sort_by_key(|input| rank(input.edition));
        let best = editions[0];
        let version = schema.versions.entry(best.edition.version.as_str()).or_default();
        if let Some(facts) = &best.facts.operation {
            version.operations.insert(best.key, operation(best, facts, &editions, source));
        }
        for facts in &best.facts.types {
            let known = version.types.entry(facts.name.to_lowercase());
            match known {
                Entry::Vacant(place) => {
                    place.insert(definition(facts, &editions, source));
                }
                Entry::Occupied(mut place) if place.get().facts.listed && !facts.listed => {
                    place.insert(definition(facts, &editions, source));
                }
                Entry::Occupied(_) => {}
            }
        }
    }
    schema
}

/// Best first.
fn rank(edition: &Edition) -> (bool, std::cmp::Reverse<u32>, bool, &std::path::Path) {
    let source = edition.form == Form::Source;
    (!source, std::cmp::Reverse(edition.handoff.unwrap_or(0)), edition.form != Form::SideBySide, &edition.path)
}

fn operation<'a>(
    best: &Input<'a>,
    facts: &'a Operation,
    editions: &[&Input<'a>],
    source: &Locale,
) -> MergedOperation<'a> {
    let mut title = Texts::new();
    let mut merged = MergedOperation {
        facts,
        title: Texts::new(),
        headers: vec![Texts::new(); facts.headers.len()],
        parameters: vec![Texts::new(); facts.parameters.len()],
        body: vec![Texts::new(); facts.body.len()],
        examples: best.examples,
    };
    for input in editions {
        let speaker = Speaker { edition: input.edition, source };
        speaker.add(&mut title, &input.facts.title);
        if let Some(other) = &input.facts.operation {
            speaker.items(&mut merged.headers, &facts.headers, &other.headers);
            speaker.items(&mut merged.parameters, &facts.parameters, &other.parameters);
            speaker.items(&mut merged.body, &facts.body, &other.body);
        }
    }
    merged.title = title;
    merged
}

fn definition<'a>(facts: &'a TypeFacts, editions: &[&Input<'a>], source: &Locale) -> MergedType<'a> {
    let mut merged = MergedType {
        facts,
        properties: vec![Texts::new(); facts.properties.len()],
        relationships: vec![Texts::new(); facts.relationships.len()],
        members: vec![Texts::new(); facts.members.len()],
        methods: vec![Texts::new(); facts.methods.len()],
    };
    for input in editions {
        let speaker = Speaker { edition: input.edition, source };
        for other in input.facts.types.iter().filter(|other| other.name.eq_ignore_ascii_case(&facts.name)) {
            speaker.items(&mut merged.properties, &facts.properties, &other.properties);
            speaker.items(&mut merged.relationships, &facts.relationships, &other.relationships);
            speaker.texts(&mut merged.members, &facts.members, &other.members, |member: &Member| {
                (&member.name, &member.stated)
            });
            speaker.texts(&mut merged.methods, &facts.methods, &other.methods, |method| (&method.page, &method.stated));
        }
    }
    merged
}

/// An edition whose texts are added.
struct Speaker<'a> {
    edition: &'a Edition,
    source: &'a Locale,
}

impl Speaker<'_> {
    /// Adds an authority-side and a target-side text under their locales; a text that is there stays.
    fn add(&self, texts: &mut Texts, [authority, target]: &[String; 2]) {
        let side_by_side = self.edition.form == Form::SideBySide;
        let authority_locale = if side_by_side { self.source } else { &self.edition.locale };
        for (locale, text) in [(authority_locale, authority), (&self.edition.locale, target)] {
            if !text.is_empty() {
                texts.entry(locale.to_string()).or_insert_with(|| text.clone());
            }
        }
    }

    fn items(&self, merged: &mut [Texts], facts: &[Item], others: &[Item]) {
        self.texts(merged, facts, others, |item: &Item| (&item.name, &item.stated));
    }

    /// Adds the texts of named things: by name, and by position where the lists are of one length and the
    /// name is not one that the facts know.
    fn texts<Thing>(
        &self,
        merged: &mut [Texts],
        facts: &[Thing],
        others: &[Thing],
        read: impl Fn(&Thing) -> (&String, &Stated),
    ) {
        let position_of = |name: &str| facts.iter().position(|fact| read(fact).0.eq_ignore_ascii_case(name));
        for (index, other) in others.iter().enumerate() {
            let (name, stated) = read(other);
            let by_position = (facts.len() == others.len()).then_some(index);
            if let Some(position) = position_of(name).or(by_position) {
                self.add(&mut merged[position], &stated.description);
            }
        }
    }
}
