//! `example_property_missing`: an example that claims to be whole lacks documented properties.

use super::{Check, Wording};
use crate::compare::change::{Change, Documentation};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "example_property_missing",
    level: Level::Info,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_property_missing.md"),
};

/// Words the change.
pub fn word(change: &Change, documented: &Documentation) -> Wording {
    Wording::new(message(change, documented), "add what is left out, or say in the annotation that it may be")
}

fn message(change: &Change, documented: &Documentation) -> String {
    let Documentation { example, owner, page, .. } = documented;
    let names = change.source.replace(", ", "`, `");
    format!("the {example} lacks `{names}` of `{owner}`, which {page} documents")
}
