//! Operations against operations: by page, then by what they request over the whole version, since another
//! page may document it; then what else the pages of an operation say.

use crate::api::echoes::Echoes;
use crate::api::parts;
use crate::api::parts::ReportedMembers;
use crate::api::rename;
use crate::api::requests::{Requests, differing_segments, is_short_for, normalized, shown};
use crate::api::rules::Kind;
use crate::api::types::Types;
use crate::api::view;
use crate::api::view::View;
use crate::api::{ApiChange, Confidence, Owner, Said};
use crate::facts::Request;
use crate::facts::types::TypeExpr;
use crate::schema::MergedOperation;
use crate::text::FileRange;
use rustc_hash::{FxHashMap, FxHashSet};

/// An operation as both sides have it.
pub struct Pair<'l, 'v, 'a> {
    /// The two sides.
    pub views: [&'l View<'v, 'a>; 2],
    /// The page keys.
    pub keys: [&'v str; 2],
    /// The operation on each.
    pub sides: [&'v MergedOperation<'a>; 2],
    /// The operations of each side that share a request with it, itself among them: pages that document a part.
    pub sharing: [Vec<&'v MergedOperation<'a>>; 2],
    /// Whether its requests were told already, because it moved.
    pub moved: bool,
}

impl Pair<'_, '_, '_> {
    /// What a side says at a place of its page.
    pub fn said(&self, side: usize, range: FileRange, text: impl Into<String>) -> Said {
        self.views[side].said(self.keys[side], range, text)
    }
}

/// An operation of one side.
#[derive(Clone, Copy)]
struct One<'v, 'a> {
    key: &'v str,
    operation: &'v MergedOperation<'a>,
}

/// The changes of operations and what belongs to them, but for what `echoes` tells of types.
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
    let mut told = ReportedMembers::default();
    for pair in &operations.pairs {
        if !pair.moved {
            operations.urls(pair, &mut changes);
        }
        if pair.is_same_part() {
            parts::compare(pair, types, echoes, &mut told, &mut changes);
        }
    }
    changes
}

struct Operations<'l, 'v, 'a> {
    views: [&'l View<'v, 'a>; 2],
    pairs: Vec<Pair<'l, 'v, 'a>>,
    alone: [Vec<One<'v, 'a>>; 2],
    requests: [Requests<'v, 'a>; 2],
}

impl<'l, 'v, 'a> Operations<'l, 'v, 'a> {
    /// Pairs operations by page key, then by a request that both state; tells what becomes of the others.
    fn pair(&mut self, changes: &mut Vec<ApiChange>) {
        let views = self.views;
        let of = |side: usize| -> Vec<One<'v, 'a>> {
            let all = views[side].version.operations.iter().map(|(key, operation)| One { key, operation });
            all.filter(|one| !views[side].unread.has(one.key)).collect()
        };
        let mut rest = [of(0), of(1)];
        self.take(&mut rest, |one| vec![one.key.to_owned()]);
        self.take(&mut rest, |one| one.operation.facts.requests.iter().map(normalized).collect());
        for side in [0, 1] {
            let mut told: FxHashSet<Vec<String>> = FxHashSet::default();
            for one in &rest[side] {
                let stated = &one.operation.facts.requests;
                let unknown: Vec<&Request> =
                    stated.iter().filter(|request| !self.requests[1 - side].has(request)).collect();
                let is_new = told.insert(unknown.iter().map(|request| normalized(request)).collect());
                if views[1 - side].is_silent(one.key) {
                    continue;
                }
                if is_new && unknown.len() == stated.len() {
                    self.alone[side].push(*one);
                } else if is_new {
                    changes.extend(unknown.into_iter().map(|request| self.alone_request(side, one, request)));
                }
            }
        }
        let candidates = |side: usize| -> Vec<One<'v, 'a>> {
            self.alone[side].iter().filter(|one| !views[1 - side].links(one.key)).copied().collect()
        };
        for (old, new, confidence) in rename::unique(&candidates(0), &candidates(1), alike) {
            self.alone[0].retain(|one| one.key != old.key);
            self.alone[1].retain(|one| one.key != new.key);
            let pair = self.paired(old, new, true);
            let [before, after] = pair.sides.map(|side| &side.facts.requests[0]);
            changes.push(pair.change(Kind::OperationRenamed, (before, after), Some(confidence)));
            self.pairs.push(pair);
        }
        for (side, kinds) in [
            (0, [Kind::OperationRemoved, Kind::OperationUndocumented]),
            (1, [Kind::OperationAdded, Kind::OperationDocumented]),
        ] {
            for one in &self.alone[side] {
                let request = &one.operation.facts.requests[0];
                let all: Vec<String> = one.operation.facts.requests.iter().map(shown).collect();
                let said = Some(views[side].said(one.key, request.range, all.join(", ")));
                let (old, new) = if side == 0 { (said, None) } else { (None, said) };
                let kind = kinds[usize::from(views[1 - side].links(one.key))];
                let owner = Owner::Operation(shown(request));
                changes.push(ApiChange { kind, name: shown(request), owner, old, new, confidence: None });
            }
        }
    }

