//! The source text that was translated against the source text as it is now: which blocks and facts of a page are
//! out of date. By content only: dates of commits say nothing about a block.

pub(crate) mod facts;
pub(crate) mod lineup;
pub(crate) mod text;
pub(crate) mod wording;

use super::change::{Change, ChangeKind};
use crate::config::Config;
use crate::discover::identify::Form;
use crate::facts::flat::Fact;
use crate::facts::roles::Uses;
use crate::page::Side;
use crate::page::tree::BlockKind;
use crate::reading::Reading;
use crate::text::FileRange;
use facts::FactAges;
use lineup::{BlockState, Lineup};
use std::sync::Arc;

/// A source page as it is now.
pub struct Newer {
    /// Its text and blocks.
    pub side: Side,
    /// What its sections and tables are for.
    pub uses: Arc<Uses>,
    /// What it states.
    pub flat: Vec<Fact>,
}

/// What is known of the source page of an edition now.
#[derive(Clone)]
pub enum Now {
    /// It is there.
    Page(Arc<Newer>),
    /// It is gone.
    Deleted,
    /// Nothing is known of it, or nobody asked.
    Unknown,
}

/// Why it is not known from which text a page was translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPin {
    /// It names no commit.
    Unnamed,
    /// The commit that it names, or the page at it, was not found.
    Lost,
    /// There is no source text: the page embeds none, and its commit was not looked for.
    NoSource,
    /// The source text that is there is not what was translated.
    Aged,
}

/// How a block's source text has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Stale {
    /// What it has become.
    pub state: BlockState,
    /// What changed of the old text, shortened.
    pub old: String,
    /// What it is now, shortened.
    pub new: String,
    /// Names and values that changed, where the API did.
    pub items: Vec<String>,
}

/// How many blocks and facts of a page are of which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that were judged, and those whose source is gone.
    pub pages: [u32; 2],
    /// Blocks: current, changed in wording, changed in API, removed, new in the source.
    pub blocks: [u32; 5],
    /// Facts: current, changed, removed, new in the source.
    pub facts: [u32; 4],
}

impl Counts {
    /// Adds those of another page.
    pub fn add(&mut self, other: &Self) {
        let sum = |one: &mut [u32], other: &[u32]| one.iter_mut().zip(other).for_each(|(one, other)| *one += other);
        sum(&mut self.pages, &other.pages);
        sum(&mut self.blocks, &other.blocks);
        sum(&mut self.facts, &other.facts);
    }

    /// Share of the translated blocks that are current, from 0 to 1; `None` where there are none.
    pub fn blocks_current(&self) -> Option<f64> {
        share(&self.blocks[..4])
    }

    /// Share of the facts that are current, likewise.
    pub fn facts_current(&self) -> Option<f64> {
        share(&self.facts[..3])
    }
}

fn share(counts: &[u32]) -> Option<f64> {
    let all: u32 = counts.iter().sum();
    (all > 0).then(|| f64::from(counts[0]) / f64::from(all))
}

/// The age of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageAge {
    /// How many blocks and facts are of which state.
    pub counts: Counts,
    /// What became of facts, in words.
    pub facts: Vec<String>,
}

/// What age says about an edition.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// How many blocks and facts are of which state; `None` if the age cannot be judged.
    pub counts: Option<Counts>,
    /// What has changed since the translation was made.
    pub changes: Vec<Change>,
}

