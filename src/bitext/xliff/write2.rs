//! Writes XLIFF 2.0: one `file` for each page, one `unit` for each unit; markup in `pc` and `ph`, its Markdown in
//! `originalData`.

use crate::bitext::inline::{Code, InlinePiece, pair, pieces};
use crate::bitext::markup::CodeKind;
use crate::bitext::unit_id::hash;
use crate::bitext::xml::{attribute, content};
use crate::bitext::{Document, Unit, UnitText};
use crate::locale::Locale;
use std::io::{self, Write};

/// The XML namespace of XLIFF 2.0.
pub const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// Writes the head of a file.
pub fn head(source: &Locale, target: &Locale, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <xliff xmlns=\"{NAMESPACE}\" version=\"2.0\" srcLang=\"{}\" trgLang=\"{}\">",
        attribute(source.as_str()),
        attribute(target.as_str())
    )
}

/// Writes the tail of a file.
pub fn tail(to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "</xliff>")
}

/// Writes the units of a page. A page without units is left out, because a `file` element must contain one.
pub fn document(document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
    if document.translatable().next().is_none() {
        return Ok(());
    }
    let path = attribute(&document.path);
    writeln!(to, "<file id=\"f{:016x}\" original=\"{path}\">\n<notes>", hash(&document.path))?;
    for (category, text) in [("key", document.key), ("version", document.version)] {
        writeln!(to, "<note category=\"{category}\">{}</note>", content(text))?;
    }
    writeln!(to, "</notes>")?;
    document.translatable().try_for_each(|(unit, source)| self::unit(document, unit, source, to))?;
    writeln!(to, "</file>")
}

fn unit(document: &Document<'_>, unit: &Unit<'_>, source: UnitText<'_>, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "<unit id=\"{}\"", unit.id)?;
    if let Some(span) = unit.span {
        write!(to, " name=\"{}\"", attribute(span))?;
    }
    let locked = if document.locks(unit) { " translate=\"no\"" } else { "" };
    writeln!(to, "{locked} xml:space=\"preserve\">\n<notes>")?;
    let confidence = (unit.confidence < 1.0).then(|| format!("{:.2}", unit.confidence));
    let notes = [
        ("kind", Some(unit.kind.name())),
        ("place", Some(unit.place.as_str())),
        ("role", unit.role),
        ("column", unit.column.as_deref()),
        ("confidence", confidence.as_deref()),
    ];
    for (category, text) in notes.into_iter().filter_map(|(category, text)| Some((category, text?))) {
        writeln!(to, "<note category=\"{category}\">{}</note>", content(text))?;
    }
    writeln!(to, "</notes>")?;
    let target = unit.target.filter(|target| !target.text.is_empty());
    let [source, target] = match target {
        Some(target) => pair(source.text, target.text, document.protect),
        None => [pieces(source.text, document.protect), Vec::new()],
    };
    let data = Data::of(&[&source, &target]);
    data.write(to)?;
    let state = if target.is_empty() { "initial" } else { "translated" };
    write!(to, "<segment state=\"{state}\">\n<source>")?;
    inline(&source, &data, "m", to)?;
    writeln!(to, "</source>")?;
    if !target.is_empty() {
        write!(to, "<target>")?;
        inline(&target, &data, "t", to)?;
        writeln!(to, "</target>")?;
    }
    writeln!(to, "</segment>\n</unit>")
}

/// The distinct Markdown texts of the codes of a unit.
struct Data<'a> {
    natives: Vec<(&'a str, CodeKind)>,
}

impl<'a> Data<'a> {
    fn of(sides: &[&[InlinePiece<'a>]]) -> Self {
        let mut natives: Vec<(&'a str, CodeKind)> = Vec::new();
        for piece in sides.iter().copied().flatten() {
            if let InlinePiece::Open(code) | InlinePiece::Close(code) | InlinePiece::Alone(code) = piece
                && !natives.iter().any(|(native, _)| *native == code.native)
            {
                natives.push((code.native, code.kind));
            }
        }
        Self { natives }
    }

    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        if self.natives.is_empty() {
            return Ok(());
        }
        writeln!(to, "<originalData>")?;
        for (number, (native, kind)) in (1..).zip(&self.natives) {
            write!(to, "<data id=\"d{number}\">")?;
            if *kind == CodeKind::Control {
                native.chars().try_for_each(|character| write!(to, "<cp hex=\"{:04X}\"/>", u32::from(character)))?;
            } else {
                to.write_all(content(native).as_bytes())?;
            }
            writeln!(to, "</data>")?;
        }
        writeln!(to, "</originalData>")
    }

    fn id(&self, native: &str) -> usize {
        self.natives.iter().position(|(known, _)| *known == native).map_or(0, |index| index + 1)
    }
}

/// Writes the source or target. `marks`: the prefix of the ids of its protected texts.
fn inline(pieces: &[InlinePiece<'_>], data: &Data<'_>, marks: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut marked = 0;
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            InlinePiece::Text { text, protected: false } => to.write_all(content(text).as_bytes())?,
            InlinePiece::Text { text, protected: true } => {
                marked += 1;
                write!(to, "<mrk id=\"{marks}{marked}\" translate=\"no\">{}</mrk>", content(text))?;
            }
            InlinePiece::Open(code) => {
                let is_end = |piece: &&InlinePiece<'_>| matches!(piece, InlinePiece::Close(end) if end.id == code.id);
                let end = pieces[index..].iter().find(is_end).map_or("", InlinePiece::native);
                let (start, end) = (data.id(code.native), data.id(end));
                write!(to, "<pc {} dataRefEnd=\"d{end}\" dataRefStart=\"d{start}\">", attributes(code))?;
            }
            InlinePiece::Close(_) => write!(to, "</pc>")?,
            InlinePiece::Alone(code) => write!(to, "<ph {} dataRef=\"d{}\"/>", attributes(code), data.id(code.native))?,
        }
    }
    Ok(())
}

fn attributes(code: &Code<'_>) -> String {
    let kind = match code.kind {
        CodeKind::Strong => "type=\"fmt\" subType=\"xlf:b\"",
        CodeKind::Emphasis => "type=\"fmt\" subType=\"xlf:i\"",
        CodeKind::Link => "type=\"link\"",
        CodeKind::Image => "type=\"image\"",
        CodeKind::Code | CodeKind::Html => "type=\"fmt\"",
        CodeKind::Entity | CodeKind::Control => "type=\"other\"",
    };
    format!("id=\"{}\" canCopy=\"no\" canDelete=\"no\" {kind}", code.id)
}
