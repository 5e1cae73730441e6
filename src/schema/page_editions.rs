//! The editions of one page in one version: their order, and the facts on which they disagree.

use super::{Dispute, FactIndex, PageEditions};
use crate::date::Date;
use crate::discover::identify::{Edition, Form};
use crate::facts::comparable::{Fact, FactKind};
use crate::schema::Input;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl<'a> PageEditions<'a> {
    /// Orders the editions of a page and finds where they disagree.
    pub fn of(editions: Vec<Input<'a>>) -> Self {
        if editions.len() == 1 {
            return Self { editions, facts: Vec::new(), disputes: Vec::new() };
        }
        let index = |input: &Input<'a>| input.facts.comparable.iter().map(|fact| (about(fact), fact)).collect();
        let mut both: Vec<(Input<'a>, FactIndex<'a>)> =
            editions.into_iter().map(|input| (input, index(&input))).collect();
        order(&mut both);
        let (editions, facts): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        let disputes = disputes(&editions, &facts);
        Self { editions, facts, disputes }
    }

    /// The edition whose facts are in the schema.
    pub fn best(&self) -> &Input<'a> {
        &self.editions[0]
    }

    /// The editions that state a fact of the best edition with the same value, the best edition first.
    pub fn stated_by(&self, fact: &Fact) -> Vec<&'a Edition> {
        let agrees = |index: usize| index == 0 || agree(&self.facts[index], fact);
        let editions = self.editions.iter().enumerate().filter(|(index, _)| agrees(*index));
        editions.map(|(_, input)| input.edition).collect()
    }
}

/// Sorts editions, best first: pages in the source language, then the newest by hand-off date, then pages with embedded source
/// text. Of three or more equal editions, the edition that agrees most with the rest becomes the first.
fn order(editions: &mut [(Input<'_>, FactIndex<'_>)]) {
    editions.sort_by_key(|(input, _)| (rank(input.edition), &*input.edition.path));
    let first = rank(editions[0].0.edition);
    let equals = editions.iter().take_while(|(input, _)| rank(input.edition) == first).count();
    if equals < 3 {
        return;
    }
    let agreement = |index: usize| {
        let votes = |fact: &&Fact| editions[..equals].iter().filter(|(_, facts)| agree(facts, fact)).count();
        editions[index].0.facts.comparable.iter().filter(|fact| votes(fact) * 2 > equals).count()
    };
    let most = (0..equals).max_by_key(|&index| (agreement(index), Reverse(index))).unwrap_or(0);
    editions[..=most].rotate_right(1);
}

/// The sort key of editions: the smaller, the better.
pub fn rank(edition: &Edition) -> (bool, Reverse<Option<Date>>, bool) {
    (edition.form != Form::Source, Reverse(edition.handoff), !edition.has_source())
}

fn about(fact: &Fact) -> (FactKind, &str) {
    (fact.kind, &fact.subject)
}

fn agree(facts: &FactIndex<'_>, fact: &Fact) -> bool {
    facts.get(&about(fact)).is_some_and(|known| known.value == fact.value)
}

/// The facts that other editions of a page state differently from the first.
fn disputes<'a>(editions: &[Input<'a>], facts: &[FactIndex<'a>]) -> Vec<Dispute<'a>> {
    let stated = &facts[0];
    let mut all: BTreeMap<(FactKind, &'a str), Dispute<'a>> = BTreeMap::new();
    for (input, facts) in editions.iter().zip(facts).skip(1) {
        let mut note = |fact: &'a Fact, shown: Option<&'a str>| {
            let known = stated.get(&about(fact)).copied();
            let dispute = all.entry(about(fact)).or_insert_with(|| Dispute {
                kind: fact.kind,
                owner: fact.owner().to_owned(),
                name: &known.unwrap_or(fact).name,
                stated: known.map(|known| known.shown.clone()),
                others: Vec::new(),
            });
            let shown = shown.map(str::to_owned);
            match dispute.others.iter_mut().find(|(value, _)| *value == shown) {
                Some((_, editions)) => editions.push(input.edition),
                None => dispute.others.push((shown, vec![input.edition])),
            }
        };
        input
            .facts
            .comparable
            .iter()
            .filter(|fact| !agree(stated, fact))
            .for_each(|fact| note(fact, Some(&fact.shown)));
        let lacks = |fact: &&Fact| !facts.contains_key(&about(fact));
        editions[0].facts.comparable.iter().filter(lacks).for_each(|fact| note(fact, None));
    }
    all.into_values().collect()
}
