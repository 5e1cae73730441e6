//! Bitext as JSON lines, one line for each unit. `docs/align.md` and `docs/align.json` document the format.

use crate::bitext::{Document, Unit, UnitText};
use serde::Serialize;
use std::io::{self, Write};

/// Version of the format.
pub const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Line<'a> {
    format_version: u32,
    id: String,
    span: Option<&'a str>,
    key: &'a str,
    locale: &'a str,
    version: &'a str,
    path: &'a str,
    place: &'a str,
    role: Option<&'static str>,
    column: Option<&'a str>,
    kind: &'static str,
    source_locale: &'a str,
    source_origin: &'static str,
    source_exact: bool,
    source_path: Option<&'a str>,
    source: Option<&'a str>,
    target: Option<&'a str>,
    source_range: Option<[u32; 2]>,
    target_range: Option<[u32; 2]>,
    confidence: f64,
    protected: bool,
}

/// Writes all units of a page, also those without source or target.
pub fn document(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    document.units.iter().try_for_each(|unit| {
        serde_json::to_writer(&mut *to, &line(document, unit))?;
        to.write_all(b"\n")
    })
}

fn line<'a>(document: &'a Document<'_>, unit: &'a Unit<'_>) -> Line<'a> {
    let range = |part: UnitText<'_>| [part.range.start, part.range.end];
    Line {
        format_version: FORMAT_VERSION,
        id: unit.id.to_string(),
        span: unit.span,
        key: document.key,
        locale: document.locale.as_str(),
        version: document.version,
        path: &document.path,
        place: &unit.place,
        role: unit.role,
        column: unit.column.as_deref(),
        kind: unit.kind.name(),
        source_locale: document.source_locale.as_str(),
        source_origin: document.origin.name(),
        source_exact: document.exact,
        source_path: document.source_path.as_deref(),
        source: unit.source.map(|part| part.text),
        target: unit.target.map(|part| part.text),
        source_range: unit.source.map(range),
        target_range: unit.target.map(range),
        confidence: (f64::from(unit.confidence) * 1000.0).round() / 1000.0,
        protected: unit.protected,
    }
}
