//! The ways of a documentation system, as data: front matter keys by meaning, and the tags of span pairs.
//!
//! The built-in profile is a TOML file; settings override its entries one by one. How spans are scanned is
//! answered by `page::span`, what a key's value must be by `compare`.

use serde::Deserialize;
use thiserror::Error;
use toml::{Table, Value};

/// The built-in profile.
const BUILT_IN: &str = include_str!("learn.toml");

/// What a documentation system does its own way.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Front matter keys by meaning.
    pub front_matter: FrontMatterKeys,
    /// The tags of span pairs.
    pub spans: SpanTags,
}

/// Front matter keys by meaning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatterKeys {
    /// Holds the page's locale.
    pub locale: String,
    /// Holds the source commit that the translation was made from.
    pub pin: String,
    /// Holds the date on which the translation was handed off.
    pub handoff: String,
    /// Keys that each page must have.
    pub required: Vec<String>,
    /// Keys with values for machines, which no translation changes.
    pub protected: Vec<String>,
}

/// The attributes and the class by which span pairs are found.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanTags {
    /// The attribute that holds the id of a translation.
    pub target_attribute: String,
    /// The attribute that holds the id of a source text.
    pub source_attribute: String,
    /// The class of the span around the source text.
    pub source_class: String,
}

/// Why entries of the settings cannot be used.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// The profile has no entry of this name.
    #[error("{table}: there is no entry `{key}`; expected one of {known}")]
    Unknown {
        /// The table of the settings.
        table: &'static str,
        /// The name as written.
        key: String,
        /// The names that the table may have.
        known: String,
    },
    /// A value is not of the right type.
    #[error("{0}")]
    Type(String),
    /// A value cannot be part of an HTML tag.
    #[error("spans: `{key} = \"{value}\"` must be ASCII letters, digits, `-`, `_` or `.`, and not empty")]
    Tag {
        /// The name of the entry.
        key: &'static str,
        /// The value as written.
        value: String,
    },
}

impl Profile {
    /// The profile that comes with the tool.
    pub fn built_in() -> Self {
        toml::from_str(BUILT_IN).expect("the built-in profile parses, which a test holds")
    }

    /// The built-in profile with the entries that the settings state instead of its own.
    pub fn with_settings(settings: &[(&'static str, Table)]) -> Result<Self, ProfileError> {
        let mut tables: Table = toml::from_str(BUILT_IN).expect("the built-in profile parses, which a test holds");
        for (table, entries) in settings {
            let own = tables.get_mut(*table).and_then(Value::as_table_mut).expect("a table of the profile");
            for (key, value) in entries {
                if !own.contains_key(key) {
                    let known: Vec<&str> = own.keys().map(String::as_str).collect();
                    return Err(ProfileError::Unknown { table, key: key.clone(), known: known.join(", ") });
                }
                own.insert(key.clone(), value.clone());
            }
        }
        let profile: Self =
            Value::Table(tables).try_into().map_err(|error: toml::de::Error| ProfileError::Type(error.to_string()))?;
        profile.spans.validate()?;
        Ok(profile)
    }
}

impl SpanTags {
    fn validate(&self) -> Result<(), ProfileError> {
        let entries = [
            ("target_attribute", &self.target_attribute),
            ("source_attribute", &self.source_attribute),
            ("source_class", &self.source_class),
        ];
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        match entries.into_iter().find(|(_, value)| value.is_empty() || !value.bytes().all(fits)) {
            Some((key, value)) => Err(ProfileError::Tag { key, value: value.clone() }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(table: &'static str, entries: &str) -> Result<Profile, String> {
        let entries = toml::from_str(entries).expect("TOML");
        Profile::with_settings(&[(table, entries)]).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_override_single_entries() {
        let built_in = Profile::built_in();
        let profile = with("front_matter", "pin = \"commit\"\nrequired = []").expect("a profile");
        assert_eq!(profile.front_matter.pin, "commit");
        assert!(profile.front_matter.required.is_empty());
        assert_eq!(profile.front_matter.locale, built_in.front_matter.locale);
        assert_eq!(profile.spans.source_class, built_in.spans.source_class);
    }

    #[test]
    fn wrong_entries_are_named() {
        let error = with("spans", "klass = \"x\"").expect_err("an unknown entry");
        assert!(error.starts_with("spans: there is no entry `klass`"), "{error}");
        let error = with("front_matter", "pin = 1").expect_err("a number");
        assert!(error.contains("expected a string") && error.contains("pin"), "{error}");
        let error = with("spans", "source_class = \"a b\"").expect_err("two classes");
        assert!(error.contains("source_class"), "{error}");
    }
}
