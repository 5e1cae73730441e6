//! Target against source, block by block: the one place that says what a translation changed.

use super::items::{self, Item, ItemKind, Items};
use super::{Change, ChangeKind, Reading, place, structural, trimmed};
use crate::config::Config;
use crate::diagnostic::Edit;
use crate::lexicon::{ColumnRole, SectionRole};
use crate::page::Side;
use crate::page::tree::{Block, BlockKind};
use crate::schema::roles::Words;
use crate::schema::types;
use crate::text::{self, TextRange};
use crate::token::{self, TokenKind};
use memchr::memmem;

/// Compares the two sides of a reading. Nothing where it has no source.
pub fn compare(reading: &Reading, edition: usize, config: &Config, changes: &mut Vec<Change>) {
    let Some(source) = &reading.page.source else { return };
    let words = Words::of(&config.lexicons, &reading.edition.locale);
    let mut context = Context { reading, edition, target: &reading.page.target, source, words, changes };
    for pair in &reading.alignment.pairs {
        if let (Some(target), Some(source)) = (pair.target, pair.source) {
            context.block(target, source);
        }
    }
    fold_type_names(changes, edition);
}

/// A type named in the words of the locale is house style: each is told once a page, with its count.
fn fold_type_names(changes: &mut Vec<Change>, edition: usize) {
    let mut first: Vec<(String, String, usize)> = Vec::new();
    let mut kept: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes.drain(..) {
        if change.kind == ChangeKind::TypeName && change.edition == edition {
            if let Some((.., position)) =
                first.iter().find(|(source, target, _)| *source == change.source && *target == change.target)
            {
                kept[*position].count += 1;
                continue;
            }
            first.push((change.source.clone(), change.target.clone(), kept.len()));
        }
        kept.push(change);
    }
    *changes = kept;
}

struct Context<'a> {
    reading: &'a Reading,
    edition: usize,
    target: &'a Side,
    source: &'a Side,
    words: Words<'a>,
    changes: &'a mut Vec<Change>,
}

/// Two matched blocks.
#[derive(Clone, Copy)]
struct Pair<'a> {
    target: &'a Block,
    target_index: u32,
    source: &'a Block,
    source_index: u32,
}

impl<'a> Context<'a> {
    fn block(&mut self, target_index: u32, source_index: u32) {
        let target = &self.target.tree.blocks[target_index as usize];
        let source = &self.source.tree.blocks[source_index as usize];
        if target.range.slice(self.target.text()) == source.range.slice(self.source.text()) {
            return;
        }
        let pair = Pair { target, target_index, source, source_index };
        match source.kind {
            BlockKind::Comment | BlockKind::Html | BlockKind::Tab => {}
            BlockKind::Code { body, .. } => self.code(pair, body),
            BlockKind::Cell { table, row, column } => {
                let uses = &self.reading.uses.tables[table as usize];
                let role = uses.columns.get(column as usize).copied().flatten();
                match (uses.role, role) {
                    (Some(_), _) if row == 0 => self.prose(pair),
                    (Some(section), Some(ColumnRole::Name)) => self.name(pair, section),
                    (Some(_), Some(ColumnRole::Type | ColumnRole::ReturnType)) => self.type_cell(pair),
                    (Some(SectionRole::Permissions), Some(ColumnRole::Scopes | ColumnRole::SchemeScopes(_))) => {
                        self.permission(pair)
                    }
                    (Some(SectionRole::Permissions), Some(ColumnRole::Scheme)) => {}
                    _ => self.prose(pair),
                }
            }
            BlockKind::Heading(_) => {
                self.anchor(pair);
                self.prose(pair);
            }
            BlockKind::Paragraph | BlockKind::ListItem => self.prose(pair),
        }
    }

    fn push(&mut self, kind: ChangeKind, pair: Pair<'_>, range: TextRange, texts: (&str, &str), edit: Option<Edit>) {
        let anchor = structural(&self.source.tree, pair.source_index);
        self.changes.push(
            Change::new(kind, self.edition, range).with_texts(texts.0, texts.1).with_anchor(anchor).with_edit(edit),
        );
    }

