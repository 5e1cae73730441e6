//! Where each fact of the schema was read, and which editions state it.

use crate::schema::flat::{Fact, FactKind};
use crate::schema::sources::Sources;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

/// The facts of a page's best edition, by kind, owner and position; empty where evidence is not wanted.
pub struct Evidence<'a> {
    sources: &'a Sources<'a>,
    facts: FxHashMap<(FactKind, &'a str, u32), &'a Fact>,
}

impl<'a> Evidence<'a> {
    /// The evidence for what a page states.
    pub fn of(sources: &'a Sources<'a>, wanted: bool) -> Self {
        let facts = sources.best().flat.iter().filter(|_| wanted);
        Self { sources, facts: facts.map(|fact| ((fact.kind, fact.owner(), fact.ordinal), fact)).collect() }
    }

    /// Adds `evidence` to the value of one fact: path, line, section and the editions that state it alike.
    pub fn add(&self, value: &mut Value, kind: FactKind, owner: &str, ordinal: usize) {
        let Some(fact) = self.facts.get(&(kind, owner, ordinal as u32)) else { return };
        let best = self.sources.best();
        let Some(places) = best.places else { return };
        let stated_by: Vec<_> =
            self.sources.stated_by(fact).iter().map(|edition| edition.path.to_string_lossy()).collect();
        value["evidence"] = json!({
            "path": best.edition.path.to_string_lossy(),
            "line": places.line(fact.range),
            "section": places.section(fact.range),
            "stated_by": stated_by,
        });
    }
}
