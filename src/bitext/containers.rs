//! The parts of a page that contain units: its span pairs, or in a page without spans its blocks.

use crate::align::aligned::{Aligned, SourceText};
use crate::align::sentence_starts;
use crate::align::split;
use crate::bitext::markup;
use crate::bitext::markup::Shape;
use crate::bitext::unit_id::{Context, IdSide, UnitId, hash, without_line_ends};
use crate::page::Side;
use crate::text::{FileRange, SideRange, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, RefCell};

/// Most neighbouring fragments of a block that are one unit, apart from the whole block.
const MOST_JOINED: usize = 24;

/// The containers of a page, in order of place.
pub struct Containers<'a> {
    aligned: &'a Aligned,
    /// The context that was asked for last, with its container.
    last_context: Cell<Option<(u32, Context)>>,
    /// The bounds of the blocks that were asked for.
    known_bounds: RefCell<FxHashMap<u32, Bounds>>,
    /// Without spans: the source block of each target block.
    source_of: Vec<Option<u32>>,
}

/// Where units of a block may start and end.
#[derive(Default)]
struct Bounds {
    starts: FxHashSet<u32>,
    ends: FxHashSet<u32>,
    /// The whole range of each pair of inline codes, and the text in it; for a code without pair, the text is empty.
    codes: Vec<[SideRange; 2]>,
}

/// Whether a word is on both sides of a place. The scripts before Thai in Unicode separate words; in the scripts of East Asia a
/// word may end anywhere.
fn splits_word(text: &str, place: usize) -> bool {
    let is_letter = |character: Option<char>| {
        character.is_some_and(|character| character.is_alphanumeric() && character < '\u{0e00}')
    };
    is_letter(text[..place].chars().next_back()) && is_letter(text[place..].chars().next())
}

impl<'a> Containers<'a> {
    /// The containers of a page.
    pub fn of(aligned: &'a Aligned) -> Self {
        let mut source_of = vec![None; aligned.page.target.tree.blocks.len()];
        for pair in &aligned.blocks.pairs {
            if let Some(target) = pair.target {
                source_of[target as usize] = pair.source;
            }
        }
        Self { aligned, last_context: Cell::default(), known_bounds: RefCell::default(), source_of }
    }

    /// Whether the containers are span pairs.
    fn are_spans(&self) -> bool {
        matches!(self.aligned.source_text, SourceText::Embedded)
    }