    /// Pairs those of the rest that share a mark.
    fn take(&mut self, rest: &mut [Vec<One<'v, 'a>>; 2], marks: impl Fn(&One<'v, 'a>) -> Vec<String>) {
        let mut marked: FxHashMap<String, usize> = FxHashMap::default();
        for (index, one) in rest[1].iter().enumerate() {
            for mark in marks(one) {
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
        rest[0].retain(|one| !olds.contains(one.key));
        rest[1].retain(|one| !taken.contains(one.key));
        let pairs: Vec<_> = found.into_iter().map(|(old, new)| self.paired(old, new, false)).collect();
        self.pairs.extend(pairs);
    }

    fn paired(&self, old: One<'v, 'a>, new: One<'v, 'a>, moved: bool) -> Pair<'l, 'v, 'a> {
        let sides = [old.operation, new.operation];
        let sharing = [0, 1].map(|side: usize| self.requests[side].sharing(&sides[side].facts.requests));
        Pair { views: self.views, keys: [old.key, new.key], sides, sharing, moved }
    }

    /// A request that only one side states, of an operation whose others both do.
    fn alone_request(&self, side: usize, one: &One<'v, 'a>, request: &Request) -> ApiChange {
        let kind = [Kind::RequestRemoved, Kind::RequestAdded][side];
        let said = Some(self.views[side].said(one.key, request.range, shown(request)));
        let (old, new) = if side == 0 { (said, None) } else { (None, said) };
        let owner = Owner::Operation(shown(&one.operation.facts.requests[0]));
        ApiChange { kind, owner, name: shown(request), old, new, confidence: None }
    }

    /// Requests of an operation that no page of the other side states.
    fn urls(&self, pair: &Pair<'l, 'v, 'a>, changes: &mut Vec<ApiChange>) {
        let alone = |side: usize| -> Vec<(usize, &'v Request)> {
            let stated = pair.sides[side].facts.requests.iter().enumerate();
            stated.filter(|(_, request)| !self.requests[1 - side].has(request)).collect()
        };
        let [mut gone, mut fresh] = [alone(0), alone(1)];
        drop_short(&mut gone, &mut fresh, &pair.sides[1].facts.requests);
        drop_short(&mut fresh, &mut gone, &pair.sides[0].facts.requests);
        let count = |side: usize, method: &str| {
            pair.sides[side].facts.requests.iter().filter(|request| request.method == method).count()
        };
        let judge = |(old_at, old): (usize, &Request), (new_at, new): (usize, &Request)| {
            if old.method != new.method {
                return None;
            }
            let only = count(0, &old.method) == 1 && count(1, &new.method) == 1;
            let close = old_at == new_at && differing_segments(&old.path, &new.path) == Some(1);
            if only { Some(Confidence::High) } else { close.then_some(Confidence::Medium) }
        };
        for (old, new, confidence) in rename::unique(&gone, &fresh, judge) {
            gone.retain(|one| one.0 != old.0);
            fresh.retain(|one| one.0 != new.0);
            changes.push(pair.change(Kind::RequestRenamed, (old.1, new.1), Some(confidence)));
        }
        for (side, requests) in [(0, gone), (1, fresh)] {
            let one = One { key: pair.keys[side], operation: pair.sides[side] };
            for (_, request) in requests {
                let change = self.alone_request(side, &one, request);
                changes.push(ApiChange { owner: pair.owner(), ..change });
            }
        }
    }
}

/// Leaves out the requests that are the end of several requests of the other side's page: a page that gave
/// short forms of paths and now gives them whole, or the other way round. And leaves out the whole ones.
fn drop_short(short: &mut Vec<(usize, &Request)>, long: &mut Vec<(usize, &Request)>, stated: &[Request]) {
    short.retain(|(_, request)| {
        let whole = |other: &&Request| is_short_for(request, other);
        let is_short = stated.iter().filter(whole).count() > 1;
        if is_short {
            long.retain(|(_, other)| !whole(other));
        }
        !is_short
    });
}

impl Pair<'_, '_, '_> {
    /// The operation, as the new side's first request names it.
    pub fn owner(&self) -> Owner {
        Owner::Operation(shown(&self.sides[1].facts.requests[0]))
    }

    /// Whether both pages are about the same part of the operation: one page, or two that list mostly the same
    /// body. Several pages may document one request, each for a part of what it may hold.
    pub fn is_same_part(&self) -> bool {
        let [old, new] = self.sides.map(|side| &side.body);
        let known = |name: &str| new.iter().any(|item| item.fact.name.eq_ignore_ascii_case(name));
        let shared = old.iter().filter(|item| known(&item.fact.name)).count();
        let most = old.len().max(new.len());
        self.keys[0] == self.keys[1] || most == 0 || shared * 2 > most
    }

    /// Whether what one side says may have been changed by a translation.
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
            old: Some(self.said(0, old.range, shown(old))),
            new: Some(self.said(1, new.range, shown(new))),
            confidence,
        }
    }
}

/// Whether an operation that is gone and a new one are one: called alike by title, with the same methods.
fn alike(old: One<'_, '_>, new: One<'_, '_>) -> Option<Confidence> {
    let methods = |one: One<'_, '_>| {
        let mut methods: Vec<String> =
            one.operation.facts.requests.iter().map(|request| request.method.clone()).collect();
        methods.sort();
        methods.dedup();
        methods
    };
    let (before, after) = rename::common(&old.operation.title, &new.operation.title)?;
    if before.is_empty() || !before.eq_ignore_ascii_case(after) || methods(old) != methods(new) {
        return None;
    }
    let last = |one: One<'_, '_>| normalized(&one.operation.facts.requests[0]).rsplit('/').next().map(str::to_owned);
    let returned = |one: One<'_, '_>| {
        let response = one.operation.facts.responses.first();
        response.and_then(|response| response.type_expr.as_ref()).map(TypeExpr::key)
    };
    if last(old) == last(new) {
        Some(Confidence::High)
    } else {
        (returned(old).is_some() && returned(old) == returned(new)).then_some(Confidence::Medium)
    }
}
