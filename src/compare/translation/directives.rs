//! Compares the directives of a page with those of its source, in the order of the page. A directive stands between blocks or in
//! them, so it is no block of its own.

use crate::compare::change::{Change, ChangeKind};
use crate::compare::directive::{self, StatedDirective};
use crate::compare::structure_part::StructurePart;
use crate::page::Side;
use crate::reading::Reading;
use crate::text::{SideRange, floor_boundary, longest_increasing};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::ops::Range;

/// Most bytes of a directive that a message shows.
const MOST_SHOWN: usize = 80;

/// The changes of all directives. Returns no change if the reading has no source text.
pub fn compare(reading: &Reading) -> Vec<Change> {
    let target = &reading.aligned.page.target;
    let Some(source) = reading.aligned.source() else { return Vec::new() };
    if target.tree.directives.is_empty() && source.tree.directives.is_empty() {
        return Vec::new();
    }
    let (targets, sources) = (Directive::all(target), Directive::all(source));
    let mut comparer = DirectiveComparer {
        target,
        source,
        targets: &targets,
        sources: &sources,
        changes: Vec::new(),
        renamed: FxHashSet::default(),
        names: FxHashMap::default(),
    };
    comparer.gap(Pairing::ALL.as_slice(), 0..targets.len(), 0..sources.len());
    comparer.changes
}

/// A directive of a side.
struct Directive {
    range: SideRange,
    stated: StatedDirective,
}

impl Directive {
    fn all(side: &Side) -> Vec<Self> {
        let syntax = side.syntax.directives();
        let anchors: FxHashSet<&str> = side.tree.sections.iter().map(|section| &*section.anchor).collect();
        let read = |range: &SideRange| {
            let mut stated = directive::read(range.slice(side.text()), syntax)?;
            // A link to a heading of the page leads to its translation.
            for argument in &mut stated.arguments {
                if let Some((key, anchor)) = argument.split_once("=#")
                    && anchors.contains(anchor)
                {
                    *argument = format!("{key}=#");
                }
            }
            Some(Self { range: *range, stated })
        };
        side.tree.directives.iter().filter_map(read).collect()
    }
}

/// A way to pair directives, the most certain first. The directives between two pairs are paired in the next way.
#[derive(Clone, Copy)]
enum Pairing {
    /// Equal directives that occur once on each side.
    Unique,
    /// Equal directives, by their number.
    Equal,
    /// Directives of one name, by their number.
    Name,
}

/// The name of a directive, and the arguments that must be equal.
type Key<'d> = (&'d str, &'d [String]);

impl Pairing {
    const ALL: [Self; 3] = [Self::Unique, Self::Equal, Self::Name];

    /// What two directives of a pair have in common.
    fn key(self, directive: &Directive) -> Key<'_> {
        let StatedDirective { name, arguments } = &directive.stated;
        (name, if matches!(self, Self::Name) { &[] } else { arguments })
    }

    /// The pairs in two lists, in order: indices in the first and in the second.
    fn pairs(self, targets: &[Directive], sources: &[Directive]) -> Vec<(usize, usize)> {
        let mut places: FxHashMap<Key<'_>, VecDeque<usize>> = FxHashMap::default();
        for (index, source) in sources.iter().enumerate() {
            places.entry(self.key(source)).or_default().push_back(index);
        }
        let mut counts: FxHashMap<Key<'_>, usize> = FxHashMap::default();
        targets.iter().for_each(|target| *counts.entry(self.key(target)).or_default() += 1);
        let mut pairs = Vec::new();
        for (index, target) in targets.iter().enumerate() {
            let Some(known) = places.get_mut(&self.key(target)) else { continue };
            if matches!(self, Self::Unique) && (known.len() != 1 || counts[&self.key(target)] != 1) {
                continue;
            }
            pairs.extend(known.pop_front().map(|source| (index, source)));
        }
        let order: Vec<usize> = pairs.iter().map(|(_, source)| *source).collect();
        longest_increasing(&order).into_iter().map(|kept| pairs[kept]).collect()
    }
}

