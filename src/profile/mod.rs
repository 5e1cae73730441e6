//! The conventions of documentation systems as data: front matter keys, span tags, Markdown, directives, annotation keys and
//! permission schemes. The code knows the purpose of each entry, the profile its name.
//!
//! Each system has a file that states what it does in another way than [`BASE`]. Settings replace entries one by one. The result
//! is validated once, when settings are read. [`evidence`] chooses the profile of a run.

pub mod evidence;
pub mod schemes;
pub mod sections;

use evidence::EvidenceList;
use schemes::{SchemeEntry, Schemes};
use sections::{AnnotationKeys, CodeRules, DirectiveSyntax, FrontMatterKeys, MarkdownSyntax, SpanTags};
use thiserror::Error;
use toml::{Table, Value};

/// What all profiles have in common.
const BASE: &str = include_str!("base.toml");

/// The name and the file of each profile. Settings for which no profile was chosen have the first one.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("learn", include_str!("learn.toml")),
    ("docusaurus", include_str!("docusaurus.toml")),
    ("mintlify", include_str!("mintlify.toml")),
    ("hugo", include_str!("hugo.toml")),
    ("mkdocs", include_str!("mkdocs.toml")),
    ("mdn", include_str!("mdn.toml")),
    (UNKNOWN, include_str!("plain.toml")),
];

/// The profile of pages that show no system.
pub const UNKNOWN: &str = "plain";

/// A profile, validated.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Front matter keys by their meaning.
    pub front_matter: FrontMatterKeys,
    /// The tags around the translation and the source text.
    pub spans: SpanTags,
    /// Markdown beyond CommonMark and GFM.
    pub markdown: MarkdownSyntax,
    /// Marks that no reader sees.
    pub directives: DirectiveSyntax,
    /// What translators do with code blocks.
    pub code: CodeRules,
    /// The keys of annotation comments.
    pub annotations: AnnotationKeys,
    /// Members by which a JSON object names its type, the most usual first. Not empty.
    pub type_keys: Vec<String>,
    /// Names of types from which entities are derived, in any case.
    pub root_types: Vec<String>,
    /// Names of folders, in any case, with texts that pages include. Files in them are no pages.
    pub include_folders: Vec<String>,
    /// How callers are authorized.
    pub schemes: Schemes,
}

