//! Permissions of an operation: the scopes that each scheme accepts. They are alternatives: a caller with any
//! one of them may call.

use crate::api::operations::Pair;
use crate::api::rules::Kind;
use crate::api::{ApiChange, Owner};
use crate::facts::Permission;
use crate::profile::schemes::Scheme;
use crate::text::FileRange;
use std::collections::BTreeSet;

/// What one side's cells say of a scheme, or of a part of the operation.
struct Cells<'v> {
    scopes: Vec<&'v str>,
    /// What is written, in lower case and without spaces.
    text: String,
    first: &'v Permission,
    all: Vec<&'v Permission>,
}

impl Cells<'_> {
    /// The place of the cell that names a scope, else of the first.
    fn place(&self, scope: &str) -> FileRange {
        let naming = self.all.iter().find(|cell| cell.scopes.iter().any(|other| other.eq_ignore_ascii_case(scope)));
        naming.copied().unwrap_or(self.first).range
    }
}

/// The changes of the permission tables of an operation, scheme by scheme. Within a scheme, cells are paired by the label
/// of their row or table, never by position. A scheme or label that one side's tables lack is not compared, nor is one
/// of which a cell neither names scopes nor says that there are none.
pub fn compare(pair: &Pair<'_, '_, '_>, owner: &Owner, changes: &mut Vec<ApiChange>) {
    // Of several pages about one request, each may speak of a part of its own.
    if pair.keys[0] != pair.keys[1] && pair.sharing.iter().any(|sharing| sharing.len() > 1) {
        return;
    }
    let schemes: BTreeSet<&Scheme> =
        pair.sides.iter().flat_map(|side| &side.facts.permissions).map(|permission| &permission.scheme).collect();
    for scheme in schemes {
        let of = |side: usize| -> Vec<&Permission> {
            let all = &pair.sides[side].facts.permissions;
            all.iter().filter(|permission| permission.scheme == *scheme).collect()
        };
        let [old, new] = [of(0), of(1)];
        let mut labels: Vec<String> = old.iter().map(|cell| label(cell)).collect();
        labels.sort();
        labels.dedup();
        labels.retain(|label| !labelled(&new, label).is_empty());
        let paired: Vec<[Vec<&Permission>; 2]> = if labels.is_empty() {
            // Where the sides share no label, the scheme is compared as a whole.
            vec![[old, new]]
        } else {
            labels.iter().map(|label| [labelled(&old, label), labelled(&new, label)]).collect()
        };
        let is_readable = |cell: &&Permission| !cell.scopes.is_empty() || !cell.supported;
        for [before, after] in paired {
            if !before.is_empty() && !after.is_empty() && before.iter().chain(&after).all(is_readable) {
                let context = if labels.is_empty() { "" } else { &before[0].context };
                scheme_changes(pair, owner, context, &cells(&before), &cells(&after), changes);
            }
        }
    }
}

/// The label of a cell's row or table in the form in which labels are compared: without case, emphasis and punctuation.
fn label(cell: &Permission) -> String {
    let words = cell.context.split(|character: char| !(character.is_alphanumeric() || "/-_.#".contains(character)));
    let words = words.map(|word| word.trim_matches(['-', '_', '.'])).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

fn labelled<'v>(cells: &[&'v Permission], wanted: &str) -> Vec<&'v Permission> {
    cells.iter().filter(|cell| label(cell) == wanted).copied().collect()
}

fn cells<'v>(cells: &[&'v Permission]) -> Cells<'v> {
    let mut scopes: Vec<&str> = cells.iter().flat_map(|cell| &cell.scopes).map(String::as_str).collect();
    scopes.sort_by_key(|scope| scope.to_lowercase());
    scopes.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
    let written = cells.iter().flat_map(|cell| cell.written.chars());
    let text = written.filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect();
    Cells { scopes, text, first: cells[0], all: cells.to_vec() }
}

fn scheme_changes(
    pair: &Pair<'_, '_, '_>,
    owner: &Owner,
    context: &str,
    old: &Cells<'_>,
    new: &Cells<'_>,
    changes: &mut Vec<ApiChange>,
) {
    let mut push = |kind, texts: [&str; 2]| {
        let scheme = old.first.scheme.name();
        changes.push(ApiChange {
            kind,
            owner: owner.clone(),
            name: if context.is_empty() { scheme.to_owned() } else { format!("{scheme} ({context})") },
            old: Some(pair.said(0, old.place(texts[0]), texts[0])),
            new: Some(pair.said(1, new.place(texts[1]), texts[1])),
            confidence: None,
        });
    };
    match (old.scopes.is_empty(), new.scopes.is_empty()) {
        (true, true) => {}
        (true, false) => push(Kind::PermissionSchemeAdded, ["", &new.scopes.join(", ")]),
        (false, true) => push(Kind::PermissionSchemeRemoved, [&old.scopes.join(", "), ""]),
        (false, false) => {
            let lacks = |side: usize, cells: &Cells<'_>, scope: &str| {
                let is_it = |other: &str| other.eq_ignore_ascii_case(scope);
                // Another page about the same request may name it.
                let others = pair.sharing[side].iter().flat_map(|other| &other.facts.permissions);
                let of_scheme = others.filter(|permission| permission.scheme == old.first.scheme);
                let named = of_scheme.flat_map(|permission| &permission.scopes).any(|other| is_it(other));
                // A translation may have torn it apart.
                let torn = || pair.may_have_lost_names() && cells.text.contains(&scope.to_lowercase());
                let here = cells.scopes.iter().any(|other| is_it(other));
                let is_told = here || pair.sharing[side].len() > 1 && named || torn();
                !is_told
            };
            old.scopes
                .iter()
                .filter(|scope| lacks(1, new, scope))
                .for_each(|scope| push(Kind::PermissionRemoved, [scope, ""]));
            new.scopes
                .iter()
                .filter(|scope| lacks(0, old, scope))
                .for_each(|scope| push(Kind::PermissionAdded, ["", scope]));
        }
    }
}
