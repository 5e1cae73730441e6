//! `type_name_localized`: the name of a primitive type is translated.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "type_name_localized",
    level: Level::Info,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/type_name_localized.md"),
};

/// The message and help for a change.
pub fn word(change: &Change) -> Wording {
    Wording::new(
        message(change),
        format!("nothing to do if your style guide translates type names; the schema uses `{}`", change.source),
    )
}

fn message(change: &Change) -> String {
    let times = if change.count > 1 { format!(", {} times on this page", change.count) } else { String::new() };
    format!("the type `{}` is translated as `{}`{times}", change.source, change.target)
}
