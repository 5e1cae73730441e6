//! What the pages of one operation say otherwise: permissions, headers, parameters, body, responses.

use crate::api::echoes::{Echoes, is_same};
use crate::api::entries::{Entry, Kinds, Lists};
use crate::api::operations::Pair;
use crate::api::permissions;
use crate::api::rules::{Kind, Turn};
use crate::api::types::Types;
use crate::api::{ApiChange, Owner};
use crate::facts::types::TypeExpr;
use crate::facts::{CallKind, In, Item};
use crate::schema::{Merged, MergedOperation};
use crate::token;
use rustc_hash::FxHashSet;

/// Headers that every request may carry: what a page says of them is no part of the operation. OpenAPI, Parameter
/// Object, has the same three.
const STANDARD_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

const HEADER: Kinds = Kinds {
    added: Kind::HeaderAdded,
    added_required: Some(Kind::HeaderAddedRequired),
    removed: Kind::HeaderRemoved,
    renamed: Kind::HeaderRenamed,
    type_changed: None,
    type_widened: None,
    required: Some(Kind::HeaderRequired),
    optional: Some(Kind::HeaderOptional),
    nullable: None,
    value_changed: None,
};

const PARAMETER: Kinds = Kinds {
    added: Kind::ParameterAdded,
    added_required: Some(Kind::ParameterAddedRequired),
    removed: Kind::ParameterRemoved,
    renamed: Kind::ParameterRenamed,
    type_changed: Some(Kind::ParameterType),
    type_widened: Some(Kind::ParameterTypeWidened),
    required: Some(Kind::ParameterRequired),
    optional: Some(Kind::ParameterOptional),
    nullable: None,
    value_changed: None,
};

const BODY: Kinds = Kinds {
    added: Kind::BodyMemberAdded,
    added_required: Some(Kind::BodyMemberAddedRequired),
    removed: Kind::BodyMemberRemoved,
    renamed: Kind::BodyMemberRenamed,
    type_changed: Some(Kind::BodyMemberType),
    type_widened: Some(Kind::BodyMemberTypeWidened),
    required: Some(Kind::BodyMemberRequired),
    optional: Some(Kind::BodyMemberOptional),
    nullable: None,
    value_changed: None,
};

/// The changes of body members that were told already, by what the operations return or say that the member
/// is inherited from: creating and updating a thing is told once.
#[derive(Default)]
pub struct ReportedMembers(FxHashSet<(Kind, String, String)>);

impl ReportedMembers {
    fn is_news(&mut self, change: &ApiChange, pair: &Pair<'_, '_, '_>) -> bool {
        let name = change.name.to_lowercase();
        let bodies = pair.sides.iter().rev().flat_map(|side| &side.body);
        let item = bodies.into_iter().find(|item| item.fact.name.eq_ignore_ascii_case(&name));
        let inherited = item.and_then(|item| item.fact.inherited_from.clone());
        let mut returned = pair.sides[1].facts.responses.iter().filter_map(|response| response.type_expr.as_ref());
        let whole = inherited.or_else(|| returned.next().map(|type_expr| type_expr.name.clone()));
        whole.is_none_or(|whole| self.0.insert((change.kind, whole.to_lowercase(), name)))
    }
}

/// The changes of what an operation's pages say, but for what types tell already.
pub fn compare<'v, 'a>(
    pair: &Pair<'_, 'v, 'a>,
    types: &Types<'_, 'v, 'a>,
    echoes: &Echoes,
    told: &mut ReportedMembers,
    changes: &mut Vec<ApiChange>,
) {
    let owner = pair.owner();
    permissions::compare(pair, &owner, changes);
    let not_standard = |item: &Item| !STANDARD_HEADERS.contains(&item.name.to_lowercase().as_str());
    lists(pair, types, &|side| &side.headers, &HEADER, &not_standard, changes);
    // The names of placeholders are documentation's choice, and what a path holds is told by its request.
    for place in [In::Query, In::Function] {
        let is_here = |item: &Item| item.place == place && !item.named_option;
        lists(pair, types, &|side| &side.parameters, &PARAMETER, &is_here, changes);
    }
    let mut body = Vec::new();
    lists(pair, types, &|side| &side.body, &BODY, &|_| true, &mut body);
    let covering = covering(pair, types);
    body.retain(|change| !is_told(change, pair, &covering, types, echoes));
    body.retain(|change| told.is_news(change, pair));
    changes.extend(body);
    if !pair.is_translated() {
        responses(pair, types, &owner, changes);
    }
}

/// A list of an operation.
type Select<'s, 'v, 'a> = &'s dyn Fn(&'v MergedOperation<'a>) -> &'v [Merged<'a, Item>];

