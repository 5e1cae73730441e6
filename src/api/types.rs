//! Compares the types of two sides: pairs them, reports added, removed and renamed types, and compares the properties,
//! relationships and members of each pair. A removed type is one change. A change of a base type is not repeated for the
//! types derived from it.

use crate::api::echoes::is_same;
use crate::api::entries::{Kinds, Lists};
use crate::api::named_entry::NamedEntry;
use crate::api::rename;
use crate::api::rules::Kind;
use crate::api::view;
use crate::api::view::View;
use crate::api::{ApiChange, Confidence, Owner};
use crate::facts::types::TypeExpr;
use crate::facts::{Item, TypeKind};
use crate::schema::{Merged, MergedType};
use crate::text::NameIndex;
use rustc_hash::{FxHashMap, FxHashSet};

const PROPERTY: Kinds = Kinds {
    added: Kind::PropertyAdded,
    added_required: Some(Kind::PropertyAddedRequired),
    removed: Kind::PropertyRemoved,
    renamed: Kind::PropertyRenamed,
    type_changed: Some(Kind::PropertyType),
    type_widened: None,
    required: Some(Kind::PropertyRequired),
    optional: Some(Kind::PropertyOptional),
    nullable: Some([Kind::PropertyNullable, Kind::PropertyNotNullable]),
    value_changed: None,
};

const RELATIONSHIP: Kinds = Kinds {
    added: Kind::RelationshipAdded,
    added_required: Some(Kind::RelationshipAddedRequired),
    removed: Kind::RelationshipRemoved,
    renamed: Kind::RelationshipRenamed,
    type_changed: Some(Kind::RelationshipType),
    type_widened: None,
    required: Some(Kind::RelationshipRequired),
    optional: Some(Kind::RelationshipOptional),
    nullable: None,
    value_changed: None,
};

const MEMBER: Kinds = Kinds {
    added: Kind::MemberAdded,
    added_required: None,
    removed: Kind::MemberRemoved,
    renamed: Kind::MemberRenamed,
    type_changed: None,
    type_widened: None,
    required: None,
    optional: None,
    nullable: None,
    value_changed: Some(Kind::MemberValue),
};

type DefinedType<'v, 'a> = &'v MergedType<'a>;

/// The types of two sides, paired.
pub struct Types<'l, 'v, 'a> {
    views: [&'l View<'v, 'a>; 2],
    pairs: Vec<TypePair<'v, 'a>>,
    /// Types that only one side has.
    alone: [Vec<DefinedType<'v, 'a>>; 2],
    /// Old name to new name of the renamed types, in lower case.
    renamed: FxHashMap<String, String>,
}

/// A type that both sides have.
struct TypePair<'v, 'a> {
    sides: [DefinedType<'v, 'a>; 2],
    renamed: Option<Confidence>,
}

impl<'l, 'v, 'a> Types<'l, 'v, 'a> {
    /// Pairs the types of two sides: by name and namespace, then by name only, then by their properties and members.
    pub fn pair(old: &'l View<'v, 'a>, new: &'l View<'v, 'a>) -> Self {
        let mut types = Self {
            views: [old, new],
            pairs: Vec::new(),
            alone: [Vec::new(), Vec::new()],
            renamed: FxHashMap::default(),
        };
        let of = |view: &View<'v, 'a>| -> Vec<DefinedType<'v, 'a>> { view.version.types.values().collect() };
        let mut rest = [of(old), of(new)];
        types.take(&mut rest, |old, new| old.namespace.eq_ignore_ascii_case(&new.namespace));
        types.take(&mut rest, |_, _| true);
        for side in [0, 1] {
            // Types are not reported if the other side has several types with the name, or if the type is only a list of
            // values in prose.
            let news = rest[side].iter().filter(|merged| {
                !view::is_listed(merged)
                    && types.views[1 - side].types(&merged.facts.name).is_empty()
                    && !merged.pages.iter().any(|page| old.unread.has(page) || types.views[1 - side].is_silent(page))
            });
            types.alone[side] = news.copied().collect();
        }
        types.take_renamed();
        types
    }

