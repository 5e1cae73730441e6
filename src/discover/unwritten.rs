//! Finds the translations that do not exist yet: for each source page, the path that its translation would have.
//!
//! That is the path of the source page with the locale replaced. It is used only if [`place`](super::place) reads the key,
//! the version and the locale of the translation from it. Where no part of the path states the source locale, it is the path that the
//! templates of paired pages show ([`super::translated_path`]).

use super::identify;
use super::place::place;
use super::source::Sources;
use super::translated_path::PairedTemplates;
use super::{Candidate, Clue, Discovery, Group, Placed, Role, Storage};
use crate::config::Config;
use crate::locale::Locale;
use crate::page::Page;
use crate::page::syntax::PageSyntax;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Where translations may be missing.
pub struct Unwritten<'a> {
    /// The folders that the user named. Translations of the pages of a `--source` tree belong below them.
    pub roots: &'a [PathBuf],
    /// The source pages outside of the roots.
    pub sources: &'a Sources,
    /// The settings.
    pub config: &'a Config,
    /// Whether a path is wanted. Of the paths that a translation may have, the first that is wanted is used.
    pub wants: &'a (dyn Fn(&Path) -> bool + Sync),
}

/// A source page, and the paths in which the locale may be replaced.
struct SourcePage<'a> {
    key: &'a str,
    placed: &'a Placed,
    /// For a page of a tree of sources: its path below the tree.
    below: Option<PathBuf>,
}

/// A locale, with the name of the folder of its pages if there is one.
struct LocaleFolder<'a> {
    locale: &'a Locale,
    name: Option<String>,
}

impl Unwritten<'_> {
    /// Adds the missing translations into `locales` to the groups of a discovery, as [`Storage::Unwritten`]. Returns the number
    /// of missing translations whose path is not known, because that of the source page does not show where they belong.
    pub fn add(&self, discovery: &mut Discovery, locales: &[Locale]) -> usize {
        let found: Vec<Option<(String, Placed)>> = {
            let groups: FxHashMap<&str, &[Placed]> =
                discovery.groups.iter().map(|group| (&*group.key, &*group.files)).collect();
            let folders: Vec<LocaleFolder<'_>> =
                locales.iter().map(|locale| LocaleFolder { locale, name: folder_name(discovery, locale) }).collect();
            let syntax = PageSyntax::new(&self.config.profile);
            let templates = PairedTemplates::of(discovery, self.config);
            let missing = |page: &SourcePage<'_>| {
                let version = self.version(page.placed, &syntax);
                let files = groups.get(page.key).copied().unwrap_or_default();
                let is_missing = |folder: &&LocaleFolder<'_>| {
                    !files
                        .iter()
                        .any(|file| is_edition(file, folder.locale, version.as_ref().map(|(version, _)| &**version)))
                };
                let translation = |folder: &LocaleFolder<'_>| {
                    let by_template = || {
                        let known =
                            page.below.is_none().then(|| templates.translations(page.key, page.placed, folder.locale));
                        known.into_iter().flatten().find(|found| (self.wants)(&found.path))
                    };
                    let found = self.translation(page, folder).or_else(by_template)?;
                    let content = Storage::Unwritten(Arc::new(page.placed.clone()));
                    Some((page.key.to_owned(), Placed { version: version.clone(), content, ..found }))
                };
                folders.iter().filter(is_missing).map(translation).collect::<Vec<_>>()
            };
            self.source_pages(discovery, &templates).par_iter().flat_map_iter(missing).collect()
        };
        let lost = found.iter().filter(|found| found.is_none()).count();
        // A file that is no page may be at the path.
        let found = found.into_iter().flatten().filter(|(_, placed)| placed.path.symlink_metadata().is_err());
        let groups = std::mem::take(&mut discovery.groups).into_iter().map(|group| (group.key, group.files));
        let mut groups: BTreeMap<String, Vec<Placed>> = groups.collect();
        for (key, placed) in found {
            let files = groups.entry(key).or_default();
            // The source page may be found below the roots and in the tree of sources.
            if files.iter().all(|file| file.path != placed.path) {
                files.push(placed);
            }
        }
        let group = |(key, mut files): (String, Vec<Placed>)| {
            files.sort_by(|left, right| left.path.cmp(&right.path));
            Group { key, files }
        };
        discovery.groups = groups.into_iter().map(group).collect();
        lost
    }

    /// The source pages of the discovery, then those of the tree that `--source` names.
    fn source_pages<'d>(&'d self, discovery: &'d Discovery, templates: &PairedTemplates<'d>) -> Vec<SourcePage<'d>> {
        let is_source = |placed: &&Placed| {
            placed.locale.as_ref().is_some_and(|(locale, _)| locale.language() == self.config.source_locale.language())
        };
        let of_group = |group: &'d Group| {
            let page = |placed| SourcePage { key: &group.key, placed, below: None };
            let is_source = |placed: &&Placed| is_source(placed) || templates.is_default_language(placed);
            group.files.iter().filter(is_source).map(page).collect::<Vec<_>>()
        };
        let of_tree = |(key, placed, below)| SourcePage { key, placed, below: Some(below) };
        let tree = self.sources.tree_pages().into_iter().map(of_tree);
        let tree = tree.filter(|page| page.placed.locale.is_none() || is_source(&page.placed));
        discovery.groups.iter().flat_map(of_group).chain(tree).collect()
    }

    /// The version of a source page: what its path states, else what the page shows.
    fn version(&self, source: &Placed, syntax: &PageSyntax) -> Option<(String, Clue)> {
        source.version.clone().or_else(|| {
            let page = Page::parse(source.read(self.config).ok()?, syntax);
            let edition = identify::identify(source, &page, self.config)?;
            Some((edition.version, edition.clues[1])).filter(|(version, _)| version != identify::UNVERSIONED)
        })
    }

    /// The translation of a source page.
    fn translation(&self, source: &SourcePage<'_>, folder: &LocaleFolder<'_>) -> Option<Placed> {
        let candidates: Vec<(PathBuf, PathBuf)> = match &source.below {
            None => {
                let path = &source.placed.path;
                let root =
                    self.roots.iter().filter(|root| path.starts_with(root)).max_by_key(|root| root.as_os_str().len());
                let root = root.map(PathBuf::as_path).unwrap_or(Path::new(""));
                let swapped = |(index, new): (usize, PathBuf)| {
                    let depth = root.components().count();
                    let new_root: PathBuf = new.components().take(depth).collect();
                    (new, if index < depth { new_root } else { root.to_owned() })
                };
                self.swapped(path, folder).into_iter().map(swapped).collect()
            }
            Some(below) => {
                let swapped = self.swapped(below, folder).into_iter().map(|(_, new)| new);
                let name = folder.name.as_deref().unwrap_or(folder.locale.as_str());
                let below: Vec<PathBuf> = swapped.chain([below.clone(), Path::new(name).join(below)]).collect();
                let join =
                    |root: &PathBuf| below.iter().map(|below| (root.join(below), root.clone())).collect::<Vec<_>>();
                self.roots.iter().filter(|root| root.is_dir()).flat_map(join).collect()
            }
        };
        let mut candidates = candidates.into_iter().filter(|(path, _)| (self.wants)(path));
        candidates.find_map(|(path, root)| self.verified(source, folder.locale, [path, root]))
    }

    /// The page at a path, if key, version and locale of the translation of a source page can be read from it.
    fn verified(&self, source: &SourcePage<'_>, locale: &Locale, [path, root]: [PathBuf; 2]) -> Option<Placed> {
        let content = Storage::Memory(Arc::new([]));
        let found = Candidate { shown: path.clone(), path, root, named: false, role: Role::Reported, content };
        let (key, placed) = place(&found, self.config).ok().flatten()?;
        let version = |placed: &Placed| placed.version.as_ref().map(|(version, _)| version.to_lowercase());
        let is_same = key == source.key && version(&placed) == version(source.placed);
        (is_same && placed.locale.as_ref().is_some_and(|(found, _)| found == locale)).then_some(placed)
    }

    /// The path with each of its parts that states the source locale replaced, with the index of that part.
    fn swapped(&self, path: &Path, folder: &LocaleFolder<'_>) -> Vec<(usize, PathBuf)> {
        let parts: Vec<Component<'_>> = path.components().collect();
        let mut swapped = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let Component::Normal(name) = part else { continue };
            let name = name.to_string_lossy();
            let names = if index + 1 == parts.len() {
                in_file_name(&name, folder.locale, &self.config.source_locale).into_iter().collect()
            } else {
                in_folder(&name, folder, &self.config.source_locale)
            };
            for name in names {
                let mut new = parts.clone();
                new[index] = Component::Normal(name.as_ref());
                swapped.push((index, new.iter().collect()));
            }
        }
        swapped
    }
}

