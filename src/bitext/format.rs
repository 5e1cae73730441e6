//! The formats of bitext, and what a program needs to know to write a file of one: its beginning, documents in any
//! number, its end.

use crate::bitext::{Document, jsonl, po, tmx, xliff};
use crate::locale::Locale;
use std::io::{self, Write};

/// A format of bitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON lines, the tool's own: `docs/align.md`.
    Jsonl,
    /// Gettext.
    Po,
    /// TMX 1.4b.
    Tmx,
    /// XLIFF 1.2.
    Xliff,
    /// XLIFF 2.0.
    Xliff2,
}

impl Format {
    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Po => "po",
            Self::Tmx => "tmx",
            Self::Xliff | Self::Xliff2 => "xlf",
        }
    }

    /// Whether a file has one target language for all that is in it.
    pub fn has_one_target(self) -> bool {
        matches!(self, Self::Po | Self::Xliff2)
    }

    /// Writes the beginning of a file. `target`: the locale of its first document.
    pub fn head(self, source: &Locale, target: &Locale, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Jsonl => Ok(()),
            Self::Po => po::write::head(source, target, to),
            Self::Tmx => tmx::head(source, to),
            Self::Xliff => xliff::write::head(to),
            Self::Xliff2 => xliff::write2::head(source, target, to),
        }
    }

    /// Writes a document.
    pub fn document(self, document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Jsonl => jsonl::document(document, to),
            Self::Po => po::write::document(document, to),
            Self::Tmx => tmx::document(document, to),
            Self::Xliff => xliff::write::document(document, to),
            Self::Xliff2 => xliff::write2::document(document, to),
        }
    }

    /// Writes the end of a file.
    pub fn tail(self, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Jsonl | Self::Po => Ok(()),
            Self::Tmx => tmx::tail(to),
            Self::Xliff => xliff::write::tail(to),
            Self::Xliff2 => xliff::write2::tail(to),
        }
    }
}
