//! Alignment of two sequences in order: sync points first, then dynamic programming between them.
//!
//! Sync points are keys that occur once on each side. If some of them cross, only those of the longest run in order are used.
//! A member without a good match stays unmatched.

use crate::text;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Two matched members and their score, which is above 0 and has no upper limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The index of the target member.
    pub target: u32,
    /// The index of the source member.
    pub source: u32,
    /// The score of the pair; [`SYNC`] for equal keys.
    pub score: f32,
}

/// The score of a pair with equal keys.
pub const SYNC: f32 = 8.0;

/// If the table of scores has more cells than this, only a band along its diagonal is computed.
const MOST_CELLS: usize = 1 << 22;
/// Half the width of the band, in members.
const BAND: usize = 512;

/// The keys of the members of a sequence. 0: the member has no key.
pub type Keys<'a> = &'a [u64];

/// Aligns two sequences. `score`: the score of two members; with 0 or less they are not matched. `alone`: the cost of an
/// unmatched member. The result is in order on both sides.
///
/// ```
/// use hexapla::align::sequence::align;
///
/// // Keys that occur once on each side are sync points; 0 is no key, so the rest is matched by score.
/// let (targets, sources) = ([7, 0, 9], [7, 0, 0, 9]);
/// let matches = align(&targets, &sources, 0.5, |target, source| if (target, source) == (1, 2) { 1.0 } else { 0.0 });
/// let pairs: Vec<_> = matches.iter().map(|found| (found.target, found.source)).collect();
/// assert_eq!(pairs, [(0, 0), (1, 2), (2, 3)]);
/// ```
pub fn align(targets: Keys<'_>, sources: Keys<'_>, alone: f32, score: impl FnMut(u32, u32) -> f32) -> Vec<Match> {
    let matches = Vec::with_capacity(targets.len().min(sources.len()));
    let mut aligner = SequenceAligner { alone, score, matches };
    let mut from = (0, 0);
    let end = (targets.len() as u32, sources.len() as u32);
    for (target, source) in in_order(&unique(targets, sources)).into_iter().chain([end]) {
        aligner.between(from.0..target, from.1..source);
        if (target, source) != end {
            aligner.matches.push(Match { target, source, score: SYNC });
        }
        from = (target + 1, source + 1);
    }
    aligner.matches
}

/// The pairs of members whose key occurs once on each side, in order of the target.
pub fn unique(targets: Keys<'_>, sources: Keys<'_>) -> Vec<(u32, u32)> {
    const MANY: u32 = u32::MAX;
    let mut places: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    let none = u32::MAX - 1;
    for (index, key) in (0..).zip(targets).filter(|(_, key)| **key != 0) {
        places.entry(*key).and_modify(|place| place.0 = MANY).or_insert((index, none));
    }
    for (index, key) in (0..).zip(sources).filter(|(_, key)| **key != 0) {
        if let Some(place) = places.get_mut(key) {
            place.1 = if place.1 == none { index } else { MANY };
        }
    }
    let pair = |(index, key): (u32, &u64)| {
        let &(target, source) = places.get(key)?;
        (target == index && source < none).then_some((target, source))
    };
    (0..).zip(targets).filter_map(pair).collect()
}

/// The longest run of pairs that is in order on both sides. `pairs` are in order of the target.
fn in_order(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    if pairs.is_sorted_by_key(|pair| pair.1) {
        return pairs.to_vec();
    }
    let places: Vec<u32> = pairs.iter().map(|pair| pair.1).collect();
    text::longest_increasing(&places).into_iter().map(|index| pairs[index]).collect()
}

/// Two sequences that are being aligned.
struct SequenceAligner<F> {
    /// The cost of an unmatched member.
    alone: f32,
    score: F,
    matches: Vec<Match>,
}

