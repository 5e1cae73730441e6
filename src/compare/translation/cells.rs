//! Blocks that are protected as a whole: code, name cells, type cells, permission cells, anchors of headings.

use crate::compare::change::{Change, ChangeKind};
use crate::compare::name_matching::find_ignoring_case;
use crate::compare::protected_items;
use crate::compare::translation::code_text;
use crate::compare::translation::{BlockComparer, MatchedBlocks};
use crate::facts::types;
use crate::lexicon::{Phrase, SectionRole};
use crate::page::tree::{AnchorOrigin, Block, BlockKind};
use crate::text::SideRange;
use crate::token;

/// A permission cell with more scopes is reported without a repair.
const MOST_RESTORED: usize = 200;

impl<'a> BlockComparer<'a> {
    /// A code block: its text must be that of the source.
    pub(super) fn code(&mut self, pair: MatchedBlocks<'_>, source_body: SideRange) {
        let BlockKind::Code { body, .. } = pair.target.kind else { return };
        let (target, source) = (body.slice(self.target.text()), source_body.slice(self.source.text()));
        // Indentation and line breaks of code may differ.
        let is_same = target.split_whitespace().eq(source.split_whitespace());
        if !is_same {
            let range = self.target.projection.range_to_file(body);
            let kind = match code_text::only_difference(
                self.language(pair.source),
                (target, source),
                self.source.syntax.code(),
            ) {
                Some(text) => ChangeKind::CodeText(text),
                None => ChangeKind::CodeBlock,
            };
            let (target, source) = first_difference(target, source);
            self.push(pair, Change::new(kind, range).with_texts(source, target));
        }
    }

