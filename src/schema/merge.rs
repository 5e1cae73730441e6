//! Many editions to one schema a version, by a rule that `docs/schema.md` states. The facts of a page are
//! those of its best edition; the others add their locale's texts, and what they say otherwise is kept as
//! a dispute.

use super::evidence::Places;
use super::examples::Example;
use super::facts::{Facts, Item, Member, Method, Operation, TypeFacts, TypeKind};
use super::flat::{Fact, FactKind};
use super::resolve::TypeIndex;
use super::speaker::Speaker;
use crate::discover::identify::{Edition, Form};
use crate::locale::Locale;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

/// Locale to text.
pub type Texts = BTreeMap<String, String>;

/// One edition as it goes in.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The page key.
    pub key: &'a str,
    /// What it states, descriptions included.
    pub facts: &'a Facts,
    /// The same in comparable form.
    pub flat: &'a [Fact],
    /// Its examples.
    pub examples: &'a [Example],
    /// Lines and headings of its file, where evidence is wanted.
    pub places: Option<&'a Places>,
}

/// All versions of an API.
#[derive(Default)]
pub struct Schema<'a> {
    /// By name, in order of name.
    pub versions: BTreeMap<&'a str, Version<'a>>,
}

/// One version of an API.
#[derive(Default)]
pub struct Version<'a> {
    /// By page key.
    pub operations: BTreeMap<&'a str, MergedOperation<'a>>,
    /// By name in lower case, then by namespace in lower case.
    pub types: BTreeMap<(String, String), MergedType<'a>>,
    /// The editions of each page, by page key.
    pub pages: BTreeMap<&'a str, Sources<'a>>,
    /// Which type a name or link stands for.
    pub index: TypeIndex<'a>,
}

/// The editions of one page in one version.
pub struct Sources<'a> {
    /// Best first; the first one's facts count.
    pub editions: Vec<Input<'a>>,
    /// What the others say otherwise, in order of kind and subject.
    pub disputes: Vec<Dispute<'a>>,
}

/// A fact on which the editions of a page, or the pages that define a type, disagree.
#[derive(Debug)]
pub struct Dispute<'a> {
    /// The kind of fact.
    pub kind: FactKind,
    /// The type that it belongs to, in lower case; empty for what belongs to an operation.
    pub owner: String,
    /// What it is about.
    pub name: &'a str,
    /// What the schema holds; `None` where the fact is not in it.
    pub stated: Option<&'a str>,
    /// What else is said, `None` for nothing, and by which editions.
    pub others: Vec<(Option<&'a str>, Vec<&'a Edition>)>,
}

/// A named thing with the texts of all locales.
pub struct Merged<'a, Thing> {
    /// What is stated.
    pub fact: &'a Thing,
    /// The page that states it.
    pub page: &'a str,
    /// Its description.
    pub description: Texts,
}

/// An operation with the texts of all locales.
pub struct MergedOperation<'a> {
    /// The facts.
    pub facts: &'a Operation,
    /// The title.
    pub title: Texts,
    /// The first paragraph.
    pub summary: Texts,
    /// Request headers, in order.
    pub headers: Vec<Merged<'a, Item>>,
    /// Parameters, in order.
    pub parameters: Vec<Merged<'a, Item>>,
    /// Body members, in order.
    pub body: Vec<Merged<'a, Item>>,
    /// The examples.
    pub examples: &'a [Example],
}

/// A type with the texts of all locales, of one page or of several that each state a part.
pub struct MergedType<'a> {
    /// The facts of the first page that defines it.
    pub facts: &'a TypeFacts,
    /// The page keys that define it, in order.
    pub pages: Vec<&'a str>,
    /// What it is, by its own page and those of its base types.
    pub kind: TypeKind,
    /// The types that name it as their base, and those that its page names, in order.
    pub derived: Vec<String>,
    /// The page's title.
    pub title: Texts,
    /// The first paragraph.
    pub summary: Texts,
    /// Properties, in order.
    pub properties: Vec<Merged<'a, Item>>,
    /// Relationships, in order.
    pub relationships: Vec<Merged<'a, Item>>,
    /// Members, in order.
    pub members: Vec<Merged<'a, Member>>,
    /// Methods, in order.
    pub methods: Vec<Merged<'a, Method>>,
    /// What its pages say of a thing that an earlier page states otherwise.
    pub disputes: Vec<Dispute<'a>>,
}

