//! Writes edits into the bytes of a page. The spans, blocks, tables, source text and inline codes of the page do not
//! change, and neither does any byte outside the edited translations. Edits that would change them are refused.
//!
//! Nothing in the bitext file is trusted. An edit is written only where an export of the page, made now, may have a unit.

use crate::align::aligned::Aligned;
use crate::bitext::containers::Containers;
use crate::bitext::edits::{FileUnit, UnitEdit, UnitError};
use crate::bitext::locate::{Located, UnitState, Wanted, locate};
use crate::bitext::missing::{Insertion, MissingBlocks};
use crate::bitext::new_text;
use crate::bitext::new_text::AllowedText;
use crate::bitext::shape;
use crate::bitext::shape::BlockShape;
use crate::bitext::unit_id::{IdSide, UnitId, without_line_ends};
use crate::bitext::{Document, Unit};
use crate::page::Page;
use crate::page::syntax::PageSyntax;
use crate::page::tree::BlockKind;
use crate::page::{Fault, Side};
use crate::text::{FileRange, SideRange, TextRange};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most times that a page is parsed to find the edits that break it. Edits that are not judged then are refused.
const MOST_PARSES: usize = 64;

/// The result of [`apply`].
pub struct Applied<'e> {
    /// The bytes of the edited page.
    pub bytes: Vec<u8>,
    /// The number of edits written.
    pub written: usize,
    /// The number of edits whose new text is in the page already.
    pub present: usize,
    /// The edits that were not written, each with the reason.
    pub refused: Vec<(&'e FileUnit, UnitError)>,
}

/// A page into which edits are written.
pub struct ImportedPage<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The page with its source text.
    pub aligned: &'a Aligned,
    /// What an export of the page has now; `None` if the page has no source text.
    pub document: Option<&'a Document<'a>>,
    /// How pages are read.
    pub syntax: &'a PageSyntax,
}

/// The new texts of source blocks, with their units.
type BlockTexts<'e> = BTreeMap<u32, (&'e FileUnit, String)>;

/// What becomes of the edit of a unit that the page did not have at the export.
enum Filled<'e> {
    /// The page has the text already.
    Present,
    /// It replaces text in the source language.
    Replaced(Replacement<'e>),
    /// It is inserted.
    Inserted {
        /// The source blocks that are inserted together.
        blocks: Range<u32>,
        /// The source block whose text it replaces.
        block: u32,
        /// The text.
        text: String,
    },
}

/// What an import may do beyond the usual.
#[derive(Clone, Copy, Debug, Default)]
pub struct Permissions {
    /// Write units that are locked.
    pub locked: bool,
}

/// A new text and the byte range that it replaces.
struct Replacement<'e> {
    /// The units whose text it contains: several if blocks are inserted.
    units: Vec<&'e FileUnit>,
    range: FileRange,
    text: String,
    /// Inserted blocks: the number of target blocks in front of them, and their shapes.
    inserted: Option<(usize, Vec<BlockShape>)>,
}

/// Writes edits into a page and refuses those that cannot be written. `units`: all units of the page in the bitext file; those
/// without edit help to find their neighbours. If edits change the blocks, tables or spans of the page only in
/// combination, all of them are refused.
pub fn apply<'e>(page: &ImportedPage<'_>, units: &'e [FileUnit], permissions: Permissions) -> Applied<'e> {
    let mut writer = PageWriter::new(page, units, permissions);
    writer.take(units);
    writer.finish()
}

/// The edits of one page.
struct PageWriter<'p, 'e> {
    page: &'p ImportedPage<'p>,
    containers: Containers<'p>,
    /// The units of an export made now that have a translation, by the first byte of the translation.
    exported: FxHashMap<u32, &'p Unit<'p>>,
    /// Whether units that the page shows to be protected are locked.
    locks: bool,
    permissions: Permissions,
    changes: Vec<Replacement<'e>>,
    present: usize,
    refused: Vec<(&'e FileUnit, UnitError)>,
}

impl<'p, 'e> PageWriter<'p, 'e> {
    fn new(page: &'p ImportedPage<'p>, units: &[FileUnit], permissions: Permissions) -> Self {
        let exported = page.document.iter().flat_map(|document| &document.units);
        let exported = exported.filter_map(|unit| Some((unit.target?.range.start, unit))).collect();
        Self {
            page,
            containers: Containers::of(page.aligned),
            exported,
            // A file with locked units was exported with the protected text locked.
            locks: units.iter().any(|unit| unit.locked),
            permissions,
            changes: Vec::new(),
            present: 0,
            refused: Vec::new(),
        }
    }

