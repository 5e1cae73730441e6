//! `fact_outvoted`: one edition states a fact that all other editions of its version state differently.

use super::{Check, Wording};
use crate::compare::change::{Change, DissentKind, DissenterAge, Vote};
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
    let fact = match vote.dissent {
        DissentKind::Value => {
            format!("this edition states {noun} `{}`; {others} state `{}`", change.target, change.source)
        }
        DissentKind::Name => {
            format!("this edition names the {noun} `{}`; {others} name it `{}`", change.target, change.source)
        }
        DissentKind::Missing => format!("{others} state {noun} `{}`; this edition does not", change.source),
        DissentKind::Extra => format!("only this edition states {noun} `{}`; {others} do not", change.target),
    };
    match vote.age {
        DissenterAge::Source => format!("{fact}; this is the source-language edition"),
        DissenterAge::Newest(date) => format!("{fact}; this is the newest edition ({})", date),
        DissenterAge::Oldest(date) => format!("{fact}; this is the oldest edition ({})", date),
        DissenterAge::Between => fact,
        DissenterAge::Unknown => format!("{fact}; the date of this edition is not known"),
    }
}

fn help(age: DissenterAge) -> &'static str {
    match age {
        DissenterAge::Source | DissenterAge::Newest(_) => {
            "check whether the API has changed: the other editions may be out of date"
        }
        DissenterAge::Oldest(_) => "check whether the API has changed: this edition may be out of date",
        DissenterAge::Between | DissenterAge::Unknown => "compare the editions with the source page",
    }
}
