//! What the XML formats of bitext share: escaping, and what is said of a unit.

use crate::bitext::Unit;
use std::borrow::Cow;
use std::fmt::Write;

/// A text as XML content or as the value of a double-quoted attribute. Line ends are kept from being normalized (XML
/// 1.0, sections 2.11 and 3.3.3) in attributes, carriage returns everywhere. What XML cannot hold becomes U+FFFD:
/// texts of segments have none, names of files may.
pub fn escaped(text: &str, in_attribute: bool) -> Cow<'_, str> {
    let is_special = |character: char| {
        matches!(character, '&' | '<' | '>' | '\r')
            || (in_attribute && matches!(character, '"' | '\n' | '\t'))
            || is_unholdable(character)
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
            '"' if in_attribute => escaped.push_str("&quot;"),
            '\n' if in_attribute => escaped.push_str("&#10;"),
            '\t' if in_attribute => escaped.push_str("&#9;"),
            '\r' => escaped.push_str("&#13;"),
            other if is_unholdable(other) => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// A text as XML content.
pub fn content(text: &str) -> Cow<'_, str> {
    escaped(text, false)
}

/// A text as the value of a double-quoted attribute.
pub fn attribute(text: &str) -> Cow<'_, str> {
    escaped(text, true)
}

/// A character that XML cannot hold, as it is named: `U+000B`.
pub fn control(native: &str) -> String {
    native.chars().map(|character| format!("U+{:04X}", u32::from(character))).collect()
}

/// What a translator may want to know of a unit: its place, what it is for, whether the pair is in doubt.
pub fn remark(unit: &Unit<'_>) -> String {
    let mut remark = unit.place.clone();
    for (label, value) in [("role", unit.role), ("column", unit.column.as_deref())] {
        if let Some(value) = value {
            let _ = write!(remark, "; {label} {value}");
        }
    }
    // What would be told as 1.00 leaves no doubt.
    if unit.confidence < 0.995 {
        let _ = write!(remark, "; confidence {:.2}", unit.confidence);
    }
    remark
}

/// Whether XML 1.0 has no way to write a character: section 2.2, `Char`.
pub fn is_unholdable(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
