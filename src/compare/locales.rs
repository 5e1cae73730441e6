//! Editions of one page against each other: a vote on facts, and which locales lack the page.
//!
//! Facts are read from the source text if a page has one, so damage that the translation axis reports is not reported a
//! second time.

use super::change::{Age, Change, ChangeKind, EditionChange, Split, Vote};
use crate::date::Date;
use crate::discover::identify::Form;
use crate::facts::flat::{Fact, FactKind, UNREADABLE};
use crate::reading::Reading;

/// Votes needed against one dissenter.
const LEAST_OTHERS: usize = 2;

/// Lets the editions of each version vote on each fact.
pub fn compare(readings: &[Reading]) -> Vec<EditionChange> {
    let mut changes = Vec::new();
    let mut versions: Vec<&str> = readings.iter().map(|reading| reading.edition.version.as_str()).collect();
    versions.sort_unstable();
    versions.dedup();
    for version in versions {
        let voters: Vec<usize> =
            (0..readings.len()).filter(|&index| readings[index].edition.version == version).collect();
        if voters.len() > LEAST_OTHERS {
            changes.extend(vote(readings, &voters));
        }
    }
    changes
}

/// What editions vote on. What a response returns is told by prose and by examples, too differently to count.
const KINDS: [FactKind; 8] = [
    FactKind::Request,
    FactKind::Permission,
    FactKind::Header,
    FactKind::Parameter,
    FactKind::BodyMember,
    FactKind::Property,
    FactKind::Relationship,
    FactKind::Member,
];

fn vote(readings: &[Reading], voters: &[usize]) -> Vec<EditionChange> {
    let mut changes = Vec::new();
    for kind in KINDS {
        let facts: Vec<(usize, Vec<&Fact>)> = voters
            .iter()
            .map(|&voter| {
                (voter, readings[voter].facts.flat.iter().filter(|fact| fact.kind == kind).collect::<Vec<_>>())
            })
            // An edition without a single fact of the kind lacks the table, not the facts.
            .filter(|(_, facts)| !facts.is_empty())
            .collect();
        if facts.len() > LEAST_OTHERS {
            for position in 0..facts.len() {
                let voter = facts[position].0;
                let dissent = dissent(readings, kind, &facts, position);
                changes.extend(dissent.into_iter().map(|change| change.of(voter)));
            }
        }
    }
    changes
}

/// What a list of facts says of a subject.
fn find<'a>(facts: &[&'a Fact], subject: &str) -> Option<&'a str> {
    facts.iter().find(|fact| fact.subject == subject).map(|fact| fact.value.as_str())
}

