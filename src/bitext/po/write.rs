//! Writes Gettext PO: one entry for each unit, with its Markdown as written in the page.
//!
//! `msgctxt` is the [name](crate::bitext::unit_names) of the unit, the comment `#. hexapla ID` its [id](crate::bitext::unit_id::UnitId). By the
//! id, an import finds the text in the page and sees whether it is still the exported text.

use crate::bitext::inline::{InlinePiece, pieces};
use crate::bitext::unit_id::without_line_ends;
use crate::bitext::unit_names::{NamedUnit, named};
use crate::bitext::xml::remark;
use crate::bitext::{Document, UnitText};
use crate::locale::Locale;
use crate::text::LineIndex;
use std::io::{self, Write};

/// The prefix of the comment that holds the id of a unit.
pub const ID: &str = "hexapla ";

/// Writes the header entry. It has all fields that `msgfmt -c` requires; names and dates are empty, people fill them in.
pub fn head(source: &Locale, target: &Locale, to: &mut dyn Write) -> io::Result<()> {
    let fields = [
        ("Project-Id-Version", ""),
        ("PO-Revision-Date", ""),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", &target.as_str().replace('-', "_")),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Generator", concat!("hexapla ", env!("CARGO_PKG_VERSION"))),
        ("X-Source-Language", source.as_str()),
    ];
    let header: String = fields.map(|(name, value)| format!("{name}: {value}\n")).concat();
    field("msgid", "", to)?;
    field("msgstr", &header, to)
}

/// Writes the units of a page.
pub fn document(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    let lines = LineIndex::new(document.text);
    named(document).try_for_each(|unit| entry(document, &lines, &unit, to))
}

fn entry(
    document: &Document<'_>,
    lines: &LineIndex,
    NamedUnit { name, unit, source }: &NamedUnit<'_, '_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    // PO cannot represent a NUL, because gettext reads C strings.
    let text = unit.target.map_or("", |target| without_line_ends(target.text));
    if [name.as_str(), source.text, text].iter().any(|text| text.contains('\0')) {
        return Ok(());
    }
    write!(to, "\n#. {}\n", one_line(&remark(unit)))?;
    if document.locks(unit) {
        writeln!(to, "#. keep as it is")?;
    } else if document.protect.is_some() {
        let pieces = pieces(source.text, document.protect);
        let mut kept: Vec<&str> = Vec::new();
        for piece in &pieces {
            if let InlinePiece::Text { text, protected: true } = piece
                && !kept.contains(text)
            {
                kept.push(text);
            }
        }
        if !kept.is_empty() {
            writeln!(to, "#. keep: {}", one_line(&kept.join(" ")))?;
        }
    }
    writeln!(to, "#. {ID}{}", unit.id)?;
    reference(document, lines, unit.target, to)?;
    let flags =
        [(!text.is_empty() && unit.is_doubtful()).then_some("fuzzy"), document.locks(unit).then_some("read-only")];
    let flags: Vec<&str> = flags.into_iter().flatten().collect();
    if !flags.is_empty() {
        writeln!(to, "#, {}", flags.join(", "))?;
    }
    field("msgctxt", name, to)?;
    field("msgid", without_line_ends(source.text), to)?;
    field("msgstr", text, to)
}

/// Writes the `#:` comment: path and line of the translation. Directional isolates enclose a path with white space, as
/// in gettext since 0.22.
fn reference(
    document: &Document<'_>,
    lines: &LineIndex,
    target: Option<UnitText<'_>>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let path = one_line(&document.path);
    let path = if path.contains(char::is_whitespace) { format!("\u{2068}{path}\u{2069}") } else { path };
    match target {
        Some(target) => {
            let line_ends = target.text.len() - target.text.trim_start_matches(['\n', '\r']).len();
            writeln!(to, "#: {path}:{}", lines.line(target.range.start + line_ends as u32) + 1)
        }
        None => writeln!(to, "#: {path}"),
    }
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn field(keyword: &str, text: &str, to: &mut dyn Write) -> io::Result<()> {
    let last = text.strip_suffix('\n').unwrap_or(text);
    if !last.contains('\n') {
        return writeln!(to, "{keyword} \"{}\"", escaped(text));
    }
    writeln!(to, "{keyword} \"\"")?;
    text.split_inclusive('\n').try_for_each(|line| writeln!(to, "\"{}\"", escaped(line)))
}

/// A text as the content of a PO string. Only escapes that every reader supports are written: polib reads no octal
/// escapes. Control characters are written unescaped, as gettext does.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            character => escaped.push(character),
        }
    }
    escaped
}
