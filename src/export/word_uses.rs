//! What the words of a page with spans stand for: each heading, column header, cell or segment whose English
//! the English lexicon knows, with its translation.

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

/// A word of the target language and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordUse {
    /// The table that it belongs in.
    pub part: LexiconTable,
    /// The word, in lower case.
    pub word: String,
    /// What it stands for: a role, phrase, type, header or identifier; `patterns` of a collection.
    pub meaning: String,
}

/// Longer texts are sentences, and no words that a lexicon could hold.
const LONGEST: usize = 100;

/// The uses of words on a page; none where it has no source text.
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
    /// The bare texts of a block of the source side and of its partner: source, target.
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

    /// Segments that are a set phrase as a whole.
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
            // A name that still stands there is no vocabulary, and neither is one that no other page would have.
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
        // The element's name stands in both: what is around it in the target is the pattern.
        let Some(element) = self.english.collection_elements(&lower).next() else { return };
        let element = bare(&lower[element]);
        let target = target.to_lowercase();
        if token::is_name(element) && target.matches(element).count() == 1 && target != element {
            self.add(LexiconTable::Collections, source, &target.replacen(element, "{}", 1), "patterns".to_owned());
        }
    }
}

/// A text without what may stand around a word.
fn bare(text: &str) -> &str {
    text.trim_matches([' ', '*', '`', ':', '：', '.', '。', '\u{a0}'])
}

/// Whether a number is written in words.
fn is_worded(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether a name is one word, or words in one, as APIs spell them.
fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A word that only begins with a capital is the same word without.
fn uncapitalized(name: &str) -> String {
    let is_word = !name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    if is_word { name.to_lowercase() } else { name.to_owned() }
}

/// The name by which lexicon files know a role or phrase.
fn name<Role: Serialize>(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
