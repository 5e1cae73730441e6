//! Compares the findings of the translation axis on published pages, with source text from another file, with the findings on
//! the side-by-side form of the same pages.

use crate::corpus::Corpus;
use crate::score;
use crate::table::{self, percent, row};
use hexapla::config::Config;
use hexapla::diagnostic::Axis;
use hexapla::discover;
use hexapla::discover::source::{SourceOptions, Sources};
use hexapla::locale::Locale;
use hexapla::report::Finding;
use hexapla::run::Session;
use hexapla::run::check;
use std::collections::{BTreeMap, BTreeSet};

/// The number of findings on both forms, only on side-by-side pages, only on published pages.
type Shares = [usize; 3];

/// Prints the tables of this part.
pub fn print(corpus: &Corpus) {
    let (mut rows, mut checks, mut misses) = (Vec::new(), BTreeMap::<&str, Shares>::new(), Vec::new());
    let mut totals = [Shares::default(); 2];
    for locale in corpus.locales() {
        let spans = findings(corpus, "sxs", &locale, SourceOptions::default());
        let (tree, git) = (corpus.folder(&format!("source/{locale}")), corpus.folder("english.git"));
        let wanted = [
            ("source tree", SourceOptions { tree: Some(&tree), ..SourceOptions::default() }),
            ("git", SourceOptions { git: Some(&git), ..SourceOptions::default() }),
        ];
        let mut differing = BTreeMap::<String, (String, Vec<&str>)>::new();
        for ((name, wanted), total) in wanted.into_iter().zip(&mut totals) {
            let live = findings(corpus, "live", &locale, wanted);
            let mut shares = Shares::default();
            for fingerprint in spans.keys().chain(live.keys()).collect::<BTreeSet<_>>() {
                let (one, other) = (spans.get(fingerprint), live.get(fingerprint));
                let counts = [one, other].map(|found| found.map_or(0, Vec::len));
                let both = counts[0].min(counts[1]);
                let parts = [both, counts[0] - both, counts[1] - both];
                let Some(finding) = one.or(other).and_then(|found| found.first()) else { continue };
                let of_check = checks.entry(finding.check).or_default();
                for place in 0..3 {
                    shares[place] += parts[place];
                    of_check[place] += parts[place];
                }
                if parts[1] + parts[2] > 0 {
                    let class = if parts[1] > 0 { "only with spans" } else { "only without" };
                    let known = differing.entry(fingerprint.clone());
                    known.or_insert_with(|| (shown(class, finding), Vec::new())).1.push(name);
                }
            }
            rows.push(line(&[locale.as_str(), name], shares));
            (0..3).for_each(|place| total[place] += shares[place]);
        }
        misses
            .extend(differing.into_values().map(|(shown, names)| format!("{shown}\n      with: {}", names.join(", "))));
    }
    rows.push(line(&["all", "source tree"], totals[0]));
    rows.push(line(&["all", "git"], totals[1]));
    let header = ["locale", "source from", "in both", "only with spans", "only without", "of with spans", "of all"];
    table::print(
        "Findings of the translation axis with spans (sxs) and without (live), by fingerprint",
        2,
        &header,
        &rows,
    );
    let rows: Vec<Vec<String>> = checks.into_iter().map(|(check, shares)| line(&[check], shares)).collect();
    let header = ["check", "in both", "only with spans", "only without", "of with spans", "of all"];
    table::print("The same by check, over both sources", 1, &header, &rows);
    score::print_some("Findings that differ", misses, corpus.misses);
}

fn line(names: &[&str], shares: Shares) -> Vec<String> {
    let [both, spans, live] = shares;
    let mut cells: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let shares = [percent(both, both + spans), percent(both, both + spans + live)];
    cells.extend(row(&[&both, &spans, &live, &shares[0], &shares[1]]));
    cells
}

/// The findings of one locale alone, by fingerprint.
fn findings(corpus: &Corpus, tree: &str, locale: &Locale, wanted: SourceOptions<'_>) -> BTreeMap<String, Vec<Finding>> {
    let config = Config::default();
    let discovery = discover::discover(&[corpus.folder(&format!("{tree}/{locale}"))], &config);
    let sources = match Sources::find(wanted, &discovery, &config) {
        Ok((sources, _)) => sources,
        Err(error) => {
            eprintln!("evaluate: {locale} without source: {error}");
            Sources::default()
        }
    };
    let session = Session { config: &config, sources: &sources, progress: &|| {} };
    let (report, _) = check::check(discovery, session, &check::CheckOptions::default(), |_| ());
    let mut findings: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    let found = report.groups.into_iter().flat_map(|group| group.findings);
    for finding in found.filter(|finding| finding.axis == Axis::Translation) {
        findings.entry(finding.fingerprint.clone()).or_default().push(finding);
    }
    findings
}

fn shown(class: &str, finding: &Finding) -> String {
    let short = |text: &str| {
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.chars().take(200).collect::<String>()
    };
    format!(
        "{class}  {} {}  {} {}: {}\n      source: {}\n      target: {}",
        finding.check,
        finding.fingerprint,
        finding.path.display(),
        finding.start.at.line,
        short(&finding.message),
        short(&finding.source),
        short(&finding.target)
    )
}
