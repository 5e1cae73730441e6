//! The formats of bitext. A file is written as its head, any number of documents, and its tail.

use crate::bitext::{Document, jsonl, po, tmx, xliff};
use crate::locale::Locale;
use std::io::{self, Write};

/// A format of bitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON lines: `docs/align.md`.
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
    /// The extension of its files, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Po => "po",
            Self::Tmx => "tmx",
            Self::Xliff | Self::Xliff2 => "xlf",
        }
    }

    /// Whether all documents of a file must have the same target locale.
    pub fn has_one_target(self) -> bool {
        matches!(self, Self::Po | Self::Xliff2)
    }

    /// Writes the head of a file. `target`: the locale of its first document.
    pub fn head(self, source: &Locale, target: &Locale, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Jsonl => Ok(()),
            Self::Po => po::write::head(source, target, to),
            Self::Tmx => tmx::head(source, to),
            Self::Xliff => xliff::write::head(to),
            Self::Xliff2 => xliff::write2::head(source, target, to),
        }
    }

    /// Writes the units of one page.
    pub fn document(self, document: &Document<'_>, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Jsonl => jsonl::document(document, to),
            Self::Po => po::write::document(document, to),
            Self::Tmx => tmx::document(document, to),
            Self::Xliff => xliff::write::document(document, to),
            Self::Xliff2 => xliff::write2::document(document, to),
        }
    }

    /// Writes the tail of a file.
    pub fn tail(self, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Jsonl | Self::Po => Ok(()),
            Self::Tmx => tmx::tail(to),
            Self::Xliff => xliff::write::tail(to),
            Self::Xliff2 => xliff::write2::tail(to),
        }
    }
}
