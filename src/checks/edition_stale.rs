//! `edition_stale`: an edition states the API as another source did than that of a newer edition.

use super::{Check, Wording};
use crate::compare::change::{NewerEdition, SourceDay};
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "edition_stale",
    level: Level::Info,
    axis: Axis::Locales,
    page: include_str!("../../fixtures/checks/edition_stale.md"),
};

/// The message and help for a change. `newer`: the newer editions.
pub fn word(newer: &[NewerEdition]) -> Wording {
    let help = "translate the current source page; or compare the editions with it, if this edition is the right one";
    Wording::new(message(newer), help)
}

fn message(newer: &[NewerEdition]) -> String {
    let parts = newer.iter().map(|NewerEdition { locale, day, differences, unnamed }| {
        let source = match day {
            Some(SourceDay::At(date)) => format!("an older source than {locale} ({date})"),
            Some(SourceDay::Now) => format!("an older source than {locale}, the source-language page"),
            None => format!("another source than {locale}"),
        };
        let more = if *unnamed > 0 { format!(" and {unnamed} more") } else { String::new() };
        format!("this edition is made from {source}, which differs in {}{more}", differences.join(", "))
    });
    parts.collect::<Vec<_>>().join("; ")
}
