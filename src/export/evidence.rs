//! The evidence of each fact of the schema: where it was read, and which editions state it.

use crate::facts::comparable::{Fact, FactKind};
use crate::schema::PageEditions;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Where a fact was read (path, line from 1, section by anchors), and the paths of the editions that state it equally.
#[derive(serde::Serialize)]
pub struct FactEvidence<'a> {
    pub path: Cow<'a, str>,
    pub line: u32,
    pub section: &'a str,
    pub stated_by: Vec<Cow<'a, str>>,
}

/// The facts of the best edition of a page, by kind, owner and ordinal; empty if the edition has no places.
pub struct PageEvidence<'a> {
    sources: &'a PageEditions<'a>,
    facts: FxHashMap<(FactKind, &'a str, u32), &'a Fact>,
}

impl<'a> PageEvidence<'a> {
    /// The evidence of all facts of a page.
    pub fn of(sources: &'a PageEditions<'a>) -> Self {
        let best = sources.best();
        let facts = best.facts.comparable.iter().filter(|_| best.places.is_some());
        Self { sources, facts: facts.map(|fact| ((fact.kind, fact.owner(), fact.ordinal), fact)).collect() }
    }

    /// The evidence of a fact; `None` if the edition has no places.
    pub fn of_fact(&self, kind: FactKind, owner: &str, ordinal: usize) -> Option<FactEvidence<'a>> {
        let fact = self.facts.get(&(kind, owner, ordinal as u32))?;
        let best = self.sources.best();
        let places = best.places?;
        let stated_by = self.sources.stated_by(fact);
        Some(FactEvidence {
            path: best.edition.path.to_string_lossy(),
            line: places.line(fact.range),
            section: places.section(fact.range),
            stated_by: stated_by.into_iter().map(|edition| edition.path.to_string_lossy()).collect(),
        })
    }
}
