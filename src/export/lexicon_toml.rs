//! Proposes a lexicon file from aligned pages: the meaning of each word, the number of pages with that meaning, and the
//! meanings that contradict it. The settings can name the file as it is.

use super::word_uses::{LexiconTable, WordUse};
use crate::lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The conditions for proposing a meaning of a word.
#[derive(Clone, Copy, Debug)]
pub struct ProposalOptions {
    /// Least number of pages on which the word has the meaning.
    pub pages: usize,
    /// Least percentage of the pages with the word on which it has the meaning.
    pub percent: usize,
    /// Whether meanings are left out that the lexicon in use already has.
    pub new_only: bool,
}

impl Default for ProposalOptions {
    fn default() -> Self {
        Self { pages: 3, percent: 90, new_only: false }
    }
}

/// Page counts by lexicon table, word and meaning. The versions of a page count once.
#[derive(Default)]
pub struct Proposal {
    words: BTreeMap<(LexiconTable, String), Word>,
    /// The number of pages added.
    pub pages: usize,
}

#[derive(Default)]
struct Word {
    pages: usize,
    meanings: BTreeMap<String, usize>,
}

impl Proposal {
    /// Adds the words of one page, all its versions together.
    pub fn add(&mut self, uses: BTreeSet<WordUse>) {
        self.pages += 1;
        let mut last = None;
        for WordUse { part, word, meaning } in uses {
            let key = (part, word);
            let counted = self.words.entry(key.clone()).or_default();
            // `uses` is in order of word, so equal keys are adjacent and each word counts once.
            counted.pages += usize::from(last.as_ref() != Some(&key));
            *counted.meanings.entry(meaning).or_default() += 1;
            last = Some(key);
        }
    }

    /// Writes the lexicon file of a language. `known`: the lexicon in use for the language.
    pub fn write(
        &self,
        language: &str,
        known: Option<&Lexicon>,
        options: ProposalOptions,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(
            to,
            "# Proposed from {} page{}. The comment of an entry: the number of pages with this meaning, and `new` if the",
            self.pages,
            if self.pages == 1 { "" } else { "s" }
        )?;
        writeln!(to, "# lexicon in use lacks the word.\nlanguage = {}", quoted(language))?;
        for part in LexiconTable::ALL {
            let mut entries: BTreeMap<&str, Vec<ProposedWord<'_>>> = BTreeMap::new();
            let mut doubts = Vec::new();
            for ((_, word), counted) in self.words.iter().filter(|((table, _), _)| *table == part) {
                let chosen = counted.chosen(options);
                doubts.extend(counted.doubt(word, &chosen, options));
                let old = known.map(|known| known.meanings(part.name(), word)).unwrap_or_default();
                let agrees = chosen.iter().any(|(meaning, _)| old.iter().any(|old| old == meaning));
                for (meaning, pages) in chosen {
                    let is_known = old.iter().any(|old| old == meaning);
                    if !agrees && let Some(old) = old.first() {
                        doubts.push(format!(
                            "{} means {meaning} on these pages, but {old} in the lexicon in use",
                            quoted(word)
                        ));
                    }
                    if !(is_known && options.new_only) {
                        entries.entry(meaning).or_default().push(ProposedWord { word, pages, is_new: old.is_empty() });
                    }
                }
            }
            if !(entries.is_empty() && doubts.is_empty()) {
                part.write(&entries, &doubts, to)?;
            }
        }
        Ok(())
    }
}

struct ProposedWord<'a> {
    word: &'a str,
    pages: usize,
    is_new: bool,
}

impl Word {
    /// The meanings that meet the conditions.
    fn chosen(&self, options: ProposalOptions) -> Vec<(&str, usize)> {
        let passes = |pages: usize| pages >= options.pages && pages * 100 >= self.pages * options.percent;
        self.meanings.iter().filter(|(_, pages)| passes(**pages)).map(|(name, pages)| (name.as_str(), *pages)).collect()
    }

    /// A comment with all meanings of a word, if it has meanings that are not proposed and is on enough pages.
    fn doubt(&self, word: &str, chosen: &[(&str, usize)], options: ProposalOptions) -> Option<String> {
        if self.meanings.len() == chosen.len() || self.pages < options.pages || self.meanings.len() < 2 {
            return None;
        }
        let mut meanings: Vec<_> = self.meanings.iter().collect();
        meanings.sort_by_key(|(name, pages)| (std::cmp::Reverse(**pages), name.as_str()));
        let counts: Vec<_> = meanings.iter().map(|(name, pages)| format!("{name} ({pages})")).collect();
        let end = if chosen.is_empty() { ": left out" } else { "" };
        Some(format!("{} means {}{end}", quoted(word), counts.join(", ")))
    }
}

impl LexiconTable {
    const ALL: [Self; 8] = [
        Self::Sections,
        Self::Columns,
        Self::Schemes,
        Self::Types,
        Self::Collections,
        Self::Phrases,
        Self::Headers,
        Self::Identifiers,
    ];

    /// The table's name in lexicon files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sections => "sections",
            Self::Columns => "columns",
            Self::Schemes => "schemes",
            Self::Types => "types",
            Self::Collections => "collections",
            Self::Phrases => "phrases",
            Self::Headers => "headers",
            Self::Identifiers => "identifiers",
        }
    }

    fn write(
        self,
        entries: &BTreeMap<&str, Vec<ProposedWord<'_>>>,
        doubts: &[String],
        to: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(to)?;
        for doubt in doubts {
            writeln!(to, "# {doubt}")?;
        }
        writeln!(to, "[{}]", self.name())?;
        let comment =
            |entry: &ProposedWord<'_>| format!("# {}{}", entry.pages, if entry.is_new { ", new" } else { "" });
        if matches!(self, Self::Headers | Self::Identifiers) {
            let mut lines: Vec<_> =
                entries.iter().flat_map(|(name, words)| words.iter().map(move |word| (word, name))).collect();
            lines.sort_by_key(|(entry, _)| entry.word);
            for (entry, meaning) in lines {
                writeln!(to, "{} = {} {}", quoted(entry.word), quoted(meaning), comment(entry))?;
            }
            return Ok(());
        }
        for (meaning, words) in entries {
            writeln!(to, "{meaning} = [")?;
            for entry in words {
                writeln!(to, "    {}, {}", quoted(entry.word), comment(entry))?;
            }
            writeln!(to, "]")?;
        }
        Ok(())
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
