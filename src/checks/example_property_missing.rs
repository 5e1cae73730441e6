//! `example_property_missing`: a complete example lacks documented properties.

use super::{Check, Wording};
use crate::compare::change::{Change, Documentation};
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "example_property_missing",
    level: Level::Info,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_property_missing.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, documented: &Documentation) -> Wording {
    Wording::new(
        message(change, documented),
        "add the missing properties, or mark the example as shortened in its annotation",
    )
}

fn message(change: &Change, documented: &Documentation) -> String {
    let Documentation { example, owner, page, .. } = documented;
    let names = change.source.replace(", ", "`, `");
    format!("the {example} lacks `{names}`; {page} documents them for `{owner}`")
}
