//! A page with its source text, lined up. The page stays what was parsed, the source text is a value beside it.

use super::segments::Segments;
use super::{Alignment, embedded, sentences};
use crate::discover::origin::SourceUse;
use crate::page::tree::BlockKind;
use crate::page::{Page, Side};
use crate::text::{FileRange, SideRange};

/// What a page is compared with.
pub enum SourceText {
    /// There is none.
    None,
    /// The page embeds it: it is [`Page::embedded`].
    Embedded,
    /// It is in another file.
    Foreign(Foreign),
}

/// Source text from another file than the page.
pub struct Foreign {
    /// Its text and blocks; its ranges are bytes of its own file.
    pub side: Side,
    /// Where it comes from, and how sure it is that it is the text that was translated.
    pub origin: SourceUse,
}

/// A page and its source text, lined up block by block and segment by segment.
pub struct Aligned {
    /// The page as parsed.
    pub page: Page,
    /// What it is compared with.
    pub source_text: SourceText,
    /// The blocks of both sides.
    pub blocks: Alignment,
    /// The smallest pairs; none if there is no source text.
    pub segments: Segments,
}

impl Aligned {
    /// A page with the source text that it embeds, if any.
    pub fn own(page: Page) -> Self {
        let blocks = embedded::align(&page);
        let (source_text, segments) = match &page.embedded {
            Some(_) => (SourceText::Embedded, Segments::of_spans(&page)),
            None => (SourceText::None, Segments::default()),
        };
        Self { page, source_text, blocks, segments }
    }

    /// A page without spans and its source text from another file. `blocks`: the blocks of the two, as
    /// [`super::blocks::align`] lines them up.
    pub fn foreign(page: Page, source: Foreign, blocks: Alignment) -> Self {
        let segments = sentences::pairs(&page.target, &source.side, &blocks);
        Self { page, source_text: SourceText::Foreign(source), blocks, segments: Segments::new(segments) }
    }

    /// The source side, if there is source text.
    pub fn source(&self) -> Option<&Side> {
        match &self.source_text {
            SourceText::None => None,
            SourceText::Embedded => self.page.embedded.as_ref(),
            SourceText::Foreign(source) => Some(&source.side),
        }
    }

    /// The side whose facts count: the source text, else the page itself.
    pub fn authority(&self) -> &Side {
        self.source().unwrap_or(&self.page.target)
    }

    /// Whether the source text is in another file.
    pub fn is_foreign(&self) -> bool {
        matches!(self.source_text, SourceText::Foreign(_))
    }

    /// Where the target of a segment is in the page's file.
    pub fn target_place(&self, segment: u32) -> FileRange {
        match self.source_text {
            SourceText::Embedded => self.page.spans[segment as usize].target,
            _ => self.page.target.projection.range_to_file(self.segments.all[segment as usize].target),
        }
    }

    /// Where the source of a segment is, in bytes of the file that the source text is in.
    pub fn source_place(&self, segment: u32) -> FileRange {
        match &self.source_text {
            SourceText::Foreign(source) => {
                source.side.projection.range_to_file(self.segments.all[segment as usize].source)
            }
            _ => self.page.spans[segment as usize].source,
        }
    }

    /// Where a segment is in the page's file: the whole span pair with its tags; for pages without spans, the target.
    pub fn whole_place(&self, segment: u32) -> FileRange {
        match self.source_text {
            SourceText::Embedded => self.page.spans[segment as usize].whole,
            _ => self.target_place(segment),
        }
    }

    /// The id of the span pair that a segment is; empty for pages without spans.
    pub fn span_id(&self, segment: u32) -> &str {
        self.page.spans.get(segment as usize).map_or("", |span| span.id.slice(&self.page.text))
    }

    /// Where a block of the authority side is in the page's file: on the target side if it has a partner there. A
    /// block of another file that has none stands behind the nearest block before it that has one.
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

    /// Where a part of a code block of the authority side is in the page's file; `None` if the file does not have the
    /// same code there. `part`: bytes of the authority side's text.
    pub fn code_place(&self, block: u32, part: SideRange) -> Option<FileRange> {
        let SourceText::Foreign(source) = &self.source_text else {
            return self.authority().projection.editable(part);
        };
        let body = |side: &Side, block: u32| match side.tree.blocks[block as usize].kind {
            BlockKind::Code { body, .. } => Some(body),
            _ => None,
        };
        let target = &self.page.target;
        let (here, there) = (body(target, self.blocks.target_of(block)?)?, body(&source.side, block)?);
        let same = here.slice(target.text()) == there.slice(source.side.text());
        let moved = |offset: u32| here.start + (offset - there.start);
        let part = same.then(|| SideRange::new(moved(part.start), moved(part.end)))?;
        target.projection.editable(part)
    }
}
