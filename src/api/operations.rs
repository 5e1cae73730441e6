//! Compares the operations of two sides. Operations are paired by page key, then by the requests that they state, because
//! another page may document the same request. Then the parts of each pair are compared.

use crate::api::echoes::Echoes;
use crate::api::operation_pair::OperationPair;
use crate::api::parts;
use crate::api::parts::ReportedMembers;
use crate::api::rename;
use crate::api::requests::{Requests, differing_segments, longer_keys, normalized, short_key, shown};
use crate::api::rules::Kind;
use crate::api::types::Types;
use crate::api::view;
use crate::api::view::View;
use crate::api::{ApiChange, Confidence, Owner};
use crate::facts::Request;
use crate::facts::types::TypeExpr;
use crate::schema::MergedOperation;
use crate::text::NameIndex;
use rustc_hash::{FxHashMap, FxHashSet};

/// An operation of one side, with the key of its page.
#[derive(Clone, Copy)]
struct KeyedOperation<'v, 'a> {
    key: &'v str,
    merged: &'v MergedOperation<'a>,
}

/// The changes of operations and their parts, without the changes that `echoes` already reports for types.
pub fn compare<'v, 'a>(
    old: &View<'v, 'a>,
    new: &View<'v, 'a>,
    types: &Types<'_, 'v, 'a>,
    echoes: &Echoes,
) -> Vec<ApiChange> {
    let mut operations = Operations {
        views: [old, new],
        pairs: Vec::new(),
        alone: [Vec::new(), Vec::new()],
        requests: [Requests::of(old), Requests::of(new)],
    };
    let mut changes = Vec::new();
    operations.pair(&mut changes);
    let mut reported = ReportedMembers::default();
    for pair in &operations.pairs {
        if !pair.moved {
            operations.urls(pair, &mut changes);
        }
        if pair.is_same_part() {
            changes.extend(parts::compare(pair, types, echoes, &mut reported));
        }
    }
    changes
}

struct Operations<'l, 'v, 'a> {
    views: [&'l View<'v, 'a>; 2],
    pairs: Vec<OperationPair<'l, 'v, 'a>>,
    alone: [Vec<KeyedOperation<'v, 'a>>; 2],
    requests: [Requests<'v, 'a>; 2],
}

impl<'l, 'v, 'a> Operations<'l, 'v, 'a> {
    /// Pairs operations by page key, then by a request that both state. Reports the unpaired operations.
    fn pair(&mut self, changes: &mut Vec<ApiChange>) {
        let views = self.views;
        let of = |side: usize| -> Vec<KeyedOperation<'v, 'a>> {
            let all = views[side].version.operations.iter().map(|(key, merged)| KeyedOperation { key, merged });
            all.filter(|operation| !views[side].unread.has(operation.key)).collect()
        };
        let mut rest = [of(0), of(1)];
        self.take(&mut rest, |operation| vec![operation.key.to_owned()]);
        self.take(&mut rest, |operation| operation.merged.facts.requests.iter().map(normalized).collect());
        for side in [0, 1] {
            let mut seen: FxHashSet<Vec<String>> = FxHashSet::default();
            for operation in &rest[side] {
                let stated = &operation.merged.facts.requests;
                let unknown: Vec<&Request> =
                    stated.iter().filter(|request| !self.requests[1 - side].has(request)).collect();
                let is_new = seen.insert(unknown.iter().map(|request| normalized(request)).collect());
                if views[1 - side].is_silent(operation.key) {
                    continue;
                }
                if is_new && unknown.len() == stated.len() {
                    self.alone[side].push(*operation);
                } else if is_new {
                    changes.extend(unknown.into_iter().map(|request| self.alone_request(side, operation, request)));
                }
            }
        }
        let candidates = |side: usize| -> Vec<KeyedOperation<'v, 'a>> {
            self.alone[side].iter().filter(|operation| !views[1 - side].links(operation.key)).copied().collect()
        };
        let mut moved = [FxHashSet::default(), FxHashSet::default()];
        for (old, new, confidence) in rename::unique([&candidates(0), &candidates(1)], title_keys, alike) {
            moved[0].insert(old.key);
            moved[1].insert(new.key);
            let pair = OperationPair { moved: true, ..self.paired(old, new) };
            let [before, after] = pair.sides.map(|side| &side.facts.requests[0]);
            changes.push(pair.change(Kind::OperationRenamed, (before, after), Some(confidence)));
            self.pairs.push(pair);
        }
        for side in [0, 1] {
            self.alone[side].retain(|operation| !moved[side].contains(operation.key));
        }
        for (side, kinds) in [
            (0, [Kind::OperationRemoved, Kind::OperationUndocumented]),
            (1, [Kind::OperationAdded, Kind::OperationDocumented]),
        ] {
            for operation in &self.alone[side] {
                let request = &operation.merged.facts.requests[0];
                let all: Vec<String> = operation.merged.facts.requests.iter().map(shown).collect();
                let statement = Some(views[side].statement(operation.key, request.range, all.join(", ")));
                let (old, new) = if side == 0 { (statement, None) } else { (None, statement) };
                let kind = kinds[usize::from(views[1 - side].links(operation.key))];
                let owner = Owner::Operation(shown(request));
                changes.push(ApiChange { kind, name: shown(request), owner, old, new, confidence: None });
            }
        }
    }

