//! Checks the pages of a folder and prints one line for each finding.
//!
//! `cargo run --example check_folder -- fixtures/corpus`

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use hexapla::config::Config;
use hexapla::discover;
use hexapla::discover::source::Sources;
use hexapla::run::Session;
use hexapla::run::check::{self, CheckOptions};
use std::path::PathBuf;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder of pages"));
    let config = Config::default();
    let discovery = discover::discover(&[folder], &config);
    let session = Session { config: &config, sources: &Sources::default(), progress: &|| {} };
    let (report, _) = check::check(discovery, session, &CheckOptions::default(), |_| ());
    for finding in report.groups.iter().flat_map(|group| &group.findings) {
        let place = finding.start.at;
        println!("{}:{}:{}: {}", finding.path.display(), place.line, place.column, finding.message);
    }
    for problem in &report.problems {
        println!("{}: not read: {}", problem.path.display(), problem.message);
    }
}
