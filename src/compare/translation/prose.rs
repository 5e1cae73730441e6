//! Prose: the protected items of a source block, which its translation must contain.

use crate::compare::change::{Change, ChangeKind};
use crate::compare::link_targets::{differ_in_fragment, normal_target};
use crate::compare::name_matching::{
    INFLECTIONS, digits, find_ignoring_case, has_clock_or_multiplier, holds, inflected, is_brand_like, resembles,
};
use crate::compare::page::broken_markup;
use crate::compare::protected_items;
use crate::compare::protected_items::{ItemKind, ProtectedItem, ProtectedItems};
use crate::compare::translation::{BlockComparer, MatchedBlocks};
use crate::diagnostic::Edit;
use crate::page::tree::{Block, Section};
use crate::text::{FileRange, SideRange};
use crate::token::TokenKind;
use memchr::memmem;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::cell::OnceCell;

impl BlockComparer<'_> {
    pub(super) fn prose(&mut self, pair: MatchedBlocks<'_>) {
        // Each change below starts from an item of the source.
        if !protected_items::may_hold(self.source, pair.source) {
            return;
        }
        let source = protected_items::read(self.source, pair.source);
        if self.are_kept(pair.target, &source.items) {
            return;
        }
        let target = protected_items::read(self.target, pair.target);
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

    /// Whether the Markdown of a target block contains all items as the source writes them. A fast test: the items of most
    /// translations then need not be read.
    fn are_kept(&self, target: &Block, items: &[ProtectedItem<'_>]) -> bool {
        let (mut after, mut out_of_order) = (0, 0);
        items.iter().all(|item| {
            // Most translations keep the order. Each item out of order is searched in the whole block.
            let found = self.kept(target, item, after).or_else(|| {
                out_of_order += 1;
                if out_of_order > MOST_UNEQUAL { None } else { self.kept(target, item, 0) }
            });
            after = found.unwrap_or(after);
            found.is_some()
        })
    }

    /// One past the first place at or after byte `from` of a target block where its Markdown contains an item as the source
    /// writes it. Numbers are never found, because a number is easily part of another number.
    fn kept(&self, target: &Block, item: &ProtectedItem<'_>, from: usize) -> Option<usize> {
        let raw = target.range.slice(self.target.text()).as_bytes();
        let written = item.range.slice(self.source.text());
        let find = |wanted: &str| Some(from + memmem::find(&raw[from..], wanted.as_bytes())? + wanted.len());
        match item.kind {
            ItemKind::Token(TokenKind::Number) => None,
            ItemKind::Link => find(&written[written.rfind("](")?..]),
            ItemKind::Code => find(written),
            ItemKind::Token(_) => memmem::find_iter(&raw[from..], written).map(|at| from + at).find_map(|at| {
                let joins = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'`' | b'/');
                let end = at + written.len();
                let before = at.checked_sub(1).map(|before| raw[before]);
                let after = raw[end..].iter().copied().find(|byte| *byte != b'.');
                (!before.is_some_and(joins) && !after.is_some_and(joins)).then_some(end)
            }),
        }
    }

    pub(super) fn links(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let unmatched = unmatched(target, source, ItemKind::Link, Equality::LinkTarget);
        let Unmatched { mut missing, mut extra, rest } = unmatched;
        missing.retain(|item| !self.is_in_segment(item));
        // A link to a heading of the page leads to its translation.
        missing.retain(|item| {
            let anchor = item.text.strip_prefix('#').and_then(|anchor| self.translated_anchor(anchor));
            let is_it = |found: &&ProtectedItem<'_>| found.text.strip_prefix('#') == anchor;
            let partner = anchor.and_then(|_| extra.iter().position(is_it));
            partner.map(|partner| extra.remove(partner)).is_none()
        });
        let is_certain = missing.len() == 1 && extra.len() == 1;
        let mut partners = extra.into_iter();
        let has_broken_link = OnceCell::new();
        let is_broken = || *has_broken_link.get_or_init(|| broken_markup::has_broken_link(self.target, pair.target));
        let mut changes = Vec::with_capacity(missing.len());
        for item in missing {
            let partner = partners.next();
            if partner.is_none() && is_broken() {
                continue;
            }
            // The anchor of the source does not exist in the page if the heading has another one there.
            let anchor = item.text.strip_prefix('#').and_then(|anchor| Some((anchor, self.translated_anchor(anchor)?)));
            let is_certain = is_certain && anchor.is_none_or(|(source, target)| source == target);
            let edit = partner.filter(|_| is_certain).and_then(|partner| self.link_edit(partner, &item.text));
            if partner.is_some_and(|partner| differ_in_fragment(&item.text, &partner.text))
                && self.may_translate_anchors()
            {
                changes.push(self.item_change(ChangeKind::LinkFragment, pair, item, partner));
                continue;
            }
            changes.push(self.item_change(ChangeKind::LinkTarget, pair, item, partner).with_edit(edit));
        }
        changes.into_iter().for_each(|change| self.push(pair, change));
        self.push_rest(ChangeKind::LinkTarget, pair, &rest);
    }

    /// Whether pages like this one may have other anchors than their source pages: this one writes none, and embeds no source text.
    fn may_translate_anchors(&self) -> bool {
        self.reading.aligned.is_foreign() && !self.target.tree.sections.iter().any(Section::is_anchor_written)
    }

    /// The anchor of the target heading that matches the source heading with an anchor.
    fn translated_anchor(&self, anchor: &str) -> Option<&str> {
        let section = self.source.tree.sections.iter().find(|section| &*section.anchor == anchor)?;
        let heading = self.reading.aligned.blocks.target_of(section.heading?)?;
        let section = self.target.tree.blocks[heading as usize].section;
        let section = &self.target.tree.sections[section as usize];
        (section.heading == Some(heading)).then_some(&*section.anchor)
    }

    /// An edit that replaces the target of a link in its Markdown.
    fn link_edit(&self, link: &ProtectedItem<'_>, target: &str) -> Option<Edit> {
        let raw = link.range.slice(self.target.text());
        let at = raw.rfind(&format!("]({}", link.text))? as u32 + 2;
        let range = SideRange::new(link.range.start + at, link.range.start + at + link.text.len() as u32);
        Some(Edit { range: self.target.projection.editable(range)?, text: target.to_owned() })
    }

    fn code_spans(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let mut items = unmatched(target, source, ItemKind::Code, Equality::Text);
        items.missing.retain(|item| !self.is_in_segment(item));
        self.pair_up(ChangeKind::CodeSpan, pair, &items);
    }

    fn placeholders(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Placeholder);
        let mut items = unmatched(target, source, kind, Equality::Text);
        items.missing.retain(|item| memmem::find(target.plain().as_bytes(), item.text.as_bytes()).is_none());
        self.pair_up(ChangeKind::Placeholder, pair, &items);
    }

    /// Pairs missing items of the source with extra items of the target, in order. All missing items without a partner are
    /// one change: a list that lost its inline code has one fault. The edit is certain only if each side has exactly one
    /// item.
    fn pair_up(&mut self, kind: ChangeKind, pair: MatchedBlocks<'_>, items: &Unmatched<'_, '_>) {
        let Unmatched { missing, extra, rest } = items;
        let is_certain = missing.len() == 1 && extra.len() == 1;
        for (item, partner) in missing.iter().zip(extra) {
            let edit = if is_certain { self.item_edit(partner, item) } else { None };
            let change = self.item_change(kind.clone(), pair, item, Some(partner));
            self.push(pair, change.with_edit(edit));
        }
        let lost: Vec<&ProtectedItem<'_>> = missing.iter().skip(extra.len()).chain(rest).copied().collect();
        self.push_rest(kind, pair, &lost);
    }

    /// One change for all items of a list, which are missing from the translation. No change if the list is empty.
    fn push_rest(&mut self, kind: ChangeKind, pair: MatchedBlocks<'_>, lost: &[&ProtectedItem<'_>]) {
        let Some(first) = lost.first() else { return };
        let mut texts: Vec<&str> = lost.iter().map(|item| &*item.text).collect();
        texts.dedup();
        let change = Change::new(kind, self.place_of_translation(pair, first));
        self.push(pair, change.with_texts(texts.join("`, `"), ""));
    }

    fn literals(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Literal);
        let Unmatched { missing, extra, rest } = unmatched(target, source, kind, Equality::LinkTarget);
        let mut partners = extra.into_iter();
        for item in missing.into_iter().filter(|item| find_ignoring_case(target.plain(), &item.text).is_none()) {
            self.push(pair, self.item_change(ChangeKind::Literal, pair, item, partners.next()));
        }
        self.push_rest(ChangeKind::Literal, pair, &rest);
    }

    fn identifiers(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Identifier);
        let Unmatched { mut missing, mut extra, mut rest } = unmatched(target, source, kind, Equality::Inflected);
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        missing
            .retain(|item| seen.insert(&item.text) && !holds(target.plain(), &item.text) && !self.is_in_segment(item));
        rest.retain(|item| seen.insert(&item.text) && !is_brand_like(&item.text));
        // Names that differ in case only come first, so that no other name takes their partner.
        missing.retain(|item| {
            let lower = item.text.to_lowercase();
            let cased = extra.iter().position(|found| inflected(&found.text.to_lowercase(), &lower));
            let partner = cased.map(|position| extra.remove(position));
            if partner.is_none() && find_ignoring_case(target.plain(), &item.text).is_none() {
                return true;
            }
            if !is_brand_like(&item.text) || self.is_api_name(source, item) {
                let change = match partner {
                    Some(partner) => Some(self.case_change(pair, item, partner)),
                    None => self.case_change_in_text(pair, item, target.plain()),
                };
                change.into_iter().for_each(|change| self.push(pair, change));
            }
            false
        });
        missing.retain(|item| !is_brand_like(&item.text) || self.is_api_name(source, item));
        missing.retain(|item| !self.is_sentence_end(&item.text));
        let is_only_pair = missing.len() == 1 && extra.len() == 1;
        for item in missing {
            let like = extra.iter().position(|found| is_only_pair || resembles(&found.text, &item.text));
            let partner = like.map(|position| extra.remove(position));
            self.push(pair, self.item_change(ChangeKind::IdentifierInProse, pair, item, partner));
        }
        self.push_rest(ChangeKind::IdentifierInProse, pair, &rest);
    }

    /// Whether what looks like a name is the end of a sentence and the start of the next without a space: `Services.This`.
    fn is_sentence_end(&self, name: &str) -> bool {
        let Some((_, last)) = name.rsplit_once('.') else { return false };
        last.starts_with(char::is_uppercase)
            && self.words.each().any(|words| words.is_function_word(&last.to_lowercase()))
    }

    /// A name that an item of the target spells with other capitals.
    fn case_change(&self, pair: MatchedBlocks<'_>, item: &ProtectedItem<'_>, partner: &ProtectedItem<'_>) -> Change {
        let edit = if partner.text.eq_ignore_ascii_case(&item.text) { self.item_edit(partner, item) } else { None };
        self.item_change(ChangeKind::IdentifierCase, pair, item, Some(partner)).with_edit(edit)
    }

    /// A name that the plain text of the target spells with other capitals, so that it is no item there.
    fn case_change_in_text(&self, pair: MatchedBlocks<'_>, item: &ProtectedItem<'_>, target: &str) -> Option<Change> {
        let at = find_ignoring_case(target, &item.text)?;
        let change = Change::new(ChangeKind::IdentifierCase, self.place_of_translation(pair, item));
        Some(change.with_texts(&*item.text, &target[at..at + item.text.len()]))
    }

    /// Whether the target segment of an item contains the item as written, although the target block does not: a line
    /// break in a table cell ends the row, and the rest of the segment is another block.
    fn is_in_segment(&self, item: &ProtectedItem<'_>) -> bool {
        let segments = &self.reading.aligned.segments;
        let Some(segment) = segments.at_source(item.range.start) else { return false };
        let target = segments.target(segment, self.target);
        let written = item.range.slice(self.source.text());
        let kept = match item.kind {
            ItemKind::Link => written.rfind("](").map_or(written, |at| &written[at..]),
            _ => written,
        };
        // A name may also be part of a longer word or of a link target.
        let is_certain = !matches!(item.kind, ItemKind::Token(_))
            || target.contains('\n')
            || target.contains(&format!("[{}]", item.text));
        is_certain && target.contains(kept)
    }

    /// Whether a word that is spelled like a product name is a name of the API: the page states it as a name, or it is the
    /// whole text of a link.
    fn is_api_name(&self, source: &ProtectedItems<'_>, item: &ProtectedItem<'_>) -> bool {
        let name = &*item.text;
        let facts = &self.reading.facts;
        let mut links = source.of(ItemKind::Link).map(|link| link.range.slice(self.source.text()));
        links.any(|link| link[1..].strip_prefix(name).is_some_and(|rest| rest.starts_with(']')))
            || facts.types.iter().any(|known| known.name.eq_ignore_ascii_case(name))
            || self.reading.facts.comparable.iter().any(|fact| fact.name == name || fact.shown == name)
    }

    /// A number of the source that the target replaced by another number. Reported only if each side has exactly one
    /// number that the other side lacks.
    fn numbers(&mut self, pair: MatchedBlocks<'_>, target: &ProtectedItems<'_>, source: &ProtectedItems<'_>) {
        let kind = ItemKind::Token(TokenKind::Number);
        let items = unmatched(target, source, kind, Equality::Digits);
        let ([missing], [extra]) = (&*items.missing, &*items.extra) else { return };
        if has_clock_or_multiplier(source.plain()) || has_clock_or_multiplier(target.plain()) {
            return;
        }
        // If the whole source cell is the number, such as an enum value, the edit is certain.
        let is_whole = source.plain() == missing.text;
        let edit = if is_whole { self.whole_edit(pair) } else { None };
        let change = self.item_change(ChangeKind::Number, pair, missing, Some(extra));
        self.push(pair, change.with_edit(edit));
    }

    /// A change of a source item; `target`: the item that the translation has instead, if any.
    fn item_change(
        &self,
        kind: ChangeKind,
        pair: MatchedBlocks<'_>,
        source: &ProtectedItem,
        target: Option<&ProtectedItem>,
    ) -> Change {
        let range = match target {
            Some(item) => self.target.projection.range_to_file(item.range),
            None => self.place_of_translation(pair, source),
        };
        Change::new(kind, range).with_texts(&*source.text, target.map_or("", |item| &*item.text))
    }

    /// The place of the translation of a source item: the target of its segment, else the target block.
    fn place_of_translation(&self, pair: MatchedBlocks<'_>, item: &ProtectedItem<'_>) -> FileRange {
        let aligned = &self.reading.aligned;
        let segment = aligned.segments.at_source(item.range.start);
        match segment.map(|segment| aligned.target_place(segment).trimmed(&aligned.page.text)) {
            Some(range) if !range.is_empty() => range,
            _ => self.target.place(pair.target_index),
        }
    }

    /// An edit that replaces a target item by the Markdown of a source item.
    fn item_edit(&self, target: &ProtectedItem<'_>, source: &ProtectedItem<'_>) -> Option<Edit> {
        let range = self.target.projection.editable(target.range)?;
        Some(Edit { range, text: source.range.slice(self.source.text()).to_owned() })
    }
}

