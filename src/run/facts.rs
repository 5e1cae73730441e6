//! Reads the facts of all pages, from which a schema is made.

use super::read::{self, Paged, ReadContext};
use super::{Session, each_group};
use crate::discover::identify::Edition;
use crate::discover::{Discovery, Group, Problem};
use crate::facts::Facts;
use crate::facts::examples;
use crate::facts::examples::Example;
use crate::facts::extract::Descriptions;
use crate::facts::places::Places;
use crate::reading::{Reading, ReadingOptions};
use crate::schema;

/// The facts of one edition.
pub struct EditionFacts {
    /// The edition.
    pub edition: Edition,
    /// The page key.
    pub key: String,
    /// What it states, with descriptions.
    pub facts: Facts,
    /// Its parsed examples.
    pub examples: Vec<Example>,
    /// The lines and headings of its file; `None` without [`Evidence::Keep`].
    pub places: Option<Places>,
}

impl EditionFacts {
    /// The input that a schema is merged from.
    pub fn input(&self) -> schema::Input<'_> {
        schema::Input {
            edition: &self.edition,
            key: &self.key,
            facts: &self.facts,
            examples: &self.examples,
            places: self.places.as_ref(),
        }
    }
}

/// Whether the places of facts are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Lines and headings are kept.
    Keep,
    /// Lines and headings are dropped with the page.
    Drop,
}

/// Reads the facts of all pages of a discovery, in order of key and path.
pub fn facts(mut discovery: Discovery, session: Session<'_>, evidence: Evidence) -> (Vec<EditionFacts>, Vec<Problem>) {
    let (facts, problems) = each_group(&mut discovery, session, |group, context| of_group(group, context, evidence));
    (facts.into_iter().flatten().collect(), problems)
}

fn of_group(group: &Group, context: ReadContext<'_>, evidence: Evidence) -> (Vec<EditionFacts>, Vec<Problem>) {
    let (pages, problems) = read::group(group, context);
    let (pages, _) = read::without_duplicates(pages);
    let facts = pages.into_iter().map(|Paged { edition, aligned, .. }| {
        let reading = Reading::of(
            edition,
            aligned,
            ReadingOptions { config: context.config, descriptions: Descriptions::Both, group: &[] },
        );
        EditionFacts {
            examples: examples::read(&reading.aligned, &reading.uses),
            places: (evidence == Evidence::Keep).then(|| Places::read(&reading.aligned.page)),
            edition: reading.edition,
            key: group.key.clone(),
            facts: reading.facts,
        }
    });
    (facts.collect(), problems)
}
