//! The edits of units that the page did not have at the export: text in the source language that they replace, and blocks that
//! are inserted.

use super::{PageWriter, Replacement, check_form, with_escaped_bars};
use crate::bitext::Unit;
use crate::bitext::edits::{FileUnit, UnitEdit, UnitError};
use crate::bitext::locate::{Located, UnitState};
use crate::bitext::missing::{Insertion, MissingBlocks};
use crate::bitext::new_text;
use crate::bitext::new_text::AllowedText;
use crate::bitext::unit_id::{IdSide, UnitId, without_line_ends};
use crate::page::tree::BlockClass;
use std::collections::BTreeMap;
use std::ops::Range;

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

impl<'e> PageWriter<'_, 'e> {
    /// Sorts the edits of units that the page did not have at the export.
    pub(super) fn take_missing(&mut self, units: impl Iterator<Item = &'e FileUnit>) {
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
                let text = self.containers.unit_text(text);
                missing.claim(*block, &[text, &with_escaped_bars(text)]);
            }
        }
        // The texts of the blocks that are inserted together, by the first and the last of these blocks.
        let mut joined: BTreeMap<(u32, u32), BlockTexts<'e>> = BTreeMap::new();
        for ((unit, _, edit), block) in edits.into_iter().zip(blocks) {
            match block.and_then(|block| self.missing(&missing, unit, (block, edit))) {
                Ok(Filled::Present) => self.present.push(unit),
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
        let text = self.containers.unit_text(&text);
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
        let text = if missing.class(block) == BlockClass::Cell { &escaped } else { text };
        new_text::check(edit, text, AllowedText { old: source, source: Some(source) })?;
        Ok(Filled::Inserted { blocks, block, text: text.to_owned() })
    }
}
