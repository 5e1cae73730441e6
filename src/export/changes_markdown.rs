//! API changes as a Markdown changelog: breaking changes, changes that may break clients, then the others by kind, each
//! grouped by operation or type. It contains no places in files; the other formats do.

use super::changes::{Changes, VersionChanges};
use crate::api::ApiChange;
use crate::api::rules::{Impact, Turn};
use crate::shown::Shown;
use std::io::{self, Write};

/// Writes the changelog.
pub fn write(changes: &Changes, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "# API changes\n")?;
    if changes.all().next().is_none() {
        return writeln!(to, "No changes.");
    }
    for version in changes.versions.iter().filter(|version| !version.changes.is_empty()) {
        writeln!(to, "## {}\n", Shown(&version.title()))?;
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
                let is_selected =
                    |change: &ApiChange| change.impact() == Impact::Compatible && change.kind.rule().turn == turn;
                section(title, version, &is_selected, to)?;
            }
        }
    }
    Ok(())
}

fn section(
    title: &str,
    version: &VersionChanges,
    is_selected: &dyn Fn(&ApiChange) -> bool,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut titled = false;
    for (owner, changes) in version.by_owner() {
        let selected: Vec<&ApiChange> = changes.into_iter().filter(|change| is_selected(change)).collect();
        if selected.is_empty() {
            continue;
        }
        if !titled {
            writeln!(to, "### {title}\n")?;
            titled = true;
        }
        let messages: Vec<String> = selected.iter().map(|change| message(change)).collect();
        match messages.as_slice() {
            [only] => writeln!(to, "- `{}`: {only}", Shown(owner.name()))?,
            many => {
                writeln!(to, "- `{}`", Shown(owner.name()))?;
                many.iter().try_for_each(|message| writeln!(to, "  - {message}"))?;
            }
        }
    }
    if titled { writeln!(to) } else { Ok(()) }
}

/// The message of a change, with `(probably)` if its confidence is medium.
fn message(change: &ApiChange) -> String {
    use crate::api::Confidence;
    let doubt = if change.confidence == Some(Confidence::Medium) { " (probably)" } else { "" };
    Shown(&change.message()).to_string() + doubt
}
