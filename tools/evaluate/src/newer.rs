//! The gold against newer English: blocks whose source text is still there word for word, and a judgement of the
//! pairs whose source text has changed.

use crate::gold::{self, Case, Fate};
use crate::score::shown;
use hexapla::page::Side;
use hexapla::page::tree::BlockKind;
use std::collections::{BTreeMap, BTreeSet};

/// A page against newer English.
pub struct Newer {
    /// The sides and what is known for certain.
    pub case: Case,
    /// The page's English at its own commit.
    old: Side,
    /// Its block that each target block translates.
    origins: Vec<Option<u32>>,
    /// Units of the old page to units of the newer one.
    units: BTreeMap<u32, u32>,
    /// Columns of tables of the old page to columns of the newer one, each by first cell and column.
    columns: BTreeMap<(u32, u32), (u32, u32)>,
    /// Units that are the same in no part: of the old page, of the newer page.
    free: [Vec<(u32, Words)>; 2],
}

/// How a pair of changed blocks came out, in order of print.
pub const VERDICTS: [&str; 7] =
    ["same row", "moved", "reworded", "tie", "other is nearer", "source gone, glued", "new block, glued"];

/// Below this share of common words two texts are not the same one reworded.
const UNLIKE: f64 = 0.3;
/// As many words tell whether a text was lengthened or shortened.
const ENOUGH: usize = 8;

impl Newer {
    /// From a page at its pin and the newer English.
    pub fn new(pin: Case, newer: Side) -> Self {
        let kept = steady(&pin.source, &newer);
        let mut targets = vec![Fate::Unknown; pin.targets.len()];
        let mut sources = vec![Fate::Unknown; newer.tree.blocks.len()];
        for &(old, new) in &kept {
            if let Fate::With(target) = pin.sources[old as usize] {
                targets[target as usize] = Fate::With(new);
                sources[new as usize] = Fate::With(target);
            }
        }
        let origin = |fate: &Fate| match fate {
            Fate::With(source) => Some(*source),
            _ => None,
        };
        let units: BTreeMap<u32, u32> =
            kept.iter().map(|&(old, new)| (unit(&pin.source, old), unit(&newer, new))).collect();
        let columns = kept.iter().filter_map(|&(old, new)| Some((column(&pin.source, old)?, column(&newer, new)?)));
        let columns = columns.collect();
        let known: [BTreeSet<u32>; 2] = [units.keys().copied().collect(), units.values().copied().collect()];
        let free = [free(&pin.source, &known[0]), free(&newer, &known[1])];
        let origins = pin.targets.iter().map(origin).collect();
        let case = Case { name: pin.name, target: pin.target, source: newer, targets, sources };
        Self { case, old: pin.source, origins, units, columns, free }
    }

    /// How many target blocks have a source text that changed, and how many of those whose source is gone.
    pub fn changed(&self) -> [usize; 2] {
        let changed = self.changed_origins().count();
        let gone = self.changed_origins().filter(|&old| self.is_gone(old)).count();
        [changed, gone]
    }

    /// How many blocks are new in the newer English, with nothing like them in what was taken away.
    pub fn added(&self) -> usize {
        let blocks = 0..self.case.source.tree.blocks.len() as u32;
        blocks.filter(|&block| self.is_new(block)).count()
    }

    fn changed_origins(&self) -> impl Iterator<Item = u32> {
        let changed = self.origins.iter().zip(&self.case.targets).filter(|(_, fate)| **fate == Fate::Unknown);
        changed.filter_map(|(origin, _)| *origin)
    }

    /// Judges a pair of which nothing is known for certain; `None` where nothing can be said.
    pub fn verdict(&self, target: u32, new: u32) -> Option<usize> {
        if self.case.is_right(target, new).is_some() {
            return None;
        }
        let old = self.origins[target as usize]?;
        let (ours, theirs) = (unit(&self.old, old), unit(&self.case.source, new));
        if let Some(&partner) = self.units.get(&ours) {
            return Some(if partner == theirs && self.is_same_column(old, new) { 0 } else { 4 });
        }
        if self.units.values().any(|&taken| taken == theirs) {
            return Some(4);
        }
        let (ours, theirs) = (words(&self.old, ours), words(&self.case.source, theirs));
        let nearness = likeness(&ours, &theirs);
        let others = self.free[1].iter().filter(|(other, _)| *other != unit(&self.case.source, new));
        let nearest = others.map(|(_, words)| likeness(&ours, words)).fold(0.0, f64::max);
        let verdict = match () {
            () if nearness.max(nearest) < UNLIKE => 5,
            () if nearness < UNLIKE && self.is_new(new) => 6,
            () if nearest > nearness => 4,
            () if nearest == nearness => 3,
            () if nearness == 1.0 => 1,
            () => 2,
        };
        Some(verdict)
    }