impl<'a> Sources<'a> {
    /// The edition whose facts count.
    pub fn best(&self) -> &Input<'a> {
        &self.editions[0]
    }

    /// The editions that state a fact of the best one just as it does.
    pub fn stated_by(&self, fact: &Fact) -> Vec<&'a Edition> {
        let agree = |input: &&Input<'a>| find(input.flat, fact).is_some_and(|other| other.value == fact.value);
        self.editions.iter().filter(agree).map(|input| input.edition).collect()
    }
}

/// Merges editions that come in order of key. `source` is the locale of embedded source text.
pub fn merge<'a>(inputs: &[Input<'a>], source: &'a Locale) -> Schema<'a> {
    let mut schema = Schema::default();
    let mut groups: BTreeMap<(&str, &str), Vec<Input<'a>>> = BTreeMap::new();
    for input in inputs {
        groups.entry((input.edition.version.as_str(), input.key)).or_default().push(*input);
    }
    for mut editions in groups.into_values() {
        order(&mut editions);
        let best = editions[0];
        let version = schema.versions.entry(best.edition.version.as_str()).or_default();
        if let Some(facts) = &best.facts.operation {
            version.operations.insert(best.key, operation(&best, facts, &editions, source));
        }
        for facts in &best.facts.types {
            add(&mut version.types, definition(best.key, facts, &editions, source), best.edition);
        }
        let disputes = disputes(&editions);
        version.pages.insert(best.key, Sources { editions, disputes });
    }
    schema.versions.values_mut().for_each(Version::resolve);
    schema
}

/// Best first: a source-language page before translations, then the newest by hand-off date, then those
/// with embedded source text; among equals, the one that agrees most with the others.
fn order(editions: &mut [Input<'_>]) {
    editions.sort_by_key(|input| (rank(input.edition), path(input)));
    let equals = editions.iter().take_while(|input| rank(input.edition) == rank(editions[0].edition)).count();
    if equals < 3 {
        return;
    }
    let agreement = |input: &Input<'_>| {
        let same = |fact: &Fact, other: &Input<'_>| find(other.flat, fact).is_some_and(|same| same.value == fact.value);
        let votes = input.flat.iter().map(|fact| editions[..equals].iter().filter(|other| same(fact, other)).count());
        votes.filter(|votes| votes * 2 > equals).count()
    };
    let most = (0..equals).max_by_key(|&index| (agreement(&editions[index]), Reverse(index))).unwrap_or(0);
    editions[..=most].rotate_right(1);
}

fn rank(edition: &Edition) -> (bool, Reverse<u32>, bool) {
    (edition.form != Form::Source, Reverse(edition.handoff.unwrap_or(0)), edition.form != Form::SideBySide)
}

fn path<'a>(input: &Input<'a>) -> &'a Path {
    &input.edition.path
}

fn find<'a>(facts: &'a [Fact], fact: &Fact) -> Option<&'a Fact> {
    facts.iter().find(|other| other.kind == fact.kind && other.subject == fact.subject)
}

/// What the other editions of a page say otherwise than the first.
fn disputes<'a>(editions: &[Input<'a>]) -> Vec<Dispute<'a>> {
    let [best, others @ ..] = editions else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    type Said<'a> = Vec<(Option<&'a str>, Vec<&'a Edition>)>;
    let mut all: BTreeMap<(FactKind, &'a str), (Option<&'a Fact>, &'a Fact, Said<'a>)> = BTreeMap::new();
    let stated: FxHashMap<(FactKind, &str), &'a Fact> =
        best.flat.iter().map(|fact| ((fact.kind, fact.subject.as_str()), fact)).collect();
    for input in others {
        let said: FxHashMap<(FactKind, &str), &'a Fact> =
            input.flat.iter().map(|fact| ((fact.kind, fact.subject.as_str()), fact)).collect();
        let mut note = |fact: &'a Fact, shown: Option<&'a str>| {
            let known = stated.get(&(fact.kind, fact.subject.as_str())).copied();
            let entry = all
                .entry((fact.kind, fact.subject.as_str()))
                .or_insert_with(|| (known, known.unwrap_or(fact), Vec::new()));
            match entry.2.iter_mut().find(|(value, _)| *value == shown) {
                Some((_, editions)) => editions.push(input.edition),
                None => entry.2.push((shown, vec![input.edition])),
            }
        };
        for fact in input.flat {
            match stated.get(&(fact.kind, fact.subject.as_str())) {
                Some(known) if known.value == fact.value => {}
                _ => note(fact, Some(&fact.shown)),
            }
        }
        for fact in best.flat.iter().filter(|fact| !said.contains_key(&(fact.kind, fact.subject.as_str()))) {
            note(fact, None);
        }
    }
    let disputes = all.into_iter().map(|((kind, _), (known, fact, others))| Dispute {
        kind,
        owner: fact.owner().to_owned(),
        name: &fact.name,
        stated: known.map(|known| known.shown.as_str()),
        others,
    });
    disputes.collect()
}

