//! Tokens that are the same in every language: identifiers, scopes, placeholders, literals, numbers.
//!
//! Tokens are found in ASCII runs of a text in any script. A run ends at white space and at the first character that is not
//! ASCII, so `remoteDevice对象` and `remoteDevice-Objekt` both contain the identifier `remoteDevice`.

use crate::text::TextRange;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A name with a spelling that no natural language uses: `displayName`, `core.berth`, `@core.type`.
    Identifier,
    /// `{id}`.
    Placeholder,
    /// A URL, ISO date, GUID or media type.
    Literal,
    /// A number with its separators.
    Number,
}

/// A token and its place, in bytes of the text that was scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its kind.
    pub kind: TokenKind,
    /// Its bytes.
    pub range: TextRange,
}

/// Text in braces of more bytes than this is prose, not a placeholder.
const LONGEST_PLACEHOLDER: usize = 60;

/// Whether a text certainly contains no token: it has no inner capital, no digit and no sign that a token needs. A fast
/// test; `false` does not mean that there is a token.
pub fn is_plain(text: &str) -> bool {
    let mut before = 0_u8;
    for &byte in text.as_bytes() {
        let sign = match CLASS[byte as usize] {
            Class::Other => false,
            Class::Capital => before.is_ascii_lowercase() || matches!(before, b'.' | b'/'),
            Class::Joint => false,
            Class::Sign => true,
            Class::Letter => matches!(before, b'.' | b'/'),
        };
        if sign {
            return false;
        }
        // A joint counts only between letters.
        before = if CLASS[byte as usize] == Class::Joint && !before.is_ascii_alphanumeric() { 0 } else { byte };
    }
    true
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Other,
    Letter,
    Capital,
    Joint,
    Sign,
}

const CLASS: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => Class::Letter,
            b'A'..=b'Z' => Class::Capital,
            b'.' | b'/' => Class::Joint,
            b'0'..=b'9' | b'{' | b'<' | b'_' | b'@' | b'$' | b'#' => Class::Sign,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Calls `found` with each token of a text.
pub fn scan(text: &str, mut found: impl FnMut(Token)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_graphic() {
            at += 1;
            continue;
        }
        if bytes[at] == b'{'
            && let Some(length) = placeholder(&text[at..])
        {
            found(Token { kind: TokenKind::Placeholder, range: TextRange::of(at..at + length) });
            at += length;
            continue;
        }
        let end = at
            + bytes[at..]
                .iter()
                .position(|byte| !byte.is_ascii_graphic() || *byte == b'{')
                .map_or(bytes.len() - at, |length| length.max(1));
        run(text, at, end, &mut found);
        at = end;
    }
}

/// The length in bytes of the placeholder at the start of `text`: `{…}` on one line that contains a letter and no character
/// that only JSON has.
fn placeholder(text: &str) -> Option<usize> {
    let mut limit = LONGEST_PLACEHOLDER.min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let close = text[..limit].find('}')?;
    let inner = &text[1..close];
    (inner.chars().any(char::is_alphabetic) && !inner.contains(['{', '"', '\n', ':'])).then_some(close + 1)
}

/// Finds the tokens of a run of ASCII without white space.
fn run(text: &str, start: usize, end: usize, found: &mut impl FnMut(Token)) {
    let whole = &text[start..end];
    let colon = memchr::memchr(b':', whole.as_bytes());
    if let Some(scheme) = colon.filter(|&colon| whole[colon..].starts_with("://")) {
        let from =
            whole[..scheme].rfind(|character: char| !character.is_ascii_alphabetic()).map_or(0, |before| before + 1);
        let url = trim_url(&whole[from..]);
        if from < scheme && url.len() > scheme - from + 3 {
            found(Token { kind: TokenKind::Literal, range: TextRange::of(start + from..start + from + url.len()) });
            return;
        }
    }
    let mut at = start;
    while at < end {
        let byte = text.as_bytes()[at];
        if !is_word_start(byte) {
            at += 1;
            continue;
        }
        let mut word_end = at + text[at..end].bytes().position(|byte| !is_word(byte)).unwrap_or(end - at);
        while word_end > at + 1
            && matches!(text.as_bytes()[word_end - 1], b'.' | b',' | b'/' | b'-' | b'_' | b'+' | b'@' | b'#' | b'$')
        {
            word_end -= 1;
        }
        word(text, at, word_end, found);
        at = word_end.max(at + 1);
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'$' | b'#')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'$' | b'#' | b'.' | b'/' | b'-' | b'+' | b',')
}

