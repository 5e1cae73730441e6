//! Looks words up in a lexicon.

use super::{ColumnRole, Lexicon, Phrase, SectionRole};
use std::collections::BTreeSet;

impl Lexicon {
    /// Whether a word in lower case is one of the most frequent words of the language.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// The role of a section with a heading in lower case.
    pub fn section(&self, heading: &str) -> Option<SectionRole> {
        self.sections.get(heading).copied()
    }

    /// The role of a column with a header cell in lower case.
    pub fn column(&self, header: &str) -> Option<ColumnRole> {
        self.columns.get(header).copied()
    }

    /// The name of the permission scheme of a row or column with a label in lower case.
    pub fn scheme(&self, label: &str) -> Option<&str> {
        self.schemes.get(label).map(String::as_str)
    }

    /// The names of all schemes that the lexicon has words for.
    pub fn scheme_names(&self) -> BTreeSet<&str> {
        self.schemes.values().map(String::as_str).collect()
    }

    /// The canonical name of the primitive type with a name in lower case.
    pub fn type_name(&self, name: &str) -> Option<&str> {
        self.types.get(name).map(String::as_str)
    }

    /// The HTTP header of a translated name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The identifier of a translated name in lower case.
    pub fn identifier(&self, name: &str) -> Option<&str> {
        self.identifiers.get(name).map(String::as_str)
    }

    /// The identifier that a text in Cyrillic spells letter by letter, composed from `identifier_words`. `None` if several
    /// identifiers fit.
    pub fn spelled_identifier(&self, text: &str) -> Option<String> {
        self.sounds.name(text)
    }

    /// The byte ranges of the element type in a collection type expression, for each matching pattern, the longest pattern
    /// first. `expression` must be in lower case.
    pub fn collection_elements<'a>(&'a self, expression: &'a str) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
        let (first, last) = (expression.bytes().next(), expression.bytes().next_back());
        self.collections.iter().filter_map(move |(before, after)| {
            // For speed: the first or the last byte excludes most patterns.
            let possible = (before.is_empty() || before.bytes().next() == first)
                && (after.is_empty() || after.bytes().next_back() == last);
            if !possible {
                return None;
            }
            let inner = expression.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
            (!inner.trim().is_empty()).then(|| before.len()..before.len() + inner.len())
        })
    }

    /// Whether the words around a type name in prose state a collection: `a collection of` before it, or `collection` after
    /// it. Both texts must be in lower case.
    pub fn is_collection(&self, before: &str, after: &str) -> bool {
        let (before, after) = (before.trim_end(), after.trim_start());
        self.collections.iter().any(|(prefix, suffix)| match (prefix.trim(), suffix.trim()) {
            ("", suffix) => {
                suffix.len() > 1
                    && after
                        .strip_prefix(suffix)
                        .is_some_and(|rest| !suffix.is_ascii() || !rest.starts_with(char::is_alphanumeric))
            }
            (prefix, "") => {
                prefix.len() > 1
                    && before
                        .strip_suffix(prefix)
                        .is_some_and(|rest| !prefix.is_ascii() || !rest.ends_with(char::is_alphanumeric))
            }
            _ => false,
        })
    }

    /// Whether a text in lower case is the phrase and nothing else.
    pub fn is_phrase(&self, phrase: Phrase, text: &str) -> bool {
        self.whole_phrases.get(text).is_some_and(|phrases| phrases.contains(&phrase))
    }

    /// The phrases that are equal to a text in lower case.
    pub fn phrases_of(&self, text: &str) -> &[Phrase] {
        self.whole_phrases.get(text).map_or(&[], Vec::as_slice)
    }

    /// The meanings of a word in a table of lexicon files, under their names in these files. Empty if the word or the table is
    /// unknown.
    pub fn meanings(&self, table: &str, word: &str) -> Vec<String> {
        let name = |role: serde_json::Result<serde_json::Value>| {
            role.ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
        };
        match table {
            "sections" => self.section(word).map(|role| name(serde_json::to_value(role))).into_iter().collect(),
            "columns" => self.column(word).map(|role| name(serde_json::to_value(role))).into_iter().collect(),
            "schemes" => self.scheme(word).map(str::to_owned).into_iter().collect(),
            "types" => self.type_name(word).map(str::to_owned).into_iter().collect(),
            "headers" => self.header(word).map(str::to_owned).into_iter().collect(),
            "identifiers" => self.identifier(word).map(str::to_owned).into_iter().collect(),
            "phrases" => self.phrases_of(word).iter().map(|phrase| name(serde_json::to_value(phrase))).collect(),
            "collections" => {
                let is_pattern = |(before, after): &(String, String)| word.split_once("{}") == Some((before, after));
                self.collections
                    .iter()
                    .find(|pattern| is_pattern(pattern))
                    .map(|_| "patterns".to_owned())
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The byte after the end of the phrase in a text in lower case. The phrase must not be part of a longer word.
    pub fn find_phrase(&self, phrase: Phrase, text: &str) -> Option<usize> {
        let finders = self.finders.get(&phrase).map_or(&[][..], Vec::as_slice);
        self.words(phrase).iter().zip(finders).find_map(|(word, finder)| {
            let at = finder.find(text.as_bytes())?;
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            let parts = |neighbour: Option<char>| {
                neighbour.is_none_or(|character| !character.is_alphabetic() || !word.is_ascii())
            };
            (parts(before) && parts(after)).then_some(at + word.len())
        })
    }

    /// The rest of a text in lower case that starts with the phrase. Of several wordings the longest is used.
    pub fn after_phrase<'t>(&self, phrase: Phrase, text: &'t str) -> Option<&'t str> {
        self.words(phrase).iter().find_map(|word| {
            let rest = text.strip_prefix(word.as_str())?;
            (!word.is_ascii() || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
        })
    }

    /// Whether a text in lower case ends with the phrase. The phrase must not be part of a longer word.
    pub fn ends_with_phrase(&self, phrase: Phrase, text: &str) -> bool {
        self.words(phrase).iter().any(|word| {
            let before = text.strip_suffix(word.as_str());
            before.is_some_and(|before| !word.is_ascii() || !before.ends_with(char::is_alphanumeric))
        })
    }

    pub(super) fn words(&self, phrase: Phrase) -> &[String] {
        self.phrases.get(&phrase).map_or(&[], Vec::as_slice)
    }
}
