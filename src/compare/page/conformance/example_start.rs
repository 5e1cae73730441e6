//! Where an example starts, for reports that are written after its page is dropped.

use crate::page::Page;
use crate::page::encoding::{Encoding, FileBytes};
use crate::text::{LineColumn, LineIndex};

/// The start of an example.
#[derive(Clone, Copy, Debug)]
pub struct ExampleStart {
    /// The byte of the page's text.
    pub byte: u32,
    /// The byte of the file.
    pub file_byte: u32,
    /// The encoding of the file.
    pub encoding: Encoding,
    /// The line and column.
    pub at: LineColumn,
}

/// The lines and bytes of the file of a page.
pub(super) struct PagePlaces<'a> {
    page: &'a Page,
    lines: LineIndex,
    bytes: FileBytes,
}

impl<'a> PagePlaces<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        Self { page, lines: LineIndex::new(&page.text), bytes: FileBytes::new(&page.text, page.encoding) }
    }

    /// The start of an example. `byte`: of the page's text.
    pub(super) fn start(&self, byte: u32) -> ExampleStart {
        let Page { text, encoding, .. } = self.page;
        let file_byte = self.bytes.at(text, byte);
        ExampleStart { byte, file_byte, encoding: *encoding, at: self.lines.locate(text, byte) }
    }
}
