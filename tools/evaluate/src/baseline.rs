//! Compares the alignment of the library with a baseline: alignment by length (Gale and Church) in the Python module
//! `galechurch`. Both align 300 pages of each locale: the blocks as a sequence of texts, and the sentences of each block.
//!
//! `HEXAPLA_PYTHON` names a Python with the module; the default is `python3`.

use crate::alignment::NEWER;
use crate::corpus::Corpus;
use crate::gold::{Case, Embedded};
use crate::newer::Newer;
use crate::score::{self, Found, Score};
use crate::sentences::Known;
use crate::table::{self, row};
use hexapla::align::blocks;
use rayon::prelude::*;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The number of pages of a locale that are compared.
const PAGES: usize = 300;

/// Precision and recall of other aligners on 300 pages. They were measured when the corpus was made, not by this program.
const MARKS: [[&str; 6]; 4] = [
    ["de-DE", "pin", "1.000", ".999", "1.000", "1.000"],
    ["zh-CN", "pin", ".926", ".794", ".999", ".996"],
    ["de-DE", "newer", ".989", ".965", ".994", ".990"],
    ["ja-JP", "newer", ".942", ".854", ".993", ".992"],
];

/// Two lists of texts to align: those of the source and those of the target.
type Texts = [Vec<String>; 2];
/// Pairs of indexes of target and source, each with its confidence.
type Pairs = Vec<(u32, u32, f32)>;

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let (mut block_rows, mut sentence_rows) = (Vec::new(), Vec::new());
    for locale in corpus.locales() {
        let pages = sample(corpus, locale.as_str());
        let pins: Vec<(Case, Embedded)> =
            pages.par_iter().filter_map(|path| Case::at_pin(corpus, locale.as_str(), path)).collect();
        let newer: Vec<Case> = pages
            .par_iter()
            .filter_map(|path| {
                let english = corpus.page(NEWER, path)?.target;
                Some(Newer::new(Case::at_pin(corpus, locale.as_str(), path)?.0, english).case)
            })
            .collect();
        let Some(measured) = sentences(&pins) else {
            eprintln!(
                "evaluate: left out: no baseline, as `{}` has no module `galechurch` (`pip install galechurch`, and \
                 HEXAPLA_PYTHON names the Python that has it)",
                python().display()
            );
            return;
        };
        sentence_rows.push([vec![locale.to_string()], measured].concat());
        let pins: Vec<Case> = pins.into_iter().map(|(case, _)| case).collect();
        for (against, cases) in [("pin", &pins), ("newer", &newer)] {
            let Some(theirs) = blocks_by_length(cases) else { continue };
            let ours = cases.par_iter().map(|case| score::predicted(&blocks::align(&case.target, &case.source)));
            let (ours, theirs) = (sum(cases, &ours.collect::<Vec<_>>()), sum(cases, &theirs));
            let mut cells = row(&[&locale, &against, &ours.pages[0], &(ours.found.right + ours.found.missed)]);
            for score in [ours, theirs] {
                let found = score.found;
                cells.extend([found.precision(), found.recall(), found.f1()]);
                cells.push(table::percent(score.pages[1], score.pages[0]));
            }
            block_rows.push(cells);
        }
    }
    let header = [
        "locale",
        "against",
        "pages",
        "pairs",
        "P",
        "R",
        "F1",
        "pages right",
        "galechurch P",
        "R",
        "F1",
        "pages right",
    ];
    table::print(
        "Blocks by structure and by length (galechurch), 300 pages a locale drawn at random",
        2,
        &header,
        &block_rows,
    );
    let known: Vec<Vec<String>> = MARKS.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    let header = ["locale", "against", "hunalign P", "R", "prototype P", "R"];
    table::print("Known marks on 300 pages, measured elsewhere", 2, &header, &known);
    let header = ["locale", "blocks", "pairs", "galechurch P", "R", "F1"];
    table::print(
        "Sentences by length inside blocks of several, divided as the span pairs divide them",
        1,
        &header,
        &sentence_rows,
    );
}

