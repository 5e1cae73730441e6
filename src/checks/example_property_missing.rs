//! `example_property_missing`: an example that claims to be whole lacks documented properties.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind, Documented};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "example_property_missing",
    level: Level::Info,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_property_missing.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::ExamplePropertyMissing(documented) = &change.kind else { return None };
    Some(Wording::new(message(change, documented), "add what is left out, or say in the annotation that it may be"))
}

fn message(change: &Change, documented: &Documented) -> String {
    let Documented { example, owner, page, .. } = documented;
    let names = change.source.replace(", ", "`, `");
    format!("the {example} lacks `{names}` of `{owner}`, which {page} documents")
}
