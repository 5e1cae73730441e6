//! Query parameters that no table describes: in request lines, and in the sentences of the section about query options.

use crate::facts::extract::FactReader;
use crate::facts::{In, Item, Operation, Stated};
use crate::lexicon::{Lexicon, Phrase, SectionRole};
use crate::page::tree::{BlockKind, Quote};
use rustc_hash::FxHashSet;

impl FactReader<'_> {
    /// Adds a parameter for each name in the query of a request line that no row of a table describes.
    pub(super) fn add_query_of_requests(&self, operation: &mut Operation) {
        let known = operation.parameters.iter().map(|item| item.name.to_ascii_lowercase());
        let mut known: FxHashSet<String> = known.collect();
        for request in &operation.requests {
            for name in &request.query {
                if known.insert(name.to_ascii_lowercase()) {
                    operation.parameters.push(Item {
                        place: In::Query,
                        name: name.clone(),
                        written: name.clone(),
                        named_option: name.starts_with('$'),
                        stated: Stated { range: request.range, ..Stated::default() },
                        ..Item::default()
                    });
                }
            }
        }
    }

    /// Whether query options are supported, by the first sentence of their section that names an option (`$top`) or that
    /// begins a paragraph with a link; `None` if there is no such sentence. Adds the supported options to `parameters`.
    pub(super) fn query_options(&self, parameters: &mut Vec<Item>) -> Option<bool> {
        let side = self.side();
        let mut is_supported = None;
        for (index, block) in side.tree.blocks.iter().enumerate() {
            let section = &self.uses.sections[block.section as usize];
            if section.role != Some(SectionRole::QueryParameters)
                || section.in_example
                || block.quote != Quote::None
                || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
            {
                continue;
            }
            let text = self.plain(block);
            let links = side.tree.first_link(block).is_some();
            for (number, sentence) in sentences(&text).enumerate() {
                let names = options(sentence);
                if names.is_empty() && !(number == 0 && links) {
                    continue;
                }
                let lower = sentence.to_lowercase();
                let denies = |lexicon: &Lexicon| lexicon.find_phrase(Phrase::NotSupporting, &lower).is_some();
                let denied = self.words.each().any(denies);
                is_supported = is_supported.or(Some(!denied));
                // A sentence that denies support may name unsupported options and supported options.
                if !denied {
                    self.add_options(&names, index as u32, parameters);
                }
            }
        }
        is_supported
    }

    fn add_options(&self, names: &[&str], block: u32, parameters: &mut Vec<Item>) {
        for name in names {
            if !parameters.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                parameters.push(Item {
                    place: In::Query,
                    name: (*name).to_owned(),
                    written: (*name).to_owned(),
                    named_option: true,
                    stated: Stated { range: self.place(block), ..Stated::default() },
                    ..Item::default()
                });
            }
        }
    }
}

/// The sentences of a text, which end with a full stop and a space or with `。`. Text in parentheses belongs to its sentence,
/// unlike in `modifiers::sentences`: a denial also applies to the options in parentheses.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('。').flat_map(|part| part.split(". ")).filter(|sentence| !sentence.trim().is_empty())
}

/// The names in a text that start with `$`, without repeats.
fn options(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut known: FxHashSet<String> = FxHashSet::default();
    for (at, _) in text.match_indices('$') {
        let rest = &text[at + 1..];
        let length = rest.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(rest.len());
        let name = &text[at..at + 1 + length];
        if length > 1 && known.insert(name.to_ascii_lowercase()) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    #[test]
    fn options_start_with_a_dollar() {
        assert_eq!(
            crate::facts::query_options::options("supports `$top`, $select and $Top; costs $5 or US$"),
            ["$top", "$select"]
        );
    }
}
