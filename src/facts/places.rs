//! Lines and sections of the places of facts. They are kept with the facts after the page is dropped.

use crate::page::Page;
use crate::text::{FileRange, LineIndex};

/// The lines and headings of one file.
pub struct Places {
    lines: LineIndex,
    /// For each heading: its first byte in the file, and the anchors from the outermost section to its own, joined by `/`.
    sections: Vec<(u32, Box<str>)>,
}

impl Places {
    /// The lines and headings of a page.
    pub fn read(page: &Page) -> Self {
        let side = &page.target;
        let sections = side.tree.sections.iter().enumerate().filter_map(|(index, section)| {
            let start = side.place(section.heading?).start;
            Some((start, side.tree.section_path(index as u32).into_boxed_str()))
        });
        Self { lines: LineIndex::new(&page.text), sections: sections.collect() }
    }

    /// The line on which a range starts, counted from 1.
    pub fn line(&self, range: FileRange) -> u32 {
        self.lines.line(range.start) as u32 + 1
    }

    /// The section in which a range starts, as anchors joined by `/`; empty above the second heading.
    pub fn section(&self, range: FileRange) -> &str {
        let after = self.sections.partition_point(|(start, _)| *start <= range.start);
        after.checked_sub(1).map_or("", |index| &self.sections[index].1)
    }
}
