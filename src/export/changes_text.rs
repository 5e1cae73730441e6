//! API changes for people at a terminal: under their operation or type, each with its places.

use super::changes::Changes;
use crate::api::rules::Impact;
use crate::api::{ApiChange, Said};
use std::io::{self, Write};

/// Writes the changes, and their numbers at the end.
pub fn write(changes: &Changes, to: &mut dyn Write) -> io::Result<()> {
    for version in &changes.versions {
        for (owner, group) in version.by_owner() {
            writeln!(to, "── {} {} · {}\n", owner.noun(), owner.name(), version.title())?;
            for change in group {
                one(change, to)?;
            }
            writeln!(to)?;
        }
    }
    writeln!(
        to,
        "{} changes: {} breaking, {} uncertain, {} compatible",
        changes.all().count(),
        changes.count(Impact::Breaking),
        changes.count(Impact::Uncertain),
        changes.count(Impact::Compatible)
    )
}

fn one(change: &ApiChange, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{}[{}]: {}", change.impact().name(), change.kind.rule().name, change.message())?;
    if let Some(confidence) = change.confidence {
        write!(to, " (confidence: {})", confidence.name())?;
    }
    writeln!(to)?;
    for (mark, said) in [("-", &change.old), ("+", &change.new)] {
        if let Some(Said { path, line, .. }) = said {
            writeln!(to, "  {mark} {}:{line}", path.display())?;
        }
    }
    Ok(())
}
