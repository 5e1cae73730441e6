//! When two names or numbers of two texts count as the same, and whether a text holds a name.

/// Whether a coined word is spelled as product names are: a capital first, or one small letter before
/// the first capital (`eLearning`), and no dot, underscore or sign.
pub fn is_brand_like(word: &str) -> bool {
    let bytes = word.as_bytes();
    let capital_early = bytes.iter().take(2).any(u8::is_ascii_uppercase);
    capital_early && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether two names share so much of their start or end that one was made of the other.
pub fn resembles(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let start = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let end = one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
    start.max(end) * 2 >= one.len().max(other.len())
}

/// Equal, or one with the short ending that a plural or a genitive adds.
pub fn inflected(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let Some(ending) = long.strip_prefix(short) else { return false };
    matches!(ending, "" | "s" | "es" | "e" | "n" | "en" | "er" | "ern")
}

/// Whether a text holds a name that no letter or digit of ASCII touches.
pub fn holds(text: &str, name: &str) -> bool {
    let outside = |character: Option<char>| character.is_none_or(|character| !character.is_ascii_alphanumeric());
    text.match_indices(name)
        .any(|(at, _)| outside(text[..at].chars().next_back()) && outside(text[at + name.len()..].chars().next()))
}

/// The digits of a number, so that `1,000`, `1.000` and `1000` are one.
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
}

/// Where a text holds a name that no letter or digit of ASCII touches, whatever its case: byte of its start.
pub fn find_ignoring_case(text: &str, name: &str) -> Option<usize> {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    let outside = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    text.windows(name.len()).enumerate().find_map(|(at, window)| {
        let alone =
            outside(at.checked_sub(1).and_then(|before| text.get(before))) && outside(text.get(at + name.len()));
        (alone && window.eq_ignore_ascii_case(name)).then_some(at)
    })
}

/// Clock times and myriads change their digits in translation.
pub fn has_clock_or_multiplier(text: &str) -> bool {
    let clock =
        text.as_bytes().windows(3).any(|part| part[0].is_ascii_digit() && part[1] == b':' && part[2].is_ascii_digit());
    clock || text.contains(['万', '億', '亿', '萬', '千', '百', '만', '억', '천'])
}
