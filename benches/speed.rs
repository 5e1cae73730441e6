//! The tool against the floor, in one run: walking, reading and parsing the same raw files once with
//! pulldown-cmark on the same threads. Quote the ratio; absolute times move with the machine.
//!
//! `HEXAPLA_CORPUS=FOLDER cargo bench --bench speed` times `FOLDER/corpus/sxs`; a folder given as an
//! argument is timed as it is. Without either, the fixtures are timed, which says little.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use hexapla::config::Config;
use hexapla::discover;
use hexapla::page::markdown;
use hexapla::report::json;
use hexapla::run::{self, Filter};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let corpus = std::env::var_os("HEXAPLA_CORPUS").map(|folder| Path::new(&folder).join("corpus/sxs"));
    let folder = named.or(corpus).unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus"));
    println!("{} on {} threads, {ROUNDS} rounds in turn", folder.display(), rayon::current_num_threads());
    let (mut floors, mut checks, mut pages) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let (time, files) = floor(&folder);
        floors.push(time);
        pages = files;
        checks.push(check(&folder));
    }
    let peak = peak_memory();
    let (floor, check) = (median(floors), median(checks));
    let rate = |time: Duration| pages as f64 / time.as_secs_f64();
    println!("{:<28} {:>9} {:>12} {:>7}", "median", "ms", "pages/s", "ratio");
    println!("{:<28} {:>9.1} {:>12.0} {:>7.2}", "walk + read + parse", floor.as_secs_f64() * 1e3, rate(floor), 1.0);
    let ratio = check.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{:<28} {:>9.1} {:>12.0} {:>7.2}",
        "all stages, checks, JSON",
        check.as_secs_f64() * 1e3,
        rate(check),
        ratio
    );
    println!(
        "peak memory of this process: {}",
        peak.map_or("not known here".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
    );
}

/// Reads and parses each file once; gives the time and the number of files.
fn floor(folder: &Path) -> (Duration, usize) {
    let start = Instant::now();
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files: Vec<PathBuf> =
        walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    let events: usize = files
        .par_iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            pulldown_cmark::Parser::new_ext(&text, markdown::options()).into_offset_iter().count()
        })
        .sum();
    std::hint::black_box(events);
    (start.elapsed(), files.len())
}

/// Runs `hexapla check --format json` to nowhere.
fn check(folder: &Path) -> Duration {
    let start = Instant::now();
    let config = Config::default();
    let discovery = discover::discover(&[folder.to_owned()], &config);
    let (report, drawn) =
        run::check(discovery, &config, &Filter::default(), false, &|| {}, |group| json::group(&group.findings));
    json::write(&report, &drawn, &mut std::io::sink()).expect("a sink takes everything");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The largest resident set so far, in kilobytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
