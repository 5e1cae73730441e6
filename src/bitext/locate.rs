//! Finds the units of a bitext file in their page, also after other edits of the page.
//!
//! A unit is at the place that its id states if its exported or its new text is there, between the same source texts. If not all units are,
//! the page has changed since the export. Then each text of the page that an export may have as a unit is a candidate for the
//! units with that exported or new text. Chosen is the chain of candidates with the highest score in which units and
//! places are in the same order: so the neighbours of a unit decide between equal texts.

use crate::bitext::containers::Containers;
use crate::bitext::edits::UnitError;
use crate::bitext::unit_id::{Context, UnitId, hash, without_line_ends};
use crate::text::SideRange;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A unit to find.
pub struct Wanted<'a> {
    /// Its id, of the target side.
    pub id: UnitId,
    /// The forms that its new text may have in the page; none if it was not edited.
    pub new: Vec<Cow<'a, str>>,
}

/// Where a unit is in its page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// The container that its text is in.
    pub container: u32,
    /// Its text, in bytes of the target side.
    pub range: SideRange,
    /// Which of its texts is there.
    pub state: UnitState,
}

/// The text of a unit in its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitState {
    /// The exported text.
    Exported,
    /// The new text: the unit was imported before.
    Imported,
}

/// A place at which a unit may be.
#[derive(Clone, Copy)]
struct UnitCandidate {
    located: Located,
    score: u32,
}

/// Score of a candidate for its text. It is more than all evidence of place: so a chain finds as many units as possible.
const TEXT: u32 = 64;
/// Score for the container number of the id.
const CONTAINER: u32 = 4;
/// Score for the distance to the start or to the end of the container.
const DISTANCE: u32 = 2;
/// Score for an equal source text, of the container or of a neighbour.
const SOURCE: u32 = 4;
/// Score for the new text. A new text can contain the exported one: where both are possible, an import that is repeated is more
/// likely than a page that has the same words by chance.
const IMPORTED: u32 = 1;
/// Most candidates of a unit: the nearest places with its text. Pages have tables with the same word in hundreds of rows.
const MOST_CANDIDATES: usize = 32;

/// Longest container, in bytes, that is searched word by word for texts that are no fragments of it.
const MOST_SEARCHED: u32 = 16 * 1024;

/// Finds units. `wanted`: in any order. Gives a result for each unit, in the same order.
pub fn locate(containers: &Containers<'_>, wanted: &[Wanted<'_>]) -> Vec<Result<Located, UnitError>> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&unit| (wanted[unit].id.container, wanted[unit].id.before, unit));
    let exact: Vec<Option<Located>> = wanted.iter().map(|wanted| at_id(containers, wanted)).collect();
    if exact.iter().all(Option::is_some) {
        return exact.into_iter().map(|located| located.ok_or(UnitError::PageChanged)).collect();
    }
    let texts = Texts::of(containers, wanted);
    let candidates: Vec<Vec<UnitCandidate>> =
        order.iter().map(|&unit| texts.candidates(containers, &wanted[unit])).collect();
    let chosen = chain(&candidates);
    let mut results: Vec<Result<Located, UnitError>> = vec![Err(UnitError::PageChanged); wanted.len()];
    for (rank, choice) in chosen.iter().enumerate() {
        let Some(choice) = choice else { continue };
        let from = chosen[..rank].iter().rev().flatten().next().map_or(0, |before| before.located.range.end);
        let to = chosen[rank + 1..].iter().flatten().next().map_or(u32::MAX, |after| after.located.range.start);
        let is_rival = |rival: &&UnitCandidate| {
            let range = rival.located.range;
            rival.score >= choice.score && from <= range.start && range.end <= to
        };
        let rivals = candidates[rank].iter().filter(is_rival).count();
        results[order[rank]] = if rivals > 1 { Err(UnitError::Ambiguous(rivals)) } else { Ok(choice.located) };
    }
    results
}

/// The unit at the place of its id, if its text is there between the same source texts, and no other place is as likely.
fn at_id(containers: &Containers<'_>, wanted: &Wanted<'_>) -> Option<Located> {
    let range = range_of_id(containers, wanted.id)?;
    let UnitId { container, before, length, after, context, .. } = wanted.id;
    let state = state(containers.text(range), wanted)?;
    let now = containers.context(container);
    if context != now && now != Context::default() && context != Context::default() {
        return None;
    }
    // The new text may be a part of the exported one, which is still there because only a neighbour was edited.
    let whole = containers.range(container)?;
    let starts =
        [whole.start.checked_add(before), whole.end.checked_sub(after).and_then(|end| end.checked_sub(length))];
    let is_exported = |start: u32| {
        let end = start.checked_add(length).filter(|end| *end <= whole.end && start >= whole.start);
        let range = end.map(|end| SideRange::new(start, end)).filter(|range| containers.may_be_unit(container, *range));
        range.is_some_and(|range| hash(containers.text(range)) == wanted.id.hash)
    };
    let is_sure = state == UnitState::Exported || !starts.into_iter().flatten().any(is_exported);
    is_sure.then_some(Located { container, range, state })
}

