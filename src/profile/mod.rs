//! The conventions of a documentation system as data: front matter keys, span tags, Markdown prefixes, annotation keys and
//! permission schemes. The code knows the purpose of each entry, the profile its name.
//!
//! One profile is built in. Settings replace its entries one by one. The result is validated once, when settings are read.

pub mod schemes;

use schemes::{SchemeEntry, Schemes};
use serde::Deserialize;
use thiserror::Error;
use toml::{Table, Value};

const BUILT_IN: &str = include_str!("learn.toml");

/// A profile, validated.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Front matter keys by their meaning.
    pub front_matter: FrontMatterKeys,
    /// The tags around the translation and the source text.
    pub spans: SpanTags,
    /// Markdown beyond CommonMark and GFM.
    pub markdown: MarkdownSyntax,
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

/// Front matter keys by their meaning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatterKeys {
    /// The key of the page's locale.
    pub locale: String,
    /// The key of the source commit that was translated.
    pub pin: String,
    /// The key of the date on which the translation was handed off.
    pub handoff: String,
    /// Keys that every page must have.
    pub required: Vec<String>,
    /// Keys whose values are for machines. No translation changes them.
    pub protected: Vec<String>,
}

/// Attributes and class of the spans that hold translation and source text side by side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanTags {
    /// The attribute with the id in the tag of the target span.
    pub target_attribute: String,
    /// The attribute with the id in the tag of the source span.
    pub source_attribute: String,
    /// The class of the span around the source text.
    pub source_class: String,
}

/// Markdown that a documentation system reads beyond CommonMark and GFM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkdownSyntax {
    /// The start of a link target that makes a heading a tab of a tab group. Empty: there are no tabs.
    pub tab_link: String,
    /// The start of a directive, which stands for the text of another file. Empty: there are no directives.
    pub directive: String,
}

/// Keys of the JSON in annotation comments.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "`learn.toml` documents each key")]
pub struct AnnotationKeys {
    pub block_type: String,
    pub name: String,
    pub collection: String,
    pub base_type: String,
    pub key_property: String,
    pub r#abstract: String,
    pub open_type: String,
    pub optional_properties: String,
    pub expect_error: String,
    pub truncated: String,
    pub block_types: BlockTypeNames,
}

/// The values of [`AnnotationKeys::block_type`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the name of one `AnnotatedBlock`")]
pub struct BlockTypeNames {
    pub resource: String,
    pub request: String,
    pub response: String,
    pub example: String,
    pub ignored: String,
}

/// The reason why a profile is rejected.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// The text is not TOML.
    #[error(transparent)]
    Syntax(#[from] toml::de::Error),
    /// A table or list of the profile has an unknown key or a value of the wrong type.
    #[error("`{0}`: {1}")]
    Section(&'static str, String),
    /// An attribute or class is empty or has characters that are not allowed in a tag.
    #[error("`spans.{0} = \"{1}\"` is not the name of an HTML attribute or class")]
    Attribute(&'static str, String),
    /// The list of type keys is empty.
    #[error("`type_keys` is empty")]
    NoTypeKey,
    /// A scheme is listed twice.
    #[error("`schemes`: `{0}` is listed twice")]
    SchemeTwice(String),
    /// There are more schemes than a [`schemes::SchemeId`] can number.
    #[error("`schemes`: more than 256 are listed")]
    TooManySchemes,
}

impl Profile {
    /// The built-in profile.
    pub fn built_in() -> Self {
        Self::with(Table::new()).expect("the built-in profile is valid, as a test shows")
    }

    /// The built-in profile with its entries replaced by those of `changes`, a table with the same keys.
    pub fn with(changes: Table) -> Result<Self, ProfileError> {
        let mut written: Table = toml::from_str(BUILT_IN)?;
        replace(&mut written, changes);
        let profile = Self {
            front_matter: section(&mut written, "front_matter")?,
            spans: section(&mut written, "spans")?,
            markdown: section(&mut written, "markdown")?,
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
        Ok(())
    }
}

impl SpanTags {
    /// A span pair: a translation and its source text in their tags.
    pub fn pair(&self, id: &str, target: &str, source: &str) -> String {
        let Self { target_attribute, source_attribute, source_class } = self;
        format!(
            "<span {target_attribute}=\"{id}\">{target}</span><span class=\"{source_class}\"><span {source_attribute}=\"{id}\">{source}</span></span>"
        )
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::built_in()
    }
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
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (toml, named) in [
            ("[spans]\ntarget = \"x\"", "`spans`: unknown field `target`"),
            ("[spans]\ntarget_attribute = \"a b\"", "`spans.target_attribute = \"a b\"` is not"),
            ("[spans]\nsource_class = \"\"", "`spans.source_class = \"\"` is not"),
            ("spans = 1", "`spans`: invalid type"),
            ("type_keys = []", "`type_keys` is empty"),
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