    /// Sorts the edits: changes, edits that are in the page already, and refused edits.
    fn take(&mut self, units: &'e [FileUnit]) {
        let (known, places): (Vec<&'e FileUnit>, Vec<Wanted<'e>>) =
            units.iter().filter_map(|unit| Some((unit, wanted(unit)?))).unzip();
        let located = locate(&self.containers, &places);
        let is_source = |unit: &&FileUnit| unit.id.is_some_and(|id| id.side == IdSide::Source);
        let without_place = units.iter().filter(|unit| wanted(unit).is_none() && !is_source(unit));
        for (unit, edit) in without_place.filter_map(|unit| Some((unit, unit.edit.as_ref()?))) {
            self.refused.push((unit, edit.text.clone().err().unwrap_or(UnitError::ForeignId)));
        }
        self.take_missing(units.iter().filter(is_source));
        for (unit, located) in known.into_iter().zip(located) {
            let Some(edit) = &unit.edit else { continue };
            match located.and_then(|located| self.change(unit, edit, located)) {
                Ok(Some(change)) => self.changes.push(change),
                Ok(None) => self.present += 1,
                Err(error) => self.refused.push((unit, error)),
            }
        }
    }

    /// Sorts the edits of units that the page did not have at the export.
    fn take_missing(&mut self, units: impl Iterator<Item = &'e FileUnit>) {
        let edits = units.filter_map(|unit| Some((unit, unit.id?, unit.edit.as_ref()?)));
        let edits: Vec<(&FileUnit, UnitId, &UnitEdit)> = edits.collect();
        if edits.is_empty() {
            return;
        }
        let Some(mut missing) = MissingBlocks::of(self.page.aligned) else {
            let has_source = self.page.aligned.source().is_some();
            let error = if has_source { UnitError::NoBlock } else { UnitError::NoSource };
            return self.refused.extend(edits.into_iter().map(|(unit, ..)| (unit, error.clone())));
        };
        let context = |block| self.containers.source_context(block);
        let blocks: Vec<Result<u32, UnitError>> = edits.iter().map(|(_, id, _)| missing.block(*id, context)).collect();
        for ((.., edit), block) in edits.iter().zip(&blocks) {
            if let (Ok(block), Ok(text)) = (block, &edit.text) {
                missing.claim(*block, &[without_line_ends(text), &with_escaped_bars(without_line_ends(text))]);
            }
        }
        // The texts of the blocks that are inserted together, by the first and the last of these blocks.
        let mut joined: BTreeMap<(u32, u32), BlockTexts<'e>> = BTreeMap::new();
        for ((unit, _, edit), block) in edits.into_iter().zip(blocks) {
            match block.and_then(|block| self.missing(&missing, unit, (block, edit))) {
                Ok(Filled::Present) => self.present += 1,
                Ok(Filled::Replaced(change)) => self.changes.push(change),
                Ok(Filled::Inserted { blocks, block, text }) => {
                    joined.entry((blocks.start, blocks.end)).or_default().insert(block, (unit, text));
                }
                Err(error) => self.refused.push((unit, error)),
            }
        }
        missing.insert(joined.keys().flat_map(|(start, end)| *start..*end));
        for ((start, end), texts) in joined {
            let units: Vec<&FileUnit> = texts.values().map(|(unit, _)| *unit).collect();
            let texts: Vec<(u32, &str)> = texts.iter().map(|(block, (_, text))| (*block, text.as_str())).collect();
            match missing.insertion(&(start..end), &texts) {
                Ok(Insertion { at, before, shapes, text }) => {
                    self.changes.push(Replacement { units, range: at, text, inserted: Some((before, shapes)) });
                }
                Err(error) => self.refused.extend(units.into_iter().map(|unit| (unit, error.clone()))),
            }
        }
    }