impl<F: FnMut(u32, u32) -> f32> SequenceAligner<F> {
    /// Matches the members between two sync points so that the sum of the scores is greatest.
    fn between(&mut self, targets: Range<u32>, sources: Range<u32>) {
        let alone = self.alone;
        let (rows, columns) = (targets.len(), sources.len());
        if rows == 0 || columns == 0 {
            return;
        }
        let mut pair = |target: u32, source: u32| (self.score)(targets.start + target, sources.start + source);
        if rows == 1 && columns == 1 {
            let score = pair(0, 0);
            if score > 0.0 {
                self.matches.push(Match { target: targets.start, source: sources.start, score });
            }
            return;
        }
        let banded = rows.saturating_mul(columns) > MOST_CELLS;
        let band = |row: usize| {
            if !banded {
                return 0..columns;
            }
            let middle = row * columns / rows;
            let half = BAND.max(columns / rows * 2);
            middle.saturating_sub(half)..(middle + half).min(columns)
        };
        // Sums are kept of two rows only, and only inside the band. For each cell, `ways` has the score of its pair, or the
        // direction from which it was reached.
        let mut best: Vec<f32> = (0..=band(0).end).map(|column| -alone * column as f32).collect();
        let mut next: Vec<f32> = Vec::new();
        // The column of the first sum in `best`, and the greatest sum before the unmatched members that lead out of the band.
        let (mut first, mut outside) = (0, 0.0_f32);
        let mut ways: Vec<Vec<f32>> = Vec::with_capacity(rows);
        for row in 0..rows {
            let columns_here = band(row);
            best.drain(..columns_here.start - first);
            first = columns_here.start;
            // Columns that the band reaches with this row: all their members are unmatched so far.
            for column in first + best.len()..=columns_here.end {
                best.push(outside - alone * (row + column) as f32);
            }
            let mut way = vec![LEFT; columns_here.len()];
            next.clear();
            next.push(best[0] - alone);
            for (at, slot) in way.iter_mut().enumerate() {
                let score = pair(row as u32, (first + at) as u32);
                let joined = if score > 0.0 { best[at] + score } else { f32::MIN };
                let (left, above) = (next[at] - alone, best[at + 1] - alone);
                let (sum, direction) = if joined > left + LEAST && joined >= above {
                    (joined, score)
                } else if left > above {
                    (left, LEFT)
                } else {
                    (above, ABOVE)
                };
                next.push(sum);
                *slot = direction;
            }
            outside = outside.max(next[way.len()] + alone * (row + 1 + columns_here.end) as f32);
            std::mem::swap(&mut best, &mut next);
            ways.push(way);
        }
        let start = self.matches.len();
        let (mut row, mut column) = (rows, columns);
        while row > 0 && column > 0 {
            let here = band(row - 1);
            if column > here.end {
                column -= 1;
                continue;
            }
            match column.checked_sub(here.start + 1).map_or(ABOVE, |at| ways[row - 1][at]) {
                LEFT => column -= 1,
                ABOVE => row -= 1,
                score => {
                    let (target, source) = (targets.start + row as u32 - 1, sources.start + column as u32 - 1);
                    self.matches.push(Match { target, source, score });
                    (row, column) = (row - 1, column - 1);
                }
            }
        }
        self.matches[start..].reverse();
    }
}

/// Tie-breaker: sums of scores that differ by less count as equal, and the earlier candidate is taken.
const LEAST: f32 = 1e-4;
/// The direction from which a cell without a pair was reached. Scores of pairs are above 0.
const LEFT: f32 = -1.0;
const ABOVE: f32 = -2.0;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Aligns words. Equal words have the best score, words with the same first letter a lower score.
    fn aligned(target: &str, source: &str, keyed: bool) -> String {
        let (targets, sources): (Vec<&str>, Vec<&str>) = (target.split(' ').collect(), source.split(' ').collect());
        let key = |word: &&str| if keyed { word.bytes().fold(1, |key, byte| key * 256 + u64::from(byte)) } else { 0 };
        let keys = [&targets, &sources].map(|words| words.iter().map(key).collect::<Vec<u64>>());
        let matches = align(&keys[0], &keys[1], 0.0, |target, source| {
            let (target, source) = (targets[target as usize], sources[source as usize]);
            if target == source { 2.0 } else { f32::from(u8::from(target[..1] == source[..1])) - 0.5 }
        });
        let shown = matches
            .iter()
            .map(|found| format!("{}={}", targets[found.target as usize], sources[found.source as usize]));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sequences_are_aligned_in_order() {
        for keyed in [false, true] {
            for (target, source, expected) in [
                ("a b c", "a b c", "a=a b=b c=c"),
                ("a x c", "a y c", "a=a c=c"),
                ("a c", "a b c", "a=a c=c"),
                ("a1 a2", "a2", "a2=a2"),
                ("a1 b", "a2 c b", "a1=a2 b=b"),
                ("b a", "a b c a", "a=a"),
            ] {
                let found = aligned(target, source, keyed);
                if expected == "a=a" {
                    assert!(found == "b=b a=a" || found == "a=a", "{target} | {source}: {found}");
                } else {
                    assert_eq!(found, expected, "{target} | {source}");
                }
            }
        }
    }

    #[test]
    fn long_sequences_are_aligned_along_the_diagonal() {
        let (targets, sources) = (vec![0; 9000], vec![0; 9100]);
        let mut scored = 0_usize;
        let matches = align(&targets, &sources, 0.0, |target, source| {
            scored += 1;
            if source == target + target / 90 { 1.0 } else { 0.0 }
        });
        assert_eq!(matches.len(), 9000);
        assert!(scored < 9000 * 2 * BAND + 9000, "{scored}");
    }

    proptest! {
        #[test]
        fn matches_are_in_order(targets in proptest::collection::vec(0_u64..6, 0..12), sources in proptest::collection::vec(0_u64..6, 0..12), salt in 0_u32..100) {
            let matches = align(&targets, &sources, 0.0, |target, source| ((target * 7 + source * 13 + salt) % 11) as f32 - 5.0);
            prop_assert!(matches.windows(2).all(|two| two[0].target < two[1].target && two[0].source < two[1].source));
            prop_assert!(matches.iter().all(|found| found.score > 0.0));
        }
    }
}
