//! `page_missing_in_locale`: a locale lacks a page that other locales have.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};
use crate::locale::Locale;

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "page_missing_in_locale",
    level: Level::Info,
    axis: Axis::Locales,
    page: include_str!("../../fixtures/checks/page_missing_in_locale.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, present: &[Locale]) -> Wording {
    Wording::new(message(change, present), "translate the page")
}

fn message(change: &Change, present: &[Locale]) -> String {
    let absent = change.locale.as_ref().map_or("", Locale::as_str);
    let names: Vec<&str> = present.iter().map(Locale::as_str).collect();
    let verb = if names.len() == 1 { "has" } else { "have" };
    format!("{absent} has no edition of this page; {} {verb}", names.join(", "))
}