    /// A judged pair, for people.
    pub fn shown(&self, target: u32, new: u32, confidence: f32) -> String {
        let old = self.origins[target as usize].map_or(String::new(), |old| shown(&self.old, old));
        let texts = [shown(&self.case.target, target), shown(&self.case.source, new)];
        format!("{confidence:.2}  {}\n      {}\n      {}\n      was: {old}", self.case.name, texts[0], texts[1])
    }

    fn is_same_column(&self, old: u32, new: u32) -> bool {
        let (one, other) = (column(&self.old, old), column(&self.case.source, new));
        let known = one.and_then(|one| self.columns.get(&one).copied());
        one.zip(other).is_some_and(|(one, other)| known.map_or(one.1 == other.1, |known| known == other))
    }

    fn is_gone(&self, old: u32) -> bool {
        let unit = unit(&self.old, old);
        let words = words(&self.old, unit);
        !self.units.contains_key(&unit) && self.free[1].iter().all(|(_, other)| likeness(&words, other) < UNLIKE)
    }

    fn is_new(&self, new: u32) -> bool {
        let unit = unit(&self.case.source, new);
        let words = words(&self.case.source, unit);
        self.free[1].iter().any(|(free, _)| *free == unit)
            && self.free[0].iter().all(|(_, other)| likeness(&words, other) < UNLIKE)
    }
}

/// The row that a cell stands in, by its first cell; else the block itself.
fn unit(side: &Side, block: u32) -> u32 {
    match side.tree.blocks[block as usize].kind {
        BlockKind::Cell { table, row, .. } => side.tree.tables[table as usize].cell(row, 0),
        _ => block,
    }
}

/// A cell's table, by its first cell, and its column.
fn column(side: &Side, block: u32) -> Option<(u32, u32)> {
    match side.tree.blocks[block as usize].kind {
        BlockKind::Cell { table, column, .. } => Some((side.tree.tables[table as usize].first_cell, column)),
        _ => None,
    }
}

/// The blocks of a unit.
fn members(side: &Side, unit: u32) -> std::ops::Range<u32> {
    let columns = match side.tree.blocks[unit as usize].kind {
        BlockKind::Cell { table, .. } => side.tree.tables[table as usize].columns,
        _ => 1,
    };
    unit..unit + columns
}

/// The rows, or the columns, of two pages that belong together: those that most of the weight of equal cells brings
/// together, seen from both sides. Gives that weight.
fn mutual<K: Copy + Ord>(votes: impl Iterator<Item = (K, K, u32)>) -> BTreeMap<K, (K, u32)> {
    let mut sums: BTreeMap<(K, K), u32> = BTreeMap::new();
    for (one, other, weight) in votes {
        *sums.entry((one, other)).or_default() += weight;
    }
    let mut most: [BTreeMap<K, u32>; 2] = Default::default();
    for (&(one, other), &sum) in &sums {
        for (most, key) in most.iter_mut().zip([one, other]) {
            let most = most.entry(key).or_default();
            *most = sum.max(*most);
        }
    }
    let best = sums.into_iter().filter(|((one, other), sum)| *sum == most[0][one] && *sum == most[1][other]);
    best.map(|((one, other), sum)| (one, (other, sum))).collect()
}

