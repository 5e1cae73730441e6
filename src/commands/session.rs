//! What every command starts with: settings, pages, source text.

use super::output::tell_problems;
use crate::cli::{Common, SourceArgs};
use anyhow::{Context, Result, bail};
use hexapla::checks;
use hexapla::config::Config;
use hexapla::discover::Discovery;
use hexapla::discover::source::{SourceOptions, Sources};
use hexapla::locale::Locale;
use hexapla::report::Report;
use std::path::Path;

/// Reads settings and sets the number of threads.
pub(super) fn prepare(common: &Common) -> Result<Config> {
    if let Some(threads) = common.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("cannot start threads")?;
    }
    settings(common.config.as_deref())
}

/// Reads the settings file that is named, else the nearest at or above the working directory.
pub(super) fn settings(named: Option<&Path>) -> Result<Config> {
    let found = || std::env::current_dir().ok().and_then(|folder| Config::find(&folder));
    let path = named.map(Path::to_owned).or_else(found);
    Ok(path.map(|path| Config::read(&path, checks::known)).transpose()?.unwrap_or_default())
}

/// The locales that `--locale` names.
pub(super) fn locales(tags: &[String]) -> Result<Vec<Locale>> {
    let locale = |tag: &String| Locale::parse(tag).with_context(|| format!("--locale {tag}: not a locale tag"));
    tags.iter().map(locale).collect()
}

/// What the flags of all commands say of source text.
pub(super) fn source_options(args: &SourceArgs) -> SourceOptions<'_> {
    SourceOptions { git: args.source_git.as_deref(), tree: args.source.as_deref(), newer: None }
}

/// Looks for source text where the flags say.
pub(super) fn sources(wanted: SourceOptions<'_>, discovery: &Discovery, config: &Config) -> Result<Sources> {
    let (sources, problems) = Sources::find(wanted, discovery, config)?;
    if tell_problems(&problems) {
        bail!("cannot read the source pages that --source, --source-git or --newer name (see the lines above)");
    }
    Ok(sources)
}

/// An error if a run has no page.
pub(super) fn require_pages(report: &Report) -> Result<()> {
    if report.groups.iter().all(|group| group.editions.is_empty()) {
        bail!("no page found");
    }
    Ok(())
}
