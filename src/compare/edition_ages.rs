//! Editions of one page that are made from different sources: what an older edition states differently from a newer one. Each
//! edition gets one change at most, and the newest gets none.

use super::change::{Certainty, Change, ChangeKind, EditionChange, NewerEdition, SourceDay};
use super::locales::{Ballot, KINDS};
use super::same_source;
use crate::discover::identify::Form;
use crate::discover::origin::Origin;
use crate::facts::comparable::{Fact, UNREADABLE};
use crate::reading::Reading;
use crate::text::FileRange;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Differences that a change names; it counts the others.
const MOST_NAMED: usize = 5;

/// Compares the editions of each version with its newest edition. Takes out of `changes` what was found against the source text of
/// an edition that is made from another commit, and may be age: it becomes a part of the difference of age.
pub fn compare(readings: &[Reading], changes: &mut Vec<EditionChange>) -> Vec<EditionChange> {
    let is_vote = |found: &&EditionChange| matches!(found.change.kind, ChangeKind::Outvoted(_));
    let outvoted = changes.iter().filter(is_vote).map(|found| (found.edition, found.change.range)).collect();
    let lent: Vec<EditionChange> = changes.extract_if(.., |found| is_lent(readings, found)).collect();
    let mut ages: BTreeMap<usize, Differences> = BTreeMap::new();
    for editions in same_source::versions(readings) {
        let groups = same_source::groups(readings, &editions);
        let Some(newest) = newest(readings, &groups) else { continue };
        for group in groups.iter().filter(|group| !group.contains(&newest)) {
            for &edition in group.iter().filter(|edition| !is_as_new(readings, **edition, newest)) {
                facts(readings, [edition, newest], &outvoted, &mut ages);
            }
        }
        for EditionChange { edition, change, .. } in lent.iter().filter(|found| editions.contains(&found.edition)) {
            let Some(lender) = lender(readings, *edition) else { continue };
            let texts = [change.target.as_str(), change.source.as_str()];
            if is_older(readings, [lender, *edition], newest) {
                let place = FileRange::at(0);
                add(&mut ages, [lender, *edition], (place, difference(noun(&change.kind), [texts[1], texts[0]])));
            } else {
                add(&mut ages, [*edition, lender], (change.range, difference(noun(&change.kind), texts)));
            }
        }
    }
    ages.into_iter().map(|(edition, differences)| differences.change(readings).of(edition)).collect()
}

/// Whether a change may be age, and was found against the source text that an edition of another commit embeds.
fn is_lent(readings: &[Reading], found: &EditionChange) -> bool {
    let source = &readings[found.edition].edition.source;
    source.origin == Origin::Pivot && !source.is_exact() && found.certainty == Certainty::MayBeAge
}

/// The edition whose source text an edition is compared with.
fn lender(readings: &[Reading], edition: usize) -> Option<usize> {
    let path = &readings[edition].edition.source.path;
    readings.iter().position(|reading| reading.edition.path == *path)
}

/// When the source of an edition was taken; `None` if the page does not state it. A source-language page counts as newer than all
/// translations.
fn day(reading: &Reading) -> Option<SourceDay> {
    match reading.edition.form {
        Form::Source => Some(SourceDay::Now),
        _ => reading.edition.handoff.map(SourceDay::At),
    }
}

/// The newest of the editions; if none states a date, the first edition of the largest group. `None` if all are of one source.
fn newest(readings: &[Reading], groups: &[Vec<usize>]) -> Option<usize> {
    if groups.len() < 2 {
        return None;
    }
    let dated = groups.iter().flatten().filter(|&&edition| day(&readings[edition]).is_some());
    let newest = dated.max_by_key(|&&edition| (day(&readings[edition]), std::cmp::Reverse(edition))).copied();
    let largest = || groups.iter().max_by_key(|group| (group.len(), std::cmp::Reverse(group[0]))).map(|group| group[0]);
    newest.or_else(largest)
}

fn is_as_new(readings: &[Reading], edition: usize, newest: usize) -> bool {
    day(&readings[edition]).is_some_and(|day| Some(day) >= self::day(&readings[newest]))
}

/// Whether the first of two editions is the one on which their difference is reported: the older one. If the dates do not show which
/// one that is, it is the second, unless that is the newest edition of all.
fn is_older(readings: &[Reading], [first, second]: [usize; 2], newest: usize) -> bool {
    match [day(&readings[first]), day(&readings[second])] {
        [Some(first), Some(second)] if first != second => first < second,
        _ => second == newest,
    }
}

/// The differences of one edition from newer ones.
struct Differences {
    /// The place of the first.
    place: FileRange,
    /// The newer editions, each with the differences.
    by_newer: BTreeMap<usize, Vec<String>>,
    /// The edition itself.
    own: usize,
}

