//! Compares two lists of one owner, for example the properties of a type: added, removed, renamed and changed entries.

use crate::api::named_entry::NamedEntry;
use crate::api::rename;
use crate::api::rules::Kind;
use crate::api::view::View;
use crate::api::{ApiChange, Confidence, Owner, Statement};
use crate::facts::extract::page_key;
use crate::facts::types::TypeExpr;
use crate::text::NameIndex;
use crate::token;
use rustc_hash::FxHashMap;

/// The kinds of changes for one sort of list; `None` if that change is not reported for this sort.
pub struct Kinds {
    pub added: Kind,
    pub added_required: Option<Kind>,
    pub removed: Kind,
    pub renamed: Kind,
    pub type_changed: Option<Kind>,
    pub type_widened: Option<Kind>,
    pub required: Option<Kind>,
    pub optional: Option<Kind>,
    pub nullable: Option<[Kind; 2]>,
    pub value_changed: Option<Kind>,
}

/// Two lists of one owner.
pub struct Lists<'l, 'v, 'a> {
    /// The owner.
    pub owner: &'l Owner,
    /// The two sides.
    pub views: [&'l View<'v, 'a>; 2],
    /// The entries of each side.
    pub entries: [Vec<NamedEntry<'v>>; 2],
    /// Whether one side is a translation without source text, and the other side is in another language. Types and values may
    /// then have been translated.
    pub translated: bool,
    /// Whether one side is a translation without source text, in any language. A name that is an ordinary word may then be a
    /// translated name.
    pub lossy: bool,
    /// The kinds of their changes.
    pub kinds: &'l Kinds,
    /// Whether an old and a new type differ.
    pub differ: &'l dyn Fn(&TypeExpr, &TypeExpr) -> bool,
    /// Whether every value of an old type is also valid for a new type.
    pub widens: &'l dyn Fn(&TypeExpr, &TypeExpr) -> bool,
    /// Whether an entry of one side (0 for old, 1 for new) that is not in the other side's list is not stated elsewhere
    /// on the other side.
    pub lacks: &'l dyn Fn(usize, &NamedEntry<'v>) -> bool,
}

