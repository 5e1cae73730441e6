//! Which documents and overlays a run writes, and under which names.

use super::document;
use crate::config::Config;
use crate::export::overlay::overlay;
use crate::locale::Locale;
use crate::schema::{Schema, Version};
use serde_json::Value;
use std::collections::BTreeSet;
use thiserror::Error;

/// Why nothing can be written.
#[derive(Debug, Error)]
pub enum Unwritable {
    /// A version that no page is of, and the versions that there are.
    #[error("--api-version {0}: no page has this version; the pages have {1}")]
    Version(String, String),
    /// One document is to hold several versions.
    #[error(
        "an OpenAPI document holds one API version, but the pages have {0}: \
         select one with --api-version, or name a folder with -o"
    )]
    Versions(String),
    /// A locale that no page is in, and the locales that there are.
    #[error("--overlay {0}: no page has this locale; the pages have {1}")]
    Locale(String, String),
    /// One overlay is to hold several locales.
    #[error("an overlay holds one locale: give --overlay once, or name a folder with -o")]
    Locales,
}

/// Drops all versions but the named ones, where any are named; names are compared without case.
pub fn keep_versions(schema: &mut Schema<'_>, wanted: &[String]) -> Result<(), Unwritable> {
    let is = |name: &str, wanted: &String| wanted.eq_ignore_ascii_case(name);
    if let Some(unknown) = wanted.iter().find(|wanted| !schema.versions.keys().any(|name| is(name, wanted))) {
        return Err(Unwritable::Version(unknown.clone(), listed(schema.versions.keys())));
    }
    schema.versions.retain(|name, _| wanted.is_empty() || wanted.iter().any(|wanted| is(name, wanted)));
    Ok(())
}

/// A file name and what it holds, or why there is nothing to write.
pub type OutputFile = Result<(String, Value), String>;

/// What a run writes.
pub struct Plan<'a> {
    schema: &'a Schema<'a>,
    config: &'a Config,
    /// The locales of overlays.
    locales: Vec<&'a str>,
    in_folder: bool,
}

impl<'a> Plan<'a> {
    /// `overlays`: tags of the locales that are wanted. Outside of a folder there is room for one piece: the
    /// document, or the overlay where one is wanted.
    pub fn new(
        schema: &'a Schema<'a>,
        config: &'a Config,
        overlays: &[String],
        in_folder: bool,
    ) -> Result<Self, Unwritable> {
        if !in_folder && schema.versions.len() != 1 {
            return Err(Unwritable::Versions(listed(schema.versions.keys())));
        }
        if !in_folder && overlays.len() > 1 {
            return Err(Unwritable::Locales);
        }
        let spoken = locales(schema, config.source_locale.as_str());
        let find = |tag: &String| {
            find_locale(tag, &spoken).ok_or_else(|| Unwritable::Locale(tag.clone(), listed(spoken.iter())))
        };
        let locales = overlays.iter().map(find).collect::<Result<_, _>>()?;
        Ok(Self { schema, config, locales, in_folder })
    }

    /// All pieces, those of one version at a time.
    pub fn pieces(&self) -> impl Iterator<Item = OutputFile> {
        self.schema.versions.iter().flat_map(|(name, version)| self.of_version(name, version))
    }

    fn of_version(&self, name: &str, version: &Version<'_>) -> Vec<OutputFile> {
        let source = self.config.source_locale.as_str();
        let speaking = |locale| document(name, version, self.config, locale, source);
        let (file, plain) = (format!("{name}.openapi.json"), speaking(source));
        let mut pieces: Vec<OutputFile> = Vec::new();
        for locale in &self.locales {
            let extends = self.in_folder.then_some(file.as_str());
            let overlay = overlay(&plain, &speaking(locale), locale, extends);
            let nothing = || format!("no overlay for {locale} in version {name}: no text differs from the document");
            pieces.push(overlay.map(|overlay| (format!("{name}.{locale}.overlay.json"), overlay)).ok_or_else(nothing));
        }
        if self.in_folder || self.locales.is_empty() {
            pieces.insert(0, Ok((file, plain)));
        }
        pieces
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n &'n str>) -> String {
    names.copied().collect::<Vec<_>>().join(", ")
}

/// The locales that pages are in, `source` among them where a page holds its text.
fn locales<'a>(schema: &'a Schema<'_>, source: &'a str) -> BTreeSet<&'a str> {
    let pages = schema.versions.values().flat_map(|version| version.pages.values());
    let editions = pages.flat_map(|sources| &sources.editions).map(|input| input.edition);
    let spoken = editions.flat_map(|edition| [Some(edition.locale.as_str()), edition.has_source().then_some(source)]);
    spoken.flatten().collect()
}

/// The locale that a tag means: itself, else the only one of its language.
fn find_locale<'a>(tag: &str, spoken: &BTreeSet<&'a str>) -> Option<&'a str> {
    let wanted = Locale::parse(tag)?;
    let language = |tag: &str| Locale::parse(tag).is_some_and(|locale| locale.language() == wanted.language());
    let mut alike = spoken.iter().copied().filter(|known| language(known));
    let only = alike.next().filter(|_| alike.next().is_none() && wanted.as_str() == wanted.language());
    spoken.get(wanted.as_str()).copied().or(only)
}
