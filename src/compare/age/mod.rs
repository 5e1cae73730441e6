//! The source text that was translated against the current source text: which blocks and facts of a page are out of
//! date. Only content is compared, because the date of a commit does not show whether a block changed.

pub(crate) mod block_text;
pub(crate) mod fact_ages;
pub(crate) mod lineup;
pub(crate) mod states;
pub(crate) mod wording;

use super::change::{Change, ChangeKind};
use crate::config::Config;
use crate::discover::identify::Form;
use crate::facts::comparable::Fact;
use crate::facts::roles::Uses;
use crate::page::Side;
use crate::page::tree::BlockKind;
use crate::reading::Reading;
use crate::text::FileRange;
use fact_ages::{FactAges, SourceState};
use lineup::{BlockState, Lineup};
use states::{Counts, PageAge, StaleText};
use std::sync::Arc;

/// The current source page of a translation.
pub struct CurrentPage {
    /// Its text and blocks.
    pub side: Side,
    /// The roles of its sections and tables.
    pub uses: Arc<Uses>,
    /// Its facts in comparable form.
    pub flat: Vec<Fact>,
}

/// The current state of the source page of an edition.
#[derive(Clone)]
pub enum CurrentSource {
    /// It exists.
    Page(Arc<CurrentPage>),
    /// It no longer exists.
    Deleted,
    /// It was not read, or could not be read.
    Unknown,
}

/// The age of an edition, and the changes that it causes.
#[derive(Clone, Debug, Default)]
pub struct AgeReport {
    /// The number of blocks and facts in each state; `None` if the age cannot be judged.
    pub counts: Option<Counts>,
    /// The changes of the source since the translation was made.
    pub changes: Vec<Change>,
}

/// Judges the age of all editions of a page. `current`: the current source page of each reading, in the order of
/// `readings`. Returns one report for each reading.
pub fn compare(readings: &[Reading], current: &[CurrentSource], config: &Config) -> Vec<AgeReport> {
    let mut lineups: Vec<(usize, &Arc<CurrentPage>, Lineup)> = Vec::new();
    let mut ages = Vec::with_capacity(readings.len());
    for (index, (reading, current)) in readings.iter().zip(current).enumerate() {
        let known = reading.edition.source.is_exact()
            || (reading.edition.source.is_named() && !reading.edition.source.is_of_other_date());
        let source = reading.aligned.source().filter(|_| known);
        ages.push(match (current, source) {
            (CurrentSource::Deleted, _) if reading.edition.form != Form::Source => {
                let change = Change::new(ChangeKind::SourceDeleted, FileRange::new(0, 0));
                AgeReport {
                    counts: Some(Counts { pages: [1, 1], ..Counts::default() }),
                    changes: vec![change.with_anchor("page")],
                }
            }
            (CurrentSource::Page(newer), Some(source)) => {
                let has_same_sources = |(other, known, _): &(usize, &Arc<CurrentPage>, Lineup)| {
                    let side = readings[*other].aligned.source();
                    Arc::ptr_eq(known, newer) && side.is_some_and(|side| Arc::ptr_eq(&side.tree, &source.tree))
                };
                let position = lineups.iter().position(has_same_sources).unwrap_or_else(|| {
                    let words = crate::facts::roles::Words::of(&config.lexicons, &config.source_locale);
                    lineups.push((
                        index,
                        newer,
                        Lineup::of((source, &reading.uses), (&newer.side, &newer.uses), words),
                    ));
                    lineups.len() - 1
                });
                AgedPage { reading, source, newer, lineup: &lineups[position].2 }.compare()
            }
            _ => AgeReport::default(),
        });
    }
    ages
}

/// The blocks that were removed from the source, with the change that reports each. Consecutive blocks have one change,
/// for example a row or a section; so have the cells of a column.
#[derive(Default)]
struct RemovedBlocks {
    /// The last removed block, and the index of its change.
    last: Option<(u32, usize)>,
    /// Table and column of each removed header cell, with the index of its change.
    columns: Vec<([u32; 2], usize)>,
}

impl RemovedBlocks {
    /// Adds a block of the target side. Returns the change that already reports it; `None` if the block needs a new
    /// change, whose index will be `next`.
    fn add(&mut self, target: u32, kind: BlockKind, next: usize) -> Option<KnownChange> {
        let follows = self.last.filter(|(last, _)| last + 1 == target).map(|(_, change)| KnownChange::Extended(change));
        let mut known = follows;
        if let BlockKind::Cell { table, row, column } = kind {
            let place = [table, column];
            let column = self.columns.iter().find(|(known, _)| *known == place);
            known = follows.or_else(|| column.map(|(_, change)| KnownChange::Counted(*change)));
            if row == 0 {
                self.columns.push((place, known.map_or(next, KnownChange::index)));
            }
        }
        self.last = Some((target, known.map_or(next, KnownChange::index)));
        known
    }
}

/// The change that already reports a removed block, by its index.
#[derive(Clone, Copy)]
enum KnownChange {
    /// The block follows the blocks of the change, whose range grows by the block.
    Extended(usize),
    /// The block is a cell of the change's column: the change only counts it.
    Counted(usize),
}

impl KnownChange {
    fn index(self) -> usize {
        match self {
            Self::Extended(index) | Self::Counted(index) => index,
        }
    }
}

/// An edition whose source page still exists.
struct AgedPage<'a> {
    reading: &'a Reading,
    source: &'a Side,
    newer: &'a CurrentPage,
    lineup: &'a Lineup,
}

