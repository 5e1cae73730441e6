//! A vote on facts by the editions of one page that are made from one source.
//!
//! Facts are read from the source text if a page has one, so damage that the translation axis reports is not reported a
//! second time. Editions of different sources differ by age, which [`edition_ages`](super::edition_ages) reports; they vote only on what
//! no age of the source explains, such as a name in another script, and on editions that show no age.

use super::change::{Change, ChangeKind, DissentKind, EditionChange, Vote};
use super::same_source;
use super::translation::certainty::has_other_script;
use crate::discover::identify::{Edition, Form};
use crate::facts::comparable::{Fact, FactKind, UNREADABLE};
use crate::reading::Reading;
use rustc_hash::{FxHashMap, FxHashSet};

/// Other editions that must agree against a dissenting edition.
const LEAST_OTHERS: usize = 2;

/// Lets the editions of each version and source vote on each fact.
pub fn compare(readings: &[Reading]) -> Vec<EditionChange> {
    let mut changes = Vec::new();
    for voters in same_source::versions(readings) {
        let sources = same_source::groups(readings, &voters);
        let mut of_version: Vec<EditionChange> = sources.iter().flat_map(|voters| vote(readings, voters)).collect();
        if sources.len() > 1 {
            let place = |found: &EditionChange| (found.edition, found.change.range, found.change.anchor.clone());
            let known: FxHashSet<_> = of_version.iter().map(place).collect();
            let by_all = vote(readings, &voters).into_iter();
            let is_of_no_age =
                |found: &EditionChange| is_damage(&found.change) || is_undated(&readings[found.edition].edition);
            of_version.extend(by_all.filter(|found| is_of_no_age(found) && !known.contains(&place(found))));
        }
        changes.extend(of_version);
    }
    changes
}

/// Whether an edition states neither commit nor date: nothing shows that its source is another one than that of the others.
fn is_undated(edition: &Edition) -> bool {
    edition.form != Form::Source && edition.pin.is_none() && edition.handoff.is_none()
}

/// Whether a dissent is damage for every age of the source.
fn is_damage(change: &Change) -> bool {
    matches!(&change.kind, ChangeKind::Outvoted(vote) if vote.is_recovered)
        || has_other_script(&change.source, &change.target)
}

/// The kinds of facts that editions vote on. Responses are not voted on: prose and examples state them too differently.
pub(super) const KINDS: [FactKind; 8] = [
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
    if voters.len() <= LEAST_OTHERS {
        return changes;
    }
    for kind in KINDS {
        let ballots = voters.iter().map(|&voter| Ballot::of(readings, voter, kind));
        // An edition without a single fact of the kind lacks the table, not the facts.
        let ballots: Vec<Ballot<'_>> = ballots.filter(|ballot| !ballot.facts.is_empty()).collect();
        if ballots.len() > LEAST_OTHERS {
            for position in 0..ballots.len() {
                let dissent = Dissent::of(readings, kind, &ballots, position);
                changes.extend(dissent.compare().into_iter().map(|change| change.of(ballots[position].voter)));
            }
        }
    }
    changes
}

/// The facts of one kind that an edition states, in page order.
pub(super) struct Ballot<'a> {
    /// Index of the edition's reading.
    voter: usize,
    pub(super) facts: Vec<&'a Fact>,
    by_subject: FxHashMap<&'a str, &'a Fact>,
}

impl<'a> Ballot<'a> {
    pub(super) fn of(readings: &'a [Reading], voter: usize, kind: FactKind) -> Self {
        let facts = readings[voter].facts.comparable.iter().filter(|fact| fact.kind == kind);
        let facts: Vec<&Fact> = facts.collect();
        // Subjects of one kind are unique.
        let by_subject = facts.iter().map(|fact| (fact.subject.as_str(), *fact)).collect();
        Self { voter, facts, by_subject }
    }

