//! Compares the permissions of an operation: the scopes that each scheme accepts. Scopes are alternatives: a caller with
//! any of them is allowed.

use crate::api::operation_pair::OperationPair;
use crate::api::rules::Kind;
use crate::api::{ApiChange, Owner};
use crate::facts::Permission;
use crate::profile::schemes::Scheme;
use crate::text::FileRange;
use std::collections::BTreeSet;

/// The permission cells of one side for one scheme, or for one row label of a scheme.
struct Cells<'v> {
    /// The scopes of all cells, sorted and without repeats.
    scopes: Vec<&'v str>,
    /// The text of all cells, in lower case and without spaces.
    text: String,
    first: &'v Permission,
    all: Vec<&'v Permission>,
}

impl Cells<'_> {
    /// The place of the cell that names a scope, or else of the first cell.
    fn place(&self, scope: &str) -> FileRange {
        let naming = self.all.iter().find(|cell| cell.scopes.iter().any(|named| named.eq_ignore_ascii_case(scope)));
        naming.copied().unwrap_or(self.first).range
    }
}

/// The changes of the permission tables of an operation, scheme by scheme. Within a scheme, cells are paired by the label
/// of their row or table, never by position. A scheme or label is not compared if one side's tables lack it, or if one of its
/// cells neither names scopes nor states that the scheme is not supported.
pub fn compare(pair: &OperationPair<'_, '_, '_>, owner: &Owner, changes: &mut Vec<ApiChange>) {
    // If several pages document one request, each may list the permissions of another part.
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
                let (old, new) = (cells(&before), cells(&after));
                changes.extend(SchemePair { pair, owner, context, old, new }.changes());
            }
        }
    }
}

/// The label of a cell's row or table for comparison: without case, emphasis and punctuation.
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
    scopes.dedup_by(|left, right| left.eq_ignore_ascii_case(right));
    let written = cells.iter().flat_map(|cell| cell.written.chars());
    let text = written.filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect();
    Cells { scopes, text, first: cells[0], all: cells.to_vec() }
}

/// The cells of both sides for one scheme, or for one row label of a scheme.
struct SchemePair<'p, 'v> {
    pair: &'p OperationPair<'p, 'v, 'v>,
    owner: &'p Owner,
    /// The row label; empty for the scheme as a whole.
    context: &'p str,
    old: Cells<'v>,
    new: Cells<'v>,
}

impl SchemePair<'_, '_> {
    fn changes(&self) -> Vec<ApiChange> {
        let (old, new) = (&self.old.scopes, &self.new.scopes);
        match (old.is_empty(), new.is_empty()) {
            (true, true) => Vec::new(),
            (true, false) => vec![self.change(Kind::PermissionSchemeAdded, ["", &new.join(", ")])],
            (false, true) => vec![self.change(Kind::PermissionSchemeRemoved, [&old.join(", "), ""])],
            (false, false) => {
                let removed = old.iter().filter(|scope| self.lacks(1, scope));
                let removed = removed.map(|scope| self.change(Kind::PermissionRemoved, [scope, ""]));
                let added = new.iter().filter(|scope| self.lacks(0, scope));
                removed.chain(added.map(|scope| self.change(Kind::PermissionAdded, ["", scope]))).collect()
            }
        }
    }

    /// Whether a side does not state a scope of the other side. `side`: 0 for old, 1 for new.
    fn lacks(&self, side: usize, scope: &str) -> bool {
        let cells = [&self.old, &self.new][side];
        let is_scope = |name: &str| name.eq_ignore_ascii_case(scope);
        // Another page about the same request may name the scope.
        let sharing = &self.pair.sharing[side];
        let permissions = sharing.iter().flat_map(|operation| &operation.facts.permissions);
        let of_scheme = permissions.filter(|permission| permission.scheme == self.old.first.scheme);
        let is_shared = of_scheme.flat_map(|permission| &permission.scopes).any(|name| is_scope(name));
        // A translation may have inserted spaces into the name.
        let is_torn = || self.pair.may_have_lost_names() && cells.text.contains(&scope.to_lowercase());
        let is_here = cells.scopes.iter().any(|name| is_scope(name));
        !(is_here || sharing.len() > 1 && is_shared || is_torn())
    }

    fn change(&self, kind: Kind, [old, new]: [&str; 2]) -> ApiChange {
        let (scheme, context) = (self.old.first.scheme.name(), self.context);
        ApiChange {
            kind,
            owner: self.owner.clone(),
            name: if context.is_empty() { scheme.to_owned() } else { format!("{scheme} ({context})") },
            old: Some(self.pair.statement(0, self.old.place(old), old)),
            new: Some(self.pair.statement(1, self.new.place(new), new)),
            confidence: None,
        }
    }
}
