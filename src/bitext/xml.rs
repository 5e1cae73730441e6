//! XML escaping, and the note on a unit that XLIFF and PO share.

use crate::bitext::Unit;
use std::borrow::Cow;
use std::fmt::Write;

/// A text in which the characters that are special in all XML text and those of `special` are escaped. Carriage returns
/// are escaped because parsers normalize them (XML 1.0, section 2.11). Characters that XML cannot represent become
/// U+FFFD; they occur in file names only, because segments write them as codes.
fn escaped<'a>(text: &'a str, special: &[char]) -> Cow<'a, str> {
    let is_special = |character: char| {
        matches!(character, '&' | '<' | '>' | '\r') || special.contains(&character) || is_unrepresentable(character)
    };
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' if special.contains(&'"') => escaped.push_str("&quot;"),
            '\n' if special.contains(&'\n') => escaped.push_str("&#10;"),
            '\t' if special.contains(&'\t') => escaped.push_str("&#9;"),
            '\r' => escaped.push_str("&#13;"),
            character if is_unrepresentable(character) => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

/// A text as XML content.
pub fn content(text: &str) -> Cow<'_, str> {
    escaped(text, &[])
}

/// A text as the value of a double-quoted attribute. All line ends and tabs are escaped because parsers normalize them
/// (XML 1.0, section 3.3.3).
pub fn attribute(text: &str) -> Cow<'_, str> {
    escaped(text, &['"', '\n', '\t'])
}

/// The code point of a character that XML cannot represent: `U+000B`.
pub fn control(native: &str) -> String {
    native.chars().map(|character| format!("U+{:04X}", u32::from(character))).collect()
}

/// The note on a unit for translators: its place, its roles, and its confidence if that is below 1.
pub fn remark(unit: &Unit<'_>) -> String {
    let mut remark = unit.place.clone();
    for (label, value) in [("role", unit.role), ("column", unit.column.as_deref())] {
        if let Some(value) = value {
            let _ = write!(remark, "; {label} {value}");
        }
    }
    // A confidence that would be written as 1.00 is left out.
    if unit.confidence < 0.995 {
        let _ = write!(remark, "; confidence {:.2}", unit.confidence);
    }
    remark
}

/// Whether XML 1.0 cannot represent a character: section 2.2, `Char`.
pub fn is_unrepresentable(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
