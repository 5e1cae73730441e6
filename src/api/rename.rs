//! Finds renamed entries: a removed name and an added name that mean the same, judged by what else is stated about them.
//! A similar name alone is no evidence. If two candidates fit equally well, neither is taken as the renamed one.
//!
//! Candidates share a key: a description, a value, neighbours, a title. If too many pairs share keys, no name is taken as
//! renamed: each is then reported as removed or added.

use crate::api::Confidence;
use crate::api::named_entry::NamedEntry;
use crate::facts::types::TypeExpr;
use crate::schema::LocaleTexts;
use crate::text::{self, NameIndex};
use crate::token;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs that are judged in two lists.
const MOST_PAIRS: usize = 1 << 18;

/// Pairs the removed entries (`gone`) with the added entries (`fresh`) that are their new names. `lists`: all entries of both
/// sides.
pub fn entries<'e, 'v>(
    gone: &[&'e NamedEntry<'v>],
    fresh: &[&'e NamedEntry<'v>],
    lists: &[Vec<NamedEntry<'v>>; 2],
    differ: &dyn Fn(&TypeExpr, &TypeExpr) -> bool,
) -> Vec<(&'e NamedEntry<'v>, &'e NamedEntry<'v>, Confidence)> {
    if gone.is_empty() || fresh.is_empty() {
        return Vec::new();
    }
    let context = ListContext::of(lists);
    let read = |side: usize, entries: &[&'e NamedEntry<'v>]| -> Vec<RenameCandidate<'e, 'v>> {
        entries.iter().map(|entry| context.candidate(side, entry)).collect()
    };
    let (gone, fresh) = (read(0, gone), read(1, fresh));
    let (gone, fresh): (Vec<&RenameCandidate<'e, 'v>>, Vec<&RenameCandidate<'e, 'v>>) =
        (gone.iter().collect(), fresh.iter().collect());
    let keys = |candidate: &RenameCandidate<'e, 'v>| candidate.keys();
    let judge = |before: &RenameCandidate<'e, 'v>, after: &RenameCandidate<'e, 'v>| judge(before, after, differ);
    let pairs = unique([&gone, &fresh], keys, judge).into_iter();
    pairs.map(|(before, after, confidence)| (before.entry, after.entry, confidence)).collect()
}

/// The pairs in which each is the only best match of its partner. `keys`: things that `judge` accepts share a key. `sides`: the
/// removed and the added things.
pub fn unique<Thing: Copy>(
    sides: [&[Thing]; 2],
    keys: impl Fn(Thing) -> Vec<u64>,
    judge: impl Fn(Thing, Thing) -> Option<Confidence>,
) -> Vec<(Thing, Thing, Confidence)> {
    let [gone, fresh] = sides;
    let mut by_key: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (column, &after) in fresh.iter().enumerate() {
        for key in keys(after) {
            by_key.entry(key).or_default().push(column);
        }
    }
    let candidates: Vec<Vec<u64>> = gone.iter().map(|&before| keys(before)).collect();
    let of_key = |key: &u64| by_key.get(key).map_or(&[][..], Vec::as_slice);
    let pairs: usize = candidates.iter().flatten().map(|key| of_key(key).len()).sum();
    if pairs > MOST_PAIRS {
        return Vec::new();
    }
    // For each row and column, how many partners have at least this confidence.
    let mut in_row = vec![[0_u32; 2]; gone.len()];
    let mut in_column = vec![[0_u32; 2]; fresh.len()];
    let mut judged: Vec<(usize, usize, Confidence)> = Vec::new();
    for (row, &before) in gone.iter().enumerate() {
        let mut columns: Vec<usize> = candidates[row].iter().flat_map(of_key).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let Some(confidence) = judge(before, fresh[column]) else { continue };
            judged.push((row, column, confidence));
            for least in Confidence::Medium as usize..=confidence as usize {
                in_row[row][least] += 1;
                in_column[column][least] += 1;
            }
        }
    }
    judged.retain(|&(row, column, confidence)| {
        in_row[row][confidence as usize] == 1 && in_column[column][confidence as usize] == 1
    });
    judged.into_iter().map(|(row, column, confidence)| (gone[row], fresh[column], confidence)).collect()
}

/// A key of a text and what it is.
pub fn key(kind: &str, texts: &[&str]) -> u64 {
    text::fnv1a([kind].iter().chain(texts).flat_map(|part| part.bytes().chain([0])))
}