    pub(super) fn find(&self, subject: &str) -> Option<&'a Fact> {
        self.by_subject.get(subject).copied()
    }

    fn has(&self, subject: &str) -> bool {
        self.find(subject).is_some()
    }

    /// The number of facts that belong to the same type as `fact`.
    fn count_of_owner(&self, fact: &Fact) -> usize {
        self.facts.iter().filter(|known| known.owner() == fact.owner()).count()
    }
}

/// One edition against all others, on the facts of one kind.
struct Dissent<'a> {
    readings: &'a [Reading],
    kind: FactKind,
    own: &'a Ballot<'a>,
    others: Vec<&'a Ballot<'a>>,
    /// The other edition that shows positions and values: the first with as many facts, else the first.
    reference: &'a Ballot<'a>,
}

impl<'a> Dissent<'a> {
    fn of(readings: &'a [Reading], kind: FactKind, ballots: &'a [Ballot<'a>], position: usize) -> Self {
        let own = &ballots[position];
        let others = ballots.iter().enumerate().filter(|(index, _)| *index != position).map(|(_, ballot)| ballot);
        let others: Vec<&Ballot<'_>> = others.collect();
        let reference = others.iter().find(|ballot| ballot.facts.len() == own.facts.len()).unwrap_or(&others[0]);
        Self { readings, kind, own, reference, others }
    }

    fn compare(&self) -> Vec<Change> {
        // Permission tables with different numbers of schemes document different parts of the API.
        if self.kind == FactKind::Permission
            && self.others.iter().any(|other| other.facts.len() != self.own.facts.len())
        {
            return Vec::new();
        }
        let (mut extra, mut missing) = (self.extra(), self.missing());
        let renamed = self.take_renamed(&mut extra, &mut missing);
        let mut changes: Vec<Change> = renamed.into_iter().map(|(own, other)| self.renamed(own, other)).collect();
        // If each edition names the thing differently, there is no vote.
        extra.retain(|fact| !fact.name.is_ascii() || self.is_outvoted(fact));
        changes.extend(self.own.facts.iter().filter_map(|fact| self.translated(fact)));
        changes.extend(self.own.facts.iter().filter_map(|fact| self.other_value(fact)));
        if let Some(first) = extra.first() {
            let texts = [String::new(), names(&extra)];
            changes.push(self.change(DissentKind::Extra, first, texts, &first.subject));
        }
        if let Some(first) = missing.first() {
            let place = self.own.facts.last().unwrap_or(first);
            let texts = [names(&missing), String::new()];
            changes.push(self.change(DissentKind::Missing, place, texts, &first.subject));
        }
        changes
    }

    /// The facts that only this edition states.
    fn extra(&self) -> Vec<&'a Fact> {
        let is_extra = |fact: &&Fact| !self.others.iter().any(|other| other.has(&fact.subject));
        self.own.facts.iter().copied().filter(is_extra).filter(|fact| self.is_comparable(fact)).collect()
    }