/// What one edition says alone.
fn dissent(readings: &[Reading], kind: FactKind, facts: &[(usize, Vec<&Fact>)], position: usize) -> Vec<Change> {
    let mut changes = Vec::new();
    let (voter, own) = &facts[position];
    let others: Vec<&(usize, Vec<&Fact>)> =
        facts.iter().enumerate().filter(|(index, _)| *index != position).map(|(_, other)| other).collect();
    let has = |facts: &[&Fact], subject: &str| facts.iter().any(|fact| fact.subject == subject);
    let mut extra: Vec<&Fact> =
        own.iter().copied().filter(|fact| !others.iter().any(|(_, other)| has(other, &fact.subject))).collect();
    let everywhere =
        |fact: &&&Fact| others.iter().all(|(_, other)| has(other, &fact.subject)) && !has(own, &fact.subject);
    // Tables of another number of schemes are about other parts of the API.
    if kind == FactKind::Permission && others.iter().any(|(_, other)| other.len() != own.len()) {
        return changes;
    }
    let reference = &others.iter().find(|(_, other)| other.len() == own.len()).unwrap_or(&others[0]).1;
    let mut missing: Vec<&Fact> = reference.iter().filter(everywhere).copied().collect();
    let unrepeated = |fact: &&Fact| kind == FactKind::Permission || !fact.subject.contains('#');
    extra.retain(unrepeated);
    missing.retain(unrepeated);
    let about = |split| Vote {
        kind,
        split,
        others: others.iter().map(|(other, _)| readings[*other].edition.locale.clone()).collect(),
        age: age(readings, *voter, &others.iter().map(|(other, _)| *other).collect::<Vec<_>>()),
    };
    let mut push = |split, range, theirs: String, ours: String, subject: &str| {
        let change = Change::new(ChangeKind::Outvoted(about(split)), range);
        changes.push(change.with_texts(theirs, ours).with_anchor(format!("{}/{subject}", kind.noun())));
    };
    // A name that only this edition has, where the others have one that it lacks: the same thing renamed.
    // Only where the lists are of one length does the place in them tell which.
    let length = |facts: &[&Fact], like: &Fact| facts.iter().filter(|fact| fact.owner() == like.owner()).count();
    extra.retain(|fact| {
        if length(own, fact) != length(reference, fact) {
            return true;
        }
        let Some(index) =
            missing.iter().position(|other| other.ordinal == fact.ordinal && other.owner() == fact.owner())
        else {
            return true;
        };
        let other = missing.remove(index);
        push(Split::Name, fact.range, other.name.clone(), fact.name.clone(), &other.subject);
        false
    });
    // Where every edition names the thing differently, there is no vote.
    extra.retain(|fact| !fact.name.is_ascii() || is_outvoted(readings, *voter, fact, &others));
    // The same for a name that only the lexicon of the locale knew again.
    for fact in own {
        let theirs: Vec<&Fact> = others
            .iter()
            .filter_map(|(_, other)| other.iter().find(|other| other.subject == fact.subject).copied())
            .collect();
        if let Some(written) = &fact.translated
            && theirs.len() == others.len()
            && theirs.iter().all(|other| other.translated.is_none())
        {
            push(Split::Name, fact.range, fact.name.clone(), written.clone(), &fact.subject);
        }
    }
    for fact in own {
        let values: Vec<Option<&str>> = others.iter().map(|(_, other)| find(other, &fact.subject)).collect();
        let Some(Some(first)) = values.first().copied() else { continue };
        let agreed = values.iter().all(|value| *value == Some(first));
        let read = first != UNREADABLE && fact.value != UNREADABLE;
        // An empty permission cell is a statement too; of all else, nothing said is nothing stated.
        let comparable = kind == FactKind::Permission || first.is_empty() == fact.value.is_empty();
        if agreed && read && comparable && (first != fact.value || fact.spoiled.is_some()) {
            let shown = reference
                .iter()
                .find(|other| other.subject == fact.subject)
                .map(|other| other.shown.clone())
                .unwrap_or_default();
            push(
                Split::Value,
                fact.range,
                format!("{}: {shown}", fact.name),
                format!("{}: {}", fact.name, fact.spoiled.as_ref().unwrap_or(&fact.shown)),
                &fact.subject,
            );
        }
    }
    if let Some(first) = extra.first() {
        push(Split::Extra, first.range, String::new(), names(&extra), &first.subject);
    }
    if let Some(first) = missing.first() {
        let range = own.last().map_or(first.range, |fact| fact.range);
        push(Split::Missing, range, names(&missing), String::new(), &first.subject);
    }
    changes
}

/// Whether a name that only one edition has is surely not the right one: the edition has its source, or two
/// others agree on another name in its place.
fn is_outvoted(readings: &[Reading], voter: usize, fact: &Fact, others: &[&(usize, Vec<&Fact>)]) -> bool {
    if !readings[voter].edition.lacks_source() {
        return true;
    }
    let same_place = |other: &&&Fact| other.ordinal == fact.ordinal && other.owner() == fact.owner();
    let there: Vec<&str> = others
        .iter()
        .filter_map(|(_, other)| other.iter().find(same_place))
        .map(|other| other.subject.as_str())
        .collect();
    there.iter().any(|name| there.iter().filter(|other| *other == name).count() >= LEAST_OTHERS)
}

fn names(facts: &[&Fact]) -> String {
    facts.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// How old an edition is. A source-language page counts as newer than all translations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum EditionAge {
    HandedOff(Date),
    Source,
}

/// Whether the dissenter is the newest or the oldest of those with a known age.
fn age(readings: &[Reading], voter: usize, others: &[usize]) -> Age {
    let date = |index: usize| match readings[index].edition.form {
        Form::Source => Some(EditionAge::Source),
        _ => readings[index].edition.handoff.map(EditionAge::HandedOff),
    };
    let Some(own) = date(voter) else { return Age::Unknown };
    let mut dates = others.iter().filter_map(|&other| date(other)).peekable();
    if dates.peek().is_none() {
        return Age::Between;
    }
    let dates: Vec<EditionAge> = dates.collect();
    match own {
        _ if dates.iter().all(|date| *date < own) => match own {
            EditionAge::Source => Age::Source,
            EditionAge::HandedOff(date) => Age::Newest(date),
        },
        EditionAge::HandedOff(date) if dates.iter().all(|other| *other > own) => Age::Oldest(date),
        _ => Age::Between,
    }
}
