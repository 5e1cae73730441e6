//! `hexapla pages`: lists the pages that were found, and from what their locale, version and key were inferred.

use super::output::{bar, counted, exit_code, left_out_lines, note_problems, output, refuse_input};
use super::session::{discovery, prepare, require_pages, source_options, sources};
use crate::cli::{CheckFormat, PagesArgs};
use anyhow::Result;
use hexapla::discover::Problem;
use hexapla::discover::origin::SourceUse;
use hexapla::report::{json, text};
use hexapla::run::pages::{Pairing, TemplateUse};
use hexapla::run::{self, Session};
use hexapla::shown::{Shown, ShownPath};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Most templates that the text lists.
const MOST_TEMPLATES: usize = 20;

/// Lists all editions, the files that are not API pages, and the number of files that could not be read.
pub fn run(args: &PagesArgs) -> Result<ExitCode> {
    let mut config = prepare(&args.common)?;
    let discovery = discovery(&args.common, &args.source, &mut config)?;
    refuse_input(&args.common, &discovery, &[args.source.source.as_deref()])?;
    let (sources, source_problems) = sources(source_options(&args.source), &discovery, &mut config)?;
    let bar = bar(discovery.groups.len());
    let mut pairing =
        run::pages::pages(discovery, Session { config: &config, sources: &sources, progress: &|| bar.inc(1) });
    bar.finish_and_clear();
    pairing.report.problems.extend(source_problems);
    note_problems(&pairing.report.problems);
    require_pages(&pairing.report)?;
    output(&args.common, |to| {
        if args.format == CheckFormat::Json { pages_json(&pairing, to) } else { pages_text(&pairing, to) }
    })?;
    Ok(exit_code(&args.common, &pairing.report.problems, 0))
}

fn pages_json(pairing: &Pairing, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{{\"format_version\":{},\"editions\":[", json::FORMAT_VERSION)?;
    json::write_editions(&pairing.report.groups, to)?;
    let template = |used: &TemplateUse| json!({"template": used.template, "locales": used.locales, "pages": used.pages, "paired": used.paired});
    let templates: Vec<Value> = pairing.templates.iter().map(template).collect();
    let alone = |(path, reason): (&PathBuf, &String)| json!({"path": path.to_string_lossy(), "reason": reason});
    let alone: Vec<Value> = pairing.alone.iter().map(alone).collect();
    writeln!(to, "],\"layouts\":{},\"alone\":{},", Value::from(templates), Value::from(alone))?;
    let left_out = pairing.left_out.0.iter();
    let left_out: Map<String, Value> = left_out
        .map(|(rule, [files, folders])| (rule.name().to_owned(), json!({"files": files, "folders": folders})))
        .collect();
    writeln!(to, "\"left_out\":{},", Value::from(left_out))?;
    let summary = json::summary(&pairing.report);
    writeln!(to, "\"source_locale\":{},", summary["source_locale"])?;
    let [others, problems, profile] = ["others", "problems", "profile"].map(|field| &summary[field]);
    writeln!(to, "\"others\":{others},\"problems\":{problems},\"profile\":{profile}}}")
}

fn pages_text(pairing: &Pairing, to: &mut dyn Write) -> io::Result<()> {
    let report = &pairing.report;
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
            if let Some(reason) = pairing.alone.get(&edition.path) {
                writeln!(to, "    alone: {reason}")?;
            }
        }
    }
    for (path, kind) in &report.others {
        writeln!(to, "{}\n    not an API page: {}", ShownPath(path), kind.name())?;
    }
    writeln!(to, "{}", text::profile(&report.profile))?;
    if let Some(source) = &report.source {
        writeln!(to, "source locale {}: {}", source.locale, source.evidence.words())?;
    }
    layouts_text(pairing, to)?;
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

/// The templates of the paths, and the reasons why pages are alone, each with the number of pages.
fn layouts_text(pairing: &Pairing, to: &mut dyn Write) -> io::Result<()> {
    for used in pairing.templates.iter().take(MOST_TEMPLATES) {
        let template = match &used.template {
            Some(template) => Shown(template).to_string(),
            None => "first heading".to_owned(),
        };
        let unmarked = if used.is_unmarked { ", not stated by the path" } else { "" };
        let locales = used.locales.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let (pages, paired) = (counted(used.pages, "page"), used.paired);
        writeln!(to, "layout {template}: {pages} ({locales}{unmarked}), {paired} paired with another locale")?;
    }
    let more = pairing.templates.len().saturating_sub(MOST_TEMPLATES);
    if more > 0 {
        writeln!(to, "{}; --format json lists all", counted(more, "more layout"))?;
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    pairing.alone.values().for_each(|reason| *reasons.entry(reason).or_default() += 1);
    for (reason, pages) in reasons {
        writeln!(to, "alone: {}: {reason}", counted(pages, "page"))?;
    }
    left_out_lines(&pairing.left_out).iter().try_for_each(|line| writeln!(to, "left out: {line}"))
}

fn source_text(source: &SourceUse) -> String {
    let origin = source.origin.name();
    if source.path.as_os_str().is_empty() {
        origin.to_owned()
    } else {
        format!("{origin} ({})", ShownPath(&source.path))
    }
}
