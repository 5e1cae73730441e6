//! Infers from the whole list of files where their paths state the locale, and which files without a locale belong to them.
//!
//! A word in a path can look like a locale (`lt`, `canon.hy.md`). It counts as one if it states a region, if it pairs files with
//! another locale or with files without a locale, or if the text of the files is in its language. The pages of the default language
//! often state no locale: `docs/x.md` beside `docs/fr/x.md` or `i18n/fr/PLUGIN/current/x.md`, `x.md` beside `x.fr.md`. They get
//! the key of the pages that their paths agree with.

mod ambiguous;
mod stems;

use super::language::{self, Detected};
use super::read::first_anchor;
use super::{Candidate, Clue, Placed, Role};
use crate::config::Config;
use crate::locale::Locale;
use crate::page::Page;
use crate::page::http;
use crate::page::syntax::PageSyntax;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Most files whose text is read to confirm a word as a locale.
const MOST_READ: usize = 3;

/// Most loose files around a named file whose first heading is read.
const MOST_LOOSE: usize = 1_000;

/// Most files without a locale that are compared with a path of the same end.
const MOST_CANDIDATES: usize = 32;

/// A file with its place, as its path alone states it.
pub(super) type Found<'a> = (&'a Candidate, &'a mut (String, Placed));

/// The parts of a path below its root: folders, then the stem of the file.
fn parts(file: &Candidate) -> Vec<String> {
    let below = file.path.strip_prefix(&file.root).unwrap_or(&file.path);
    let mut parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if let Some(name) = parts.last_mut() {
        *name = file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    }
    parts
}

/// Corrects the places of files by what the whole list shows, unless the settings have a layout. `None`: the file has no place.
pub(super) fn infer_places(files: &[Candidate], places: &mut [Option<(String, Placed)>], config: &Config) {
    if config.layouts.is_empty() {
        let found = files.iter().zip(places).filter_map(|(file, place)| Some((file, place.as_mut()?)));
        infer(&mut found.collect::<Vec<_>>(), config);
    }
}

/// Reads the first headings of the loose files around named files, if a named file is loose too: they are the keys of loose files.
pub(super) fn loose_context(files: &[Candidate], places: &mut [Option<(String, Placed)>], config: &Config) {
    let is_loose = |placed: &Placed| {
        let states_nothing = placed.locale.is_none() && placed.version.is_none();
        placed.role == Role::Reported
            && (placed.key == Clue::Heading || (placed.key == Clue::FileName && states_nothing))
    };
    if !places.iter().flatten().any(|(_, placed)| is_loose(placed)) {
        return;
    }
    let unread = files.iter().zip(places).filter_map(|(file, place)| Some((file, place.as_mut()?)));
    let unread: Vec<Found<'_>> =
        unread.filter(|(_, (_, placed))| placed.key == Clue::Nothing).take(MOST_LOOSE).collect();
    unread.into_par_iter().for_each(|(file, (key, placed))| {
        if let Ok(anchor) = first_anchor(&file.path, &file.content, config) {
            placed.key = if anchor.is_some() { Clue::Heading } else { Clue::FileName };
            *key = anchor.unwrap_or_else(|| std::mem::take(key));
        }
    });
}

/// Corrects the places of files by what the whole list shows.
fn infer(files: &mut [Found<'_>], config: &Config) {
    // Most trees state locales with regions in folders. Nothing has to be inferred for them.
    let is_sure = |(file, (_, placed)): &Found<'_>| {
        let is_word = || file.path.iter().any(|part| is_word(&part.to_string_lossy()));
        let is_region = |(locale, clue): &(Locale, Clue)| *clue == Clue::Folder && !locale.is_language() && !is_word();
        placed.locale.as_ref().is_some_and(is_region)
            && (placed.version.is_some() || !file.path.iter().any(|part| is_version_name(&part.to_string_lossy())))
    };
    if files.iter().all(is_sure) {
        return;
    }
    let syntax = PageSyntax::new(&config.profile);
    let all: Vec<Vec<String>> = files.iter().map(|(file, _)| parts(file)).collect();
    let mut layout = Layout { files, all, config, syntax };
    layout.roots();
    layout.named_versions();
    layout.reject_folders();
    layout.ambiguous_folders();
    layout.stems();
    layout.default_language();
}