impl AgedPage<'_> {
    fn compare(&self) -> AgeReport {
        let mut changes: Vec<Change> = Vec::new();
        let is_kept = |fact: &Fact, state| self.is_kept(fact, state);
        let facts = FactAges::of(&self.reading.facts.comparable, &self.newer.flat, is_kept);
        let mut counts = Counts { pages: [1, 0], facts: facts.counts, ..Counts::default() };
        counts.blocks[4] = self.lineup.new.len() as u32;
        let mut removed = RemovedBlocks::default();
        for pair in &self.reading.aligned.blocks.pairs {
            let (Some(target), Some(source)) = (pair.target, pair.source) else { continue };
            let state = match self.lineup.states[source as usize] {
                BlockState::Wording | BlockState::Api | BlockState::Removed if self.is_unmarked(target, source) => {
                    BlockState::NoText
                }
                state => state,
            };
            if let Some(slot) = state.slot() {
                counts.blocks[slot] += 1;
            }
            match state {
                BlockState::NoText | BlockState::Current => {}
                BlockState::Wording | BlockState::Api => changes.push(self.change(target, source, state)),
                BlockState::Removed => {
                    let kind = self.source.tree.blocks[source as usize].kind;
                    let Some(known) = removed.add(target, kind, changes.len()) else {
                        changes.push(self.change(target, source, state));
                        continue;
                    };
                    let change = &mut changes[known.index()];
                    change.count += 1;
                    if let KnownChange::Extended(_) = known {
                        let end = self.place(target).end.max(change.range.end);
                        change.range = FileRange::new(change.range.start, end);
                    }
                }
            }
        }
        if !changes.is_empty() || counts.blocks[4] > 0 || counts.facts[1..].iter().any(|count| *count > 0) {
            let place = self.reading.aligned.page.target.tree.sections.iter().find_map(|section| section.heading);
            let place = place.map_or(FileRange::new(0, 0), |heading| self.place(heading));
            let kind = ChangeKind::PageStale(Box::new(PageAge { counts, facts: facts.changed }));
            changes.insert(0, Change::new(kind, place).with_anchor("page"));
        }
        AgeReport { counts: Some(counts), changes }
    }

    /// Whether the block that states a fact is in both states of the source. `state`: the state that states the fact.
    fn is_kept(&self, fact: &Fact, state: SourceState) -> bool {
        let holds = |side: &Side, block: u32| side.place(block).contains(fact.range.start);
        let mut current = (0..).zip(&self.lineup.states).filter(|(_, state)| **state == BlockState::Current);
        current.any(|(source, _)| match state {
            SourceState::Current => {
                self.lineup.partners[source as usize].is_some_and(|new| holds(&self.newer.side, new))
            }
            SourceState::Translated => {
                let target = self.reading.aligned.blocks.target_of(source);
                target.is_some_and(|target| holds(&self.reading.aligned.page.target, target))
            }
        })
    }

    /// Whether the page embeds source text, but not for this block: the block is prose outside the span pairs, or one of
    /// its pairs has no source text.
    fn is_unmarked(&self, target: u32, source: u32) -> bool {
        let page = &self.reading.aligned.page;
        let block = &self.source.tree.blocks[source as usize];
        let prose = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::ListItem);
        let segments = &self.reading.aligned.segments;
        let lost = |segment: u32| segments.all[segment as usize].source.is_empty();
        let mut of_target = segments.in_target(page.target.tree.blocks[target as usize].range);
        !self.reading.aligned.is_foreign()
            && (prose && segments.in_source(block.range).next().is_none()
                || of_target.any(|(segment, _)| lost(segment)))
    }

    fn place(&self, target: u32) -> FileRange {
        self.reading.aligned.page.target.place(target)
    }

    fn change(&self, target: u32, source: u32, state: BlockState) -> Change {
        let (old, new) = (self.source, &self.newer.side);
        let block = &old.tree.blocks[source as usize];
        let partner = self.lineup.partners[source as usize];
        let current = partner.map(|partner| &new.tree.blocks[partner as usize]);
        let plain = |side: &Side, block| match block {
            &crate::page::tree::Block { kind: BlockKind::Code { body, .. }, .. } => body.slice(side.text()).to_owned(),
            block if block.inlines.0 == block.inlines.1 => block.range.slice(side.text()).trim().to_owned(),
            block => side.tree.plain(side.text(), block).into_owned(),
        };
        let (before, after) = (plain(old, block), current.map_or(String::new(), |current| plain(new, current)));
        let items = match (state, current) {
            (BlockState::Api, Some(current)) => block_text::item_changes((old, block), (new, current)),
            _ => Vec::new(),
        };
        let [short_old, short_new] = wording::quotes(&before, &after);
        let kind = ChangeKind::SegmentStale(StaleText { state, old: short_old, new: short_new, items });
        let place = current.and_then(|current| self.changed_segments(source, current.range.slice(new.text())));
        Change::new(kind, place.unwrap_or_else(|| self.place(target)))
            .with_texts(before, after)
            .with_anchor(old.tree.structural_path(source))
    }

    /// The place from the first to the last segment whose source text is not in the current text of the block; `None` if
    /// no segment or every segment changed.
    fn changed_segments(&self, source: u32, new: &str) -> Option<FileRange> {
        let block = &self.source.tree.blocks[source as usize];
        let text = self.source.text();
        let new = wording::bare(new);
        let mut changed: Option<FileRange> = None;
        let mut has_kept = false;
        for (segment, part) in self.reading.aligned.segments.in_source(block.range) {
            let written = wording::bare(part.slice(text));
            if written.is_empty() || new.contains(&written) {
                has_kept = true;
                continue;
            }
            let place = self.reading.aligned.target_place(segment).trimmed(&self.reading.aligned.page.text);
            changed = Some(match changed {
                Some(before) => FileRange::new(before.start.min(place.start), before.end.max(place.end)),
                None => place,
            });
        }
        changed.filter(|_| has_kept)
    }
}