/// What is stated about an entry besides its name.
struct RenameCandidate<'e, 'v> {
    entry: &'e NamedEntry<'v>,
    /// Its descriptions by locale, without its name.
    descriptions: BTreeMap<&'e str, Description>,
    /// The nearest entries before and after that both lists have, in lower case.
    neighbours: (Option<String>, Option<String>),
    name_words: BTreeSet<String>,
}

/// A description without the name of its entry.
struct Description {
    /// The hash of its words.
    words: u64,
    /// Whether it has no words, or other entries of the list have the same description.
    is_void: bool,
}

impl RenameCandidate<'_, '_> {
    /// Its keys. An entry and its renamed form have at least one equal key.
    fn keys(&self) -> Vec<u64> {
        let described = self.descriptions.values().filter(|description| !description.is_void);
        let mut keys: Vec<u64> = described.map(|description| description.words).collect();
        if !self.entry.value.trim().is_empty() {
            keys.push(key("value", &[self.entry.value.trim()]));
        }
        if let (previous, next) = &self.neighbours
            && (previous.is_some() || next.is_some())
        {
            let name = |neighbour: &Option<String>| neighbour.clone().unwrap_or_default();
            keys.push(key("neighbours", &[&name(previous), &name(next)]));
        }
        keys
    }
}

/// Two lists, with what their entries need of them.
struct ListContext<'l, 'v> {
    lists: &'l [Vec<NamedEntry<'v>>; 2],
    names: [NameIndex<'l>; 2],
    /// For each entry of each list, the nearest entries before and after that both lists have.
    neighbours: [Vec<(Option<usize>, Option<usize>)>; 2],
    /// How many entries of each list have a description.
    described: [FxHashMap<&'l str, u32>; 2],
}

impl<'l, 'v> ListContext<'l, 'v> {
    fn of(lists: &'l [Vec<NamedEntry<'v>>; 2]) -> Self {
        let names = [0, 1].map(|side: usize| NameIndex::of(lists[side].iter().map(|entry| entry.name)));
        let neighbours = [0, 1].map(|side: usize| {
            let is_shared = |index: &usize| names[1 - side].first(lists[side][*index].name).is_some();
            let mut neighbours = vec![(None, None); lists[side].len()];
            let (mut previous, mut next) = (None, None);
            for (index, around) in neighbours.iter_mut().enumerate() {
                around.0 = previous;
                previous = Some(index).filter(is_shared).or(previous);
            }
            for (index, around) in neighbours.iter_mut().enumerate().rev() {
                around.1 = next;
                next = Some(index).filter(is_shared).or(next);
            }
            neighbours
        });
        let described = [0, 1].map(|side: usize| {
            let mut described: FxHashMap<&str, u32> = FxHashMap::default();
            for entry in &lists[side] {
                let texts: FxHashSet<&str> = entry.texts.values().map(String::as_str).collect();
                let mut texts: Vec<&str> = texts.into_iter().collect();
                texts.sort_unstable();
                texts.into_iter().for_each(|text| *described.entry(text).or_default() += 1);
            }
            described
        });
        Self { lists, names, neighbours, described }
    }

    fn candidate<'e>(&self, side: usize, entry: &'e NamedEntry<'v>) -> RenameCandidate<'e, 'v> {
        let lower = entry.name.to_lowercase();
        let description = |text: &str| {
            let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
            let words: Vec<String> = words.map(str::to_lowercase).filter(|word| *word != lower).collect();
            let repeats = self.described[side].get(text).is_some_and(|count| *count > 1);
            let words_key = key("words", &words.iter().map(String::as_str).collect::<Vec<_>>());
            Description { words: words_key, is_void: words.is_empty() || repeats }
        };
        let at = self.names[side].first(entry.name).unwrap_or(0);
        let (previous, next) = self.neighbours[side][at];
        let name = |neighbour: Option<usize>| neighbour.map(|index| self.lists[side][index].name.to_lowercase());
        RenameCandidate {
            entry,
            descriptions: entry.texts.iter().map(|(locale, text)| (locale.as_str(), description(text))).collect(),
            neighbours: (name(previous), name(next)),
            name_words: name_words(entry.name),
        }
    }
}