struct DirectiveComparer<'a> {
    target: &'a Side,
    source: &'a Side,
    targets: &'a [Directive],
    sources: &'a [Directive],
    changes: Vec<Change>,
    /// The names of directives that became each other, without the slash of an end.
    renamed: FxHashSet<(String, String)>,
    /// How often a name was reported: the number is part of the structural place.
    names: FxHashMap<&'a str, usize>,
}

impl<'a> DirectiveComparer<'a> {
    /// Pairs the directives of two ranges, and reports those that differ or are left.
    fn gap(&mut self, ways: &[Pairing], targets: Range<usize>, sources: Range<usize>) {
        if targets.is_empty() && sources.is_empty() {
            return;
        }
        let Some((way, rest)) = ways.split_first() else { return self.unpaired(targets, sources) };
        let pairs = way.pairs(&self.targets[targets.clone()], &self.sources[sources.clone()]);
        let (mut target_at, mut source_at) = (targets.start, sources.start);
        for (target, source) in pairs {
            let (target, source) = (targets.start + target, sources.start + source);
            self.gap(rest, target_at..target, source_at..source);
            if self.targets[target].stated != self.sources[source].stated {
                self.changed(target, source);
            }
            (target_at, source_at) = (target + 1, source + 1);
        }
        self.gap(rest, target_at..targets.end, source_at..sources.end);
    }

    /// Reports directives without a partner of the same name. Where both sides have such, they became each other.
    fn unpaired(&mut self, targets: Range<usize>, sources: Range<usize>) {
        let both = targets.len().min(sources.len());
        for (target, source) in targets.clone().zip(sources.clone()) {
            self.changed(target, source);
        }
        let (extra, missing) = (targets.start + both..targets.end, sources.start + both..sources.end);
        if let Some(first) = missing.clone().next() {
            let after = targets.end.checked_sub(1).map_or(0, |before| self.targets[before].range.end);
            let range = self.target.projection.range_to_file(SideRange::at(after.min(self.target.text().len() as u32)));
            let kind = ChangeKind::Missing(StructurePart::Directive);
            let change = Change::new(kind, range).with_texts(self.source_text(first), "");
            self.push(Change { count: missing.len() as u32, ..change }, &self.sources[first].stated.name);
        }
        if let Some(first) = extra.clone().next() {
            let range = self.target.projection.range_to_file(self.targets[first].range);
            let change = Change::new(ChangeKind::Extra(StructurePart::Directive), range);
            let change = change.with_texts("", self.target_text(first));
            self.push(Change { count: extra.len() as u32, ..change }, &self.targets[first].stated.name);
        }
    }

    /// Reports a directive that became another. The end of a directive that is reported is the same fault.
    fn changed(&mut self, target: usize, source: usize) {
        let [source_name, target_name] =
            [&self.sources[source], &self.targets[target]].map(|directive| directive.stated.name.replace('/', ""));
        let is_end = self.sources[source].stated.name.contains('/');
        if !self.renamed.insert((source_name, target_name)) && is_end {
            return;
        }
        let range = self.target.projection.range_to_file(self.targets[target].range);
        let change = Change::new(ChangeKind::Directive, range);
        let change = change.with_texts(self.source_text(source), self.target_text(target));
        self.push(change, &self.sources[source].stated.name);
    }

    fn push(&mut self, change: Change, name: &'a str) {
        let number = self.names.entry(name).or_default();
        let anchor = format!("directive/{name}/{number}");
        *number += 1;
        self.changes.push(change.with_anchor(anchor));
    }

    fn source_text(&self, index: usize) -> String {
        shown(self.sources[index].range.slice(self.source.text()))
    }

    fn target_text(&self, index: usize) -> String {
        shown(self.targets[index].range.slice(self.target.text()))
    }
}

/// A directive in one line, shortened.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = floor_boundary(&line, MOST_SHOWN);
    if end < line.len() { format!("{}…", &line[..end]) } else { line }
}
