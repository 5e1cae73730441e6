//! Prints the findings of a folder: `cargo run --example check -- fixtures/corpus`.

#![expect(clippy::print_stdout, reason = "an example prints its result")]

use hexapla::config::Config;
use hexapla::discover::discover;
use hexapla::discover::source::{Sources, Wanted as WantedSources};
use hexapla::run::Session;
use hexapla::run::check::{Wanted, check};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of pages")?;
    let config = Config::default();
    let discovery = discover(&[folder.into()], &config);
    // The pages hold their source text, or the folder holds the source pages.
    let wanted = WantedSources { git: None, tree: None, newer: None };
    let (sources, _) = Sources::find(wanted, &discovery, &config)?;
    let session = Session { config: &config, sources: &sources, progress: &|| () };
    let (report, _) = check(discovery, session, &Wanted::default(), |_| ());
    for finding in report.groups.iter().flat_map(|group| &group.findings) {
        println!("{} {}: {}", finding.level.name(), finding.check, finding.message);
    }
    Ok(())
}