    /// What the edit of a unit does that the page did not have at the export.
    fn missing(
        &self,
        missing: &MissingBlocks<'_>,
        unit: &'e FileUnit,
        (block, edit): (u32, &UnitEdit),
    ) -> Result<Filled<'e>, UnitError> {
        let text = edit.text.clone()?;
        let text = without_line_ends(&text);
        let escaped = with_escaped_bars(text);
        if let Some((container, range)) = missing.matching(block, &[text, &escaped])? {
            let is_new = [text, &escaped].contains(&without_line_ends(self.containers.text(range)));
            let state = if is_new { UnitState::Imported } else { UnitState::Exported };
            let change = self.change(unit, edit, Located { container, range, state })?;
            return Ok(change.map_or(Filled::Present, Filled::Replaced));
        }
        let blocks = missing.joined(block)?;
        let known = self.page.document.filter(|_| self.locks);
        let is_unit = |known: &&Unit<'_>| known.id.side == IdSide::Source && known.id.container == block;
        let is_protected =
            known.is_some_and(|document| document.units.iter().find(is_unit).is_some_and(|unit| document.locks(unit)));
        if !self.permissions.locked && (unit.locked || is_protected) {
            return Err(UnitError::Locked);
        }
        let source = missing.text(block);
        check_form(text, source)?;
        let text = if missing.is_cell(block) { &escaped } else { text };
        new_text::check(edit, text, AllowedText { old: source, source: Some(source) })?;
        Ok(Filled::Inserted { blocks, block, text: text.to_owned() })
    }

    /// The replacement that an edit makes; `None` if its text is in the page already.
    fn change(
        &self,
        unit: &'e FileUnit,
        edit: &UnitEdit,
        located: Located,
    ) -> Result<Option<Replacement<'e>>, UnitError> {
        let text = edit.text.clone()?;
        if located.state == UnitState::Imported {
            return Ok(None);
        }
        let old = self.containers.text(located.range);
        let inner = TextRange::of_part(old, without_line_ends(old)).unwrap_or_default();
        let place = SideRange::new(located.range.start + inner.start, located.range.start + inner.end);
        let old = inner.slice(old);
        let range = self.containers.place(located.container, place).ok_or(UnitError::OtherShape)?;
        let exported = self
            .exported
            .get(&range.start)
            .filter(|known| known.target.is_some_and(|target| without_line_ends(target.text) == old));
        let is_protected = || {
            let document = self.page.document.filter(|_| self.locks);
            document.zip(exported).is_some_and(|(document, unit)| document.locks(unit))
        };
        if !self.permissions.locked && (unit.locked || is_protected()) {
            return Err(UnitError::Locked);
        }
        let text = without_line_ends(&text);
        check_form(text, old)?;
        let page = &self.page.aligned.page;
        let is_lost = |fault: &Fault| matches!(fault, Fault::InvalidUtf8(bytes) if overlap(*bytes, range));
        if page.faults.iter().any(is_lost) {
            return Err(UnitError::NotUtf8);
        }
        let text = if is_in_cell(&page.target, range) { with_escaped_bars(text) } else { text.to_owned() };
        let source = exported.and_then(|unit| unit.source).map(|source| source.text);
        let source = source.or_else(|| self.containers.source(located.container));
        new_text::check(edit, &text, AllowedText { old, source })?;
        Ok(Some(Replacement { units: vec![unit], range, text, inserted: None }))
    }

    /// Refuses the changes that overlap an earlier one, then those that break the page.
    fn finish(mut self) -> Applied<'e> {
        let mut changes = std::mem::take(&mut self.changes);
        // Insertions at one place are in order of the source.
        changes.sort_by_key(|change| change.range);
        for change in changes {
            match self.changes.last() {
                Some(before) if overlap(before.range, change.range) && change.inserted.is_none() => {
                    self.refuse(change, &UnitError::PlaceTaken);
                }
                _ => self.changes.push(change),
            }
        }
        let changes = std::mem::take(&mut self.changes);
        let mut parses = 0;
        let kept = self.unbroken(changes, &mut parses);
        let kept = if self.keeps_shape(&kept, &mut parses) {
            kept
        } else {
            kept.into_iter().for_each(|change| self.refuse(change, &UnitError::OtherShape));
            Vec::new()
        };
        self.refused.sort_by_key(|(unit, _)| unit.line);
        let bytes = splice(self.page.bytes, &kept);
        let written = kept.iter().map(|change| change.units.len()).sum();
        Applied { bytes, written, present: self.present, refused: self.refused }
    }

    fn refuse(&mut self, change: Replacement<'e>, error: &UnitError) {
        self.refused.extend(change.units.into_iter().map(|unit| (unit, error.clone())));
    }

    /// The changes without those that break the page by themselves. Halves the changes until each half keeps the shape of the
    /// page or is one change.
    fn unbroken(&mut self, mut changes: Vec<Replacement<'e>>, parses: &mut usize) -> Vec<Replacement<'e>> {
        if *parses < MOST_PARSES && self.keeps_shape(&changes, parses) {
            return changes;
        }
        if changes.len() == 1 || *parses >= MOST_PARSES {
            changes.into_iter().for_each(|change| self.refuse(change, &UnitError::OtherShape));
            return Vec::new();
        }
        let second = changes.split_off(changes.len() / 2);
        let mut kept = self.unbroken(changes, parses);
        kept.extend(self.unbroken(second, parses));
        kept
    }

    /// Whether the page with these changes has the same spans, blocks and source text, and the blocks that were inserted.
    fn keeps_shape(&self, changes: &[Replacement<'e>], parses: &mut usize) -> bool {
        *parses += 1;
        let old = &self.page.aligned.page;
        let inserted: Vec<&(usize, Vec<BlockShape>)> =
            changes.iter().filter_map(|change| change.inserted.as_ref()).collect();
        let parse = || Page::parse(splice(self.page.bytes, changes), self.page.syntax);
        match (changes, &*inserted) {
            ([], _) => true,
            (_, []) => shape::is_same(old, &parse()),
            (_, inserted) => shape::has_inserted(old, &parse(), inserted),
        }
    }
}

/// The place of a unit, if its id describes one in the translation.
fn wanted(unit: &FileUnit) -> Option<Wanted<'_>> {
    let id = unit.id.filter(|id| id.side == IdSide::Target)?;
    let new = unit.edit.as_ref().and_then(|edit| edit.text.as_deref().ok());
    let in_cell = new.filter(|new| new.contains('|')).map(|new| Cow::Owned(with_escaped_bars(new)));
    Some(Wanted { id, new: new.map(Cow::Borrowed).into_iter().chain(in_cell).collect() })
}

