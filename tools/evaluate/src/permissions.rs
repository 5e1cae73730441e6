//! Compares permissions of operation pages with a table of paths, verbs, schemes and scopes.
//!
//! The tables of the pages are also read line by line. This shows whether a different cell is a fault of the page or of the
//! library.

use crate::corpus::Corpus;
use crate::properties::{ENGLISH, VERSION};
use crate::raw;
use crate::table::{self, Tally, fraction, row};
use hexapla::facts::{Operation, Permission, Request};
use hexapla::reading::Reading;
use rayon::prelude::*;
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

type Scopes = BTreeSet<String>;
/// The scopes by path and verb, then by scheme.
type Truth = BTreeMap<(String, String), BTreeMap<String, Scopes>>;

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let truth = corpus.truth("permissions-v1.0", "json").and_then(|text| read_truth(&text));
    let Some(truth) = truth else {
        eprintln!("evaluate: left out: no truth/permissions-v1.0*.json of the known shape");
        return;
    };
    let paths = corpus.pages_of(ENGLISH, VERSION);
    let read = |path: &PathBuf| corpus.reading(ENGLISH, path, corpus.source_locale());
    let readings: Vec<Reading> = paths.par_iter().filter_map(read).collect();
    let mut result = Result::default();
    for reading in &readings {
        if let Some(operation) = &reading.facts.operation {
            result.page(&truth, reading, operation);
        }
    }
    let all: Vec<Reading> = corpus.pages(ENGLISH).par_iter().filter_map(read).collect();
    for reading in &all {
        if let Some(operation) = &reading.facts.operation {
            result.faithful(reading, operation, &table_cells(&reading.aligned.page.text));
        }
    }
    result.print(corpus.misses);
}

fn read_truth(text: &str) -> Option<Truth> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut truth = Truth::new();
    for (path, verbs) in value.get("ApiPermissions")?.as_object()? {
        for (verb, schemes) in verbs.as_object()? {
            // The table has some paths twice: with and without a slash at the end.
            let cells = truth.entry((normal_path(path), verb.to_uppercase())).or_default();
            for (scheme, scopes) in schemes.as_object()? {
                let scopes = scopes.as_array()?.iter().filter_map(Value::as_str);
                let scopes = scopes.filter(|scope| !scope.starts_with("Not supported")).map(str::to_lowercase);
                cells.entry(scheme.clone()).or_default().extend(scopes);
            }
        }
    }
    Some(truth)
}

/// A path in lower case, without the values of placeholders and arguments.
fn normal_path(path: &str) -> String {
    let pattern = |pattern| Regex::new(pattern).expect("a constant pattern");
    let (placeholder, argument) = (pattern(r"\{[^{}]*\}|<[^<>]*>"), pattern(r"=\s*('[^']*'|[^,()]*)"));
    let lower: String = path.to_lowercase().split_whitespace().collect();
    let plain = placeholder.replace_all(&lower, "{}");
    let plain = argument.replace_all(&plain, "={}");
    format!("/{}", plain.trim_matches('/'))
}

/// The schemes by their names in the schema and in the truth.
const SCHEMES: [[&str; 2]; 3] =
    [["delegated_work", "DelegatedWork"], ["delegated_personal", "DelegatedPersonal"], ["application", "Application"]];

#[derive(Default)]
struct Result {
    pages: usize,
    several_tables: usize,
    without: usize,
    requests: usize,
    found: usize,
    cells: usize,
    equal: usize,
    unfound: Tally,
    unequal: Tally,
    pages_read: [usize; 2],
    page_faults: Tally,
}

