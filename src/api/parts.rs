//! Compares the parts of one operation: permissions, headers, parameters, body, responses.

use crate::api::echoes::{Echoes, is_same};
use crate::api::entries::{Kinds, Lists};
use crate::api::named_entry::NamedEntry;
use crate::api::operation_pair::OperationPair;
use crate::api::permissions;
use crate::api::rules::{Kind, Turn};
use crate::api::types::Types;
use crate::api::{ApiChange, Owner};
use crate::facts::types::TypeExpr;
use crate::facts::{CallKind, In, Item};
use crate::schema::{Merged, MergedOperation};
use crate::text::NameIndex;
use crate::token;
use rustc_hash::FxHashSet;

/// Headers that every request may carry. They are not compared: rows for them do not describe the operation. OpenAPI has
/// the same three in its Parameter Object.
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

/// The changes of body members that were already reported, by the type that the operation returns or that the member is
/// inherited from. So a member of one type is reported once for the operations that create and update it.
#[derive(Default)]
pub struct ReportedMembers(FxHashSet<(Kind, String, String)>);

impl ReportedMembers {
    /// Whether a change of a body member is the first report. `members`: the members of both bodies and their names.
    fn is_news(
        &mut self,
        change: &ApiChange,
        pair: &OperationPair<'_, '_, '_>,
        (members, names): (&[&Item], &NameIndex<'_>),
    ) -> bool {
        let name = change.name.to_lowercase();
        let inherited = names.first(&name).and_then(|member| members[member].inherited_from.clone());
        let mut returned = pair.sides[1].facts.responses.iter().filter_map(|response| response.type_expr.as_ref());
        let whole = inherited.or_else(|| returned.next().map(|type_expr| type_expr.name.clone()));
        whole.is_none_or(|whole| self.0.insert((change.kind, whole.to_lowercase(), name)))
    }
}

/// The changes of the parts of an operation, without changes of body members that types already report.
pub fn compare<'v, 'a>(
    pair: &OperationPair<'_, 'v, 'a>,
    types: &Types<'_, 'v, 'a>,
    echoes: &Echoes,
    reported: &mut ReportedMembers,
) -> Vec<ApiChange> {
    let owner = pair.owner();
    let mut changes = Vec::new();
    permissions::compare(pair, &owner, &mut changes);
    let lists = OperationLists { pair, types };
    let not_standard = |item: &Item| !STANDARD_HEADERS.contains(&item.name.to_lowercase().as_str());
    changes.extend(lists.compare(&|side| &side.headers, &HEADER, &not_standard));
    // Path parameters are not compared: authors choose the names of placeholders freely, and a changed path is reported as a
    // changed request.
    for place in [In::Query, In::Function] {
        let is_here = |item: &Item| item.place == place && !item.named_option;
        changes.extend(lists.compare(&|side| &side.parameters, &PARAMETER, &is_here));
    }
    let mut body = lists.compare(&|side| &side.body, &BODY, &|_| true);
    let body_types = BodyTypes { pair, types, names: body_types(pair, types) };
    body.retain(|change| !body_types.explain(change, echoes));
    let members: Vec<&Item> = pair.sides.iter().rev().flat_map(|side| &side.body).map(|item| item.fact).collect();
    let names = NameIndex::of(members.iter().map(|item| item.name.as_str()));
    body.retain(|change| reported.is_news(change, pair, (&members, &names)));
    changes.extend(body);
    if !pair.is_translated() {
        responses(pair, types, &owner, &mut changes);
    }
    changes
}

/// Selects a list of an operation, for example its headers.
type Select<'s, 'v, 'a> = &'s dyn Fn(&'v MergedOperation<'a>) -> &'v [Merged<'a, Item>];

/// Compares the lists of an operation.
struct OperationLists<'p, 'l, 'v, 'a> {
    pair: &'p OperationPair<'l, 'v, 'a>,
    types: &'p Types<'l, 'v, 'a>,
}

