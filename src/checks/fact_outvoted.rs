//! `fact_outvoted`: one edition states what all others of its version do not.

use super::{Check, Wording};
use crate::compare::change::{Age, Change, Split, Vote};
use crate::diagnostic::{Axis, Level};
use crate::locale::Locale;

/// The check.
pub const CHECK: Check = Check {
    name: "fact_outvoted",
    level: Level::Warning,
    axis: Axis::Locales,
    page: include_str!("../../fixtures/checks/fact_outvoted.md"),
};

/// Words the change.
pub fn word(change: &Change, vote: &Vote) -> Wording {
    Wording::new(message(change, vote), help(vote.age))
}

fn message(change: &Change, vote: &Vote) -> String {
    let others = vote.others.iter().map(Locale::as_str).collect::<Vec<_>>().join(", ");
    let noun = vote.kind.noun();
    let fact = match vote.split {
        Split::Value => format!("{noun} `{}` here, `{}` in {others}", change.target, change.source),
        Split::Name => format!("{noun} `{}` here is `{}` in {others}", change.target, change.source),
        Split::Missing => format!("{noun} `{}` is not stated here; it is in {others}", change.source),
        Split::Extra => format!("{noun} `{}` is stated here only, not in {others}", change.target),
    };
    match vote.age {
        Age::Source => format!("{fact}; this is the source-language edition"),
        Age::Newest(date) => format!("{fact}; this is the newest edition ({})", date),
        Age::Oldest(date) => format!("{fact}; this is the oldest edition ({})", date),
        Age::Between => fact,
        Age::Unknown => format!("{fact}; the age of this edition is not known"),
    }
}

fn help(age: Age) -> &'static str {
    match age {
        Age::Source | Age::Newest(_) => "the API may have moved on: the other editions may be out of date",
        Age::Oldest(_) => "the API may have moved on: this edition may be out of date",
        Age::Between | Age::Unknown => "compare with the source page",
    }
}