    fn target(&self) -> &'a Side {
        &self.aligned.page.target
    }

    /// The number of containers.
    pub fn count(&self) -> u32 {
        let count = if self.are_spans() { self.aligned.segments.all.len() } else { self.source_of.len() };
        count as u32
    }

    /// The bytes of a container on the target side; `None` if the page has no container of that number.
    pub fn range(&self, container: u32) -> Option<SideRange> {
        if self.are_spans() {
            return self.aligned.segments.all.get(container as usize).map(|segment| segment.target);
        }
        self.target().tree.blocks.get(container as usize).map(|block| block.range)
    }

    /// The source text of a container.
    fn source_text(&self, container: Option<u32>) -> Option<&'a str> {
        let source = self.aligned.source()?;
        let range = if self.are_spans() {
            self.aligned.segments.all.get(container? as usize)?.source
        } else {
            let block = self.source_of.get(container? as usize).copied().flatten()?;
            source.tree.blocks[block as usize].range
        };
        Some(range.slice(source.text()).trim())
    }

    /// The source texts of a container and of its neighbours. The neighbours in a page without spans are those of the source
    /// block.
    pub fn context(&self, container: u32) -> Context {
        // A block of many sentences is asked for once for each.
        if let Some((known, context)) = self.last_context.get()
            && known == container
        {
            return context;
        }
        let context = self.read_context(container);
        self.last_context.set(Some((container, context)));
        context
    }

    fn read_context(&self, container: u32) -> Context {
        if self.are_spans() {
            let around = [container.checked_sub(1), Some(container), container.checked_add(1)];
            return Context::of(around.map(|container| self.source_text(container)));
        }
        match self.source_of.get(container as usize).copied().flatten() {
            Some(block) => self.source_context(block),
            None => Context::default(),
        }
    }

    /// The texts of a source block and of its neighbours.
    pub fn source_context(&self, block: u32) -> Context {
        let Some(source) = self.aligned.source() else { return Context::default() };
        let text = |block: Option<u32>| {
            source.tree.blocks.get(block? as usize).map(|block| block.range.slice(source.text()).trim())
        };
        Context::of([block.checked_sub(1), Some(block), block.checked_add(1)].map(text))
    }

    /// The id of a text in a container of the target side.
    pub fn id(&self, container: u32, text: SideRange) -> UnitId {
        let whole = self.range(container).unwrap_or(text);
        let hash = hash(self.text(text));
        UnitId { context: self.context(container), hash, ..place(IdSide::Target, container, [whole, text]) }
    }

    /// The id of a block of the target side that has no source text.
    pub fn block_id(&self, block: u32, text: SideRange) -> UnitId {
        if !self.are_spans() {
            return self.id(block, text);
        }
        let whole = self.target().tree.blocks[block as usize].range;
        UnitId { hash: hash(self.text(text)), ..place(IdSide::Block, block, [whole, text]) }
    }

    /// The id of a text in a block of the source side that has no translation.
    pub fn source_id(&self, source: &Side, block: u32, text: SideRange) -> UnitId {
        let whole = source.tree.blocks[block as usize].range;
        let hash = hash(text.slice(source.text()));
        UnitId { context: self.source_context(block), hash, ..place(IdSide::Source, block, [whole, text]) }
    }

    /// Calls `found` with each text of a container that an export may have as a unit: the span, or fragments of the block
    /// that follow each other.
    pub fn texts(&self, container: u32, mut found: impl FnMut(SideRange)) {
        if self.are_spans() {
            return self.range(container).into_iter().for_each(found);
        }
        let side = self.target();
        let Some(block) = side.tree.blocks.get(container as usize) else { return };
        split::single(side, block).into_iter().for_each(&mut found);
        let mut readings = vec![split::sentences(side, block)];
        if split::is_link(side, block) {
            readings.push(split::link_sentences(side, block));
        }
        let starts = sentence_starts::of_block(side, block);
        for sentences in readings {
            let fragments = sentences.into_iter().flat_map(|sentence| split::fragments_at(side, &starts, sentence));
            let fragments: Vec<SideRange> = fragments.collect();
            for (first, start) in fragments.iter().enumerate() {
                for end in fragments.iter().skip(first).take(MOST_JOINED) {
                    found(SideRange::new(start.start, end.end));
                }
            }
            if let [first, .., last] = &*fragments
                && fragments.len() > MOST_JOINED
            {
                found(SideRange::new(first.start, last.end));
            }
        }
    }

    /// Where a text is in the file; `None` if span markup is in it.
    pub fn place(&self, container: u32, text: SideRange) -> Option<FileRange> {
        if self.are_spans() {
            let span = self.aligned.page.spans.get(container as usize)?.target;
            let whole = self.range(container)?;
            let start = span.start + (text.start - whole.start);
            return Some(FileRange::new(start, start + text.len()));
        }
        self.target().projection.editable(text)
    }

    /// Whether a part of a container may be a unit: the whole span; or in a block of prose, words that start or end where a
    /// fragment does. Not both ends need be those of fragments: without the full stop of the sentence before it, a sentence
    /// has no start. No inline code is cut.
    pub fn may_be_unit(&self, container: u32, range: SideRange) -> bool {
        if self.are_spans() {
            return self.range(container) == Some(range);
        }
        let text = self.target().text();
        let ends = [range.start, range.end].map(|end| end as usize);
        if range.is_empty() || !ends.iter().all(|end| text.is_char_boundary(*end)) || range.trimmed(text) != range {
            return false;
        }
        let mut known = self.known_bounds.borrow_mut();
        let bounds = known.entry(container).or_insert_with(|| self.bounds(container));
        let is_bound = bounds.starts.contains(&range.start) || bounds.ends.contains(&range.end);
        let is_cut = |pair: &[SideRange; 2]| {
            let [whole, inner] = *pair;
            let is_outside = range.end <= whole.start || whole.end <= range.start;
            let is_around = range.start <= whole.start && whole.end <= range.end;
            let is_inside = inner.start <= range.start && range.end <= inner.end;
            !is_outside && !is_around && !is_inside
        };
        is_bound && !ends.iter().any(|end| splits_word(text, *end)) && !bounds.codes.iter().any(is_cut)
    }

    /// Where the fragments of a block start and end, and its inline codes.
    fn bounds(&self, container: u32) -> Bounds {
        let side = self.target();
        let mut bounds = Bounds::default();
        let Some(block) = side.tree.blocks.get(container as usize).filter(|block| !block.kind.class().is_verbatim())
        else {
            return bounds;
        };
        let mut sentences: Vec<SideRange> = split::single(side, block).into_iter().collect();
        sentences.extend(split::sentences(side, block));
        if split::is_link(side, block) {
            sentences.extend(split::link_sentences(side, block));
        }
        let starts = sentence_starts::of_block(side, block);
        for sentence in sentences {
            for fragment in split::fragments_at(side, &starts, sentence).into_iter().chain([sentence]) {
                bounds.starts.insert(fragment.start);
                bounds.ends.insert(fragment.end);
            }
        }
        let marks = markup::marks(self.text(block.range));
        for mark in &marks {
            let whole = match mark.shape {
                Shape::Open => continue,
                Shape::Alone => [block.range.part(mark.range), SideRange::at(block.range.start)],
                Shape::Close(open) => {
                    let open = marks[open].range;
                    let whole = TextRange::new(open.start, mark.range.end);
                    [block.range.part(whole), block.range.part(TextRange::new(open.end, mark.range.start))]
                }
            };
            bounds.codes.push(whole);
        }
        bounds
    }

    /// The part of a new text that is a unit in the page. White space at the ends of a block is not part of its text, so a unit
    /// with it would not be found again. A span keeps its white space.
    pub fn unit_text<'t>(&self, new: &'t str) -> &'t str {
        if self.are_spans() { without_line_ends(new) } else { new.trim() }
    }

    /// The translation between two bytes of the target side.
    pub fn text(&self, range: SideRange) -> &'a str {
        range.slice(self.target().text())
    }

    /// The source text of a container.
    pub fn source(&self, container: u32) -> Option<&'a str> {
        self.source_text(Some(container))
    }
}

/// The id of a text in its container, without context and hash.
fn place(side: IdSide, container: u32, [whole, text]: [SideRange; 2]) -> UnitId {
    UnitId {
        side,
        container,
        before: text.start.saturating_sub(whole.start),
        length: text.len(),
        after: whole.end.saturating_sub(text.end),
        context: Context::default(),
        hash: 0,
    }
}
