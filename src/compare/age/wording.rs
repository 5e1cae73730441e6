//! Two states of a text: how similar they are, and which parts a message quotes.

use crate::text::floor_boundary;
use rustc_hash::FxHashMap;

/// The maximum length of a quote in bytes.
const LONGEST: usize = 90;
/// Words that a quote keeps before and after the difference.
const AROUND: usize = 2;

/// The share of words that two texts have in common, from 0 to 1; two empty texts give 1.
pub fn likeness(left: &str, right: &str) -> f64 {
    let mut counts: FxHashMap<&str, i64> = FxHashMap::default();
    left.split_whitespace().for_each(|word| *counts.entry(word).or_default() += 1);
    let (mut both, mut all) = (0, left.split_whitespace().count());
    for word in right.split_whitespace() {
        all += 1;
        let unmatched = counts.entry(word).or_default();
        both += usize::from(*unmatched > 0);
        *unmatched -= 1;
    }
    if all == 0 { 1.0 } else { 2.0 * both as f64 / all as f64 }
}

/// Whether two texts have a common start of at least half the longer one: `Example` and `Examples`.
pub fn share_start(left: &str, right: &str) -> bool {
    let shared = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    shared * 2 >= left.len().max(right.len())
}

/// A text without emphasis, quotes and escapes of Markdown, white space collapsed.
pub fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for word in text.split(|character: char| character.is_whitespace() || matches!(character, '*' | '\\' | '`' | '>')) {
        if !word.is_empty() {
            bare.push(' ');
            bare.push_str(word);
        }
    }
    bare.trim_start().to_owned()
}

/// The parts of two states of a text that a message quotes: the difference with [`AROUND`] words before and after it.
pub fn quotes(old: &str, new: &str) -> [String; 2] {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if after.is_empty() {
        return [cut(&before.join(" ")), String::new()];
    }
    let shortest = before.len().min(after.len());
    let start = before.iter().zip(&after).take_while(|(old, new)| old == new).count();
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(old, new)| old == new).count();
    let end = end.min(shortest - start);
    let (start, end) = (start.saturating_sub(AROUND), end.saturating_sub(AROUND));
    let [before, after] = [before, after].map(|words| words[start..words.len() - end].join(" "));
    let quotes = if cut(&before) == cut(&after) {
        [&before, &after].map(|text| around_difference(text, &before, &after))
    } else {
        [cut(&before), cut(&after)]
    };
    quotes.map(|mut quote| {
        if start > 0 {
            quote.insert_str(0, "… ");
        }
        if end > 0 {
            quote.push_str(" …");
        }
        quote
    })
}

/// The part of `text`, which is `left` or `right`, around the first byte in which the two differ.
fn around_difference(text: &str, left: &str, right: &str) -> String {
    let same = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    let start = floor_boundary(text, same.min(text.len()).saturating_sub(LONGEST / 3));
    let end = floor_boundary(text, text.len().min(start + LONGEST));
    let before = if start > 0 { "…" } else { "" };
    let after = if end < text.len() { "…" } else { "" };
    format!("{before}{}{after}", &text[start..end])
}

/// A text of more than [`LONGEST`] bytes without its middle.
fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let head = floor_boundary(text, LONGEST * 2 / 3);
    let tail = floor_boundary(text, text.len() - LONGEST / 3);
    format!("{} … {}", text[..head].trim_end(), text[tail..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_show_what_differs() {
        for (old, new, expected) in [
            ("a b", "", ["a b", ""]),
            (
                "Lists all berths of a harbor that are free.",
                "Lists all moorings of a harbor that are free.",
                ["Lists all berths of a …", "Lists all moorings of a …"],
            ),
            ("a b c d e", "a b c d e f", ["… d e", "… d e f"]),
            ("x x", "x x x", ["x x", "x x x"]),
        ] {
            assert_eq!(quotes(old, new), expected, "{old}");
        }
        let path = |name: &str| format!("GET /{}/{name}/{}", "a".repeat(80), "b".repeat(80));
        let [old, new] = quotes(&path("x"), &path("y"));
        assert!(old.contains("a/x/b") && new.contains("a/y/b"), "{old} {new}");
        let long = "berth ".repeat(40);
        assert!(quotes(&long, "x").iter().all(|quote| quote.len() < 100));
    }

    #[test]
    fn likeness_counts_words() {
        assert_eq!([likeness("a b", "a b"), likeness("a b", "c d"), likeness("a a", "a b")], [1.0, 0.0, 0.5]);
    }
}
