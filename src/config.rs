//! Settings: reads `hexapla.toml` and validates it once. The result is a [`Config`].

pub mod files;
pub mod layout;

use crate::diagnostic::Level;
use crate::lexicon::{Lexicon, Lexicons};
use crate::locale::Locale;
use crate::profile::evidence::ProfileUse;
use crate::profile::{BUILT_IN, Profile};
use crate::shown::ShownPath;
use files::{FileRules, WrittenFiles};
use layout::Layouts;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use thiserror::Error;
use toml::{Table, Value};

/// The name of a settings file.
pub const FILE_NAME: &str = "hexapla.toml";

/// The names of the settings files of documentation sites, by system. The folder of such a file is the root of a tree of pages.
const SITE_FILES: &str = include_str!("config/site_files.txt");

/// The names of the settings files of documentation sites.
pub fn site_files() -> impl Iterator<Item = &'static str> {
    SITE_FILES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// The file that `hexapla init` writes: every setting with its default and a comment.
pub const TEMPLATE: &str = include_str!("template.toml");

/// Longest page that is read without a setting, in bytes: 64 MiB.
pub const MAX_PAGE_BYTES: u64 = 64 << 20;
/// Longest settings file or lexicon, in bytes: 16 MiB.
const MAX_SETTINGS_BYTES: u64 = 16 << 20;
/// Why a profile is used that the settings name.
const NAMED_PROFILE: &str = "the settings name it";

/// Settings, validated.
#[derive(Clone, Debug)]
pub struct Config {
    /// The locale of source-language pages.
    pub source_locale: Locale,
    /// Whether the settings state that locale. If not, it is decided by the pages.
    pub is_source_locale_set: bool,
    /// Where paths have locale, version and key; empty if it is inferred.
    pub layouts: Layouts,
    /// Which files of a folder are pages.
    pub files: FileRules,
    /// The path of source pages in a git repository, with `{version}` and `{key}`; `None` if it follows from the paths of pages.
    pub source_layout: Option<String>,
    /// Longest page that is read, in bytes.
    pub max_page_bytes: u64,
    /// The conventions of the documentation system.
    pub profile: Profile,
    /// The name of the profile, and why it is used.
    pub profile_use: ProfileUse,
    /// The entries of the profile that the settings replace.
    pub profile_changes: Table,
    /// Whether the settings name the profile.
    pub is_profile_named: bool,
    /// Levels of checks, by name, that replace the default levels; `None` switches a check off.
    pub levels: FxHashMap<String, Option<Level>>,
    /// The words of each locale.
    pub lexicons: Lexicons,
    /// What OpenAPI documents need and pages do not state.
    pub openapi: OpenApi,
}

/// What OpenAPI documents need and pages do not state.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpenApi {
    /// The title; by default the namespace of most types.
    pub title: Option<String>,
    /// The URL before all paths; by default the start of most example URLs.
    pub server: Option<String>,
    /// The OAuth 2.0 authorization endpoint.
    pub authorization_url: Option<String>,
    /// The OAuth 2.0 token endpoint.
    pub token_url: Option<String>,
}

/// The reason why settings are rejected.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{}: {source}", ShownPath(path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// The content of a file is not valid.
    #[error("{}: {message}", ShownPath(path))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The reason; for a syntax error with line and column.
        message: String,
    },
    /// The layout template is not valid: the template and the reason.
    #[error("layout `{0}`: {1}")]
    Layout(String, String),
}

/// The content of `hexapla.toml`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Written {
    source_locale: Option<String>,
    layout: Option<Value>,
    extensions: Option<Vec<String>>,
    include: Vec<String>,
    exclude: Vec<String>,
    source_layout: Option<String>,
    max_page_bytes: Option<u64>,
    levels: BTreeMap<String, String>,
    lexicons: Vec<PathBuf>,
    openapi: OpenApi,
    profile: Option<String>,
    annotations: Option<Value>,
    code: Option<Value>,
    directives: Option<Value>,
    front_matter: Option<Value>,
    include_folders: Option<Value>,
    markdown: Option<Value>,
    root_types: Option<Value>,
    schemes: Option<Value>,
    spans: Option<Value>,
    type_keys: Option<Value>,
}

impl Written {
    /// Takes out the tables and lists that replace entries of the profile.
    fn profile_changes(&mut self) -> Table {
        let sections = [
            ("annotations", self.annotations.take()),
            ("code", self.code.take()),
            ("directives", self.directives.take()),
            ("front_matter", self.front_matter.take()),
            ("include_folders", self.include_folders.take()),
            ("markdown", self.markdown.take()),
            ("root_types", self.root_types.take()),
            ("schemes", self.schemes.take()),
            ("spans", self.spans.take()),
            ("type_keys", self.type_keys.take()),
        ];
        sections.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            source_locale: Locale::parse("en-US").expect("a tag"),
            is_source_locale_set: false,
            layouts: Layouts::default(),
            files: FileRules::default(),
            source_layout: None,
            max_page_bytes: MAX_PAGE_BYTES,
            profile: Profile::built_in(),
            profile_use: ProfileUse { name: BUILT_IN[0].0.to_owned(), evidence: Vec::new() },
            profile_changes: Table::new(),
            is_profile_named: false,
            levels: FxHashMap::default(),
            lexicons: Lexicons::built_in(),
            openapi: OpenApi::default(),
        }
    }
}

