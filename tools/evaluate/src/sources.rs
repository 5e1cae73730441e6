//! Measures source text at the commits that pages name: how many commits are found in the repository, whether the text is
//! correct, and the time of the search.

use crate::corpus::Corpus;
use crate::table::{self, Tally, row};
use hexapla::config::Config;
use hexapla::discover::identify::{self, Edition};
use hexapla::discover::origin::Origin;
use hexapla::discover::source::{SourceOptions, Sources};
use hexapla::discover::{self, Placed};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The locale whose pages are timed.
const TIMED: &str = "zh-CN";
const ROUNDS: usize = 5;

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let config = Config::default();
    let git = corpus.folder("english.git");
    let (mut rows, mut misses) = (Vec::new(), Tally::default());
    for tree in ["live", "sxs"] {
        for locale in corpus.locales() {
            let discovery = discover::discover(&[corpus.folder(&format!("{tree}/{locale}"))], &config);
            let wanted = SourceOptions { git: Some(&git), ..SourceOptions::default() };
            let (sources, problems) = match Sources::find(wanted, &discovery, &config) {
                Ok(found) => found,
                Err(error) => {
                    eprintln!("evaluate: left out: {error}");
                    return;
                }
            };
            for problem in problems {
                misses.add("problem", format!("{}: {}", problem.path.display(), problem.message));
            }
            let files: Vec<(&str, &Placed)> =
                discovery.groups.iter().flat_map(|group| group.files.iter().map(|file| (&*group.key, file))).collect();
            let own = corpus.folder(&format!("{tree}/{locale}"));
            let english = corpus.folder(&format!("source/{locale}"));
            let judged: Vec<(Outcome, &Path)> = files
                .par_iter()
                .filter_map(|(key, placed)| {
                    let edition = edition(corpus, placed, &config)?;
                    let path = english.join(placed.path.strip_prefix(&own).ok()?);
                    Some((outcome(&sources, key, placed, &edition, &path, &config), &*placed.path))
                })
                .collect();
            let count = |wanted: Outcome| judged.iter().filter(|(outcome, _)| *outcome == wanted).count();
            let (unnamed, equal, other, lost) =
                (count(Outcome::Unnamed), count(Outcome::Equal), count(Outcome::Other), count(Outcome::Lost));
            let pins = equal + other + lost;
            rows.push(row(&[&tree, &locale, &files.len(), &unnamed, &pins, &(equal + other), &equal, &other, &lost]));
            for (outcome, path) in judged {
                if matches!(outcome, Outcome::Other | Outcome::Lost) {
                    misses.add(format!("{outcome:?}"), path.display().to_string());
                }
            }
        }
    }
    let header = ["tree", "locale", "pages", "without pin", "pins", "found", "byte-equal", "other bytes", "not found"];
    table::print("Source text at the commits that pages name", 2, &header, &rows);
    misses.print("Not found or other than the English page at hand", 10, corpus.misses);
    time(corpus, &git, &config);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Unnamed,
    Equal,
    Other,
    Lost,
}

fn outcome(
    sources: &Sources,
    key: &str,
    placed: &Placed,
    edition: &Edition,
    english: &Path,
    config: &Config,
) -> Outcome {
    let Some(found) = sources.of(key, placed, edition, config).filter(|found| found.source.origin == Origin::Pin)
    else {
        return if edition.pin.is_none() { Outcome::Unnamed } else { Outcome::Lost };
    };
    match (found.placed.read(config), std::fs::read(english)) {
        (Ok(found), Ok(known)) if found == known => Outcome::Equal,
        (Ok(_), _) => Outcome::Other,
        (Err(_), _) => Outcome::Lost,
    }
}

/// The kind of a file.
fn edition(corpus: &Corpus, placed: &Placed, config: &Config) -> Option<Edition> {
    identify::identify(placed, &corpus.read(placed)?, config)
}

/// Measures the time to find and read the source text of all pages of one locale, and the time to read the pages.
fn time(corpus: &Corpus, git: &Path, config: &Config) {
    let folder: PathBuf = corpus.folder(&format!("live/{TIMED}"));
    let discovery = discover::discover(&[folder], config);
    let files: Vec<(&str, &Placed)> =
        discovery.groups.iter().flat_map(|group| group.files.iter().map(|file| (&*group.key, file))).collect();
    let editions: Vec<Option<Edition>> = files.par_iter().map(|(_, placed)| edition(corpus, placed, config)).collect();
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let bytes: usize =
            files.par_iter().filter_map(|(_, placed)| placed.read(config).ok()).map(|bytes| bytes.len()).sum();
        times[0].push(start.elapsed());
        let start = Instant::now();
        let wanted = SourceOptions { git: Some(git), ..SourceOptions::default() };
        let Ok((sources, _)) = Sources::find(wanted, &discovery, config) else { return };
        times[1].push(start.elapsed());
        let start = Instant::now();
        let read = files.par_iter().zip(&editions).filter_map(|((key, placed), edition)| {
            sources.of(key, placed, edition.as_ref()?, config)?.placed.read(config).ok()
        });
        std::hint::black_box(bytes + read.map(|bytes| bytes.len()).sum::<usize>());
        times[2].push(start.elapsed());
    }
    let names = ["reading the pages", "finding their sources", "reading their sources"];
    let rows: Vec<Vec<String>> = names.iter().zip(times).map(|(name, times)| timed(name, times)).collect();
    table::print(&format!("{TIMED}: {} pages, {ROUNDS} rounds", files.len()), 1, &["step", "median ms"], &rows);
}

fn timed(name: &str, mut times: Vec<Duration>) -> Vec<String> {
    times.sort();
    row(&[&name, &format!("{:.1}", times[times.len() / 2].as_secs_f64() * 1e3)])
}
