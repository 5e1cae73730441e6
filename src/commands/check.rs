//! `hexapla check`: writes the report of findings.

use super::output::{bar, exit_code, note, note_problems, output, refuse_input};
use super::session::{
    discovery, locales, nothing_compared, prepare, require_matches, require_pages, source_options, sources,
};
use crate::cli::{CheckArgs, CheckFormat};
use anyhow::{Result, anyhow};
use hexapla::checks;
use hexapla::diagnostic::Level;
use hexapla::discover::identify::Edition;
use hexapla::discover::source::SourceOptions;
use hexapla::report::place::Excerpts;
use hexapla::report::{json, text};
use hexapla::run::check::{self, CheckOptions};
use hexapla::run::{Filter, Session};
use std::io::{self, IsTerminal};
use std::process::ExitCode;

/// Checks all pages and writes the report. Status 1 if a finding reaches `--fail-on`, 2 if a page could not be read.
pub fn run(args: &CheckArgs) -> Result<ExitCode> {
    let mut config = prepare(&args.common)?;
    let is_json = args.format == CheckFormat::Json;
    let options = options(args)?;
    let discovery = discovery(&args.common, &args.source, &mut config)?;
    refuse_input(&args.common, &discovery, &[args.source.source.as_deref(), args.newer.as_deref()])?;
    let (sources, source_problems) = sources(
        SourceOptions { newer: args.newer.as_deref(), ..source_options(&args.source) },
        &discovery,
        &mut config,
    )?;
    let bar = bar(discovery.groups.len());
    let style = text::Style {
        colour: args.common.output.is_none()
            && io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        width: 120,
    };
    let session = Session { config: &config, sources: &sources, progress: &|| bar.inc(1) };
    let (mut report, drawn) = check::check(discovery, session, &options, |group| {
        if is_json { json::group(&group.findings) } else { text::group(&group.key, &group.findings, style) }
    });
    bar.finish_and_clear();
    report.problems.extend(source_problems);
    note_problems(&report.problems);
    require_pages(&report)?;
    let editions: Vec<&Edition> = report.groups.iter().flat_map(|group| &group.editions).collect();
    let places = editions.iter().map(|edition| (&edition.locale, edition.version.as_str())).collect();
    require_matches(&options.editions, &places)?;
    let nothing_compared = nothing_compared(&editions);
    output(&args.common, |to| {
        if is_json {
            return json::write(&report, &drawn, to);
        }
        drawn.iter().try_for_each(|group| to.write_all(group.as_bytes()))?;
        to.write_all(text::summary(&report).as_bytes())
    })?;
    let worst = report.groups.iter().filter_map(|group| group.worst).max();
    let found = args.fail_on.level().is_some_and(|level| worst >= Some(level));
    let complete = match nothing_compared {
        Some(reason) => {
            note(&reason);
            2
        }
        None => u8::from(found),
    };
    Ok(exit_code(&args.common, &report.problems, complete))
}

fn options(args: &CheckArgs) -> Result<CheckOptions> {
    for name in &args.check {
        checks::known(name).map_err(|unknown| anyhow!("--check {name}: {unknown}"))?;
    }
    Ok(CheckOptions {
        editions: Filter { locales: locales(&args.locale)?, versions: args.api_version.clone() },
        checks: args.check.clone(),
        level: args.level.map(Level::from),
        excerpts: if args.format == CheckFormat::Json { Excerpts::Drop } else { Excerpts::Keep },
    })
}