    /// The repair of a block that is one segment: the segment's source text.
    fn whole_edit(&self, pair: Pair<'_>) -> Option<Edit> {
        let content = trimmed(self.target.text(), pair.target.range);
        let segment = self.target.projection.segment(content.start)?;
        let last = self.target.projection.segment(content.end.saturating_sub(1).max(content.start))?;
        let segment = (segment == last).then(|| self.reading.page.segments[segment as usize])?;
        Some(Edit { range: segment.target, text: segment.source.slice(&self.reading.page.text).to_owned() })
    }

    fn plain(&self, pair: Pair<'_>) -> (String, String) {
        let target = self.target.tree.plain(self.target.text(), pair.target).into_owned();
        (target, self.source.tree.plain(self.source.text(), pair.source).into_owned())
    }

    fn code(&mut self, pair: Pair<'_>, source_body: TextRange) {
        let BlockKind::Code { body, .. } = pair.target.kind else { return };
        let (target, source) = (body.slice(self.target.text()), source_body.slice(self.source.text()));
        let same = target.lines().map(str::trim_end).eq(source.lines().map(str::trim_end));
        if !same {
            let range = self.target.projection.range_to_file(body);
            let (target, source) = first_difference(target, source);
            self.push(ChangeKind::CodeBlock, pair, range, (&source, &target), None);
        }
    }

    /// A cell of a name column: the whole cell is one protected name.
    fn name(&mut self, pair: Pair<'_>, section: SectionRole) {
        let (target, source) = self.plain(pair);
        let bare = |text: &str| text.trim_matches([' ', '*', '`', '"', '\u{a0}']).to_owned();
        let (target_name, source_name) = (bare(&target), bare(&source));
        let is_header = matches!(section, SectionRole::RequestHeaders | SectionRole::ResponseHeaders);
        if is_header {
            // `Prefer: return=minimal` names the header before the colon.
            let (wanted, rest) = source_name.split_once(':').unwrap_or((&source_name, ""));
            let found = target_name.split([':', '：']).next().unwrap_or_default().trim();
            if !token::is_name(wanted) || found == wanted {
                return if rest.is_empty() && token::is_name(wanted) { () } else { self.prose(pair) };
            }
            if found.eq_ignore_ascii_case(wanted) {
                return;
            }
            self.push(
                ChangeKind::HeaderName,
                pair,
                place(self.target, pair.target_index),
                (&source_name, &target_name),
                self.whole_edit(pair),
            );
            return;
        }
        if !token::is_name(&source_name) {
            return self.prose(pair);
        }
        if target_name == source_name {
            return;
        }
        let squeezed = |text: &str| text.replace(['\\', '\u{200b}', '\u{feff}'], "");
        if squeezed(&target_name) == squeezed(&source_name) {
            return;
        }
        let case_only = target_name.to_lowercase() == source_name.to_lowercase();
        let kind = if case_only { ChangeKind::IdentifierCase } else { ChangeKind::Identifier };
        self.push(
            kind,
            pair,
            place(self.target, pair.target_index),
            (&source_name, &target_name),
            self.whole_edit(pair),
        );
    }

    /// A cell of a type column. House style may give primitive types in the locale's words.
    fn type_cell(&mut self, pair: Pair<'_>) {
        if self.source.tree.first_link(pair.source).is_some() {
            self.links(pair, &items::read(self.target, pair.target), &items::read(self.source, pair.source));
        }
        let (target, source) = self.plain(pair);
        if target == source || source.is_empty() || target.is_empty() {
            return;
        }
        let link = |side: &'a Side, block| side.tree.first_link(block);
        let read_source = types::parse(&source, link(self.source, pair.source), self.words.types());
        let read_target = types::parse(&target, link(self.target, pair.target), self.words.types());
        let (Some(read_source), Some(read_target)) = (read_source, read_target) else { return };
        let range = place(self.target, pair.target_index);
        let primitive = self.words.types().primitive(&read_source.name).is_some();
        if target.contains(read_source.name.as_str()) || source.split_whitespace().count() > 4 {
            return;
        }
        // A link may tell the type although its text was translated; what counts here is the text.
        let kind = if primitive {
            ChangeKind::TypeName
        } else if find_ignoring_case(&target, &read_source.name).is_some() {
            ChangeKind::IdentifierCase
        } else if token::is_coined(&read_source.name) {
            ChangeKind::Identifier
        } else {
            ChangeKind::TypeName
        };
        if kind == ChangeKind::TypeName
            && (target.contains(&written_name(&source))
                || read_source.name.eq_ignore_ascii_case(&read_target.name)
                    && target.is_ascii()
                    && primitive
                    && !target.contains(' '))
        {
            return;
        }
        let edit = if kind == ChangeKind::Identifier { self.whole_edit(pair) } else { None };
        self.push(kind, pair, range, (&source, &target), edit);
    }

