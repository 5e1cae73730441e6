//! Finds text that must not be translated, so that CAT tools can lock it.

use crate::lexicon::{ColumnRole, Lexicon};
use crate::text::TextRange;
use crate::token;
use crate::token::TokenKind;

/// Finds text that must not be translated.
#[derive(Clone, Copy)]
pub struct Protect<'a> {
    /// The lexicon of the source language, for the names of HTTP headers.
    pub english: Option<&'a Lexicon>,
}

impl Protect<'_> {
    /// The byte ranges that must not be translated, in order and not overlapping: identifiers, scopes, placeholders, URLs,
    /// dates, media types, header names with a hyphen. Names that are also words of the language are not included, because
    /// their spelling does not show that they are names. Numbers are not included, because languages write them differently.
    pub fn ranges(self, text: &str) -> Vec<TextRange> {
        let mut ranges = Vec::new();
        if !token::is_plain(text) {
            token::scan(text, |token| {
                if token.kind != TokenKind::Number {
                    ranges.push(token.range);
                }
            });
        }
        let named = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
        let headers = named.filter(|word| word.contains('-') && self.is_header(word));
        let scopes = token::scopes(text);
        ranges.extend(headers.chain(scopes).filter_map(|word| TextRange::of_part(text, word)));
        ranges.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        ranges.retain(|range| {
            let is_free = range.start >= end && !range.is_empty();
            end = if is_free { range.end } else { end };
            is_free
        });
        ranges
    }

    fn is_header(self, word: &str) -> bool {
        self.english.is_some_and(|english| english.header(&word.to_ascii_lowercase()).is_some())
    }
}

/// Whether a table cell in this column contains only names. `plain`: the text of the cell without markup.
pub fn is_name_cell(column: ColumnRole, plain: &str) -> bool {
    match column {
        ColumnRole::Name => token::is_name(plain),
        ColumnRole::Type | ColumnRole::ReturnType => token::is_name(plain),
        ColumnRole::Value => plain.parse::<i64>().is_ok(),
        ColumnRole::Scopes | ColumnRole::SchemeScopes(_) => {
            let words = plain.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';'));
            let mut words = words.filter(|word| !word.is_empty()).peekable();
            words.peek().is_some() && words.all(|word| token::scopes(word).next() == Some(word))
        }
        ColumnRole::Method
        | ColumnRole::Description
        | ColumnRole::Required
        | ColumnRole::Default
        | ColumnRole::Scheme => false,
    }
}