    /// Pairs types of the same name in `rest` and removes them from it, if `agrees` accepts exactly one type of the new side.
    fn take(
        &mut self,
        rest: &mut [Vec<DefinedType<'v, 'a>>; 2],
        agrees: impl Fn(&crate::facts::TypeFacts, &crate::facts::TypeFacts) -> bool,
    ) {
        let fits = |old: DefinedType<'v, 'a>, new: DefinedType<'v, 'a>| {
            old.facts.name.eq_ignore_ascii_case(&new.facts.name) && agrees(old.facts, new.facts)
        };
        let mut by_name: FxHashMap<String, Vec<DefinedType<'v, 'a>>> = FxHashMap::default();
        rest[1].iter().for_each(|new| by_name.entry(new.facts.name.to_lowercase()).or_default().push(new));
        let mut taken: [FxHashSet<*const MergedType<'a>>; 2] = Default::default();
        for old in &rest[0] {
            let named = by_name.get(&old.facts.name.to_lowercase()).map_or(&[][..], Vec::as_slice);
            let mut fitting = named.iter().filter(|new| fits(old, new));
            if let (Some(new), None) = (fitting.next(), fitting.next())
                && taken[1].insert(std::ptr::from_ref(*new))
            {
                taken[0].insert(std::ptr::from_ref(*old));
                self.pairs.push(TypePair { sides: [old, new], renamed: None });
            }
        }
        for side in [0, 1] {
            rest[side].retain(|merged| !taken[side].contains(&std::ptr::from_ref(*merged)));
        }
    }

    fn take_renamed(&mut self) {
        let candidates = |side: usize| -> Vec<DefinedType<'v, 'a>> {
            let unnamed = self.alone[side].iter().filter(|merged| !self.views[1 - side].names(&merged.facts.name));
            unnamed.copied().collect()
        };
        let mut renamed: [FxHashSet<*const MergedType<'a>>; 2] = Default::default();
        for (old, new, confidence) in rename::unique([&candidates(0), &candidates(1)], part_keys, alike) {
            renamed[0].insert(std::ptr::from_ref(old));
            renamed[1].insert(std::ptr::from_ref(new));
            self.renamed.insert(old.facts.name.to_lowercase(), new.facts.name.to_lowercase());
            self.pairs.push(TypePair { sides: [old, new], renamed: Some(confidence) });
        }
        for side in [0, 1] {
            self.alone[side].retain(|merged| !renamed[side].contains(&std::ptr::from_ref(*merged)));
        }
    }

    /// The changes of types and their parts.
    pub fn compare(&mut self) -> Vec<ApiChange> {
        let mut changes = Vec::new();
        for (side, kinds) in
            [(0, [Kind::TypeRemoved, Kind::TypeUndocumented]), (1, [Kind::TypeAdded, Kind::TypeDocumented])]
        {
            for merged in &self.alone[side] {
                let known = self.views[1 - side].names(&merged.facts.name);
                let statement =
                    Some(self.views[side].statement(merged.pages[0], merged.facts.range, &*merged.facts.name));
                let (old, new) = if side == 0 { (statement, None) } else { (None, statement) };
                let name = view::form(merged).to_owned();
                let owner = Owner::Type(merged.facts.name.clone());
                changes.push(ApiChange { kind: kinds[usize::from(known)], owner, name, old, new, confidence: None });
            }
        }
        let by_pair: Vec<Vec<ApiChange>> = self.pairs.iter().map(|pair| self.parts(pair)).collect();
        let by_name: FxHashMap<String, usize> = self
            .pairs
            .iter()
            .enumerate()
            .map(|(index, pair)| (pair.sides[1].facts.name.to_lowercase(), index))
            .collect();
        let mut inherited: FxHashSet<(Kind, String, String)> = FxHashSet::default();
        for (pair, own) in self.pairs.iter().zip(&by_pair) {
            let bases = self.views[1].bases(pair.sides[1]);
            let bases: Vec<usize> =
                bases.iter().filter_map(|base| by_name.get(&base.facts.name.to_lowercase()).copied()).collect();
            for change in own {
                let echoes = bases.iter().any(|&base| by_pair[base].iter().any(|known| is_same(known, change)));
                let item = pair.sides.iter().find_map(|side| view::find(side, &change.name));
                let from = item.and_then(|item| item.fact.inherited_from.as_ref());
                let first = from.is_none_or(|base| {
                    inherited.insert((change.kind, base.to_lowercase(), change.name.to_lowercase()))
                });
                if !echoes && first {
                    changes.push(change.clone());
                }
            }
        }
        changes
    }

    /// The changes of one type and its parts.
    fn parts(&self, pair: &TypePair<'v, 'a>) -> Vec<ApiChange> {
        let [old, new] = pair.sides;
        let owner = Owner::Type(new.facts.name.clone());
        let change = |kind, texts: [&str; 2], confidence| ApiChange {
            kind,
            owner: owner.clone(),
            name: new.facts.name.clone(),
            old: Some(self.views[0].statement(old.pages[0], old.facts.range, texts[0])),
            new: Some(self.views[1].statement(new.pages[0], new.facts.range, texts[1])),
            confidence,
        };
        let mut changes = Vec::new();
        let listed = [view::is_listed(old), view::is_listed(new)];
        let translated = self.is_translated(pair);
        if listed[0] != listed[1] || listed[0] && translated || pair.sides.iter().any(|side| self.is_unread(side)) {
            return changes;
        }
        if let Some(confidence) = pair.renamed {
            changes.push(change(Kind::TypeRenamed, [&old.facts.name, &new.facts.name], Some(confidence)));
        }
        if (old.kind == TypeKind::Enum) != (new.kind == TypeKind::Enum) {
            changes.push(change(
                Kind::TypeForm,
                [view::form(old), view::form(new)]
                    .map(|form| if form == "enum" { "an enum" } else { "a structured type" }),
                None,
            ));
            return changes;
        }
        if let (Some(before), Some(after)) = (&old.facts.base, &new.facts.base)
            && self.differ_as_names(before, after)
            && !translated
        {
            let above = self.views[1].bases(new);
            let inserted = above
                .iter()
                .any(|base| base.facts.base.as_ref().is_some_and(|base| !self.differ_as_names(before, base)));
            let spelled = [self.views[0].version.index.spelled(before), self.views[1].version.index.spelled(after)];
            changes.push(change(if inserted { Kind::TypeBaseInserted } else { Kind::TypeBase }, spelled, None));
        }
        let items = |view: &View<'v, 'a>, list: &'v [Merged<'a, Item>]| {
            list.iter().map(|item| NamedEntry::item(view, item)).collect()
        };
        let lists = |entries, kinds| {
            let lacks = |side: usize, entry: &NamedEntry<'_>| self.lacks(pair, side, entry.name);
            let differ = |old: &TypeExpr, new: &TypeExpr| self.differ(old, new);
            Lists {
                owner: &owner,
                views: self.views,
                entries,
                translated,
                lossy: view::may_have_lost_names(self.views, pair.sides.map(|side| side.pages[0])),
                kinds,
                differ: &differ,
                widens: &|_, _| false,
                lacks: &lacks,
            }
            .compare()
        };
        let [here, there] = self.views;
        changes.extend(lists([items(here, &old.properties), items(there, &new.properties)], &PROPERTY));
        changes.extend(lists([items(here, &old.relationships), items(there, &new.relationships)], &RELATIONSHIP));
        let members = [old, new].map(|side| side.members.iter().map(NamedEntry::member).collect());
        changes.extend(lists(members, &MEMBER));
        if !translated {
            changes.extend(self.values(pair, &owner));
        }
        changes
    }

    /// The changes of the values that descriptions of text properties list.
    fn values(&self, pair: &TypePair<'v, 'a>, owner: &Owner) -> Vec<ApiChange> {
        let mut changes = Vec::new();
        for old in &pair.sides[0].properties {
            let Some(new) = view::find(pair.sides[1], &old.fact.name) else { continue };
            let is_text = |item: &Merged<'_, Item>| {
                item.fact.type_expr.as_ref().is_some_and(|type_expr| type_expr.name == "String")
                    && !item.fact.values.is_empty()
            };
            if !is_text(old) || !is_text(new) {
                continue;
            }
            for (side, kind, items) in [(0, Kind::ValueRemoved, [old, new]), (1, Kind::ValueAdded, [new, old])] {
                let known = NameIndex::of(items[1].fact.values.iter().map(String::as_str));
                for value in &items[0].fact.values {
                    if known.first(value).is_none() {
                        let statement = |side: usize, text: &str| {
                            let item = [old, new][side];
                            Some(self.views[side].statement(item.page, item.fact.stated.range, text))
                        };
                        let texts = if side == 0 { [value.as_str(), ""] } else { ["", value.as_str()] };
                        changes.push(ApiChange {
                            kind,
                            owner: owner.clone(),
                            name: new.fact.name.clone(),
                            old: statement(0, texts[0]),
                            new: statement(1, texts[1]),
                            confidence: None,
                        });
                    }
                }
            }
        }
        changes
    }

