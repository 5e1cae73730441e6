//! The documents and overlays that a run writes, and their file names.

use super::document;
use crate::config::Config;
use crate::export::overlay::overlay;
use crate::locale::Locale;
use crate::schema::{Schema, Version};
use serde_json::Value;
use std::collections::BTreeSet;
use thiserror::Error;

/// Why no document can be written.
#[derive(Debug, Error)]
pub enum Unwritable {
    /// A version that no page has, and the versions of the pages.
    #[error("--api-version {0}: no page has this version; the pages have {1}")]
    Version(String, String),
    /// Several versions and no folder. Holds the versions.
    #[error(
        "an OpenAPI document holds one API version, but the pages have {0}: \
         select one with --api-version, or name a folder with -o"
    )]
    Versions(String),
    /// A locale that no page has, and the locales of the pages.
    #[error("--overlay {0}: no page has this locale; the pages have {1}")]
    Locale(String, String),
    /// Several overlays and no folder.
    #[error("an overlay holds one locale: give --overlay once, or name a folder with -o")]
    Locales,
}

/// Drops all versions that `wanted` does not name; keeps all if `wanted` is empty. Names are compared without case. An error
/// if a name is unknown.
pub fn keep_versions(schema: &mut Schema<'_>, wanted: &[String]) -> Result<(), Unwritable> {
    let is = |name: &str, wanted: &String| wanted.eq_ignore_ascii_case(name);
    if let Some(unknown) = wanted.iter().find(|wanted| !schema.versions.keys().any(|name| is(name, wanted))) {
        return Err(Unwritable::Version(unknown.clone(), listed(schema.versions.keys())));
    }
    schema.versions.retain(|name, _| wanted.is_empty() || wanted.iter().any(|wanted| is(name, wanted)));
    Ok(())
}

/// A file name and its JSON, or a message that states why an overlay is not written.
pub type OutputFile = Result<(String, Value), String>;

/// Where the files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// All documents and overlays, into a folder.
    Folder,
    /// Only one file: the overlay if there is one, else the document.
    SingleFile,
}

/// The documents and overlays of a run.
pub struct Plan<'a> {
    schema: &'a Schema<'a>,
    config: &'a Config,
    /// The locales of the overlays to write.
    locales: Vec<&'a str>,
    destination: Destination,
}

impl<'a> Plan<'a> {
    /// `overlays`: the locale tags of `--overlay`. An error if no page has one of these locales, or if a single file is not
    /// enough.
    pub fn new(
        schema: &'a Schema<'a>,
        config: &'a Config,
        overlays: &[String],
        destination: Destination,
    ) -> Result<Self, Unwritable> {
        let is_single = destination == Destination::SingleFile;
        if is_single && schema.versions.len() != 1 {
            return Err(Unwritable::Versions(listed(schema.versions.keys())));
        }
        if is_single && overlays.len() > 1 {
            return Err(Unwritable::Locales);
        }
        let known = locales(schema, config.source_locale.as_str());
        let find = |tag: &String| {
            find_locale(tag, &known).ok_or_else(|| Unwritable::Locale(tag.clone(), listed(known.iter())))
        };
        let locales = overlays.iter().map(find).collect::<Result<_, _>>()?;
        Ok(Self { schema, config, locales, destination })
    }

    /// All files, in order of version: the document before its overlays.
    pub fn output_files(&self) -> impl Iterator<Item = OutputFile> {
        self.schema.versions.iter().flat_map(|(name, version)| self.of_version(name, version))
    }

    fn of_version(&self, name: &str, version: &Version<'_>) -> Vec<OutputFile> {
        let in_folder = self.destination == Destination::Folder;
        let in_locale = |locale| document(name, version, self.config, locale);
        let (file, plain) = (format!("{name}.openapi.json"), in_locale(self.config.source_locale.as_str()));
        let mut files: Vec<OutputFile> = Vec::new();
        for locale in &self.locales {
            let extends = in_folder.then_some(file.as_str());
            let overlay = overlay(&plain, &in_locale(locale), locale, extends);
            let nothing = || format!("no overlay for {locale} in version {name}: no text differs from the document");
            files.push(overlay.map(|overlay| (format!("{name}.{locale}.overlay.json"), overlay)).ok_or_else(nothing));
        }
        if in_folder || self.locales.is_empty() {
            files.insert(0, Ok((file, plain)));
        }
        files
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n &'n str>) -> String {
    names.copied().collect::<Vec<_>>().join(", ")
}

/// The locales of all editions, and `source` if an edition has source text.
fn locales<'a>(schema: &'a Schema<'_>, source: &'a str) -> BTreeSet<&'a str> {
    let pages = schema.versions.values().flat_map(|version| version.pages.values());
    let editions = pages.flat_map(|sources| &sources.editions).map(|input| input.edition);
    let locales = editions.flat_map(|edition| [Some(edition.locale.as_str()), edition.has_source().then_some(source)]);
    locales.flatten().collect()
}

/// The locale of `known` that equals a tag; else, for a tag that is only a language, the only locale of that language.
fn find_locale<'a>(tag: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    let wanted = Locale::parse(tag)?;
    let language = |tag: &str| Locale::parse(tag).is_some_and(|locale| locale.language() == wanted.language());
    let mut same_language = known.iter().copied().filter(|locale| language(locale));
    let only = same_language.next().filter(|_| same_language.next().is_none() && wanted.as_str() == wanted.language());
    known.get(wanted.as_str()).copied().or(only)
}
