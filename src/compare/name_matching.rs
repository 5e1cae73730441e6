//! Whether two names or numbers count as equal, and whether a text contains a name.

use memchr::memmem;

/// Whether an identifier is spelled like a product name: it starts with a capital, or with one small letter before the
/// first capital (`eLearning`), and contains only letters and digits.
pub fn is_brand_like(word: &str) -> bool {
    let bytes = word.as_bytes();
    let capital_early = bytes.iter().take(2).any(u8::is_ascii_uppercase);
    capital_early && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether the common start or the common end of two names, in lower case, is at least half the longer name.
pub fn resembles(left: &str, right: &str) -> bool {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let start = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    let end = left.bytes().rev().zip(right.bytes().rev()).take_while(|(left, right)| left == right).count();
    start.max(end) * 2 >= left.len().max(right.len())
}

/// The plural and genitive endings that translations add to names.
pub const INFLECTIONS: [&str; 7] = ["s", "es", "e", "n", "en", "er", "ern"];

/// Whether two names are equal, or one is the other with one of the [`INFLECTIONS`].
pub fn inflected(left: &str, right: &str) -> bool {
    let (long, short) = if left.len() >= right.len() { (left, right) } else { (right, left) };
    let Some(ending) = long.strip_prefix(short) else { return false };
    ending.is_empty() || INFLECTIONS.contains(&ending)
}

/// Whether a text contains a name that is not part of a longer ASCII word.
pub fn holds(text: &str, name: &str) -> bool {
    let text = text.as_bytes();
    memmem::find_iter(text, name).any(|at| is_word(text, at, name.len()))
}

/// The digits of a number without separators and leading zeros: `1,000`, `1.000` and `1000` give `1000`.
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
}

/// The byte at which a text contains a name, in any ASCII case, that is not part of a longer ASCII word.
pub fn find_ignoring_case(text: &str, name: &str) -> Option<usize> {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    let first = *name.first()?;
    let last = (text.len() + 1).checked_sub(name.len())?;
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), &text[..last])
        .find(|&at| text[at..at + name.len()].eq_ignore_ascii_case(name) && is_word(text, at, name.len()))
}

/// Whether no ASCII letter or digit is next to the part of a text at a byte.
fn is_word(text: &[u8], at: usize, length: usize) -> bool {
    let outside = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    outside(at.checked_sub(1).and_then(|before| text.get(before))) && outside(text.get(at + length))
}

/// Whether a text contains a clock time (`8:30`) or an East Asian multiplier (`万`, ten thousand): both change their digits in
/// translation.
pub fn has_clock_or_multiplier(text: &str) -> bool {
    let clock =
        text.as_bytes().windows(3).any(|part| part[0].is_ascii_digit() && part[1] == b':' && part[2].is_ascii_digit());
    clock || text.contains(['万', '億', '亿', '萬', '千', '百', '만', '억', '천'])
}
