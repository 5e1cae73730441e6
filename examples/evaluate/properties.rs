//! Properties and relationships of English pages against CSDL: precision, recall, equality of types.
//!
//! A miss is the documentation's where the page, read line by line, says what the library read, and the
//! library's where it says what CSDL says.

use crate::corpus::Corpus;
use crate::csdl::{Metadata, Structure, last_part, type_key};
use crate::raw;
use crate::table::{self, Tally, fraction, row};
use hexapla::compare::Reading;
use hexapla::locale::Locale;
use hexapla::schema::facts::{Item, TypeFacts, TypeKind};
use hexapla::schema::types::TypeExpr;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The version that the truth files describe.
pub const VERSION: &str = "v1.0";
/// The tree of English pages of the same week.
pub const ENGLISH: &str = "english-2021-07";

/// Prints the tables of this part.
pub fn print(corpus: &Corpus, metadata: &Metadata) {
    let source = corpus.source_locale().clone();
    let english = measure(corpus, metadata, ENGLISH, &source);
    english.print(corpus.misses);
    let mut rows = vec![english.row(ENGLISH)];
    for locale in corpus.locales() {
        for form in ["source", "sxs", "live"] {
            let tree = format!("{form}/{locale}");
            let language = if form == "source" { &source } else { &locale };
            rows.push(measure(corpus, metadata, &tree, language).row(&tree));
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
    /// Types of which the page at hand documents a part only; the rest is on other pages.
    partial: Vec<String>,
    whole: [usize; 2],
    unknown: Tally,
    /// Structural, then navigation.
    counts: [Counts; 2],
    other_case: Tally,
    precision: Tally,
    recall: Tally,
    types_differ: Tally,
}

/// A type with so many declared members and less than half of them documented is spread over pages.
const PARTIAL: usize = 10;

const DOCUMENTATION: &str = "documentation";
const EXTRACTION: &str = "EXTRACTION";

fn measure(corpus: &Corpus, metadata: &Metadata, tree: &str, locale: &Locale) -> Result {
    let pages = corpus.pages_of(tree, VERSION);
    let readings: Vec<Reading> = pages.par_iter().filter_map(|path| corpus.reading(tree, path, locale)).collect();
    let texts: Vec<String> = readings.iter().map(|reading| raw::shown(&reading.page.text)).collect();
    let mut result = Result::default();
    // A type that several pages define is documented where any of them documents it.
    let mut defined: BTreeMap<&str, (&Structure, Vec<Page<'_>>)> = BTreeMap::new();
    for (reading, text) in readings.iter().zip(&texts) {
        for facts in reading.facts.types.iter().filter(|facts| facts.kind != TypeKind::Enum) {
            match metadata.structure(&facts.namespace, &facts.name) {
                Some(structure) => {
                    let pages = &mut defined.entry(&structure.name).or_insert((structure, Vec::new())).1;
                    pages.push(Page { reading, text, facts });
                }
                None => result.unknown.add("types not in CSDL", format!("{} {}", place(reading), facts.name)),
            }
        }
    }
    result.types = defined.len();
    for (structure, pages) in defined.values() {
        for page in pages {
            result.rows(metadata, structure, page);
        }
        result.declared(structure, pages);
    }
    result
}

/// A page that defines a type, as read and as a reader sees it.
struct Page<'a> {
    reading: &'a Reading,
    text: &'a str,
    facts: &'a TypeFacts,
}

fn place(reading: &Reading) -> String {
    reading.edition.path.display().to_string()
}

impl Result {
    /// Rows of a page: do they exist, and of the right type?
    fn rows(&mut self, metadata: &Metadata, structure: &Structure, page: &Page<'_>) {
        let facts = page.facts;
        let tables = [&facts.properties, &facts.relationships];
        for (table, item) in
            tables.into_iter().enumerate().flat_map(|(table, items)| items.iter().map(move |item| (table, item)))
        {
            let member = metadata.member(structure, &item.name);
            let kind = member.map_or(table, |member| usize::from(member.navigation));
            let here = format!("{} {}.{}", place(page.reading), last_part(&structure.name), item.name);
            self.counts[kind].rows += 1;
            let Some(member) = member else {
                let rows = raw::rows_named(page.text, &item.name);
                let (said, class) = match rows.iter().map(|row| row.level).min() {
                    None => (false, "no row of the page starts with the name"),
                    Some(level) if level > 2 => (false, "the row stands under a heading of its own"),
                    Some(_) => (true, "the page has the row"),
                };
                self.precision.add(format!("{}: {class}", blame(said)), here);
                continue;
            };
            self.counts[kind].known += 1;
            self.counts[kind].typed += 1;
            if member.name != item.name {
                self.other_case.add("documented in another case", format!("{here} for {}", member.name));
            }
            let expected = alias(&type_key(member.type_name)).to_owned();
            let read = item.type_expr.as_ref().map(TypeExpr::key).unwrap_or_default();
            if read == expected {
                self.counts[kind].equal += 1;
            } else {
                let said = says_type(page, item, &expected);
                let kind = if member.navigation { "navigation" } else { "property" };
                let class = format!("{}: {kind} {}", blame(!said), difference(&read, &expected));
                self.types_differ.add(class, format!("{here}: `{}` read {read}, CSDL {expected}", item.written_type));
            }
        }
    }

    /// Members that CSDL declares for a type: are they documented?
    fn declared(&mut self, structure: &Structure, pages: &[Page<'_>]) {
        let before = (self.total().declared, self.total().documented);
        self.each_declared(structure, pages);
        let (declared, documented) = (self.total().declared - before.0, self.total().documented - before.1);
        if declared >= PARTIAL && documented * 2 < declared {
            self.partial.push(format!("{} ({documented} of {declared})", last_part(&structure.name)));
        } else {
            self.whole[0] += declared;
            self.whole[1] += documented;
        }
    }

    fn each_declared(&mut self, structure: &Structure, pages: &[Page<'_>]) {
        for declared in Metadata::own(structure) {
            let counts = &mut self.counts[usize::from(declared.navigation)];
            counts.declared += 1;
            let items = pages.iter().flat_map(|page| page.facts.properties.iter().chain(&page.facts.relationships));
            if items.into_iter().any(|item| item.name.eq_ignore_ascii_case(declared.name)) {
                counts.documented += 1;
                continue;
            }
            let rows = pages.iter().any(|page| !raw::rows_named(page.text, declared.name).is_empty());
            let words = pages.iter().any(|page| raw::holds_word(page.text, declared.name));
            let class = match (rows, words) {
                (true, _) => "a row of the page starts with the name",
                (false, true) => "named in code or prose only",
                (false, false) => "not named on the page",
            };
            let kind = if declared.navigation { "navigation" } else { "property" };
            let here = pages.first().map(|page| place(page.reading)).unwrap_or_default();
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

    fn row(&self, name: &str) -> Vec<String> {
        self.total().row(name)
    }

    fn print(&self, misses: usize) {
        let mut rows = vec![self.row("all")];
        rows.extend(
            self.counts.iter().zip(["properties", "navigation properties"]).map(|(counts, name)| counts.row(name)),
        );
        let mut apart = self.total();
        apart.known += self.precision.count(DOCUMENTATION);
        // Documentation errors apart: what the page does not say is no miss of whoever reads it.
        apart.documented += self.recall.count(DOCUMENTATION);
        apart.equal += self.types_differ.count(DOCUMENTATION);
        rows.push(apart.row("all, documentation errors apart"));
        let mut whole = self.row(&format!("all, without {} types of which the corpus has a part", self.partial.len()));
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

/// The service has a type of its own for what pages call an object.
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

/// Whether the page's row for an item says the type that CSDL says: the name, and whether a collection.
fn says_type(page: &Page<'_>, item: &Item, expected: &str) -> bool {
    raw::rows_named(page.text, &item.name).iter().any(|row| {
        let Some(cell) = row.cells.get(1) else { return false };
        let named = raw::holds_word(cell, element(expected));
        let collection = ["collection", "[]", "array", "list of"].iter().any(|word| cell.to_lowercase().contains(word));
        named && collection == expected.starts_with("collection(")
    })
}
