//! Pages as plain lines: what a page really says, told without the library's own reading.

use regex::Regex;

/// The rows of a page's tables whose first cell is a name: cells of each, markup kept.
pub fn rows_named<'a>(text: &'a str, name: &str) -> Vec<Vec<&'a str>> {
    let rows = text.lines().filter(|line| line.contains('|')).map(cells);
    rows.filter(|cells| cells.first().is_some_and(|cell| first_word(cell).eq_ignore_ascii_case(name))).collect()
}

/// The cells of a table row.
pub fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').unwrap_or(line).split('|').map(str::trim).collect()
}

/// The first name in a cell, without markup around it.
fn first_word(cell: &str) -> &str {
    let bare = cell.trim_start_matches(['*', '`', '_', '[', ' ', '"', '\\']);
    let end = bare.find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '@')));
    bare[..end.unwrap_or(bare.len())].trim_end_matches('.')
}

/// Whether a text holds a name as a word of its own, in any case.
pub fn holds_word(text: &str, name: &str) -> bool {
    let pattern = format!(r"(?i)(^|[^A-Za-z0-9_]){}($|[^A-Za-z0-9_])", regex::escape(name));
    !name.is_empty() && Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(text))
}
