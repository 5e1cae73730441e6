//! Lists of named things that belong to one owner: what was added, removed, renamed, what else is said.

use crate::api::rename;
use crate::api::rules::Kind;
use crate::api::view::View;
use crate::api::{ApiChange, Confidence, Owner, Said};
use crate::facts::extract::page_key;
use crate::facts::types::TypeExpr;
use crate::facts::{Item, Member, Modifiers};
use crate::schema::{LocaleTexts, Merged};
use crate::text::FileRange;
use crate::token;

/// One thing of a list.
#[derive(Clone, Debug)]
pub struct Entry<'v> {
    /// Its name.
    pub name: &'v str,
    /// Its type, as the pages of its side spell it.
    pub type_expr: Option<TypeExpr>,
    /// The target of the link in its type cell; empty where there is none.
    pub type_link: &'v str,
    /// The value of an enum member, as written; empty for all else.
    pub value: &'v str,
    /// What is said of it as a whole.
    pub modifiers: Modifiers,
    /// Its descriptions.
    pub texts: &'v LocaleTexts,
    /// The page that states it.
    pub page: &'v str,
    /// Its place on that page.
    pub range: FileRange,
}

impl<'v> Entry<'v> {
    /// An item as its side says it.
    pub fn item(view: &View<'v, '_>, item: &'v Merged<'_, Item>) -> Self {
        Self {
            name: &item.fact.name,
            type_expr: view.resolved(item),
            type_link: &item.fact.type_link,
            value: "",
            modifiers: item.fact.modifiers.clone(),
            texts: &item.description,
            page: item.page,
            range: item.fact.stated.range,
        }
    }

    /// A member of an enum.
    pub fn member(member: &'v Merged<'_, Member>) -> Self {
        Self {
            name: &member.fact.name,
            type_expr: None,
            type_link: "",
            value: &member.fact.value,
            modifiers: Modifiers::default(),
            texts: &member.description,
            page: member.page,
            range: member.fact.stated.range,
        }
    }

    /// Whether two entries are called the same.
    pub fn is(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(other.name)
    }
}

/// The kinds of changes of one sort of list; `None` where the sort has no such thing.
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
    /// The things of each.
    pub entries: [Vec<Entry<'v>>; 2],
    /// Whether one side is a translation without source text, and the other is in another language: types and
    /// values may then have been translated.
    pub translated: bool,
    /// Whether one side is a translation without source text, in whatever language: a name that is no coined one may
    /// then be the translation of another.
    pub lossy: bool,
    /// How their changes are called.
    pub kinds: &'l Kinds,
    /// Whether an old and a new type differ.
    pub differ: &'l dyn Fn(&TypeExpr, &TypeExpr) -> bool,
    /// Whether every value of an old type is one of a new one.
    pub widens: &'l dyn Fn(&TypeExpr, &TypeExpr) -> bool,
    /// Whether a thing of one side (0 old, 1 new) that the other's list lacks is really not there.
    pub lacks: &'l dyn Fn(usize, &Entry<'v>) -> bool,
}

