//! The tool against the floor, in one run: walking, reading and parsing the same raw files once with
//! pulldown-cmark on the same threads. Quote the ratio; absolute times move with the machine.
//!
//! `HEXAPLA_CORPUS=FOLDER cargo bench --bench speed` times `FOLDER/corpus/sxs`, the schema of the English pages, and
//! aligning the published pages with the English pages that they were made from; a folder given as an argument is
//! timed as it is. Without either, the fixtures are timed, which is weak evidence.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use hexapla::align;
use hexapla::align::aligned::{Aligned, Foreign};
use hexapla::config::Config;
use hexapla::discover;
use hexapla::discover::origin::{SourceDate, SourceUse};
use hexapla::discover::source::Sources;
use hexapla::export::schema_json;
use hexapla::page::syntax::PageSyntax;
use hexapla::page::{Page, markdown};
use hexapla::report::json;
use hexapla::run::Session;
use hexapla::run::check::{self, CheckOptions};
use hexapla::run::facts::{self, EditionFacts, Evidence};
use hexapla::schema::merge;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let corpus = std::env::var_os("HEXAPLA_CORPUS").map(|folder| Path::new(&folder).join("corpus"));
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus");
    let below = |name: &str| corpus.as_ref().map(|corpus| corpus.join(name));
    let checked = named.clone().or_else(|| below("sxs")).unwrap_or_else(|| fixtures.clone());
    let read = named.or_else(|| below("english-2021-07")).unwrap_or(fixtures);
    time(&checked, "all stages, checks, JSON", check);
    println!(
        "peak memory of this process: {}\n",
        peak_memory().map_or("not known here".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
    );
    time(&read, "schema, JSON", schema);
    if let (Some(live), Some(source)) = (below("live"), below("source")) {
        println!();
        time_alignment(&live, &source);
    }
}

/// Times the floor of two trees with the same files, reading them through to block trees, and lining them up as well,
/// and prints the time that alignment adds.
fn time_alignment(live: &Path, source: &Path) {
    println!(
        "{} and {} on {} threads, {ROUNDS} rounds in turn",
        live.display(),
        source.display(),
        rayon::current_num_threads()
    );
    let pairs: Vec<(PathBuf, PathBuf)> = files(live)
        .into_iter()
        .filter_map(|path| {
            let english = source.join(path.strip_prefix(live).ok()?);
            english.is_file().then_some((path, english))
        })
        .collect();
    let both: Vec<PathBuf> = pairs.iter().flat_map(|(live, english)| [live.clone(), english.clone()]).collect();
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        parse(&both);
        times[0].push(start.elapsed());
        times[1].push(line_up(&pairs, false));
        times[2].push(line_up(&pairs, true));
    }
    let [floor, read, aligned] = times.map(|times| median(times).as_secs_f64());
    println!("{:<28} {:>9} {:>12} {:>7}", "median", "ms", "pages/s", "ratio");
    let added = (aligned - read).max(0.0);
    for (name, time) in
        [("read + parse, both sides", floor), ("block trees", read), ("aligned", aligned), ("alignment alone", added)]
    {
        println!("{name:<28} {:>9.1} {:>12.0} {:>7.2}", time * 1e3, pairs.len() as f64 / time, time / floor);
    }
}

/// Reads pairs of a page without spans and its source text; `align`: and aligns their blocks and sentences.
fn line_up(pairs: &[(PathBuf, PathBuf)], align: bool) -> Duration {
    let start = Instant::now();
    let syntax = PageSyntax::default();
    let segments = pairs.par_iter().filter_map(|(live, english)| {
        let page = Page::parse(discover::read::file(live, discover::read::LONGEST).ok()?, &syntax);
        let source = Page::parse(discover::read::file(english, discover::read::LONGEST).ok()?, &syntax);
        let origin = SourceUse { date: SourceDate::Unknown, ..SourceUse::own(&page) };
        if !align {
            return Some(page.target.tree.blocks.len());
        }
        let blocks = align::blocks::align(&page.target, &source.target);
        let aligned = Aligned::foreign(page, Foreign { side: source.target, origin }, blocks);
        Some(aligned.segments.all.len())
    });
    std::hint::black_box(segments.sum::<usize>());
    start.elapsed()
}

/// Times the floor and a run of the tool in turn, and prints both.
fn time(folder: &Path, name: &str, run: fn(&Path) -> Duration) {
    println!("{} on {} threads, {ROUNDS} rounds in turn", folder.display(), rayon::current_num_threads());
    let (mut floors, mut runs, mut pages) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let (time, files) = floor(folder);
        floors.push(time);
        pages = files;
        runs.push(run(folder));
    }
    let (floor, run) = (median(floors), median(runs));
    println!("{:<28} {:>9} {:>12} {:>7}", "median", "ms", "pages/s", "ratio");
    for (name, time) in [("walk + read + parse", floor), (name, run)] {
        let (rate, ratio) = (pages as f64 / time.as_secs_f64(), time.as_secs_f64() / floor.as_secs_f64());
        println!("{name:<28} {:>9.1} {rate:>12.0} {ratio:>7.2}", time.as_secs_f64() * 1e3);
    }
}

/// Reads and parses each file once; gives the time and the number of files.
fn floor(folder: &Path) -> (Duration, usize) {
    let start = Instant::now();
    let files = files(folder);
    parse(&files);
    (start.elapsed(), files.len())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Reads and parses each file once.
fn parse(files: &[PathBuf]) {
    let events: usize = files
        .par_iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            pulldown_cmark::Parser::new_ext(&text, markdown::options()).into_offset_iter().count()
        })
        .sum();
    std::hint::black_box(events);
}

/// Runs `hexapla check --format json` to nowhere.
fn check(folder: &Path) -> Duration {
    let start = Instant::now();
    let config = Config::default();
    let discovery = discover::discover(&[folder.to_owned()], &config);
    let session = Session { config: &config, sources: &Sources::default(), progress: &|| {} };
    let (report, drawn) =
        check::check(discovery, session, &CheckOptions::default(), |group| json::group(&group.findings));
    json::write(&report, &drawn, &mut std::io::sink()).expect("a sink takes everything");
    start.elapsed()
}

/// Runs `hexapla schema` to nowhere. Like the program, it does not give back the facts one by one.
fn schema(folder: &Path) -> Duration {
    let start = Instant::now();
    let config = Config::default();
    let discovery = discover::discover(&[folder.to_owned()], &config);
    let session = Session { config: &config, sources: &Sources::default(), progress: &|| {} };
    let (facts, _) = facts::facts(discovery, session, Evidence::Drop);
    let inputs: Vec<_> = facts.iter().map(EditionFacts::input).collect();
    let schema = merge::merge(&inputs, &config.source_locale);
    schema_json::write(&schema, &mut std::io::sink()).expect("a sink takes everything");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The largest resident set so far, in kilobytes, if the system states it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
