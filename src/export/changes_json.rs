//! API changes as JSON. `docs/diff.md` and `docs/changes.json` document the format.

use super::changes::{Changes, VersionChanges};
use crate::api::rules::{ALL, Impact};
use crate::api::{ApiChange, Statement};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Version of the format.
pub const FORMAT_VERSION: u32 = 1;

/// Writes the changes, indented, with keys in the order of the documentation.
pub fn write(changes: &Changes, to: &mut dyn Write) -> io::Result<()> {
    let value = json!({
        "format_version": FORMAT_VERSION,
        "old": changes.old,
        "new": changes.new,
        "summary": summary(changes),
        "versions": changes.versions.iter().map(version).collect::<Vec<_>>(),
    });
    writeln!(to, "{value:#}")
}

fn summary(changes: &Changes) -> Value {
    let impacts = Impact::ALL.map(|impact| (impact.name().to_owned(), json!(changes.count(impact))));
    let kinds = ALL.iter().map(|(kind, rule)| (rule.name, changes.all().filter(|change| change.kind == *kind).count()));
    let kinds: Map<String, Value> =
        kinds.filter(|(_, count)| *count > 0).map(|(name, count)| (name.to_owned(), json!(count))).collect();
    let mut summary: Map<String, Value> = [("changes".to_owned(), json!(changes.all().count()))].into_iter().collect();
    summary.extend(impacts);
    summary.insert("kinds".to_owned(), Value::Object(kinds));
    Value::Object(summary)
}

fn version(version: &VersionChanges) -> Value {
    json!({
        "old": version.old,
        "new": version.new,
        "changes": version.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &ApiChange) -> Value {
    let rule = change.kind.rule();
    let mut value = json!({
        "kind": rule.name,
        "turn": rule.turn.name(),
        "impact": rule.impact.name(),
        "breaking": rule.impact == Impact::Breaking,
    });
    value[change.owner.noun()] = json!(change.owner.name());
    value["name"] = json!(change.name);
    value["message"] = json!(change.message());
    value["reason"] = json!(rule.reason);
    value["old"] = side(&change.old);
    value["new"] = side(&change.new);
    if let Some(confidence) = change.confidence {
        value["confidence"] = json!(confidence.name());
    }
    value
}

fn side(side: &Option<Statement>) -> Value {
    side.as_ref().map_or(
        Value::Null,
        |side| json!({"value": side.text, "page": side.page, "path": side.path.to_string_lossy(), "line": side.line}),
    )
}