fn word(text: &str, start: usize, end: usize, found: &mut impl FnMut(Token)) {
    let whole = &text[start..end];
    if is_literal(whole) {
        found(Token { kind: TokenKind::Literal, range: TextRange::of(start..end) });
        return;
    }
    // The parts of compounds and paths are separate identifiers.
    let mut at = start;
    for part in whole.split(['/', '-', '+', ',']) {
        let trimmed = part.trim_end_matches(['.', '_', '@', '#', '$']);
        if is_coined(trimmed) && !touches_latin(text, at, at + trimmed.len()) {
            found(Token { kind: TokenKind::Identifier, range: TextRange::of(at..at + trimmed.len()) });
        }
        at += part.len() + 1;
    }
    if whole.starts_with(|first: char| first.is_ascii_digit()) && !whole.contains('/') {
        let digits = whole
            .bytes()
            .position(|byte| !(byte.is_ascii_digit() || byte == b'.' || byte == b','))
            .unwrap_or(whole.len());
        let number = whole[..digits].trim_end_matches(['.', ',']);
        let rest = &whole[number.len()..];
        if !number.is_empty() && !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_') {
            found(Token { kind: TokenKind::Number, range: TextRange::of(start..start + number.len()) });
        }
    }
}

/// Whether an accented Latin letter is next to a range: then the range is part of a word and not a name.
fn touches_latin(text: &str, start: usize, end: usize) -> bool {
    let accented =
        |character: Option<char>| character.is_some_and(|character| ('\u{c0}'..='\u{24f}').contains(&character));
    accented(text[..start].chars().next_back()) || accented(text[end..].chars().next())
}

