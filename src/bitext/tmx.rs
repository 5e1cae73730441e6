//! TMX 1.4b: one `tu` for each segment with source and target; markup in `bpt`, `ept` and `ph` as written in the page.
//!
//! Equal segments are all written, each with its place: CAT tools merge them when they read the file, and tools that
//! weigh the context of a match need all of them. Protected text is listed in properties and not marked in the segment:
//! CAT tools ignore the content of `ph` when they look up a text, and OmegaT also that of `hi`, so a marked name would be
//! missing from the match and from the proposal.

use crate::bitext::inline::{Code, InlinePiece, pair};
use crate::bitext::markup::CodeKind;
use crate::bitext::unit_names::{NamedUnit, named};
use crate::bitext::xml::{attribute, content, control};
use crate::bitext::{Document, UnitText};
use crate::locale::Locale;
use std::io::{self, Write};

/// Writes the head of a file.
pub fn head(source: &Locale, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <tmx version=\"1.4\">\n\
         <header creationtool=\"hexapla\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"hexapla\" \
         adminlang=\"en\" srclang=\"{}\" datatype=\"x-markdown\"/>\n\
         <body>",
        env!("CARGO_PKG_VERSION"),
        attribute(source.as_str()),
    )
}

/// Writes the tail of a file.
pub fn tail(to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "</body>\n</tmx>")
}

/// Writes the segments of a page that have a target.
pub fn document(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    named(document).try_for_each(|named| match named.unit.target {
        Some(target) if !target.text.trim().is_empty() => unit(document, &named, target, to),
        _ => Ok(()),
    })
}

fn unit(
    document: &Document<'_>,
    NamedUnit { name, unit, source }: &NamedUnit<'_, '_>,
    target: UnitText<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    writeln!(to, "<tu tuid=\"{}\">", attribute(name))?;
    let sides = pair(source.text, target.text, document.protect);
    let confidence = format!("{}", (f64::from(unit.confidence) * 1000.0).round() / 1000.0);
    let known = [
        ("key", Some(document.key)),
        ("version", Some(document.version)),
        ("path", Some(&*document.path)),
        ("section", Some(&*unit.place)),
        ("kind", Some(unit.kind.name())),
        ("role", unit.role),
        ("column", unit.column.as_deref()),
        ("span", unit.span),
        ("confidence", Some(&*confidence)),
        ("origin", Some(document.origin.name())),
    ];
    for (name, value) in known {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            property(name, value, to)?;
        }
    }
    if document.locks(unit) {
        property("protected", "all", to)?;
    } else {
        let kept = sides[0].iter().filter(|piece| matches!(piece, InlinePiece::Text { protected: true, .. }));
        kept.map(InlinePiece::native).try_for_each(|text| property("protected", text, to))?;
    }
    for (locale, pieces) in [document.source_locale, document.locale].into_iter().zip(&sides) {
        write!(to, "<tuv xml:lang=\"{}\"><seg>", attribute(locale.as_str()))?;
        pieces.iter().try_for_each(|piece| self::piece(piece, to))?;
        writeln!(to, "</seg></tuv>")?;
    }
    writeln!(to, "</tu>")
}

fn property(name: &str, value: &str, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "<prop type=\"x-{name}\">{}</prop>", content(value))
}

/// Codes have no `type`, except control characters. OmegaT derives the names of its tags from the type, and the codes of
/// the XLIFF formats have none: a typed code would not match the same code in XLIFF.
fn piece(piece: &InlinePiece<'_>, to: &mut dyn Write) -> io::Result<()> {
    match piece {
        InlinePiece::Text { text, .. } => to.write_all(content(text).as_bytes()),
        InlinePiece::Open(Code { id, native, .. }) => {
            write!(to, "<bpt i=\"{id}\" x=\"{id}\">{}</bpt>", content(native))
        }
        InlinePiece::Close(Code { id, native, .. }) => write!(to, "<ept i=\"{id}\">{}</ept>", content(native)),
        InlinePiece::Alone(Code { id, kind: CodeKind::Control, native }) => {
            write!(to, "<ph x=\"{id}\" type=\"x-control\">{}</ph>", control(native))
        }
        InlinePiece::Alone(Code { id, native, .. }) => write!(to, "<ph x=\"{id}\">{}</ph>", content(native)),
    }
}
