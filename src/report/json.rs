//! The report as JSON. `docs/report.md` and `docs/report.json` document the format.

use super::summary::{Coverage, Summary};
use super::{Finding, GroupReport, LocatedEdit, Position, Report};
use crate::compare::age::states::Counts;
use crate::diagnostic::Level;
use crate::discover::identify::Edition;
use crate::discover::origin::BASES;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Version of the format.
pub const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct EditionJson<'a> {
    path: String,
    locale: &'a str,
    version: &'a str,
    key: &'a str,
    form: &'a str,
    source: &'a str,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_commit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_blob: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_confidence: Option<f64>,
    evidence: EvidenceJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handoff: Option<String>,
}

#[derive(Serialize)]
struct EvidenceJson {
    locale: &'static str,
    version: &'static str,
    key: &'static str,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    check: &'a str,
    level: &'a str,
    axis: &'a str,
    key: &'a str,
    locale: &'a str,
    version: &'a str,
    path: String,
    start: PositionJson,
    end: PositionJson,
    message: &'a str,
    help: &'a str,
    source: &'a str,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<EditJson<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct PositionJson {
    line: u32,
    column: u32,
    byte: u32,
}

#[derive(Serialize)]
struct EditJson<'a> {
    start: PositionJson,
    end: PositionJson,
    text: &'a str,
}

impl From<Position> for PositionJson {
    fn from(position: Position) -> Self {
        Self { line: position.at.line, column: position.at.column, byte: position.byte }
    }
}

impl<'a> From<&'a LocatedEdit> for EditJson<'a> {
    fn from(edit: &'a LocatedEdit) -> Self {
        Self { start: edit.start.into(), end: edit.end.into(), text: &edit.text }
    }
}

/// An edition as JSON, without line end. `key`: its page key.
pub fn edition(key: &str, edition: &Edition) -> String {
    let [locale, version, key_clue] = edition.clues.map(crate::discover::Clue::name);
    let version_of_source = edition.source.version.as_ref();
    to_json(&EditionJson {
        path: edition.path.to_string_lossy().into_owned(),
        locale: edition.locale.as_str(),
        version: &edition.version,
        key,
        form: edition.form.name(),
        source: edition.source.origin.name(),
        basis: edition.source.basis(),
        source_commit: version_of_source.map(|version| version.commit.as_str()),
        source_blob: version_of_source.map(|version| version.blob.as_str()),
        // Three digits: the others depend on the processor.
        source_confidence: version_of_source.map(|version| (f64::from(version.confidence) * 1000.0).round() / 1000.0),
        source_path: Some(edition.source.path.to_string_lossy().into_owned()).filter(|path| !path.is_empty()),
        evidence: EvidenceJson { locale, version, key: key_clue },
        pin: edition.pin.as_deref(),
        handoff: edition.handoff.map(|date| date.to_string()),
    })
}

/// A finding as JSON, without line end.
pub fn finding(finding: &Finding) -> String {
    to_json(&FindingJson {
        check: finding.check,
        level: finding.level.name(),
        axis: finding.axis.name(),
        key: &finding.key,
        locale: &finding.locale,
        version: &finding.version,
        path: finding.path.to_string_lossy().into_owned(),
        start: finding.start.into(),
        end: finding.end.into(),
        message: &finding.message,
        help: &finding.help,
        source: &finding.source,
        target: &finding.target,
        edit: finding.edit.as_ref().map(EditJson::from),
        fingerprint: &finding.fingerprint,
    })
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain structs of strings and numbers serialize")
}

/// The findings of a group as JSON, one per line, joined by commas.
pub fn group(findings: &[Finding]) -> String {
    findings.iter().map(finding).collect::<Vec<_>>().join(",\n")
}