impl Config {
    /// Reads a settings file. Paths in it are relative to its folder. `validate` fails for a name that is not the name of a
    /// check; its error is shown to the user.
    pub fn read<E: Display>(path: &Path, validate: impl Fn(&str) -> Result<(), E>) -> Result<Self, ConfigError> {
        Self::parse(&read_text(path)?, path, validate)
    }

    /// As [`Self::read`], for the text of a settings file at `path`.
    pub fn parse<E: Display>(
        text: &str,
        path: &Path,
        validate: impl Fn(&str) -> Result<(), E>,
    ) -> Result<Self, ConfigError> {
        let invalid = |message| ConfigError::Invalid { path: path.to_owned(), message };
        let mut written: Written = toml::from_str(text).map_err(|error| invalid(error.to_string()))?;
        let profile_changes = written.profile_changes();
        let profile_use = match &written.profile {
            Some(name) => ProfileUse { name: name.clone(), evidence: vec![NAMED_PROFILE.to_owned()] },
            None => Self::default().profile_use,
        };
        let profile = Profile::named(&profile_use.name, profile_changes.clone());
        let profile = profile.map_err(|error| invalid(error.to_string()))?;
        let lexicons = Lexicons::with_schemes(profile.schemes.clone());
        let mut config = Self {
            profile,
            profile_use,
            profile_changes,
            is_profile_named: written.profile.is_some(),
            lexicons,
            openapi: written.openapi,
            ..Self::default()
        };
        if let Some(tag) = written.source_locale {
            config.source_locale =
                Locale::named(&tag).ok_or_else(|| invalid(format!("source_locale `{tag}` is not a locale tag")))?;
            config.is_source_locale_set = true;
        }
        config.source_layout = written.source_layout;
        config.max_page_bytes = written.max_page_bytes.unwrap_or(MAX_PAGE_BYTES);
        let entries = match &written.layout {
            None => Some(Vec::new()),
            Some(Value::String(entry)) => Some(vec![entry.as_str()]),
            Some(Value::Array(entries)) => entries.iter().map(Value::as_str).collect(),
            Some(_) => None,
        };
        let expected = "layout: expected a template or the name of a layout, or a list of them";
        config.layouts = Layouts::parse(entries.ok_or_else(|| invalid(expected.to_owned()))?)?;
        let (extensions, include, exclude) = (written.extensions, written.include, written.exclude);
        config.files = FileRules::parse(WrittenFiles { extensions, include, exclude }, path).map_err(invalid)?;
        for (check, name) in written.levels {
            validate(&check).map_err(|error| invalid(format!("levels: {error}")))?;
            let level = Level::parse(&name);
            if level.is_none() && name != "off" {
                return Err(invalid(format!("levels: `{check} = \"{name}\"` is not one of error, warning, info, off")));
            }
            config.levels.insert(check, level);
        }
        for lexicon in written.lexicons {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let lexicon = folder.join(lexicon);
            let invalid = |message| ConfigError::Invalid { path: lexicon.clone(), message };
            // A message about a lexicon shows a line of it. Settings that come with a repository must not show other files.
            let is_outside = folder
                .canonicalize()
                .is_ok_and(|folder| lexicon.canonicalize().is_ok_and(|lexicon| !lexicon.starts_with(folder)));
            if is_outside {
                return Err(invalid("a lexicon must be in the folder of the settings file, or below it".to_owned()));
            }
            let parsed = Lexicon::parse(&read_text(&lexicon)?).map_err(|error| invalid(error.to_string()))?;
            let is_unknown = |name: &&str| config.profile.schemes.find(name).is_none();
            if let Some(name) = parsed.scheme_names().into_iter().find(is_unknown) {
                return Err(invalid(format!("schemes: the profile has no scheme `{name}`")));
            }
            config.lexicons.add(parsed);
        }
        Ok(config)
    }

    /// Takes the profile that the pages show, unless the settings name one. The entries of the settings stay.
    pub fn use_profile(&mut self, shown: impl FnOnce() -> ProfileUse) {
        if self.is_profile_named {
            return;
        }
        let shown = shown();
        if let Ok(profile) = Profile::named(&shown.name, self.profile_changes.clone()) {
            (self.profile, self.profile_use) = (profile, shown);
        }
    }

    /// The settings file in `folder` or its nearest ancestor. It may be unreadable: a run must not ignore such settings.
    pub fn find(folder: &Path) -> Option<PathBuf> {
        let is_there = |path: &PathBuf| std::fs::symlink_metadata(path).is_ok();
        folder.ancestors().map(|ancestor| ancestor.join(FILE_NAME)).find(is_there)
    }
}

fn read_text(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable { path: path.to_owned(), source };
    let invalid = |message: &str| ConfigError::Invalid { path: path.to_owned(), message: message.to_owned() };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    // A device or pipe may never end.
    if !metadata.is_file() {
        return Err(invalid("not a regular file"));
    }
    if metadata.len() > MAX_SETTINGS_BYTES {
        return Err(invalid("too large: the limit is 16 MiB"));
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_the_default() {
        let mut written: Written = toml::from_str(TEMPLATE).expect("the template parses");
        assert!(written.profile.is_none() && written.profile_changes().is_empty());
        assert!(written.levels.is_empty() && written.layout.is_none());
    }
}