/// Judges the age of all editions of a page. `nows`: what is known of the source page of each. Gives the counts of
/// those that could be judged.
pub fn compare(readings: &[Reading], nows: &[Now], config: &Config) -> Vec<Judged> {
    let mut lineups: Vec<(usize, &Arc<Newer>, Lineup)> = Vec::new();
    let mut ages = Vec::with_capacity(readings.len());
    for (index, (reading, now)) in readings.iter().zip(nows).enumerate() {
        let known = reading.edition.source.is_exact()
            || (reading.edition.source.is_named() && !reading.edition.source.is_of_other_date());
        let source = reading.aligned.source().filter(|_| known);
        ages.push(match (now, source) {
            (Now::Deleted, _) if reading.edition.form != Form::Source => {
                let change = Change::new(ChangeKind::SourceDeleted, FileRange::new(0, 0));
                Judged {
                    counts: Some(Counts { pages: [1, 1], ..Counts::default() }),
                    changes: vec![change.with_anchor("page")],
                }
            }
            (Now::Page(newer), Some(source)) => {
                let same = |(other, known, _): &(usize, &Arc<Newer>, Lineup)| {
                    let side = readings[*other].aligned.source();
                    Arc::ptr_eq(known, newer) && side.is_some_and(|side| Arc::ptr_eq(&side.tree, &source.tree))
                };
                let position = lineups.iter().position(same).unwrap_or_else(|| {
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
            _ => Judged::default(),
        });
    }
    ages
}

/// Blocks that are gone and the changes that tell it. Side by side they are one change, of a row or a section; so are
/// the cells of a column.
#[derive(Default)]
struct Gone {
    /// The last block, and its change.
    last: Option<(u32, usize)>,
    /// Table and column of header cells, each with its change.
    columns: Vec<([u32; 2], usize)>,
}

impl Gone {
    /// The change that tells of a block already, and whether the block lengthens its place; `next` is that of a block
    /// of which none does.
    fn with(&mut self, target: u32, kind: BlockKind, next: usize) -> Option<(usize, bool)> {
        let beside = self.last.filter(|(last, _)| last + 1 == target).map(|(_, change)| (change, true));
        let mut known = beside;
        if let BlockKind::Cell { table, row, column } = kind {
            let place = [table, column];
            let of_column =
                || self.columns.iter().find(|(known, _)| *known == place).map(|(_, change)| (*change, false));
            known = beside.or_else(of_column);
            if row == 0 {
                self.columns.push((place, known.map_or(next, |(change, _)| change)));
            }
        }
        self.last = Some((target, known.map_or(next, |(change, _)| change)));
        known
    }
}

/// An edition whose source has a page now.
struct AgedPage<'a> {
    reading: &'a Reading,
    source: &'a Side,
    newer: &'a Newer,
    lineup: &'a Lineup,
}

impl AgedPage<'_> {
    fn compare(&self) -> Judged {
        let mut changes: Vec<Change> = Vec::new();
        let facts = FactAges::of(&self.reading.facts.flat, &self.newer.flat, |fact, is_new| self.is_kept(fact, is_new));
        let mut counts = Counts { pages: [1, 0], facts: facts.counts, ..Counts::default() };
        counts.blocks[4] = self.lineup.new.len() as u32;
        let mut gone = Gone::default();
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
                    if let Some(known) = gone.with(target, kind, changes.len()) {
                        if known.1 {
                            let range = changes[known.0].range;
                            changes[known.0].range = FileRange::new(range.start, self.place(target).end.max(range.end));
                        }
                        changes[known.0].count += 1;
                    } else {
                        changes.push(self.change(target, source, state));
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
        Judged { counts: Some(counts), changes }
    }

    /// Whether the block that states a fact is in both states of the source.
    fn is_kept(&self, fact: &Fact, is_new: bool) -> bool {
        let holds = |side: &Side, block: u32| side.place(block).contains(fact.range.start);
        let mut current = (0..).zip(&self.lineup.states).filter(|(_, state)| **state == BlockState::Current);
        current.any(|(source, _)| match is_new {
            true => self.lineup.partners[source as usize].is_some_and(|new| holds(&self.newer.side, new)),
            false => {
                let target = self.reading.aligned.blocks.target_of(source);
                target.is_some_and(|target| holds(&self.reading.aligned.page.target, target))
            }
        })
    }

    /// Whether it is not known what the source text of a block was, though its page embeds source text: prose that
    /// stands between the span pairs, or a pair without source text.
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
        let other = partner.map(|partner| &new.tree.blocks[partner as usize]);
        let plain = |side: &Side, block| match block {
            &crate::page::tree::Block { kind: BlockKind::Code { body, .. }, .. } => body.slice(side.text()).to_owned(),
            block if block.inlines.0 == block.inlines.1 => block.range.slice(side.text()).trim().to_owned(),
            block => side.tree.plain(side.text(), block).into_owned(),
        };
        let (before, after) = (plain(old, block), other.map_or(String::new(), |other| plain(new, other)));
        let items = match (state, other) {
            (BlockState::Api, Some(other)) => text::item_changes((old, block), (new, other)),
            _ => Vec::new(),
        };
        let [short_old, short_new] = wording::quotes(&before, &after);
        let kind = ChangeKind::SegmentStale(Stale { state, old: short_old, new: short_new, items });
        let place = other.and_then(|other| self.changed_segments(source, other.range.slice(new.text())));
        Change::new(kind, place.unwrap_or_else(|| self.place(target)))
            .with_texts(before, after)
            .with_anchor(old.tree.structural_path(source))
    }

    /// From the first to the last segment of a block whose source text does not stand in its new text as it is;
    /// `None` where that is no less than the block.
    fn changed_segments(&self, source: u32, new: &str) -> Option<FileRange> {
        let block = &self.source.tree.blocks[source as usize];
        let text = self.source.text();
        let new = wording::bare(new);
        let mut changed: Option<FileRange> = None;
        let mut kept = false;
        for (segment, part) in self.reading.aligned.segments.in_source(block.range) {
            let written = wording::bare(part.slice(text));
            if written.is_empty() || new.contains(&written) {
                kept = true;
                continue;
            }
            let place = self.reading.aligned.target_place(segment).trimmed(&self.reading.aligned.page.text);
            changed = Some(match changed {
                Some(before) => FileRange::new(before.start.min(place.start), before.end.max(place.end)),
                None => place,
            });
        }
        changed.filter(|_| kept)
    }
}