fn judge(
    before: &RenameCandidate<'_, '_>,
    after: &RenameCandidate<'_, '_>,
    differ: &dyn Fn(&TypeExpr, &TypeExpr) -> bool,
) -> Option<Confidence> {
    if !token::is_name(before.entry.name) && !token::is_name(after.entry.name) {
        return None;
    }
    match (&before.entry.type_expr, &after.entry.type_expr) {
        (Some(old), Some(new)) if differ(old, new) => return None,
        (Some(_), None) | (None, Some(_)) => return None,
        _ => {}
    }
    let (old_value, new_value) = (before.entry.value.trim(), after.entry.value.trim());
    let valued = !old_value.is_empty() && !new_value.is_empty();
    if valued && old_value != new_value {
        return None;
    }
    let described = described(before, after);
    if described == Some(false) && !valued {
        return None;
    }
    let (previous, next) = &before.neighbours;
    let same_place = before.neighbours == after.neighbours && (previous.is_some() || next.is_some());
    let same_meaning = described == Some(true) || valued;
    match (same_meaning, same_place, || share_words(&before.name_words, &after.name_words)) {
        (true, true, _) => Some(Confidence::High),
        (true, false, akin) | (false, true, akin) => akin().then_some(Confidence::Medium),
        _ => None,
    }
}

/// Whether both descriptions are equal apart from the name; `None` if a description is empty or occurs twice in its list.
fn described(before: &RenameCandidate<'_, '_>, after: &RenameCandidate<'_, '_>) -> Option<bool> {
    let (old, new) = shared(&before.descriptions, &after.descriptions)?;
    (!old.is_void && !new.is_void).then_some(old.words == new.words)
}

/// The values of both sides for a locale that they share; otherwise the first value of each.
fn shared<'t, Key: Ord, Value>(
    old: &'t BTreeMap<Key, Value>,
    new: &'t BTreeMap<Key, Value>,
) -> Option<(&'t Value, &'t Value)> {
    let shared = old.iter().find_map(|(locale, value)| Some((value, new.get(locale)?)));
    shared.or_else(|| Some((old.values().next()?, new.values().next()?)))
}

/// The texts of both sides in a locale that they share; otherwise the first text of each.
pub fn common<'t>(old: &'t LocaleTexts, new: &'t LocaleTexts) -> Option<(&'t str, &'t str)> {
    shared(old, new).map(|(old, new)| (old.as_str(), new.as_str()))
}

/// Whether two names share more than half of the words of the shorter name.
pub fn are_akin(left: &str, right: &str) -> bool {
    share_words(&name_words(left), &name_words(right))
}

fn share_words(left: &BTreeSet<String>, right: &BTreeSet<String>) -> bool {
    let shared = left.intersection(right).count();
    shared > 0 && shared * 2 > left.len().min(right.len())
}

/// The words of a coined name, in lower case: `maxDraftInMeters` to `max`, `draft`, `in`, `meters`.
pub fn name_words(name: &str) -> BTreeSet<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower = false;
    for character in name.chars() {
        let starts = character.is_uppercase() && lower || !character.is_alphanumeric();
        if starts {
            words.push(String::new());
        }
        lower = character.is_lowercase() || character.is_ascii_digit();
        if character.is_alphanumeric() {
            words.last_mut().expect("the list starts with an empty word").extend(character.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::api::Confidence;

    #[test]
    fn long_lists_have_renamed_entries_only_if_their_keys_differ() {
        let numbers: Vec<u64> = (0..600).collect();
        let same = |left: u64, right: u64| (left == right).then_some(Confidence::High);
        let found = |key: fn(u64) -> Vec<u64>| super::unique([&numbers, &numbers], key, same).len();
        assert_eq!((found(|number| vec![number, 1000 + number]), found(|_| vec![1])), (600, 0));
        // The second partner of a number makes the first uncertain.
        let parity = |left: u64, right: u64| (left % 2 == right % 2).then_some(Confidence::Medium);
        assert_eq!(super::unique([&numbers[..3], &numbers[..2]], |_| vec![1], parity), [(1, 1, Confidence::Medium)]);
    }

    #[test]
    fn names_are_akin_by_words() {
        for (left, right, akin) in [
            ("maxDraft", "maximumDraft", false),
            ("maxDraft", "maxDraftInMeters", true),
            ("berth_name", "berthName", true),
            ("depth", "length", false),
            ("startDateTime", "endDateTime", true),
        ] {
            assert_eq!(crate::api::rename::are_akin(left, right), akin, "{left} {right}");
        }
    }
}
