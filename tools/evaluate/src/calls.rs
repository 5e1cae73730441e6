//! Compares actions and functions of the English pages with CSDL: names, kind, bound type, parameters, return type.
//!
//! A page names a call if the last part of a request line outside examples is the name of the call.

use crate::corpus::Corpus;
use crate::csdl::{self, Metadata, last_part, type_key};
use crate::merged;
use crate::properties::{ENGLISH, VERSION};
use crate::table::{self, Tally, fraction, row};
use hexapla::facts::types::TypeExpr;
use hexapla::facts::{CallKind, In, Item, Operation};
use hexapla::schema::Version;
use std::collections::{BTreeMap, BTreeSet};

/// Prints the tables of this part.
pub fn print(corpus: &Corpus, metadata: &Metadata) {
    let source = corpus.source_locale().clone();
    let pages = merged::pages(corpus, ENGLISH, VERSION, &source);
    let result = merged::with(&pages, VERSION, &source, |version| measure(metadata, version));
    result.print(corpus.misses);
}

#[derive(Default)]
struct Result {
    named: BTreeSet<String>,
    found: BTreeSet<String>,
    read: usize,
    known: usize,
    /// How many known calls have an equal kind, bound type, parameter names, parameter types, return type; and all of these.
    equal: [usize; 6],
    parameters: [usize; 3],
    unread: Tally,
    unknown: Tally,
    differ: Tally,
}

fn measure(metadata: &Metadata, version: &Version<'_>) -> Result {
    let mut truth: BTreeMap<String, Vec<&csdl::Call>> = BTreeMap::new();
    for call in &metadata.calls {
        truth.entry(call.name.to_lowercase()).or_default().push(call);
    }
    let mut result = Result::default();
    for (key, operation) in &version.operations {
        let facts = operation.facts;
        for request in facts.requests.iter().filter(|request| matches!(request.method.as_str(), "GET" | "POST")) {
            let last = request.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let name = last_part(last.split('(').next().unwrap_or_default()).to_lowercase();
            if truth.contains_key(&name) {
                let is_read = facts.call.as_ref().is_some_and(|call| call.name.eq_ignore_ascii_case(&name));
                if is_read {
                    result.found.insert(name.clone());
                } else {
                    result.unread.add("named in a request line, not read as a call", format!("{key} {}", request.path));
                }
                result.named.insert(name);
            }
        }
        if facts.call.is_some() {
            result.call(metadata, version, key, facts, &truth);
        }
    }
    result
}

