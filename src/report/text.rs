//! The report as text for a terminal: findings grouped by page, each with its line and the place underlined, then a table of
//! locales and levels.

use super::summary::Summary;
use super::{Finding, Report};
use crate::compare::age::states::Counts;
use crate::diagnostic::Level;
use crate::discover::Problem;
use crate::discover::source_locale::SourceEvidence;
use crate::profile::evidence::ProfileUse;
use crate::shown::{Shown, ShownPath};
use annotate_snippets::{AnnotationKind, Level as Severity, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Style of the text report.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to use colour.
    pub colour: bool,
    /// Width of the terminal, in columns.
    pub width: usize,
}

impl Style {
    fn renderer(self) -> Renderer {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        renderer.term_width(self.width)
    }
}

/// A finding as text, without line end.
pub fn finding(finding: &Finding, style: Style) -> String {
    let severity = match finding.level {
        Level::Error => Severity::ERROR,
        Level::Warning => Severity::WARNING,
        Level::Info => Severity::INFO,
    };
    let path = ShownPath(&finding.path).to_string();
    let (line, column) = (finding.start.at.line as usize, finding.start.at.column as usize);
    let title = severity.primary_title(Shown(&finding.message).to_string()).id(finding.check);
    let excerpt = &finding.excerpt;
    let text = without_controls(&excerpt.text);
    let snippet =
        || Snippet::source(&*text).line_start(line).annotation(AnnotationKind::Primary.span(excerpt.mark.clone()));
    let mut group = match (excerpt.text.is_empty(), excerpt.from_start) {
        (true, _) => title.element(Origin::path(path).line(line).char_column(column)),
        (false, true) => title.element(snippet().path(path)),
        (false, false) => title.element(Origin::path(path).line(line).char_column(column)).element(snippet()),
    };
    if !finding.help.is_empty() {
        group = group.element(Severity::HELP.message(Shown(&finding.help).to_string()));
    }
    style.renderer().render(&[group])
}

/// A text of the page in which C1 controls and line separators, which the renderer keeps, are replaced by characters of as many
/// bytes.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_control = |character| matches!(character, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}');
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|character| match character {
        '\u{80}'..='\u{9f}' => '\u{b7}',
        '\u{2028}' | '\u{2029}' => '\u{fffd}',
        character => character,
    });
    Cow::Owned(shown.collect())
}

/// The findings of a page group as text, with a heading line for each edition.
pub fn group(key: &str, findings: &[Finding], style: Style) -> String {
    let mut drawn = String::new();
    let mut page: Option<(&str, &str)> = None;
    for located in findings {
        let here = (located.locale.as_str(), located.version.as_str());
        if page != Some(here) {
            page = Some(here);
            let _ = writeln!(drawn, "── {} · {} · {}\n", Shown(key), located.locale, Shown(&located.version));
        }
        drawn.push_str(&finding(located, style));
        drawn.push_str("\n\n");
    }
    drawn
}

/// The table of findings by locale and level, the counts of source text, and the table of ages.
pub fn summary(report: &Report) -> String {
    let summary = Summary::of(report);
    let mut drawn = String::new();
    let _ = writeln!(drawn, "{:<12} {:>8} {:>8} {:>8} {:>8}", "locale", "pages", "errors", "warnings", "infos");
    for (locale, (pages, counts)) in &summary.locales {
        let _ = writeln!(drawn, "{locale:<12} {pages:>8} {:>8} {:>8} {:>8}", counts[2], counts[1], counts[0]);
    }
    let total = |level| summary.total(level);
    let _ = writeln!(
        drawn,
        "{:<12} {:>8} {:>8} {:>8} {:>8}",
        "all",
        summary.editions,
        total(Level::Error),
        total(Level::Warning),
        total(Level::Info)
    );
    let _ = writeln!(drawn, "\n{}", profile(&report.profile));
    if !summary.sources.is_empty() {
        let sources = summary.sources.iter().map(|(origin, count)| format!("{} {count}", origin.name()));
        let _ = writeln!(drawn, "source text: {}", sources.collect::<Vec<_>>().join(", "));
    }
    if let Some(source) = report.source.as_ref().filter(|source| source.evidence != SourceEvidence::Nothing) {
        let _ = writeln!(drawn, "source locale: {} ({})", source.locale, source.evidence.words());
    }
    for (locale, coverage) in &summary.coverage {
        for (reason, pages) in &coverage.not_compared {
            let noun = if *pages == 1 { "page" } else { "pages" };
            let _ = writeln!(drawn, "not compared: {locale}, {pages} {noun}: {reason}");
        }
    }
    drawn.push_str(&ages(&summary));
    match Problem::count_lost(&report.problems) {
        0 => {}
        1 => drawn.push_str("\n1 path could not be read: this report lacks it\n"),
        lost => {
            let _ = writeln!(drawn, "\n{lost} paths could not be read: this report lacks them");
        }
    }
    drawn
}

/// The profile of the pages and why it was chosen, in one line.
pub fn profile(used: &ProfileUse) -> String {
    let evidence =
        if used.evidence.is_empty() { "no evidence of another".to_owned() } else { used.evidence.join(", ") };
    format!("profile: {} ({})", used.name, Shown(&evidence))
}

/// The table of the age of pages by locale; empty if no age was judged.
fn ages(summary: &Summary) -> String {
    let mut drawn = String::new();
    if summary.ages.is_empty() {
        return drawn;
    }
    let _ = writeln!(
        drawn,
        "\n{:<12} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10} {:>10}",
        "age", "pages", "deleted", "wording", "API", "removed", "new", "% blocks", "% facts"
    );
    let mut all = Counts::default();
    for counts in summary.ages.values() {
        all.add(counts);
    }
    let only = summary.ages.len() == 1;
    for (locale, counts) in summary.ages.iter().map(|(locale, counts)| (locale.as_str(), counts)).chain([("all", &all)])
    {
        if only && locale == "all" {
            continue;
        }
        let percent = |share: Option<f64>| share.map_or("–".to_owned(), |share| format!("{:.1}", share * 100.0));
        let [pages, deleted] = counts.pages;
        let [_, wording, api, removed, new] = counts.blocks;
        let _ = writeln!(
            drawn,
            "{locale:<12} {pages:>8} {deleted:>8} {wording:>8} {api:>8} {removed:>8} {new:>8} {:>10} {:>10}",
            percent(counts.blocks_current()),
            percent(counts.facts_current())
        );
    }
    drawn
}
