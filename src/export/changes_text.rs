//! API changes as text for a terminal: grouped by operation or type, each with its places in the old and new files.

use super::changes::Changes;
use crate::api::rules::Impact;
use crate::api::{ApiChange, Statement};
use crate::shown::{Shown, ShownPath};
use std::io::{self, Write};

/// Writes all changes, then a line with their number by impact.
pub fn write(changes: &Changes, to: &mut dyn Write) -> io::Result<()> {
    for version in &changes.versions {
        for (owner, group) in version.by_owner() {
            writeln!(to, "── {} {} · {}\n", owner.noun(), Shown(owner.name()), Shown(&version.title()))?;
            for change in group {
                write_change(change, to)?;
            }
            writeln!(to)?;
        }
    }
    let count = changes.all().count();
    writeln!(
        to,
        "{count} change{}: {} breaking, {} uncertain, {} compatible",
        if count == 1 { "" } else { "s" },
        changes.count(Impact::Breaking),
        changes.count(Impact::Uncertain),
        changes.count(Impact::Compatible)
    )
}

fn write_change(change: &ApiChange, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{}[{}]: {}", change.impact().name(), change.kind.rule().name, Shown(&change.message()))?;
    if let Some(confidence) = change.confidence {
        write!(to, " (confidence: {})", confidence.name())?;
    }
    writeln!(to)?;
    for (mark, side) in [("-", &change.old), ("+", &change.new)] {
        if let Some(Statement { path, line, .. }) = side {
            writeln!(to, "  {mark} {}:{line}", ShownPath(path))?;
        }
    }
    Ok(())
}