/// The bytes that the id of a unit names: its container without the bytes before and after.
fn range_of_id(containers: &Containers<'_>, id: UnitId) -> Option<SideRange> {
    let whole = containers.range(id.container)?;
    let (start, end) = (whole.start.checked_add(id.before)?, whole.end.checked_sub(id.after)?);
    let is_inside = start <= end && whole.start <= start && end <= whole.end;
    is_inside.then(|| SideRange::new(start, end)).filter(|range| containers.may_be_unit(id.container, *range))
}

/// Which text of a unit a text is.
fn state(text: &str, wanted: &Wanted<'_>) -> Option<UnitState> {
    if wanted.new.iter().any(|new| without_line_ends(new) == without_line_ends(text)) {
        return Some(UnitState::Imported);
    }
    (hash(text) == wanted.id.hash).then_some(UnitState::Exported)
}

/// The places of the texts that the units have, by the hash of the text, in order of place.
struct Texts(FxHashMap<u64, Vec<(u32, SideRange)>>);

impl Texts {
    fn of(containers: &Containers<'_>, wanted: &[Wanted<'_>]) -> Self {
        let mut places: FxHashMap<u64, Vec<(u32, SideRange)>> = FxHashMap::default();
        for Wanted { id, new } in wanted {
            places.entry(id.hash).or_default();
            for new in new {
                places.entry(hash(new)).or_default();
            }
        }
        for container in 0..containers.count() {
            containers.texts(container, |range| {
                if let Some(found) = places.get_mut(&hash(containers.text(range)))
                    && !found
                        .iter()
                        .rev()
                        .take_while(|(known, _)| *known == container)
                        .any(|(_, known)| *known == range)
                {
                    found.push((container, range));
                }
            });
        }
        let mut texts = Self(places);
        wanted.iter().for_each(|wanted| texts.search(containers, wanted));
        texts
    }

    /// Searches the container of a unit for texts that are no fragments of it: a neighbour may have lost the full stop that ended
    /// it, or its new text may end without one.
    fn search(&mut self, containers: &Containers<'_>, wanted: &Wanted<'_>) {
        let UnitId { container, length, hash: exported, .. } = wanted.id;
        let Some(whole) = containers.range(container).filter(|whole| whole.len() <= MOST_SEARCHED) else { return };
        let text = containers.text(whole);
        let is_here = |text: u64| self.is_in(text, container);
        let is_fragment = is_here(exported) || wanted.new.iter().any(|new| is_here(hash(new)));
        for new in wanted.new.iter().map(|new| without_line_ends(new)).filter(|new| !new.is_empty()) {
            if !self.is_in(hash(new), container) {
                let ranges = text.match_indices(new).map(|(at, _)| at as u32);
                let ranges = ranges.map(|at| SideRange::new(whole.start + at, whole.start + at + new.len() as u32));
                ranges.take(MOST_CANDIDATES).for_each(|range| self.add(containers, hash(new), (container, range)));
            }
        }
        if is_fragment || length > whole.len() {
            return;
        }
        for start in whole.start..=whole.end - length {
            let range = SideRange::new(start, start + length);
            let is_word = text.is_char_boundary((range.start - whole.start) as usize)
                && text.is_char_boundary((range.end - whole.start) as usize);
            if is_word && hash(containers.text(range)) == exported {
                self.add(containers, exported, (container, range));
            }
        }
    }

    /// Whether a text is in a container.
    fn is_in(&self, text: u64, container: u32) -> bool {
        let places = self.0.get(&text).map(Vec::as_slice).unwrap_or_default();
        let first = places.partition_point(|(known, _)| *known < container);
        places.get(first).is_some_and(|(known, _)| *known == container)
    }

    /// Adds a place of a text, if it may be a unit.
    fn add(&mut self, containers: &Containers<'_>, text: u64, (container, range): (u32, SideRange)) {
        if containers.may_be_unit(container, range)
            && let Some(places) = self.0.get_mut(&text)
        {
            let at = places.partition_point(|place| *place < (container, range));
            places.insert(at, (container, range));
        }
    }

    /// The candidates of a unit, in order of place.
    fn candidates(&self, containers: &Containers<'_>, wanted: &Wanted<'_>) -> Vec<UnitCandidate> {
        let mut candidates: BTreeMap<(SideRange, u32), UnitCandidate> = BTreeMap::new();
        for hash in [wanted.id.hash].into_iter().chain(wanted.new.iter().map(|new| hash(new))) {
            let Some(places) = self.0.get(&hash) else { continue };
            let middle = places.partition_point(|(container, _)| *container < wanted.id.container);
            let first = middle.saturating_sub(MOST_CANDIDATES / 2);
            for &(container, range) in places.iter().skip(first).take(MOST_CANDIDATES) {
                if let Some(candidate) = candidate(containers, wanted, (container, range)) {
                    candidates.insert((range, container), candidate);
                }
            }
        }
        let named = range_of_id(containers, wanted.id).map(|range| (wanted.id.container, range));
        if let Some((container, range)) = named
            && let Some(candidate) = candidate(containers, wanted, (container, range))
        {
            candidates.insert((range, container), candidate);
        }
        let candidates: Vec<UnitCandidate> = candidates.into_values().collect();
        // Of a text and a part of it, the whole is there, unless the part is the exported text at its very place.
        let is_part = |part: &UnitCandidate| {
            let (inner, is_exported) = (part.located.range, part.located.state == UnitState::Exported);
            let is_at_id = is_exported && named.is_some_and(|(_, range)| range == inner);
            let holds = |whole: SideRange| whole != inner && whole.start <= inner.start && inner.end <= whole.end;
            !is_at_id && candidates.iter().any(|whole| holds(whole.located.range))
        };
        candidates.iter().filter(|candidate| !is_part(candidate)).copied().collect()
    }
}

