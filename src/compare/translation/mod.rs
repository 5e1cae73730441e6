//! Compares the target with the source, block by block.

pub(crate) mod cells;
pub(crate) mod certainty;
mod code_text;
pub(crate) mod directives;
mod gap;
pub(crate) mod prose;
pub(crate) mod segment_text;
pub(crate) mod structure;

use crate::compare::change::{Change, ChangeKind};
use crate::config::Config;
use crate::diagnostic::Edit;
use crate::facts::roles::Words;
use crate::lexicon::{ColumnRole, SectionRole};
use crate::page::Side;
use crate::page::tree::{Block, BlockKind};
use crate::reading::Reading;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::collections::hash_map::Entry;

/// Compares the matched blocks of a reading. Returns no change if the reading has no source text.
pub fn compare(reading: &Reading, config: &Config) -> Vec<Change> {
    let Some(source) = reading.aligned.source() else { return Vec::new() };
    let words = Words::of(&config.lexicons, &reading.edition.locale);
    let mut comparer = BlockComparer {
        reading,
        target: &reading.aligned.page.target,
        source,
        words,
        keeps_slugs: OnceCell::new(),
        states_slugs: OnceCell::new(),
        changes: Vec::new(),
    };
    for pair in &reading.aligned.blocks.pairs {
        if let (Some(target), Some(source)) = (pair.target, pair.source) {
            comparer.block(target, source);
        }
    }
    count_type_names(comparer.changes)
}

/// Reports each translated type name once for each page, with its count, because some style guides require it.
fn count_type_names(changes: Vec<Change>) -> Vec<Change> {
    let mut first: FxHashMap<(String, String), usize> = FxHashMap::default();
    let mut kept: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        if change.kind == ChangeKind::TypeName {
            match first.entry((change.source.clone(), change.target.clone())) {
                Entry::Occupied(position) => {
                    kept[*position.get()].count += 1;
                    continue;
                }
                Entry::Vacant(entry) => _ = entry.insert(kept.len()),
            }
        }
        kept.push(change);
    }
    kept
}

/// Compares the matched blocks of one page and collects their changes.
pub(super) struct BlockComparer<'a> {
    pub(super) reading: &'a Reading,
    pub(super) target: &'a Side,
    pub(super) source: &'a Side,
    pub(super) words: Words<'a>,
    /// Whether most written anchors of the page are the slugs of their source headings. Computed once.
    pub(super) keeps_slugs: OnceCell<bool>,
    /// Whether most anchors that headings of the translation state are the slugs of their source headings. Computed once.
    pub(super) states_slugs: OnceCell<bool>,
    pub(super) changes: Vec<Change>,
}

/// Two matched blocks.
#[derive(Clone, Copy)]
pub(super) struct MatchedBlocks<'a> {
    pub(super) target: &'a Block,
    pub(super) target_index: u32,
    pub(super) source: &'a Block,
    pub(super) source_index: u32,
}

impl<'a> BlockComparer<'a> {
    fn block(&mut self, target_index: u32, source_index: u32) {
        let target = &self.target.tree.blocks[target_index as usize];
        let source = &self.source.tree.blocks[source_index as usize];
        if target.range.slice(self.target.text()) == source.range.slice(self.source.text()) {
            return;
        }
        let pair = MatchedBlocks { target, target_index, source, source_index };
        match source.kind {
            BlockKind::Comment | BlockKind::Html | BlockKind::Tab => {}
            BlockKind::Code { body, .. } => self.code(pair, body),
            BlockKind::Cell { table, row, column } => {
                let uses = &self.reading.uses.tables[table as usize];
                let role = uses.columns.get(column as usize).copied().flatten();
                match (uses.role, role) {
                    (Some(_), _) if row == 0 => self.prose(pair),
                    (Some(section), Some(ColumnRole::Name)) => self.name(pair, section),
                    (Some(_), Some(ColumnRole::Type | ColumnRole::ReturnType)) => self.type_cell(pair),
                    (Some(SectionRole::Permissions), Some(ColumnRole::Scopes | ColumnRole::SchemeScopes(_))) => {
                        self.permission(pair)
                    }
                    (Some(SectionRole::Permissions), Some(ColumnRole::Scheme)) => {}
                    _ => self.prose(pair),
                }
            }
            BlockKind::Heading(_) => {
                self.anchor(pair);
                self.prose(pair);
            }
            BlockKind::Paragraph | BlockKind::ListItem => self.prose(pair),
        }
    }

    /// Adds a change of a pair; its structural place is that of the source block.
    pub(super) fn push(&mut self, pair: MatchedBlocks<'_>, change: Change) {
        let anchor = self.source.tree.structural_path(pair.source_index);
        self.changes.push(change.with_anchor(anchor));
    }

    /// A change at the place of the whole target block. `texts`: the source text, then the target text.
    pub(super) fn block_change(&self, kind: ChangeKind, pair: MatchedBlocks<'_>, texts: (&str, &str)) -> Change {
        Change::new(kind, self.target.place(pair.target_index)).with_texts(texts.0, texts.1)
    }

    /// An edit that restores the source text of a block; `None` if the block is more than one segment.
    pub(super) fn whole_edit(&self, pair: MatchedBlocks<'_>) -> Option<Edit> {
        let content = pair.target.range.trimmed(self.target.text());
        let aligned = &self.reading.aligned;
        let segment = aligned.segments.at_target(content.start)?;
        let last = aligned.segments.at_target(content.end.saturating_sub(1).max(content.start))?;
        let text = aligned.segments.source(segment, self.source).to_owned();
        (segment == last).then(|| Edit { range: aligned.target_place(segment), text })
    }

    /// The plain texts of the target block and the source block.
    pub(super) fn plain(&self, pair: MatchedBlocks<'_>) -> (String, String) {
        let target = self.target.tree.plain(self.target.text(), pair.target).into_owned();
        (target, self.source.tree.plain(self.source.text(), pair.source).into_owned())
    }
}
