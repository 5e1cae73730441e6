//! Compares enums of the merged English schema with CSDL: which enums are read, and whether their members are equal.

use crate::corpus::Corpus;
use crate::csdl::{Enumeration, Metadata, last_part};
use crate::merged;
use crate::properties::{ENGLISH, VERSION};
use crate::raw;
use crate::table::{self, Tally, fraction, row};
use hexapla::facts::{TypeFacts, TypeKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The member that CSDL adds to extensible enums; pages do not list it.
const SENTINEL: &str = "unknownfuturevalue";

/// Prints the tables of this part.
pub fn print(corpus: &Corpus, metadata: &Metadata) {
    let source = corpus.source_locale().clone();
    let read = merged::pages(corpus, ENGLISH, VERSION, &source);
    let pages: Vec<Names> = read
        .par_iter()
        .map(|page| Names { key: &page.key, words: raw::words(&page.reading.aligned.page.text) })
        .collect();
    let result = merged::with(&read, VERSION, &source, |version| {
        let merged = version.types.iter().map(|(name, merged)| (name.0.as_str(), merged.facts)).collect();
        measure(metadata, &read, &pages, &merged)
    });
    result.print(corpus.misses);
}

fn measure(
    metadata: &Metadata,
    read: &[merged::Page],
    pages: &[Names<'_>],
    merged: &BTreeMap<&str, &TypeFacts>,
) -> Result {
    let mut result = Result { typed: type_names(read), ..Result::default() };
    for truth in &metadata.enums {
        result.add(truth, merged, pages);
    }
    let known: BTreeSet<String> = metadata.enums.iter().map(|truth| last_part(&truth.name).to_lowercase()).collect();
    for facts in
        merged.values().filter(|facts| facts.kind == TypeKind::Enum && !known.contains(&facts.name.to_lowercase()))
    {
        let class =
            if metadata.structure(&facts.namespace, &facts.name).is_some() { "a structured type" } else { "no type" };
        result.unknown.add(format!("read as an enum, {class} in CSDL"), facts.name.clone());
    }
    result
}

/// A page with the names in it.
struct Names<'a> {
    key: &'a str,
    words: HashSet<String>,
}

impl Names<'_> {
    fn holds(&self, name: &str) -> bool {
        self.words.contains(&name.to_lowercase())
    }
}

/// The names that a documented property, parameter or member has as its type, in lower case.
fn type_names(pages: &[merged::Page]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for merged::Page { reading, .. } in pages {
        let types = reading.facts.types.iter();
        let operations = reading.facts.operation.iter();
        let items = types.clone().flat_map(|facts| facts.properties.iter().chain(&facts.relationships));
        let given = operations.flat_map(|operation| operation.parameters.iter().chain(&operation.body));
        names.extend(items.chain(given).filter_map(|item| Some(item.type_expr.as_ref()?.name.to_lowercase())));
        names.extend(types.map(|facts| facts.name.to_lowercase()));
    }
    names
}

#[derive(Default)]
struct Result {
    typed: BTreeSet<String>,
    all: usize,
    mentioned: usize,
    named: usize,
    read: usize,
    equal: usize,
    but_sentinel: usize,
    members: [usize; 3],
    unread: Tally,
    missing: Tally,
    extra: Tally,
    unknown: Tally,
}

impl Result {
    fn add(&mut self, truth: &Enumeration, merged: &BTreeMap<&str, &TypeFacts>, pages: &[Names<'_>]) {
        let name = last_part(&truth.name);
        let lower = name.to_lowercase();
        let naming: Vec<&Names<'_>> = pages.iter().filter(|page| page.holds(name)).collect();
        self.all += 1;
        self.mentioned += usize::from(!naming.is_empty());
        self.named += usize::from(self.typed.contains(&lower));
        let Some(facts) = merged.get(lower.as_str()).filter(|facts| !facts.members.is_empty()) else {
            if self.typed.contains(&lower) {
                self.unread(truth, &naming);
            }
            return;
        };
        self.read += 1;
        let lower_set = |names: &mut dyn Iterator<Item = &String>| -> BTreeSet<String> {
            names.map(|name| name.to_lowercase()).collect()
        };
        let expected = lower_set(&mut truth.members.iter());
        let read = lower_set(&mut facts.members.iter().map(|member| &member.name));
        self.members[0] += expected.intersection(&read).count();
        self.members[1] += expected.len();
        self.members[2] += read.len();
        self.equal += usize::from(expected == read);
        let without = |set: &BTreeSet<String>| -> BTreeSet<String> {
            set.iter().filter(|name| *name != SENTINEL).cloned().collect()
        };
        self.but_sentinel += usize::from(without(&expected) == without(&read));
        for member in expected.difference(&read) {
            let on_page = naming.iter().find(|page| page.holds(member));
            let class = match on_page {
                _ if member == SENTINEL => "documentation: the sentinel member",
                Some(_) => "named on a page that names the enum",
                None => "documentation: on no page that names the enum",
            };
            let page = on_page.map(|page| page.key).unwrap_or_default();
            self.missing.add(class, format!("{name}.{member} {page}"));
        }
        for member in read.difference(&expected) {
            let on_page = naming.iter().find(|page| page.holds(member));
            let page = on_page.map(|page| page.key).unwrap_or_default();
            self.extra.add("members that CSDL does not have", format!("{name}.{member} {page}"));
        }
    }

    /// Counts an enum that is a type and has no members, by whether a page that names it lists the members.
    fn unread(&mut self, truth: &Enumeration, naming: &[&Names<'_>]) {
        let wanted: Vec<&String> = truth.members.iter().filter(|name| name.to_lowercase() != SENTINEL).collect();
        let held = |page: &Names<'_>| wanted.iter().filter(|name| page.holds(name)).count();
        let best = naming.iter().map(|page| (held(page), page.key)).max_by_key(|(held, _)| *held);
        let (most, key) = best.unwrap_or_default();
        let class = match most {
            _ if most == wanted.len() => "a page that names it holds all its members",
            _ if most * 2 > wanted.len() => "a page that names it holds most of its members",
            _ => "documentation: no page that names it holds most of its members",
        };
        self.unread.add(class, format!("{} {key}: {}", last_part(&truth.name), truth.members.join(" ")));
    }

    fn print(&self, misses: usize) {
        let [both, expected, read] = self.members;
        let rows = [
            row(&[&"enums in CSDL", &self.all, &""]),
            row(&[&"mentioned on a page of the corpus", &self.mentioned, &""]),
            row(&[&"defined, or the type of a documented thing", &self.named, &""]),
            row(&[&"read with members", &self.read, &fraction(self.read, self.named)]),
            row(&[&"  members equal", &self.equal, &fraction(self.equal, self.read)]),
            row(&[&"  members equal, sentinel aside", &self.but_sentinel, &fraction(self.but_sentinel, self.read)]),
            row(&[&"members read that CSDL has (precision)", &format!("{both} of {read}"), &fraction(both, read)]),
            row(&[
                &"CSDL's members that are read (recall)",
                &format!("{both} of {expected}"),
                &fraction(both, expected),
            ]),
        ];
        table::print("3c. Enums of the merged English schema", 1, &["", "number", "share"], &rows);
        self.unread.print("Enums that stand as a type, without members", 5, misses);
        self.missing.print("Members that are not read", 5, misses);
        self.extra.print("Members that CSDL does not have", 5, misses);
        self.unknown.print("Enums that CSDL does not have", 5, misses);
    }
}
