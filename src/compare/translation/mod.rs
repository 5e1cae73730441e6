//! Target against source, block by block: the one place that says what a translation changed.

pub(crate) mod cells;
pub(crate) mod certainty;
pub(crate) mod prose;
pub(crate) mod segments;
pub(crate) mod structure;

use crate::compare::change::{Change, ChangeKind};
use crate::config::Config;
use crate::diagnostic::Edit;
use crate::facts::roles::Words;
use crate::lexicon::{ColumnRole, SectionRole};
use crate::page::Side;
use crate::page::tree::{Block, BlockKind};
use crate::reading::Reading;
use crate::text::FileRange;

/// Compares the two sides of a reading. Nothing where it has no source.
pub fn compare(reading: &Reading, config: &Config) -> Vec<Change> {
    let Some(source) = reading.aligned.source() else { return Vec::new() };
    let words = Words::of(&config.lexicons, &reading.edition.locale);
    let mut context =
        BlockComparer { reading, target: &reading.aligned.page.target, source, words, changes: Vec::new() };
    for pair in &reading.aligned.blocks.pairs {
        if let (Some(target), Some(source)) = (pair.target, pair.source) {
            context.block(target, source);
        }
    }
    fold_type_names(context.changes)
}

/// A type named in the words of the locale is house style: each is told once a page, with its count.
fn fold_type_names(changes: Vec<Change>) -> Vec<Change> {
    let mut first: Vec<(String, String, usize)> = Vec::new();
    let mut kept: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        if change.kind == ChangeKind::TypeName {
            if let Some((.., position)) =
                first.iter().find(|(source, target, _)| *source == change.source && *target == change.target)
            {
                kept[*position].count += 1;
                continue;
            }
            first.push((change.source.clone(), change.target.clone(), kept.len()));
        }
        kept.push(change);
    }
    kept
}

pub(super) struct BlockComparer<'a> {
    pub(super) reading: &'a Reading,
    pub(super) target: &'a Side,
    pub(super) source: &'a Side,
    pub(super) words: Words<'a>,
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

    pub(super) fn push(
        &mut self,
        kind: ChangeKind,
        pair: MatchedBlocks<'_>,
        range: FileRange,
        texts: (&str, &str),
        edit: Option<Edit>,
    ) {
        let anchor = self.source.tree.structural_path(pair.source_index);
        self.changes.push(Change::new(kind, range).with_texts(texts.0, texts.1).with_anchor(anchor).with_edit(edit));
    }

    /// The repair of a block that is one segment: the segment's source text.
    pub(super) fn whole_edit(&self, pair: MatchedBlocks<'_>) -> Option<Edit> {
        let content = pair.target.range.trimmed(self.target.text());
        let aligned = &self.reading.aligned;
        let segment = aligned.segments.at_target(content.start)?;
        let last = aligned.segments.at_target(content.end.saturating_sub(1).max(content.start))?;
        let text = aligned.segments.source(segment, self.source).to_owned();
        (segment == last).then(|| Edit { range: aligned.target_place(segment), text })
    }

    pub(super) fn plain(&self, pair: MatchedBlocks<'_>) -> (String, String) {
        let target = self.target.tree.plain(self.target.text(), pair.target).into_owned();
        (target, self.source.tree.plain(self.source.text(), pair.source).into_owned())
    }
}