/// Compares two lists of items where both sides have such rows, also those that `keeps` leaves out. What one of
/// the other side's pages about a shared request states is not lacking.
fn lists<'v, 'a>(
    pair: &Pair<'_, 'v, 'a>,
    types: &Types<'_, 'v, 'a>,
    select: Select<'_, 'v, 'a>,
    kinds: &Kinds,
    keeps: &dyn Fn(&Item) -> bool,
    changes: &mut Vec<ApiChange>,
) {
    let items = pair.sides.map(select);
    if items.iter().any(|list| list.is_empty()) {
        return;
    }
    let entries = [0, 1].map(|side: usize| {
        let kept = items[side].iter().filter(|item| keeps(item.fact));
        kept.map(|item| Entry::item(pair.views[side], item)).collect::<Vec<_>>()
    });
    let lists = Lists {
        owner: &pair.owner(),
        views: pair.views,
        entries,
        translated: pair.is_translated(),
        lossy: pair.may_have_lost_names(),
        kinds,
        differ: &|old, new| types.differ(old, new),
        widens: &|old, new| types.widens(old, new),
        lacks: &|side, entry| {
            let stated = pair.sharing[1 - side].iter().flat_map(|other| select(other));
            !stated.into_iter().any(|item| item.fact.name.eq_ignore_ascii_case(entry.name))
        },
    };
    changes.extend(lists.compare());
}

/// The types that the body of an operation may be: those that it returns, and those whose methods it is among.
/// The body of an action is its own.
fn covering(pair: &Pair<'_, '_, '_>, types: &Types<'_, '_, '_>) -> Vec<String> {
    let is_action =
        |side: usize| pair.sides[side].facts.call.as_ref().is_some_and(|call| call.kind == CallKind::Action);
    if is_action(0) || is_action(1) {
        return Vec::new();
    }
    let [old, new] = pair.sides.map(|side| &side.body);
    let shared: Vec<&str> = old
        .iter()
        .map(|item| item.fact.name.as_str())
        .filter(|name| new.iter().any(|item| item.fact.name.eq_ignore_ascii_case(name)))
        .collect();
    let mut names: Vec<String> = Vec::new();
    for side in [0, 1] {
        let returned = pair.sides[side].facts.responses.iter().filter_map(|response| response.type_expr.as_ref());
        names.extend(returned.map(|type_expr| type_expr.name.clone()));
        names.extend(pair.views[side].owners(pair.keys[side]).iter().map(|name| (*name).to_owned()));
    }
    names.retain(|name| types.covers(name, &shared));
    names
}

/// Whether a change of a body member is told by the type that the body is of: the type's property changed
/// alike, or it did not, and the page only lists more or less of it.
fn is_told(
    change: &ApiChange,
    pair: &Pair<'_, '_, '_>,
    covering: &[String],
    types: &Types<'_, '_, '_>,
    echoes: &Echoes,
) -> bool {
    covering.iter().any(|name| {
        let of_type =
            |other: &&ApiChange| matches!(&other.owner, Owner::Type(owner) if types.is_or_derives(name, owner));
        let echo = echoes.of(&change.name).iter().filter(of_type).any(|other| is_same(other, change));
        let had = |side: usize| pair.views[side].has(name, &change.name);
        let lists_more = change.kind != Kind::BodyMemberAddedRequired
            && matches!(change.kind.rule().turn, Turn::Added | Turn::Removed)
            && had(0)
            && had(1);
        echo || lists_more
    })
}

/// One success status for another, and what is returned with one.
fn responses(pair: &Pair<'_, '_, '_>, types: &Types<'_, '_, '_>, owner: &Owner, changes: &mut Vec<ApiChange>) {
    let [old, new] = pair.sides.map(|side| &side.facts.responses);
    let mut push = |kind, [old, new]: [(crate::text::FileRange, String); 2]| {
        changes.push(ApiChange {
            kind,
            owner: owner.clone(),
            name: String::new(),
            old: Some(pair.said(0, old.0, old.1)),
            new: Some(pair.said(1, new.0, new.1)),
            confidence: None,
        });
    };
    if let ([before], [after]) = (old.as_slice(), new.as_slice())
        && before.status != after.status
    {
        push(Kind::ResponseStatus, [before, after].map(|one| (one.range, one.status.to_string())));
        return;
    }
    for before in old {
        let Some(after) = new.iter().find(|after| after.status == before.status) else { continue };
        let resolved = |side: usize, written: &Option<TypeExpr>| {
            let written = written.as_ref().filter(|written| token::is_name(&written.name))?;
            Some(pair.views[side].version.index.spelled(&written.name).to_owned())
        };
        // Whether prose speaks of a collection is told too differently to compare.
        if let (Some(one), Some(other)) = (resolved(0, &before.type_expr), resolved(1, &after.type_expr)) {
            let bare = |name: &str| TypeExpr { name: name.to_owned(), collection: false };
            let is_plural =
                |one: &str, other: &str| one.strip_suffix('s').is_some_and(|one| one.eq_ignore_ascii_case(other));
            if types.differ(&bare(&one), &bare(&other)) && !is_plural(&one, &other) && !is_plural(&other, &one) {
                push(Kind::ResponseType, [(before.range, one), (after.range, other)]);
            }
        }
    }
}