impl<'v, 'a> OperationLists<'_, '_, 'v, 'a> {
    /// Compares the items that `keeps` accepts. Nothing is compared if the whole list of one side is empty. An item that
    /// another page about the same request states is not missing.
    fn compare(&self, select: Select<'_, 'v, 'a>, kinds: &Kinds, keeps: &dyn Fn(&Item) -> bool) -> Vec<ApiChange> {
        let Self { pair, types } = self;
        let items = pair.sides.map(select);
        if items.iter().any(|list| list.is_empty()) {
            return Vec::new();
        }
        let entries = [0, 1].map(|side: usize| {
            let kept = items[side].iter().filter(|item| keeps(item.fact));
            kept.map(|item| NamedEntry::item(pair.views[side], item)).collect::<Vec<_>>()
        });
        let stated = [0, 1].map(|side: usize| {
            let items = pair.sharing[side].iter().flat_map(|operation| select(operation));
            NameIndex::of(items.map(|item| item.fact.name.as_str()))
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
            lacks: &|side, entry| stated[1 - side].first(entry.name).is_none(),
        };
        lists.compare()
    }
}

/// The names of the types that the body of an operation may have: the types that it returns, and the types that list it as a
/// method. An action's body has a shape of its own, so no type is returned.
fn body_types(pair: &OperationPair<'_, '_, '_>, types: &Types<'_, '_, '_>) -> Vec<String> {
    let is_action =
        |side: usize| pair.sides[side].facts.call.as_ref().is_some_and(|call| call.kind == CallKind::Action);
    if is_action(0) || is_action(1) {
        return Vec::new();
    }
    let [old, new] = pair.sides.map(|side| &side.body);
    let known = NameIndex::of(new.iter().map(|item| item.fact.name.as_str()));
    let shared: Vec<&str> =
        old.iter().map(|item| item.fact.name.as_str()).filter(|name| known.first(name).is_some()).collect();
    let mut names: Vec<String> = Vec::new();
    for side in [0, 1] {
        let returned = pair.sides[side].facts.responses.iter().filter_map(|response| response.type_expr.as_ref());
        names.extend(returned.map(|type_expr| type_expr.name.clone()));
        names.extend(pair.views[side].owners(pair.keys[side]).iter().map(|name| (*name).to_owned()));
    }
    names.retain(|name| types.covers(name, &shared));
    names
}

/// The types that the body of an operation may have.
struct BodyTypes<'p, 'l, 'v, 'a> {
    pair: &'p OperationPair<'l, 'v, 'a>,
    types: &'p Types<'l, 'v, 'a>,
    names: Vec<String>,
}

impl BodyTypes<'_, '_, '_, '_> {
    /// Whether a type explains a change of a body member: its property has the same change, or both sides have the property
    /// and the page only lists more or fewer properties of the type.
    fn explain(&self, change: &ApiChange, echoes: &Echoes) -> bool {
        self.names.iter().any(|name| {
            let is_of_type =
                |echo: &&ApiChange| matches!(&echo.owner, Owner::Type(owner) if self.types.is_or_derives(name, owner));
            let is_echo = echoes.of(&change.name).iter().filter(is_of_type).any(|echo| is_same(echo, change));
            let had = |side: usize| self.pair.views[side].has(name, &change.name);
            let lists_more = change.kind != Kind::BodyMemberAddedRequired
                && matches!(change.kind.rule().turn, Turn::Added | Turn::Removed)
                && had(0)
                && had(1);
            is_echo || lists_more
        })
    }
}

/// Reports changed success statuses and response types.
fn responses(pair: &OperationPair<'_, '_, '_>, types: &Types<'_, '_, '_>, owner: &Owner, changes: &mut Vec<ApiChange>) {
    let [old, new] = pair.sides.map(|side| &side.facts.responses);
    let mut push = |kind, [old, new]: [(crate::text::FileRange, String); 2]| {
        changes.push(ApiChange {
            kind,
            owner: owner.clone(),
            name: String::new(),
            old: Some(pair.statement(0, old.0, old.1)),
            new: Some(pair.statement(1, new.0, new.1)),
            confidence: None,
        });
    };
    if let ([before], [after]) = (old.as_slice(), new.as_slice())
        && before.status != after.status
    {
        push(Kind::ResponseStatus, [before, after].map(|response| (response.range, response.status.to_string())));
        return;
    }
    for before in old {
        let Some(after) = new.iter().find(|after| after.status == before.status) else { continue };
        let resolved = |side: usize, written: &Option<TypeExpr>| {
            let written = written.as_ref().filter(|written| token::is_name(&written.name))?;
            Some(pair.views[side].version.index.spelled(&written.name).to_owned())
        };
        // Collections are not compared: pages word them in too many ways.
        if let (Some(old), Some(new)) = (resolved(0, &before.type_expr), resolved(1, &after.type_expr)) {
            let bare = |name: &str| TypeExpr { name: name.to_owned(), collection: false };
            let is_plural = |plural: &str, singular: &str| {
                plural.strip_suffix('s').is_some_and(|stem| stem.eq_ignore_ascii_case(singular))
            };
            if types.differ(&bare(&old), &bare(&new)) && !is_plural(&old, &new) && !is_plural(&new, &old) {
                push(Kind::ResponseType, [(before.range, old), (after.range, new)]);
            }
        }
    }
}
