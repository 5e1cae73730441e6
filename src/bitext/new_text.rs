//! Checks that a new translation brings no markup, URL or control character into its page that neither the old translation
//! nor the source text has. The bitext file is not trusted: it may come from anybody.

use crate::bitext::edits::{UnitEdit, UnitError};
use crate::bitext::inline::{InlinePiece, pieces};
use crate::token;
use crate::token::TokenKind;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Starts of markup that documentation systems read and CommonMark does not: templates, directives, includes.
const SYSTEM_MARKUP: [&str; 8] = ["{{", "{%", "{#", "<%", "${", ":::", "[!", "[["];

/// What a new translation may take from.
#[derive(Clone, Copy)]
pub struct AllowedText<'a> {
    /// The translation in the page.
    pub old: &'a str,
    /// The source text; `None` if it is not known.
    pub source: Option<&'a str>,
}

/// Checks a new translation. `text`: as it would be written into the page.
pub fn check(edit: &UnitEdit, text: &str, allowed: AllowedText<'_>) -> Result<(), UnitError> {
    let AllowedText { old, source } = allowed;
    characters(text, allowed)?;
    let (new, old_codes) = (Codes::of_text(text), Codes::of_text(old));
    let source_codes = match source {
        Some(source) => Codes::of_text(source),
        // The codes that the file states for the source text, without those that can do harm.
        None => Codes::of_list(&edit.source_codes).harmless(),
    };
    let declared = Codes::of_list(&edit.codes);
    let added = declared.without_larger_of(&old_codes, &source_codes);
    if !added.is_empty() {
        return Err(UnitError::AddedCodes(added));
    }
    let lost = old_codes.smaller(&source_codes).without(&declared);
    if !lost.is_empty() {
        return Err(UnitError::LostCodes(lost));
    }
    let (least, most) = (old_codes.count().min(source_codes.count()), old_codes.count().max(source_codes.count()));
    if !(least..=most).contains(&declared.count()) {
        return Err(UnitError::LostCodes(old_codes.without(&declared)));
    }
    let undeclared = new.without(&declared);
    if undeclared.iter().any(|code| code.starts_with('<')) {
        return Err(UnitError::OpenTag);
    }
    if !undeclared.is_empty() {
        return Err(UnitError::AddedCodes(undeclared));
    }
    if !declared.without(&new).is_empty() {
        return Err(UnitError::CodesOutOfOrder);
    }
    system_markup(text, allowed)
}

/// Refuses control characters, line separators, direction marks and characters without meaning that neither text has.
fn characters(text: &str, allowed: AllowedText<'_>) -> Result<(), UnitError> {
    let is_known =
        |character| allowed.old.contains(character) || allowed.source.is_some_and(|source| source.contains(character));
    match text.chars().find(|&character| is_forbidden(character) && !is_known(character)) {
        Some(character) => Err(UnitError::Character(u32::from(character))),
        None => Ok(()),
    }
}

fn is_forbidden(character: char) -> bool {
    let is_line_end = matches!(character, '\n' | '\r' | '\t');
    let is_direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_separator = matches!(character, '\u{2028}' | '\u{2029}');
    let is_noncharacter = matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    (character.is_control() && !is_line_end)
        || is_direction
        || is_separator
        || is_noncharacter
        || matches!(character, '\u{feff}' | '\u{fffd}')
}

/// Refuses starts of [`SYSTEM_MARKUP`] that are not in one of the two texts as often, and URLs of other sites.
fn system_markup(text: &str, AllowedText { old, source }: AllowedText<'_>) -> Result<(), UnitError> {
    let most = |part: &str| [Some(old), source].into_iter().flatten().map(|text| text.matches(part).count()).max();
    if let Some(start) = SYSTEM_MARKUP.into_iter().find(|start| Some(text.matches(start).count()) > most(start)) {
        return Err(UnitError::AddedMarkup(start.to_owned()));
    }
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for allowed in [Some(old), source].into_iter().flatten() {
        urls(allowed, |url| {
            known.insert(site(url));
        });
    }
    let mut added = None;
    urls(text, |url| {
        // The site may be in another literal of the allowed text.
        if added.is_none() && !known.contains(site(url)) && most(site(url)) == Some(0) {
            added = Some(url.to_owned());
        }
    });
    added.map_or(Ok(()), |url| Err(UnitError::AddedMarkup(url)))
}

/// Calls `found` with each URL of a text.
fn urls<'t>(text: &'t str, mut found: impl FnMut(&'t str)) {
    if token::is_plain(text) {
        return;
    }
    token::scan(text, |token| {
        let literal = token.range.slice(text);
        if token.kind == TokenKind::Literal && literal.contains("://") {
            found(literal);
        }
    });
}

/// The scheme and the host of a URL.
fn site(url: &str) -> &str {
    let host = url.find("://").map_or(0, |colon| colon + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |end| host + end);
    &url[..end]
}

/// Inline codes, each with the number of times that it occurs.
#[derive(Default)]
struct Codes(BTreeMap<String, usize>);

impl Codes {
    fn of_text(text: &str) -> Self {
        let mut codes = Self::default();
        for piece in pieces(text, None) {
            if let InlinePiece::Open(code) | InlinePiece::Close(code) | InlinePiece::Alone(code) = piece {
                *codes.0.entry(code.native.to_owned()).or_default() += 1;
            }
        }
        codes
    }

    fn of_list(list: &[String]) -> Self {
        let mut codes = Self::default();
        for code in list {
            *codes.0.entry(code.clone()).or_default() += 1;
        }
        codes
    }

    /// The codes of emphasis.
    fn harmless(self) -> Self {
        let is_emphasis = |code: &str| code.chars().all(|character| matches!(character, '*' | '_'));
        Self(self.0.into_iter().filter(|(code, _)| is_emphasis(code)).collect())
    }

    fn count(&self) -> usize {
        self.0.values().sum()
    }

    fn times(&self, code: &str) -> usize {
        self.0.get(code).copied().unwrap_or_default()
    }

    /// The codes that occur more often here than in `right`.
    fn without(&self, right: &Self) -> Vec<String> {
        self.0.iter().filter(|(code, count)| **count > right.times(code)).map(|(code, _)| code.clone()).collect()
    }

    /// The codes that occur more often here than in each of two others.
    fn without_larger_of(&self, left: &Self, right: &Self) -> Vec<String> {
        let most = |code: &str| left.times(code).max(right.times(code));
        self.0.iter().filter(|(code, count)| **count > most(code)).map(|(code, _)| code.clone()).collect()
    }

    /// The codes that both have, as often as both have them.
    fn smaller(&self, right: &Self) -> Self {
        let both = self.0.iter().map(|(code, count)| (code.clone(), (*count).min(right.times(code))));
        Self(both.filter(|(_, count)| *count > 0).collect())
    }
}