/// Adds a difference of an edition from a newer one.
fn add(ages: &mut BTreeMap<usize, Differences>, [own, newer]: [usize; 2], (place, text): (FileRange, String)) {
    let differences = ages.entry(own).or_insert_with(|| Differences { place, by_newer: BTreeMap::new(), own });
    differences.by_newer.entry(newer).or_default().push(text);
}

impl Differences {
    fn change(self, readings: &[Reading]) -> Change {
        let own = day(&readings[self.own]);
        let newer = |(newer, mut texts): (usize, Vec<String>)| {
            let all = texts.len();
            texts.truncate(MOST_NAMED);
            let day = day(&readings[newer]).filter(|day| own.is_some_and(|own| own < *day));
            NewerEdition {
                locale: readings[newer].edition.locale.clone(),
                day,
                differences: texts,
                unnamed: all - all.min(MOST_NAMED),
            }
        };
        let newer: Vec<NewerEdition> = self.by_newer.into_iter().map(newer).collect();
        let named =
            newer.iter().flat_map(|newer| &newer.differences).map(String::as_str).collect::<Vec<_>>().join(", ");
        Change::new(ChangeKind::EditionStale(newer), self.place).with_texts(named, "").with_anchor("age")
    }
}

/// Compares the facts of an edition with those of a newer one, on the kinds that both state. `outvoted`: the editions and places that
/// the vote reports.
fn facts(
    readings: &[Reading],
    [own, newer]: [usize; 2],
    outvoted: &FxHashSet<(usize, FileRange)>,
    ages: &mut BTreeMap<usize, Differences>,
) {
    for kind in KINDS {
        let [stated, stated_newer] = [own, newer].map(|edition| Ballot::of(readings, edition, kind));
        if stated.facts.is_empty() || stated_newer.facts.is_empty() {
            continue;
        }
        let translated = [&stated, &stated_newer].map(translated_places);
        let noun = kind.noun();
        let mut differs = |fact: &Fact, texts: [&str; 2]| {
            if !outvoted.contains(&(own, fact.range)) {
                add(ages, [own, newer], (fact.range, difference(noun, texts)));
            }
        };
        for fact in &stated.facts {
            match stated_newer.find(&fact.subject) {
                Some(known) => {
                    let is_readable = fact.value != UNREADABLE && known.value != UNREADABLE;
                    if is_readable && fact.value != known.value {
                        let shown = |fact: &Fact| {
                            if fact.shown.is_empty() {
                                fact.name.clone()
                            } else {
                                format!("{}: {}", fact.name, fact.shown)
                            }
                        };
                        differs(fact, [&shown(fact), &shown(known)]);
                    }
                }
                None if is_name(fact, &translated[1]) => differs(fact, [&fact.name, ""]),
                None => {}
            }
        }
        let last = stated.facts[stated.facts.len() - 1];
        for fact in stated_newer.facts.iter().filter(|fact| stated.find(&fact.subject).is_none()) {
            if is_name(fact, &translated[0]) {
                differs(last, ["", &fact.name]);
            }
        }
    }
}

/// The places in the lists of an edition at which the page has a translated name.
fn translated_places<'a>(stated: &Ballot<'a>) -> FxHashSet<(u32, &'a str)> {
    let translated = stated.facts.iter().filter(|fact| !fact.name.is_ascii() || fact.translated.is_some());
    translated.map(|fact| (fact.ordinal, fact.owner())).collect()
}

/// Whether the name of a fact that another edition lacks is a name of the API, and the other edition has no translated name at the
/// same place. The vote reports translated names. `translated`: those places.
fn is_name(fact: &Fact, translated: &FxHashSet<(u32, &str)>) -> bool {
    fact.name.is_ascii() && fact.translated.is_none() && !translated.contains(&(fact.ordinal, fact.owner()))
}

/// A difference for people. `texts`: what the edition states, and what the newer edition states; one of them may be empty.
fn difference(noun: &str, texts: [&str; 2]) -> String {
    match texts {
        [own, ""] => format!("{noun} `{own}` (only here)"),
        ["", newer] => format!("{noun} `{newer}` (only there)"),
        [own, newer] => format!("{noun} `{newer}` (here `{own}`)"),
    }
}

/// The noun for the texts of a change of the axis translation.
fn noun(kind: &ChangeKind) -> &'static str {
    match kind {
        ChangeKind::LinkTarget | ChangeKind::LinkFragment => "link",
        ChangeKind::CodeBlock => "code",
        ChangeKind::CodeSpan => "inline code",
        ChangeKind::Number => "number",
        ChangeKind::Permission => "permission",
        ChangeKind::Placeholder => "placeholder",
        ChangeKind::HeaderName => "header",
        ChangeKind::Anchor => "anchor",
        ChangeKind::Identifier | ChangeKind::IdentifierInProse | ChangeKind::IdentifierCase => "name",
        _ => "text",
    }
}