    /// The language of a code block of the source.
    fn language(&self, block: &Block) -> &'a str {
        let BlockKind::Code { language, .. } = block.kind else { return "" };
        let info = language.slice(self.source.text());
        info.split(|end: char| !end.is_alphanumeric() && !matches!(end, '#' | '+' | '-')).next().unwrap_or_default()
    }

    /// A cell of a name column: the whole cell is one protected name. Cells that are not a name are compared as prose.
    pub(super) fn name(&mut self, pair: MatchedBlocks<'_>, section: SectionRole) {
        let (target, source) = self.plain(pair);
        let bare = |text: &str| text.trim_matches([' ', '*', '`', '"', '\u{a0}']).to_owned();
        let (target_name, source_name) = (bare(&target), bare(&source));
        let is_header = matches!(section, SectionRole::RequestHeaders | SectionRole::ResponseHeaders);
        if is_header {
            // `Prefer: return=minimal` names the header before the colon.
            let (wanted, rest) = source_name.split_once(':').unwrap_or((&source_name, ""));
            let found = target_name.split([':', '：']).next().unwrap_or_default().trim();
            if !token::is_name(wanted) || found == wanted {
                if !rest.is_empty() || !token::is_name(wanted) {
                    self.prose(pair);
                }
                return;
            }
            if found.eq_ignore_ascii_case(wanted) {
                return;
            }
            let change = self.block_change(ChangeKind::HeaderName, pair, (&source_name, &target_name));
            return self.push(pair, change.with_edit(self.whole_edit(pair)));
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
        let change = self.block_change(kind, pair, (&source_name, &target_name));
        self.push(pair, change.with_edit(self.whole_edit(pair)));
    }

    /// A cell of a type column. Names of primitive types may be translated: style guides differ.
    pub(super) fn type_cell(&mut self, pair: MatchedBlocks<'_>) {
        if self.source.tree.first_link(pair.source).is_some() {
            self.links(
                pair,
                &protected_items::read(self.target, pair.target),
                &protected_items::read(self.source, pair.source),
            );
        }
        let (target, source) = self.plain(pair);
        if target == source || source.is_empty() || target.is_empty() {
            return;
        }
        let link = self.source.tree.first_link(pair.source);
        let Some(read_source) = types::parse(&source, link, self.words.types()) else { return };
        let is_primitive = self.words.types().primitive(&read_source.name).is_some();
        if target.contains(read_source.name.as_str()) || source.split_whitespace().count() > 4 {
            return;
        }
        // The link may still lead to the type although its text was translated; here only the text is compared.
        let name = read_source.name.as_str();
        let cased = find_ignoring_case(&target, name).map(|at| &target[at..at + name.len()]);
        match cased {
            Some(_) if is_primitive => {}
            Some(found) => self.push(pair, self.block_change(ChangeKind::IdentifierCase, pair, (name, found))),
            None if !is_primitive && token::is_coined(name) => {
                // An edit of a cell with other words, such as "collection", would undo their translation too.
                let edit = if source == name { self.whole_edit(pair) } else { None };
                let change = self.block_change(ChangeKind::Identifier, pair, (&source, &target));
                self.push(pair, change.with_edit(edit));
            }
            None if target.eq_ignore_ascii_case(&source) => {}
            None if self.is_type_name(&source, name) && !target.contains(&written_name(&source)) => {
                self.push(pair, self.block_change(ChangeKind::TypeName, pair, (&source, &target)));
            }
            None => {}
        }
    }

    /// Whether a type cell is the name of a type, neither "None" nor prose.
    fn is_type_name(&self, source: &str, name: &str) -> bool {
        let lower = source.to_lowercase();
        let bare = lower.trim_matches([' ', '.', '。']);
        let is_none = self.words.each().any(|lexicon| lexicon.is_phrase(Phrase::None, bare));
        !is_none && !name.contains(char::is_whitespace)
    }

    /// A permission cell: its scopes must be those of the source, as a set.
    pub(super) fn permission(&mut self, pair: MatchedBlocks<'_>) {
        let (target, source) = self.plain(pair);
        let sorted = |text: &str| {
            let mut scopes: Vec<String> = token::scopes(text).map(str::to_owned).collect();
            scopes.sort();
            scopes.dedup();
            scopes
        };
        let (target_scopes, source_scopes) = (sorted(&target), sorted(&source));
        if source_scopes.is_empty() {
            // No scope in the source: prose, or a cell outside the embedded source.
            self.prose(pair);
        } else if target_scopes != source_scopes {
            // The whole cell can be restored if the source cell holds only scopes, separators and words such as `and`.
            let has_only_scopes = || {
                let rest =
                    source_scopes.iter().fold(source.clone(), |rest, scope| rest.replacen(scope.as_str(), "", 1));
                let mut words =
                    rest.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
                words.all(|word| matches!(word, "and" | "or" | "plus"))
            };
            let is_certain = source_scopes.len() <= MOST_RESTORED && has_only_scopes();
            let edit = if is_certain { self.whole_edit(pair) } else { None };
            let change = self.block_change(ChangeKind::Permission, pair, (&source, &target));
            self.push(pair, change.with_edit(edit));
        } else {
            self.links(
                pair,
                &protected_items::read(self.target, pair.target),
                &protected_items::read(self.source, pair.source),
            );
        }
    }

    /// The written anchor of a heading: it must stay the anchor that the source states, else the slug of the source heading,
    /// because links use it. The slug is judged only on pages whose other anchors are slugs, because authors may also choose
    /// anchors freely.
    pub(super) fn anchor(&mut self, pair: MatchedBlocks<'_>) {
        let section = &self.target.tree.sections[pair.target.section as usize];
        let source_section = &self.source.tree.sections[pair.source.section as usize];
        if source_section.anchor_origin == AnchorOrigin::HeadingId {
            if section.anchor != source_section.anchor {
                self.push(pair, self.block_change(ChangeKind::Anchor, pair, (&source_section.anchor, &section.anchor)));
            }
            return;
        }
        let wanted = self.source.syntax.slug(&self.source.tree.plain(self.source.text(), pair.source));
        let numbered = section
            .anchor
            .strip_prefix(wanted.as_str())
            .is_some_and(|rest| rest.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()));
        let is_judged = || match section.anchor_origin {
            AnchorOrigin::Slug => false,
            AnchorOrigin::Tag => self.keeps_slugs(),
            AnchorOrigin::HeadingId => self.keeps_slugs() || self.states_slugs(),
        };
        if !wanted.is_empty() && !numbered && is_judged() {
            self.push(pair, self.block_change(ChangeKind::Anchor, pair, (&wanted, &section.anchor)));
        }
    }

    /// Whether most anchors that headings of the translation state are the slugs of their source headings.
    fn states_slugs(&self) -> bool {
        *self.states_slugs.get_or_init(|| {
            let (mut kept, mut all) = (0, 0);
            for pair in &self.reading.aligned.blocks.pairs {
                let (Some(target), Some(source)) = (pair.target, pair.source) else { continue };
                let block = &self.target.tree.blocks[target as usize];
                let section = &self.target.tree.sections[block.section as usize];
                if section.heading == Some(target) && section.anchor_origin == AnchorOrigin::HeadingId {
                    let heading = &self.source.tree.blocks[source as usize];
                    let slug = self.source.syntax.slug(&self.source.tree.plain(self.source.text(), heading));
                    kept += usize::from(*section.anchor == *slug);
                    all += 1;
                }
            }
            kept * 2 > all
        })
    }

    /// Whether most written anchors of the page are the slugs of their source headings.
    fn keeps_slugs(&self) -> bool {
        *self.keeps_slugs.get_or_init(|| self.are_slugs_kept())
    }

    fn are_slugs_kept(&self) -> bool {
        let written = self.source.tree.sections.iter().filter(|section| section.is_anchor_written());
        let (mut kept, mut all) = (0, 0);
        for section in written {
            let Some(heading) = section.heading else { continue };
            let block = &self.source.tree.blocks[heading as usize];
            kept += usize::from(
                self.source.syntax.slug(&self.source.tree.plain(self.source.text(), block)) == *section.anchor,
            );
            all += 1;
        }
        kept * 2 > all
    }
}

/// The element name of an English type expression as written: `String` in `Collection(String)`.
fn written_name(source: &str) -> String {
    let inner = source.split(['(', ')']).nth(1).unwrap_or(source);
    inner.split_whitespace().next().unwrap_or(inner).to_owned()
}

/// The first lines of the target and the source that differ.
fn first_difference(target: &str, source: &str) -> (String, String) {
    let mut pairs = target.lines().zip(source.lines());
    match pairs.find(|(target, source)| !target.split_whitespace().eq(source.split_whitespace())) {
        Some((target, source)) => (target.trim().to_owned(), source.trim().to_owned()),
        None => (added(target, source), added(source, target)),
    }
}

/// The first line with text that a text has after as many lines as another has.
fn added(text: &str, other: &str) -> String {
    text.lines().skip(other.lines().count()).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}
