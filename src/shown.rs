//! Text for people: on a terminal, in the log of a CI run, in a report of plain text.
//!
//! A file name may contain anything. A line end in it could forge a line of its own (`::error file=…` is a command for some CI
//! systems), an escape sequence could change the terminal, a direction mark could reorder the line. So every path, key and
//! message goes through [`Shown`] before people read it.

use std::fmt;
use std::fmt::Write as _;
use std::path::Path;

/// A text without characters that control its reader: they are written as `\n`, `\t`, `\r` or `\u{1b}`.
///
/// ```
/// use hexapla::shown::Shown;
/// assert_eq!(Shown("a\n::error::b\u{1b}[31m").to_string(), "a\\n::error::b\\u{1b}[31m");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(pub &'a str);

/// A path, as [`Shown`]. Bytes that are not UTF-8 become U+FFFD.
#[derive(Clone, Copy, Debug)]
pub struct ShownPath<'a>(pub &'a Path);

/// Whether a character controls a terminal, a log or the direction of text: C0 and C1 controls, line and paragraph separators,
/// direction marks, and invisible characters that make two names look equal.
fn controls(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(character, '\u{61c}' | '\u{feff}')
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.contains(controls) {
            return to.pad(self.0);
        }
        let mut escaped = String::with_capacity(self.0.len() + 8);
        for character in self.0.chars() {
            match character {
                character if controls(character) => write!(escaped, "{}", character.escape_default())?,
                character => escaped.push(character),
            }
        }
        to.pad(&escaped)
    }
}

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(&self.0.to_string_lossy()).fmt(to)
    }
}

/// A message of several lines, in which only the line ends are kept.
pub fn lines(message: &str) -> String {
    message.split('\n').map(|line| Shown(line.trim_end_matches('\r')).to_string()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_controls_the_reader() {
        let text: String = (0..0x3000).filter_map(char::from_u32).chain(['\u{feff}']).collect();
        let shown = Shown(&text).to_string();
        assert!(!shown.contains(controls) && shown.contains("\\u{202e}") && shown.contains("\\u{9b}"));
        assert_eq!(Shown("Größe 泊位 é").to_string(), "Größe 泊位 é");
        assert_eq!(format!("{:<4}|", Shown("ab")), "ab  |");
    }
}
