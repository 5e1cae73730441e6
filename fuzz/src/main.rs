//! The driver on the stable toolchain: mutates the corpus of each target and reports inputs that break an invariant.
//!
//! `cargo run -p hexapla-fuzz --profile fuzz -- --seconds 60`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints its results")]

mod campaign;
mod execution;
mod shrink;

use campaign::{Campaign, Limit};
use clap::Parser;
use execution::Runner;
use hexapla_fuzz::mutation::Mutator;
use hexapla_fuzz::numbers::RandomNumbers;
use hexapla_fuzz::seeds::{SeedPages, files};
use hexapla_fuzz::targets::{self, Target};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// No limit of time for given inputs.
const EVERY_INPUT: Limit = Limit::Executions(0);

/// Longest input that is saved, in bytes. Facts that need a longer input are found again in the fixtures.
const LONGEST_SAVED: usize = 4096;

/// Runs the fuzz targets of hexapla on mutated inputs. Status 1 if an input breaks an invariant.
#[derive(Debug, Parser)]
struct Arguments {
    /// The targets to run; all if none is named
    targets: Vec<String>,
    /// Run for N seconds in all
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
    /// Run N mutated inputs of each target, in any time
    #[arg(long, value_name = "N")]
    executions: Option<u64>,
    /// The seed of all mutations: a number, or `fresh`
    #[arg(long, value_name = "S", default_value = "0", value_parser = seed)]
    seed: u64,
    /// Mutate also the pages below FOLDER
    #[arg(long, value_name = "FOLDER")]
    corpus: Vec<PathBuf>,
    /// Most pages of all folders that are mutated
    #[arg(long, value_name = "N", default_value_t = 300)]
    pages: usize,
    /// Run these inputs as they are, and no other
    #[arg(long, value_name = "FILE")]
    input: Vec<PathBuf>,
    /// Write the inputs that have new facts, shortest first, to FOLDER/TARGET
    #[arg(long, value_name = "FOLDER")]
    save: Option<PathBuf>,
}

fn seed(text: &str) -> Result<u64, String> {
    if text == "fresh" {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?;
        return Ok(now.as_nanos() as u64 ^ u64::from(std::process::id()) << 32);
    }
    text.parse().map_err(|_| "expected a number or `fresh`".to_owned())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // In a pool of one thread, the library starts no other thread.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let run = || match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzz: {error}");
            ExitCode::from(2)
        }
    };
    pool.expect("a thread starts").install(run)
}

/// Runs the targets. Whether all inputs keep the invariants.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let chosen = chosen(&arguments.targets)?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = SeedPages::default();
    pages.read(&folder.join("../fixtures"))?;
    pages.read(&folder.join("../src/lexicon"))?;
    arguments.corpus.iter().try_for_each(|folder| pages.read(folder))?;
    let time = Duration::from_secs(arguments.seconds) / chosen.len() as u32;
    let limit = arguments.executions.map_or(Limit::Time(time), Limit::Executions);
    let failures = folder.join("failures");
    let mut runner = Runner::new(&failures)?;
    let mut keeps_all = true;
    if arguments.input.is_empty() {
        println!("seed {}", arguments.seed);
    }
    for target in chosen {
        let mut campaign = Campaign::new(target, &failures);
        let begin = Instant::now();
        if arguments.input.is_empty() {
            let mut numbers = RandomNumbers::new(arguments.seed);
            let mut inputs = saved(&folder.join("corpus").join(target.name))?;
            inputs.extend(pages.inputs(target, arguments.pages, &mut numbers));
            inputs.sort_by_key(Vec::len);
            // Half of the time is for inputs as they are.
            let half = match limit {
                Limit::Time(time) => Limit::Time(time / 2),
                all => all,
            };
            campaign.start(inputs, half, &mut runner)?;
            campaign.mutate(&mut Mutator::new(arguments.seed), half, &mut runner)?;
        } else {
            let inputs = arguments.input.iter().map(std::fs::read).collect::<Result<_, _>>()?;
            campaign.start(inputs, EVERY_INPUT, &mut runner)?;
        }
        report(&campaign, begin.elapsed());
        keeps_all &= campaign.failures.is_empty();
        if let Some(folder) = &arguments.save {
            save(campaign, &folder.join(target.name), &mut runner)?;
        }
    }
    runner.finish()?;
    Ok(keeps_all)
}

/// The targets of these names; all if no name is given.
fn chosen(names: &[String]) -> Result<Vec<&'static Target>, String> {
    if names.is_empty() {
        return Ok(targets::ALL.iter().collect());
    }
    let find = |name: &String| {
        let known = || targets::ALL.map(|target| target.name).join(", ");
        targets::ALL
            .iter()
            .find(|target| target.name == name)
            .ok_or_else(|| format!("`{name}` is not one of {}", known()))
    };
    names.iter().map(find).collect()
}

/// The inputs in a corpus folder; none if there is no such folder.
fn saved(folder: &Path) -> std::io::Result<Vec<Vec<u8>>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    files(folder)?.into_iter().map(std::fs::read).collect()
}

fn report(campaign: &Campaign<'_>, time: Duration) {
    println!(
        "{:9} {:9} executions in {:6.1} s ({:.0}/s), {} facts, {} inputs kept, {} failures",
        campaign.target.name,
        campaign.executions,
        time.as_secs_f64(),
        campaign.executions as f64 / time.as_secs_f64(),
        campaign.fact_count(),
        campaign.corpus.len(),
        campaign.failures.len(),
    );
    for (path, _) in &campaign.failures {
        println!("  cargo run -p hexapla-fuzz --profile fuzz -- {} --input {}", campaign.target.name, path.display());
    }
}

/// Writes the smallest inputs that together have all facts of a campaign.
fn save(campaign: Campaign<'_>, folder: &Path, runner: &mut Runner) -> std::io::Result<()> {
    let mut inputs = campaign.corpus;
    inputs.sort_by_key(Vec::len);
    inputs.retain(|input| input.len() <= LONGEST_SAVED);
    let mut smallest = Campaign::new(campaign.target, folder);
    smallest.start(inputs, EVERY_INPUT, runner)?;
    std::fs::create_dir_all(folder)?;
    for input in smallest.corpus {
        let hash = hexapla::text::fnv1a(input.iter().copied());
        std::fs::write(folder.join(format!("{hash:016x}")), input)?;
    }
    Ok(())
}
