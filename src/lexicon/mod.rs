//! Lexicons: the words of a language for sections, columns, types and set phrases, as data.
//!
//! Each language has a TOML file, which is compiled in. Settings may add files, whose entries replace built-in entries. A
//! language without a lexicon also works: roles are then inferred from anchors and content.

mod file;
mod lookup;
pub(crate) mod spelling;

use crate::locale::Locale;
use crate::profile::Profile;
use crate::profile::schemes::{SchemeId, Schemes};
use memchr::memmem::Finder;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use spelling::Sounds;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The role of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name is the heading in English")]
pub enum SectionRole {
    Permissions,
    HttpRequest,
    PathParameters,
    QueryParameters,
    FunctionParameters,
    RequestHeaders,
    RequestBody,
    Response,
    ResponseHeaders,
    Example,
    Request,
    Properties,
    Relationships,
    Members,
    Methods,
    JsonRepresentation,
    SeeAlso,
    ErrorResponse,
}

impl SectionRole {
    /// The name in reports and lexicon files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permissions => "permissions",
            Self::HttpRequest => "http_request",
            Self::PathParameters => "path_parameters",
            Self::QueryParameters => "query_parameters",
            Self::FunctionParameters => "function_parameters",
            Self::RequestHeaders => "request_headers",
            Self::RequestBody => "request_body",
            Self::Response => "response",
            Self::ResponseHeaders => "response_headers",
            Self::Example => "example",
            Self::Request => "request",
            Self::Properties => "properties",
            Self::Relationships => "relationships",
            Self::Members => "members",
            Self::Methods => "methods",
            Self::JsonRepresentation => "json_representation",
            Self::SeeAlso => "see_also",
            Self::ErrorResponse => "error_response",
        }
    }
}

/// The content of a table column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// The identifier that the row describes.
    Name,
    /// A link to the page of a method.
    Method,
    /// A type expression.
    Type,
    /// The type that a method returns.
    ReturnType,
    /// The value of an enum member or of a header.
    Value,
    /// Prose.
    Description,
    /// Whether the item is required.
    Required,
    /// The default value.
    Default,
    /// A permission scheme.
    Scheme,
    /// Permission scopes.
    Scopes,
    /// Scopes of one scheme, in a permission table with one column for each scheme. It is not a key of lexicon files: the words
    /// for the scheme are under `schemes`.
    #[serde(skip)]
    SchemeScopes(SchemeId),
}

impl ColumnRole {
    /// The name in lexicon files; for a column of one scheme, the name of the scheme with `_scopes`.
    pub fn name(self, schemes: &Schemes) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Name => "name",
            Self::Method => "method",
            Self::Type => "type",
            Self::ReturnType => "return_type",
            Self::Value => "value",
            Self::Description => "description",
            Self::Required => "required",
            Self::Default => "default",
            Self::Scheme => "scheme",
            Self::Scopes => "scopes",
            Self::SchemeScopes(scheme) => return Cow::Owned(format!("{}_scopes", schemes.get(scheme).name())),
        })
    }
}

/// Phrases that state a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name is the phrase in English")]
pub enum Phrase {
    NotSupported,
    None,
    Required,
    Optional,
    ReadOnly,
    Nullable,
    NotNullable,
    Key,
    /// The start of a sentence that ends with a default value.
    DefaultIs,
    PossibleValues,
    /// Before or after the link to a base type.
    Inherits,
    /// States that query options are not supported.
    NotSupporting,
    /// Before the last value of a list: `and`, `or`.
    Joining,
    /// Between two scopes that are needed together: `and`.
    Together,
    /// A word in the names of pages about a plain read or write of a resource: `list` in `berth-list-moorings`.
    PlainVerb,
}

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// Primary language, or language and script (`zh-Hant`).
    pub language: String,
    /// Frequent words by which the language of a text is recognized.
    pub function_words: Vec<String>,
    sections: FxHashMap<String, SectionRole>,
    columns: FxHashMap<String, ColumnRole>,
    /// Labels of permission schemes to the names of the schemes in profiles.
    schemes: FxHashMap<String, String>,
    types: FxHashMap<String, String>,
    headers: FxHashMap<String, String>,
    identifiers: FxHashMap<String, String>,
    identifier_words: Vec<String>,
    sounds: Sounds,
    collections: Vec<(String, String)>,
    phrases: BTreeMap<Phrase, Vec<String>>,
    whole_phrases: FxHashMap<String, Vec<Phrase>>,
    /// For each wording in `phrases`: a searcher for it.
    finders: BTreeMap<Phrase, Vec<Finder<'static>>>,
}

impl Lexicon {
    fn index_phrases(&mut self) {
        let mut whole: FxHashMap<String, Vec<Phrase>> = FxHashMap::default();
        for (phrase, words) in &self.phrases {
            for word in words {
                whole.entry(word.clone()).or_default().push(*phrase);
            }
        }
        self.whole_phrases = whole;
        let finders = |words: &Vec<String>| words.iter().map(|word| Finder::new(word).into_owned()).collect();
        self.finders = self.phrases.iter().map(|(phrase, words)| (*phrase, finders(words))).collect();
    }