/// The files of a run.
struct Layout<'l, 'f> {
    files: &'l mut [Found<'f>],
    /// The parts of the path of each file.
    all: Vec<Vec<String>>,
    config: &'l Config,
    syntax: PageSyntax,
}

/// The folders in front of a locale, and the locale.
type Slot = (Vec<String>, Locale);
/// A file, and the parts of its path below a folder.
type FileBelow = (usize, Vec<String>);
/// The starts in which a path below a locale and a path without locale differ.
type Starts = (Vec<String>, Vec<String>);

impl Layout<'_, '_> {
    /// Pairs loose files that have the same path below roots of different languages: each root is a tree of one language.
    fn roots(&mut self) {
        let mut roots: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
        for (file, (found, (_, placed))) in self.files.iter().enumerate() {
            if placed.key == Clue::Heading && placed.locale.is_none() {
                roots.entry(&found.root).or_default().push(file);
            }
        }
        if roots.len() < 2 {
            return;
        }
        let languages = roots.values().map(|files| self.language_of(files));
        let languages: Vec<Option<String>> =
            languages.map(|found| found.map(|locale| locale.language().to_owned())).collect();
        let mut paths: BTreeMap<&[String], Vec<(usize, &str)>> = BTreeMap::new();
        for (files, language) in roots.values().zip(&languages) {
            let Some(language) = language else { continue };
            files.iter().for_each(|file| paths.entry(&self.all[*file]).or_default().push((*file, language)));
        }
        let is_pair = |files: &&Vec<(usize, &str)>| files.iter().any(|(_, language)| *language != files[0].1);
        let paired: Vec<usize> = paths.values().filter(is_pair).flatten().map(|(file, _)| *file).collect();
        for file in paired {
            let key = self.all[file].join("/");
            let (_, (known, placed)) = &mut self.files[file];
            (*known, placed.key) = (key, Clue::Folder);
        }
    }

    /// Takes folders such as `latest` as versions, where the folder beside them is a version too and has the same pages.
    fn named_versions(&mut self) {
        let mut slots: BTreeMap<Vec<String>, BTreeMap<String, Vec<FileBelow>>> = BTreeMap::new();
        for (file, parts) in self.all.iter().enumerate() {
            let folders = parts.split_last().map(|(_, folders)| folders).unwrap_or_default();
            if let Some(at) = folders.iter().position(|part| http::is_version(part) || is_version_name(part)) {
                let rest = parts[at + 1..].to_vec();
                slots.entry(parts[..at].to_vec()).or_default().entry(parts[at].clone()).or_default().push((file, rest));
            }
        }
        for (before, names) in &slots {
            let mut versions: BTreeMap<&[String], BTreeSet<&str>> = BTreeMap::new();
            for (name, files) in names {
                for (_, rest) in files {
                    versions.entry(rest).or_default().insert(name);
                }
            }
            let is_paired = |files: &[FileBelow]| files.iter().any(|(_, rest)| versions[rest.as_slice()].len() > 1);
            for (name, files) in names.iter().filter(|(name, files)| is_version_name(name) && is_paired(files)) {
                for (file, rest) in files {
                    let is_below = self.folder(*file).is_none_or(|locale| locale < before.len());
                    let (_, (key, placed)) = &mut self.files[*file];
                    if placed.version.is_none() {
                        placed.version = Some((name.clone(), Clue::Folder));
                        if is_below {
                            (*key, placed.key) = (rest.join("/"), Clue::Folder);
                        }
                    }
                }
            }
        }
    }

