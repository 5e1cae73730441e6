//! Front matter: cut by hand, at the very top of a page only, and read as YAML.
//!
//! The metadata blocks of the Markdown parser are not used: they match `---` anywhere in a page.

use crate::text::FileRange;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use thiserror::Error;

/// Most levels of brackets in each other.
const DEEPEST: usize = 64;
/// Most colons of a line that may end its key.
const MOST_COLONS: usize = 8;

/// The YAML block at the top of a page.
#[derive(Debug)]
pub struct FrontMatter {
    /// The YAML between the two `---` lines, in bytes of the file.
    pub range: FileRange,
    /// The entries in order, or the reason why the block is not a YAML mapping.
    pub entries: Result<Vec<FrontMatterEntry>, InvalidFrontMatter>,
}

/// One top-level entry of front matter.
#[derive(Debug, PartialEq)]
pub struct FrontMatterEntry {
    /// The key without quotes.
    pub key: String,
    /// A scalar as text, without quotes; a sequence or mapping as YAML.
    pub value: String,
    /// The key in bytes of the file; the empty range at the start of the block if the key is not found in the text (it has
    /// escapes).
    pub key_range: FileRange,
    /// The rest of the key's line after the colon, trimmed, in bytes of the file.
    pub value_range: FileRange,
}

/// The reason why front matter is not a YAML mapping.
#[derive(Debug, PartialEq, Error)]
#[error("{message}")]
pub struct InvalidFrontMatter {
    /// The message of the YAML parser.
    pub message: String,
    /// The place where the parser stopped, in bytes of the file.
    pub at: u32,
}

impl FrontMatter {
    /// The value of a scalar key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entry(key).map(|entry| entry.value.as_str())
    }

    /// The value of the first of some keys that the front matter has. `a.b` is also the key `b` in the mapping `a`.
    pub fn first(&self, keys: &[String]) -> Option<Cow<'_, str>> {
        keys.iter().find_map(|key| self.get(key).map(Cow::Borrowed).or_else(|| self.nested(key).map(Cow::Owned)))
    }

    /// The scalar at a path of keys in nested mappings, such as `l10n.sourceCommit`.
    fn nested(&self, path: &str) -> Option<String> {
        path.match_indices('.').find_map(|(dot, _)| {
            let entry = self.entry(&path[..dot])?;
            let mapping: serde_yaml::Value = serde_yaml::from_str(&entry.value).ok()?;
            let value = path[dot + 1..].split('.').try_fold(&mapping, |mapping, key| mapping.get(key))?;
            (!value.is_mapping() && !value.is_sequence()).then(|| scalar(value))
        })
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&FrontMatterEntry> {
        self.entries.as_ref().ok()?.iter().find(|entry| entry.key == key)
    }
}

/// Cuts the front matter off a page. `text`: the whole file; `from`: its first byte after the byte order mark. Returns the
/// front matter and the first byte of the body. Without front matter, the body starts at `from`.
///
/// ```
/// let text = "---\ntitle: Get berth\n---\n# Get berth\n";
/// let (front_matter, body) = hexapla::page::front_matter::cut(text, 0);
/// assert_eq!(front_matter.and_then(|found| found.get("title").map(str::to_owned)).as_deref(), Some("Get berth"));
/// assert_eq!(&text[body as usize..], "# Get berth\n");
/// ```
pub fn cut(text: &str, from: u32) -> (Option<FrontMatter>, u32) {
    let Some(range) = locate(text, from as usize) else { return (None, from) };
    let body = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end + 1);
    let yaml = FileRange::of(range);
    (Some(FrontMatter { range: yaml, entries: read(text, yaml) }), body as u32)
}

/// The bytes between the opening and the closing `---` line.
fn locate(text: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let rest = text[from..].strip_prefix("---")?;
    let start = from + 3 + rest.find('\n')? + 1;
    if !text[from + 3..start].trim().is_empty() {
        return None;
    }
    let mut line = start;
    for part in text[start..].split_inclusive('\n') {
        if matches!(part.trim_end(), "---" | "...") {
            return Some(start..line);
        }
        line += part.len();
    }
    None
}

