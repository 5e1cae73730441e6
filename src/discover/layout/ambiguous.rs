//! Folders such as `id`, `is` and `no`: languages, but also common words. They count as locales where a folder beside them is a locale with
//! the same pages, unless their text is in another language.

use super::{Layout, Slot};
use crate::discover::Clue;
use crate::locale::Locale;
use std::collections::{BTreeMap, BTreeSet};

impl Layout<'_, '_> {
    /// Accepts such folders as locales.
    pub(super) fn ambiguous_folders(&mut self) {
        let is_ambiguous = |part: &String| Locale::in_component(part).is_none() && Locale::parse(part).is_some();
        let folders = |parts: &[String]| parts.len().saturating_sub(1);
        let mut found: BTreeMap<Slot, Vec<usize>> = BTreeMap::new();
        for (file, parts) in self.all.iter().enumerate() {
            if self.files[file].1.1.locale.is_none()
                && let Some(at) = parts[..folders(parts)].iter().position(is_ambiguous)
                && let Some(locale) = Locale::parse(&parts[at])
            {
                found.entry((parts[..at].to_vec(), locale)).or_default().push(file);
            }
        }
        if found.is_empty() {
            return;
        }
        let befores: BTreeSet<&[String]> = found.keys().map(|(before, _)| before.as_slice()).collect();
        let mut known: BTreeMap<&[String], BTreeSet<&[String]>> = BTreeMap::new();
        for file in 0..self.files.len() {
            if let Some(at) = self.folder(file)
                && let Some(before) = befores.get(&self.all[file][..at])
            {
                known.entry(before).or_default().insert(&self.all[file][at + 1..]);
            }
        }
        let is_paired = |before: &[String], files: &[usize]| {
            let rests = known.get(before);
            rests.is_some_and(|rests| files.iter().any(|file| rests.contains(&self.all[*file][before.len() + 1..])))
        };
        let is_locale = |((before, locale), files): &(&Slot, &Vec<usize>)| {
            let language = || self.language_of(files);
            is_paired(before, files) && language().is_none_or(|found| found.language() == locale.language())
        };
        let accepted = found.iter().filter(is_locale).flat_map(|((before, locale), files)| {
            files.iter().map(move |file| (*file, locale.clone(), before.len() + 1))
        });
        let accepted: Vec<(usize, Locale, usize)> = accepted.collect();
        for (file, locale, below) in accepted {
            let rest = &self.all[file][below..];
            let key = rest[self.below_version(file, rest)..].join("/");
            let (_, (known, placed)) = &mut self.files[file];
            (*known, placed.locale, placed.key) = (key, Some((locale, Clue::Folder)), Clue::Folder);
        }
    }
}
