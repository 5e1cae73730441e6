//! Reads a lexicon file: TOML to look-up tables.

use super::spelling::Sounds;
use super::{ColumnRole, Lexicon, Phrase, SectionRole};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A lexicon file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    #[serde(default)]
    function_words: Vec<String>,
    #[serde(default)]
    sections: BTreeMap<SectionRole, Vec<String>>,
    #[serde(default)]
    columns: BTreeMap<ColumnRole, Vec<String>>,
    #[serde(default)]
    schemes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    types: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    collections: Collections,
    #[serde(default)]
    phrases: BTreeMap<Phrase, Vec<String>>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    identifiers: BTreeMap<String, String>,
    #[serde(default)]
    identifier_words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Collections {
    #[serde(default)]
    patterns: Vec<String>,
}

impl Lexicon {
    /// Reads a lexicon file. The error is that of the TOML parser, with line and column.
    pub fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(toml)?;
        let mut lexicon = Self {
            language: file.language,
            function_words: file.function_words,
            sections: invert(file.sections),
            columns: invert(file.columns),
            schemes: invert(file.schemes),
            types: invert(file.types),
            headers: file.headers.into_iter().collect(),
            identifiers: file.identifiers.into_iter().collect(),
            sounds: Sounds::of(&file.identifier_words),
            identifier_words: file.identifier_words,
            collections: file
                .collections
                .patterns
                .iter()
                .filter_map(|pattern| {
                    let (before, after) = pattern.split_once("{}")?;
                    Some((before.to_owned(), after.to_owned()))
                })
                .collect(),
            phrases: file.phrases,
            whole_phrases: FxHashMap::default(),
            finders: BTreeMap::new(),
        };
        lexicon.put_in_order();
        Ok(lexicon)
    }
}

fn invert<Role: Clone>(map: BTreeMap<Role, Vec<String>>) -> FxHashMap<String, Role> {
    map.into_iter().flat_map(|(role, words)| words.into_iter().map(move |word| (word, role.clone()))).collect()
}
