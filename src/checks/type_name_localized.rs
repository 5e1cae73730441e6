//! `type_name_localized`: a type is named in the words of the locale.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};

/// The check.
pub const CHECK: Check = Check {
    name: "type_name_localized",
    level: Level::Info,
    axis: Axis::Translation,
    page: include_str!("../../fixtures/checks/type_name_localized.md"),
};

/// Words the change.
pub fn word(change: &Change) -> Wording {
    Wording::new(message(change), "house style may want it so; schemas hold the type's own name")
}

fn message(change: &Change) -> String {
    let times = if change.count > 1 { format!(", {} times on this page", change.count) } else { String::new() };
    format!("the type `{}` is given as `{}`{times}", change.source, change.target)
}
