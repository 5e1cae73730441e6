//! `example_json_invalid`: the JSON of an example is not valid.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "example_json_invalid",
    level: Level::Warning,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/example_json_invalid.md"),
};

/// The message and help for a change.
pub fn word(_: &Change, fault: &str) -> Wording {
    Wording::new(message(fault), "make the example valid JSON; readers copy it")
}

fn message(fault: &str) -> String {
    format!("the example is not valid JSON: {fault}")
}