fn read(text: &str, range: FileRange) -> Result<Vec<FrontMatterEntry>, InvalidFrontMatter> {
    let yaml = range.slice(text);
    if let Some(entries) = read_plain(text, range) {
        return Ok(entries);
    }
    if let Some(at) = too_deep(yaml) {
        let message = format!("brackets are nested deeper than {DEEPEST} levels");
        return Err(InvalidFrontMatter { message, at: range.start + at as u32 });
    }
    let mapping: serde_yaml::Mapping = serde_yaml::from_str(yaml).map_err(|error| InvalidFrontMatter {
        at: range.start + error.location().map_or(0, |location| location.index().min(yaml.len())) as u32,
        message: error.to_string(),
    })?;
    let places = KeyPlaces::of(text, range);
    Ok(mapping.iter().map(|(key, value)| places.entry(scalar(key), scalar(value))).collect())
}

/// The place of the first bracket that is nested too deep, in bytes of `yaml`. The time of the YAML parser grows with the square
/// of the depth. Brackets in quotes are counted too: no page has so many.
fn too_deep(yaml: &str) -> Option<usize> {
    let mut depth = 0_usize;
    yaml.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// Reads the common case without the YAML parser: each line is `key: value`, and no character of the value has a meaning in
/// YAML. `None` in all other cases.
fn read_plain(text: &str, range: FileRange) -> Option<Vec<FrontMatterEntry>> {
    let mut entries = Vec::with_capacity(16);
    let mut at = range.start as usize;
    for line in range.slice(text).split_inclusive('\n') {
        let content = line.trim_end();
        let (key, value) = content.split_once(": ")?;
        let key_is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        let value = value.trim();
        let plain = match value.strip_prefix('"').or_else(|| value.strip_prefix('\'')) {
            Some(quoted) => quoted.strip_suffix(&value[..1]).filter(|inner| !inner.contains(['"', '\'', '\\'])),
            None => (value.starts_with(char::is_alphanumeric)
                && !value.contains(": ")
                && !value.contains(" #")
                && !value.ends_with(':'))
            .then_some(value),
        };
        let (true, Some(plain)) = (key_is_plain, plain) else { return None };
        let value_start = at + (content.len() - value.len());
        entries.push(FrontMatterEntry {
            key: key.to_owned(),
            value: plain.to_owned(),
            key_range: FileRange::of(at..at + key.len()),
            value_range: FileRange::of(value_start..value_start + value.len()),
        });
        at += line.len();
    }
    let keys: FxHashSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    (keys.len() == entries.len()).then_some(entries)
}

fn scalar(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::Null => String::new(),
        serde_yaml::Value::String(text) => text.clone(),
        value => serde_yaml::to_string(value).unwrap_or_default().trim_end().to_owned(),
    }
}

/// The places of keys: for each text before a colon, bare or quoted, the first line that starts with it.
struct KeyPlaces<'t> {
    /// The key to the ranges of key and value.
    places: FxHashMap<&'t str, [FileRange; 2]>,
    /// The empty range at the start of the front matter, for keys that are not found in the text.
    start: FileRange,
}

impl<'t> KeyPlaces<'t> {
    fn of(text: &'t str, range: FileRange) -> Self {
        let mut places = FxHashMap::default();
        let mut at = range.start as usize;
        for line in range.slice(text).split_inclusive('\n') {
            let bare = line.trim_start_matches(['"', '\'']);
            let key_start = at + line.len() - bare.len();
            // A key may contain a colon.
            for (colon, _) in bare.match_indices(':').take(MOST_COLONS) {
                let key = bare[..colon].trim_end().trim_end_matches(['"', '\'']);
                let after = &bare[colon + 1..];
                let value_start = at + line.len() - after.trim_start().len();
                let value = FileRange::of(value_start..value_start + after.trim().len());
                places.entry(key).or_insert([FileRange::of(key_start..key_start + key.len()), value]);
            }
            at += line.len();
        }
        Self { places, start: FileRange::at(range.start) }
    }

