//! Measures spans and projections: whether every pair is found, every byte has its place in the file, and the two projections
//! are the published page and the English page that was translated.

use crate::corpus::Corpus;
use crate::table::{self, Tally, percent, row};
use hexapla::page::{Page, Side};
use rayon::prelude::*;
use regex::Regex;
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let (mut rows, mut classes, mut total) = (Vec::new(), [Tally::default(), Tally::default()], Counts::default());
    for locale in corpus.locales() {
        let pages = corpus.pages(&format!("sxs/{locale}"));
        let measured: Vec<_> = pages.par_iter().filter_map(|path| measure(corpus, locale.as_str(), path)).collect();
        let mut counts = Counts::default();
        for (one, differences) in measured {
            counts.add(&one);
            for (side, difference) in differences.into_iter().enumerate() {
                if let Some((class, example)) = difference {
                    classes[side].add(class, format!("{locale} {example}"));
                }
            }
        }
        total.add(&counts);
        rows.push(counts.row(locale.as_str()));
    }
    rows.push(total.row("all"));
    let header = [
        "locale",
        "pages",
        "span opens",
        "pairs",
        "malformed",
        "bytes",
        "not mapped",
        "target =",
        "normalized",
        "source =",
        "normalized",
    ];
    table::print(
        "1. Spans and projections (= word for word with the live page, with the English page)",
        1,
        &header,
        &rows,
    );
    let [target, source] = classes;
    target.print("Target projections that differ from the live page, by what makes them equal", 30, corpus.misses);
    source.print("Source projections that differ from the English page, by what makes them equal", 30, corpus.misses);
}

#[derive(Default)]
struct Counts {
    pages: usize,
    opens: usize,
    pairs: usize,
    malformed: usize,
    bytes: usize,
    unmapped: usize,
    /// The number of target and of source projections that are equal word for word.
    exact: [usize; 2],
    /// The number of target and of source projections that are equal after normalization.
    normalized: [usize; 2],
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.pages += other.pages;
        self.opens += other.opens;
        self.pairs += other.pairs;
        self.malformed += other.malformed;
        self.bytes += other.bytes;
        self.unmapped += other.unmapped;
        for side in 0..2 {
            self.exact[side] += other.exact[side];
            self.normalized[side] += other.normalized[side];
        }
    }

    fn row(&self, name: &str) -> Vec<String> {
        let share = |part| percent(part, self.pages);
        row(&[
            &name,
            &self.pages,
            &self.opens,
            &self.pairs,
            &self.malformed,
            &self.bytes,
            &self.unmapped,
            &share(self.exact[0]),
            &share(self.normalized[0]),
            &share(self.exact[1]),
            &share(self.normalized[1]),
        ])
    }
}

type Difference = Option<(String, String)>;

fn measure(corpus: &Corpus, locale: &str, path: &Path) -> Option<(Counts, [Difference; 2])> {
    let page = corpus.page(&format!("sxs/{locale}"), path)?;
    let live = corpus.page(&format!("live/{locale}"), path)?;
    let english = corpus.page(&format!("source/{locale}"), path)?;
    let sides = [&page.target, page.authority()];
    let mut counts = Counts {
        pages: 1,
        opens: page.text.matches("<span data-ttu-id=").count(),
        pairs: page.spans.len(),
        malformed: page.malformed.len(),
        ..Counts::default()
    };
    for side in sides {
        counts.bytes += side.text().len();
        counts.unmapped += unmapped(&page, side);
    }
    let mut differences = [None, None];
    for (number, (side, other)) in sides.into_iter().zip([&live, &english]).enumerate() {
        // The published and the side-by-side form have anchors in headings, the English page does not.
        let (here, there) = (without_anchors(side.text()), without_anchors(other.target.text()));
        let (here, there) = (&*here, &*there);
        if same_words(here, there) {
            counts.exact[number] = 1;
            counts.normalized[number] = 1;
            continue;
        }
        let set = explain(here, there);
        counts.normalized[number] = usize::from(set.is_some_and(|set| set < 1 << SAME));
        let class = set.map_or("none of these: the texts differ".to_owned(), |set| {
            chosen(set).map(|normalizer| normalizer.name).collect::<Vec<_>>().join(" + ")
        });
        let shown = if set.is_some() { first_difference(here, there) } else { unexplained(here, there) };
        differences[number] = Some((class, format!("{}: {shown}", path.display())));
    }
    Some((counts, differences))
}