impl Lists<'_, '_, '_> {
    /// The changes, in no order.
    pub fn compare(&self) -> Vec<ApiChange> {
        let [old, new] = &self.entries;
        let mut changes = Vec::new();
        for before in old {
            if let Some(after) = new.iter().find(|after| after.is(before)) {
                self.both(before, after, &mut changes);
            }
        }
        let alone = |side: usize| {
            let other = &self.entries[1 - side];
            let alone = self.entries[side].iter().filter(|entry| !other.iter().any(|known| known.is(entry)));
            alone.filter(|entry| (self.lacks)(side, entry)).collect::<Vec<_>>()
        };
        let [mut gone, mut fresh] = [alone(0), alone(1)];
        for (before, after, confidence) in rename::entries(&gone, &fresh, &self.entries, self.differ) {
            gone.retain(|entry| !entry.is(before));
            fresh.retain(|entry| !entry.is(after));
            if self.lossy && !(token::is_coined(before.name) && token::is_coined(after.name)) {
                continue;
            }
            self.both(before, after, &mut changes);
            self.push(
                self.kinds.renamed,
                [Some((before, before.name)), Some((after, after.name))],
                Some(confidence),
                &mut changes,
            );
        }
        for before in gone.iter().filter(|before| self.is_sure(before, &fresh)) {
            self.push(self.kinds.removed, [Some((before, &shown(before))), None], None, &mut changes);
        }
        for after in fresh.iter().filter(|after| self.is_sure(after, &gone)) {
            let required = self.kinds.added_required.filter(|_| after.modifiers.required == Some(true));
            self.push(required.unwrap_or(self.kinds.added), [None, Some((after, &shown(after)))], None, &mut changes);
        }
        changes
    }

    fn both(&self, before: &Entry<'_>, after: &Entry<'_>, changes: &mut Vec<ApiChange>) {
        let kinds = self.kinds;
        let mut say = |kind: Option<Kind>, old: &str, new: &str| {
            if let Some(kind) = kind {
                self.push(kind, [Some((before, old)), Some((after, new))], None, changes);
            }
        };
        if let (Some(old), Some(new)) = (&before.type_expr, &after.type_expr)
            && is_known(old)
            && is_known(new)
            && (self.differ)(old, new)
            && !(old.collection == new.collection && links_alike(before, after))
            && (!self.translated || self.are_told(old, new))
        {
            let widened = kinds.type_widened.filter(|_| (self.widens)(old, new));
            say(widened.or(kinds.type_changed), &old.to_string(), &new.to_string());
        }
        match (before.modifiers.required, after.modifiers.required) {
            (Some(false), Some(true)) => say(kinds.required, "optional", "required"),
            (Some(true), Some(false)) => say(kinds.optional, "required", "optional"),
            _ => {}
        }
        match (before.modifiers.nullable, after.modifiers.nullable) {
            (Some(false), Some(true)) => say(kinds.nullable.map(|kinds| kinds[0]), "not nullable", "nullable"),
            (Some(true), Some(false)) => say(kinds.nullable.map(|kinds| kinds[1]), "nullable", "not nullable"),
            _ => {}
        }
        if !self.translated && differ_as_values(before.value, after.value) {
            say(kinds.value_changed, before.value, after.value);
        }
    }

    fn push(
        &self,
        kind: Kind,
        sides: [Option<(&Entry<'_>, &str)>; 2],
        confidence: Option<Confidence>,
        changes: &mut Vec<ApiChange>,
    ) {
        let name = sides[1].or(sides[0]).map_or("", |(entry, _)| entry.name).to_owned();
        let said = |side: usize| -> Option<Said> {
            sides[side].map(|(entry, text)| self.views[side].said(entry.page, entry.range, text))
        };
        changes.push(ApiChange { kind, owner: self.owner.clone(), name, old: said(0), new: said(1), confidence });
    }

    /// Whether two types are surely two and not one that a translation changed: each side knows both.
    fn are_told(&self, old: &TypeExpr, new: &TypeExpr) -> bool {
        let is_known = |view: &View<'_, '_>, name: &str| view.names(name) || !view.types(name).is_empty();
        !old.name.eq_ignore_ascii_case(&new.name)
            && [&old.name, &new.name].iter().all(|name| self.views.iter().all(|view| is_known(view, name)))
    }

    /// Whether a name that the other side lacks is surely another thing and not one that a translation without
    /// source text lost: `others` are the names that the other side has left over.
    fn is_sure(&self, entry: &Entry<'_>, others: &[&Entry<'_>]) -> bool {
        let lost_here = self.lossy && !token::is_coined(entry.name) && !others.is_empty();
        let lost_there = self.lossy && others.iter().any(|other| !token::is_coined(other.name));
        token::is_name(entry.name) && !lost_here && !lost_there
    }
}

/// What is said of a thing that the other side lacks: its type or value.
fn shown(entry: &Entry<'_>) -> String {
    entry.type_expr.as_ref().map_or_else(|| entry.value.to_owned(), ToString::to_string)
}

/// Whether both link to the page of one type, though in other words.
fn links_alike(before: &Entry<'_>, after: &Entry<'_>) -> bool {
    let target = |entry: &Entry<'_>| {
        let (page, anchor) = entry.type_link.split_once('#').unwrap_or((entry.type_link, ""));
        (page_key(page), anchor.to_lowercase())
    };
    !before.type_link.is_empty() && target(before) == target(after)
}

/// Whether a type is told by a name: prose says nothing of it, nor does a word for types of a kind.
fn is_known(type_expr: &TypeExpr) -> bool {
    const KINDS: [&str; 7] = ["any", "complex", "entity", "enum", "enumeration", "enumtype", "object"];
    token::is_name(&type_expr.name) && !KINDS.contains(&type_expr.name.to_lowercase().as_str())
}

/// Whether two values are stated and are not the same number or name.
fn differ_as_values(old: &str, new: &str) -> bool {
    let value = |text: &str| {
        let text = text.trim();
        let hexadecimal = text.strip_prefix("0x").and_then(|digits| i64::from_str_radix(digits, 16).ok());
        hexadecimal.or_else(|| text.parse().ok())
    };
    matches!((value(old), value(new)), (Some(old), Some(new)) if old != new)
}
