//! Blocks that are protected as a whole: code, name cells, type cells, permission cells, anchors.

use crate::compare::change::ChangeKind;
use crate::compare::items;
use crate::compare::translation::{BlockComparer, MatchedBlocks};
use crate::compare::words::find_ignoring_case;
use crate::facts::types;
use crate::lexicon::{Phrase, SectionRole};
use crate::page::tree::BlockKind;
use crate::text;
use crate::text::SideRange;
use crate::token;

impl<'a> BlockComparer<'a> {
    pub(super) fn code(&mut self, pair: MatchedBlocks<'_>, source_body: SideRange) {
        let BlockKind::Code { body, .. } = pair.target.kind else { return };
        let (target, source) = (body.slice(self.target.text()), source_body.slice(self.source.text()));
        // How code is indented and broken into lines is no matter of its translation.
        let same = target.split_whitespace().eq(source.split_whitespace());
        if !same {
            let range = self.target.projection.range_to_file(body);
            let (target, source) = first_difference(target, source);
            self.push(ChangeKind::CodeBlock, pair, range, (&source, &target), None);
        }
    }

    /// A cell of a name column: the whole cell is one protected name.
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
            self.push(
                ChangeKind::HeaderName,
                pair,
                self.target.place(pair.target_index),
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
            self.target.place(pair.target_index),
            (&source_name, &target_name),
            self.whole_edit(pair),
        );
    }

    /// A cell of a type column. House style may give primitive types in the locale's words.
    pub(super) fn type_cell(&mut self, pair: MatchedBlocks<'_>) {
        if self.source.tree.first_link(pair.source).is_some() {
            self.links(pair, &items::read(self.target, pair.target), &items::read(self.source, pair.source));
        }
        let (target, source) = self.plain(pair);
        if target == source || source.is_empty() || target.is_empty() {
            return;
        }
        let link = self.source.tree.first_link(pair.source);
        let Some(read_source) = types::parse(&source, link, self.words.types()) else { return };
        let range = self.target.place(pair.target_index);
        let primitive = self.words.types().primitive(&read_source.name).is_some();
        if target.contains(read_source.name.as_str()) || source.split_whitespace().count() > 4 {
            return;
        }
        // A link may tell the type although its text was translated; what counts here is the text.
        let name = read_source.name.as_str();
        let cased = find_ignoring_case(&target, name).map(|at| &target[at..at + name.len()]);
        match cased {
            Some(_) if primitive => {}
            Some(found) => self.push(ChangeKind::IdentifierCase, pair, range, (name, found), None),
            None if !primitive && token::is_coined(name) => {
                // Where the cell says more than the name, such as "collection", the source would undo that too.
                let edit = if source == name { self.whole_edit(pair) } else { None };
                self.push(ChangeKind::Identifier, pair, range, (&source, &target), edit);
            }
            None if target.eq_ignore_ascii_case(&source) => {}
            None if self.is_type_name(&source, name) && !target.contains(&written_name(&source)) => {
                self.push(ChangeKind::TypeName, pair, range, (&source, &target), None);
            }
            None => {}
        }
    }

    /// Whether a type cell holds the name of a type: not "None", and no prose.
    fn is_type_name(&self, source: &str, name: &str) -> bool {
        let lower = source.to_lowercase();
        let bare = lower.trim_matches([' ', '.', '。']);
        let nothing = self.words.each().any(|lexicon| lexicon.is_phrase(Phrase::None, bare));
        !nothing && !name.contains(char::is_whitespace)
    }

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
            // Nothing to keep: scopes that stand outside the embedded source, or prose.
            self.prose(pair);
        } else if target_scopes != source_scopes {
            // Around scopes, only separators and words between them: then the whole cell can be put back.
            let rest = source_scopes.iter().fold(source.clone(), |rest, scope| rest.replacen(scope.as_str(), "", 1));
            let words = rest.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
            let listed = words.into_iter().all(|word| matches!(word, "and" | "or" | "plus"));
            let edit = if listed { self.whole_edit(pair) } else { None };
            let range = self.target.place(pair.target_index);
            self.push(ChangeKind::Permission, pair, range, (&source, &target), edit);
        } else {
            self.links(pair, &items::read(self.target, pair.target), &items::read(self.source, pair.source));
        }
    }

    /// A heading's own anchor must stay the slug of the source heading: links point at it. Judged only on
    /// pages that keep to this elsewhere, since anchors may also be chosen freely.
    pub(super) fn anchor(&mut self, pair: MatchedBlocks<'_>) {
        let section = &self.target.tree.sections[pair.target.section as usize];
        let wanted = text::slug(&self.source.tree.plain(self.source.text(), pair.source));
        let numbered = section
            .anchor
            .strip_prefix(wanted.as_str())
            .is_some_and(|rest| rest.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()));
        if section.anchor_written && !wanted.is_empty() && !numbered && self.keeps_slugs() {
            self.push(ChangeKind::Anchor, pair, self.target.place(pair.target_index), (&wanted, &section.anchor), None);
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
}

/// The element name of an English type expression as it was written.
fn written_name(source: &str) -> String {
    let inner = source.split(['(', ')']).nth(1).unwrap_or(source);
    inner.split_whitespace().next().unwrap_or(inner).to_owned()
}

/// The first lines that differ.
fn first_difference(target: &str, source: &str) -> (String, String) {
    let mut pairs = target.lines().zip(source.lines());
    match pairs.find(|(one, other)| !one.split_whitespace().eq(other.split_whitespace())) {
        Some((one, other)) => (one.trim().to_owned(), other.trim().to_owned()),
        None => (
            target.lines().nth(source.lines().count()).unwrap_or_default().trim().to_owned(),
            source.lines().nth(target.lines().count()).unwrap_or_default().trim().to_owned(),
        ),
    }
}
