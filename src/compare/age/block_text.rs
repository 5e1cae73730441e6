//! The text of a block in comparable form, without its formatting, and whether two states of a block differ in wording
//! only or also in items that translation must keep.

use crate::compare::link_targets::{normal_target, same_target};
use crate::compare::name_matching::{digits, holds, inflected, is_brand_like};
use crate::compare::protected_items;
use crate::compare::protected_items::{ItemKind, ProtectedItem, ProtectedItems};
use crate::facts::roles::Uses;
use crate::facts::types;
use crate::facts::types::TypeWords;
use crate::lexicon::ColumnRole;
use crate::page::Side;
use crate::page::markdown;
use crate::page::syntax::PageSyntax;
use crate::page::tree::{Block, BlockKind, InlineKind, Tree};
use crate::token::{self, TokenKind};

/// The text of a block without emphasis, white space collapsed, each link with its target. Empty for blocks that are not
/// translated: comments, tab headers, includes.
pub fn comparable(side: &Side, block: &Block) -> String {
    let mut text = comparable_in(side.text(), &side.tree, &side.syntax, block);
    text.truncate(text.trim_end().len());
    text
}

fn comparable_in(text: &str, tree: &Tree, syntax: &PageSyntax, block: &Block) -> String {
    let mut comparable = String::new();
    match block.kind {
        BlockKind::Comment | BlockKind::Tab => {}
        BlockKind::Code { body, .. } => push(&mut comparable, body.slice(text)),
        BlockKind::Html => {
            // CommonMark reads a line that starts with a comment as HTML, with the text after the comment.
            let behind = block.range.slice(text).rsplit_once("-->").map_or("", |(_, behind)| behind.trim());
            if behind.is_empty() || behind.starts_with('<') {
                push(&mut comparable, block.range.slice(text));
            } else {
                let (tree, _) = markdown::parse(behind, syntax);
                tree.blocks.iter().for_each(|block| comparable.push_str(&comparable_in(behind, &tree, syntax, block)));
            }
        }
        // An included file is translated in its own file.
        BlockKind::Paragraph if syntax.without_directives(&tree.plain(text, block)).is_empty() => {}
        _ => {
            for inline in tree.inlines(block) {
                match inline.kind {
                    InlineKind::Link(target) | InlineKind::Image(target) => {
                        comparable.push('\u{1}');
                        comparable.push_str(&normal_target(tree.string(target)));
                        comparable.push('\u{1}');
                    }
                    InlineKind::Html if !protected_items::is_markup(inline.range.slice(text)) => {
                        push(&mut comparable, inline.range.slice(text));
                    }
                    _ => push(&mut comparable, tree.content(text, inline)),
                }
            }
        }
    }
    comparable
}

/// Adds a text with each run of white space as one space, and without zero-width characters.
fn push(comparable: &mut String, text: &str) {
    let is_shown =
        |character: &char| !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    for (index, word) in text.split(char::is_whitespace).enumerate() {
        if index > 0 && !comparable.is_empty() && !comparable.ends_with([' ', '\u{1}']) {
            comparable.push(' ');
        }
        comparable.extend(word.chars().filter(is_shown));
    }
}

/// The role of the column of a table cell; `None` for header cells and for other blocks.
pub fn role(uses: &Uses, block: &Block) -> Option<ColumnRole> {
    let BlockKind::Cell { table, row, column } = block.kind else { return None };
    let table = uses.tables.get(table as usize).filter(|table| row > 0 && table.role.is_some())?;
    table.columns.get(column as usize).copied().flatten()
}

/// Whether two states of a block with different texts differ in items that translation must keep. `role`: the role of
/// the block's column, if it is a cell.
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

/// The names in order, each once.
fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The protected items that only one of two states of a block has: `-name` for the old one, `+name` for the new one.
pub fn item_changes(old: (&Side, &Block), new: (&Side, &Block)) -> Vec<String> {
    let (before, after) = (protected_items::read(old.0, old.1), protected_items::read(new.0, new.1));
    let mut changes = Vec::new();
    for (sign, state, other_state) in [('-', &before, &after), ('+', &after, &before)] {
        for item in &state.items {
            let shown = format!("{sign}{}", item.text);
            if !is_kept(item, other_state) && !changes.contains(&shown) {
                changes.push(shown);
            }
        }
    }
    changes
}

/// Whether the other state of a block has an item, in any formatting. Names spelled like product names always count as
/// kept: a change of them is wording.
fn is_kept(item: &ProtectedItem<'_>, state: &ProtectedItems<'_>) -> bool {
    let name = &*item.text;
    match item.kind {
        ItemKind::Link => state.of(ItemKind::Link).any(|kept| same_target(&kept.text, name)),
        ItemKind::Token(TokenKind::Identifier) if is_brand_like(name) => true,
        ItemKind::Token(TokenKind::Number) => {
            state.of(item.kind).any(|kept| digits(&kept.text) == digits(name)) || holds(state.plain(), name)
        }
        ItemKind::Token(TokenKind::Identifier) => {
            state.of(item.kind).any(|kept| inflected(&kept.text, name)) || holds(state.plain(), name)
        }
        _ => state.of(item.kind).any(|kept| kept.text == item.text) || holds(state.plain(), name),
    }
}