    /// The index of the first part below the folder of the version of a file, in a part of its path.
    fn below_version(&self, file: usize, parts: &[String]) -> usize {
        let version = self.files[file].1.1.version.as_ref();
        let is_version = |part: &String| version.is_some_and(|(version, _)| version == part);
        let folders = parts.split_last().map(|(_, folders)| folders).unwrap_or_default();
        folders.iter().rposition(is_version).map_or(0, |at| at + 1)
    }

    /// The index of the folder that states the locale of a file.
    fn folder(&self, file: usize) -> Option<usize> {
        let (_, (_, placed)) = &self.files[file];
        let (locale, _) = placed.locale.as_ref().filter(|(_, clue)| *clue == Clue::Folder)?;
        let folders = self.all[file].split_last().map(|(_, folders)| folders).unwrap_or_default();
        // A folder such as `id` is one only by the evidence of the list.
        let states =
            |part: &String| Locale::in_component(part).or_else(|| Locale::parse(part)).as_ref() == Some(locale);
        folders.iter().position(states)
    }

    /// Drops languages without region that are no locale: folders such as `lt` that pair no files and whose text is in another
    /// language.
    fn reject_folders(&mut self) {
        let mut slots: BTreeMap<Vec<String>, BTreeMap<Locale, Vec<usize>>> = BTreeMap::new();
        for file in 0..self.files.len() {
            if let Some(at) = self.folder(file)
                && let Some((locale, _)) = self.files[file].1.1.locale.clone()
            {
                slots.entry(self.all[file][..at].to_vec()).or_default().entry(locale).or_default().push(file);
            }
        }
        for (before, locales) in &slots {
            let rests = |files: &[usize]| -> BTreeSet<Vec<String>> {
                files.iter().map(|file| self.all[*file][before.len() + 1..].to_vec()).collect()
            };
            let known: BTreeMap<&Locale, BTreeSet<Vec<String>>> =
                locales.iter().map(|(locale, files)| (locale, rests(files))).collect();
            let is_paired = |locale: &Locale| {
                known.iter().any(|(other, rests)| *other != locale && !rests.is_disjoint(&known[locale]))
            };
            let is_bare = |files: &[usize]| {
                files.first().is_some_and(|file| Locale::may_be_words(&self.all[*file][before.len()]))
            };
            let alone: Vec<(&Locale, &Vec<usize>)> =
                locales.iter().filter(|(locale, files)| is_bare(files) && !is_paired(locale)).collect();
            let rejected: Vec<usize> = alone
                .into_iter()
                .filter(|(locale, files)| {
                    self.language_of(files).is_some_and(|found| found.language() != locale.language())
                })
                .flat_map(|(_, files)| files.iter().copied())
                .collect();
            for file in rejected {
                let key = self.key_without_locale(file);
                let word = self.all[file][before.len()].clone();
                let (_, (known, placed)) = &mut self.files[file];
                placed.shape.not_locale = Some(word);
                (*known, placed.locale, placed.key) = (key, None, Clue::Folder);
            }
        }
    }

    /// The language of the first of some files that shows one.
    fn language_of(&self, files: &[usize]) -> Option<Locale> {
        files.iter().take(MOST_READ).find_map(|file| {
            let (_, (_, placed)) = &self.files[*file];
            let page = Page::parse(placed.read(self.config).ok()?, &self.syntax);
            if let Some(stated) =
                page.meta_of(&self.config.profile.front_matter.locale).and_then(|tag| Locale::parse(&tag))
            {
                return Some(stated);
            }
            match language::detect(&page.target, &self.config.lexicons)? {
                Detected::Script(locale) | Detected::Words(locale) => Some(locale),
            }
        })
    }

    /// The key of a file whose path states no locale: its path below the folder of the version, else below the root.
    fn key_without_locale(&self, file: usize) -> String {
        let parts = &self.all[file];
        parts[self.below_version(file, parts)..].join("/")
    }