/// Pairs of blocks of equal text that leave no doubt. A cell must stand in a row and in a column that belong together,
/// and the row's name or half of its text must be the same, of a header the name; another block whose text stands on a page twice must
/// have a neighbour that is paired with its partner's.
fn steady(old: &Side, new: &Side) -> Vec<(u32, u32)> {
    let keys = [gold::keys(old), gold::keys(new)];
    let pairs = certain(&keys[0], &keys[1]);
    let weight = |block: u32| 1 + old.tree.blocks[block as usize].range.len();
    let cells = || pairs.iter().filter_map(|&(one, other)| Some((one, other, column(old, one)?, column(new, other)?)));
    let rows = mutual(cells().map(|(one, other, ..)| (unit(old, one), unit(new, other), weight(one))));
    let named: BTreeSet<(u32, u32)> = pairs.iter().copied().collect();
    let is_row = |row: u32, partner: u32, vote: u32| {
        let whole: u32 = members(old, row).map(weight).sum();
        let is_named = named.contains(&(row, partner));
        is_named || (2 * vote >= whole && gold::kind(&old.tree.blocks[row as usize]) == "cell")
    };
    let rows: BTreeMap<u32, u32> = rows
        .into_iter()
        .filter(|&(row, (partner, vote))| is_row(row, partner, vote))
        .map(|(row, found)| (row, found.0))
        .collect();
    let in_rows = cells().filter(|(one, other, ..)| rows.get(&unit(old, *one)) == Some(&unit(new, *other)));
    let columns = mutual(in_rows.map(|(.., one, other)| (one, other, 1)));
    let mut counts: [BTreeMap<u64, usize>; 2] = Default::default();
    for (counts, keys) in counts.iter_mut().zip(&keys) {
        keys.iter().for_each(|key| *counts.entry(*key).or_default() += 1);
    }
    let is_sure = |one: u32, other: u32| {
        let near = |by: u32| {
            named.contains(&(one + by, other + by))
                || (one >= by && other >= by && named.contains(&(one - by, other - by)))
        };
        let key = keys[0][one as usize];
        counts.iter().all(|counts| counts[&key] == 1) || near(1)
    };
    let mut sure: Vec<(u32, u32)> =
        pairs.iter().copied().filter(|&(one, other)| column(old, one).is_none() && is_sure(one, other)).collect();
    for (&row, &partner) in &rows {
        for cell in members(old, row) {
            let Some((other, _)) = column(old, cell).and_then(|column| columns.get(&column)) else { continue };
            let other = partner + other.1;
            if keys[0][cell as usize] == keys[1][other as usize] {
                sure.push((cell, other));
            }
        }
    }
    sure.sort_unstable();
    sure
}

/// What two lists have in common whether they are read from the front or from the back: of a stretch that one of them
/// repeats nothing is certain.
fn certain(one: &[u64], other: &[u64]) -> Vec<(u32, u32)> {
    let reversed = |keys: &[u64]| keys.iter().rev().copied().collect::<Vec<_>>();
    let last = [one.len() as u32, other.len() as u32].map(|length| length.wrapping_sub(1));
    let backward = gold::common(&reversed(one), &reversed(other));
    let backward: BTreeSet<(u32, u32)> =
        backward.into_iter().map(|(one, other)| (last[0] - one, last[1] - other)).collect();
    gold::common(one, other).into_iter().filter(|pair| backward.contains(pair)).collect()
}

/// A kind and how often each word stands in a text, in order.
struct Words(&'static str, BTreeMap<String, usize>);

fn words(side: &Side, unit: u32) -> Words {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for block in members(side, unit) {
        let text = side.tree.blocks[block as usize].range.slice(side.text()).to_lowercase();
        let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        for word in words {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    Words(gold::kind(&side.tree.blocks[unit as usize]), counts)
}

/// Share of the words that two texts of one kind have in common, from 0 to 1; of the words of the shorter one where
/// that has enough of them.
fn likeness(one: &Words, other: &Words) -> f64 {
    let lengths = [one, other].map(|words| words.1.values().sum::<usize>());
    let (shorter, whole) = (lengths[0].min(lengths[1]), lengths[0] + lengths[1]);
    if one.0 != other.0 || whole == 0 {
        return 0.0;
    }
    let both: usize = one.1.iter().filter_map(|(word, count)| Some(*other.1.get(word)?.min(count))).sum();
    let (both, of_both) = (both as f64, 2.0 * both as f64 / whole as f64);
    if shorter < ENOUGH { of_both } else { (of_both + both / shorter as f64) / 2.0 }
}

/// The units of a page that are not known, with their words.
fn free(side: &Side, known: &BTreeSet<u32>) -> Vec<(u32, Words)> {
    let units: BTreeSet<u32> = (0..side.tree.blocks.len() as u32).map(|block| unit(side, block)).collect();
    units.difference(known).map(|&unit| (unit, words(side, unit))).collect()
}
