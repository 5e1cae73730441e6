//! Compares the facts of a translation, with and without its embedded source text, with the facts of the English page that was
//! translated.

use crate::corpus::{self, Corpus};
use crate::merged::{self, Page};
use crate::raw;
use crate::table::{self, Tally, percent, row};
use hexapla::facts::comparable::{Fact, FactKind};
use hexapla::locale::Locale;
use hexapla::page::tree::BlockKind;
use hexapla::reading::Reading;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const KINDS: [FactKind; 9] = [
    FactKind::Request,
    FactKind::Permission,
    FactKind::Header,
    FactKind::Parameter,
    FactKind::BodyMember,
    FactKind::Response,
    FactKind::Property,
    FactKind::Relationship,
    FactKind::Member,
];

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let mut forms = [Form::new("sxs"), Form::new("live with source"), Form::new("live")];
    for locale in corpus.locales() {
        let pages = corpus.pages(&format!("sxs/{locale}"));
        let measured: Vec<_> = pages.par_iter().filter_map(|path| measure(corpus, &locale, path)).collect();
        for results in measured {
            for (form, result) in forms.iter_mut().zip(results) {
                form.add(locale.as_str(), result);
            }
        }
    }
    for form in &forms {
        form.print(corpus.misses);
    }
}

/// The results of one form of page.
struct Form {
    name: &'static str,
    /// By locale and kind. An empty locale and no kind mean all.
    counts: BTreeMap<(String, Option<FactKind>), Counts>,
    pages: BTreeMap<String, [usize; 2]>,
    classes: Tally,
    causes: Tally,
}

#[derive(Default)]
struct Counts {
    facts: usize,
    equal: usize,
    missing: usize,
    /// Missing, although the page has the name.
    missing_named: usize,
    /// Missing, although a code block of the page has the name.
    missing_in_code: usize,
    extra: usize,
    /// The number of names that were recovered from a translation, and of those that the English page does not have.
    recovered: [usize; 2],
    differ: usize,
    required: usize,
}

/// The result for a fact of the English page.
enum Outcome {
    Equal { required: bool },
    Differs,
    Missing { named: bool, in_code: bool },
    Extra,
    Recovered { wrongly: bool },
}

struct Miss {
    class: String,
    cause: String,
    place: String,
}

struct Measured {
    kind: FactKind,
    outcome: Outcome,
    miss: Option<Miss>,
}

impl Form {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            counts: BTreeMap::new(),
            pages: BTreeMap::new(),
            classes: Tally::default(),
            causes: Tally::default(),
        }
    }

    fn add(&mut self, locale: &str, result: Vec<Measured>) {
        let whole = result
            .iter()
            .all(|one| matches!(one.outcome, Outcome::Equal { .. } | Outcome::Recovered { wrongly: false }));
        let pages = self.pages.entry(locale.to_owned()).or_default();
        pages[0] += 1;
        pages[1] += usize::from(whole);
        for one in result {
            for (locale, kind) in [(locale, Some(one.kind)), (locale, None), ("", Some(one.kind)), ("", None)] {
                self.counts.entry((locale.to_owned(), kind)).or_default().add(&one.outcome);
            }
            if let Some(miss) = one.miss {
                let example = format!("{locale} {}", miss.place);
                self.classes.add(format!("{:<12} {}", format!("{:?}", one.kind), miss.class), example.as_str());
                self.causes.add(format!("{:<12} {}", format!("{:?}", one.kind), miss.cause), example);
            }
        }
    }

    fn print(&self, misses: usize) {
        let locales: Vec<&str> = self.pages.keys().map(String::as_str).chain([""]).collect();
        let kinds: Vec<Option<FactKind>> = KINDS.iter().copied().map(Some).chain([None]).collect();
        let name_of = |kind: Option<FactKind>| kind.map_or("all".to_owned(), |kind| format!("{kind:?}"));
        let mut header = vec!["kind"];
        header.extend(locales.iter().map(|locale| if locale.is_empty() { "all" } else { locale }));
        let shares = kinds.iter().map(|&kind| {
            let share = |locale: &&str| {
                self.counts
                    .get(&((*locale).to_owned(), kind))
                    .map_or("-".to_owned(), |counts| percent(counts.equal, counts.facts))
            };
            std::iter::once(name_of(kind)).chain(locales.iter().map(share)).collect()
        });
        let title = format!("2. Facts of the {} pages equal to those of the English page at the pin", self.name);
        table::print(&title, 1, &header, &shares.collect::<Vec<_>>());
        let rows: Vec<_> = kinds
            .iter()
            .filter_map(|&kind| Some(self.counts.get(&(String::new(), kind))?.row(&name_of(kind))))
            .collect();
        let header = [
            "kind",
            "facts",
            "equal",
            "missing",
            "other value",
            "extra",
            "of missing: named",
            "in code",
            "required differs",
            "recovered",
            "wrongly",
        ];
        table::print(&format!("{}: all locales", self.name), 1, &header, &rows);
        let pages: Vec<_> = self
            .pages
            .iter()
            .map(|(locale, [pages, whole])| row(&[locale, pages, whole, &percent(*whole, *pages)]))
            .collect();
        table::print(
            &format!("{} pages all of whose facts are equal", self.name),
            1,
            &["locale", "pages", "whole", "share"],
            &pages,
        );
        self.causes.print(&format!("{}: causes of disagreement", self.name), 40, misses);
        self.classes.print(&format!("{}: commonest disagreements, English -> read", self.name), 15, misses.min(3));
    }
}