    /// Pairs the operations of `rest` that share a mark, and removes them from `rest`.
    fn take(
        &mut self,
        rest: &mut [Vec<KeyedOperation<'v, 'a>>; 2],
        marks: impl Fn(&KeyedOperation<'v, 'a>) -> Vec<String>,
    ) {
        let mut marked: FxHashMap<String, usize> = FxHashMap::default();
        for (index, operation) in rest[1].iter().enumerate() {
            for mark in marks(operation) {
                marked.entry(mark).or_insert(index);
            }
        }
        let mut taken: FxHashSet<&str> = FxHashSet::default();
        let mut found = Vec::new();
        for old in &rest[0] {
            let new = marks(old).iter().find_map(|mark| marked.get(mark)).map(|&index| rest[1][index]);
            if let Some(new) = new.filter(|new| taken.insert(new.key)) {
                found.push((*old, new));
            }
        }
        let olds: FxHashSet<&str> = found.iter().map(|(old, _)| old.key).collect();
        rest[0].retain(|operation| !olds.contains(operation.key));
        rest[1].retain(|operation| !taken.contains(operation.key));
        let pairs: Vec<_> = found.into_iter().map(|(old, new)| self.paired(old, new)).collect();
        self.pairs.extend(pairs);
    }

    fn paired(&self, old: KeyedOperation<'v, 'a>, new: KeyedOperation<'v, 'a>) -> OperationPair<'l, 'v, 'a> {
        let sides = [old.merged, new.merged];
        let sharing = [0, 1].map(|side: usize| self.requests[side].sharing(&sides[side].facts.requests));
        OperationPair { views: self.views, keys: [old.key, new.key], sides, sharing, moved: false }
    }

    /// The change for a request that only one side states, of an operation that both sides have.
    fn alone_request(&self, side: usize, operation: &KeyedOperation<'v, 'a>, request: &Request) -> ApiChange {
        let kind = [Kind::RequestRemoved, Kind::RequestAdded][side];
        let statement = Some(self.views[side].statement(operation.key, request.range, shown(request)));
        let (old, new) = if side == 0 { (statement, None) } else { (None, statement) };
        let owner = Owner::Operation(shown(&operation.merged.facts.requests[0]));
        ApiChange { kind, owner, name: shown(request), old, new, confidence: None }
    }

    /// Reports the requests of an operation that no page of the other side states.
    fn urls(&self, pair: &OperationPair<'l, 'v, 'a>, changes: &mut Vec<ApiChange>) {
        let alone = |side: usize| -> Vec<(usize, &'v Request)> {
            let stated = pair.sides[side].facts.requests.iter().enumerate();
            stated.filter(|(_, request)| !self.requests[1 - side].has(request)).collect()
        };
        let [mut gone, mut fresh] = [alone(0), alone(1)];
        drop_short(&mut gone, &mut fresh, &pair.sides[1].facts.requests);
        drop_short(&mut fresh, &mut gone, &pair.sides[0].facts.requests);
        let mut counts: FxHashMap<&str, [u32; 2]> = FxHashMap::default();
        for side in [0, 1] {
            let stated = pair.sides[side].facts.requests.iter();
            stated.for_each(|request| counts.entry(&request.method).or_default()[side] += 1);
        }
        let is_only = |method: &str| counts.get(method) == Some(&[1, 1]);
        let keys = |(at, request): (usize, &Request)| {
            let at = if is_only(&request.method) { String::new() } else { at.to_string() };
            vec![rename::key("request", &[&request.method, &at])]
        };
        let judge = |(old_at, old): (usize, &Request), (new_at, new): (usize, &Request)| {
            if old.method != new.method {
                return None;
            }
            let close = old_at == new_at && differing_segments(&old.path, &new.path) == Some(1);
            if is_only(&old.method) { Some(Confidence::High) } else { close.then_some(Confidence::Medium) }
        };
        let mut renamed = [FxHashSet::default(), FxHashSet::default()];
        for (old, new, confidence) in rename::unique([&gone, &fresh], keys, judge) {
            renamed[0].insert(old.0);
            renamed[1].insert(new.0);
            changes.push(pair.change(Kind::RequestRenamed, (old.1, new.1), Some(confidence)));
        }
        gone.retain(|request| !renamed[0].contains(&request.0));
        fresh.retain(|request| !renamed[1].contains(&request.0));
        for (side, requests) in [(0, gone), (1, fresh)] {
            let operation = KeyedOperation { key: pair.keys[side], merged: pair.sides[side] };
            for (_, request) in requests {
                let change = self.alone_request(side, &operation, request);
                changes.push(ApiChange { owner: pair.owner(), ..change });
            }
        }
    }
}

