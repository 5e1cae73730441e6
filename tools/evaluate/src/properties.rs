//! Compares properties and relationships of English pages with CSDL: precision, recall, equality of types.
//!
//! The page is also read line by line. If its row agrees with the library, the miss is a fault of the documentation; if it agrees
//! with CSDL, the miss is a fault of the library.

use crate::corpus::Corpus;
use crate::csdl::{Metadata, Structure, last_part, type_key};
use crate::merged;
use crate::raw;
use crate::table::{self, Tally, fraction, row};
use hexapla::facts::{Item, TypeKind};
use hexapla::locale::Locale;
use std::collections::BTreeMap;

/// The version of the truth files.
pub const VERSION: &str = "v1.0";
/// The tree of English pages of the same week.
pub const ENGLISH: &str = "english-2021-07";

/// Prints the tables of this part.
pub fn print(corpus: &Corpus, metadata: &Metadata) {
    let source = corpus.source_locale().clone();
    let english = measure(corpus, metadata, ENGLISH, &source);
    english.print(corpus.misses);
    let mut rows = vec![english.all(ENGLISH)];
    for locale in corpus.locales() {
        for form in ["source", "sxs", "live"] {
            let tree = format!("{form}/{locale}");
            let language = if form == "source" { &source } else { &locale };
            rows.push(measure(corpus, metadata, &tree, language).all(&tree));
        }
    }
    let header = ["tree", "rows", "precision", "declared", "recall", "in both", "type equality"];
    table::print(
        "3b. The same from every tree (older than the CSDL: names and types may have changed since)",
        1,
        &header,
        &rows,
    );
}

/// Counts of one kind of member.
#[derive(Default)]
struct Counts {
    rows: usize,
    known: usize,
    declared: usize,
    documented: usize,
    typed: usize,
    equal: usize,
}

#[derive(Default)]
struct Result {
    types: usize,
    /// Types of which each page documents only a part.
    partial: Vec<String>,
    whole: [usize; 2],
    unknown: Tally,
    /// For structural, then for navigation properties.
    counts: [Counts; 2],
    other_case: Tally,
    precision: Tally,
    recall: Tally,
    types_differ: Tally,
}

/// A type with at least this number of declared members, of which less than half are documented, is documented on several
/// pages.
const PARTIAL: usize = 10;

const DOCUMENTATION: &str = "documentation";
const EXTRACTION: &str = "EXTRACTION";

fn measure(corpus: &Corpus, metadata: &Metadata, tree: &str, locale: &Locale) -> Result {
    let pages = merged::pages(corpus, tree, VERSION, locale);
    let texts: BTreeMap<&str, String> =
        pages.iter().map(|page| (page.key.as_str(), raw::shown(&page.reading.aligned.page.text))).collect();
    let places: BTreeMap<&str, String> = pages.iter().map(|page| (page.key.as_str(), page.place())).collect();
    merged::with(&pages, VERSION, corpus.source_locale(), |version| {
        let mut result = Result::default();
        for merged in version.types.values().filter(|merged| merged.facts.kind != TypeKind::Enum) {
            let facts = merged.facts;
            let all = || merged.pages.iter().map(|&key| (texts[key].as_str(), places[key].as_str()));
            let Some(structure) = metadata.structure(&facts.namespace, &facts.name) else {
                let place = all().next().map_or("", |(_, place)| place);
                result.unknown.add("types not in CSDL", format!("{place} {}", facts.name));
                continue;
            };
            result.types += 1;
            let tables = [&merged.properties, &merged.relationships];
            let items =
                tables.into_iter().enumerate().flat_map(|(table, items)| items.iter().map(move |item| (table, item)));
            let rows: Vec<Row<'_>> = items
                .map(|(table, item)| Row {
                    table,
                    item: item.fact,
                    read: item
                        .fact
                        .type_expr
                        .as_ref()
                        .map(|written| version.index.resolve(item.page, written, &item.fact.type_link).key()),
                    text: &texts[item.page],
                    place: &places[item.page],
                })
                .collect();
            for row in &rows {
                result.row(metadata, structure, row);
            }
            result.declared(structure, &rows, &all().collect::<Vec<_>>());
        }
        result
    })
}

/// A property or relationship of the merged type, with the page that states it.
struct Row<'a> {
    /// 0 for properties, 1 for relationships.
    table: usize,
    item: &'a Item,
    /// The type in the form that is compared.
    read: Option<String>,
    text: &'a str,
    place: &'a str,
}

impl Result {
    /// Counts whether CSDL has the item of a row, and whether its type is equal.
    fn row(&mut self, metadata: &Metadata, structure: &Structure, row: &Row<'_>) {
        let item = row.item;
        let member = metadata.member(structure, &item.name);
        let kind = member.map_or(row.table, |member| usize::from(member.navigation));
        let here = format!("{} {}.{}", row.place, last_part(&structure.name), item.name);
        self.counts[kind].rows += 1;
        let Some(member) = member else {
            let rows = raw::rows_named(row.text, &item.name);
            let (stated, class) = match rows.iter().map(|row| row.level).min() {
                None => (false, "no row of the page starts with the name"),
                Some(level) if level > 2 => (false, "the row stands under a heading of its own"),
                Some(_) => (true, "the page has the row"),
            };
            self.precision.add(format!("{}: {class}", blame(stated)), here);
            return;
        };
        self.counts[kind].known += 1;
        self.counts[kind].typed += 1;
        if member.name != item.name {
            self.other_case.add("documented in another case", format!("{here} for {}", member.name));
        }
        let expected = alias(&type_key(member.type_name)).to_owned();
        let read = row.read.clone().unwrap_or_default();
        if read == expected {
            self.counts[kind].equal += 1;
        } else {
            let stated = states_type(row, &expected);
            let kind = if member.navigation { "navigation" } else { "property" };
            let class = format!("{}: {kind} {}", blame(!stated), difference(&read, &expected));
            self.types_differ.add(class, format!("{here}: `{}` read {read}, CSDL {expected}", item.written_type));
        }
    }

