//! Gettext PO: an entry a segment, with its Markdown as the page writes it.
//!
//! `msgctxt` is the unit's [name](crate::bitext::names), the comment `#. hexapla ID` its [id](Unit::id): what an import
//! needs to find the text in the page and to see that it is still the text that was exported.

use crate::bitext::inline::{InlinePiece, pieces};
use crate::bitext::names::named;
use crate::bitext::xml::remark;
use crate::bitext::{Document, Unit, UnitText};
use crate::locale::Locale;
use crate::text::{FileRange, LineIndex};
use std::io::{self, Write};

/// Confidence below which little in the two texts speaks for a pair: its entry is marked fuzzy, which asks a person to
/// look at it. Most of these pairs are right nevertheless.
const DOUBTFUL: f32 = 0.5;
/// What the comment with a unit's id begins with.
pub const ID: &str = "hexapla ";

/// Writes the header entry. It has all fields that `msgfmt -c` asks for, those that only people can fill in empty.
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

/// Writes a page.
pub fn document(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    let lines = LineIndex::new(document.text);
    named(document).try_for_each(|(name, unit, source)| entry(document, &lines, &name, unit, source, to))
}

/// The text of an entry: what stands between the line ends around a text. `msgfmt -c` wants either none or both of
/// `msgid` and `msgstr` to begin, and to end, with one.
pub fn text_of(text: &str) -> &str {
    text.trim_matches(['\n', '\r'])
}

/// The part that an entry holds.
fn held(part: UnitText<'_>) -> UnitText<'_> {
    let text = text_of(part.text);
    let before = part.text.len() - part.text.trim_start_matches(['\n', '\r']).len();
    let start = part.range.start + if text.is_empty() { 0 } else { before as u32 };
    UnitText { text, range: FileRange::new(start, start + text.len() as u32) }
}

fn entry(
    document: &Document<'_>,
    lines: &LineIndex,
    name: &str,
    unit: &Unit<'_>,
    source: UnitText<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    // A C string ends at a NUL: there is no way to write one.
    let target = unit.target.map(held);
    let text = target.map_or("", |target| target.text);
    if [name, source.text, text].iter().any(|text| text.contains('\0')) {
        return Ok(());
    }
    let id = target.map_or_else(|| unit.id(), UnitText::id);
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
    writeln!(to, "#. {ID}{id}")?;
    reference(document, lines, target, to)?;
    let flags = [
        (!text.is_empty() && unit.confidence < DOUBTFUL).then_some("fuzzy"),
        document.locks(unit).then_some("read-only"),
    ];
    let flags: Vec<&str> = flags.into_iter().flatten().collect();
    if !flags.is_empty() {
        writeln!(to, "#, {}", flags.join(", "))?;
    }
    field("msgctxt", name, to)?;
    field("msgid", text_of(source.text), to)?;
    field("msgstr", text, to)
}

/// Where the translation stands in the page. A path with white space is set in isolates, as gettext does since 0.22.
fn reference(
    document: &Document<'_>,
    lines: &LineIndex,
    target: Option<UnitText<'_>>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let path = one_line(&document.path);
    let path = if path.contains(char::is_whitespace) { format!("\u{2068}{path}\u{2069}") } else { path };
    match target {
        Some(target) => writeln!(to, "#: {path}:{}", lines.line(target.range.start) + 1),
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

/// A text as the content of a PO string. Only escapes that every reader knows are used: polib reads none of octal
/// ones, and control characters stand as they are with gettext as well.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            other => escaped.push(other),
        }
    }
    escaped
}
