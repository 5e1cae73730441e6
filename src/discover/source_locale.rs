//! Decides which locale is that of the source pages of a run.
//!
//! The settings state it, or the pages show it. Best evidence first: the pages of `--source`; the pages of the default language of a site,
//! whose paths state no locale beside pages whose paths do; paths that state the language of the default `en-US`; the source side of span
//! pairs; the locale that has most of the pages that the other locales have.

use super::language::{self, Detected};
use super::{Candidate, Clue, Placed, Role, Storage, is_hidden};
use crate::config::Config;
use crate::locale::Locale;
use crate::page::syntax::PageSyntax;
use crate::page::{Page, Side};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Most pages that are read to see a language.
const SAMPLE: usize = 9;
/// Most pages of a source tree from which the sample is taken.
const MOST_LISTED: usize = 200;

/// The locale of the source pages, and from what it was inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLocale {
    /// The locale.
    pub locale: Locale,
    /// The evidence.
    pub evidence: SourceEvidence,
}

/// From what the locale of the source pages was inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceEvidence {
    /// The settings state it.
    Settings,
    /// The pages of `--source` are in it.
    SourceTree,
    /// The pages whose paths state no locale, beside pages whose paths do, are in it.
    DefaultLanguage,
    /// Paths state it.
    Paths,
    /// The source side of span pairs is in it.
    Spans,
    /// It has most of the pages that the other locales have.
    MostPages,
    /// Nothing: a default.
    Nothing,
}

impl SourceEvidence {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::SourceTree => "source_tree",
            Self::DefaultLanguage => "default_language",
            Self::Paths => "paths",
            Self::Spans => "spans",
            Self::MostPages => "most_pages",
            Self::Nothing => "nothing",
        }
    }

    /// The evidence in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Settings => "the settings state it",
            Self::SourceTree => "the pages of --source are in it",
            Self::DefaultLanguage => "the pages whose paths state no locale are in it",
            Self::Paths => "paths state it",
            Self::Spans => "the source side of span pairs is in it",
            Self::MostPages => "it has most of the pages that the other locales have",
            Self::Nothing => "the default",
        }
    }
}

/// The source pages that the options of a run name.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamedSources<'a> {
    /// The tree of source pages.
    pub tree: Option<&'a Path>,
    /// Whether any option names source pages, in a tree or a repository.
    pub is_any: bool,
}

/// Decides the locale of the source pages, and gives it to the pages of the default language.
pub(super) fn decide(
    files: &[Candidate],
    places: &mut [Option<(String, Placed)>],
    (config, sources): (&Config, NamedSources<'_>),
) -> SourceLocale {
    let syntax = PageSyntax::new(&config.profile);
    let deciding = Deciding { files, places, sources, config, syntax };
    let source = deciding.decide();
    let is_default = match source.evidence {
        SourceEvidence::DefaultLanguage => true,
        SourceEvidence::Settings => {
            deciding.default_language().is_none_or(|locale| locale.language() == source.locale.language())
        }
        _ => false,
    };
    let unmarked = if is_default { deciding.unmarked() } else { Vec::new() };
    let is_only = |(_, languages): &(usize, BTreeSet<&str>)| !languages.contains(source.locale.language());
    let unmarked: Vec<usize> = unmarked.into_iter().filter(is_only).map(|(file, _)| file).collect();
    for file in unmarked {
        if let Some((_, placed)) = &mut places[file] {
            placed.locale = Some((source.locale.clone(), Clue::DefaultLanguage));
        }
    }
    source
}

/// The files of a run, with their keys and places.
struct Deciding<'a> {
    files: &'a [Candidate],
    places: &'a [Option<(String, Placed)>],
    sources: NamedSources<'a>,
    config: &'a Config,
    syntax: PageSyntax,
}

