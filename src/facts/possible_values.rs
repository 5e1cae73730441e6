//! Lists of possible values, in a description after a phrase such as "possible values" or in the JSON of the page as
//! `"a | b | c"`; and the enums that only such a list defines.

use crate::facts::extract::FactReader;
use crate::facts::types::TypeExpr;
use crate::facts::{Item, Member, Stated, TypeFacts};
use crate::lexicon::{Lexicon, Phrase};
use crate::page::tree::{BlockKind, InlineKind};
use crate::token;
use rustc_hash::FxHashSet;

impl FactReader<'_> {
    /// The possible values that a description lists. Empty for primitive types other than `String`.
    pub(super) fn possible_values(&self, description: u32, type_expr: Option<&TypeExpr>) -> Vec<String> {
        let Some(type_expr) = type_expr.filter(|type_expr| self.may_list(&type_expr.name)) else { return Vec::new() };
        let tree = &self.side().tree;
        let block = &tree.blocks[description as usize];
        let coded = tree.inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code).count() >= 2;
        if coded {
            let values = self.coded_values(description);
            // A single code span is an example of a value, not a list.
            return if values.len() < 2 { Vec::new() } else { values };
        }
        // Words without code spans may be translated; then they are not the values of the API.
        if self.may_have_lost_names() || type_expr.name == "String" {
            Vec::new()
        } else {
            self.plain_values(description)
        }
    }

    fn may_list(&self, type_name: &str) -> bool {
        type_name == "String" || self.words.types().primitive(type_name).is_none()
    }

    /// The code spans after the words "possible values", up to the end of the sentence.
    fn coded_values(&self, description: u32) -> Vec<String> {
        let block = &self.side().tree.blocks[description as usize];
        let (mut before, mut listing) = (String::new(), false);
        let mut values: Vec<String> = Vec::new();
        let mut known: FxHashSet<&str> = FxHashSet::default();
        for inline in self.side().tree.inlines(block) {
            let content = self.side().tree.content(self.text(), inline);
            if inline.kind == InlineKind::Code {
                let is_listing = |lexicon: &Lexicon| lexicon.find_phrase(Phrase::PossibleValues, &before).is_some();
                listing = listing || self.words.each().any(is_listing);
                before.clear();
                if listing && token::is_name(content) && known.insert(content) {
                    values.push(content.to_owned());
                }
            } else if listing && content.contains(['.', '。']) && !values.is_empty() {
                break;
            } else {
                before.push_str(&content.to_lowercase());
            }
        }
        values
    }

    /// The names, not in code spans, between the words "possible values" and the end of the sentence. Empty if they are
    /// fewer than two or if anything else is between them.
    fn plain_values(&self, description: u32) -> Vec<String> {
        let text = self.plain(&self.side().tree.blocks[description as usize]);
        let lower = text.to_lowercase();
        let after = self.words.each().find_map(|lexicon| lexicon.find_phrase(Phrase::PossibleValues, &lower));
        let Some(list) = after.filter(|_| lower.len() == text.len()).and_then(|after| text.get(after..)) else {
            return Vec::new();
        };
        let list = list.trim_start_matches([':', ' ']).split(['.', ';', '(']).next().unwrap_or_default();
        let parts = list.split([',', '|']).map(|part| {
            let part = part.trim();
            let joined = self.words.each().find_map(|lexicon| lexicon.after_phrase(Phrase::Joining, part));
            joined.unwrap_or(part).trim_matches(['"', '\'', ' ', '*', '‘', '’', '“', '”'])
        });
        let values: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let names = values.len() >= 2 && values.iter().all(|value| token::is_name(value));
        if names { values } else { Vec::new() }
    }

    /// Adds to items without values the values that the JSON of the page lists: `"status": "free | taken"`.
    pub(super) fn shown_values(&self, items: &mut [Item]) {
        let blocks = self.side().tree.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Code { body, .. } => Some(body.slice(self.text())),
            _ => None,
        });
        for line in blocks.flat_map(str::lines).filter(|line| line.contains('|')) {
            let mut parts = line.split('"');
            let (Some(key), Some(_), Some(list)) = (parts.nth(1), parts.next(), parts.next()) else { continue };
            let list = list.split_once(['(', ':']).map_or(list, |(_, inner)| inner.trim_end_matches(')'));
            let values: Vec<&str> = list.split('|').map(str::trim).collect();
            if values.len() < 2 || !values.iter().all(|value| token::is_name(value)) {
                continue;
            }
            let unlisted = |item: &&mut Item| {
                item.name == key
                    && item.values.is_empty()
                    && item.type_expr.as_ref().is_some_and(|read| self.may_list(&read.name))
            };
            for item in items.iter_mut().filter(unlisted) {
                item.values = values.iter().map(|value| (*value).to_owned()).collect();
            }
        }
    }

    /// The enums of items with at least two values that the page does not define. `known`: the types that it defines.
    pub(super) fn listed_enums(&self, items: &[&Item], known: &[TypeFacts]) -> Vec<TypeFacts> {
        let mut listed: Vec<TypeFacts> = Vec::new();
        let mut names: FxHashSet<String> = known.iter().map(|known| known.name.to_ascii_lowercase()).collect();
        for item in items.iter().filter(|item| item.values.len() >= 2) {
            let Some(name) = item.type_expr.as_ref().map(|type_expr| type_expr.name.clone()) else { continue };
            if self.words.types().primitive(&name).is_some() {
                continue;
            }
            if !names.insert(name.to_ascii_lowercase()) {
                continue;
            }
            let range = item.stated.range;
            let member = |value: &String| Member {
                name: value.clone(),
                written: value.clone(),
                value: String::new(),
                written_value: String::new(),
                stated: Stated { range, ..Stated::default() },
            };
            let members = item.values.iter().map(member).collect();
            listed.push(TypeFacts {
                range,
                from_value_list: true,
                ..TypeFacts::enumeration(name, self.namespace(), members)
            });
        }
        listed
    }
}
