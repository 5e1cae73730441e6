//! `example_property_unknown`: an example has a property that is not documented.

use super::{Check, Wording};
use crate::compare::change::{Change, Documentation};
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "example_property_unknown",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_property_unknown.md"),
};

/// The message and help for a change.
pub fn word(_: &Change, documented: &Documentation) -> Wording {
    Wording::new(message(documented), help(documented))
}

fn message(documented: &Documentation) -> String {
    let Documentation { example, owner, page, name, .. } = documented;
    let verb = if name.contains(", ") { "are" } else { "is" };
    format!("the {example} has `{name}`, which {verb} not documented for `{owner}` ({page})")
}

fn help(documented: &Documentation) -> String {
    match documented.near.as_str() {
        "" => format!("document the property there, or remove it from the {}", documented.example),
        near => format!("did you mean `{near}`?"),
    }
}