/// Drops the requests of `short` whose path is the end of several paths of the other side's page (`stated`), and drops those
/// longer requests from `long`: one side abbreviates the paths, the other writes them in full.
fn drop_short(short: &mut Vec<(usize, &Request)>, long: &mut Vec<(usize, &Request)>, stated: &[Request]) {
    if short.is_empty() {
        return;
    }
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    stated.iter().flat_map(longer_keys).for_each(|key| *counts.entry(key).or_default() += 1);
    let mut dropped: FxHashSet<u64> = FxHashSet::default();
    short.retain(|(_, request)| {
        let key = short_key(request).filter(|key| counts.get(key).is_some_and(|count| *count > 1));
        dropped.extend(key);
        key.is_none()
    });
    long.retain(|(_, candidate)| !longer_keys(candidate).iter().any(|key| dropped.contains(key)));
}

impl OperationPair<'_, '_, '_> {
    /// The operation, named by the first request of the new side.
    pub fn owner(&self) -> Owner {
        Owner::Operation(shown(&self.sides[1].facts.requests[0]))
    }

    /// Whether both pages document the same part of the operation: they have one key, or their bodies have mostly the same
    /// members. Several pages may document one request, each for a part of its possible bodies.
    pub fn is_same_part(&self) -> bool {
        let [old, new] = self.sides.map(|side| &side.body);
        let names = NameIndex::of(new.iter().map(|item| item.fact.name.as_str()));
        let shared = old.iter().filter(|item| names.first(&item.fact.name).is_some()).count();
        let most = old.len().max(new.len());
        self.keys[0] == self.keys[1] || most == 0 || shared * 2 > most
    }

    /// Whether a translation may have changed what one side states.
    pub fn is_translated(&self) -> bool {
        view::are_translated(self.views, self.keys)
    }

    /// Whether one side's page is a translation without source text.
    pub fn may_have_lost_names(&self) -> bool {
        view::may_have_lost_names(self.views, self.keys)
    }

    fn change(&self, kind: Kind, (old, new): (&Request, &Request), confidence: Option<Confidence>) -> ApiChange {
        ApiChange {
            kind,
            owner: self.owner(),
            name: shown(new),
            old: Some(self.statement(0, old.range, shown(old))),
            new: Some(self.statement(1, new.range, shown(new))),
            confidence,
        }
    }
}

/// The titles of an operation, without case, as keys of a renamed operation.
fn title_keys(operation: KeyedOperation<'_, '_>) -> Vec<u64> {
    operation.merged.title.values().map(|title| rename::key("title", &[&title.to_ascii_lowercase()])).collect()
}

/// Whether a removed and an added operation are the same: they have the same title and the same methods.
fn alike(old: KeyedOperation<'_, '_>, new: KeyedOperation<'_, '_>) -> Option<Confidence> {
    let methods = |operation: KeyedOperation<'_, '_>| {
        let mut methods: Vec<String> =
            operation.merged.facts.requests.iter().map(|request| request.method.clone()).collect();
        methods.sort();
        methods.dedup();
        methods
    };
    let (before, after) = rename::common(&old.merged.title, &new.merged.title)?;
    if before.is_empty() || !before.eq_ignore_ascii_case(after) || methods(old) != methods(new) {
        return None;
    }
    let last = |operation: KeyedOperation<'_, '_>| {
        normalized(&operation.merged.facts.requests[0]).rsplit('/').next().map(str::to_owned)
    };
    let returned = |operation: KeyedOperation<'_, '_>| {
        let response = operation.merged.facts.responses.first();
        response.and_then(|response| response.type_expr.as_ref()).map(TypeExpr::key)
    };
    if last(old) == last(new) {
        Some(Confidence::High)
    } else {
        (returned(old).is_some() && returned(old) == returned(new)).then_some(Confidence::Medium)
    }
}
