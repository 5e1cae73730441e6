//! What a documentation system does its own way, as data: front matter keys, span tags, annotation keys and permission
//! schemes. The code knows what these are for; a profile knows what they are called.
//!
//! One profile is built in. Settings replace its entries one by one; the result is validated once, when settings are read.

pub mod schemes;

use schemes::{SchemeEntry, Schemes, SchemesError};
use serde::Deserialize;
use thiserror::Error;
use toml::{Table, Value};

const BUILT_IN: &str = include_str!("learn.toml");

/// A profile as the stages use it.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Front matter keys by what they mean.
    pub front_matter: FrontMatterKeys,
    /// The tags around translation and source text.
    pub spans: SpanTags,
    /// The keys of annotation comments.
    pub annotations: AnnotationKeys,
    /// Members by which a JSON object names its type, the usual one first. There is at least one.
    pub type_keys: Vec<String>,
    /// How callers are authorized.
    pub schemes: Schemes,
}

/// Front matter keys by what they mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatterKeys {
    /// Holds the page's locale.
    pub locale: String,
    /// Holds the source commit that the translation was made from.
    pub pin: String,
    /// Holds the date on which the translation was handed off.
    pub handoff: String,
    /// Must be there.
    pub required: Vec<String>,
    /// Hold values for machines, which no translation changes.
    pub protected: Vec<String>,
}

/// Attributes and class of the spans that hold translation and source text side by side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanTags {
    /// The attribute with the id on the span of the translation.
    pub target_attribute: String,
    /// The attribute with the id on the span of the source text.
    pub source_attribute: String,
    /// The class of the span around the source text.
    pub source_class: String,
}

/// Keys of the JSON in annotation comments.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "learn.toml says what each key is for")]
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

/// Values of the key that says what an annotated block is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the block of that name")]
pub struct BlockTypeNames {
    pub resource: String,
    pub request: String,
    pub response: String,
    pub example: String,
    pub ignored: String,
}

/// Why a profile cannot be used.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// The text is no TOML.
    #[error(transparent)]
    Syntax(#[from] toml::de::Error),
    /// A table or list of the profile is not what it should be.
    #[error("`{0}`: {1}")]
    Section(&'static str, String),
    /// A name that pages are searched for is empty or cannot stand in a tag.
    #[error("`spans.{0} = \"{1}\"` is not a name that an HTML attribute or class can have")]
    Attribute(&'static str, String),
    /// No member names the type of a JSON object.
    #[error("`type_keys` names no key")]
    NoTypeKey,
    /// The list of permission schemes is not valid.
    #[error("`schemes`: {0}")]
    Schemes(SchemesError),
}

impl Profile {
    /// The profile that comes with the tool.
    pub fn built_in() -> Self {
        Self::with(Table::new()).expect("the built-in profile is valid, which a test holds")
    }

    /// The built-in profile with the entries of `changes`, a table of the same form, in place of its own.
    pub fn with(changes: Table) -> Result<Self, ProfileError> {
        let mut written: Table = toml::from_str(BUILT_IN)?;
        replace(&mut written, changes);
        let profile = Self {
            front_matter: section(&mut written, "front_matter")?,
            spans: section(&mut written, "spans")?,
            annotations: section(&mut written, "annotations")?,
            type_keys: section(&mut written, "type_keys")?,
            schemes: Schemes::new(section::<Vec<SchemeEntry>>(&mut written, "schemes")?)
                .map_err(ProfileError::Schemes)?,
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
    /// A translation and its source text as a page holds them side by side.
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

/// Puts the values of `changes` in place of those of `table`; tables in it only where they have an entry.
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
            ("type_keys = []", "`type_keys` names no key"),
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