    /// An entry that the YAML parser read, with its places.
    fn entry(&self, key: String, value: String) -> FrontMatterEntry {
        let [key_range, value_range] = self.places.get(key.as_str()).copied().unwrap_or([self.start; 2]);
        FrontMatterEntry { key, value, key_range, value_range }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn entries(page: &str) -> Vec<(String, String)> {
        let (front, _) = cut(page, 0);
        let entries = front.expect("front matter").entries.expect("valid");
        for entry in &entries {
            assert_eq!(entry.key_range.slice(page), entry.key);
        }
        entries.into_iter().map(|entry| (entry.key, entry.value)).collect()
    }

    #[test]
    fn plain_and_quoted_values() {
        let read = entries("---\ntitle: 'a: b'\ndoc.kind: \"x\"\nn: 12\n\"q\": |\n  two\n  lines\n---\nbody");
        let expected = [("title", "a: b"), ("doc.kind", "x"), ("n", "12"), ("q", "two\nlines\n")];
        assert_eq!(read, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn the_first_of_several_keys_counts_also_in_mappings() {
        let page = "---\ntitle: a\na.commit: b\nl10n:\n  sourceCommit: 0123abc\n  by:\n    name: x\nlist: [a]\n---\n";
        let front = cut(page, 0).0.expect("front matter");
        let first = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            front.first(&keys).map(|value| value.into_owned())
        };
        for (keys, expected) in [
            (&["a.commit"][..], Some("b")),
            (&["commit", "l10n.sourceCommit", "a.commit"], Some("0123abc")),
            (&["l10n.by.name"], Some("x")),
            (&["l10n.by"], None),
            (&["list.a", "title.a", "l10n.none"], None),
            (&[], None),
        ] {
            assert_eq!(first(keys).as_deref(), expected, "{keys:?}");
        }
    }

    #[test]
    fn the_plain_reader_agrees_with_the_yaml_parser() {
        for yaml in ["a: b\nc: d e\n", "a: \"b # c\"\n", "a: b:c\n", "a: 1\n", "t: Größe é\n", "a: 'x'\nb: \"\"\n"] {
            let range = FileRange::of(0..yaml.len());
            let mapping: serde_yaml::Mapping = serde_yaml::from_str(yaml).expect("valid");
            let slow: Vec<_> = mapping.iter().map(|(key, value)| (scalar(key), scalar(value))).collect();
            let fast: Vec<_> =
                read_plain(yaml, range).expect(yaml).into_iter().map(|entry| (entry.key, entry.value)).collect();
            assert_eq!(fast, slow);
        }
        for yaml in [
            "a: b\na: c\n",
            "a: &x b\n",
            "a: [b]\n",
            "- a: b\n",
            "a: b: c\n",
            "a: b #c\n",
            "a: \"b\\n\"\n",
            "a:\n",
            "a: 'it''s'\n",
        ] {
            assert!(read_plain(yaml, FileRange::of(0..yaml.len())).is_none(), "{yaml}");
        }
    }

    #[test]
    fn work_grows_with_the_length() {
        let keys = |count: usize| (0..count).map(|key| format!("key{key}: value\n")).collect::<String>();
        type Page = fn(&str, usize) -> String;
        let cases: [(&str, Page); 5] = [
            ("plain keys", |keys, _| keys.to_owned()),
            ("keys for the YAML parser", |keys, _| format!("{keys}\nlast: [a]\n")),
            ("colons", |_, count| format!("a: \"{}\"\nb: [c]\n", ":".repeat(count * 10))),
            ("quotes", |_, count| format!("{}\n", "\"".repeat(count * 10))),
            ("brackets", |_, count| format!("a: {}\n", "[".repeat(count * 10))),
        ];
        for (name, page) in cases {
            let time = |count: usize| {
                let page = format!("---\n{}---\n", page(&keys(count), count));
                let run = || {
                    let start = std::time::Instant::now();
                    std::hint::black_box(cut(&page, 0));
                    start.elapsed()
                };
                (0..3).map(|_| run()).min().unwrap_or_default()
            };
            let (short, long) = (time(2_000), time(16_000));
            // Eight times the length: 8 in proportion, 64 with the square.
            assert!(long < short * 24 + std::time::Duration::from_millis(40), "{name}: {short:?}, {long:?}");
        }
    }

    #[test]
    fn only_the_top_counts() {
        assert!(cut("text\n---\na: b\n---\n", 0).0.is_none());
        assert!(cut("---\nnever closed\n", 0).0.is_none());
        assert_eq!(cut("---\r\na: b\r\n---\r\nbody", 0).1, 16);
    }

    #[test]
    fn faults_have_a_place() {
        let page = "---\na: \"b\nc: d\n---\n";
        let invalid = cut(page, 0).0.expect("front matter").entries.expect_err("invalid");
        assert!((4..=page.len() as u32).contains(&invalid.at));
    }
}