    fn permission(&mut self, pair: Pair<'_>) {
        let (target, source) = self.plain(pair);
        let sorted = |text: &str| {
            let mut scopes: Vec<String> = token::scopes(text).map(str::to_owned).collect();
            scopes.sort();
            scopes.dedup();
            scopes
        };
        let (target_scopes, source_scopes) = (sorted(&target), sorted(&source));
        if target_scopes != source_scopes {
            self.push(
                ChangeKind::Permission,
                pair,
                place(self.target, pair.target_index),
                (&source, &target),
                self.whole_edit(pair),
            );
        } else {
            self.links(pair, &items::read(self.target, pair.target), &items::read(self.source, pair.source));
        }
    }

    /// A heading's own anchor must stay the slug of the source heading: links point at it. Judged only on
    /// pages that keep to this elsewhere, since anchors may also be chosen freely.
    fn anchor(&mut self, pair: Pair<'_>) {
        let section = &self.target.tree.sections[pair.target.section as usize];
        let wanted = text::slug(&self.source.tree.plain(self.source.text(), pair.source));
        let numbered = section
            .anchor
            .strip_prefix(wanted.as_str())
            .is_some_and(|rest| rest.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()));
        if section.anchor_written && !wanted.is_empty() && !numbered && self.keeps_slugs() {
            self.push(
                ChangeKind::Anchor,
                pair,
                place(self.target, pair.target_index),
                (&wanted, &section.anchor),
                None,
            );
        }
    }

    /// Whether most headings that carry an anchor carry the slug of their source heading.
    fn keeps_slugs(&self) -> bool {
        let written = self.source.tree.sections.iter().filter(|section| section.anchor_written);
        let (mut kept, mut all) = (0, 0);
        for section in written {
            let Some(heading) = section.heading else { continue };
            let block = &self.source.tree.blocks[heading as usize];
            kept += usize::from(text::slug(&self.source.tree.plain(self.source.text(), block)) == *section.anchor);
            all += 1;
        }
        kept * 2 > all
    }

    fn prose(&mut self, pair: Pair<'_>) {
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
    fn is_kept(&self, target: &Block, item: &Item<'_>) -> bool {
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

    fn links(&mut self, pair: Pair<'_>, target: &Items<'_>, source: &Items<'_>) {
        let same = |one: &Item, other: &Item| super::markup::same_target(&one.text, &other.text);
        let (missing, mut extra) = unmatched(target, source, ItemKind::Link, same);
        for item in missing {
            let partner = (!extra.is_empty()).then(|| extra.remove(0));
            if partner.is_none() && super::markup::has_broken_link(self.target, pair.target) {
                continue;
            }
            let edit = partner.and_then(|partner| self.link_edit(partner, &item.text));
            self.item_change(ChangeKind::LinkTarget, pair, item, partner, edit);
        }
    }

    /// Replaces the target inside a link's own Markdown.
    fn link_edit(&self, link: &Item<'_>, target: &str) -> Option<Edit> {
        let raw = link.range.slice(self.target.text());
        let at = raw.rfind(&format!("]({}", link.text))? as u32 + 2;
        let range = TextRange::new(link.range.start + at, link.range.start + at + link.text.len() as u32);
        Some(Edit { range: self.target.projection.editable(range)?, text: target.to_owned() })
    }

    fn code_spans(&mut self, pair: Pair<'_>, target: &Items<'_>, source: &Items<'_>) {
        let (missing, extra) = unmatched(target, source, ItemKind::Code, |one, other| one.text == other.text);
        self.pair_up(ChangeKind::CodeSpan, pair, &missing, &extra);
    }

    fn placeholders(&mut self, pair: Pair<'_>, target: &Items<'_>, source: &Items<'_>) {
        let kind = ItemKind::Token(TokenKind::Placeholder);
        let (mut missing, extra) = unmatched(target, source, kind, |one, other| one.text == other.text);
        missing.retain(|item| !target.plain().contains(&*item.text));
        self.pair_up(ChangeKind::Placeholder, pair, &missing, &extra);
    }

    /// Pairs what the target lacks with what it has instead, in order. What has no partner is told at once:
    /// a list that lost its code is one fault. One item against one is certain to be the other's repair.
    fn pair_up(&mut self, kind: ChangeKind, pair: Pair<'_>, missing: &[&Item<'_>], extra: &[&Item<'_>]) {
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

    fn literals(&mut self, pair: Pair<'_>, target: &Items<'_>, source: &Items<'_>) {
        let kind = ItemKind::Token(TokenKind::Literal);
        let (missing, mut extra) =
            unmatched(target, source, kind, |one, other| super::markup::same_target(&one.text, &other.text));
        for item in missing.into_iter().filter(|item| find_ignoring_case(target.plain(), &item.text).is_none()) {
            let partner = (!extra.is_empty()).then(|| extra.remove(0));
            self.item_change(ChangeKind::Literal, pair, item, partner, None);
        }
    }

    fn identifiers(&mut self, pair: Pair<'_>, target: &Items<'_>, source: &Items<'_>) {
        let kind = ItemKind::Token(TokenKind::Identifier);
        let (missing, mut extra) = unmatched(target, source, kind, |one, other| inflected(&one.text, &other.text));
        let mut seen: Vec<&str> = Vec::new();
        for item in missing {
            let told = seen.contains(&&*item.text) || holds(target.plain(), &item.text);
            if told || (is_brand_like(&item.text) && !self.is_api_name(pair, source, item)) {
                continue;
            }
            seen.push(&item.text);
            let cased = extra.iter().position(|other| other.text.eq_ignore_ascii_case(&item.text));
            if let Some(position) = cased {
                let partner = extra.remove(position);
                let edit = self.item_edit(partner, item);
                self.item_change(ChangeKind::IdentifierCase, pair, item, Some(partner), edit);
                continue;
            }
            if let Some(at) = find_ignoring_case(target.plain(), &item.text) {
                let found = &target.plain()[at..at + item.text.len()];
                let range = self.beside(pair, item);
                self.push(ChangeKind::IdentifierCase, pair, range, (&item.text, found), None);
                continue;
            }
            let partner = (!extra.is_empty()).then(|| extra.remove(0));
            self.item_change(ChangeKind::IdentifierInProse, pair, item, partner, None);
        }
    }

    /// Whether a word that might be a product's name is one of the API: the page states it, or it is the
    /// whole text of a link.
    fn is_api_name(&self, pair: Pair<'_>, source: &Items<'_>, item: &Item<'_>) -> bool {
        let name = &*item.text;
        let links = source.of(ItemKind::Link).map(|link| link.range.slice(self.source.text()));
        let facts = &self.reading.facts;
        let linked =
            links.into_iter().any(|link| link[1..].strip_prefix(name).is_some_and(|rest| rest.starts_with(']')));
        linked && pair.source.range.contains(item.range.start)
            || facts.types.iter().any(|known| known.name.eq_ignore_ascii_case(name))
            || self
                .reading
                .flat
                .iter()
                .any(|fact| fact.name.eq_ignore_ascii_case(name) || fact.shown.eq_ignore_ascii_case(name))
    }

    /// A number of the source that the target lacks, where the target has one that the source lacks.
    fn numbers(&mut self, pair: Pair<'_>, target: &Items<'_>, source: &Items<'_>) {
        let kind = ItemKind::Token(TokenKind::Number);
        let (missing, extra) = unmatched(target, source, kind, |one, other| digits(&one.text) == digits(&other.text));
        if missing.len() != 1
            || extra.len() != 1
            || has_clock_or_multiplier(source.plain())
            || has_clock_or_multiplier(target.plain())
        {
            return;
        }
        self.item_change(ChangeKind::Number, pair, missing[0], Some(extra[0]), None);
    }

    fn item_change(
        &mut self,
        kind: ChangeKind,
        pair: Pair<'_>,
        source: &Item,
        target: Option<&Item>,
        edit: Option<Edit>,
    ) {
        let range = match target {
            Some(item) => self.target.projection.range_to_file(item.range),
            None => self.beside(pair, source),
        };
        self.push(kind, pair, range, (&source.text, target.map_or("", |item| &item.text)), edit);
    }

    /// Where a source item's translation stands: its segment's target, else the target block.
    fn beside(&self, pair: Pair<'_>, item: &Item<'_>) -> TextRange {
        let segment = self
            .source
            .projection
            .segment(item.range.start)
            .map(|segment| self.reading.page.segments[segment as usize]);
        match segment.map(|segment| trimmed(&self.reading.page.text, segment.target)) {
            Some(range) if !range.is_empty() => range,
            _ => place(self.target, pair.target_index),
        }
    }

    /// Replaces a target item by the Markdown of a source item.
    fn item_edit(&self, target: &Item<'_>, source: &Item<'_>) -> Option<Edit> {
        let range = self.target.projection.editable(target.range)?;
        Some(Edit { range, text: source.range.slice(self.source.text()).to_owned() })
    }
}

/// Whether a coined word is spelled as product names are: a capital first, or one small letter before
/// the first capital (`eLearning`), and no dot, underscore or sign.
fn is_brand_like(word: &str) -> bool {
    let bytes = word.as_bytes();
    let capital_early = bytes.iter().take(2).any(u8::is_ascii_uppercase);
    capital_early && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// The items of a kind that have no equal on the other side: of the source, and of the target.
fn unmatched<'i, 't>(
    target: &'i Items<'t>,
    source: &'i Items<'t>,
    kind: ItemKind,
    same: impl Fn(&Item<'t>, &Item<'t>) -> bool,
) -> (Vec<&'i Item<'t>>, Vec<&'i Item<'t>>) {
    let alone = |item: &Item<'t>, others: &Items<'t>| !others.of(kind).any(|other| same(item, other));
    let missing: Vec<_> = source.of(kind).filter(|item| alone(item, target)).collect();
    let extra = target.of(kind).filter(|item| alone(item, source)).collect();
    (missing, extra)
}

/// Equal, or one with the short ending that a plural or a genitive adds.
fn inflected(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let Some(ending) = long.strip_prefix(short) else { return false };
    matches!(ending, "" | "s" | "es" | "e" | "n" | "en" | "er" | "ern")
}

/// Whether a text holds a name that no letter or digit of ASCII touches.
fn holds(text: &str, name: &str) -> bool {
    let outside = |character: Option<char>| character.is_none_or(|character| !character.is_ascii_alphanumeric());
    text.match_indices(name)
        .any(|(at, _)| outside(text[..at].chars().next_back()) && outside(text[at + name.len()..].chars().next()))
}

fn find_ignoring_case(text: &str, name: &str) -> Option<usize> {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    let outside = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    text.windows(name.len()).enumerate().find_map(|(at, window)| {
        let alone =
            outside(at.checked_sub(1).and_then(|before| text.get(before))) && outside(text.get(at + name.len()));
        (alone && window.eq_ignore_ascii_case(name)).then_some(at)
    })
}

/// The digits of a number, so that `1,000`, `1.000` and `1000` are one.
fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
}

/// Clock times and myriads change their digits in translation.
fn has_clock_or_multiplier(text: &str) -> bool {
    let clock =
        text.as_bytes().windows(3).any(|part| part[0].is_ascii_digit() && part[1] == b':' && part[2].is_ascii_digit());
    clock || text.contains(['万', '億', '亿', '萬', '千', '百', '만', '억', '천'])
}

/// The element name of an English type expression as it was written.
fn written_name(source: &str) -> String {
    let inner = source.split(['(', ')']).nth(1).unwrap_or(source);
    inner.split_whitespace().next().unwrap_or(inner).to_owned()
}

/// The first lines that differ.
fn first_difference(target: &str, source: &str) -> (String, String) {
    let mut pairs = target.lines().zip(source.lines());
    match pairs.find(|(one, other)| one.trim_end() != other.trim_end()) {
        Some((one, other)) => (one.trim().to_owned(), other.trim().to_owned()),
        None => (
            target.lines().nth(source.lines().count()).unwrap_or_default().trim().to_owned(),
            source.lines().nth(target.lines().count()).unwrap_or_default().trim().to_owned(),
        ),
    }
}