/// A random sample of the pages of a locale; it is the same in each run.
fn sample(corpus: &Corpus, locale: &str) -> Vec<PathBuf> {
    let mut pages = corpus.pages(&format!("sxs/{locale}"));
    pages.sort_by_cached_key(|path| BuildHasherDefault::<DefaultHasher>::default().hash_one(path));
    pages.truncate(PAGES);
    pages
}

fn sum(cases: &[Case], predicted: &[Pairs]) -> Score {
    let mut sum = Score::default();
    cases.iter().zip(predicted).for_each(|(case, pairs)| sum.add(&Score::of(case, pairs)));
    sum
}

fn blocks_by_length(cases: &[Case]) -> Option<Vec<Pairs>> {
    let texts = |case: &Case| {
        [&case.source, &case.target]
            .map(|side| side.tree.blocks.iter().map(|block| by_itself(block.range.slice(side.text()))).collect())
    };
    let texts: Vec<Texts> = cases.par_iter().map(texts).collect();
    by_length(&texts)
}

/// The text of a block without its anchor. An empty text becomes one character: with a text of length 0, the baseline returns
/// no pairs.
fn by_itself(text: &str) -> String {
    let text = match (text.find("<a name=\""), text.find("</a>")) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &text[..start], &text[end + 4..]),
        _ => text.to_owned(),
    };
    if text.trim().is_empty() { "-".to_owned() } else { text }
}

/// The number of blocks with several sentences, their pairs, and the pairs of the baseline.
fn sentences(pins: &[(Case, Embedded)]) -> Option<Vec<String>> {
    let known = pins.par_iter().flat_map(|(case, embedded)| {
        let divided = Known::of(case, embedded).into_iter().filter(Known::is_divided);
        divided.map(|known| known.sentences(case)).collect::<Vec<_>>()
    });
    let known: Vec<[Vec<(u32, String)>; 2]> = known.collect();
    let texts = |side: &[(u32, String)]| side.iter().map(|(_, text)| text.clone()).collect();
    let lists: Vec<Texts> = known.iter().map(|[target, source]| [texts(source), texts(target)]).collect();
    let mut found = Found::default();
    for ([target, source], pairs) in known.iter().zip(by_length(&lists)?) {
        let right = pairs.iter().filter(|pair| target[pair.0 as usize].0 == source[pair.1 as usize].0).count();
        found.add(&Found { right, wrong: pairs.len() - right, missed: target.len() - right });
    }
    let all = found.right + found.missed;
    Some(row(&[&known.len(), &all, &found.precision(), &found.recall(), &found.f1()]))
}

fn python() -> PathBuf {
    std::env::var_os("HEXAPLA_PYTHON").map_or_else(|| "python3".into(), PathBuf::from)
}

/// Aligns lists by the lengths of their texts. A bead of several texts gives all pairs of texts in it. `None` if Python does not
/// have the module.
fn by_length(lists: &[Texts]) -> Option<Vec<Pairs>> {
    let script = include_str!("galechurch.py");
    let mut child =
        Command::new(python()).args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut input = child.stdin.take()?;
    let lines: String = lists.iter().map(|lists| serde_json::json!(lists).to_string() + "\n").collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    if !output.status.success() {
        return None;
    }
    let beads = output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let pairs: Vec<Pairs> = beads.map(pairs).collect::<Option<_>>()?;
    (pairs.len() == lists.len()).then_some(pairs)
}

fn pairs(line: &[u8]) -> Option<Pairs> {
    let beads: Vec<[u32; 4]> = serde_json::from_slice(line).ok()?;
    let pairs = beads.into_iter().flat_map(|[source, source_end, target, target_end]| {
        (target..target_end).flat_map(move |target| (source..source_end).map(move |source| (target, source, 1.0)))
    });
    Some(pairs.collect())
}