    /// Counts whether the members that CSDL declares for a type are documented.
    fn declared(&mut self, structure: &Structure, rows: &[Row<'_>], pages: &[(&str, &str)]) {
        let before = (self.total().declared, self.total().documented);
        self.each_declared(structure, rows, pages);
        let (declared, documented) = (self.total().declared - before.0, self.total().documented - before.1);
        if declared >= PARTIAL && documented * 2 < declared {
            self.partial.push(format!("{} ({documented} of {declared})", last_part(&structure.name)));
        } else {
            self.whole[0] += declared;
            self.whole[1] += documented;
        }
    }

    fn each_declared(&mut self, structure: &Structure, read: &[Row<'_>], pages: &[(&str, &str)]) {
        for declared in Metadata::own(structure) {
            let counts = &mut self.counts[usize::from(declared.navigation)];
            counts.declared += 1;
            if read.iter().any(|row| row.item.name.eq_ignore_ascii_case(declared.name)) {
                counts.documented += 1;
                continue;
            }
            let rows = pages.iter().any(|(text, _)| !raw::rows_named(text, declared.name).is_empty());
            let words = pages.iter().any(|(text, _)| raw::holds_word(text, declared.name));
            let class = match (rows, words) {
                (true, _) => "a row of the page starts with the name",
                (false, true) => "named in code or prose only",
                (false, false) => "not named on the page",
            };
            let kind = if declared.navigation { "navigation" } else { "property" };
            let here = pages.first().map_or("", |(_, place)| place);
            let example = format!("{here} {}.{}", last_part(&structure.name), declared.name);
            self.recall.add(format!("{}: {kind} {class}", blame(!rows)), example);
        }
    }

    fn total(&self) -> Counts {
        let [plain, linked] = &self.counts;
        Counts {
            rows: plain.rows + linked.rows,
            known: plain.known + linked.known,
            declared: plain.declared + linked.declared,
            documented: plain.documented + linked.documented,
            typed: plain.typed + linked.typed,
            equal: plain.equal + linked.equal,
        }
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.total().row(name)
    }

    fn print(&self, misses: usize) {
        let mut rows = vec![self.all("all")];
        rows.extend(
            self.counts.iter().zip(["properties", "navigation properties"]).map(|(counts, name)| counts.row(name)),
        );
        let mut apart = self.total();
        apart.known += self.precision.count(DOCUMENTATION);
        // Without errors of the documentation: a fact that the page does not state is not a miss of the library.
        apart.documented += self.recall.count(DOCUMENTATION);
        apart.equal += self.types_differ.count(DOCUMENTATION);
        rows.push(apart.row("all, documentation errors apart"));
        let mut whole = self.all(&format!("all, without {} types of which the corpus has a part", self.partial.len()));
        whole[3] = self.whole[0].to_string();
        whole[4] = fraction(self.whole[1], self.whole[0]);
        rows.insert(1, whole);
        rows.push(
            ["the peer on the whole of the pages", "", "0.9900", "", "0.9760", "", "0.9830"]
                .map(str::to_owned)
                .to_vec(),
        );
        let header = ["kind", "rows", "precision", "declared", "recall", "in both", "type equality"];
        let title = format!("3a. CSDL: {} documented types of {ENGLISH} {VERSION}, names in any case", self.types);
        table::print(&title, 1, &header, &rows);
        println!("  types of which the corpus has a part only: {}", self.partial.join(", "));
        self.precision.print("Rows that CSDL does not have", 20, misses);
        self.other_case.print("Names in another case than CSDL's (counted as found)", 20, misses);
        self.recall.print("Declared members that are not documented", 20, misses);
        self.types_differ.print("Types that differ", 60, misses);
        self.unknown.print("Documented types that CSDL does not have", 5, misses);
    }
}

impl Counts {
    fn row(&self, name: &str) -> Vec<String> {
        row(&[
            &name,
            &self.rows,
            &fraction(self.known, self.rows),
            &self.declared,
            &fraction(self.documented, self.declared),
            &self.typed,
            &fraction(self.equal, self.typed),
        ])
    }
}

/// The service has a type for values that pages call an object.
fn alias(key: &str) -> &str {
    if key == "json" { "object" } else { key }
}

fn blame(documentation: bool) -> &'static str {
    if documentation { DOCUMENTATION } else { EXTRACTION }
}

fn difference(read: &str, expected: &str) -> String {
    match read {
        "" => format!("nothing for {expected}"),
        _ if element(read) == element(expected) => "collection or not".to_owned(),
        _ => format!("{read} for {expected}"),
    }
}

fn element(key: &str) -> &str {
    key.strip_prefix("collection(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(key)
}

/// Whether the row of an item on the page has the type of CSDL: the name, and whether it is a collection.
fn states_type(row: &Row<'_>, expected: &str) -> bool {
    raw::rows_named(row.text, &row.item.name).iter().any(|row| {
        let Some(cell) = row.cells.get(1) else { return false };
        let named = raw::holds_word(cell, element(expected));
        let collection = ["collection", "[]", "array", "list of"].iter().any(|word| cell.to_lowercase().contains(word));
        named && collection == expected.starts_with("collection(")
    })
}
