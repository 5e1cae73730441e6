//! Finds renamed types that no page defines, by their uses. If a name that only old pages use was replaced in the same places by
//! a name that only new pages use, this is reported as one change instead of one change for each place.

use crate::api::rename;
use crate::api::rules::Kind;
use crate::api::view::View;
use crate::api::{ApiChange, Confidence, Owner};
use crate::token;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Replaces the type changes that have a renamed type as their cause by one change.
pub fn collapse(changes: &mut Vec<ApiChange>, old: &View<'_, '_>, new: &View<'_, '_>) {
    let is_known = |view: &View<'_, '_>, name: &str| view.names(name) || !view.types(name).is_empty();
    let mut uses: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let mut became: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        let Some([before, after]) = names(change) else { continue };
        if !is_known(new, before) && !is_known(old, after) {
            let (before, after) = (before.to_lowercase(), after.to_lowercase());
            became.entry(before.clone()).or_default().insert(after.clone());
            uses.entry((before, after)).or_default().push(index);
        }
    }
    let mut origins: FxHashMap<&str, usize> = FxHashMap::default();
    for after in became.values().flatten() {
        *origins.entry(after).or_default() += 1;
    }
    let mut renamed: Vec<Vec<usize>> = uses
        .into_iter()
        .filter_map(|((before, after), places)| {
            let akin = || names(&changes[places[0]]).is_some_and(|[old, new]| rename::are_akin(old, new));
            let is_sure = became[&before].len() == 1 && (places.len() > 1 || akin());
            let one_origin = origins[after.as_str()] == 1;
            (is_sure && one_origin).then_some(places)
        })
        .collect();
    renamed.sort();
    let renames: Vec<ApiChange> = renamed.iter().filter_map(|places| rename_of(changes, places)).collect();
    let replaced: FxHashSet<usize> = renamed.into_iter().flatten().collect();
    let mut index = 0;
    changes.retain(|_| {
        index += 1;
        !replaced.contains(&(index - 1))
    });
    changes.extend(renames);
}

fn rename_of(changes: &[ApiChange], places: &[usize]) -> Option<ApiChange> {
    let first = &changes[places[0]];
    let [before, after] = names(first)?;
    let statement = |statement: &Option<crate::api::Statement>, text: &str| {
        statement.clone().map(|statement| crate::api::Statement { text: text.to_owned(), ..statement })
    };
    Some(ApiChange {
        kind: Kind::TypeRenamed,
        owner: Owner::Type(after.to_owned()),
        name: after.to_owned(),
        old: statement(&first.old, before),
        new: statement(&first.new, after),
        confidence: Some(if places.len() > 1 && rename::are_akin(before, after) {
            Confidence::High
        } else {
            Confidence::Medium
        }),
    })
}

/// The old and the new name of a type change, if both are collections or neither is.
fn names(change: &ApiChange) -> Option<[&str; 2]> {
    let is_typed = matches!(
        change.kind,
        Kind::BodyMemberType | Kind::ParameterType | Kind::PropertyType | Kind::RelationshipType | Kind::ResponseType
    );
    let (Some(old), Some(new), true) = (&change.old, &change.new, is_typed) else { return None };
    let ((old, old_is_list), (new, new_is_list)) = (element(&old.text), element(&new.text));
    (old_is_list == new_is_list && token::is_name(old) && token::is_name(new)).then_some([old, new])
}

/// The type that a type expression names, and whether it is a collection: `Collection(berth)` is `("berth", true)`.
fn element(text: &str) -> (&str, bool) {
    let inner = text.strip_prefix("Collection(").and_then(|text| text.strip_suffix(')'));
    (inner.unwrap_or(text), inner.is_some())
}
