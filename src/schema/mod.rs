//! Facts of many editions to a normalized schema: the same from any locale.
//!
//! The types are here; the modules below fill them and name nothing but these types and facts.

pub(crate) mod locale_texts;
pub mod merge;
pub(crate) mod page_editions;
pub(crate) mod resolve;

use crate::discover::identify::Edition;
use crate::facts::comparable::{Fact, FactKind};
use crate::facts::examples::Example;
use crate::facts::places::Places;
use crate::facts::{Facts, Item, Member, Method, Operation, TypeFacts, TypeKind};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Base types above one another that are followed. The deepest chain of types that is documented anywhere has a third of
/// this; more is a circle, which a misread base can make.
pub const DEEPEST_BASES: usize = 16;

/// Locale to text.
pub type LocaleTexts = BTreeMap<String, String>;

/// One edition as it goes in.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The page key.
    pub key: &'a str,
    /// What it states, descriptions included.
    pub facts: &'a Facts,
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
    pub pages: BTreeMap<&'a str, PageEditions<'a>>,
    /// Which type a name or link stands for.
    pub index: TypeIndex<'a>,
}

/// A named thing with the texts of all locales.
pub struct Merged<'a, Thing> {
    /// What is stated.
    pub fact: &'a Thing,
    /// The page that states it.
    pub page: &'a str,
    /// Its position among the things of its kind on that page.
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

/// A type with the texts of all locales, of one page or of several that each state a part.
pub struct MergedType<'a> {
    /// The facts of the first page that defines it.
    pub facts: &'a TypeFacts,
    /// The page keys that define it, in order.
    pub pages: Vec<&'a str>,
    /// What it is, by its own page and those of its base types.
    pub kind: TypeKind,
    /// The types that name it as their base, in order.
    pub derived: Vec<String>,
    /// The page's title.
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
    /// What its pages say of a thing that an earlier page states otherwise.
    pub disputes: Vec<Dispute<'a>>,
}

/// The editions of one page in one version.
pub struct PageEditions<'a> {
    /// Best first; the first one's facts count.
    pub editions: Vec<Input<'a>>,
    /// The facts of each edition by what they are about, where there are several editions.
    facts: Vec<FactIndex<'a>>,
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
    pub stated: Option<String>,
    /// What else is said, `None` for nothing, and by which editions.
    pub others: Vec<(Option<String>, Vec<&'a Edition>)>,
}

/// The facts of an edition by kind and subject.
type FactIndex<'a> = FxHashMap<(FactKind, &'a str), &'a Fact>;

/// The types of a version by name, and by the page that is about them.
#[derive(Default)]
pub struct TypeIndex<'a> {
    /// Name in lower case to the name as its page spells it.
    names: FxHashMap<String, &'a str>,
    /// Page key to the one type that the page is about.
    pages: FxHashMap<&'a str, &'a str>,
    /// Last part of a page key to the one type that pages of that name are about; `None` where there are two.
    files: FxHashMap<&'a str, Option<&'a str>>,
}