impl Result {
    fn page(&mut self, truth: &Truth, reading: &Reading, operation: &Operation) {
        self.pages += 1;
        let cells_of = table_cells(&reading.aligned.page.text);
        let several = operation.permissions.iter().any(|permission| !permission.context.is_empty())
            || SCHEMES.iter().any(|[scheme, _]| of(operation, scheme).count() > 1);
        self.several_tables += usize::from(several);
        self.without += usize::from(operation.permissions.is_empty());
        for request in &operation.requests {
            self.requests += 1;
            let place = format!("{} {} {}", reading.edition.path.display(), request.method, request.path);
            match truth.get(&(normal_path(&request.path), request.method.clone())) {
                Some(cells) => self.request(cells, operation, &cells_of, &place),
                None => self.unfound.add(path_kind(truth, request), place),
            }
        }
    }

    fn request(
        &mut self,
        truth: &BTreeMap<String, Scopes>,
        operation: &Operation,
        cells_of: &SchemeCells,
        place: &str,
    ) {
        self.found += 1;
        for [scheme, truth_name] in SCHEMES {
            let expected = truth.get(truth_name).cloned().unwrap_or_default();
            // A page may have several tables for a request; the truth file joins them.
            let read: Vec<Scopes> = of(operation, scheme).map(scopes_of).collect();
            let union: Scopes = read.iter().flatten().cloned().collect();
            self.cells += 1;
            if read.contains(&expected) || union == expected {
                self.equal += 1;
                continue;
            }
            let lines: Scopes = cells_of.get(scheme).into_iter().flatten().flatten().cloned().collect();
            let (stated, read) = (lines == union, union);
            let class = match (stated, read.is_empty(), expected.is_empty()) {
                (false, ..) => "EXTRACTION: the page's cell states something else",
                (true, true, _) => "truth: scopes where the page states none",
                (true, _, true) => "truth: none where the page states scopes",
                (true, ..) if expected.is_superset(&read) => "truth: more scopes than the page states",
                (true, ..) if expected.is_subset(&read) => "truth: fewer scopes than the page states",
                _ => "truth: other scopes than the page states",
            };
            let joined = |scopes: &Scopes| scopes.iter().cloned().collect::<Vec<_>>().join(" ");
            self.unequal
                .add(class, format!("{place} {}: read `{}`, truth `{}`", scheme, joined(&read), joined(&expected)));
        }
    }

    /// Compares all cells of a page, of any version, with the cells that are read line by line.
    fn faithful(&mut self, reading: &Reading, operation: &Operation, cells_of: &SchemeCells) {
        for [scheme, _] in SCHEMES {
            let mut read: Vec<Scopes> = of(operation, scheme).map(scopes_of).collect();
            let mut stated = cells_of.get(scheme).cloned().unwrap_or_default();
            read.sort();
            stated.sort();
            self.pages_read[0] += 1;
            if read == stated {
                self.pages_read[1] += 1;
            } else {
                let example = format!("{} {}: read {read:?}, lines {stated:?}", reading.edition.path.display(), scheme);
                self.page_faults.add("cells of a page and scheme that the line reading sees otherwise", example);
            }
        }
    }

    fn print(&self, misses: usize) {
        let rows = [
            row(&[&"operation pages", &self.pages, &""]),
            row(&[&"  with several permission tables or rows of one scheme", &self.several_tables, &""]),
            row(&[&"  without permissions", &self.without, &""]),
            row(&[&"requests", &self.requests, &""]),
            row(&[&"  found in the truth", &self.found, &fraction(self.found, self.requests)]),
            row(&[&"cells compared", &self.cells, &""]),
            row(&[&"  equal", &self.equal, &fraction(self.equal, self.cells)]),
            row(&[
                &"  unequal, the page states what was read",
                &self.unequal.count("truth"),
                &fraction(self.unequal.count("truth"), self.cells),
            ]),
            row(&[
                &"  unequal, extraction error",
                &self.unequal.count("EXTRACTION"),
                &fraction(self.unequal.count("EXTRACTION"), self.cells),
            ]),
            row(&[
                &"all versions, page and scheme: as a line-by-line reading sees it",
                &self.pages_read[1],
                &fraction(self.pages_read[1], self.pages_read[0]),
            ]),
        ];
        table::print(&format!("4. Permissions of {ENGLISH} {VERSION}"), 1, &["", "number", "share"], &rows);
        self.unequal.print("Cells that differ", 10, misses);
        self.unfound.print("Requests that the truth does not have", 10, misses);
        self.page_faults.print("Second reading", 10, misses);
    }
}

