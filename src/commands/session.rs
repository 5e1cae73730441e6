//! The first steps of every command: read the settings, find the source text.

use super::output::{counted, left_out_lines, note, note_problems};
use crate::cli::{Common, SourceArgs, SourceIs};
use anyhow::{Context, Result, bail};
use hexapla::checks;
use hexapla::config::Config;
use hexapla::config::files::GitIgnored;
use hexapla::discover::history::lookup::HistoryScope;
use hexapla::discover::identify::{Edition, Form};
use hexapla::discover::origin::SourceDate;
use hexapla::discover::roots::{Roots, StdinPage, is_stdin};
use hexapla::discover::source::{SourceOptions, Sources};
use hexapla::discover::source_locale::NamedSources;
use hexapla::discover::{self, Discovery, Loss, Problem};
use hexapla::locale::Locale;
use hexapla::report::Report;
use hexapla::run::Filter;
use hexapla::shown::Shown;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// Sets the number of threads and reads the settings. Call it once: threads can be set only once in a process.
pub(super) fn prepare(common: &Common) -> Result<Config> {
    if let Some(threads) = common.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("cannot start threads")?;
    }
    let mut config = settings(common.config.as_deref())?;
    if common.no_ignore {
        config.files.git_ignored = GitIgnored::Read;
    }
    Ok(config)
}

/// Reads the settings file `named`, or the nearest `hexapla.toml` at or above the working directory; defaults if none.
pub(super) fn settings(named: Option<&Path>) -> Result<Config> {
    let found = || std::env::current_dir().ok().and_then(|folder| Config::find(&folder));
    let path = named.map(Path::to_owned).or_else(found);
    Ok(path.map(|path| Config::read(&path, checks::known)).transpose()?.unwrap_or_default())
}

/// The paths of a command, with the page from standard input if `-` is among them.
fn roots<'a>(common: &'a Common, sources: NamedSources<'a>, config: &Config) -> Result<Roots<'a>> {
    let mut roots = Roots { follow_links: common.follow_links, sources, ..Roots::from(&common.paths) };
    if common.paths.iter().any(|path| is_stdin(path)) {
        let mut bytes = Vec::new();
        let most = config.max_page_bytes;
        std::io::stdin().take(most + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
        roots.stdin = Some(StdinPage { path: common.stdin_path.clone(), bytes: bytes.into() });
    }
    Ok(roots)
}

/// Finds the pages of a command, and sets the profile and the locale of the source pages to those that the pages show.
pub(super) fn discovery(common: &Common, source: &SourceArgs, config: &mut Config) -> Result<Discovery> {
    let sources =
        NamedSources { tree: source.source.as_deref(), is_any: source.source.is_some() || source.source_git.is_some() };
    let discovery = discover::discover_with_profile(roots(common, sources, config)?, config);
    config.source_locale = discovery.source_locale(&config.source_locale);
    if discovery.groups.is_empty() && discovery.left_out.is_notable() {
        left_out_lines(&discovery.left_out).iter().for_each(|line| note(&format!("left out: {line}")));
    }
    Ok(discovery)
}

/// Parses the tags of `--locale`.
pub(super) fn locales(tags: &[String]) -> Result<Vec<Locale>> {
    let locale = |tag: &String| Locale::parse(tag).with_context(|| format!("--locale {tag}: not a BCP 47 locale tag"));
    tags.iter().map(locale).collect()
}

/// The options of the flags that all commands have; `newer` is `None`.
pub(super) fn source_options(args: &SourceArgs) -> SourceOptions<'_> {
    let tree_date = match args.source_is {
        Some(SourceIs::Exact) => SourceDate::Exact,
        Some(SourceIs::Current) | None => SourceDate::Unknown,
    };
    let history = match (args.no_history, args.source_is) {
        (true, _) | (_, Some(_)) => HistoryScope::None,
        (false, None) => HistoryScope::WorkTrees,
    };
    SourceOptions { git: args.source_git.as_deref(), tree: args.source.as_deref(), tree_date, newer: None, history }
}

/// Finds the source text that the options name. If the pages show no documentation system, the source tree shows it. Also returns the source pages that were not read. An error if a path that an
/// option names cannot be read.
pub(super) fn sources(
    options: SourceOptions<'_>,
    discovery: &Discovery,
    config: &mut Config,
) -> Result<(Sources, Vec<Problem>)> {
    if let Some(tree) = options.tree.filter(|_| config.profile_use.evidence.is_empty()) {
        // A tree that cannot be read is reported below.
        let _ = discover::revision::discover_with_profile(&[tree.to_owned()], config);
    }
    let (sources, problems) = Sources::find(options, discovery, config)?;
    if problems.iter().any(|problem| problem.loss == Loss::NamedPath) {
        note_problems(&problems);
        bail!("cannot read the source pages that --source, --source-git or --newer name (see the lines above)");
    }
    Ok((sources, problems))
}

/// An error if the report has no page.
pub(super) fn require_pages(report: &Report) -> Result<()> {
    if report.groups.iter().all(|group| group.editions.is_empty()) {
        bail!("no API page found");
    }
    Ok(())
}

/// An error if a locale or version of a filter is that of no page: the result would be empty without a reason. `pages`: the locale
/// and version of each page.
pub(super) fn require_matches(filter: &Filter, pages: &BTreeSet<(&Locale, &str)>) -> Result<()> {
    let list = |names: BTreeSet<&str>| names.into_iter().collect::<Vec<_>>().join(", ");
    for locale in &filter.locales {
        if !pages.iter().any(|(known, _)| locale.covers(known.as_str())) {
            let locales = list(pages.iter().map(|(locale, _)| locale.as_str()).collect());
            bail!("--locale {locale}: no page has this locale; the pages have {locales}");
        }
    }
    for version in &filter.versions {
        if !pages.iter().any(|(_, known)| known.eq_ignore_ascii_case(version)) {
            let versions = list(pages.iter().map(|(_, version)| *version).collect());
            bail!("--api-version {}: no page has this version; the pages have {versions}", Shown(version));
        }
    }
    Ok(())
}

/// Why a report compares no translation with a source text although there are several locales; `None` if it compares one.
pub(super) fn nothing_compared(editions: &[&Edition]) -> Option<String> {
    let translations = editions.iter().filter(|edition| edition.form != Form::Source).count();
    let locales: BTreeSet<&Locale> = editions.iter().map(|edition| &edition.locale).collect();
    let is_compared = editions.iter().any(|edition| edition.has_source() && edition.form != Form::Source);
    (locales.len() > 1 && translations > 0 && !is_compared).then(|| {
        format!(
            "no translation was compared with a source text: none was found for {}; name the source pages with --source or --source-git, or their locale with the setting source_locale",
            counted(translations, "page")
        )
    })
}
