//! API changes as a changelog to publish: what breaks clients first, then what was added, changed and removed,
//! under the operation or type that it belongs to. Places in files are left to the other forms.

use super::changes::{Changes, VersionChanges};
use crate::api::ApiChange;
use crate::api::rules::{Impact, Turn};
use std::io::{self, Write};

/// Writes the changelog.
pub fn write(changes: &Changes, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "# API changes\n")?;
    if changes.all().next().is_none() {
        return writeln!(to, "No changes.");
    }
    for version in changes.versions.iter().filter(|version| !version.changes.is_empty()) {
        writeln!(to, "## {}\n", version.title())?;
        let of = |impact| version.changes.iter().filter(move |change: &&ApiChange| change.impact() == impact);
        section("Breaking changes", version, &|change| change.impact() == Impact::Breaking, to)?;
        section("May break clients", version, &|change| change.impact() == Impact::Uncertain, to)?;
        if of(Impact::Compatible).next().is_some() {
            for (turn, title) in [
                (Turn::Added, "Added"),
                (Turn::Changed, "Changed"),
                (Turn::Renamed, "Renamed"),
                (Turn::Removed, "Removed"),
            ] {
                let is_here =
                    |change: &ApiChange| change.impact() == Impact::Compatible && change.kind.rule().turn == turn;
                section(title, version, &is_here, to)?;
            }
        }
    }
    Ok(())
}

fn section(
    title: &str,
    version: &VersionChanges,
    is_here: &dyn Fn(&ApiChange) -> bool,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut titled = false;
    for (owner, changes) in version.by_owner() {
        let here: Vec<&ApiChange> = changes.into_iter().filter(|change| is_here(change)).collect();
        if here.is_empty() {
            continue;
        }
        if !titled {
            writeln!(to, "### {title}\n")?;
            titled = true;
        }
        let messages: Vec<String> = here.iter().map(|change| message(change)).collect();
        match messages.as_slice() {
            [only] => writeln!(to, "- `{}`: {only}", owner.name())?,
            many => {
                writeln!(to, "- `{}`", owner.name())?;
                many.iter().try_for_each(|message| writeln!(to, "  - {message}"))?;
            }
        }
    }
    if titled { writeln!(to) } else { Ok(()) }
}

/// The message; a rename that is not quite sure says so.
fn message(change: &ApiChange) -> String {
    use crate::api::Confidence;
    let doubt = if change.confidence == Some(Confidence::Medium) { " (probably)" } else { "" };
    change.message() + doubt
}
