//! Writes edits into the bytes of a page. The spans, blocks, tables, source text and inline codes of the page do not
//! change, and neither does any byte outside the edited translations. Edits that would change them are refused.
//!
//! Nothing in the bitext file is trusted. An edit is written only where an export of the page, made now, may have a unit.

mod fill;

use crate::align::aligned::Aligned;
use crate::bitext::containers::Containers;
use crate::bitext::edits::{FileUnit, UnitEdit, UnitError};
use crate::bitext::locate::{Located, UnitState, Wanted, locate};
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
///
/// An import may be repeated: an edit is refused if a second import would not find it written, but write it into another place. In a
/// table with equal rows, for example, an edit of one row may change which of the rows is aligned with a row of the source.
pub fn apply<'e>(page: &ImportedPage<'_>, units: &'e [FileUnit], permissions: Permissions) -> Applied<'e> {
    let mut writer = PageWriter::new(page, units, permissions);
    writer.take();
    writer.finish()
}

/// The edits of one page.
struct PageWriter<'p, 'e> {
    page: &'p ImportedPage<'p>,
    units: &'e [FileUnit],
    containers: Containers<'p>,
    /// The units of an export made now that have a translation, by the first byte of the translation.
    exported: FxHashMap<u32, &'p Unit<'p>>,
    /// Whether units that the page shows to be protected are locked.
    locks: bool,
    permissions: Permissions,
    changes: Vec<Replacement<'e>>,
    present: Vec<&'e FileUnit>,
    refused: Vec<(&'e FileUnit, UnitError)>,
}

impl<'p, 'e> PageWriter<'p, 'e> {
    fn new(page: &'p ImportedPage<'p>, units: &'e [FileUnit], permissions: Permissions) -> Self {
        let exported = page.document.iter().flat_map(|document| &document.units);
        let exported = exported.filter_map(|unit| Some((unit.target?.range.start, unit))).collect();
        Self {
            page,
            units,
            containers: Containers::of(page.aligned),
            exported,
            // A file with locked units was exported with the protected text locked.
            locks: units.iter().any(|unit| unit.locked),
            permissions,
            changes: Vec::new(),
            present: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Sorts the edits: changes, edits that are in the page already, and refused edits.
    fn take(&mut self) {
        let units = self.units;
        let located = located(&self.containers, units);
        let is_source = |unit: &&FileUnit| unit.id.is_some_and(|id| id.side == IdSide::Source);
        let without_place = units.iter().filter(|unit| target_id(unit).is_none() && !is_source(unit));
        for (unit, edit) in without_place.filter_map(|unit| Some((unit, unit.edit.as_ref()?))) {
            self.refused.push((unit, edit.text.clone().err().unwrap_or(UnitError::ForeignId)));
        }
        self.take_missing(units.iter().filter(is_source));
        for (unit, located) in located {
            let Some(edit) = &unit.edit else { continue };
            match located.and_then(|located| self.change(unit, edit, located)) {
                Ok(Some(change)) => self.changes.push(change),
                Ok(None) => self.present.push(unit),
                Err(error) => self.refused.push((unit, error)),
            }
        }
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
        let text = self.containers.unit_text(&text);
        check_form(text, old)?;
        let page = &self.page.aligned.page;
        let is_lost = |fault: &Fault| matches!(fault, Fault::InvalidBytes(bytes) if overlap(*bytes, range));
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
                    self.refuse(vec![change], &UnitError::PlaceTaken);
                }
                _ => self.changes.push(change),
            }
        }
        let changes = std::mem::take(&mut self.changes);
        let mut parses = 0;
        let kept = self.unbroken(changes, &mut parses);
        let kept = self.repeatable(kept, &mut parses);
        self.refused.sort_by_key(|(unit, _)| unit.line);
        let bytes = splice(self.page.bytes, &kept);
        let written = kept.iter().map(|change| change.units.len()).sum();
        Applied { bytes, written, present: self.present.len(), refused: self.refused }
    }

