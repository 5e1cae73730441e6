//! Where facts were read: kept beside the facts when their page is dropped.

use crate::page::Page;
use crate::text::{FileRange, LineIndex};

/// The lines and headings of one file.
pub struct Places {
    lines: LineIndex,
    /// First byte of each heading in the file, and the anchors from the outermost section down to it.
    sections: Vec<(u32, Box<str>)>,
}

impl Places {
    /// Reads the places of a page.
    pub fn read(page: &Page) -> Self {
        let side = &page.target;
        let sections = side.tree.sections.iter().enumerate().filter_map(|(index, section)| {
            let start = side.place(section.heading?).start;
            Some((start, side.tree.section_path(index as u32).into_boxed_str()))
        });
        Self { lines: LineIndex::new(&page.text), sections: sections.collect() }
    }

    /// The line, from 1, on which a range starts.
    pub fn line(&self, range: FileRange) -> u32 {
        self.lines.line(range.start) as u32 + 1
    }

    /// The section that a range starts in, as anchors joined by `/`; empty above the second heading.
    pub fn section(&self, range: FileRange) -> &str {
        let after = self.sections.partition_point(|(start, _)| *start <= range.start);
        after.checked_sub(1).map_or("", |index| &self.sections[index].1)
    }
}