fn of<'a>(operation: &'a Operation, scheme: &str) -> impl Iterator<Item = &'a Permission> {
    operation.permissions.iter().filter(move |permission| permission.scheme.name() == scheme)
}

fn scopes_of(permission: &Permission) -> Scopes {
    permission.scopes.iter().map(|scope| scope.to_lowercase()).collect()
}

fn path_kind(truth: &Truth, request: &Request) -> &'static str {
    let path = normal_path(&request.path);
    if truth.keys().any(|(known, _)| *known == path) {
        return "the path is there with other verbs only";
    }
    match () {
        () if path.contains(":/") || path.contains("/root:") => "path addressing (`root:/…:`)",
        () if path.contains('(') => "a function with arguments",
        () if path.ends_with("/$ref") || path.ends_with("/$value") || path.ends_with("/$count") => {
            "`$ref`, `$value`, `$count`"
        }
        () if path.contains('…') || path.contains("...") => "an abbreviated path",
        () => "the path is not there",
    }
}

/// The cells of the permission rows of a page, by scheme.
type SchemeCells = BTreeMap<&'static str, Vec<Scopes>>;

/// Reads the permission rows of an English page line by line, up to the request syntax: rows whose first
/// cell names a scheme, rows that divide such a row, and rows below a header whose cells name schemes.
fn table_cells(text: &str) -> SchemeCells {
    let scope = Regex::new(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Z][A-Za-z0-9_-]*)+").expect("a constant pattern");
    let scopes = |cell: &str| -> Scopes {
        scope.find_iter(cell).map(|found| found.as_str().trim_end_matches(['-', '_']).to_lowercase()).collect()
    };
    let mut cells_of = SchemeCells::new();
    let (mut columns, mut above): (Vec<Option<&'static str>>, Option<&'static str>) = (Vec::new(), None);
    for line in text.lines().take_while(|line| !line.to_lowercase().starts_with("## http")) {
        if !line.contains('|') {
            columns.clear();
            above = None;
            continue;
        }
        let cells = raw::cells(line);
        let named: Vec<Option<&'static str>> = cells.iter().map(|cell| scheme_of(cell)).collect();
        if named.iter().flatten().count() > 1 {
            columns = named;
        } else if let (Some(scheme), Some(cell)) = (named[0], cells.get(1)) {
            above = Some(scheme).filter(|_| cell.is_empty());
            if above.is_none() {
                cells_of.entry(scheme).or_default().push(scopes(cell));
            }
        } else if let (Some(scheme), Some(cell)) = (above, cells.get(1)) {
            // Rows with the scopes for a part of the API, below the row of their scheme.
            cells_of.entry(scheme).or_default().push(scopes(cell));
        } else if !cells[0].starts_with([':', '-']) {
            for (scheme, cell) in columns.iter().zip(&cells) {
                scheme.iter().for_each(|scheme| cells_of.entry(scheme).or_default().push(scopes(cell)));
            }
        }
    }
    cells_of
}

fn scheme_of(cell: &str) -> Option<&'static str> {
    let label = cell.trim_start_matches(['[', '*', ' ']).to_lowercase();
    match () {
        // A scope such as `Application.ReadWrite.All`.
        () if label.contains(".read") => None,
        () if label.starts_with("delegated") && label.contains("personal") => Some("delegated_personal"),
        () if label.starts_with("delegated") => Some("delegated_work"),
        () if label.starts_with("application") || label.starts_with("app-only") => Some("application"),
        () => None,
    }
}
