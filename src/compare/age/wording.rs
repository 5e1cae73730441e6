//! Two states of a text in words: how alike they are, and what to quote of them.

use crate::text::floor_boundary;
use rustc_hash::FxHashMap;

/// Bytes of a quote.
const LONGEST: usize = 90;
/// Words that both texts share, kept before and after what differs.
const AROUND: usize = 2;

/// Share of words that two texts have in common, from 0 to 1.
pub fn likeness(one: &str, other: &str) -> f64 {
    let mut counts: FxHashMap<&str, i64> = FxHashMap::default();
    one.split_whitespace().for_each(|word| *counts.entry(word).or_default() += 1);
    let (mut both, mut all) = (0, one.split_whitespace().count());
    for word in other.split_whitespace() {
        all += 1;
        let left = counts.entry(word).or_default();
        both += usize::from(*left > 0);
        *left -= 1;
    }
    if all == 0 { 1.0 } else { 2.0 * both as f64 / all as f64 }
}

/// Whether half of the longer of two texts is the start of both: `Example` and `Examples`.
pub fn share_start(one: &str, other: &str) -> bool {
    let shared = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    shared * 2 >= one.len().max(other.len())
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

/// What to quote of two states of a text: where they differ, with a little around it.
pub fn quotes(old: &str, new: &str) -> [String; 2] {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if after.is_empty() {
        return [cut(&before.join(" ")), String::new()];
    }
    let shortest = before.len().min(after.len());
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    let end = end.min(shortest - start);
    let (start, end) = (start.saturating_sub(AROUND), end.saturating_sub(AROUND));
    let [before, after] = [before, after].map(|words| words[start..words.len() - end].join(" "));
    let quotes = if cut(&before) == cut(&after) {
        [&before, &after].map(|text| close(text, &before, &after))
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

/// The part of a text from shortly before the first character that differs in two.
fn close(text: &str, one: &str, other: &str) -> String {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let start = floor_boundary(text, same.min(text.len()).saturating_sub(LONGEST / 3));
    let end = floor_boundary(text, text.len().min(start + LONGEST));
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    format!("{}{}{}", cut(start > 0), &text[start..end], cut(end < text.len()))
}

/// A text cut in its middle where it is long.
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
