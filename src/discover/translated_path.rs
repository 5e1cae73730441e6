//! The path of a translation, by the templates of pages that are paired: where `docs/a.md` has `i18n/fr/docs/a.md`, the translation of
//! `docs/b.md` is `i18n/fr/docs/b.md`.

use super::{Clue, Discovery, Group, Placed};
use crate::config::Config;
use crate::locale::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The templates of a discovery: those of source pages, and those of the translations of their pages.
pub(super) struct PairedTemplates<'d> {
    /// Template of a source page → template of a translation → number of pairs, and the first translation with its key.
    pairs: BTreeMap<&'d str, BTreeMap<&'d str, (usize, &'d str, &'d Placed)>>,
    /// The templates of pages of the default language of a site.
    defaults: BTreeSet<&'d str>,
}

impl<'d> PairedTemplates<'d> {
    /// Collects the templates of all pairs.
    pub fn of(discovery: &'d Discovery, config: &Config) -> Self {
        let mut found = Self { pairs: BTreeMap::new(), defaults: BTreeSet::new() };
        let is_source = |placed: &Placed| match &placed.locale {
            Some((locale, _)) => locale.language() == config.source_locale.language(),
            None => false,
        };
        for Group { key, files } in &discovery.groups {
            let (sources, targets): (Vec<&Placed>, Vec<&Placed>) = files.iter().partition(|file| is_source(file));
            for source in sources {
                let Some(template) = &source.shape.template else { continue };
                if !template.contains("{locale}") {
                    found.defaults.insert(template);
                }
                for target in &targets {
                    let Some(theirs) = target.shape.template.as_deref().filter(|theirs| theirs.contains("{locale}"))
                    else {
                        continue;
                    };
                    let pairs = found.pairs.entry(template).or_default();
                    pairs.entry(theirs).or_insert((0, key, target)).0 += 1;
                }
            }
        }
        found
    }

    /// Whether a page without a locale has the path of a page of the default language.
    pub fn is_default_language(&self, placed: &Placed) -> bool {
        let template = placed.shape.template.as_deref();
        placed.locale.is_none() && template.is_some_and(|template| self.defaults.contains(template))
    }

    /// The translations of a source page into a locale, the most probable path first. Their content is that of the source page.
    pub fn translations(&self, key: &str, source: &Placed, locale: &Locale) -> Vec<Placed> {
        let Some(template) = &source.shape.template else { return Vec::new() };
        let Some(pairs) = self.pairs.get(template.as_str()) else { return Vec::new() };
        let is_own = |sample: &Placed| sample.locale.as_ref().is_some_and(|(found, _)| found == locale);
        let mut pairs: Vec<_> = pairs.iter().collect();
        pairs.sort_by_key(|(_, (count, _, sample))| std::cmp::Reverse((is_own(sample), *count)));
        let translation = |(template, (_, sample_key, sample)): (&&str, &(usize, &str, &Placed))| {
            let path = path(template, (sample_key, sample), (key, source), locale)?;
            let clue = sample.locale.as_ref().map_or(Clue::Folder, |(_, clue)| *clue);
            let shape = sample.shape.clone();
            Some(Placed { path, locale: Some((locale.clone(), clue)), key: sample.key, shape, ..source.clone() })
        };
        pairs.into_iter().filter_map(translation).collect()
    }
}

/// The path of a translation: that of a sample with the same template, with the key of the source page, its version and the locale.
fn path(
    template: &str,
    (sample_key, sample): (&str, &Placed),
    (key, source): (&str, &Placed),
    locale: &Locale,
) -> Option<PathBuf> {
    let parts: Vec<&str> = template.split('/').collect();
    let sample_parts: Vec<_> = sample.path.iter().collect();
    let folders = sample_parts.len().checked_sub(parts.len() - 1 + sample_key.split('/').count())?;
    let mut made: PathBuf = sample_parts[..folders].iter().collect();
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() {
            let sample_name = sample_parts.last()?.to_string_lossy();
            let sample_last = sample_key.rsplit('/').next()?;
            // The name of the file is its key, a mark of the locale and the extension.
            let mark = sample_name.strip_prefix(sample_last)?;
            let mark = mark.rsplit_once('.').map_or("", |(mark, _)| mark);
            let mark = match mark.split_at_checked(1) {
                Some((separator, tag)) => format!("{separator}{}", in_style(tag, (locale, sample))),
                None => String::new(),
            };
            let extension =
                source.path.extension().map_or(String::new(), |found| format!(".{}", found.to_string_lossy()));
            made.push(format!("{key}{mark}{extension}"));
        } else if let Some((before, after)) = part.split_once("{locale}") {
            let known = sample_parts[folders + index].to_string_lossy();
            let known = known.strip_prefix(before)?.strip_suffix(after)?;
            made.push(format!("{before}{}{after}", in_style(known, (locale, sample))));
        } else if *part == "{version}" {
            made.push(&source.version.as_ref()?.0);
        } else {
            made.push(part);
        }
    }
    Some(made).filter(|made| made.as_path() != Path::new(""))
}

/// A locale as a sample writes it: as it is written where the sample has this locale, else in its case and with its separator.
fn in_style(written: &str, (locale, sample): (&Locale, &Placed)) -> String {
    if sample.locale.as_ref().is_some_and(|(found, _)| found == locale) {
        return written.to_owned();
    }
    let tag = if written.contains('_') { locale.as_str().replace('-', "_") } else { locale.as_str().to_owned() };
    let has = |test: fn(&char) -> bool| written.chars().filter(char::is_ascii_alphabetic).all(|letter| test(&letter));
    if has(char::is_ascii_uppercase) {
        tag.to_uppercase()
    } else if has(char::is_ascii_lowercase) && written.contains(['-', '_']) {
        tag.to_lowercase()
    } else {
        tag
    }
}
