//! `hexapla pages`: lists the pages that were found, and from what their locale, version and key were inferred.

use super::output::{bar, counted, exit_code, note_problems, output, refuse_input};
use super::session::{discovery, prepare, require_pages, source_options, sources};
use crate::cli::{CheckFormat, PagesArgs};
use anyhow::Result;
use hexapla::discover::Problem;
use hexapla::discover::origin::SourceUse;
use hexapla::report::{Report, json, text};
use hexapla::run::{self, Session};
use hexapla::shown::{Shown, ShownPath};
use std::io::{self, Write};
use std::process::ExitCode;

/// Lists all editions, the files that are not API pages, and the number of files that could not be read.
pub fn run(args: &PagesArgs) -> Result<ExitCode> {
    let mut config = prepare(&args.common)?;
    let discovery = discovery(&args.common, &mut config)?;
    refuse_input(&args.common, &discovery, &[args.source.source.as_deref()])?;
    let (sources, source_problems) = sources(source_options(&args.source), &discovery, &mut config)?;
    let bar = bar(discovery.groups.len());
    let mut report =
        run::pages::pages(discovery, Session { config: &config, sources: &sources, progress: &|| bar.inc(1) });
    bar.finish_and_clear();
    report.problems.extend(source_problems);
    note_problems(&report.problems);
    require_pages(&report)?;
    output(&args.common, |to| {
        if args.format == CheckFormat::Json { pages_json(&report, to) } else { pages_text(&report, to) }
    })?;
    Ok(exit_code(&args.common, &report.problems, 0))
}

fn pages_json(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{{\"format_version\":{},\"editions\":[", json::FORMAT_VERSION)?;
    json::write_editions(&report.groups, to)?;
    let summary = json::summary(report);
    let [others, problems, profile] = ["others", "problems", "profile"].map(|field| &summary[field]);
    writeln!(to, "],\"others\":{others},\"problems\":{problems},\"profile\":{profile}}}")
}

fn pages_text(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    for group in &report.groups {
        for edition in &group.editions {
            let [locale, version, key] = edition.clues.map(hexapla::discover::Clue::name);
            writeln!(
                to,
                "{}\n    key {} ({key}), locale {} ({locale}), version {} ({version}), {}, source {}",
                ShownPath(&edition.path),
                Shown(&group.key),
                edition.locale,
                Shown(&edition.version),
                edition.form.name(),
                source_text(&edition.source)
            )?;
        }
    }
    for (path, kind) in &report.others {
        writeln!(to, "{}\n    not an API page: {}", ShownPath(path), kind.name())?;
    }
    writeln!(to, "{}", text::profile(&report.profile))?;
    let editions: usize = report.groups.iter().map(|group| group.editions.len()).sum();
    writeln!(
        to,
        "{} with {}, {}, {} not read",
        counted(editions, "page"),
        counted(report.groups.len(), "key"),
        counted(report.others.len(), "other file"),
        counted(Problem::count_lost(&report.problems), "path")
    )
}

fn source_text(source: &SourceUse) -> String {
    let origin = source.origin.name();
    if source.path.as_os_str().is_empty() {
        origin.to_owned()
    } else {
        format!("{origin} ({})", ShownPath(&source.path))
    }
}
