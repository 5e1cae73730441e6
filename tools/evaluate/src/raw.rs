//! Reads pages line by line, without the library: an independent reading to compare with.

use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").expect("a constant pattern"));

/// A row of a table.
pub struct Row<'a> {
    /// The cells, with markup.
    pub cells: Vec<&'a str>,
    /// The level of the nearest heading above the row.
    pub level: usize,
}

/// A page without its comments: readers do not see them.
pub fn shown(text: &str) -> String {
    COMMENT.replace_all(text, "").into_owned()
}

/// The table rows of a page whose first cell is a name.
pub fn rows_named<'a>(shown: &'a str, name: &str) -> Vec<Row<'a>> {
    let mut level = 0;
    let mut rows = Vec::new();
    for line in shown.lines() {
        let signs = line.len() - line.trim_start_matches('#').len();
        if (1..=6).contains(&signs) && line[signs..].starts_with(' ') {
            level = signs;
        } else if line.contains('|') {
            let cells = cells(line);
            if cells.first().is_some_and(|cell| first_name(cell).eq_ignore_ascii_case(name)) {
                rows.push(Row { cells, level });
            }
        }
    }
    rows
}

/// The cells of a table row.
pub fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').unwrap_or(line).split('|').map(str::trim).collect()
}

/// The first name in a cell, without markup around it.
fn first_name(cell: &str) -> &str {
    let bare = cell.trim_start_matches(['*', '`', '_', '[', ' ', '"', '\\']);
    let end = bare.find(|character: char| !(character.is_ascii_alphanumeric() || "_.@/{}".contains(character)));
    bare[..end.unwrap_or(bare.len())].trim_end_matches('.')
}

/// The names in a text, in lower case: runs of ASCII letters, digits and underscores.
pub fn words(text: &str) -> HashSet<String> {
    let parts = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    parts.filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect()
}

/// Whether a text has a name as a whole word, in any case.
pub fn holds_word(text: &str, name: &str) -> bool {
    words(text).contains(&name.to_ascii_lowercase())
}