/// Whether a file is the edition of a locale in a version.
fn is_edition(file: &Placed, locale: &Locale, version: Option<&str>) -> bool {
    let has_version = match (&file.version, version) {
        (Some((known, _)), Some(version)) => known.eq_ignore_ascii_case(version),
        _ => true,
    };
    has_version && file.locale.as_ref().is_some_and(|(found, _)| found == locale)
}

/// The name of the folder with the pages of a locale.
fn folder_name(discovery: &Discovery, locale: &Locale) -> Option<String> {
    let mut files = discovery.groups.iter().flat_map(|group| &group.files);
    files.find_map(|file| {
        file.locale.as_ref().filter(|(found, _)| found == locale)?;
        let mut names = file.path.parent()?.iter().map(|part| part.to_string_lossy());
        names.find(|name| Locale::in_component(name).as_ref() == Some(locale)).map(|name| name.into_owned())
    })
}

/// The names of the folder of a locale, from the name of the folder of the source locale. First choice is the spelling that is in use.
fn in_folder(name: &str, folder: &LocaleFolder<'_>, source: &Locale) -> Vec<String> {
    let Some(found) = Locale::in_component(name).filter(|found| found.language() == source.language()) else {
        return Vec::new();
    };
    let length = found.as_str().len();
    let start = name.len().saturating_sub(length);
    let styled =
        name.is_char_boundary(start).then(|| format!("{}{}", &name[..start], in_style(&name[start..], folder.locale)));
    folder.name.clone().into_iter().chain(styled).collect()
}

/// The file name of a translation, from a source file such as `berth.en-US.md`.
fn in_file_name(name: &str, locale: &Locale, source: &Locale) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let (stem, tag) = stem.rsplit_once('.')?;
    Locale::parse(tag).filter(|found| found.language() == source.language())?;
    Some(format!("{stem}.{}.{extension}", in_style(tag, locale)))
}

/// A locale in the case and with the separator of a tag.
fn in_style(tag: &str, locale: &Locale) -> String {
    let written = if tag.contains('_') { locale.as_str().replace('-', "_") } else { locale.as_str().to_owned() };
    let is_lower = tag.chars().all(|character| !character.is_uppercase()) && tag.contains(['-', '_']);
    if is_lower { written.to_lowercase() } else { written }
}
