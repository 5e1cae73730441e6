//! The text of a page as the Markdown parser reads it: without directives, and without the indentation that is due to them. Places in
//! it are converted to places in the page.

use super::directives::{self, FoundDirectives};
use super::syntax::PageSyntax;
use crate::text::SideRange;
use std::borrow::Cow;

/// A text as the Markdown parser reads it.
pub(crate) struct ParserText<'t> {
    /// The text of the page with spaces in place of directives: each byte is at its place.
    pub blanked: Cow<'t, str>,
    /// `blanked` without the indentation of directives; `None` if that is the same.
    dedented: Option<String>,
    /// For each removed indentation, in order: its place in the dedented text, and the bytes removed up to and with it.
    removed: Vec<(u32, u32)>,
    /// All directives outside of code, in order.
    pub directives: Vec<SideRange>,
}

impl<'t> ParserText<'t> {
    /// Finds the directives of a text.
    pub fn new(text: &'t str, syntax: &PageSyntax) -> Self {
        let FoundDirectives { all: directives, alone, cuts } = directives::find(text, syntax);
        let mut blanked = Cow::Borrowed(text);
        if !alone.is_empty() {
            let mut bytes = text.as_bytes().to_vec();
            for range in &alone {
                let part = &mut bytes[range.start as usize..range.end as usize];
                part.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
            }
            blanked = String::from_utf8(bytes).expect("whole characters were replaced").into();
        }
        if cuts.is_empty() {
            return Self { blanked, dedented: None, removed: Vec::new(), directives };
        }
        let (mut dedented, mut removed) = (String::with_capacity(blanked.len()), Vec::with_capacity(cuts.len()));
        let (mut at, mut total) = (0, 0);
        for (start, length) in cuts {
            dedented.push_str(&blanked[at..start]);
            (at, total) = (start + length, total + length);
            removed.push((dedented.len() as u32, total as u32));
        }
        dedented.push_str(&blanked[at..]);
        Self { blanked, dedented: Some(dedented), removed, directives }
    }

    /// The text for the parser.
    pub fn parsed(&self) -> &str {
        self.dedented.as_deref().unwrap_or(&self.blanked)
    }

    /// The place in the page of a range of the parsed text.
    pub fn place(&self, range: SideRange) -> SideRange {
        if self.removed.is_empty() {
            return range;
        }
        // An end belongs to the line before a removed indentation.
        let shift = |to: usize| to.checked_sub(1).map_or(0, |index| self.removed[index].1);
        let start = self.removed.partition_point(|(at, _)| *at <= range.start);
        let end = self.removed.partition_point(|(at, _)| *at < range.end);
        let start = range.start + shift(start);
        SideRange::new(start, (range.end + shift(end)).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use toml::Table;

    #[test]
    fn places_are_those_of_the_page() {
        let text = "<A>\n    Größe und <B>\n    mehr.\n</A>\nEnde.";
        let profile = Profile::named("mintlify", Table::new()).expect("a profile");
        let parser = ParserText::new(text, &PageSyntax::new(&profile));
        for (word, expected) in [
            ("Größe", "Größe"),
            ("mehr.", "mehr."),
            ("Ende.", "Ende."),
            ("Größe und <B>\nmehr.", "Größe und <B>\n    mehr."),
        ] {
            let at = parser.parsed().find(word).expect(word);
            let place = parser.place(SideRange::of(at..at + word.len()));
            assert_eq!(place.slice(text), expected);
        }
        assert_eq!(parser.place(SideRange::at(0)), SideRange::at(0));
    }
}
