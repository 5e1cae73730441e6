//! Table rows as items: headers, parameters, body members, properties, relationships.

use crate::facts::extract::FactReader;
use crate::facts::name_recovery;
use crate::facts::roles;
use crate::facts::types;
use crate::facts::{In, Item, Modifiers};
use crate::lexicon::{ColumnRole, Phrase};
use crate::page::tree::Table;
use crate::token;

impl FactReader<'_> {
    /// The items in the rows of a table. Empty if no column has the role of names.
    pub(super) fn items(&self, table: &Table, columns: &[Option<ColumnRole>], place: In) -> Vec<Item> {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let Some(name) = position(ColumnRole::Name) else { return Vec::new() };
        let values = position(ColumnRole::Value);
        let typed = values.filter(|column| place != In::Header && self.holds_types(table, *column));
        let (types, required) = (position(ColumnRole::Type).or(typed), position(ColumnRole::Required));
        let default = position(ColumnRole::Default);
        let description = position(ColumnRole::Description).or_else(|| values.filter(|column| types != Some(*column)));
        let mut items = Vec::with_capacity(table.rows as usize);
        let mut context = self.context(table);
        for row in 1..table.rows {
            let cell = |column: u32| roles::cell(self.side(), table, row, column);
            let written_name = cell(name);
            if self.is_divider(table, row, name) {
                context = written_name.into_owned();
                continue;
            }
            let Some(read) = self.item_name(&written_name, place) else { continue };
            let is_alone = || (0..table.columns).all(|column| column == name || cell(column).is_empty());
            if self.may_have_lost_names() && !token::is_name(&read) && is_alone() {
                // Prose in the wrong column: the row of a translated name has a type or a description.
                continue;
            }
            let link = types
                .and_then(|column| self.side().tree.first_link(roles::cell_block(self.side(), table, row, column)));
            let written_type = types.map(|column| cell(column).into_owned()).unwrap_or_default();
            let mut type_expr = types::parse(&written_type, link, self.words.types());
            if self.may_have_lost_names() {
                type_expr = name_recovery::type_of(type_expr, link, self.words);
            }
            let described = description.map(|column| table.cell(row, column));
            let by_columns = Modifiers {
                required: required.and_then(|column| self.yes_or_no(&cell(column))),
                default: default.map(|column| cell(column).into_owned()).unwrap_or_default(),
                ..Modifiers::default()
            };
            items.push(Item {
                place,
                name: read,
                written: written_name.into_owned(),
                values: described.map(|block| self.possible_values(block, type_expr.as_ref())).unwrap_or_default(),
                inherited_from: description
                    .and_then(|column| self.inherits(roles::cell_block(self.side(), table, row, column))),
                type_expr,
                type_link: link.unwrap_or_default().to_owned(),
                written_type,
                modifiers: match description {
                    Some(column) => by_columns.or(Modifiers::read(&cell(column), self.words)),
                    None => by_columns,
                },
                context: context.clone(),
                stated: self.stated(table.cell(row, name), described),
                ..Item::default()
            });
        }
        if self.may_have_lost_names() && place == In::Body {
            name_recovery::items(self.side(), self.words, &mut items);
        }
        items
    }

    /// Whether each cell of a column is a primitive type or has a link. The header of the column does not count.
    fn holds_types(&self, table: &Table, column: u32) -> bool {
        let mut cells = (1..table.rows).map(|row| roles::cell_block(self.side(), table, row, column));
        cells.all(|cell| {
            let link = self.side().tree.first_link(cell);
            let read = types::parse(&self.plain(cell), link, self.words.types());
            link.is_some() || read.is_some_and(|read| self.words.types().primitive(&read.name).is_some())
        })
    }

    /// The subject of a table if its section has several: the anchor of the heading above it. Empty if that heading gives the
    /// section its role.
    fn context(&self, table: &Table) -> String {
        if self.is_own_section(table) {
            return String::new();
        }
        self.side().tree.sections[table.section as usize].anchor.to_string()
    }

    /// Whether a row is a heading inside the table: its name cell is bold and all others are empty.
    fn is_divider(&self, table: &Table, row: u32, name: u32) -> bool {
        let block = roles::cell_block(self.side(), table, row, name);
        let raw = block.range.slice(self.text()).trim().trim_start_matches("&nbsp;").trim_start();
        let mut rest = (0..table.columns).filter(|column| *column != name);
        raw.starts_with("**")
            && table.columns > 1
            && rest.all(|column| roles::cell(self.side(), table, row, column).is_empty())
    }

    /// The name in a name cell: the whole cell if it is a name, else its first word if that is a name (`if-match` in
    /// `if-match (optional)`). Translated header names are looked up in the lexicon of the locale.
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
        if self.may_have_lost_names()
            && let Some(name) = name_recovery::coined_word(bare).filter(|_| bare.split_whitespace().count() <= 3)
        {
            return Some(name.to_owned());
        }
        // Without source text the name may be translated; then the translation is kept as the name.
        self.keeps_unnamed(bare).then(|| bare.to_owned())
    }

    fn yes_or_no(&self, cell: &str) -> Option<bool> {
        let lower = cell.to_lowercase();
        match lower.trim_matches([' ', '.', '*']) {
            "yes" | "true" | "required" | "✓" | "x" => Some(true),
            "no" | "false" | "optional" => Some(false),
            text => self.words.each().find_map(|lexicon| {
                if lexicon.is_phrase(Phrase::Required, text) {
                    Some(true)
                } else {
                    lexicon.is_phrase(Phrase::Optional, text).then_some(false)
                }
            }),
        }
    }
}