/// A place as a candidate for a unit. `None` if neither text of the unit is there, or if the place belongs to another source
/// text and is not the place of the id.
fn candidate(
    containers: &Containers<'_>,
    wanted: &Wanted<'_>,
    (container, range): (u32, SideRange),
) -> Option<UnitCandidate> {
    let whole = containers.range(container)?;
    let (id, now) = (wanted.id, containers.context(container));
    let state = state(containers.text(range), wanted)?;
    let is_place = id.container == container
        && (range.start - whole.start == id.before || whole.end.saturating_sub(range.end) == id.after);
    let is_other = now.own != 0 && id.context.own != 0 && now.own != id.context.own;
    if is_other && !is_place {
        return None;
    }
    let equal = |left: u16, right: u16| u32::from(left != 0 && left == right);
    let score = TEXT
        + CONTAINER * u32::from(id.container == container)
        + DISTANCE * u32::from(range.start - whole.start == id.before)
        + DISTANCE * u32::from(whole.end.saturating_sub(range.end) == id.after)
        + IMPORTED * u32::from(state == UnitState::Imported)
        + SOURCE * equal(now.before, id.context.before)
        + SOURCE * equal(now.own, id.context.own)
        + SOURCE * equal(now.after, id.context.after);
    Some(UnitCandidate { located: Located { container, range, state }, score })
}

/// The chain with the highest score: at most one candidate of each unit, so that the places of later units follow those of
/// earlier units. Takes time in proportion to n log n of the number of candidates.
fn chain(candidates: &[Vec<UnitCandidate>]) -> Vec<Option<UnitCandidate>> {
    let mut ends: Vec<u32> = candidates.iter().flatten().map(|candidate| candidate.located.range.end).collect();
    ends.sort_unstable();
    ends.dedup();
    // The best chain that ends at or before each place: its score and its last link.
    let mut best = Maxima::new(ends.len());
    let mut links: Vec<(usize, UnitCandidate, Option<usize>)> = Vec::new();
    for (rank, candidates) in candidates.iter().enumerate() {
        let first = links.len();
        let scores: Vec<u64> = candidates
            .iter()
            .map(|candidate| {
                let start = candidate.located.range.start;
                let (score, before) = best.up_to(ends.partition_point(|end| *end <= start));
                links.push((rank, *candidate, before));
                score + u64::from(candidate.score)
            })
            .collect();
        for (index, score) in scores.into_iter().enumerate() {
            let end = links[first + index].1.located.range.end;
            best.raise(ends.partition_point(|known| *known < end), (score, Some(first + index)));
        }
    }
    let mut chosen = vec![None; candidates.len()];
    let mut next = best.up_to(ends.len()).1;
    while let Some(link) = next {
        let (rank, candidate, before) = links[link];
        chosen[rank] = Some(candidate);
        next = before;
    }
    chosen
}

/// Prefix maxima under updates: a Fenwick tree.
struct Maxima(Vec<(u64, Option<usize>)>);

impl Maxima {
    fn new(length: usize) -> Self {
        Self(vec![(0, None); length + 1])
    }

    /// The maximum of the first `length` entries.
    fn up_to(&self, length: usize) -> (u64, Option<usize>) {
        let mut index = length;
        let mut best = (0, None);
        while index > 0 {
            if self.0[index].0 > best.0 {
                best = self.0[index];
            }
            index &= index - 1;
        }
        best
    }

    /// Raises an entry.
    fn raise(&mut self, entry: usize, value: (u64, Option<usize>)) {
        let mut index = entry + 1;
        while index < self.0.len() {
            if value.0 > self.0[index].0 {
                self.0[index] = value;
            }
            index += index & index.wrapping_neg();
        }
    }
}
