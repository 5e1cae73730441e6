//! Reads the facts of one edition from its authority side: its source text, else the page itself.

use crate::align::aligned::Aligned;
use crate::facts::comparable::Fact;
use crate::facts::roles::{Uses, Words};
use crate::facts::{Facts, Item, PageKind, Stated};
use crate::page::Side;
use crate::page::annotation::Annotation;
use crate::page::tree::{Block, BlockKind, InlineKind, Quote};
use crate::text::{self, FileRange};
use crate::token;

/// The descriptions that facts keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Descriptions {
    /// The descriptions of the source text and of the translation.
    Both,
    /// The descriptions of the source text, else of the page itself.
    Source,
    /// No descriptions: facts are names, types and values only.
    Drop,
}

/// Reads the facts of one page.
pub struct FactReader<'a> {
    /// The name of the page's file without its extension.
    pub file: &'a str,
    /// The page, aligned with its source text.
    pub aligned: &'a Aligned,
    /// The lexicons for the authority side.
    pub words: Words<'a>,
    /// The roles of the sections and tables of the authority side.
    pub uses: &'a Uses,
    /// The descriptions to keep.
    pub descriptions: Descriptions,
}

impl FactReader<'_> {
    /// Reads the facts of the page.
    pub fn facts(&self) -> Facts {
        let title = self.title();
        let annotated = self.annotated_blocks();
        let operation = self.operation(&annotated);
        let mut types = self.types(&annotated);
        let members = operation.iter().flat_map(|operation| operation.body.iter().chain(&operation.parameters));
        let items: Vec<&Item> = types.iter().flat_map(|definition| &definition.properties).chain(members).collect();
        let listed = self.listed_enums(&items, &types);
        types.extend(listed);
        let kind = match (&operation, types.is_empty()) {
            (Some(_), _) => PageKind::Operation,
            (None, false) => PageKind::Type,
            (None, true) => PageKind::Concept,
        };
        let comparable = Fact::all(operation.as_ref(), &types);
        Facts { kind, title, summary: self.summary(), operation, types, comparable }
    }

    /// The first paragraph under the title that is neither a label (`Namespace: …`) nor only a directive.
    fn summary(&self) -> [String; 2] {
        let tree = &self.side().tree;
        let Some(title) = tree
            .sections
            .iter()
            .position(|section| section.level == 1)
            .filter(|_| self.descriptions != Descriptions::Drop)
        else {
            return Default::default();
        };
        let introduction = tree.blocks.iter().enumerate().filter(|(_, block)| {
            block.kind == BlockKind::Paragraph && block.quote == Quote::None && block.section as usize == title
        });
        let syntax = &self.side().syntax;
        let texts = introduction
            .map(|(index, _)| self.both(index as u32).map(|text| syntax.without_directives(&text).to_owned()));
        texts.into_iter().find(|[text, _]| !text.is_empty() && labelled(text).is_none()).unwrap_or_default()
    }

    pub(super) fn side(&self) -> &Side {
        self.aligned.authority()
    }

    /// Whether names may have been translated: the page has no source text and is not in English.
    pub(super) fn may_have_lost_names(&self) -> bool {
        let english = self
            .words
            .locale
            .zip(self.words.english)
            .is_some_and(|(locale, english)| locale.language == english.language);
        self.aligned.source().is_none() && !english
    }

    /// Whether a name cell without an identifier still names its row, because the name may be translated. In English only a
    /// single word counts; more words are prose in the wrong column.
    pub(super) fn keeps_unnamed(&self, cell: &str) -> bool {
        let word = || cell.chars().all(char::is_alphanumeric);
        self.aligned.source().is_none() && !cell.is_empty() && (self.may_have_lost_names() || word())
    }

    pub(super) fn text(&self) -> &str {
        self.side().text()
    }

    pub(super) fn plain(&self, block: &Block) -> String {
        self.side().tree.plain(self.text(), block).into_owned()
    }

    pub(super) fn title(&self) -> [String; 2] {
        let tree = &self.side().tree;
        let heading = tree.sections.iter().find(|section| section.level == 1).and_then(|section| section.heading);
        heading.map_or_else(
            || [self.aligned.page.meta("title").unwrap_or_default().to_owned(), String::new()],
            |heading| self.both(heading),
        )
    }

    /// The place of a block in the file: of its matched block on the target side, else of the block itself.
    pub(super) fn place(&self, block: u32) -> FileRange {
        self.aligned.place(block)
    }

    pub(super) fn stated(&self, name: u32, description: Option<u32>) -> Stated {
        let mut stated = Stated { range: self.place(name), ..Stated::default() };
        if let Some(description) = description.filter(|_| self.descriptions != Descriptions::Drop) {
            stated.description = self.both(description);
        }
        stated
    }

    /// The text of a block, then of its matched block on the target side. The second is empty if the page has no source
    /// text, if nothing matches, or if only descriptions of the source are kept.
    pub(super) fn both(&self, block: u32) -> [String; 2] {
        let has_two = self.aligned.source().is_some() && self.descriptions != Descriptions::Source;
        let target = self.aligned.blocks.target_of(block).filter(|_| has_two).map(|target| {
            let side = &self.aligned.page.target;
            side.tree.plain(side.text(), &side.tree.blocks[target as usize]).into_owned()
        });
        [self.plain(&self.side().tree.blocks[block as usize]), target.unwrap_or_default()]
    }

    /// Code blocks, each with the annotation comment before it.
    fn annotated_blocks(&self) -> Vec<(u32, Option<Annotation>)> {
        let blocks = &self.side().tree.blocks;
        let code = blocks.iter().enumerate().filter(|(_, block)| matches!(block.kind, BlockKind::Code { .. }));
        code.map(|(index, _)| (index as u32, annotation_before(self.side(), index))).collect()
    }
}

/// The annotation comment before a block: the preceding block, or the last comment inside that block.
pub fn annotation_before(side: &Side, index: usize) -> Option<Annotation> {
    let before = &side.tree.blocks[index.checked_sub(1)?];
    match before.kind {
        BlockKind::Comment | BlockKind::Html => {
            let html = before.range.slice(side.text());
            side.syntax.annotations().read(html.rfind("<!--").map_or(html, |start| &html[start..]))
        }
        BlockKind::Paragraph | BlockKind::ListItem => {
            let comment = side.tree.inlines(before).iter().rev().find(|inline| inline.kind == InlineKind::Html)?;
            side.syntax.annotations().read(comment.range.slice(side.text()))
        }
        _ => None,
    }
}

/// The name in a paragraph that is only a label and a name: `core.ships` in `Namespace: core.ships`.
pub fn labelled(text: &str) -> Option<&str> {
    let (label, value) = text.split_once([':', '：'])?;
    Some(value.trim()).filter(|value| label.split_whitespace().count() <= 3 && token::is_name(value))
}

/// The page key in a link target: `api/berth-get` for `../api/berth-get.md#x`.
pub fn page_key(target: &str) -> String {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let path = text::without_page_extension(path);
    path.rsplit("../").next().unwrap_or(path).trim_start_matches("./").trim_start_matches('/').to_owned()
}