/// A URL without the punctuation of the sentence at its end.
fn trim_url(url: &str) -> &str {
    let end = url.find(['"', '<', '>', '`', '|', '\\']).unwrap_or(url.len());
    let mut url = url[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    while url.ends_with([')', ']']) && url.matches(['(', '[']).count() < url.matches([')', ']']).count() {
        url = &url[..url.len() - 1];
        url = url.trim_end_matches(['.', ',', ';']);
    }
    url
}

fn is_literal(word: &str) -> bool {
    is_guid(word) || is_iso_date(word) || is_media_type(word)
}

/// Whether a word is a GUID: RFC 9562 section 4, textual form.
pub fn is_guid(word: &str) -> bool {
    word.len() == 36
        && word.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether a word is an RFC 3339 `full-date`, or starts with one and `T`.
fn is_iso_date(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 10
        && bytes[..10]
            .iter()
            .enumerate()
            .all(|(index, byte)| if matches!(index, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
        && bytes.get(10).is_none_or(|byte| *byte == b'T')
}

/// Whether a word is a media type (RFC 6838, section 4.2) with a subtype that APIs use: `audio/video` is prose.
fn is_media_type(word: &str) -> bool {
    const SUBTYPES: [&str; 26] = [
        "atom+xml",
        "bmp",
        "calendar",
        "css",
        "csv",
        "event-stream",
        "form-data",
        "gif",
        "html",
        "javascript",
        "jpeg",
        "jpg",
        "json",
        "markdown",
        "mixed",
        "mp4",
        "mpeg",
        "octet-stream",
        "ogg",
        "pdf",
        "plain",
        "png",
        "webm",
        "x-www-form-urlencoded",
        "xml",
        "zip",
    ];
    let Some((top, sub)) = word.split_once('/') else { return false };
    let registered = SUBTYPES.binary_search(&sub).is_ok()
        || sub.starts_with("vnd.")
        || sub.ends_with("+json")
        || sub.ends_with("+xml");
    registered && matches!(top, "application" | "audio" | "image" | "multipart" | "text" | "video")
}

/// Whether a word has a spelling that only identifiers have: inner capitals, inner underscores, dots between names, or a
/// leading `@`, `$` or `#`.
pub fn is_coined(word: &str) -> bool {
    if word.len() < 3 || !word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    if let Some(rest) = word.strip_prefix(['@', '$', '#']) {
        return rest.starts_with(|first: char| first.is_ascii_alphabetic())
            && (!word.starts_with('#') || rest.contains('.'));
    }
    if word.contains('.') {
        return is_dotted(word);
    }
    if word.contains(['@', '$', '#']) {
        return false;
    }
    let starts_well = word.starts_with(|first: char| first.is_ascii_alphabetic());
    let inner_underscore = word.trim_matches('_').contains('_') && word.bytes().any(|byte| byte.is_ascii_lowercase());
    starts_well && (inner_underscore || has_inner_capital(word))
}

/// Whether a lower-case letter is followed by a capital, as in `displayName`. The word must have at least three lower-case
/// letters, so `iOS` and `kB` are words.
fn has_inner_capital(word: &str) -> bool {
    let bytes = word.as_bytes();
    let inner = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    inner
        && bytes.iter().filter(|byte| byte.is_ascii_lowercase()).count() >= 3
        && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether a word is names joined by dots, such as `core.berth` or `Berth.Read.All`, and not a host, a file, or the end and
/// the start of two sentences.
fn is_dotted(word: &str) -> bool {
    const NO_NAME_ENDS_IN: [&str; 24] = [
        "aspx", "com", "csv", "dll", "doc", "docx", "exe", "gif", "html", "jpg", "js", "json", "md", "net", "org",
        "pdf", "png", "ppt", "pptx", "txt", "xls", "xlsx", "xml", "zip",
    ];
    let mut parts = word.split('.');
    let well_formed = parts.clone().all(|part| {
        part.len() >= 2
            && part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    let capital = |part: &str| part.starts_with(|first: char| first.is_ascii_uppercase());
    let first = parts.next().unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let sentence = !capital(first) && !has_inner_capital(first) && parts.clone().any(capital);
    well_formed
        && !sentence
        && !first.eq_ignore_ascii_case("www")
        && NO_NAME_ENDS_IN.binary_search(&last.as_str()).is_err()
}

/// Whether a whole text can be a name of an API: an identifier, a plain word such as `subject`, or a header name such as
/// `Content-Type`.
pub fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches(['@', '$', '#', '_']);
    !text.is_empty()
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'@' | b'$' | b'#' | b':' | b'/')
        })
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The permission scopes in a text, for example `Berth.Read.All`: two or more names joined by dots. The first name starts with a
/// capital. The names may contain dashes.
pub fn scopes(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_')))
        .map(|word| word.trim_matches(['.', '-', '_']))
        .filter(|word| is_scope(word))
}

/// The first part may start with a small letter (`eBerth.Read.All`) if all other parts start with a capital.
fn is_scope(word: &str) -> bool {
    let capital = |part: &str| part.starts_with(|first: char| first.is_ascii_uppercase());
    let name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let (first, rest) = word.split_once('.').unwrap_or((word, ""));
    !rest.is_empty()
        && word.split('.').all(name)
        && (capital(first) || (has_inner_capital(first) && rest.split('.').all(capital)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tokens(text: &str, expected: &[(TokenKind, &str)]) {
        let mut read = Vec::new();
        scan(text, |token| read.push((token.kind, token.range.slice(text))));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn identifiers() {
        use TokenKind::Identifier;
        tokens(
            "Das berthList-Objekt und core.berth。displayName对象",
            &[(Identifier, "berthList"), (Identifier, "core.berth"), (Identifier, "displayName")],
        );
        tokens("the object.The next, e.g. www.a.bc, file.md or iOS and JSON", &[]);
        assert!(is_plain("The next. Or this, and/ or API (iso) Größe。名前"));
        assert!(
            !is_plain("a core.berth") && !is_plain("displayName") && !is_plain("Berth.Read") && !is_plain("text/html")
        );
        tokens("use $filter or @core.type.", &[(Identifier, "$filter"), (Identifier, "@core.type")]);
        tokens("Berth.Read.All, snake_case", &[(Identifier, "Berth.Read.All"), (Identifier, "snake_case")]);
    }

    #[test]
    fn literals_numbers_and_placeholders() {
        use TokenKind::{Literal, Number, Placeholder};
        tokens(
            "see https://a.example/b(c). On 2020-01-02",
            &[(Literal, "https://a.example/b(c)"), (Literal, "2020-01-02")],
        );
        tokens("/berths/{id}/x {\"a\": 1}", &[(Placeholder, "{id}"), (Number, "1")]);
        tokens("1,000 of 8.1 and 3rd or 50%", &[(Number, "1,000"), (Number, "8.1"), (Number, "50")]);
        tokens("text/csv, image/png.", &[(Literal, "text/csv"), (Literal, "image/png")]);
        tokens("paísesRegions", &[]);
        tokens("application/json", &[(Literal, "application/json")]);
    }

    #[test]
    fn scopes_are_found_in_any_list() {
        let read: Vec<_> = scopes(
            "eBerth.Read.All harbor.core.berth Berth.Read.All, Berth-Own.ReadWrite*; User. Read nicht. Unterstützt",
        )
        .collect();
        assert_eq!(read, ["eBerth.Read.All", "Berth.Read.All", "Berth-Own.ReadWrite"]);
    }
}