impl Counts {
    fn add(&mut self, outcome: &Outcome) {
        self.facts += usize::from(!matches!(outcome, Outcome::Extra | Outcome::Recovered { .. }));
        match outcome {
            Outcome::Equal { required } => {
                self.equal += 1;
                self.required += usize::from(!required);
            }
            Outcome::Differs => self.differ += 1,
            Outcome::Missing { named, in_code } => {
                self.missing += 1;
                self.missing_in_code += usize::from(*in_code);
                self.missing_named += usize::from(*named);
            }
            Outcome::Extra => self.extra += 1,
            Outcome::Recovered { wrongly } => {
                self.recovered[0] += 1;
                self.recovered[1] += usize::from(*wrongly);
            }
        }
    }

    fn row(&self, kind: &str) -> Vec<String> {
        let share = |part| percent(part, self.facts);
        row(&[
            &kind,
            &self.facts,
            &share(self.equal),
            &share(self.missing),
            &share(self.differ),
            &share(self.extra),
            &self.missing_named,
            &self.missing_in_code,
            &self.required,
            &self.recovered[0],
            &self.recovered[1],
        ])
    }
}

fn measure(corpus: &Corpus, locale: &Locale, path: &Path) -> Option<[Vec<Measured>; 3]> {
    let source = corpus.source_locale();
    let english = Page { key: corpus::key(path), reading: corpus.reading(&format!("source/{locale}"), path, source)? };
    let embedded = corpus.reading(&format!("sxs/{locale}"), path, locale);
    let embedded = embedded.map(|read| compare(&english.reading, &read, &read.facts.comparable)).unwrap_or_default();
    let Some(live) = corpus.reading(&format!("live/{locale}"), path, locale) else {
        return Some([embedded, Vec::new(), Vec::new()]);
    };
    let alone = compare(&english.reading, &live, &live.facts.comparable);
    // With the source page, the schema takes the facts of both pages by its merge rule.
    let version = corpus::version(path);
    let pages = [Page { key: corpus::key(path), reading: live }, english];
    let with_source = merged::with(&pages, &version, source, |version| {
        let stated =
            version.pages.values().next().map_or(&[][..], |sources| sources.best().facts.comparable.as_slice());
        compare(&pages[1].reading, &pages[0].reading, stated)
    });
    Some([embedded, with_source, alone])
}