/// The reason why a profile is rejected.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// A table or list of the profile has an unknown key or a value of the wrong type.
    #[error("`{0}`: {1}")]
    Section(&'static str, String),
    /// An attribute or class is empty or has characters that are not allowed in a tag.
    #[error("`spans.{0} = \"{1}\"` is not the name of an HTML attribute or class")]
    Attribute(&'static str, String),
    /// The list of type keys is empty.
    #[error("`type_keys` is empty")]
    NoTypeKey,
    /// A mark has no start or no end.
    #[error("`directives.marks`: `open` and `close` must not be empty")]
    EmptyMark,
    /// There is no profile of this name.
    #[error("there is no profile `{0}`; the profiles are {1}")]
    Unknown(String, String),
    /// A scheme is listed twice.
    #[error("`schemes`: `{0}` is listed twice")]
    SchemeTwice(String),
    /// There are more schemes than a [`schemes::SchemeId`] can number.
    #[error("`schemes`: more than 256 are listed")]
    TooManySchemes,
}

impl Profile {
    /// The first of the [`BUILT_IN`] profiles.
    pub fn built_in() -> Self {
        Self::with(Table::new()).expect("the built-in profile is valid, as a test shows")
    }

    /// The first of the [`BUILT_IN`] profiles with its entries replaced by those of `changes`, a table with the same keys.
    pub fn with(changes: Table) -> Result<Self, ProfileError> {
        Self::named(BUILT_IN[0].0, changes)
    }

    /// The profile of a name, with its entries replaced by those of `changes`.
    pub fn named(name: &str, changes: Table) -> Result<Self, ProfileError> {
        let unknown = || {
            let names = BUILT_IN.map(|(known, _)| format!("`{known}`"));
            ProfileError::Unknown(name.to_owned(), names.join(", "))
        };
        let mut written = built_in_table(name).ok_or_else(unknown)?;
        replace(&mut written, changes);
        section::<EvidenceList>(&mut written, "evidence")?;
        let profile = Self {
            front_matter: section(&mut written, "front_matter")?,
            spans: section(&mut written, "spans")?,
            markdown: section(&mut written, "markdown")?,
            directives: section(&mut written, "directives")?,
            code: section(&mut written, "code")?,
            annotations: section(&mut written, "annotations")?,
            type_keys: section(&mut written, "type_keys")?,
            root_types: section(&mut written, "root_types")?,
            include_folders: section(&mut written, "include_folders")?,
            schemes: Schemes::new(section::<Vec<SchemeEntry>>(&mut written, "schemes")?)?,
        };
        profile.validate()?;
        Ok(profile)
    }

    fn validate(&self) -> Result<(), ProfileError> {
        let SpanTags { target_attribute, source_attribute, source_class } = &self.spans;
        for (name, value) in [
            ("target_attribute", target_attribute),
            ("source_attribute", source_attribute),
            ("source_class", source_class),
        ] {
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
            if value.is_empty() || !value.bytes().all(is_name) {
                return Err(ProfileError::Attribute(name, value.clone()));
            }
        }
        if self.type_keys.is_empty() {
            return Err(ProfileError::NoTypeKey);
        }
        if self.directives.marks.iter().any(|mark| mark.open.is_empty() || mark.close.is_empty()) {
            return Err(ProfileError::EmptyMark);
        }
        Ok(())
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::built_in()
    }
}

/// The entries of a built-in profile; `None` if there is none of this name.
fn built_in_table(name: &str) -> Option<Table> {
    let (_, own) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    let [mut table, own] = [BASE, own].map(|text| toml::from_str::<Table>(text).expect("a test reads each file"));
    replace(&mut table, own);
    Some(table)
}

/// Replaces values of `table` by those of `changes`. Of an inner table, only the entries in `changes` are replaced.
fn replace(table: &mut Table, changes: Table) {
    for (name, value) in changes {
        match (table.get_mut(&name), value) {
            (Some(Value::Table(old)), Value::Table(new)) => replace(old, new),
            (_, value) => drop(table.insert(name, value)),
        }
    }
}

fn section<T: serde::de::DeserializeOwned>(written: &mut Table, name: &'static str) -> Result<T, ProfileError> {
    let value = written.remove(name).unwrap_or_else(|| Value::Table(Table::new()));
    value.try_into().map_err(|error: toml::de::Error| ProfileError::Section(name, error.message().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(toml: &str) -> Result<Profile, ProfileError> {
        Profile::with(toml::from_str(toml).expect("TOML"))
    }

    #[test]
    fn entries_are_replaced_one_by_one() {
        let built_in = Profile::built_in();
        let profile = changed("[spans]\ntarget_attribute = \"data-id\"\n[front_matter]\nrequired = []").expect("valid");
        assert_eq!(profile.spans.target_attribute, "data-id");
        assert_eq!(profile.spans.source_attribute, built_in.spans.source_attribute);
        assert!(profile.front_matter.required.is_empty());
        assert_eq!(profile.front_matter.pin, built_in.front_matter.pin);
        let several =
            changed("front_matter = {pin = [\"commit\", \"l10n.commit\"], locale = \"lang\"}").expect("valid");
        assert_eq!(several.front_matter.pin, ["commit", "l10n.commit"]);
        assert_eq!(several.front_matter.locale, ["lang"]);
    }

    #[test]
    fn each_profile_is_valid_and_differs_from_the_base_only_where_it_must() {
        let base: Table = toml::from_str(BASE).expect("TOML");
        for (name, own) in BUILT_IN {
            Profile::named(name, Table::new()).expect(name);
            let own: Table = toml::from_str(own).expect(name);
            assert_known(&own, &base, name);
            // Lexicons are read before a profile is chosen.
            assert!(!own.contains_key("schemes"), "{name}");
        }
        let unknown = Profile::named("hogo", Table::new()).expect_err("no profile").to_string();
        assert!(unknown.contains("`hogo`") && unknown.contains("`hugo`"), "{unknown}");
    }

    /// Checks that each entry of a table is in the base and has another value there.
    fn assert_known(own: &Table, base: &Table, name: &str) {
        for (key, value) in own {
            let common = base.get(key).unwrap_or_else(|| panic!("{name}: the base has no `{key}`"));
            match (value, common) {
                (Value::Table(value), Value::Table(common)) => assert_known(value, common, name),
                _ => assert_ne!(value, common, "{name}: `{key}` repeats the base"),
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (toml, named) in [
            ("[spans]\ntarget = \"x\"", "`spans`: unknown field `target`"),
            ("[spans]\ntarget_attribute = \"a b\"", "`spans.target_attribute = \"a b\"` is not"),
            ("[spans]\nsource_class = \"\"", "`spans.source_class = \"\"` is not"),
            ("spans = 1", "`spans`: invalid type"),
            ("type_keys = []", "`type_keys` is empty"),
            ("directives = {marks = [{open = \"{%\", close = \"\"}]}", "`directives.marks`: "),
            ("markdown.slug.space = \"ab\"", "`markdown`: "),
            ("code.comments = true", "`code`: unknown field `comments`"),
            ("schemes = [{name = \"a\", grant = \"magic\"}]", "`schemes`: unknown variant `magic`"),
            (
                "schemes = [{name = \"a\", grant = \"client_credentials\"}, {name = \"a\", grant = \"client_credentials\"}]",
                "`schemes`: `a` is listed twice",
            ),
            ("[annotations.block_types]\nresorce = \"x\"", "`annotations`: unknown field `resorce`"),
        ] {
            let error = changed(toml).expect_err(toml).to_string();
            assert!(error.starts_with(named), "{toml}: {error}");
        }
    }
}
