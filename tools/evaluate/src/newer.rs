//! The expected pairs against newer English: blocks whose source text is unchanged, and a judgement of the pairs whose source
//! text has changed.

use crate::gold::{self, Case, Fate};
use crate::score::shown;
use hexapla::page::Side;
use hexapla::page::tree::BlockKind;
use std::collections::{BTreeMap, BTreeSet};

/// A page and the newer English page.
pub struct Newer {
    /// The sides, with the certain matches.
    pub case: Case,
    /// The English page at the pin.
    old: Side,
    /// For each target block, the block of that page that it translates.
    origins: Vec<Option<u32>>,
    /// The matching unit of the newer page for units of the old page.
    units: BTreeMap<u32, u32>,
    /// The matching column of the newer page for columns of the old page, each as first cell and column.
    columns: BTreeMap<(u32, u32), (u32, u32)>,
    /// The units without a match: of the old page, of the newer page.
    free: [Vec<(u32, Words)>; 2],
}

/// The verdicts on a pair of changed blocks, in order of output.
pub const VERDICTS: [&str; 7] =
    ["same row", "moved", "reworded", "tie", "other is nearer", "source gone, glued", "new block, glued"];

/// Two texts with a lower share of common words are not two wordings of one text.
const UNLIKE: f64 = 0.3;
/// The least number of words with which a longer or shorter text can be recognized.
const ENOUGH: usize = 8;

impl Newer {
    /// Compares the English page at the pin with the newer English page.
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

    /// The number of target blocks whose source text changed, and of those whose source text was removed.
    pub fn changed(&self) -> [usize; 2] {
        let changed = self.changed_origins().count();
        let gone = self.changed_origins().filter(|&old| self.is_gone(old)).count();
        [changed, gone]
    }

    /// The number of new blocks in the newer page that resemble no removed block.
    pub fn added(&self) -> usize {
        let blocks = 0..self.case.source.tree.blocks.len() as u32;
        blocks.filter(|&block| self.is_new(block)).count()
    }

    fn changed_origins(&self) -> impl Iterator<Item = u32> {
        let changed = self.origins.iter().zip(&self.case.targets).filter(|(_, fate)| **fate == Fate::Unknown);
        changed.filter_map(|(origin, _)| *origin)
    }

    /// Judges a pair without a certain match; `None` if no judgement is possible.
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

    /// A judged pair, for output.
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

/// The unit of a block: the row of a cell, as its first cell; else the block itself.
fn unit(side: &Side, block: u32) -> u32 {
    match side.tree.blocks[block as usize].kind {
        BlockKind::Cell { table, row, .. } => side.tree.tables[table as usize].cell(row, 0),
        _ => block,
    }
}

/// The table of a cell, as its first cell, and the column of the cell.
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

/// The matching rows or columns of two pages, each with its weight: two rows match if each has the greatest weight of equal
/// cells with the other.
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

/// The certain pairs of blocks with equal text. The rows and the columns of two cells must match, and the name or half of the
/// text of the row must be equal (of a header row, the name). Another block whose text occurs twice on a page must have a
/// neighbour that is paired with the neighbour of its match.
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

/// The pairs of the longest common subsequence that are the same when both lists are read from the front and from the back. If a
/// part is repeated in one list, its pairs are not certain.
fn certain(one: &[u64], other: &[u64]) -> Vec<(u32, u32)> {
    let reversed = |keys: &[u64]| keys.iter().rev().copied().collect::<Vec<_>>();
    let last = [one.len() as u32, other.len() as u32].map(|length| length.wrapping_sub(1));
    let backward = gold::common(&reversed(one), &reversed(other));
    let backward: BTreeSet<(u32, u32)> =
        backward.into_iter().map(|(one, other)| (last[0] - one, last[1] - other)).collect();
    gold::common(one, other).into_iter().filter(|pair| backward.contains(pair)).collect()
}

/// The kind of a block, and its words with their counts, in order.
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

/// The share of common words of two texts of one kind, from 0 to 1; of the words of the shorter text if it has enough words.
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

/// The units of a page without a match, with their words.
fn free(side: &Side, known: &BTreeSet<u32>) -> Vec<(u32, Words)> {
    let units: BTreeSet<u32> = (0..side.tree.blocks.len() as u32).map(|block| unit(side, block)).collect();
    units.difference(known).map(|&unit| (unit, words(side, unit))).collect()
}