/// Writes a report. `drawn`: the result of [`group`] for each page group, in order.
pub fn write(report: &Report, drawn: &[String], to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{{\"format_version\":{FORMAT_VERSION},\"editions\":[")?;
    write_editions(&report.groups, to)?;
    writeln!(to, "],\"findings\":[")?;
    let mut first = true;
    for group in drawn.iter().filter(|group| !group.is_empty()) {
        if !first {
            writeln!(to, ",")?;
        }
        first = false;
        write!(to, "{group}")?;
    }
    writeln!(to, "\n],\"summary\":{}}}", summary(report))
}

/// Writes all editions of a report, one per line, joined by commas.
pub fn write_editions(groups: &[GroupReport], to: &mut dyn Write) -> io::Result<()> {
    let mut lines = groups
        .iter()
        .flat_map(|group| group.editions.iter().map(move |edition| self::edition(&group.key, edition)))
        .peekable();
    while let Some(line) = lines.next() {
        writeln!(to, "{line}{}", if lines.peek().is_some() { "," } else { "" })?;
    }
    Ok(())
}

/// The `summary` of a report: its counts, other files and problems.
pub fn summary(report: &Report) -> Value {
    let counts = Summary::of(report);
    let levels = |level: &dyn Fn(Level) -> usize| json!({"error": level(Level::Error), "warning": level(Level::Warning), "info": level(Level::Info)});
    let locales: Map<String, Value> = counts
        .locales
        .iter()
        .map(|(locale, (pages, numbers))| {
            let mut value = json!({"pages": pages, "findings": levels(&|level| numbers[level as usize])});
            if let Some(counts) = counts.ages.get(locale) {
                value["age"] = age(counts);
            }
            (locale.clone(), value)
        })
        .collect();
    let sources: Map<String, Value> =
        counts.sources.iter().map(|(origin, count)| (origin.name().to_owned(), json!(count))).collect();
    json!({
        "pages": counts.editions,
        "keys": counts.keys,
        "findings": levels(&|level| counts.total(level)),
        "locales": locales,
        "sources": sources,
        "profile": {"name": report.profile.name, "evidence": report.profile.evidence},
        "coverage": coverage(&counts),
        "source_locale": report.source.as_ref().map(|source| json!({"locale": source.locale.as_str(), "evidence": source.evidence.name()})),
        "checks": counts.checks,
        "others": report.others.iter().map(|(path, kind)| json!({"path": path.to_string_lossy(), "kind": kind.name()})).collect::<Vec<_>>(),
        "problems": report.problems.iter().map(|problem| json!({"path": problem.path.to_string_lossy(), "message": problem.message, "lost": problem.loss.is_some()})).collect::<Vec<_>>(),
    })
}

/// Per locale the number of pages by basis, and why pages were not compared.
fn coverage(counts: &Summary) -> Map<String, Value> {
    let locale = |(locale, coverage): (&String, &Coverage)| {
        let mut value: Map<String, Value> =
            BASES.iter().zip(coverage.bases).map(|(basis, pages)| ((*basis).to_owned(), json!(pages))).collect();
        let reasons = coverage.not_compared.iter().map(|(reason, pages)| json!({"reason": reason, "pages": pages}));
        value.insert("not_compared".to_owned(), reasons.collect());
        (locale.clone(), Value::Object(value))
    };
    counts.coverage.iter().map(locale).collect()
}

fn age(counts: &Counts) -> Value {
    let [pages, deleted] = counts.pages;
    let [current, wording, api, removed, new] = counts.blocks;
    let mut blocks = json!({"current": current, "wording": wording, "api": api, "removed": removed, "new": new});
    let [current, changed, removed, new] = counts.facts;
    let mut facts = json!({"current": current, "changed": changed, "removed": removed, "new": new});
    for (value, share) in [(&mut blocks, counts.blocks_current()), (&mut facts, counts.facts_current())] {
        value["share_current"] = share.map_or(Value::Null, |share| json!((share * 1e4).round() / 1e4));
    }
    json!({"pages": pages, "deleted": deleted, "blocks": blocks, "facts": facts})
}
