//! `example_type_mismatch`: a value of an example is not of the documented type.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind, Documented};
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "example_type_mismatch",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_type_mismatch.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::ExampleType(documented) = &change.kind else { return None };
    Some(Wording::new(message(change, documented), "mend the example, or the documented type"))
}

fn message(change: &Change, documented: &Documented) -> String {
    let Documented { owner, page, name } = documented;
    format!("`{name}` of `{owner}` is documented as {} ({page}); the example has {}", change.source, change.target)
}
