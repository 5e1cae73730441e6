//! Prose: the items of a source block that its translation must hold.

use crate::compare::change::ChangeKind;
use crate::compare::items;
use crate::compare::items::{ItemKind, ProtectedItem, ProtectedItems};
use crate::compare::links::same_target;
use crate::compare::translation::{BlockComparer, MatchedBlocks};
use crate::compare::words::{
    digits, find_ignoring_case, has_clock_or_multiplier, holds, inflected, is_brand_like, resembles,
};
use crate::diagnostic::Edit;
use crate::page::tree::Block;
use crate::text::{FileRange, SideRange};
use crate::token::TokenKind;
use memchr::memmem;
use rustc_hash::FxHashSet;

impl BlockComparer<'_> {
    pub(super) fn prose(&mut self, pair: MatchedBlocks<'_>) {
        // Everything below starts from an item of the source.
        if !items::may_hold(self.source, pair.source) {
            return;
        }
        let source = items::read(self.source, pair.source);
        if source.items.iter().all(|item| self.is_kept(pair.target, item)) {
            return;
        }
        let target = items::read(self.target, pair.target);
        if target.plain().is_empty() || source.plain().is_empty() {
            return;
        }
        self.links(pair, &target, &source);
        if target.plain() == source.plain() {
            return;
        }
        self.code_spans(pair, &target, &source);
        self.placeholders(pair, &target, &source);
        self.literals(pair, &target, &source);
        self.identifiers(pair, &target, &source);
        self.numbers(pair, &target, &source);
    }

    /// Whether an item stands in a block's Markdown just as it stands in the source: a quick look that
    /// spares most translations the reading. Numbers hide in each other too easily for it.
    fn is_kept(&self, target: &Block, item: &ProtectedItem<'_>) -> bool {
        let raw = target.range.slice(self.target.text()).as_bytes();
        let written = item.range.slice(self.source.text());
        match item.kind {
            ItemKind::Token(TokenKind::Number) => false,
            ItemKind::Link => {
                written.rfind("](").is_some_and(|at| memmem::find(raw, &written.as_bytes()[at..]).is_some())
            }
            ItemKind::Code => memmem::find(raw, written.as_bytes()).is_some(),
            ItemKind::Token(_) => memmem::find_iter(raw, written).any(|at| {
                let joins = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'`' | b'/');
                let before = at.checked_sub(1).map(|before| raw[before]);
                let after = raw[at + written.len()..].iter().copied().find(|byte| *byte != b'.');
                !before.is_some_and(joins) && !after.is_some_and(joins)
            }),
        }
    }

    pub(super) fn links(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let same = |one: &ProtectedItem, other: &ProtectedItem| same_target(&one.text, &other.text);
        let (mut missing, mut extra) = unmatched(target, source, ItemKind::Link, same);
        missing.retain(|item| !self.is_beside(item));
        let certain = missing.len() == 1 && extra.len() == 1;
        for item in missing {
            let partner = (!extra.is_empty()).then(|| extra.remove(0));
            if partner.is_none() && crate::compare::page::markup::has_broken_link(self.target, pair.target) {
                continue;
            }
            let edit = partner.filter(|_| certain).and_then(|partner| self.link_edit(partner, &item.text));
            self.item_change(ChangeKind::LinkTarget, pair, item, partner, edit);
        }
    }

    /// Replaces the target inside a link's own Markdown.
    fn link_edit(&self, link: &ProtectedItem<'_>, target: &str) -> Option<Edit> {
        let raw = link.range.slice(self.target.text());
        let at = raw.rfind(&format!("]({}", link.text))? as u32 + 2;
        let range = SideRange::new(link.range.start + at, link.range.start + at + link.text.len() as u32);
        Some(Edit { range: self.target.projection.editable(range)?, text: target.to_owned() })
    }

    fn code_spans(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let (mut missing, extra) = unmatched(target, source, ItemKind::Code, |one, other| one.text == other.text);
        missing.retain(|item| !self.is_beside(item));
        self.pair_up(ChangeKind::CodeSpan, pair, &missing, &extra);
    }

    fn placeholders(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Placeholder);
        let (mut missing, extra) = unmatched(target, source, kind, |one, other| one.text == other.text);
        missing.retain(|item| !target.plain().contains(&*item.text));
        self.pair_up(ChangeKind::Placeholder, pair, &missing, &extra);
    }

    /// Pairs what the target lacks with what it has instead, in order. What has no partner is told at once:
    /// a list that lost its code is one fault. One item against one is certain to be the other's repair.
    fn pair_up(
        &mut self,
        kind: ChangeKind,
        pair: MatchedBlocks<'_>,
        missing: &[&ProtectedItem<'_>],
        extra: &[&ProtectedItem<'_>],
    ) {
        let certain = missing.len() == 1 && extra.len() == 1;
        for (item, partner) in missing.iter().zip(extra) {
            let edit = if certain { self.item_edit(partner, item) } else { None };
            self.item_change(kind.clone(), pair, item, Some(partner), edit);
        }
        let mut alone: Vec<&str> = missing.iter().skip(extra.len()).map(|item| &*item.text).collect();
        alone.dedup();
        if let Some(first) = missing.get(extra.len()) {
            let range = self.beside(pair, first);
            self.push(kind, pair, range, (&alone.join("`, `"), ""), None);
        }
    }

    fn literals(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Literal);
        let (missing, mut extra) = unmatched(target, source, kind, |one, other| same_target(&one.text, &other.text));
        for item in missing.into_iter().filter(|item| find_ignoring_case(target.plain(), &item.text).is_none()) {
            let partner = (!extra.is_empty()).then(|| extra.remove(0));
            self.item_change(ChangeKind::Literal, pair, item, partner, None);
        }
    }

    fn identifiers(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Identifier);
        let (mut missing, mut extra) = unmatched(target, source, kind, |one, other| inflected(&one.text, &other.text));
        let mut seen: Vec<&str> = Vec::new();
        missing.retain(|item| {
            let told = seen.contains(&&*item.text) || holds(target.plain(), &item.text) || self.is_beside(item);
            seen.push(&item.text);
            !told
        });
        // First what differs in case only, so that no other name takes its partner.
        missing.retain(|item| {
            let lower = item.text.to_lowercase();
            let cased = extra.iter().position(|other| inflected(&other.text.to_lowercase(), &lower));
            let partner = cased.map(|position| extra.remove(position));
            if partner.is_none() && find_ignoring_case(target.plain(), &item.text).is_none() {
                return true;
            }
            if !is_brand_like(&item.text) || self.is_api_name(source, item) {
                self.case_change(pair, target, item, partner);
            }
            false
        });
        missing.retain(|item| !is_brand_like(&item.text) || self.is_api_name(source, item));
        let only = missing.len() == 1 && extra.len() == 1;
        for item in missing {
            let like = extra.iter().position(|other| only || resembles(&other.text, &item.text));
            let partner = like.map(|position| extra.remove(position));
            self.item_change(ChangeKind::IdentifierInProse, pair, item, partner, None);
        }
    }

    fn case_change(
        &mut self,
        pair: MatchedBlocks<'_>,
        target: &ProtectedItems<'_>,
        item: &ProtectedItem<'_>,
        partner: Option<&ProtectedItem<'_>>,
    ) {
        if let Some(partner) = partner {
            let edit = if partner.text.eq_ignore_ascii_case(&item.text) { self.item_edit(partner, item) } else { None };
            self.item_change(ChangeKind::IdentifierCase, pair, item, Some(partner), edit);
        } else if let Some(at) = find_ignoring_case(target.plain(), &item.text) {
            let found = &target.plain()[at..at + item.text.len()];
            let range = self.beside(pair, item);
            self.push(ChangeKind::IdentifierCase, pair, range, (&item.text, found), None);
        }
    }

    /// Whether the very segment that translates an item holds it as it is written, though its block does not:
    /// a line break in a table cell ends the row, and what follows is another block.
    fn is_beside(&self, item: &ProtectedItem<'_>) -> bool {
        let segments = &self.reading.aligned.segments;
        let Some(segment) = segments.at_source(item.range.start) else { return false };
        let target = segments.target(segment, self.target);
        let written = item.range.slice(self.source.text());
        let kept = match item.kind {
            ItemKind::Link => written.rfind("](").map_or(written, |at| &written[at..]),
            _ => written,
        };
        // A name alone may also stand in a longer word or a link's target.
        let certain = !matches!(item.kind, ItemKind::Token(_))
            || target.contains('\n')
            || target.contains(&format!("[{}]", item.text));
        certain && target.contains(kept)
    }

    /// Whether a word that might be a product's name is one of the API: the page states it just so, or it is
    /// the whole text of a link.
    fn is_api_name(&self, source: &ProtectedItems<'_>, item: &ProtectedItem<'_>) -> bool {
        let name = &*item.text;
        let facts = &self.reading.facts;
        let mut links = source.of(ItemKind::Link).map(|link| link.range.slice(self.source.text()));
        links.any(|link| link[1..].strip_prefix(name).is_some_and(|rest| rest.starts_with(']')))
            || facts.types.iter().any(|known| known.name.eq_ignore_ascii_case(name))
            || self.reading.facts.flat.iter().any(|fact| fact.name == name || fact.shown == name)
    }

    /// A number of the source that the target lacks, where the target has one that the source lacks.
    fn numbers(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Number);
        let (missing, extra) = unmatched(target, source, kind, |one, other| digits(&one.text) == digits(&other.text));
        if missing.len() != 1
            || extra.len() != 1
            || has_clock_or_multiplier(source.plain())
            || has_clock_or_multiplier(target.plain())
        {
            return;
        }
        // A cell that is the number alone, such as an enum value, is certain to be the number of the source.
        let whole = source.plain() == missing[0].text;
        let edit = if whole { self.whole_edit(pair) } else { None };
        self.item_change(ChangeKind::Number, pair, missing[0], Some(extra[0]), edit);
    }

    fn item_change(
        &mut self,
        kind: ChangeKind,
        pair: MatchedBlocks<'_>,
        source: &ProtectedItem,
        target: Option<&ProtectedItem>,
        edit: Option<Edit>,
    ) {
        let range = match target {
            Some(item) => self.target.projection.range_to_file(item.range),
            None => self.beside(pair, source),
        };
        self.push(kind, pair, range, (&source.text, target.map_or("", |item| &item.text)), edit);
    }

    /// Where a source item's translation stands: its segment's target, else the target block.
    fn beside(&self, pair: MatchedBlocks<'_>, item: &ProtectedItem<'_>) -> FileRange {
        let aligned = &self.reading.aligned;
        let segment = aligned.segments.at_source(item.range.start);
        match segment.map(|segment| aligned.target_place(segment).trimmed(&aligned.page.text)) {
            Some(range) if !range.is_empty() => range,
            _ => self.target.place(pair.target_index),
        }
    }

    /// Replaces a target item by the Markdown of a source item.
    fn item_edit(&self, target: &ProtectedItem<'_>, source: &ProtectedItem<'_>) -> Option<Edit> {
        let range = self.target.projection.editable(target.range)?;
        Some(Edit { range, text: source.range.slice(self.source.text()).to_owned() })
    }
}

/// Items of a block that are looked at beyond plain equality; a block with more was not translated but
/// replaced, and all of its items differ.
const MOST_UNEQUAL: usize = 500;

/// The items of a kind that have no equal on the other side: of the source, and of the target.
fn unmatched<'i, 't>(
    target: &'i ProtectedItems<'t>,
    source: &'i ProtectedItems<'t>,
    kind: ItemKind,
    same: impl Fn(&ProtectedItem<'t>, &ProtectedItem<'t>) -> bool,
) -> (Vec<&'i ProtectedItem<'t>>, Vec<&'i ProtectedItem<'t>>) {
    let texts = |items: &'i ProtectedItems<'t>| items.of(kind).map(|item| &*item.text).collect::<FxHashSet<&str>>();
    let alone = |items: &'i ProtectedItems<'t>, others: &'i ProtectedItems<'t>| {
        let known = texts(others);
        let new: Vec<&ProtectedItem<'t>> = items.of(kind).filter(|item| !known.contains(&*item.text)).collect();
        let alone = new.into_iter().take(MOST_UNEQUAL).filter(|item| !others.of(kind).any(|other| same(item, other)));
        alone.collect::<Vec<_>>()
    };
    (alone(source, target), alone(target, source))
}