impl Lists<'_, '_, '_> {
    /// The changes, in no order.
    pub fn compare(&self) -> Vec<ApiChange> {
        let [old, new] = &self.entries;
        let names = [old, new].map(|entries| NameIndex::of(entries.iter().map(|entry| entry.name)));
        let mut changes = Vec::new();
        // A page may list a name twice.
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        for before in old {
            let earlier = seen.entry(before.name.to_ascii_lowercase()).or_default();
            if let Some(after) = names[1].nth(before.name, *earlier) {
                self.both(before, &new[after], &mut changes);
            }
            *earlier += 1;
        }
        let alone = |side: usize| {
            let alone = self.entries[side].iter().filter(|entry| names[1 - side].first(entry.name).is_none());
            alone.filter(|entry| (self.lacks)(side, entry)).collect::<Vec<_>>()
        };
        let [mut gone, mut fresh] = [alone(0), alone(1)];
        let renamed = rename::entries(&gone, &fresh, &self.entries, self.differ);
        let old_names = NameIndex::of(renamed.iter().map(|(before, ..)| before.name));
        let new_names = NameIndex::of(renamed.iter().map(|(_, after, _)| after.name));
        gone.retain(|entry| old_names.first(entry.name).is_none());
        fresh.retain(|entry| new_names.first(entry.name).is_none());
        for (before, after, confidence) in &renamed {
            if self.lossy && !(token::is_coined(before.name) && token::is_coined(after.name)) {
                continue;
            }
            self.both(before, after, &mut changes);
            self.push(
                self.kinds.renamed,
                [Some((before, before.name)), Some((after, after.name))],
                Some(*confidence),
                &mut changes,
            );
        }
        let [old, new] = [&gone, &fresh].map(|entries| self.unpaired(entries));
        for before in gone.iter().filter(|before| self.is_sure(before, new)) {
            self.push(self.kinds.removed, [Some((before, &shown(before))), None], None, &mut changes);
        }
        for after in fresh.iter().filter(|after| self.is_sure(after, old)) {
            let required = self.kinds.added_required.filter(|_| after.modifiers.required == Some(true));
            self.push(required.unwrap_or(self.kinds.added), [None, Some((after, &shown(after)))], None, &mut changes);
        }
        changes
    }

    fn both(&self, before: &NamedEntry<'_>, after: &NamedEntry<'_>, changes: &mut Vec<ApiChange>) {
        let kinds = self.kinds;
        let mut push = |kind: Option<Kind>, old: &str, new: &str| {
            if let Some(kind) = kind {
                self.push(kind, [Some((before, old)), Some((after, new))], None, changes);
            }
        };
        if let (Some(old), Some(new)) = (&before.type_expr, &after.type_expr)
            && is_known(old)
            && is_known(new)
            && (self.differ)(old, new)
            && !(old.collection == new.collection && links_alike(before, after))
            && (!self.translated || self.are_known(old, new))
        {
            let widened = kinds.type_widened.filter(|_| (self.widens)(old, new));
            push(widened.or(kinds.type_changed), &old.to_string(), &new.to_string());
        }
        match (before.modifiers.required, after.modifiers.required) {
            (Some(false), Some(true)) => push(kinds.required, "optional", "required"),
            (Some(true), Some(false)) => push(kinds.optional, "required", "optional"),
            _ => {}
        }
        match (before.modifiers.nullable, after.modifiers.nullable) {
            (Some(false), Some(true)) => push(kinds.nullable.map(|kinds| kinds[0]), "not nullable", "nullable"),
            (Some(true), Some(false)) => push(kinds.nullable.map(|kinds| kinds[1]), "nullable", "not nullable"),
            _ => {}
        }
        if !self.translated && differ_as_values(before.value, after.value) {
            push(kinds.value_changed, before.value, after.value);
        }
    }

    fn push(
        &self,
        kind: Kind,
        sides: [Option<(&NamedEntry<'_>, &str)>; 2],
        confidence: Option<Confidence>,
        changes: &mut Vec<ApiChange>,
    ) {
        let name = sides[1].or(sides[0]).map_or("", |(entry, _)| entry.name).to_owned();
        let statement = |side: usize| -> Option<Statement> {
            sides[side].map(|(entry, text)| self.views[side].statement(entry.page, entry.range, text))
        };
        changes.push(ApiChange {
            kind,
            owner: self.owner.clone(),
            name,
            old: statement(0),
            new: statement(1),
            confidence,
        });
    }

    /// Whether two type names certainly mean two types, and not one type whose name was translated: each side knows both names.
    fn are_known(&self, old: &TypeExpr, new: &TypeExpr) -> bool {
        let is_known = |view: &View<'_, '_>, name: &str| view.names(name) || !view.types(name).is_empty();
        !old.name.eq_ignore_ascii_case(&new.name)
            && [&old.name, &new.name].iter().all(|name| self.views.iter().all(|view| is_known(view, name)))
    }

    /// Whether an entry was certainly added or removed, and its name was not lost in a translation without source text.
    /// `opposite`: the unpaired entries of the other side.
    fn is_sure(&self, entry: &NamedEntry<'_>, opposite: Unpaired) -> bool {
        let lost_here = self.lossy && !token::is_coined(entry.name) && opposite != Unpaired::None;
        let lost_there = self.lossy && opposite == Unpaired::Ordinary;
        token::is_name(entry.name) && !lost_here && !lost_there
    }

    fn unpaired(&self, entries: &[&NamedEntry<'_>]) -> Unpaired {
        match entries {
            [] => Unpaired::None,
            _ if entries.iter().all(|entry| token::is_coined(entry.name)) => Unpaired::Coined,
            _ => Unpaired::Ordinary,
        }
    }
}

/// The entries of one side without counterpart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unpaired {
    /// There are none.
    None,
    /// All their names are coined.
    Coined,
    /// Some of their names are ordinary words.
    Ordinary,
}

/// The text shown for an added or removed entry: its type or value.
fn shown(entry: &NamedEntry<'_>) -> String {
    entry.type_expr.as_ref().map_or_else(|| entry.value.to_owned(), ToString::to_string)
}

/// Whether the type cells of both link to the same page. Their texts may differ.
fn links_alike(before: &NamedEntry<'_>, after: &NamedEntry<'_>) -> bool {
    let target = |entry: &NamedEntry<'_>| {
        let (page, anchor) = entry.type_link.split_once('#').unwrap_or((entry.type_link, ""));
        (page_key(page), anchor.to_lowercase())
    };
    !before.type_link.is_empty() && target(before) == target(after)
}

/// Whether a type expression names a type. Prose does not, and neither does a generic word such as `object`.
fn is_known(type_expr: &TypeExpr) -> bool {
    const KINDS: [&str; 7] = ["any", "complex", "entity", "enum", "enumeration", "enumtype", "object"];
    token::is_name(&type_expr.name) && !KINDS.contains(&type_expr.name.to_lowercase().as_str())
}

/// Whether two values are numbers and differ. Values may be decimal or hexadecimal (`0x10`).
fn differ_as_values(old: &str, new: &str) -> bool {
    let value = |text: &str| {
        let text = text.trim();
        let hexadecimal = text.strip_prefix("0x").and_then(|digits| i64::from_str_radix(digits, 16).ok());
        hexadecimal.or_else(|| text.parse().ok())
    };
    matches!((value(old), value(new)), (Some(old), Some(new)) if old != new)
}
