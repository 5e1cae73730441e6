//! `example_type_mismatch`: a value of an example is not of the documented type.

use super::{Check, Wording};
use crate::compare::change::{Change, Documentation};
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "example_type_mismatch",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_type_mismatch.md"),
};

/// The message and help for a change.
pub fn word(change: &Change, documented: &Documentation) -> Wording {
    let help = match documented.near.as_str() {
        "" => "correct the example or the documented type".to_owned(),
        near => format!("did you mean `{near}`?"),
    };
    Wording::new(message(change, documented), help)
}

fn message(change: &Change, documented: &Documentation) -> String {
    let Documentation { example, owner, page, name, .. } = documented;
    let (expected, found) = (&change.source, &change.target);
    format!("`{name}` of `{owner}` has the documented type `{expected}` ({page}); the {example} has {found}")
}