impl Deciding<'_> {
    /// The locale of the source pages.
    fn decide(&self) -> SourceLocale {
        let wanted = &self.config.source_locale;
        let decided = |locale: &Locale, evidence| SourceLocale { locale: self.stated(locale), evidence };
        if self.config.is_source_locale_set {
            return decided(wanted, SourceEvidence::Settings);
        }
        if let Some(locale) = self.sources.tree.and_then(|tree| self.of_tree(tree)) {
            return decided(&locale, SourceEvidence::SourceTree);
        }
        if let Some(locale) = self.default_language() {
            return decided(&locale, SourceEvidence::DefaultLanguage);
        }
        if self.locales().any(|locale| locale.language() == wanted.language()) {
            return decided(wanted, SourceEvidence::Paths);
        }
        if let Some(locale) = self.embedded() {
            return decided(&locale, SourceEvidence::Spans);
        }
        match self.most_pages() {
            Some(locale) => decided(&locale, SourceEvidence::MostPages),
            None => decided(wanted, SourceEvidence::Nothing),
        }
    }

    /// The files whose paths state no locale and that have files with a locale beside them, each with the languages of these files.
    fn unmarked(&self) -> Vec<(usize, BTreeSet<&str>)> {
        let mut keys: BTreeMap<&str, (BTreeSet<&str>, Vec<usize>)> = BTreeMap::new();
        for (file, (key, placed)) in self.placed() {
            if matches!(placed.key, Clue::Heading | Clue::Nothing) {
                continue;
            }
            let (languages, unmarked) = keys.entry(key).or_default();
            match &placed.locale {
                Some((locale, _)) => drop(languages.insert(locale.language())),
                None => unmarked.push(file),
            }
        }
        let paired = keys.into_values().filter(|(languages, _)| !languages.is_empty());
        paired.flat_map(|(languages, files)| files.into_iter().map(move |file| (file, languages.clone()))).collect()
    }

    /// The language of the pages whose paths state no locale; `None` if they show none, or if paths state it for the same pages.
    fn default_language(&self) -> Option<Locale> {
        let unmarked = self.unmarked();
        let placed = unmarked.iter().filter_map(|(file, _)| self.places[*file].as_ref().map(|(_, placed)| placed));
        let found = most(sample(&placed.collect::<Vec<_>>()).filter_map(|placed| {
            let page = self.page(placed)?;
            if page.embedded.is_some() { None } else { self.language(&page.target, Some(&page)) }
        }))?;
        let stated = unmarked.iter().filter(|(_, languages)| languages.contains(found.language())).count();
        (stated * 2 < unmarked.len()).then_some(found)
    }

    fn placed(&self) -> impl Iterator<Item = (usize, &(String, Placed))> {
        self.places.iter().enumerate().filter_map(|(file, place)| Some((file, place.as_ref()?)))
    }

    fn locales(&self) -> impl Iterator<Item = &Locale> {
        self.placed().filter_map(|(_, (_, placed))| placed.locale.as_ref().map(|(locale, _)| locale))
    }

    /// The locale itself if a path states it, else the locale of the same language that most paths state, else the locale itself. So
    /// pages in `en/` are source pages where `en-US` is the source locale.
    fn stated(&self, wanted: &Locale) -> Locale {
        let mut counts: BTreeMap<&Locale, usize> = BTreeMap::new();
        let is_meant = |locale: &&Locale| {
            locale.language() == wanted.language() && locale.is_traditional_chinese() == wanted.is_traditional_chinese()
        };
        self.locales().filter(is_meant).for_each(|locale| *counts.entry(locale).or_default() += 1);
        let most = counts.into_iter().max_by_key(|(locale, count)| (*locale == wanted, *count));
        let wanted = if wanted.language() == self.config.source_locale.language() && most.is_none() {
            &self.config.source_locale
        } else {
            wanted
        };
        most.map_or(wanted, |(locale, _)| locale).clone()
    }

    /// The locale of a tree of source pages: what the name of its folder states, else the language of its text.
    fn of_tree(&self, tree: &Path) -> Option<Locale> {
        if let Some(locale) = tree.file_name().and_then(|name| Locale::in_component(&name.to_string_lossy())) {
            return Some(locale);
        }
        let walk = WalkDir::new(tree).sort_by_file_name().into_iter();
        let entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())).filter_map(Result::ok);
        let is_page = |path: &PathBuf| self.config.files.has_page_extension(path);
        let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
        let files: Vec<PathBuf> = files.filter(is_page).take(MOST_LISTED).collect();
        most(sample(&files).filter_map(|path| {
            let page = self.page(&loose(path.clone()))?;
            let side = page.embedded.as_ref().unwrap_or(&page.target);
            self.language(side, page.embedded.is_none().then_some(&page))
        }))
    }

    /// The language of the source side of span pairs; `None` if the pages of a sample have none.
    fn embedded(&self) -> Option<Locale> {
        let placed: Vec<&Placed> = self.placed().map(|(_, (_, placed))| placed).collect();
        most(sample(&placed).filter_map(|placed| self.language(self.page(placed)?.embedded.as_ref()?, None)))
    }

    /// The locale that has most of the pages that the other locales have: more of them than any other locale, and nearly all pages of
    /// each. `None` if the source pages may be elsewhere: an option names them, a folder beside the roots does, or pages name a commit.
    fn most_pages(&self) -> Option<Locale> {
        if self.sources.is_any || self.has_source_beside() {
            return None;
        }
        let mut pages: BTreeMap<&Locale, BTreeSet<(&str, Option<&str>)>> = BTreeMap::new();
        for (_, (key, placed)) in self.placed() {
            if let Some((locale, _)) = &placed.locale {
                let version = placed.version.as_ref().map(|(version, _)| version.as_str());
                pages.entry(locale).or_default().insert((key, version));
            }
        }
        let shared = |locale: &Locale| {
            let others = pages.iter().filter(|(other, _)| **other != locale).map(|(_, pages)| pages);
            others.flat_map(|other| other.intersection(&pages[locale])).collect::<BTreeSet<_>>().len()
        };
        let ranked = pages.iter().map(|(locale, pages)| (shared(locale), pages.len(), *locale));
        let (_, _, locale) = ranked.max()?;
        let whole = &pages[locale];
        let has_most = |other: &BTreeSet<(&str, Option<&str>)>| {
            whole.len() > other.len() && whole.intersection(other).count() * 10 >= other.len() * 9
        };
        let mut others = pages.iter().filter(|(other, _)| **other != locale).map(|(_, pages)| pages);
        let is_source = shared(locale) > 0 && others.all(has_most);
        let placed: Vec<&Placed> = self.placed().map(|(_, (_, placed))| placed).collect();
        let names_commit = |placed: &&Placed| {
            self.page(placed).is_some_and(|page| page.meta_of(&self.config.profile.front_matter.pin).is_some())
        };
        (is_source && !sample(&placed).copied().any(|placed| names_commit(&placed))).then(|| locale.clone())
    }

    /// Whether a folder beside a root has the name of the language of the default source locale.
    fn has_source_beside(&self) -> bool {
        let roots: BTreeSet<&Path> = self.files.iter().map(|file| file.root.as_path()).collect();
        let beside = roots.into_iter().filter_map(|root| {
            let root = std::path::absolute(root).ok()?;
            let name = root.file_name()?.to_string_lossy().into_owned();
            Locale::in_component(&name)?;
            Some(WalkDir::new(root.parent()?).min_depth(1).max_depth(1))
        });
        let mut folders = beside.flat_map(WalkDir::into_iter).filter_map(Result::ok);
        folders.any(|entry| {
            let locale = Locale::in_component(&entry.file_name().to_string_lossy());
            locale.is_some_and(|locale| locale.language() == self.config.source_locale.language())
        })
    }

    fn page(&self, placed: &Placed) -> Option<Page> {
        Some(Page::parse(placed.read(self.config).ok()?, &self.syntax))
    }

    /// The locale of a text: what the front matter states, else the language of the text. `page`: the page whose own text it is.
    fn language(&self, side: &Side, page: Option<&Page>) -> Option<Locale> {
        let stated = page
            .and_then(|page| page.meta_of(&self.config.profile.front_matter.locale))
            .and_then(|tag| Locale::parse(&tag));
        stated.or_else(|| match language::detect(side, &self.config.lexicons)? {
            Detected::Script(locale) | Detected::Words(locale) => Some(locale),
        })
    }
}

/// A file with nothing but its path.
fn loose(path: PathBuf) -> Placed {
    Placed {
        path,
        locale: None,
        version: None,
        key: Clue::Nothing,
        named: false,
        role: Role::Context,
        shape: super::template::PathShape::default(),
        content: Storage::Disk,
    }
}

/// Up to [`SAMPLE`] entries of a list, spread over it.
fn sample<T>(all: &[T]) -> impl Iterator<Item = &T> {
    let count = all.len().min(SAMPLE);
    (0..count).map(move |index| &all[index * all.len() / count])
}

/// The locale that occurs most often; `None` if it is not more than half of all.
fn most(found: impl Iterator<Item = Locale>) -> Option<Locale> {
    let mut counts: BTreeMap<Locale, usize> = BTreeMap::new();
    found.for_each(|locale| *counts.entry(locale).or_default() += 1);
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| count * 2 > all).map(|(locale, _)| locale)
}