    /// Whether a property, relationship or member of one side's type (`side`: 0 for old, 1 for new) is really missing on the other
    /// side: neither the other type nor its bases have it, and no base of this type reports it.
    fn lacks(&self, pair: &TypePair<'v, 'a>, side: usize, name: &str) -> bool {
        let (here, there) = (pair.sides[side], pair.sides[1 - side]);
        let has = |merged: DefinedType<'v, 'a>| view::find(merged, name).is_some();
        if has(there) || self.views[1 - side].bases(there).into_iter().any(has) {
            return false;
        }
        let is_paired = |base: DefinedType<'v, 'a>| !self.alone[side].iter().any(|alone| std::ptr::eq(*alone, base));
        if self.views[side].bases(here).into_iter().any(|base| has(base) && is_paired(base)) {
            return false;
        }
        // A row marked as inherited counts only if the other side lists rows inherited from the same base.
        let Some(base) = view::find(here, name).and_then(|item| item.fact.inherited_from.as_ref()) else { return true };
        let inherits = |item: &Merged<'_, Item>| {
            item.fact.inherited_from.as_ref().is_some_and(|named| named.eq_ignore_ascii_case(base))
        };
        there.properties.iter().chain(&there.relationships).any(inherits)
    }

    fn is_translated(&self, pair: &TypePair<'v, 'a>) -> bool {
        view::are_translated(self.views, pair.sides.map(|side| side.pages[0]))
    }

    fn is_unread(&self, merged: DefinedType<'v, 'a>) -> bool {
        merged.pages.iter().any(|page| self.views[0].unread.has(page))
    }

    /// Whether an old and a new type expression mean different types.
    pub fn differ(&self, old: &TypeExpr, new: &TypeExpr) -> bool {
        old.collection != new.collection || self.differ_as_names(&old.name, &new.name)
    }

    fn differ_as_names(&self, old: &str, new: &str) -> bool {
        let old = old.to_lowercase();
        *self.renamed.get(&old).unwrap_or(&old) != new.to_lowercase()
    }

    /// Whether every value of an old type is valid for a new type: a longer number, or a base type.
    pub fn widens(&self, old: &TypeExpr, new: &TypeExpr) -> bool {
        const NUMBERS: [&[&str]; 3] = [
            &["Byte", "Int16", "Int32", "Int64", "Decimal"],
            &["SByte", "Int16", "Int32", "Int64", "Decimal"],
            &["Int32", "Double"],
        ];
        let longer = |row: &&[&str]| {
            let at = |name: &str| row.iter().position(|number| *number == name);
            matches!((at(&old.name), at(&new.name)), (Some(old), Some(new)) if old < new)
        };
        let is_base = || {
            let types = self.views[1].only(&old.name);
            types.is_some_and(|merged| self.views[1].bases(merged).iter().any(|base| base.facts.name == new.name))
        };
        old.collection == new.collection && (NUMBERS.iter().any(longer) || is_base())
    }

    /// Whether a type, with its bases, has all these properties on one of the sides.
    pub fn covers(&self, owner: &str, names: &[&str]) -> bool {
        self.views.iter().any(|view| !view.types(owner).is_empty() && names.iter().all(|name| view.has(owner, name)))
    }

    /// Whether the type `name` is `owner`, or is derived from it on one of the sides.
    pub fn is_or_derives(&self, name: &str, owner: &str) -> bool {
        let above = self.views.iter().flat_map(|view| view.types(name).iter().flat_map(|merged| view.bases(merged)));
        name.eq_ignore_ascii_case(owner) || above.into_iter().any(|base| base.facts.name.eq_ignore_ascii_case(owner))
    }
}

