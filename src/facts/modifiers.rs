//! Modifiers in the sentences of a description: required, optional, read-only, nullable, key and the default value.
//!
//! A modifier is a whole sentence, or each part of a sentence between commas: `Key, not nullable.` A phrase within other
//! words ("required if …", "read-only access") has another meaning and does not count.

use crate::facts::Modifiers;
use crate::facts::roles::Words;
use crate::lexicon::{Lexicon, Phrase};
use crate::text::TextRange;
use crate::token;

impl Modifiers {
    /// Reads the sentences of a description.
    pub fn read(description: &str, words: Words<'_>) -> Self {
        let lower = description.to_lowercase();
        // Phrases are found in lower case; a default value keeps its case.
        let shown = |value: &str| {
            let place = TextRange::of_part(&lower, value).filter(|_| lower.len() == description.len());
            place.map_or(value, |place| place.slice(description)).to_owned()
        };
        let mut modifiers = Self::default();
        for sentence in sentences(&lower) {
            if let Some(stated) = modifier(sentence, words, &shown) {
                modifiers = modifiers.or(stated);
                continue;
            }
            let mut parts = sentence.split([',', '，', '、']).map(trim).filter(|part| !part.is_empty());
            let all: Option<Vec<Self>> = parts.by_ref().map(|part| modifier(part, words, &shown)).collect();
            modifiers = all.into_iter().flatten().fold(modifiers, Self::or);
        }
        modifiers
    }

    /// These modifiers; those that are not stated are taken from `fallback`.
    pub fn or(self, fallback: Self) -> Self {
        Self {
            required: self.required.or(fallback.required),
            nullable: self.nullable.or(fallback.nullable),
            read_only: self.read_only.or(fallback.read_only),
            key: self.key || fallback.key,
            default: if self.default.is_empty() { fallback.default } else { self.default },
        }
    }
}

/// The modifier that a whole sentence states; `None` if it contains anything else. The sentence must be in lower case.
/// `shown`: gives a part of the sentence as the page writes it.
fn modifier(sentence: &str, words: Words<'_>, shown: &impl Fn(&str) -> String) -> Option<Modifiers> {
    let is = |phrase| words.each().any(|lexicon: &Lexicon| lexicon.is_phrase(phrase, sentence));
    let nothing = Modifiers::default();
    if is(Phrase::Required) {
        return Some(Modifiers { required: Some(true), ..nothing });
    } else if is(Phrase::Optional) {
        return Some(Modifiers { required: Some(false), ..nothing });
    } else if is(Phrase::ReadOnly) {
        return Some(Modifiers { read_only: Some(true), ..nothing });
    } else if is(Phrase::NotNullable) {
        return Some(Modifiers { nullable: Some(false), ..nothing });
    } else if is(Phrase::Nullable) {
        return Some(Modifiers { nullable: Some(true), ..nothing });
    } else if is(Phrase::Key) {
        return Some(Modifiers { key: true, ..nothing });
    }
    let value = value(words.each().find_map(|lexicon| lexicon.after_phrase(Phrase::DefaultIs, sentence))?)?;
    let is_none = words.each().any(|lexicon| lexicon.is_phrase(Phrase::None, value));
    (!is_none).then(|| Modifiers { default: shown(value), ..nothing })
}

/// The value in the rest of a sentence, without quotes: a name, a number or a short code. `None` if it is anything else.
fn value(rest: &str) -> Option<&str> {
    let around = |character: char| character.is_whitespace() || ":：—–*\"'“”`«»".contains(character);
    // In languages with the verb at the end, the value is before the first letter that is not ASCII.
    let bare = rest.trim_matches(around).split(|character: char| !character.is_ascii() && character.is_alphabetic());
    let bare = bare.into_iter().next()?.trim_matches(around);
    let is_value = token::is_name(bare)
        || bare.parse::<f64>().is_ok()
        || bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'/'));
    (is_value && !bare.is_empty() && bare.len() < 64).then_some(bare)
}

/// The sentences of a text, trimmed. A full stop between digits does not end a sentence; a parenthesis or the start or end of
/// a placeholder does.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = end_of_sentence(rest);
            let (sentence, after) = rest.split_at(end.unwrap_or(rest.len()));
            rest = after.char_indices().nth(1).map_or("", |(start, _)| &after[start..]);
            let sentence = trim(sentence);
            if !sentence.is_empty() {
                return Some(sentence);
            }
        }
        None
    })
}

fn end_of_sentence(text: &str) -> Option<usize> {
    const ENDS: [char; 13] = ['.', '。', ';', '；', '(', ')', '（', '）', '!', '<', '>', '{', '}'];
    text.char_indices().find_map(|(at, character)| {
        let between_digits = || {
            character == '.'
                && text[..at].ends_with(|before: char| before.is_ascii_digit())
                && text[at + 1..].starts_with(|after: char| after.is_ascii_digit())
        };
        (ENDS.contains(&character) && !between_digits()).then_some(at)
    })
}

fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || matches!(character, '*' | '_' | '\u{a0}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::locale::Locale;

    #[track_caller]
    fn reads(locale: &str, description: &str, expected: &Modifiers) {
        let lexicons = Lexicons::built_in();
        let words = Words::of(&lexicons, &Locale::parse(locale).expect("a tag"));
        assert_eq!(Modifiers::read(description, words), *expected, "{description}");
    }

    #[test]
    fn whole_sentences_only() {
        let none = Modifiers::default();
        let required = Modifiers { required: Some(true), ..Modifiers::default() };
        let key = Modifiers { key: true, nullable: Some(false), read_only: Some(true), ..Modifiers::default() };
        reads("en", "The name. Required.", &required);
        reads("en", "The name (required)", &required);
        reads("es", "Se requiere <ficha> de portador.", &required);
        reads("en", "Required if the berth is free.", &none);
        reads("en", "Required, if the berth is free.", &none);
        reads("en", "Gives read-only access. Key for a door", &none);
        reads("en", "The id. Key, not nullable, Read-only.", &key);
        reads("de", "Die Kennung. Schlüssel. Lässt keine Nullwerte zu. Schreibgeschützt.", &key);
    }

    #[test]
    fn defaults_are_one_value() {
        let default = |value: &str| Modifiers { default: value.to_owned(), ..Modifiers::default() };
        reads("en", "How many. Default value is 2.5.", &default("2.5"));
        reads("en", "The state. The default is `openForAll`.", &default("openForAll"));
        reads("ja", "状態。既定値は `open` です。", &default("open"));
        reads("en", "The default is three years from now.", &default(""));
        reads("en", "Default: applies to all.", &default(""));
        reads("en", "False where it is not. The default is `false`.", &default("false"));
        let optional = Modifiers { required: Some(false), ..default("false") };
        reads("en", "Optional, default value is false.", &optional);
    }
}
