//! What a block says, apart from how it is set: its text in comparable form, and whether two states of it differ in
//! wording alone or in what must stay in translation.

use crate::compare::items;
use crate::compare::items::{ItemKind, ProtectedItem};
use crate::compare::links::{normal_target, same_target};
use crate::compare::words::{digits, holds, inflected, is_brand_like};
use crate::facts::extract::without_includes;
use crate::facts::roles::Uses;
use crate::facts::types;
use crate::facts::types::TypeWords;
use crate::lexicon::ColumnRole;
use crate::page::Side;
use crate::page::markdown;
use crate::page::tree::{Block, BlockKind, InlineKind, Tree};
use crate::token::{self, TokenKind};

/// The text of a block without emphasis, white space collapsed, each link with its target; empty for what is not
/// translated. Blocks of equal text say the same.
pub fn said(side: &Side, block: &Block) -> String {
    let mut said = said_in(side.text(), &side.tree, block);
    said.truncate(said.trim_end().len());
    said
}

fn said_in(text: &str, tree: &Tree, block: &Block) -> String {
    let mut said = String::new();
    match block.kind {
        BlockKind::Comment | BlockKind::Tab => {}
        BlockKind::Code { body, .. } => push(&mut said, body.slice(text)),
        BlockKind::Html => {
            // A comment makes HTML of the text behind it on its line.
            let behind = block.range.slice(text).rsplit_once("-->").map_or("", |(_, behind)| behind.trim());
            if behind.is_empty() || behind.starts_with('<') {
                push(&mut said, block.range.slice(text));
            } else {
                let (tree, _) = markdown::parse(behind);
                tree.blocks.iter().for_each(|block| said.push_str(&said_in(behind, &tree, block)));
            }
        }
        // What a page includes is translated where it stands.
        BlockKind::Paragraph if without_includes(&tree.plain(text, block)).is_empty() => {}
        _ => {
            for inline in tree.inlines(block) {
                match inline.kind {
                    InlineKind::Link(target) | InlineKind::Image(target) => {
                        said.push('\u{1}');
                        said.push_str(&normal_target(tree.string(target)));
                        said.push('\u{1}');
                    }
                    InlineKind::Html if !items::is_markup(inline.range.slice(text)) => {
                        push(&mut said, inline.range.slice(text));
                    }
                    _ => push(&mut said, tree.content(text, inline)),
                }
            }
        }
    }
    said
}

/// Adds a text with each run of white space as one space, and without characters of no width.
fn push(said: &mut String, text: &str) {
    let is_shown =
        |character: &char| !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    for (index, word) in text.split(char::is_whitespace).enumerate() {
        if index > 0 && !said.is_empty() && !said.ends_with([' ', '\u{1}']) {
            said.push(' ');
        }
        said.extend(word.chars().filter(is_shown));
    }
}

/// The role of a table cell below the header.
pub fn role(uses: &Uses, block: &Block) -> Option<ColumnRole> {
    let BlockKind::Cell { table, row, column } = block.kind else { return None };
    let table = uses.tables.get(table as usize).filter(|table| row > 0 && table.role.is_some())?;
    table.columns.get(column as usize).copied().flatten()
}

/// Whether two states of a block that say different things differ in what must stay in translation.
pub fn is_api(old: (&Side, &Block), new: (&Side, &Block), role: Option<ColumnRole>, words: TypeWords<'_>) -> bool {
    let plain = |(side, block): (&Side, &Block)| side.tree.plain(side.text(), block).into_owned();
    match (old.1.kind, role) {
        (BlockKind::Code { .. }, _) => return true,
        (BlockKind::Html, _) => {
            let tokens = |html: &str| {
                let mut tokens = Vec::new();
                token::scan(html, |token| tokens.push(token.range.slice(html).to_owned()));
                sorted(tokens.into_iter())
            };
            let [old, new] = [old, new].map(|(side, block)| tokens(block.range.slice(side.text())));
            return old != new;
        }
        (_, Some(ColumnRole::Scopes | ColumnRole::SchemeScopes(_))) => {
            let [old, new] = [plain(old), plain(new)].map(|cell| sorted(token::scopes(&cell).map(str::to_owned)));
            return old != new;
        }
        (_, Some(ColumnRole::Name | ColumnRole::Value)) if plain(old) != plain(new) => return true,
        (_, Some(ColumnRole::Type | ColumnRole::ReturnType)) => {
            let read = |at: (&Side, &Block)| types::parse(&plain(at), at.0.tree.first_link(at.1), words);
            if read(old).map(|read| read.key()) != read(new).map(|read| read.key()) {
                return true;
            }
        }
        _ => {}
    }
    !item_changes(old, new).is_empty()
}

/// What a list names, each once.
fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The protected items that only one of two states of a block has: `-name`, `+name`.
pub fn item_changes(old: (&Side, &Block), new: (&Side, &Block)) -> Vec<String> {
    let (before, after) = (items::read(old.0, old.1), items::read(new.0, new.1));
    let mut changes = Vec::new();
    for (sign, here, there) in [('-', &before, &after), ('+', &after, &before)] {
        for item in &here.items {
            let shown = format!("{sign}{}", item.text);
            if !is_held(item, there) && !changes.contains(&shown) {
                changes.push(shown);
            }
        }
    }
    changes
}

/// Whether a block has an item, in whatever way it is set; what may be a product's name counts as wording.
fn is_held(item: &ProtectedItem<'_>, there: &items::ProtectedItems<'_>) -> bool {
    let name = &*item.text;
    match item.kind {
        ItemKind::Link => there.of(ItemKind::Link).any(|other| same_target(&other.text, name)),
        ItemKind::Token(TokenKind::Identifier) if is_brand_like(name) => true,
        ItemKind::Token(TokenKind::Number) => {
            there.of(item.kind).any(|other| digits(&other.text) == digits(name)) || holds(there.plain(), name)
        }
        ItemKind::Token(TokenKind::Identifier) => {
            there.of(item.kind).any(|other| inflected(&other.text, name)) || holds(there.plain(), name)
        }
        _ => there.of(item.kind).any(|other| other.text == item.text) || holds(there.plain(), name),
    }
}
