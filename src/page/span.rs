//! The span scanner: finds every pair
//! `<span TARGET_ID="1">translation</span><span class="SOURCE_CLASS"><span SOURCE_ID="1">source</span></span>`. The profile
//! names the attributes and the class.
//!
//! It is a byte scanner, because an HTML tokenizer loses pairs in raw Markdown: after `<iframe` or an open quote in a code
//! sample. A span that is not part of a pair is a [`MalformedSpan`].

use crate::profile::Profile;
use crate::text::FileRange;
use memchr::memmem::Finder;

const CLOSE: &str = "</span>";

/// A span pair. Ranges are bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanPair {
    /// The whole pair, from its first `<` to its last `>`.
    pub whole: FileRange,
    /// The id of both spans. `hhhhh-pNNN` is the id of a paragraph that was merged from several sentences.
    pub id: FileRange,
    /// The translation.
    pub target: FileRange,
    /// The source-language text.
    pub source: FileRange,
}

/// The reason why a span is not part of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpanFault {
    /// The target span is not followed by a source span.
    SourceMissing,
    /// The source span has no target span before it.
    TargetMissing,
    /// The two spans have different ids.
    IdsDiffer,
    /// The span is not closed before the next pair starts.
    Unclosed,
}

/// A span that is not part of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedSpan {
    /// The opening tag, in bytes of the file.
    pub range: FileRange,
    /// The reason.
    pub fault: SpanFault,
}

/// Finds the span tags of a profile. Compiled once and shared by all pages.
pub struct SpanScanner {
    target_open: Finder<'static>,
    lookup_open: String,
    source_open: Finder<'static>,
    close: Finder<'static>,
}

impl Default for SpanScanner {
    fn default() -> Self {
        Self::new(&Profile::built_in())
    }
}

impl SpanScanner {
    /// A scanner for the span tags of a profile.
    pub fn new(profile: &Profile) -> Self {
        let opening = |id: &str| Finder::new(&format!("<span {id}=\"")).into_owned();
        Self {
            target_open: opening(&profile.spans.target_attribute),
            lookup_open: format!("<span class=\"{}\">", profile.spans.source_class),
            source_open: opening(&profile.spans.source_attribute),
            close: Finder::new(CLOSE),
        }
    }

    /// The span pairs and the malformed spans of `text` after byte `from`, both in order of place. They do not overlap.
    pub fn scan(&self, text: &str, from: usize) -> (Vec<SpanPair>, Vec<MalformedSpan>) {
        let mut pairs = Vec::new();
        let mut malformed = Vec::new();
        let bytes = text.as_bytes();
        let find_open = |at: usize| self.target_open.find(&bytes[at..]).map(|found| at + found);
        let mut next = find_open(from);
        while let Some(open) = next {
            let limit = find_open(open + 1);
            next = limit;
            match self.pair(text, open, limit.unwrap_or(text.len())) {
                Ok(pair) => pairs.push(pair),
                Err((fault, end)) => malformed.push(MalformedSpan { range: FileRange::of(open..end), fault }),
            }
        }
        // Source spans outside of pairs are rare: their number is compared before they are searched.
        if self.source_open.find_iter(&bytes[from..]).count() != pairs.len() {
            self.unpaired_sources(text, from, &pairs, &mut malformed);
        }
        malformed.sort_by_key(|fault| fault.range);
        (pairs, malformed)
    }

    /// Whether `text`, a part of a page without its span pairs, has no tag that may be from a span pair: no opening tag of a pair,
    /// and no other `<span` without its `</span>` after it.
    pub fn has_no_stray_tag(&self, text: &str) -> bool {
        let mut open = 0_usize;
        for (at, _) in text.match_indices('<') {
            let rest = &text[at..];
            if rest.starts_with("<span") {
                open += 1;
            } else if rest.starts_with(CLOSE) {
                let Some(left) = open.checked_sub(1) else { return false };
                open = left;
            }
        }
        open == 0
            && self.target_open.find(text.as_bytes()).is_none()
            && self.source_open.find(text.as_bytes()).is_none()
            && !text.contains(self.lookup_open.as_str())
    }