    /// The changes that together keep the shape of the page, without those that a second import would write again.
    fn repeatable(&mut self, mut kept: Vec<Replacement<'e>>, parses: &mut usize) -> Vec<Replacement<'e>> {
        while !kept.is_empty() {
            if !self.keeps_shape(&kept, parses) {
                self.refuse(kept, &UnitError::OtherShape);
                return Vec::new();
            }
            let again = self.written_again(&kept);
            if again.is_empty() {
                return kept;
            }
            let is_again = |change: &Replacement<'e>| change.units.iter().any(|unit| is_among(unit, &again));
            let (mut lost, settled): (Vec<_>, Vec<_>) = kept.into_iter().partition(is_again);
            let is_bounded = !lost.is_empty() && *parses < MOST_PARSES;
            kept = if is_bounded {
                settled
            } else {
                lost.extend(settled);
                Vec::new()
            };
            self.refuse(lost, &UnitError::WrittenAgain);
        }
        kept
    }

    /// The units that a second import would write, although they are in the page after the first.
    fn written_again(&self, changes: &[Replacement<'e>]) -> Vec<&'e FileUnit> {
        let bytes = splice(self.page.bytes, changes);
        let aligned = self.page.aligned.with_page(Page::parse(bytes.clone(), self.page.syntax));
        let page = ImportedPage { bytes: &bytes, aligned: &aligned, document: None, syntax: self.page.syntax };
        let mut second = PageWriter::new(&page, self.units, self.permissions);
        second.take();
        let done: Vec<&FileUnit> = changes.iter().flat_map(|change| change.units.iter().copied()).collect();
        let again = second.changes.into_iter().flat_map(|change| change.units);
        again.filter(|unit| is_among(unit, &done) || is_among(unit, &self.present)).collect()
    }

    fn refuse(&mut self, changes: Vec<Replacement<'e>>, error: &UnitError) {
        let units = changes.into_iter().flat_map(|change| change.units);
        self.refused.extend(units.map(|unit| (unit, error.clone())));
    }

    /// The changes without those that break the page by themselves. Halves the changes until each half keeps the shape of the
    /// page or is one change.
    fn unbroken(&mut self, mut changes: Vec<Replacement<'e>>, parses: &mut usize) -> Vec<Replacement<'e>> {
        if *parses < MOST_PARSES && self.keeps_shape(&changes, parses) {
            return changes;
        }
        if changes.len() == 1 || *parses >= MOST_PARSES {
            self.refuse(changes, &UnitError::OtherShape);
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

/// The units whose ids describe places in the translation, each with its place in the page.
fn located<'e>(containers: &Containers<'_>, units: &'e [FileUnit]) -> Vec<(&'e FileUnit, Result<Located, UnitError>)> {
    let wanted = |unit: &'e FileUnit| {
        let id = target_id(unit)?;
        let new = unit.edit.as_ref().and_then(|edit| edit.text.as_deref().ok());
        let new = new.map(|new| containers.unit_text(new));
        let in_cell = new.filter(|new| new.contains('|')).map(|new| Cow::Owned(with_escaped_bars(new)));
        Some((unit, Wanted { id, new: new.map(Cow::Borrowed).into_iter().chain(in_cell).collect() }))
    };
    let (known, places): (Vec<&'e FileUnit>, Vec<Wanted<'e>>) = units.iter().filter_map(wanted).unzip();
    known.into_iter().zip(locate(containers, &places)).collect()
}

/// The id of a unit, if it describes a place in the translation.
fn target_id(unit: &FileUnit) -> Option<UnitId> {
    unit.id.filter(|id| id.side == IdSide::Target)
}

/// Whether a unit is one of these, and not only equal to one.
fn is_among(unit: &FileUnit, units: &[&FileUnit]) -> bool {
    units.iter().any(|known| std::ptr::eq(*known, unit))
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
