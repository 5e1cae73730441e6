//! The normalized schema: facts of many editions, merged. It is the same for any locale, except for its texts.
//!
//! The types are here; the modules below build them.

pub(crate) mod locale_texts;
pub mod merge;
pub(crate) mod page_editions;
pub(crate) mod resolve;

use crate::discover::identify::Edition;
use crate::facts::comparable::{Fact, FactKind};
use crate::facts::examples::Example;
use crate::facts::places::Places;
use crate::facts::{Facts, Item, Member, Method, Operation, TypeFacts, TypeKind};
use crate::text::NameIndex;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Largest number of base types that are followed from a type. The deepest documented chain has a third of this number; a
/// longer chain is a cycle, which a misread base can cause.
pub const DEEPEST_BASES: usize = 16;

/// Texts by locale tag.
pub type LocaleTexts = BTreeMap<String, String>;

/// One edition as input of the merge.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The page key.
    pub key: &'a str,
    /// Its facts, with descriptions.
    pub facts: &'a Facts,
    /// Its examples.
    pub examples: &'a [Example],
    /// Lines and headings of its file; `None` if no evidence is written.
    pub places: Option<&'a Places>,
}

/// All versions of an API.
#[derive(Default)]
pub struct Schema<'a> {
    /// The versions by name.
    pub versions: BTreeMap<&'a str, Version<'a>>,
}

/// One version of an API.
#[derive(Default)]
pub struct Version<'a> {
    /// The operations by page key.
    pub operations: BTreeMap<&'a str, MergedOperation<'a>>,
    /// The types by name and namespace, both in lower case.
    pub types: BTreeMap<(String, String), MergedType<'a>>,
    /// The editions of each page, by page key.
    pub pages: BTreeMap<&'a str, PageEditions<'a>>,
    /// The type to which a name or link refers.
    pub index: TypeIndex<'a>,
}

/// A fact with the texts of all locales.
pub struct Merged<'a, Named> {
    /// The fact.
    pub fact: &'a Named,
    /// The page that states it.
    pub page: &'a str,
    /// Its index among the facts of its kind on that page.
    pub ordinal: usize,
    /// Its description.
    pub description: LocaleTexts,
}

/// An operation with the texts of all locales.
pub struct MergedOperation<'a> {
    /// The facts.
    pub facts: &'a Operation,
    /// The title.
    pub title: LocaleTexts,
    /// The first paragraph.
    pub summary: LocaleTexts,
    /// Request headers, in order.
    pub headers: Vec<Merged<'a, Item>>,
    /// Parameters, in order.
    pub parameters: Vec<Merged<'a, Item>>,
    /// Body members, in order.
    pub body: Vec<Merged<'a, Item>>,
    /// The examples.
    pub examples: &'a [Example],
}

/// A type with the texts of all locales, from one page or from several pages that each document a part.
pub struct MergedType<'a> {
    /// The facts of the first page that defines it.
    pub facts: &'a TypeFacts,
    /// The page keys that define it, in order.
    pub pages: Vec<&'a str>,
    /// Its kind, by its own page and the pages of its base types.
    pub kind: TypeKind,
    /// The types that name it as their base, in order.
    pub derived: Vec<String>,
    /// The title of the page.
    pub title: LocaleTexts,
    /// The first paragraph.
    pub summary: LocaleTexts,
    /// Properties, in order.
    pub properties: Vec<Merged<'a, Item>>,
    /// Relationships, in order.
    pub relationships: Vec<Merged<'a, Item>>,
    /// Members, in order.
    pub members: Vec<Merged<'a, Member>>,
    /// Methods, in order.
    pub methods: Vec<Merged<'a, Method>>,
    /// Facts that a later page of the type states differently from an earlier page.
    pub disputes: Vec<Dispute<'a>>,
    /// Each name in lower case to its position among the properties and relationships. Made at the first look-up, only if they
    /// are many.
    positions: OnceLock<FxHashMap<String, usize>>,
}

impl<'a> MergedType<'a> {
    /// A property or relationship by its name, in any case.
    pub fn item(&self, name: &str) -> Option<&Merged<'a, Item>> {
        let mut items = self.properties.iter().chain(&self.relationships);
        if self.properties.len() + self.relationships.len() < NameIndex::LONG {
            return items.find(|item| item.fact.name.eq_ignore_ascii_case(name));
        }
        let positions = self.positions.get_or_init(|| {
            let mut positions = FxHashMap::default();
            for (position, item) in items.enumerate() {
                positions.entry(item.fact.name.to_ascii_lowercase()).or_insert(position);
            }
            positions
        });
        let position = *positions.get(&name.to_ascii_lowercase())?;
        self.properties.get(position).or_else(|| self.relationships.get(position - self.properties.len()))
    }
}

/// The editions of one page in one version.
pub struct PageEditions<'a> {
    /// The editions, best first. The schema has the facts of the first edition.
    pub editions: Vec<Input<'a>>,
    /// The facts of each edition by kind and subject; empty if there is only one edition.
    facts: Vec<FactIndex<'a>>,
    /// Facts that other editions state differently from the first, in order of kind and subject.
    pub disputes: Vec<Dispute<'a>>,
}

/// A fact on which the editions of a page, or the pages that define a type, disagree.
#[derive(Debug)]
pub struct Dispute<'a> {
    /// The kind of fact.
    pub kind: FactKind,
    /// The type that it belongs to, in lower case; empty for a fact of an operation.
    pub owner: String,
    /// The name of its subject.
    pub name: &'a str,
    /// The value in the schema; `None` if the fact is not in the schema.
    pub stated: Option<String>,
    /// The other values, each with the editions that state it; `None` for editions without the fact.
    pub others: Vec<(Option<String>, Vec<&'a Edition>)>,
}

/// The facts of an edition by kind and subject.
type FactIndex<'a> = FxHashMap<(FactKind, &'a str), &'a Fact>;

/// The types of a version by name and by page.
#[derive(Default)]
pub struct TypeIndex<'a> {
    /// Name in lower case to the name as its page spells it.
    names: FxHashMap<String, &'a str>,
    /// Page key to the type that the page defines, for pages with one type.
    pages: FxHashMap<&'a str, &'a str>,
    /// Last part of a page key to the type that pages with this file name define; `None` if they define several types.
    files: FxHashMap<&'a str, Option<&'a str>>,
}