    /// Gives the files without a locale the keys of the files with a locale that have the same path but for a start of it.
    fn default_language(&mut self) {
        let unmarked: Vec<usize> =
            (0..self.files.len()).filter(|file| self.files[*file].1.1.locale.is_none()).collect();
        // By the last two parts of the path, and by the last one.
        let mut by_end: FxHashMap<&[String], Vec<usize>> = FxHashMap::default();
        for file in &unmarked {
            for length in [1, 2] {
                let end = self.all[*file].len().checked_sub(length).map(|from| &self.all[*file][from..]);
                let known = end.map(|end| by_end.entry(end).or_default()).filter(|known| known.len() < MOST_CANDIDATES);
                known.into_iter().for_each(|known| known.push(*file));
            }
        }
        // For each slot: the starts that differ, of the marked and of the unmarked path, with the number of files.
        let mut votes: BTreeMap<Slot, BTreeMap<Starts, usize>> = BTreeMap::new();
        for file in 0..self.files.len() {
            let Some(at) = self.folder(file) else { continue };
            let rest = &self.all[file][at + 1..];
            let Some((locale, _)) = self.files[file].1.1.locale.clone() else { continue };
            let slot = votes.entry((self.all[file][..at].to_vec(), locale)).or_default();
            let end = &rest[rest.len().saturating_sub(2)..];
            for other in by_end.get(end).into_iter().flatten() {
                let path = &self.all[*other];
                let common = rest.iter().rev().zip(path.iter().rev()).take_while(|(left, right)| left == right).count();
                let starts = (rest[..rest.len() - common].to_vec(), path[..path.len() - common].to_vec());
                // One common name is no evidence: many folders have an `index`.
                if common > 1 || starts.0.is_empty() {
                    *slot.entry(starts).or_default() += 1;
                }
            }
        }
        let mut starts: BTreeMap<&Slot, &[String]> = BTreeMap::new();
        let mut own_starts: BTreeSet<&[String]> = BTreeSet::new();
        for (slot, votes) in &votes {
            let fewest = |marked: &Vec<String>, own: &Vec<String>| std::cmp::Reverse(marked.len() + own.len());
            let best = votes.iter().max_by_key(|((marked, own), count)| (**count, fewest(marked, own)));
            if let Some(((marked, own), _)) = best {
                starts.insert(slot, marked);
                own_starts.insert(own);
            }
        }
        let mut keys: BTreeMap<usize, String> = BTreeMap::new();
        for file in 0..self.files.len() {
            let parts = &self.all[file];
            let below = match (self.folder(file), &self.files[file].1.1.locale) {
                (Some(at), Some((locale, _))) => {
                    let start = starts.get(&(parts[..at].to_vec(), locale.clone()));
                    start.and_then(|start| parts[at + 1..].strip_prefix(*start))
                }
                (_, None) => {
                    (0..parts.len()).rev().find(|end| own_starts.contains(&parts[..*end])).map(|end| &parts[end..])
                }
                _ => None,
            };
            if let Some(below) = below.filter(|below| !below.is_empty()) {
                keys.insert(file, below[self.below_version(file, below)..].join("/"));
            }
        }
        for (file, key) in keys {
            let (_, (known, placed)) = &mut self.files[file];
            (*known, placed.key) = (key, Clue::Folder);
        }
    }
}

/// Whether a folder name is a tag with a region and may as well be words.
fn is_word(folder: &str) -> bool {
    folder.len() == 5 && Locale::may_be_words(folder) && Locale::parse(folder).is_some()
}

/// Whether the name of a folder is that of a version, or of one where it is beside another version.
pub(super) fn is_version(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        http::is_version(&name) || is_version_name(&name)
    })
}

/// Whether a folder name is that of a version where it is beside another version.
fn is_version_name(name: &str) -> bool {
    let number = name.strip_prefix("version-").unwrap_or(name);
    let is_number = number.starts_with(|first: char| first.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && (number.contains('.') || number.len() < name.len());
    is_number || ["current", "latest", "next", "stable"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