fn operation<'a>(
    best: &Input<'a>,
    facts: &'a Operation,
    editions: &[Input<'a>],
    source: &'a Locale,
) -> MergedOperation<'a> {
    let mut merged = MergedOperation {
        facts,
        title: Texts::new(),
        summary: Texts::new(),
        headers: things(best.key, &facts.headers),
        parameters: things(best.key, &facts.parameters),
        body: things(best.key, &facts.body),
        examples: best.examples,
    };
    for input in editions {
        let speaker = Speaker { edition: input.edition, source };
        speaker.add(&mut merged.title, &input.facts.title);
        speaker.add(&mut merged.summary, &input.facts.summary);
        if let Some(other) = &input.facts.operation {
            speaker.items(&mut merged.headers, &other.headers);
            speaker.items(&mut merged.parameters, &other.parameters);
            speaker.items(&mut merged.body, &other.body);
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
        title: Texts::new(),
        summary: Texts::new(),
        properties: items(key, &facts.properties),
        relationships: items(key, &facts.relationships),
        members: things(key, &facts.members),
        methods: things(key, &facts.methods),
        disputes: Vec::new(),
    };
    let relationships = &merged.relationships;
    merged.properties.retain(|property| !named(&property.fact.name, relationships));
    for input in editions {
        let speaker = Speaker { edition: input.edition, source };
        // A page's words are about its own type, not about an enum in one of its sections.
        if input.facts.types.first().is_some_and(|first| first.name.eq_ignore_ascii_case(&facts.name)) {
            speaker.add(&mut merged.title, &input.facts.title);
            speaker.add(&mut merged.summary, &input.facts.summary);
        }
        for other in input.facts.types.iter().filter(|other| other.name.eq_ignore_ascii_case(&facts.name)) {
            speaker.items(&mut merged.properties, &other.properties);
            speaker.items(&mut merged.relationships, &other.relationships);
            speaker.texts(&mut merged.members, &other.members, |member| (&member.name, &member.stated));
            speaker.texts(&mut merged.methods, &other.methods, |method| (&method.page, &method.stated));
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
    facts.iter().map(|fact| Merged { fact, page, description: Texts::new() }).collect()
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
    let merged = match (old.facts.listed, new.facts.listed) {
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
    /// Adds what another page states of the type.
    fn extend(&mut self, other: Self, edition: &'a Edition) {
        self.pages.extend(other.pages);
        let disputes = &mut self.disputes;
        let owner = self.facts.name.to_lowercase();
        join(&mut self.members, other.members, |member| &member.name, |_, _| {});
        join(&mut self.methods, other.methods, |method| &method.page, |_, _| {});
        // A relationship on one page may be a property on another.
        let new = |items: Vec<Merged<'a, Item>>, among: &[Merged<'a, Item>]| {
            items.into_iter().filter(|item| !named(&item.fact.name, among)).collect()
        };
        let relationships = new(other.relationships, &self.properties);
        let properties = new(other.properties, &self.relationships);
        for (kind, list, more) in [
            (FactKind::Property, &mut self.properties, properties),
            (FactKind::Relationship, &mut self.relationships, relationships),
        ] {
            join(
                list,
                more,
                |item: &Item| &item.name,
                |one, other| {
                    let key = |item: &Item| item.type_expr.as_ref().map(super::types::TypeExpr::key);
                    if key(one) != key(other) && other.type_expr.is_some() {
                        disputes.push(Dispute {
                            kind,
                            owner: owner.clone(),
                            name: &one.name,
                            stated: Some(&one.written_type),
                            others: vec![(Some(&other.written_type), vec![edition])],
                        });
                    }
                },
            );
        }
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
