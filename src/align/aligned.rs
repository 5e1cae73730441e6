//! A page and its source text, aligned. The page is not changed; the source text is a separate value.

use super::segments::Segments;
use super::{Alignment, blocks, embedded, sentences};
use crate::discover::origin::SourceUse;
use crate::page::tree::BlockKind;
use crate::page::{Page, Side};
use crate::text::{FileRange, SideRange};

/// The source text of a page.
pub enum SourceText {
    /// There is no source text.
    None,
    /// The page embeds it, as [`Page::embedded`].
    Embedded,
    /// It is in another file.
    Foreign(Foreign),
}

/// Source text from another file than the page.
pub struct Foreign {
    /// Its text and blocks. Ranges are bytes of its own file.
    pub side: Side,
    /// Where it comes from, and whether it is certainly the text that was translated.
    pub origin: SourceUse,
}

/// A page and its source text, aligned by block and by segment.
pub struct Aligned {
    /// The page.
    pub page: Page,
    /// Its source text.
    pub source_text: SourceText,
    /// The block pairs.
    pub blocks: Alignment,
    /// The segments; none if there is no source text.
    pub segments: Segments,
}

impl Aligned {
    /// A page with its embedded source text, if any.
    pub fn own(page: Page) -> Self {
        let blocks = embedded::align(&page);
        let (source_text, segments) = match &page.embedded {
            Some(_) => (SourceText::Embedded, Segments::of_spans(&page)),
            None => (SourceText::None, Segments::default()),
        };
        Self { page, source_text, blocks, segments }
    }

    /// A page without spans and its source text from another file. `blocks`: the result of [`super::blocks::align`] for the
    /// two.
    pub fn foreign(page: Page, source: Foreign, blocks: Alignment) -> Self {
        let segments = sentences::pairs(&page.target, &source.side, &blocks);
        Self { page, source_text: SourceText::Foreign(source), blocks, segments: Segments::new(segments) }
    }

    /// An edited page in place of this one, aligned with the same source text.
    pub fn with_page(&self, page: Page) -> Self {
        match &self.source_text {
            SourceText::None | SourceText::Embedded => Self::own(page),
            SourceText::Foreign(Foreign { side, origin }) => {
                let blocks = blocks::align(&page.target, side);
                Self::foreign(page, Foreign { side: side.clone(), origin: origin.clone() }, blocks)
            }
        }
    }

    /// The source side, if there is source text.
    pub fn source(&self) -> Option<&Side> {
        match &self.source_text {
            SourceText::None => None,
            SourceText::Embedded => self.page.embedded.as_ref(),
            SourceText::Foreign(source) => Some(&source.side),
        }
    }

    /// The side from which facts are read: the source text, else the page itself.
    pub fn authority(&self) -> &Side {
        self.source().unwrap_or(&self.page.target)
    }

    /// Whether the source text is in another file.
    pub fn is_foreign(&self) -> bool {
        matches!(self.source_text, SourceText::Foreign(_))
    }

    /// The place of the target of a segment in the file of the page.
    pub fn target_place(&self, segment: u32) -> FileRange {
        match self.source_text {
            SourceText::Embedded => self.page.spans[segment as usize].target,
            _ => self.page.target.projection.range_to_file(self.segments.all[segment as usize].target),
        }
    }

    /// The place of the source of a segment, in bytes of the file of the source text.
    pub fn source_place(&self, segment: u32) -> FileRange {
        match &self.source_text {
            SourceText::Foreign(source) => {
                source.side.projection.range_to_file(self.segments.all[segment as usize].source)
            }
            _ => self.page.spans[segment as usize].source,
        }
    }

    /// The place of a segment in the file of the page: the whole span pair with its tags; for pages without spans, the target.
    pub fn whole_place(&self, segment: u32) -> FileRange {
        match self.source_text {
            SourceText::Embedded => self.page.spans[segment as usize].whole,
            _ => self.target_place(segment),
        }
    }

    /// The id of the span pair of a segment; empty for pages without spans.
    pub fn span_id(&self, segment: u32) -> &str {
        self.page.spans.get(segment as usize).map_or("", |span| span.id.slice(&self.page.text))
    }

    /// The place of a block of the authority side in the file of the page: the place of the matching target block. A block of
    /// another file without a match has an empty place: after the match of the nearest earlier block that has one.
    pub fn place(&self, block: u32) -> FileRange {
        let page = &self.page;
        match (&self.source_text, self.blocks.target_of(block)) {
            (SourceText::Embedded | SourceText::Foreign(_), Some(target)) => page.target.place(target),
            (SourceText::Foreign(_), None) => {
                let before = (0..block).rev().find_map(|before| self.blocks.target_of(before));
                let end = before.map_or(page.body, |target| page.target.place(target).end);
                FileRange::new(end, end)
            }
            _ => self.authority().place(block),
        }
    }

    /// The place of a part of a code block of the authority side in the file of the page; `None` if the target block has other
    /// code. `part`: bytes of the text of the authority side.
    pub fn code_place(&self, block: u32, part: SideRange) -> Option<FileRange> {
        let SourceText::Foreign(source) = &self.source_text else {
            return self.authority().projection.editable(part);
        };
        let body = |side: &Side, block: u32| match side.tree.blocks[block as usize].kind {
            BlockKind::Code { body, .. } => Some(body),
            _ => None,
        };
        let target = &self.page.target;
        let (target_body, source_body) = (body(target, self.blocks.target_of(block)?)?, body(&source.side, block)?);
        let same = target_body.slice(target.text()) == source_body.slice(source.side.text());
        let moved = |offset: u32| target_body.start + (offset - source_body.start);
        let part = same.then(|| SideRange::new(moved(part.start), moved(part.end)))?;
        target.projection.editable(part)
    }
}