    /// Adds the entries of a lexicon of the same language. For a word in both, the added meaning is used.
    fn extend(&mut self, added: Self) {
        self.function_words.extend(added.function_words);
        self.sections.extend(added.sections);
        self.columns.extend(added.columns);
        self.schemes.extend(added.schemes);
        self.types.extend(added.types);
        self.headers.extend(added.headers);
        self.identifiers.extend(added.identifiers);
        self.identifier_words.extend(added.identifier_words);
        self.sounds = Sounds::of(&self.identifier_words);
        self.collections.splice(0..0, added.collections);
        for (phrase, words) in added.phrases {
            self.phrases.entry(phrase).or_default().splice(0..0, words);
        }
        self.put_in_order();
    }

    /// Sorts patterns and phrases by length, the longest first, because the first match is used.
    fn put_in_order(&mut self) {
        self.function_words.sort();
        self.collections.sort_by_key(|(before, after)| std::cmp::Reverse(before.len() + after.len()));
        for words in self.phrases.values_mut() {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        self.index_phrases();
    }
}

/// All lexicons of a run.
#[derive(Clone, Debug)]
pub struct Lexicons {
    all: Vec<Lexicon>,
    /// Function word to the indices in `all` of the lexicons that contain it.
    function_words: FxHashMap<String, Vec<u8>>,
    schemes: Schemes,
}

const BUILT_IN: [&str; 11] = [
    include_str!("de.toml"),
    include_str!("en.toml"),
    include_str!("es.toml"),
    include_str!("fr.toml"),
    include_str!("it.toml"),
    include_str!("ja.toml"),
    include_str!("ko.toml"),
    include_str!("pt.toml"),
    include_str!("ru.toml"),
    include_str!("zh-Hans.toml"),
    include_str!("zh-Hant.toml"),
];

impl Lexicons {
    /// The built-in lexicons, with the schemes of the built-in profile.
    pub fn built_in() -> Self {
        Self::with_schemes(Profile::built_in().schemes)
    }

    /// The built-in lexicons. Their words for permission schemes that are not in `schemes` have no effect.
    pub fn with_schemes(schemes: Schemes) -> Self {
        let parse = |toml: &&str| Lexicon::parse(toml).expect("built-in lexicons parse, which a test holds");
        let all = BUILT_IN.par_iter().map(parse).collect();
        let mut lexicons = Self { all, function_words: FxHashMap::default(), schemes };
        lexicons.index_function_words();
        lexicons
    }

    fn index_function_words(&mut self) {
        self.function_words.clear();
        for (position, lexicon) in (0..=u8::MAX).zip(&self.all) {
            for word in &lexicon.function_words {
                let known = self.function_words.entry(word.clone()).or_default();
                if known.last() != Some(&position) {
                    known.push(position);
                }
            }
        }
    }

    /// The indices in [`Self::all`] of the lexicons that contain a function word. The word must be in lower case.
    pub fn with_function_word(&self, word: &str) -> &[u8] {
        self.function_words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Adds a lexicon. If its language has one, the entries of the new lexicon replace those for the same words.
    pub fn add(&mut self, lexicon: Lexicon) {
        match self.all.iter_mut().find(|known| known.language == lexicon.language) {
            Some(known) => known.extend(lexicon),
            None => self.all.push(lexicon),
        }
        self.index_function_words();
    }

    /// Removes the lexicon of a language.
    pub fn remove(&mut self, language: &str) {
        self.all.retain(|lexicon| lexicon.language != language);
        self.index_function_words();
    }

    /// The language of the lexicon for a locale: the primary language; for Chinese, also the script.
    pub fn language_of(locale: &Locale) -> &str {
        match locale.language() {
            "zh" if locale.is_traditional_chinese() => "zh-Hant",
            "zh" => "zh-Hans",
            language => language,
        }
    }

    /// The lexicon of a locale.
    pub fn of(&self, locale: &Locale) -> Option<&Lexicon> {
        let wanted = Self::language_of(locale);
        self.all.iter().find(|lexicon| lexicon.language == wanted)
    }

    /// The permission schemes whose words are looked up.
    pub fn schemes(&self) -> &Schemes {
        &self.schemes
    }

    /// All lexicons, in a fixed order.
    pub fn all(&self) -> &[Lexicon] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_lexicons_parse_and_know_each_role() {
        let lexicons = Lexicons::built_in();
        for lexicon in lexicons.all() {
            for role in
                [ColumnRole::Name, ColumnRole::Type, ColumnRole::Description, ColumnRole::Scheme, ColumnRole::Scopes]
            {
                assert!(
                    lexicon.columns.values().any(|known| *known == role),
                    "{}: no word for {role:?}",
                    lexicon.language
                );
            }
            assert!(!lexicon.words(Phrase::NotSupported).is_empty(), "{}", lexicon.language);
            for (before, after) in &lexicon.collections {
                assert!(
                    !before.is_empty() || !after.is_empty(),
                    "{}: a collection pattern matches anything",
                    lexicon.language
                );
            }
        }
    }

    #[test]
    fn chinese_scripts_have_separate_lexicons() {
        let lexicons = Lexicons::built_in();
        let language = |tag| lexicons.of(&Locale::parse(tag).expect("a tag")).map(|lexicon| lexicon.language.as_str());
        assert_eq!(language("zh-CN"), Some("zh-Hans"));
        assert_eq!(language("zh-TW"), Some("zh-Hant"));
        assert_eq!(language("pt-PT"), Some("pt"));
        assert_eq!(language("fi-FI"), None);
    }
}