    /// Reads the pair whose first tag starts at `open`. The error has the end of that tag. `limit`: the start of the next pair.
    fn pair(&self, text: &str, open: usize, limit: usize) -> Result<SpanPair, (SpanFault, usize)> {
        let id_start = open + self.target_open.needle().len();
        let window = &text[..limit];
        let tag_end = |fault| (fault, window[open..].find('>').map_or(limit, |end| open + end + 1));
        let id_end = tag_id_end(window, id_start).ok_or_else(|| tag_end(SpanFault::Unclosed))?;
        let target_start = id_end + 2;
        let source_tag = self.source_open.find(&window.as_bytes()[target_start..]);
        let source_tag =
            source_tag.map(|found| target_start + found).ok_or_else(|| tag_end(SpanFault::SourceMissing))?;
        let between = window[target_start..source_tag].trim_end();
        let before_lookup = between
            .strip_suffix(self.lookup_open.as_str())
            .ok_or_else(|| tag_end(SpanFault::SourceMissing))?
            .trim_end();
        let target = before_lookup.strip_suffix(CLOSE).ok_or_else(|| tag_end(SpanFault::Unclosed))?;
        let source_id = source_tag + self.source_open.needle().len();
        let source_id_end = tag_id_end(window, source_id).ok_or_else(|| tag_end(SpanFault::Unclosed))?;
        if window[id_start..id_end] != window[source_id..source_id_end] {
            return Err(tag_end(SpanFault::IdsDiffer));
        }
        let source_start = source_id_end + 2;
        let mut search = source_start;
        loop {
            let close = self.close.find(&window.as_bytes()[search..]).ok_or_else(|| tag_end(SpanFault::Unclosed))?;
            let source_end = search + close;
            let after = source_end + CLOSE.len();
            let rest = window[after..].trim_start();
            if rest.starts_with(CLOSE) {
                let end = limit - rest.len() + CLOSE.len();
                return Ok(SpanPair {
                    whole: FileRange::of(open..end),
                    id: FileRange::of(id_start..id_end),
                    target: FileRange::of(target_start..target_start + target.len()),
                    source: FileRange::of(source_start..source_end),
                });
            }
            search = after;
        }
    }

    /// Adds the source spans outside of pairs.
    fn unpaired_sources(&self, text: &str, from: usize, pairs: &[SpanPair], malformed: &mut Vec<MalformedSpan>) {
        for found in self.source_open.find_iter(&text.as_bytes()[from..]) {
            let start = (from + found) as u32;
            let before = pairs.partition_point(|pair| pair.whole.start <= start).checked_sub(1);
            if !before.is_some_and(|before| pairs[before].whole.contains(start)) {
                let range = FileRange::new(start, start + self.source_open.needle().len() as u32);
                malformed.push(MalformedSpan { range, fault: SpanFault::TargetMissing });
            }
        }
    }
}

/// The end of the id that starts at `start`; `None` if no `">` follows it.
fn tag_id_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start..];
    let length = rest.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'-'))?;
    rest[length..].starts_with(b"\">").then_some(start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> (Vec<(&str, &str)>, Vec<SpanFault>) {
        let (pairs, malformed) = SpanScanner::new(&profile()).scan(text, 0);
        let pairs = pairs.iter().map(|pair| (pair.target.slice(text), pair.source.slice(text))).collect();
        (pairs, malformed.iter().map(|fault| fault.fault).collect())
    }

    /// A profile with other names than the built-in profile.
    fn profile() -> Profile {
        let spans = "[spans]\ntarget_attribute = \"t\"\nsource_attribute = \"s\"\nsource_class = \"c\"";
        Profile::with(toml::from_str(spans).expect("TOML")).expect("valid")
    }

    fn pair(id: &str, target: &str, source: &str) -> String {
        profile().spans.pair(id, target, source)
    }

    #[test]
    fn pairs_are_read() {
        let text = format!("# {} and {}\n", pair("ab-1", "Eins\nzwei", "One\ntwo"), pair("ab-p2", "", "x</span>y"));
        assert_eq!(scan(&text), (vec![("Eins\nzwei", "One\ntwo"), ("", "x</span>y")], vec![]));
    }

    #[test]
    fn tags_outside_of_pairs_are_stray() {
        let scanner = SpanScanner::new(&profile());
        for text in ["Hafen", "1 < 2", "<span class=\"x\">Hafen</span>", "<span id=\"x\"></span><b>"] {
            assert!(scanner.has_no_stray_tag(text), "{text}");
        }
        for text in
            ["<span t=\"a-1\">x</span>", "<span class=\"c\">x</span>", "a</span>", "</span><span x", "<span s=\"a"]
        {
            assert!(!scanner.has_no_stray_tag(text), "{text}");
        }
    }

    #[test]
    fn faults_do_not_eat_their_neighbours() {
        let good = pair("ab-9", "Gut", "Good");
        let cut = &pair("ab-1", "Hafen", "Harbor")[..30];
        assert_eq!(scan(&format!("{cut}\n{good}")), (vec![("Gut", "Good")], vec![SpanFault::SourceMissing]));
        let differ = pair("ab-1", "a", "b").replacen("ab-1", "ab-2", 1);
        assert_eq!(
            scan(&format!("{differ}{good}")),
            (vec![("Gut", "Good")], vec![SpanFault::IdsDiffer, SpanFault::TargetMissing])
        );
        assert_eq!(scan("<span s=\"x\">y</span>").1, [SpanFault::TargetMissing]);
        assert_eq!(scan("<span t=\"x").1, [SpanFault::Unclosed]);
    }
}
