//! Prints the normalized schema of a folder as JSON: `cargo run --example schema -- fixtures/corpus`.

use hexapla::config::Config;
use hexapla::discover::discover;
use hexapla::discover::source::{Sources, Wanted};
use hexapla::export::schema_json;
use hexapla::run::Session;
use hexapla::run::facts::{EditionFacts, Evidence, facts};
use hexapla::schema::merge::merge;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of pages")?;
    let config = Config::default();
    let discovery = discover(&[folder.into()], &config);
    let wanted = Wanted { git: None, tree: None, newer: None };
    let (sources, _) = Sources::find(wanted, &discovery, &config)?;
    let session = Session { config: &config, sources: &sources, progress: &|| () };
    let (facts, _) = facts(discovery, session, Evidence::Drop);
    let inputs: Vec<_> = facts.iter().map(EditionFacts::input).collect();
    let schema = merge(&inputs, &config.source_locale);
    schema_json::write(&schema, false, &mut std::io::stdout())?;
    Ok(())
}