/// The number of bytes of a projection that are not equal to their byte of the file, or not in order.
fn unmapped(page: &Page, side: &Side) -> usize {
    let mut last = None;
    let wrong = side.text().bytes().enumerate().filter(|&(offset, byte)| {
        let file = side.projection.to_file(offset as u32);
        let in_order = last < Some(file);
        last = Some(file);
        !in_order || page.text.as_bytes().get(file as usize) != Some(&byte)
    });
    wrong.count()
}

fn same_words(here: &str, there: &str) -> bool {
    here.split_whitespace().eq(there.split_whitespace())
}

/// Removes a difference of notation that does not change the meaning of a page.
struct Normalizer {
    name: &'static str,
    apply: fn(&str) -> Cow<'_, str>,
}

/// First the differences that are permitted for equal pages, then those that only classify the others.
const NORMALIZERS: [Normalizer; 8] = [
    Normalizer { name: "backslash escapes", apply: without_escapes },
    Normalizer { name: "link reference definitions", apply: without_references },
    Normalizer { name: "character entities", apply: without_entities },
    Normalizer { name: "zero-width characters", apply: without_zero_width },
    Normalizer { name: "locale in a URL", apply: |text| replace(&LOCALE, text, "/") },
    Normalizer { name: "alternative text of an image", apply: |text| replace(&IMAGE, text, "!(") },
    Normalizer { name: "name of a tab", apply: |text| replace(&TAB, text, "$1(#tab/") },
    Normalizer { name: "white space inside a word", apply: without_white_space },
];
/// The number of permitted differences.
const SAME: u32 = 3;

static ESCAPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\([[:punct:]])"));
static DEFINITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^[ \t>]*\[[^\]\n]+\]:.*$"));
static ANCHOR: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?m)^([ \t]*#+ *)<a name="[^"\n]*"></a>"#));
static LOCALE: LazyLock<Regex> = LazyLock::new(|| pattern(r"/[a-z]{2}-[A-Za-z]{2}/"));
static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"!\[[^\]\n]*\]\("));
static TAB: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^([ \t]*#+ *)\[[^\]\n]*\]\(#tab/"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

fn replace<'a>(pattern: &Regex, text: &'a str, by: &str) -> Cow<'a, str> {
    pattern.replace_all(text, by)
}

/// The smallest set of normalizers that makes both texts equal, as bits.
fn explain(here: &str, there: &str) -> Option<u32> {
    let mut sets: Vec<u32> = (1..1 << NORMALIZERS.len()).collect();
    sets.sort_by_key(|set: &u32| (set.count_ones(), *set));
    let same_under = |set: u32| same_words(&normal(here, set), &normal(there, set));
    // The smallest set is searched only if all normalizers together make the texts equal.
    same_under((1 << NORMALIZERS.len()) - 1).then(|| sets.into_iter().find(|&set| same_under(set)))?
}

fn chosen(set: u32) -> impl Iterator<Item = &'static Normalizer> {
    NORMALIZERS.iter().enumerate().filter(move |(index, _)| set & (1 << index) != 0).map(|(_, normalizer)| normalizer)
}

fn normal(text: &str, set: u32) -> String {
    chosen(set).fold(text.to_owned(), |text, normalizer| (normalizer.apply)(&text).into_owned())
}

/// The first difference that remains after all normalizers but that for white space.
fn unexplained(here: &str, there: &str) -> String {
    let all_but_last = (1 << (NORMALIZERS.len() - 1)) - 1;
    first_difference(&normal(here, all_but_last), &normal(there, all_but_last))
}

fn without_anchors(text: &str) -> Cow<'_, str> {
    replace(&ANCHOR, text, "$1")
}

fn without_escapes(text: &str) -> Cow<'_, str> {
    replace(&ESCAPE, text, "$1")
}

/// Each form of a page defines its links under names in its language.
fn without_references(text: &str) -> Cow<'_, str> {
    replace(&DEFINITION, text, "")
}

fn without_zero_width(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.replace(['\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'], ""))
}

fn without_entities(text: &str) -> Cow<'_, str> {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ");
    Cow::Owned(plain.replace("&amp;", "&"))
}

fn without_white_space(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.split_whitespace().collect())
}

/// Some words around the first difference of two texts.
fn first_difference(here: &str, there: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) = (here.split_whitespace().collect(), there.split_whitespace().collect());
    let at = left.iter().zip(&right).position(|(one, other)| one != other).unwrap_or(left.len().min(right.len()));
    let words = |list: &[&str]| list[at.saturating_sub(2).min(list.len())..(at + 6).min(list.len())].join(" ");
    format!("`{}` / `{}`", words(&left), words(&right))
}
