//! Compares front matter with the required keys and with the editions of the same source commit.

use crate::compare::change::{Change, ChangeKind, EditionChange};
use crate::config::Config;
use crate::diagnostic::Edit;
use crate::discover::identify::Form;
use crate::page::front_matter::{FrontMatter, FrontMatterEntry};
use crate::reading::Reading;
use crate::text::FileRange;

/// The changes of the front matter of all editions of a page.
pub fn compare(readings: &[Reading], config: &Config) -> Vec<EditionChange> {
    let of = |index: usize| edition(readings, index, config).into_iter().map(move |change| change.of(index));
    (0..readings.len()).flat_map(of).collect()
}

fn edition(readings: &[Reading], index: usize, config: &Config) -> Vec<Change> {
    let reading = &readings[index];
    let Some(front_matter) = &reading.aligned.page.front_matter else {
        // Where no key is required, only a source page with front matter shows that it is missing.
        let has_some = |peer: &Reading| peer.edition.form == Form::Source && peer.aligned.page.front_matter.is_some();
        if config.profile.front_matter.required.is_empty() && !readings.iter().any(has_some) {
            return Vec::new();
        }
        let change = Change::new(ChangeKind::FrontMatterMissing, FileRange::new(0, 0));
        return vec![change.with_anchor("front-matter")];
    };
    let entries = match &front_matter.entries {
        Ok(entries) => entries,
        Err(invalid) => {
            let place = FileRange::new(invalid.at, invalid.at);
            let change = Change::new(ChangeKind::FrontMatterInvalid(invalid.message.clone()), place);
            return vec![change.with_anchor("front-matter")];
        }
    };
    let mut changes = Vec::new();
    let mut missing: Vec<&String> =
        config.profile.front_matter.required.iter().filter(|key| front_matter.get(key).is_none()).collect();
    if reading.edition.form != Form::Source {
        for entry in entries.iter().filter(|entry| is_translated(entry, readings, index)) {
            let wanted = if missing.is_empty() { String::new() } else { missing.remove(0).clone() };
            let edit = Edit { range: entry.key_range, text: wanted.clone() };
            let change = Change::new(ChangeKind::FrontMatterKeyTranslated, entry.key_range)
                .with_edit((!wanted.is_empty() && !edit.range.is_empty()).then_some(edit))
                .with_texts(wanted, entry.key.as_str());
            changes.push(change.with_anchor(format!("front-matter/{}", entry.key)));
        }
    }
    for key in missing {
        let place = FileRange::new(front_matter.range.start, front_matter.range.start);
        let change = Change::new(ChangeKind::FrontMatterKeyMissing, place).with_texts(key.as_str(), "");
        changes.push(change.with_anchor(format!("front-matter/{key}")));
    }
    changes.extend(values(readings, index, front_matter, config));
    changes
}

/// Whether a key was translated: it contains letters beyond ASCII, and no other edition has it.
fn is_translated(entry: &FrontMatterEntry, readings: &[Reading], index: usize) -> bool {
    entry.key.chars().any(|character| !character.is_ascii() && character.is_alphabetic())
        && !readings
            .iter()
            .enumerate()
            .any(|(other, reading)| other != index && reading.aligned.page.meta(&entry.key).is_some())
}

/// Compares the protected values with those of the editions of the same source commit. At least two other editions must
/// have the key and agree.
fn values(readings: &[Reading], index: usize, front_matter: &FrontMatter, config: &Config) -> Vec<Change> {
    let mut changes = Vec::new();
    let reading = &readings[index];
    let Some(pin) = &reading.edition.pin else { return changes };
    let peers: Vec<&Reading> = readings
        .iter()
        .enumerate()
        .filter(|(other, peer)| {
            *other != index && peer.edition.version == reading.edition.version && peer.edition.pin.as_ref() == Some(pin)
        })
        .map(|(_, peer)| peer)
        .collect();
    if peers.len() < 2 {
        return changes;
    }
    for key in &config.profile.front_matter.protected {
        let Some(entry) = front_matter.entry(key) else { continue };
        let values: Vec<&str> = peers.iter().filter_map(|peer| peer.aligned.page.meta(key)).collect();
        let Some(first) =
            values.first().filter(|first| values.len() >= 2 && values.iter().all(|value| value == *first))
        else {
            continue;
        };
        if !first.eq_ignore_ascii_case(&entry.value) {
            let change = Change::new(ChangeKind::FrontMatterValue(values.len()), entry.value_range);
            changes.push(change.with_texts(*first, entry.value.as_str()).with_anchor(format!("front-matter/{key}")));
        }
    }
    changes
}
