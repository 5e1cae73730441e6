//! Locales in file names: `x.fr.md`, `x_FR.md`, `x-fr-fr.md`.

use super::{Layout, MOST_READ};
use crate::discover::Clue;
use crate::locale::Locale;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

impl Layout<'_, '_> {
    /// Pairs `x.fr.md`, `x_FR.md` and `x-fr-fr.md` with each other and with `x.md`.
    pub(super) fn stems(&mut self) {
        // The files of each folder and base name, with the locale that the rest of the name states.
        let mut groups: BTreeMap<Vec<String>, Vec<(usize, Option<Locale>)>> = BTreeMap::new();
        for (file, parts) in self.all.iter().enumerate() {
            let (_, (_, placed)) = &self.files[file];
            if placed.locale.as_ref().is_some_and(|(_, clue)| *clue != Clue::FileName) {
                continue;
            }
            let Some((stem, folders)) = parts.split_last() else { continue };
            groups.entry(parts.clone()).or_default().push((file, None));
            for (base, locale) in in_stem(stem) {
                let base: Vec<String> = folders.iter().cloned().chain([base]).collect();
                groups.entry(base).or_default().push((file, Some(locale)));
            }
        }
        groups.retain(|_, files| files.iter().any(|(_, locale)| locale.is_some()));
        let is_paired = |files: &[(usize, Option<Locale>)]| files.len() > 1;
        let mut counts: BTreeMap<&Locale, (usize, Vec<usize>)> = BTreeMap::new();
        for files in groups.values() {
            for (file, locale) in files {
                let Some(locale) = locale else { continue };
                let (alone, paired) = counts.entry(locale).or_default();
                if is_paired(files) { paired.push(*file) } else { *alone += 1 }
            }
        }
        let is_locale = |(locale, (alone, paired)): (&&Locale, &(usize, Vec<usize>))| {
            let is_text = || match self.language_of(paired) {
                Some(found) => found.language() == locale.language(),
                None => !locale.is_language() || paired.len() >= MOST_READ,
            };
            paired.len() >= (*alone).max(1) && is_text()
        };
        let accepted: BTreeSet<Locale> =
            counts.iter().filter(|entry| is_locale((entry.0, entry.1))).map(|(locale, _)| (*locale).clone()).collect();
        let mut taken: FxHashSet<usize> = FxHashSet::default();
        for (base, files) in groups.iter().filter(|(_, files)| is_paired(files)) {
            if !files.iter().any(|(_, locale)| locale.as_ref().is_some_and(|locale| accepted.contains(locale))) {
                continue;
            }
            let key = files.first().map_or(0, |(file, _)| self.below_version(*file, base));
            let key = base[key..].join("/");
            for (file, locale) in files {
                let is_marked = locale.as_ref().is_some_and(|locale| accepted.contains(locale));
                if (locale.is_none() || is_marked) && taken.insert(*file) {
                    let (_, (known, placed)) = &mut self.files[*file];
                    known.clone_from(&key);
                    placed.key = Clue::FileName;
                    placed.locale = locale.clone().map(|locale| (locale, Clue::FileName));
                }
            }
        }
        if !taken.is_empty() {
            self.loose_beside_stems();
        }
        // A name that only looks like one with a locale.
        let others = groups.values().flatten().filter_map(|(file, locale)| Some((*file, locale.clone()?)));
        let others: Vec<(usize, Locale)> =
            others.filter(|(file, locale)| !taken.contains(file) && locale.is_language()).collect();
        for (file, locale) in others {
            if self.files[file].1.1.locale.as_ref().is_some_and(|(_, clue)| *clue == Clue::FileName) {
                let key = self.key_without_locale(file);
                let (_, (known, placed)) = &mut self.files[file];
                placed.shape.not_locale = Some(locale.to_string());
                (*known, placed.locale, placed.key) = (key, None, Clue::Folder);
            }
        }
    }

    /// Gives loose files beside files with a locale in their names the key that such a file would have, unless their first heading pairs
    /// them already.
    fn loose_beside_stems(&mut self) {
        let mut headings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (file, (_, (key, placed))) in self.files.iter().enumerate() {
            if placed.key == Clue::Heading && placed.locale.is_none() {
                headings.entry(key.clone()).or_default().push(file);
            }
        }
        for file in headings.into_values().filter(|files| files.len() == 1).flatten() {
            let key = self.key_without_locale(file);
            let (_, (known, placed)) = &mut self.files[file];
            (*known, placed.key) = (key, Clue::FileName);
        }
    }
}

/// The base names and locales that a stem may state: `list_FR` is `list` in `fr`.
fn in_stem(stem: &str) -> Vec<(String, Locale)> {
    let mut found = Vec::new();
    for (at, _) in stem.match_indices(['.', '_', '-']) {
        if let Some(locale) = Locale::named(&stem[at + 1..]).filter(|_| at > 0) {
            found.push((stem[..at].to_owned(), locale));
        }
    }
    found
}