/// An error if a new text is empty, or has a line break that the old one has not.
fn check_form(text: &str, old: &str) -> Result<(), UnitError> {
    if text.trim().is_empty() {
        return Err(UnitError::Empty);
    }
    let has_line_break = |text: &str| text.contains(['\n', '\r']);
    if has_line_break(text) && !has_line_break(old) { Err(UnitError::LineBreak) } else { Ok(()) }
}

fn overlap(left: FileRange, right: FileRange) -> bool {
    left == right || (left.start < right.end && right.start < left.end)
}

fn is_in_cell(side: &Side, range: FileRange) -> bool {
    let blocks = &side.tree.blocks;
    let after = blocks.partition_point(|block| side.projection.to_file(block.range.start) <= range.start);
    after.checked_sub(1).is_some_and(|block| matches!(blocks[block].kind, BlockKind::Cell { .. }))
}

/// Escapes bars for a table cell: `|` becomes `\|` (GFM, section 4.10).
fn with_escaped_bars(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_escape = false;
    for character in text.chars() {
        if character == '|' && !is_escape {
            escaped.push('\\');
        }
        is_escape = character == '\\' && !is_escape;
        escaped.push(character);
    }
    escaped
}

/// The bytes of the page after the replacements. `changes` are in order and do not overlap.
fn splice(bytes: &[u8], changes: &[Replacement<'_>]) -> Vec<u8> {
    let mut spliced = Vec::with_capacity(bytes.len() + 64);
    let mut at = 0;
    for Replacement { range, text, .. } in changes {
        spliced.extend_from_slice(&bytes[at..range.start as usize]);
        spliced.extend_from_slice(text.as_bytes());
        at = range.end as usize;
    }
    spliced.extend_from_slice(&bytes[at..]);
    spliced
}
