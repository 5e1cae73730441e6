//! One API version against another, on facts: stable versions by number, then the previews.

use super::change::{Change, ChangeKind, EditionChange, VersionChange, VersionWhat};
use crate::discover::identify::{Form, UNVERSIONED};
use crate::facts::PageKind;
use crate::facts::flat::{Fact, FactKind};
use crate::reading::Reading;
use crate::token;
use std::cmp::{Ordering, Reverse};

/// Compares each version of a page with the next.
pub fn compare(readings: &[Reading]) -> Vec<EditionChange> {
    let mut changes = Vec::new();
    let versions = order(readings.iter().map(|reading| reading.edition.version.clone()));
    for pair in versions.windows(2) {
        if let Some((old, new)) = closest(readings, &pair[0], &pair[1]) {
            changes.extend(editions(readings, old, new));
        }
    }
    changes
}

/// Versions without repeats, oldest first: numbered ones by number, then names by name.
pub fn order(versions: impl Iterator<Item = String>) -> Vec<String> {
    let mut versions: Vec<String> = versions.filter(|version| version != UNVERSIONED).collect();
    versions.sort_by(|one, other| compare_versions(one, other));
    versions.dedup();
    versions
}

fn compare_versions(one: &str, other: &str) -> Ordering {
    let numbers = |version: &str| -> Option<Vec<u32>> {
        version.strip_prefix(['v', 'V'])?.split('.').map(|part| part.parse().ok()).collect()
    };
    match (numbers(one), numbers(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
    }
}

/// The two editions to compare: of one locale where there is one that has both, the newest such; else
/// the newest of each. A source-language page counts as newest.
fn closest(readings: &[Reading], old: &str, new: &str) -> Option<(usize, usize)> {
    let date = |index: usize| match readings[index].edition.form {
        Form::Source => u32::MAX,
        _ => readings[index].edition.handoff.unwrap_or(0),
    };
    let of = |version: &str| -> Vec<usize> {
        (0..readings.len()).filter(|&index| readings[index].edition.version == version).collect()
    };
    let (olds, news) = (of(old), of(new));
    let pairs = olds.iter().flat_map(|&old| news.iter().map(move |&new| (old, new)));
    pairs.max_by_key(|&(old, new)| {
        let same = readings[old].edition.locale == readings[new].edition.locale;
        (same, date(old).min(date(new)), date(old).max(date(new)), Reverse((old, new)))
    })
}

fn editions(readings: &[Reading], old: usize, new: usize) -> Vec<EditionChange> {
    let mut changes = Vec::new();
    let (old_reading, new_reading) = (&readings[old], &readings[new]);
    let mut push = |edition: usize, fact: &Fact, what, texts: (&str, &str)| {
        let change = VersionChange {
            kind: fact.kind,
            what,
            owner: owner(readings, edition, fact),
            name: fact.name.clone(),
            old: old_reading.edition.version.clone(),
            new: new_reading.edition.version.clone(),
            breaking: is_breaking(what, texts, fact.required),
        };
        let change = Change::new(ChangeKind::Version(change), fact.range).with_texts(texts.0, texts.1);
        changes.push(change.with_anchor(format!("{}/{}", fact.kind.noun(), fact.subject)).of(edition));
    };
    for fact in new_reading.flat.iter().filter(|fact| is_compared(fact.kind)) {
        if !states(&old_reading.flat, fact) {
            continue;
        }
        match find(&old_reading.flat, fact) {
            None if fact.kind == FactKind::Permission => {}
            None if !is_sure(new_reading, old_reading, fact) => {}
            None => push(new, fact, VersionWhat::Added, ("", &fact.shown)),
            Some(before) if fact.kind == FactKind::Permission => permission(new, before, fact, &mut push),
            Some(before) => {
                if before.value != fact.value
                    && !before.value.is_empty()
                    && !fact.value.is_empty()
                    && fact.kind != FactKind::Member
                {
                    push(new, fact, VersionWhat::Type, (&before.shown, &fact.shown));
                }
                if let (Some(was), Some(is)) = (before.required, fact.required)
                    && was != is
                {
                    push(new, fact, VersionWhat::Requiredness, (required(was), required(is)));
                }
            }
        }
    }
    for fact in old_reading.flat.iter().filter(|fact| is_compared(fact.kind) && fact.kind != FactKind::Permission) {
        let gone = states(&new_reading.flat, fact) && find(&new_reading.flat, fact).is_none();
        if gone && is_sure(old_reading, new_reading, fact) {
            push(old, fact, VersionWhat::Removed, (&fact.shown, ""));
        }
    }
    changes
}

/// The scopes that one version's cell has and the other's has not.
fn permission(
    edition: usize,
    before: &Fact,
    after: &Fact,
    push: &mut impl FnMut(usize, &Fact, VersionWhat, (&str, &str)),
) {
    let scopes = |fact: &Fact| -> Vec<String> {
        fact.shown.split(", ").filter(|scope| scope.contains('.')).map(str::to_owned).collect()
    };
    let (old, new) = (scopes(before), scopes(after));
    let only = |one: &[String], other: &[String]| {
        let alone = one.iter().filter(|scope| !other.iter().any(|known| known.eq_ignore_ascii_case(scope)));
        alone.cloned().collect::<Vec<_>>().join(", ")
    };
    let (added, removed) = (only(&new, &old), only(&old, &new));
    if !added.is_empty() {
        push(edition, after, VersionWhat::Added, ("", &added));
    }
    if !removed.is_empty() {
        push(edition, after, VersionWhat::Removed, (&removed, ""));
    }
}

fn is_compared(kind: FactKind) -> bool {
    // Requests are compared over the whole run: another page may document them.
    // What a response returns is told by prose and by examples, too differently to compare.
    !matches!(kind, FactKind::Header | FactKind::Request | FactKind::Response | FactKind::Type | FactKind::Call)
}

/// Whether an edition has any fact of the same kind and owner, so that lacking this one says something.
fn states(facts: &[Fact], fact: &Fact) -> bool {
    facts.iter().any(|other| other.kind == fact.kind && other.owner() == fact.owner())
}

/// Whether a name that `there` lacks is surely another thing and not a name that one of two translations
/// lost: where neither has its source, the other side must have nothing left over that it could be.
fn is_sure(here: &Reading, there: &Reading, fact: &Fact) -> bool {
    let translated = |reading: &Reading| reading.edition.lacks_source();
    if !translated(here) && !translated(there) {
        return true;
    }
    let same_list = |other: &&Fact| other.kind == fact.kind && other.owner() == fact.owner();
    let mut left_over = there.flat.iter().filter(same_list).filter(|other| find(&here.flat, other).is_none());
    token::is_coined(&fact.name) && left_over.next().is_none()
}

fn find<'a>(facts: &'a [Fact], fact: &Fact) -> Option<&'a Fact> {
    facts.iter().find(|other| other.kind == fact.kind && other.subject == fact.subject)
}

fn owner(readings: &[Reading], edition: usize, fact: &Fact) -> String {
    let facts = &readings[edition].facts;
    if facts.kind != PageKind::Type {
        return String::new();
    }
    let key = fact.owner();
    facts
        .types
        .iter()
        .find(|definition| definition.name.eq_ignore_ascii_case(key))
        .map(|definition| definition.name.clone())
        .unwrap_or_default()
}

/// What can break a client of the older version: a thing gone, another type, a new obligation.
fn is_breaking(what: VersionWhat, texts: (&str, &str), is_required: Option<bool>) -> bool {
    match what {
        VersionWhat::Added => is_required == Some(true),
        VersionWhat::Removed | VersionWhat::Type => true,
        VersionWhat::Requiredness => texts.1 == required(true),
    }
}

fn required(flag: bool) -> &'static str {
    if flag { "required" } else { "optional" }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbered_versions_come_first() {
        let versions = ["preview", "v2", "beta", "v1.0", "v10", "v1.0"].map(str::to_owned);
        assert_eq!(super::order(versions.into_iter()), ["v1.0", "v2", "v10", "beta", "preview"]);
    }
}