    /// The facts that all other editions state and this one does not.
    fn missing(&self) -> Vec<&'a Fact> {
        let is_missing =
            |fact: &&Fact| self.others.iter().all(|other| other.has(&fact.subject)) && !self.own.has(&fact.subject);
        self.reference.facts.iter().copied().filter(is_missing).filter(|fact| self.is_comparable(fact)).collect()
    }

    /// A `#` in a subject marks a repeated name. Repeated names are compared for permissions only.
    fn is_comparable(&self, fact: &Fact) -> bool {
        self.kind == FactKind::Permission || !fact.subject.contains('#')
    }

    /// Takes out the facts that have one name in this edition and another name, at the same position, in the others.
    /// The position is compared only if the lists have the same length.
    fn take_renamed(&self, extra: &mut Vec<&'a Fact>, missing: &mut Vec<&'a Fact>) -> Vec<(&'a Fact, &'a Fact)> {
        let mut renamed = Vec::new();
        extra.retain(|fact| {
            if self.own.count_of_owner(fact) != self.reference.count_of_owner(fact) {
                return true;
            }
            let Some(position) = missing.iter().position(|other| is_same_place(fact, other)) else { return true };
            renamed.push((*fact, missing.remove(position)));
            false
        });
        renamed
    }

    fn renamed(&self, own: &Fact, other: &Fact) -> Change {
        self.change(DissentKind::Name, own, [other.name.clone(), own.name.clone()], &other.subject)
    }

    /// A name that only the lexicon of the locale recognized, if no other edition needed a lexicon for it.
    fn translated(&self, fact: &Fact) -> Option<Change> {
        let written = fact.translated.as_ref()?;
        let mut others = self.others.iter().map(|other| other.find(&fact.subject));
        let is_outvoted = others.all(|other| other.is_some_and(|other| other.translated.is_none()));
        is_outvoted.then(|| self.change(DissentKind::Name, fact, [fact.name.clone(), written.clone()], &fact.subject))
    }

    /// A value on which all other editions agree against this one.
    fn other_value(&self, fact: &Fact) -> Option<Change> {
        let value = |ballot: &&Ballot<'a>| ballot.find(&fact.subject).map(|other| other.value.as_str());
        let agreed = self.others.first().and_then(value)?;
        if self.others.iter().any(|other| value(other) != Some(agreed)) {
            return None;
        }
        let is_readable = agreed != UNREADABLE && fact.value != UNREADABLE;
        // An empty permission cell states that there is no permission; any other empty value states nothing.
        let is_stated = self.kind == FactKind::Permission || agreed.is_empty() == fact.value.is_empty();
        // Editions that damage a value in the same way agree.
        let is_written_so =
            |other: &&Ballot<'a>| other.find(&fact.subject).is_some_and(|other| other.spoiled == fact.spoiled);
        let is_damaged = fact.spoiled.is_some() && !self.others.iter().all(is_written_so);
        if !is_readable || !is_stated || (agreed == fact.value && !is_damaged) {
            return None;
        }
        let shown = self.reference.find(&fact.subject).map(|other| other.shown.clone()).unwrap_or_default();
        let texts = [
            format!("{}: {shown}", fact.name),
            format!("{}: {}", fact.name, fact.spoiled.as_ref().unwrap_or(&fact.shown)),
        ];
        Some(self.change(DissentKind::Value, fact, texts, &fact.subject))
    }

    /// Whether a name that only this edition has is certainly wrong: the edition has its source text, or at least
    /// [`LEAST_OTHERS`] other editions agree on another name at the same position.
    fn is_outvoted(&self, fact: &Fact) -> bool {
        if !self.readings[self.own.voter].edition.lacks_source() {
            return true;
        }
        let others = self.others.iter().filter_map(|other| other.facts.iter().find(|other| is_same_place(fact, other)));
        let subjects: Vec<&str> = others.map(|other| other.subject.as_str()).collect();
        subjects.iter().any(|name| subjects.iter().filter(|other| *other == name).count() >= LEAST_OTHERS)
    }

    /// A change at the place of `fact`. `texts`: the statement of the others, then that of this edition.
    fn change(&self, dissent: DissentKind, fact: &Fact, [others, own]: [String; 2], subject: &str) -> Change {
        let voters = self.others.iter().map(|other| other.voter);
        let vote = Vote {
            kind: self.kind,
            dissent,
            others: voters.map(|voter| self.readings[voter].edition.locale.clone()).collect(),
            is_recovered: fact.translated.is_some() || (dissent == DissentKind::Value && fact.spoiled.is_some()),
        };
        let change = Change::new(ChangeKind::Outvoted(vote), fact.range);
        change.with_texts(others, own).with_anchor(format!("{}/{subject}", self.kind.noun()))
    }
}

/// Whether two facts are at the same position of the list of the same type.
fn is_same_place(left: &Fact, right: &Fact) -> bool {
    left.ordinal == right.ordinal && left.owner() == right.owner()
}

fn names(facts: &[&Fact]) -> String {
    facts.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>().join(", ")
}