impl Result {
    fn call(
        &mut self,
        metadata: &Metadata,
        version: &Version<'_>,
        key: &str,
        facts: &Operation,
        truth: &BTreeMap<String, Vec<&csdl::Call>>,
    ) {
        let Some(call) = &facts.call else { return };
        self.read += 1;
        let Some(all) = truth.get(&call.name.to_lowercase()) else {
            self.unknown.add("calls that CSDL does not have", format!("{key} {}", call.name));
            return;
        };
        self.known += 1;
        let bound = version.index.of_word(call.bound.as_deref().unwrap_or_default());
        let fits = |truth: &&csdl::Call| {
            let type_name = truth.bound.as_deref().map(element).unwrap_or_default();
            metadata.is_a(bound, &type_name)
        };
        let items: Vec<&Item> = match call.kind {
            CallKind::Action => facts.body.iter().collect(),
            CallKind::Function => facts.parameters.iter().filter(|item| item.place == In::Function).collect(),
        };
        let names: BTreeSet<String> = items.iter().map(|item| item.name.to_lowercase()).collect();
        let expected_names = |truth: &csdl::Call| -> BTreeSet<String> {
            truth.parameters.iter().map(|(name, _)| name.to_lowercase()).collect()
        };
        let best = all.iter().max_by_key(|truth| {
            (
                fits(truth),
                truth.function == (call.kind == CallKind::Function),
                names.intersection(&expected_names(truth)).count(),
            )
        });
        let Some(truth) = best else { return };
        // A page may document all overloads of a call together.
        let overloads = all.iter().filter(|other| fits(other) == fits(truth) && other.function == truth.function);
        let union: BTreeSet<String> = overloads.flat_map(|other| expected_names(other)).collect();
        let expected = if names == union { union } else { expected_names(truth) };
        let read_type = |written: &Option<TypeExpr>, link: &str| {
            written.as_ref().map(|written| version.index.resolve(key, written, link).key()).unwrap_or_default()
        };
        self.parameters[0] += names.intersection(&expected).count();
        self.parameters[1] += names.len();
        self.parameters[2] += expected.len();
        let typed = truth.parameters.iter().all(|(name, type_name)| {
            let item = items.iter().find(|item| item.name.eq_ignore_ascii_case(name));
            item.is_some_and(|item| {
                item.type_expr.is_none() || read_type(&item.type_expr, &item.type_link) == type_key(type_name)
            })
        });
        let returned = facts.responses.iter().find(|response| response.type_expr.is_some());
        let returned = returned.map(|response| read_type(&response.type_expr, "")).unwrap_or_default();
        let returns = truth.returns.as_deref().map(type_key).unwrap_or_default();
        let same = [
            truth.function == (call.kind == CallKind::Function),
            fits(truth),
            names == expected,
            typed,
            returned == returns,
        ];
        for (count, same) in self.equal.iter_mut().zip(same) {
            *count += usize::from(same);
        }
        self.equal[5] += usize::from(same.iter().all(|same| *same));
        let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(" ");
        let shown = [
            "kind".to_owned(),
            format!(
                "bound to `{bound}`, CSDL {:?}",
                all.iter().filter_map(|truth| truth.bound.as_deref()).collect::<Vec<_>>()
            ),
            format!("read `{}`, CSDL `{}`", list(&names), list(&expected)),
            items
                .iter()
                .map(|item| format!("{} {}", item.name, read_type(&item.type_expr, &item.type_link)))
                .collect::<Vec<_>>()
                .join(", ")
                + &format!(", CSDL {:?}", truth.parameters),
            format!("read `{returned}`, CSDL `{returns}`"),
        ];
        for ((class, same), shown) in
            ["kind", "bound type", "parameter names", "parameter types", "return type"].iter().zip(same).zip(shown)
        {
            if !same {
                self.differ.add(*class, format!("{key} {}: {shown}", call.name));
            }
        }
    }

    fn print(&self, misses: usize) {
        let of_known = |label: &str, count: usize| row(&[&label, &count, &fraction(count, self.known)]);
        let [both, read, expected] = self.parameters;
        let found = self.found.len();
        let rows = [
            row(&[&"names in CSDL that a request line ends with", &self.named.len(), &""]),
            row(&[&"  read as calls", &found, &fraction(found, self.named.len())]),
            row(&[&"pages read as calls", &self.read, &""]),
            row(&[&"  that CSDL has (precision)", &self.known, &fraction(self.known, self.read)]),
            of_known("    kind equal", self.equal[0]),
            of_known("    bound type equal", self.equal[1]),
            of_known("    parameter names equal", self.equal[2]),
            of_known("    parameter types equal where stated", self.equal[3]),
            of_known("    return type equal", self.equal[4]),
            of_known("    all equal", self.equal[5]),
            row(&[&"parameters read that CSDL has (precision)", &format!("{both} of {read}"), &fraction(both, read)]),
            row(&[
                &"CSDL's parameters that are read (recall)",
                &format!("{both} of {expected}"),
                &fraction(both, expected),
            ]),
        ];
        table::print("3d. Actions and functions of the English pages", 1, &["", "number", "share"], &rows);
        self.unread.print("Calls that are not read", 5, misses);
        self.unknown.print("Calls that CSDL does not have", 5, misses);
        self.differ.print("What differs", 10, misses);
    }
}

/// The name of a type without collection and namespace, in lower case.
fn element(written: &str) -> String {
    let key = type_key(written);
    key.strip_prefix("collection(").and_then(|inner| inner.strip_suffix(')')).map_or(key.clone(), str::to_owned)
}
