//! `fact_outvoted`: one edition states a fact that all other editions of its version state differently.

use super::{Check, Wording};
use crate::compare::change::{Change, DissentKind, Vote};
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
    Wording::new(message(change, vote), "compare the editions with the source page")
}

fn message(change: &Change, vote: &Vote) -> String {
    let others = vote.others.iter().map(Locale::as_str).collect::<Vec<_>>().join(", ");
    let noun = vote.kind.noun();
    match vote.dissent {
        DissentKind::Value => {
            format!("this edition states {noun} `{}`; {others} state `{}`", change.target, change.source)
        }
        DissentKind::Name => {
            format!("this edition names the {noun} `{}`; {others} name it `{}`", change.target, change.source)
        }
        DissentKind::Missing => format!("{others} state {noun} `{}`; this edition does not", change.source),
        DissentKind::Extra => format!("only this edition states {noun} `{}`; {others} do not", change.target),
    }
}
