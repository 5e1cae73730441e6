//! `hexapla schema`: writes the normalized schema, or OpenAPI documents and overlays.

use super::output::{bar, exit_code, note, note_problems, output, refuse_input, write_file};
use super::session::{discovery, prepare, source_options, sources};
use crate::cli::{SchemaArgs, SchemaFormat};
use anyhow::{Context, Result, bail};
use hexapla::config::Config;
use hexapla::export::openapi::files::{self, Destination, Plan};
use hexapla::export::{self, openapi};
use hexapla::run::Session;
use hexapla::run::facts::{self, EditionFacts, Evidence};
use hexapla::schema::{Schema, merge};
use hexapla::shown::ShownPath;
use std::mem::ManuallyDrop;
use std::path::{MAIN_SEPARATOR, PathBuf};
use std::process::ExitCode;

/// Merges the facts of all pages and writes them in the format of `--format`.
pub fn run(args: &SchemaArgs) -> Result<ExitCode> {
    let mut config = prepare(&args.common)?;
    let discovery = discovery(&args.common, &args.source, &mut config)?;
    refuse_input(&args.common, &discovery, &[args.source.source.as_deref()])?;
    let (sources, source_problems) = sources(source_options(&args.source), &discovery, &mut config)?;
    let bar = bar(discovery.groups.len());
    let evidence = if args.evidence { Evidence::Keep } else { Evidence::Drop };
    let session = Session { config: &config, sources: &sources, progress: &|| bar.inc(1) };
    let (facts, mut problems) = facts::facts(discovery, session, evidence);
    bar.finish_and_clear();
    problems.extend(source_problems);
    note_problems(&problems);
    if facts.is_empty() {
        bail!("no API page found");
    }
    // The process ends after writing: freeing each fact would only take time.
    let facts = ManuallyDrop::new(facts);
    let inputs: Vec<_> = facts.iter().map(EditionFacts::input).collect();
    let mut schema = ManuallyDrop::new(merge::merge(&inputs, &config.source_locale));
    files::keep_versions(&mut schema, &args.api_version)?;
    match args.format {
        SchemaFormat::Json if !args.overlay.is_empty() => bail!("--overlay needs --format openapi"),
        SchemaFormat::Json => output(&args.common, |to| export::schema_json::write(&schema, to))?,
        SchemaFormat::Openapi if args.evidence => bail!("--evidence needs --format json"),
        SchemaFormat::Openapi => documents(args, &config, &schema)?,
    }
    Ok(exit_code(&args.common, &problems, 0))
}

/// Writes OpenAPI documents and overlays: any number into a folder, one to a file or to standard output.
fn documents(args: &SchemaArgs, config: &Config, schema: &Schema<'_>) -> Result<()> {
    let is_folder = |path: &&PathBuf| path.is_dir() || path.to_string_lossy().ends_with(['/', MAIN_SEPARATOR]);
    let folder = args.common.output.as_ref().filter(is_folder);
    let destination = if folder.is_some() { Destination::Folder } else { Destination::SingleFile };
    let plan = Plan::new(schema, config, &args.overlay, destination)?;
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", ShownPath(folder)))?;
    }
    for file in plan.output_files() {
        match (file, folder) {
            (Ok((name, document)), Some(folder)) => {
                write_file(&folder.join(name), |to| openapi::write(&document, to))?;
            }
            (Ok((_, document)), None) => output(&args.common, |to| openapi::write(&document, to))?,
            (Err(nothing), Some(_)) => note(&nothing),
            (Err(nothing), None) => bail!(nothing),
        }
    }
    Ok(())
}
