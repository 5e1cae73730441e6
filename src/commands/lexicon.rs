//! `hexapla lexicon`: writes a lexicon file proposed from aligned pages.

use super::output::{bar, exit_code, note_problems, output, refuse_input};
use super::session::{discovery, prepare, source_options, sources};
use crate::cli::LexiconArgs;
use anyhow::{Context, Result, bail};
use hexapla::export::lexicon_toml::ProposalOptions;
use hexapla::lexicon::Lexicons;
use hexapla::locale::Locale;
use hexapla::run::{self, Session};
use std::process::ExitCode;

/// Writes the lexicon proposed for one language.
pub fn run(args: &LexiconArgs) -> Result<ExitCode> {
    let mut config = prepare(&args.common)?;
    let locale = args
        .locale
        .as_deref()
        .map(|tag| Locale::parse(tag).with_context(|| format!("--locale {tag}: not a BCP 47 locale tag")));
    let wanted = locale.transpose()?.map(|locale| Lexicons::language_of(&locale).to_owned());
    let discovery = discovery(&args.common, &args.source, &mut config)?;
    refuse_input(&args.common, &discovery, &[args.source.source.as_deref()])?;
    let (sources, source_problems) = sources(source_options(&args.source), &discovery, &mut config)?;
    let bar = bar(discovery.groups.len());
    let (proposals, mut problems) =
        run::words::words(discovery, Session { config: &config, sources: &sources, progress: &|| bar.inc(1) });
    bar.finish_and_clear();
    problems.extend(source_problems);
    note_problems(&problems);
    let found: Vec<&str> = proposals.keys().map(String::as_str).collect();
    let language = match (wanted, found.as_slice()) {
        (Some(language), _) => language,
        (None, [only]) => (*only).to_owned(),
        (None, []) => bail!("found no translation with source text"),
        (None, several) => bail!("the translations are in {}: select one language with --locale", several.join(", ")),
    };
    let Some(proposal) = proposals.get(&language) else {
        bail!("found no translation in {language} with source text");
    };
    let known = config.lexicons.all().iter().find(|lexicon| lexicon.language == language);
    let options = ProposalOptions { pages: args.min_count, new_only: args.new, ..ProposalOptions::default() };
    output(&args.common, |to| proposal.write(&language, known, options, to))?;
    Ok(exit_code(&args.common, &problems, 0))
}
