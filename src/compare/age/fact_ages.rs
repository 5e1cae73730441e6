//! The facts of a page when it was translated against its current facts.

use crate::facts::comparable::{Fact, FactKind};

/// How the facts of a page changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactAges {
    /// The number of facts that are current, changed, removed, new.
    pub counts: [u32; 4],
    /// The facts that are not current, in words: first the facts of the translated state, then the new facts, in page order.
    pub changed: Vec<String>,
}

/// One of the two states of a source page that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceState {
    /// The state that was translated.
    Translated,
    /// The current state.
    Current,
}

impl FactAges {
    /// Compares the facts of two states of a page. `is_kept(fact, state)` is asked for a fact that only `state` has:
    /// whether the text that states the fact is in both states. If it is, the tool failed to read the fact from the other
    /// state, and the fact counts as neither removed nor new.
    pub fn of(old: &[Fact], new: &[Fact], is_kept: impl Fn(&Fact, SourceState) -> bool) -> Self {
        let mut ages = Self::default();
        let is_named =
            |facts: &[Fact], fact: &Fact| facts.iter().any(|known| known.name.eq_ignore_ascii_case(&fact.name));
        for fact in old {
            let subject = subject(fact, old);
            match find(new, fact) {
                None if !is_named(new, fact) && is_kept(fact, SourceState::Translated) => {}
                None => ages.count(2, format!("{subject} removed")),
                Some(now) if now.value != fact.value => {
                    ages.count(1, format!("{subject} was `{}`, is `{}`", fact.shown, now.shown));
                }
                Some(now) => match (fact.required, now.required) {
                    (Some(was), Some(is)) if was != is => {
                        let is = if is { "required" } else { "optional" };
                        ages.count(1, format!("{subject} is now {is}"));
                    }
                    _ => ages.counts[0] += 1,
                },
            }
        }
        for fact in new.iter().filter(|fact| find(old, fact).is_none()) {
            if is_named(old, fact) || !is_kept(fact, SourceState::Current) {
                ages.count(3, format!("{} new", subject(fact, new)));
            }
        }
        ages
    }

    /// Counts a fact that is not current. `slot`: its place in `counts`.
    fn count(&mut self, slot: usize, description: String) {
        self.counts[slot] += 1;
        self.changed.push(description);
    }
}

fn find<'a>(facts: &'a [Fact], fact: &Fact) -> Option<&'a Fact> {
    facts.iter().find(|known| known.kind == fact.kind && known.subject == fact.subject)
}

/// The kind and name of a fact, with the type that it belongs to: ``property `berth.id` ``.
fn subject(fact: &Fact, all: &[Fact]) -> String {
    let owner = all.iter().find(|known| known.kind == FactKind::Type && known.subject == fact.owner());
    let owner = owner.filter(|_| fact.kind != FactKind::Type).map_or(String::new(), |owner| format!("{}.", owner.name));
    format!("{} `{owner}{}`", fact.kind.noun(), fact.name)
}
