//! Infers locale and version of a page that was read. The first source that states them is used: layout, front matter, path,
//! body (`docs/architecture.md`).

use super::language::{self, Detected};
use super::origin::{Origin, SourceUse};
use super::{Clue, Placed};
use crate::config::Config;
use crate::date::Date;
use crate::locale::Locale;
use crate::page::http::{self, Message, StartLine};
use crate::page::tree::BlockKind;
use crate::page::{Page, Side};
use std::borrow::Cow;
use std::path::PathBuf;

/// The version of pages that state no version.
pub const UNVERSIONED: &str = "unversioned";

/// One page in one locale and one version: one file.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The path as the user gave it, continued to the file.
    pub path: PathBuf,
    /// Its locale.
    pub locale: Locale,
    /// The API version that it documents.
    pub version: String,
    /// Which texts the file contains.
    pub form: Form,
    /// The source commit that it was translated from, as written.
    pub pin: Option<String>,
    /// The date of the translation; `None` if the page does not state it.
    pub handoff: Option<Date>,
    /// The source text that it was compared with.
    pub source: SourceUse,
    /// From what locale, version and key were inferred.
    pub clues: [Clue; 3],
}

impl Edition {
    /// Whether it is the source-language page of another edition: of the same version.
    pub fn is_source_of(&self, other: &Self) -> bool {
        self.form == Form::Source && self.version.eq_ignore_ascii_case(&other.version)
    }

    /// Whether it is a translation with source text, its own or from another file.
    pub fn has_source(&self) -> bool {
        self.source.origin != Origin::None
    }

    /// Whether it is a translation without source text: its names may have been translated.
    pub fn lacks_source(&self) -> bool {
        self.form == Form::TargetOnly && !self.has_source()
    }
}

/// The texts that a file contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Translation and source in span pairs.
    SideBySide,
    /// Translation only.
    TargetOnly,
    /// A page of the source language.
    Source,
}

impl Form {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::SideBySide => "side_by_side",
            Self::TargetOnly => "target_only",
            Self::Source => "source",
        }
    }
}

/// Identifies a page. `None` if its locale cannot be inferred.
pub fn identify(placed: &Placed, page: &Page, config: &Config) -> Option<Edition> {
    let (locale, locale_clue) = locale(placed, page, config)?;
    let (version, version_clue) = placed
        .version
        .clone()
        .or_else(|| example_version(page.authority()).map(|version| (version, Clue::ExampleUrl)))
        .unwrap_or((UNVERSIONED.to_owned(), Clue::Nothing));
    let form = if page.embedded.is_some() {
        Form::SideBySide
    } else if locale == config.source_locale {
        Form::Source
    } else {
        Form::TargetOnly
    };
    Some(Edition {
        path: placed.path.clone(),
        locale,
        version,
        form,
        pin: page.meta_of(&config.profile.front_matter.pin).map(Cow::into_owned),
        handoff: page.meta_of(&config.profile.front_matter.handoff).and_then(|date| Date::parse(&date)),
        source: SourceUse::own(page),
        clues: [locale_clue, version_clue, placed.key],
    })
}

fn locale(placed: &Placed, page: &Page, config: &Config) -> Option<(Locale, Clue)> {
    if let Some((locale, Clue::Layout)) = &placed.locale {
        return Some((locale.clone(), Clue::Layout));
    }
    if let Some(locale) = page.meta_of(&config.profile.front_matter.locale).and_then(|tag| Locale::parse(&tag)) {
        return Some((locale, Clue::FrontMatter));
    }
    if let Some(stated) = &placed.locale {
        return Some(stated.clone());
    }
    match language::detect(&page.target, &config.lexicons) {
        Some(Detected::Script(locale)) if is_source(&locale, config) => {
            Some((config.source_locale.clone(), Clue::Script))
        }
        Some(Detected::Script(locale)) => Some((locale, Clue::Script)),
        Some(Detected::Words(locale)) if is_source(&locale, config) => {
            Some((config.source_locale.clone(), Clue::FunctionWords))
        }
        Some(Detected::Words(locale)) => Some((locale, Clue::FunctionWords)),
        // A page of names only is the same in all locales: it counts as a page of the source language.
        None => (!page.target.tree.tables.is_empty() && page.text.is_ascii())
            .then(|| (config.source_locale.clone(), Clue::Nothing)),
    }
}

/// Whether the locale of a text is that of the source pages. Text shows no region, but which of the two Chinese scripts it has.
fn is_source(locale: &Locale, config: &Config) -> bool {
    locale.language() == config.source_locale.language()
        && locale.is_traditional_chinese() == config.source_locale.is_traditional_chinese()
}

/// The version that most example requests of a page call. Of versions with equal counts, the first.
fn example_version(side: &Side) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for block in &side.tree.blocks {
        let BlockKind::Code { body, .. } = block.kind else { continue };
        let Some(Message { start: StartLine::Request(request), .. }) = Message::parse(body.slice(side.text())) else {
            continue;
        };
        let Some(version) = http::split_target(&request.target).1 else { continue };
        match counts.iter_mut().find(|(known, _)| *known == version) {
            Some((_, count)) => *count += 1,
            None => counts.push((version, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(version, _)| version)
}
