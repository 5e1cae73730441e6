//! Reads the meanings of words from an aligned page: the translation of each heading, column header, cell or segment whose
//! source text is in the English lexicon.

use crate::lexicon::{ColumnRole, Lexicon, SectionRole};
use crate::page::tree::Table;
use crate::reading::Reading;
use crate::token;
use serde::Serialize;
use std::collections::BTreeSet;

/// A table of a lexicon file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the table of that name")]
pub enum LexiconTable {
    Sections,
    Columns,
    Schemes,
    Types,
    Collections,
    Phrases,
    Headers,
    Identifiers,
}

/// A word of the target language and its meaning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordUse {
    /// The lexicon table of the word.
    pub part: LexiconTable,
    /// The word, in lower case.
    pub word: String,
    /// Its meaning: a role, phrase, type, header or identifier; `patterns` for a collection.
    pub meaning: String,
}

/// Longest text that can be an entry of a lexicon, in bytes; longer texts are sentences.
const LONGEST: usize = 100;

/// The words of a page; empty if the page has no source text.
pub fn read(reading: &Reading, english: &Lexicon) -> BTreeSet<WordUse> {
    let mut words = WordReader { reading, english, uses: BTreeSet::new() };
    if let Some(source) = reading.aligned.source() {
        words.sections();
        words.segments();
        for (table, uses) in source.tree.tables.iter().zip(&reading.uses.tables) {
            if let Some(role) = uses.role {
                words.header(table);
                for (column, use_of) in (0..table.columns).zip(&uses.columns) {
                    if let Some(use_of) = use_of {
                        (1..table.rows).for_each(|row| words.cell(role, *use_of, table.cell(row, column)));
                    }
                }
            }
        }
    }
    words.uses
}

struct WordReader<'a> {
    reading: &'a Reading,
    english: &'a Lexicon,
    uses: BTreeSet<WordUse>,
}

impl WordReader<'_> {
    /// The bare texts of a source block and its matched target block; `None` if one is missing, empty or too long.
    fn both(&self, block: u32) -> Option<[String; 2]> {
        let target = self.reading.aligned.blocks.target_of(block)?;
        let plain = |side: &crate::page::Side, block: u32| {
            bare(&side.tree.plain(side.text(), &side.tree.blocks[block as usize])).to_owned()
        };
        let both = [plain(self.reading.aligned.authority(), block), plain(&self.reading.aligned.page.target, target)];
        (both.iter().all(|text| !text.is_empty() && text.len() <= LONGEST)).then_some(both)
    }

    fn add(&mut self, part: LexiconTable, source: &str, target: &str, meaning: String) {
        let word = target.to_lowercase();
        if word != source.to_lowercase() && word.chars().any(char::is_alphanumeric) {
            self.uses.insert(WordUse { part, word, meaning });
        }
    }

    fn sections(&mut self) {
        let headings = self.reading.aligned.authority().tree.sections.iter().filter(|section| section.level > 1);
        for heading in headings.filter_map(|section| section.heading) {
            if let Some([source, target]) = self.both(heading)
                && let Some(role) = self.english.section(&source.to_lowercase())
            {
                self.add(LexiconTable::Sections, &source, &target, name::<SectionRole>(role));
            }
        }
    }

    fn header(&mut self, table: &Table) {
        for column in 0..table.columns {
            let Some([source, target]) = self.both(table.cell(0, column)) else { continue };
            let lower = source.to_lowercase();
            if let Some(role) = self.english.column(&lower) {
                self.add(LexiconTable::Columns, &source, &target, name(role));
            } else if let Some(scheme) = self.english.scheme(&lower) {
                self.add(LexiconTable::Schemes, &source, &target, scheme.to_owned());
            }
        }
    }

    /// Adds segments that consist of a set phrase.
    fn segments(&mut self) {
        let aligned = &self.reading.aligned;
        let Some(side) = aligned.source() else { return };
        for segment in 0..aligned.segments.all.len() as u32 {
            let texts =
                [aligned.segments.source(segment, side), aligned.segments.target(segment, &aligned.page.target)];
            let [source, target] = texts.map(bare);
            if source.len() > LONGEST || target.len() > LONGEST || target.contains(['<', '[', '`']) {
                continue;
            }
            for phrase in self.english.phrases_of(&source.to_lowercase()).to_vec() {
                self.add(LexiconTable::Phrases, source, target, name(phrase));
            }
        }
    }

    fn cell(&mut self, role: SectionRole, column: ColumnRole, block: u32) {
        let Some([source, target]) = self.both(block) else { return };
        match column {
            ColumnRole::Scheme => {
                if let Some(scheme) = self.english.scheme(&source.to_lowercase()) {
                    self.add(LexiconTable::Schemes, &source, &target, scheme.to_owned());
                }
            }
            ColumnRole::Type | ColumnRole::ReturnType => self.type_cell(&source, &target),
            ColumnRole::Name if matches!(role, SectionRole::RequestHeaders | SectionRole::ResponseHeaders) => {
                if let Some(header) = self.english.header(&source.to_lowercase()).map(str::to_owned)
                    && self.english.header(&target.to_lowercase()).is_none()
                {
                    self.add(LexiconTable::Headers, &source, &target, header);
                }
            }
            // A name that was kept is not a word of the language. A name with punctuation is not a word either.
            ColumnRole::Name if is_word(&source) && !target.to_lowercase().contains(&source.to_lowercase()) => {
                self.add(LexiconTable::Identifiers, &source, &target, uncapitalized(&source));
            }
            ColumnRole::Value
                if role == SectionRole::Members && source.parse::<i64>().is_ok() && is_worded(&target) =>
            {
                self.add(LexiconTable::Identifiers, &source, &target, source.clone());
            }
            _ => {}
        }
    }

    fn type_cell(&mut self, source: &str, target: &str) {
        let lower = source.to_lowercase();
        if let Some(canonical) = self.english.type_name(&lower).map(str::to_owned) {
            self.add(LexiconTable::Types, source, target, canonical);
            return;
        }
        // Source and target contain the element name; the rest of the target is the pattern.
        let Some(element) = self.english.collection_elements(&lower).next() else { return };
        let element = bare(&lower[element]);
        let target = target.to_lowercase();
        if token::is_name(element) && target.matches(element).count() == 1 && target != element {
            self.add(LexiconTable::Collections, source, &target.replacen(element, "{}", 1), "patterns".to_owned());
        }
    }
}

/// A text without surrounding spaces, emphasis marks, backticks, colons and full stops.
fn bare(text: &str) -> &str {
    text.trim_matches([' ', '*', '`', ':', '：', '.', '。', '\u{a0}'])
}

/// Whether a text is a number written as a word.
fn is_worded(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether a name has the form of an API identifier: ASCII letters and digits, a letter first.
fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A name in lower case if only its first letter is a capital; otherwise unchanged.
fn uncapitalized(name: &str) -> String {
    let is_word = !name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    if is_word { name.to_lowercase() } else { name.to_owned() }
}

/// The name of a role or phrase in lexicon files.
fn name<Role: Serialize>(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