/// The keys of a renamed type: its page, and the names of its parts with each word of its own name.
fn part_keys(merged: DefinedType<'_, '_>) -> Vec<u64> {
    let mut names: Vec<String> = part_names(merged).into_iter().collect();
    names.sort_unstable();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let parts = rename::key("parts", &names).to_string();
    let words = rename::name_words(&merged.facts.name);
    let mut keys: Vec<u64> = words.iter().map(|word| rename::key("word", &[&parts, word])).collect();
    keys.push(rename::key("page", &[merged.pages[0]]));
    keys
}

/// The names of the properties, relationships and members of a type, in lower case.
fn part_names(merged: DefinedType<'_, '_>) -> FxHashSet<String> {
    let items = merged.properties.iter().chain(&merged.relationships).map(|item| item.fact.name.to_lowercase());
    items.chain(merged.members.iter().map(|member| member.fact.name.to_lowercase())).collect()
}

/// Whether a removed and an added type are the same: they have the same form, mostly the same properties and members, and one page
/// or similar names.
fn alike(old: DefinedType<'_, '_>, new: DefinedType<'_, '_>) -> Option<Confidence> {
    if view::form(old) != view::form(new) {
        return None;
    }
    let (before, after) = (part_names(old), part_names(new));
    let shared = before.intersection(&after).count();
    let most = shared * 2 > before.len().max(after.len());
    let equal = before == after && shared > 1;
    match (old.pages[0] == new.pages[0], equal, most) {
        (true, true, _) => Some(Confidence::High),
        (true, false, true) => Some(Confidence::Medium),
        (false, true, _) if rename::are_akin(&old.facts.name, &new.facts.name) => Some(Confidence::Medium),
        _ => None,
    }
}
