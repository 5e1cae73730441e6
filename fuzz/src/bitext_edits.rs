//! Edits of bitext files, as a program of bytes: which format is exported, and what a translator or a faulty tool changes in it.

use crate::tokens::TOKENS;
use hexapla::bitext::Document;
use hexapla::bitext::format::Format;
use std::ops::Range;

/// The formats that can be imported.
const FORMATS: [Format; 3] = [Format::Xliff, Format::Xliff2, Format::Po];
/// Most edits of a program.
const MOST_EDITS: usize = 24;

/// A bitext of more bytes is not edited further: edits may double it.
const LONGEST: usize = 64 * 1024;

/// A program of edits.
#[derive(Clone, Debug)]
pub struct Program {
    /// The format of the bitext.
    pub format: Format,
    /// Whether protected text is marked.
    pub protects: bool,
    /// Whether locked units are written.
    pub forces: bool,
    edits: Vec<[u8; 5]>,
}

impl Program {
    /// Reads a program: a byte of options, then 5 bytes for each edit.
    pub fn read(bytes: &[u8]) -> Self {
        let options = bytes.first().copied().unwrap_or_default();
        let edits = bytes.get(1..).unwrap_or_default().as_chunks().0.iter().take(MOST_EDITS).copied().collect();
        Self {
            format: FORMATS[options as usize % FORMATS.len()],
            protects: options & 64 != 0,
            forces: options & 32 != 0,
            edits,
        }
    }

    /// The bitext of a document.
    pub fn export(&self, document: &Document<'_>) -> String {
        let mut bytes = Vec::new();
        self.format.head(document.source_locale, document.locale, &mut bytes).expect("written to memory");
        self.format.document(document, &mut bytes).expect("written to memory");
        self.format.tail(&mut bytes).expect("written to memory");
        String::from_utf8(bytes).expect("bitext is UTF-8")
    }
}

/// The bitext after all edits of a program.
pub fn edited(bitext: &str, program: &Program) -> String {
    let mut bytes = bitext.as_bytes().to_vec();
    for &[action, unit, at, length, token] in &program.edits {
        if bytes.len() > LONGEST {
            break;
        }
        let token = TOKENS[usize::from(token) % TOKENS.len()];
        let all = translations(&bytes, program.format);
        let is_in_translation = !all.is_empty() && action < 232;
        let chosen = if is_in_translation {
            all[usize::from(unit) % all.len()].clone()
        } else {
            // Any place of the file.
            let start = (usize::from(unit) * 256 + usize::from(at)) % (bytes.len() + 1);
            start..(start + usize::from(length)).min(bytes.len())
        };
        let start = chosen.start + usize::from(at) % (chosen.len() + 1);
        let part = start..(start + usize::from(length) % 64).min(chosen.end);
        match action % 8 {
            0 => drop(bytes.splice(part.start..part.start, token.iter().copied())),
            1 => drop(bytes.drain(part)),
            2 => drop(bytes.splice(part, token.iter().copied())),
            3 => {
                let copy = bytes[chosen.clone()].to_vec();
                bytes.splice(chosen.end..chosen.end, copy);
            }
            4 if is_in_translation => {
                let copy = bytes[all[usize::from(length) % all.len()].clone()].to_vec();
                bytes.splice(chosen, copy);
            }
            5 => drop(bytes.splice(part.start..part.start, b" neues Wort".iter().copied())),
            6 => drop(bytes.splice(chosen.end..chosen.end, b" Ende.".iter().copied())),
            _ => drop(bytes.splice(chosen, b"Neuer Text".iter().copied())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The places of the translations in a bitext file.
fn translations(bytes: &[u8], format: Format) -> Vec<Range<usize>> {
    let (open, close): (&[u8], &[u8]) = match format {
        Format::Po => (b"\nmsgstr \"", b"\"\n"),
        _ => (b"<target", b"</target>"),
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = position(&bytes[at..], open).map(|start| at + start + open.len()) {
        let start =
            if format == Format::Po { Some(start) } else { position(&bytes[start..], b">").map(|end| start + end + 1) };
        let Some((start, end)) = start.and_then(|start| Some((start, start + position(&bytes[start..], close)?)))
        else {
            break;
        };
        found.push(start..end);
        at = end;
    }
    // The first entry of a PO file is its head.
    if format == Format::Po && !found.is_empty() {
        found.remove(0);
    }
    found
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
