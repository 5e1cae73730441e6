//! What a page stated when it was translated against what it states now.

use crate::facts::flat::{Fact, FactKind};

/// What became of the facts of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactAges {
    /// Facts: current, changed, removed, new.
    pub counts: [u32; 4],
    /// Those that are not current, in words, in page order.
    pub changed: Vec<String>,
}

impl FactAges {
    /// Compares the facts of two states of a page. `is_kept` tells of a fact that only one of them has, the new one
    /// where the second says `true`, whether the very text that states it stands in both: then the other state was
    /// not understood, and the fact is neither gone nor new.
    pub fn of(old: &[Fact], new: &[Fact], is_kept: impl Fn(&Fact, bool) -> bool) -> Self {
        let mut ages = Self::default();
        let is_named =
            |facts: &[Fact], fact: &Fact| facts.iter().any(|other| other.name.eq_ignore_ascii_case(&fact.name));
        for fact in old {
            let subject = subject(fact, old);
            match find(new, fact) {
                None if !is_named(new, fact) && is_kept(fact, false) => {}
                None => ages.tell(2, format!("{subject} removed")),
                Some(now) if now.value != fact.value => {
                    ages.tell(1, format!("{subject} was `{}`, is `{}`", fact.shown, now.shown));
                }
                Some(now) => match (fact.required, now.required) {
                    (Some(was), Some(is)) if was != is => {
                        let is = if is { "required" } else { "optional" };
                        ages.tell(1, format!("{subject} is now {is}"));
                    }
                    _ => ages.counts[0] += 1,
                },
            }
        }
        for fact in new.iter().filter(|fact| find(old, fact).is_none()) {
            if is_named(old, fact) || !is_kept(fact, true) {
                ages.tell(3, format!("{} new", subject(fact, new)));
            }
        }
        ages
    }

    fn tell(&mut self, slot: usize, words: String) {
        self.counts[slot] += 1;
        self.changed.push(words);
    }
}

fn find<'a>(facts: &'a [Fact], fact: &Fact) -> Option<&'a Fact> {
    facts.iter().find(|other| other.kind == fact.kind && other.subject == fact.subject)
}

/// A fact by its kind and name, with the type that it belongs to.
fn subject(fact: &Fact, all: &[Fact]) -> String {
    let owner = all.iter().find(|other| other.kind == FactKind::Type && other.subject == fact.owner());
    let owner = owner.filter(|_| fact.kind != FactKind::Type).map_or(String::new(), |owner| format!("{}.", owner.name));
    format!("{} `{owner}{}`", fact.kind.noun(), fact.name)
}
