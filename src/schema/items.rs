//! Rows of tables of named things: headers, parameters, body members, properties, relationships.

use super::extract::Reader;
use super::facts::{In, Item};
use super::recover;
use super::roles;
use super::types;
use crate::lexicon::{ColumnRole, Phrase};
use crate::page::tree::{InlineKind, Table};
use crate::token;

impl Reader<'_> {
    /// The rows of a table of named things.
    pub(super) fn items(&self, table: &Table, columns: &[Option<ColumnRole>], place: In) -> Vec<Item> {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let Some(name) = position(ColumnRole::Name) else { return Vec::new() };
        let (types, required) = (position(ColumnRole::Type), position(ColumnRole::Required));
        let description = position(ColumnRole::Description).or_else(|| position(ColumnRole::Value));
        let mut items = Vec::with_capacity(table.rows as usize);
        for row in 1..table.rows {
            let cell = |column: u32| roles::cell(self.side(), table, row, column);
            if self.is_divider(table, row, name) {
                continue;
            }
            let written_name = cell(name);
            let Some(read) = self.item_name(&written_name, place) else { continue };
            let link = types
                .and_then(|column| self.side().tree.first_link(roles::cell_block(self.side(), table, row, column)));
            let written_type = types.map(|column| cell(column).into_owned()).unwrap_or_default();
            let requirement = required
                .and_then(|column| self.yes_or_no(&cell(column)))
                .or_else(|| self.requirement(&cell(description?)));
            items.push(Item {
                place,
                name: read,
                written: written_name.into_owned(),
                type_expr: types::parse(&written_type, link, self.words.types()),
                values: description
                    .map(|column| self.possible_values(table.cell(row, column), &written_type))
                    .unwrap_or_default(),
                written_type,
                required: requirement,
                stated: self.stated(table.cell(row, name), description.map(|column| table.cell(row, column))),
                ..Item::default()
            });
        }
        if self.may_have_lost_names() && place == In::Body {
            recover::names(self.side(), &mut items);
        }
        items
    }

    /// Whether a row is a heading inside the table: one bold cell, and nothing in the others.
    fn is_divider(&self, table: &Table, row: u32, name: u32) -> bool {
        let block = roles::cell_block(self.side(), table, row, name);
        let raw = block.range.slice(self.text()).trim().trim_start_matches("&nbsp;").trim_start();
        let mut others = (0..table.columns).filter(|column| *column != name);
        raw.starts_with("**")
            && table.columns > 1
            && others.all(|column| roles::cell(self.side(), table, row, column).is_empty())
    }

    /// The inline code after the words "possible values", where the type is not a primitive one.
    fn possible_values(&self, description: u32, written_type: &str) -> Vec<String> {
        let block = &self.side().tree.blocks[description as usize];
        let codes = || self.side().tree.inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code);
        if written_type.is_empty() || codes().count() < 2 || self.words.types().primitive(written_type).is_some() {
            return Vec::new();
        }
        let mut before = String::new();
        let mut listing = false;
        let mut values: Vec<String> = Vec::new();
        for inline in self.side().tree.inlines(block) {
            let content = self.side().tree.content(self.text(), inline);
            if inline.kind == InlineKind::Code {
                if listing && token::is_name(content) && !values.iter().any(|value| value == content) {
                    values.push(content.to_owned());
                }
                continue;
            }
            before.push_str(&content.to_lowercase());
            if listing && content.contains(['.', '。']) && !values.is_empty() {
                break;
            }
            listing |= self.words.each().any(|lexicon| lexicon.find_phrase(Phrase::PossibleValues, &before).is_some());
        }
        values
    }

    /// The name in a name cell: the cell where it is one name, else its first word where that is one
    /// (`if-match` of `if-match (optional)`). Headers are looked up in the lexicon of the locale.
    pub(super) fn item_name(&self, cell: &str, place: In) -> Option<String> {
        let bare = cell.trim_matches(['*', '`', ' ', '"', ':', '\u{a0}']);
        if place == In::Header {
            let name = bare.split([':', ' ']).next().unwrap_or(bare);
            let translated = self.words.locale.and_then(|lexicon| {
                [bare, bare.split(':').next().unwrap_or(bare).trim(), name]
                    .into_iter()
                    .find_map(|text| lexicon.header(&text.to_lowercase()))
            });
            return Some(
                translated.map_or_else(|| if name.is_empty() { bare } else { name }.to_owned(), str::to_owned),
            )
            .filter(|name| !name.is_empty());
        }
        if token::is_name(bare) {
            return Some(bare.rsplit('/').next().unwrap_or(bare).to_owned());
        }
        let first = bare.split([' ', '(', '（', '<', ',', '*', '\u{a0}']).next().unwrap_or_default();
        if token::is_name(first)
            && (token::is_coined(first) || bare[first.len()..].trim_start().starts_with(['(', '（', '*', '<']))
        {
            return Some(first.to_owned());
        }
        // Without source text a name may have been translated; it stays the row's name all the same.
        self.keeps_unnamed(bare).then(|| bare.to_owned())
    }

    fn yes_or_no(&self, cell: &str) -> Option<bool> {
        let lower = cell.to_lowercase();
        match lower.trim_matches([' ', '.', '*']) {
            "yes" | "true" | "required" | "✓" | "x" => Some(true),
            "no" | "false" | "optional" => Some(false),
            other => self.words.each().find_map(|lexicon| {
                if lexicon.is_phrase(Phrase::Required, other) {
                    Some(true)
                } else {
                    lexicon.is_phrase(Phrase::Optional, other).then_some(false)
                }
            }),
        }
    }

    /// Whether a description says, as a sentence of its own at its start or end, that the item must be
    /// given or need not be.
    pub(super) fn requirement(&self, description: &str) -> Option<bool> {
        let lower = description.to_lowercase();
        let mut sentences = lower
            .split(['.', '。', ';', '；', '(', ')', '（', '）', '!', '>', '}'])
            .map(str::trim)
            .filter(|sentence| !sentence.is_empty());
        sentences.find_map(|sentence| {
            self.words.each().find_map(|lexicon| {
                if lexicon.is_phrase(Phrase::Required, sentence) {
                    Some(true)
                } else {
                    lexicon.is_phrase(Phrase::Optional, sentence).then_some(false)
                }
            })
        })
    }
}