/// The items of a block without an equal item that are compared one by one: each is searched in the whole block. The block
/// was then not translated but replaced. All further items are one change.
const MOST_UNEQUAL: usize = 500;

/// The items of one kind without an equal item on the other side.
struct Unmatched<'i, 't> {
    /// Items that only the source has, at most [`MOST_UNEQUAL`].
    missing: Vec<&'i ProtectedItem<'t>>,
    /// Items that only the target has, at most [`MOST_UNEQUAL`].
    extra: Vec<&'i ProtectedItem<'t>>,
    /// Further items that only the source has.
    rest: Vec<&'i ProtectedItem<'t>>,
}

/// When two items count as equal.
#[derive(Clone, Copy)]
enum Equality {
    /// Equal texts.
    Text,
    /// The same link target, as [`same_target`](crate::compare::link_targets::same_target) defines it.
    LinkTarget,
    /// Equal names apart from a plural or genitive ending, as [`inflected`](crate::compare::name_matching::inflected) defines
    /// it.
    Inflected,
    /// Equal digits.
    Digits,
}

impl Equality {
    /// A text that is the same for equal items.
    fn normal(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Text | Self::Inflected => text.into(),
            Self::LinkTarget => normal_target(text).into(),
            Self::Digits => digits(text).into(),
        }
    }

    /// Whether an item is equal to one of `known`, which are normal texts.
    fn is_known(self, known: &FxHashSet<Cow<'_, str>>, text: &str) -> bool {
        let ends = || {
            INFLECTIONS.iter().any(|ending| {
                text.strip_suffix(ending).is_some_and(|stem| known.contains(stem))
                    || known.contains(&*format!("{text}{ending}"))
            })
        };
        known.contains(&self.normal(text)) || matches!(self, Self::Inflected) && ends()
    }
}

fn unmatched<'i, 't>(
    target: &'i ProtectedItems<'t>,
    source: &'i ProtectedItems<'t>,
    kind: ItemKind,
    equality: Equality,
) -> Unmatched<'i, 't> {
    let without_equal = |items: &'i ProtectedItems<'t>, other_side: &'i ProtectedItems<'t>| {
        let texts: FxHashSet<&str> = other_side.of(kind).map(|item| &*item.text).collect();
        let mut alone: Vec<&ProtectedItem<'t>> = items.of(kind).filter(|item| !texts.contains(&*item.text)).collect();
        if !alone.is_empty() && !matches!(equality, Equality::Text) {
            let known: FxHashSet<Cow<'_, str>> = texts.into_iter().map(|text| equality.normal(text)).collect();
            alone.retain(|item| !equality.is_known(&known, &item.text));
        }
        alone
    };
    let (mut missing, mut extra) = (without_equal(source, target), without_equal(target, source));
    extra.truncate(MOST_UNEQUAL);
    let rest = missing.split_off(missing.len().min(MOST_UNEQUAL));
    Unmatched { missing, extra, rest }
}
