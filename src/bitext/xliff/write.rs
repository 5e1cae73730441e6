//! Writes XLIFF 1.2: one `file` for each page, one `trans-unit` for each unit; markup in `bpt`, `ept` and `ph` as written in
//! the page.

use crate::bitext::inline::{Code, InlinePiece, pair, pieces};
use crate::bitext::markup::CodeKind;
use crate::bitext::xml::{attribute, content, control, remark};
use crate::bitext::{Document, Unit, UnitText};
use std::io::{self, Write};

/// The XML namespace of XLIFF 1.2.
pub const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// Writes the head of a file.
pub fn head(to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"{NAMESPACE}\" version=\"1.2\">")
}

/// Writes the tail of a file.
pub fn tail(to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "</xliff>")
}

/// Writes the units of a page.
pub fn document(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "<file original=\"{}\" source-language=\"{}\" target-language=\"{}\" datatype=\"x-markdown\" \
         category=\"{}\" product-version=\"{}\" tool-id=\"hexapla\">\n\
         <header><tool tool-id=\"hexapla\" tool-name=\"Hexapla\"/></header>\n<body>",
        attribute(&document.path),
        attribute(document.source_locale.as_str()),
        attribute(document.locale.as_str()),
        attribute(document.key),
        attribute(document.version),
    )?;
    document.translatable().try_for_each(|(unit, source)| self::unit(document, unit, source, to))?;
    writeln!(to, "</body>\n</file>")
}

fn unit(document: &Document<'_>, unit: &Unit<'_>, source: UnitText<'_>, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "<trans-unit id=\"{}\"", unit.id)?;
    if let Some(span) = unit.span {
        write!(to, " resname=\"{}\"", attribute(span))?;
    }
    let target = unit.target.filter(|target| !target.text.is_empty());
    let locked = if document.locks(unit) { " translate=\"no\"" } else { "" };
    // Tools of the Translate Toolkit count a unit as translated only if it is approved.
    let (approved, state) = match target {
        Some(_) if unit.is_doubtful() => ("", "needs-review-translation"),
        Some(_) => (" approved=\"yes\"", "translated"),
        None => ("", ""),
    };
    write!(to, "{approved} restype=\"x-{}\"{locked} xml:space=\"preserve\">\n<source>", unit.kind.name())?;
    match target {
        Some(target) => {
            let [source, target] = pair(source.text, target.text, document.protect);
            inline(&source, to)?;
            write!(to, "</source>\n<target state=\"{state}\">")?;
            inline(&target, to)?;
            writeln!(to, "</target>")?;
        }
        None => {
            inline(&pieces(source.text, document.protect), to)?;
            writeln!(to, "</source>")?;
        }
    }
    writeln!(to, "<note from=\"hexapla\">{}</note>\n</trans-unit>", content(&remark(unit)))
}

fn inline(pieces: &[InlinePiece<'_>], to: &mut dyn Write) -> io::Result<()> {
    let code = |element: &str, code: &Code<'_>, to: &mut dyn Write| {
        let ctype = ctype(code.kind, element);
        write!(to, "<{element} id=\"{}\"{ctype}>{}</{element}>", code.id, content(code.native))
    };
    pieces.iter().try_for_each(|piece| match piece {
        InlinePiece::Text { text, protected: false } => to.write_all(content(text).as_bytes()),
        InlinePiece::Text { text, protected: true } => write!(to, "<mrk mtype=\"protected\">{}</mrk>", content(text)),
        InlinePiece::Open(start) => code("bpt", start, to),
        // XLIFF 1.2 allows `ctype` on the start of a pair only.
        InlinePiece::Close(end) => write!(to, "<ept id=\"{}\">{}</ept>", end.id, content(end.native)),
        InlinePiece::Alone(Code { id, kind: CodeKind::Control, native }) => {
            write!(to, "<ph id=\"{id}\" ctype=\"x-control\">{}</ph>", control(native))
        }
        InlinePiece::Alone(alone) => code("ph", alone, to),
    })
}

/// The `ctype` attribute of a code that is written as `element`.
fn ctype(kind: CodeKind, element: &str) -> String {
    let name = match kind {
        CodeKind::Strong => "bold",
        CodeKind::Emphasis => "italic",
        CodeKind::Link if element != "ph" => "link",
        CodeKind::Image | CodeKind::Link | CodeKind::Code | CodeKind::Html | CodeKind::Entity | CodeKind::Control => {
            return format!(" ctype=\"x-{}\"", kind.name());
        }
    };
    format!(" ctype=\"{name}\"")
}