/// `stated`: the facts of the page `read`.
fn compare(english: &Reading, read: &Reading, stated: &[Fact]) -> Vec<Measured> {
    let by_subject: HashMap<_, &Fact> = stated.iter().map(|fact| ((fact.kind, &*fact.subject), fact)).collect();
    let known: HashMap<_, &Fact> =
        english.facts.comparable.iter().map(|fact| ((fact.kind, &*fact.subject), fact)).collect();
    let extra: Vec<&Fact> = stated.iter().filter(|fact| !known.contains_key(&(fact.kind, &*fact.subject))).collect();
    let measured = |kind, outcome, class: String, cause: &str, fact: &Fact| Measured {
        kind,
        outcome,
        miss: Some(Miss {
            class,
            cause: cause.to_owned(),
            place: format!("{}: {} {}", read.edition.path.display(), fact.subject, fact.value),
        }),
    };
    let (words, code) = (raw::words(&read.aligned.page.text), raw::words(&code_of(read)));
    let mut results = Vec::new();
    for fact in &english.facts.comparable {
        let same = by_subject.get(&(fact.kind, &*fact.subject));
        results.push(match same {
            Some(same) if same.value == fact.value => {
                let outcome = Outcome::Equal { required: same.required == fact.required };
                Measured { kind: fact.kind, outcome, miss: None }
            }
            Some(same) => {
                let class = format!("value: {} -> {}", fact.shown, same.shown);
                let cause = if same.value.is_empty() { "value not read" } else { "other value" };
                measured(fact.kind, Outcome::Differs, class, cause, fact)
            }
            None => {
                let partner = extra.iter().find(|other| other.kind == fact.kind && other.ordinal == fact.ordinal);
                let name = fact.name.to_ascii_lowercase();
                let (named, in_code) = (words.contains(&name), code.contains(&name));
                let class = format!("name: {} -> {}", fact.name, partner.map_or("nothing", |other| &other.name));
                let how = match partner {
                    Some(other) if raw::holds_word(&other.name, &name) => "read with more around the name",
                    Some(_) => "read under another name",
                    None => "nothing read in its place",
                };
                let where_to = match (named, in_code) {
                    (_, true) => "the name stands in code",
                    (true, false) => "the name stands on the page",
                    (false, false) => "the name is nowhere on the page",
                };
                let cause = match fact.kind {
                    FactKind::Permission => "its row or table has another name".to_owned(),
                    _ if type_is_read(read, fact) => format!("{how}, {where_to}"),
                    _ => format!("its type is not read, {where_to}"),
                };
                measured(fact.kind, Outcome::Missing { named, in_code }, class, &cause, fact)
            }
        });
    }
    let partnered = |fact: &Fact| {
        english.facts.comparable.iter().any(|known| {
            known.kind == fact.kind
                && known.ordinal == fact.ordinal
                && !by_subject.contains_key(&(known.kind, &*known.subject))
        })
    };
    for fact in extra.iter().copied() {
        let class = format!("extra: {}", fact.name);
        results.push(if partnered(fact) {
            Measured { kind: fact.kind, outcome: Outcome::Extra, miss: None }
        } else {
            measured(fact.kind, Outcome::Extra, class, "extra, in no English fact's place", fact)
        });
    }
    // The name of a header is looked up. All other names that differ from the page were recovered.
    let is_recovered = |fact: &&Fact| fact.translated.is_some() && fact.kind != FactKind::Header;
    for fact in read.facts.comparable.iter().filter(is_recovered) {
        let wrongly = !known.contains_key(&(fact.kind, &*fact.subject));
        let class = format!("{} -> {}", fact.translated.as_deref().unwrap_or_default(), fact.name);
        let miss = measured(fact.kind, Outcome::Recovered { wrongly }, class, "recovered wrongly", fact);
        results.push(if wrongly { miss } else { Measured { miss: None, ..miss } });
    }
    results
}

/// The number of facts of the English page of a translation, and of those that are equal when read without source text.
pub fn agreement(corpus: &Corpus, locale: &Locale, path: &Path) -> [usize; 2] {
    let english = corpus.reading(&format!("source/{locale}"), path, corpus.source_locale());
    let live = corpus.reading(&format!("live/{locale}"), path, locale);
    let Some((english, live)) = english.zip(live) else { return [0; 2] };
    let read: HashMap<_, &str> =
        live.facts.comparable.iter().map(|fact| ((fact.kind, &*fact.subject), fact.value.as_str())).collect();
    let is_equal = |fact: &&Fact| read.get(&(fact.kind, &*fact.subject)) == Some(&fact.value.as_str());
    [english.facts.comparable.len(), english.facts.comparable.iter().filter(is_equal).count()]
}

/// Whether the type of a property or member has the same name in both pages.
fn type_is_read(read: &Reading, fact: &Fact) -> bool {
    let owned = matches!(fact.kind, FactKind::Property | FactKind::Relationship | FactKind::Member);
    let owner = fact.subject.split('.').next().unwrap_or_default();
    !owned || read.facts.types.iter().any(|known| known.name.eq_ignore_ascii_case(owner))
}

/// The text of all code blocks of a page.
fn code_of(reading: &Reading) -> String {
    let side = reading.aligned.authority();
    let blocks = side.tree.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Code { body, .. } => Some(body.slice(side.text())),
        _ => None,
    });
    blocks.collect::<Vec<_>>().join("\n")
}
