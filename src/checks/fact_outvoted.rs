//! `fact_outvoted`: one edition states what all others of its version do not.

use super::{Check, Wording};
use crate::compare::change::{Age, Change, Split, Vote};
use crate::diagnostic::{Axis, Level};
use crate::locale::Locale;

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "fact_outvoted",
    level: Level::Warning,
    axis: Axis::Locales,
    page: include_str!("../../fixtures/checks/fact_outvoted.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, vote: &Vote) -> Wording {
    Wording::new(message(change, vote), help(vote.age))
}

fn message(change: &Change, vote: &Vote) -> String {
    let others = vote.others.iter().map(Locale::as_str).collect::<Vec<_>>().join(", ");
    let noun = vote.kind.noun();
    let fact = match vote.split {
        Split::Value => format!("this edition states {noun} `{}`; {others} state `{}`", change.target, change.source),
        Split::Name => {
            format!("this edition names the {noun} `{}`; {others} name it `{}`", change.target, change.source)
        }
        Split::Missing => format!("{others} state {noun} `{}`; this edition does not", change.source),
        Split::Extra => format!("only this edition states {noun} `{}`; {others} do not", change.target),
    };
    match vote.age {
        Age::Source => format!("{fact}; this is the source-language edition"),
        Age::Newest(date) => format!("{fact}; this is the newest edition ({})", date),
        Age::Oldest(date) => format!("{fact}; this is the oldest edition ({})", date),
        Age::Between => fact,
        Age::Unknown => format!("{fact}; the date of this edition is not known"),
    }
}

fn help(age: Age) -> &'static str {
    match age {
        Age::Source | Age::Newest(_) => "check whether the API has changed: the other editions may be out of date",
        Age::Oldest(_) => "check whether the API has changed: this edition may be out of date",
        Age::Between | Age::Unknown => "compare the editions with the source page",
    }
}
