//! The block tree of one projection: leaf blocks in document order, with tables and sections beside.
//!
//! Compact on purpose: a block and an inline are a few integers into the projection's text, so that a
//! page group costs little more than its text. All ranges are bytes of the projection.

use crate::text::SideRange;
use std::borrow::Cow;

/// What a leaf block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A tab of a tab group: a heading that is one link to `#tab/…`. Opens no section.
    Tab,
    /// A paragraph.
    Paragraph,
    /// The text of a list item that holds no paragraph.
    ListItem,
    /// A table cell.
    Cell {
        /// Index into [`Tree::tables`].
        table: u32,
        /// Row, 0 for the header.
        row: u32,
        /// Column from 0.
        column: u32,
    },
    /// A fenced or indented code block.
    Code {
        /// The word after the fence; empty for indented code.
        language: SideRange,
        /// The code without its fences.
        body: SideRange,
    },
    /// A block of raw HTML.
    Html,
    /// A block that is one HTML comment.
    Comment,
}

/// What a block is, without what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the `BlockKind` of that name")]
pub enum BlockClass {
    Heading,
    Tab,
    Paragraph,
    ListItem,
    Cell,
    Code,
    Html,
    Comment,
}

impl BlockClass {
    /// All classes.
    pub const ALL: [Self; 8] =
        [Self::Heading, Self::Tab, Self::Paragraph, Self::ListItem, Self::Cell, Self::Code, Self::Html, Self::Comment];

    /// Whether such blocks hold text of a language.
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Heading | Self::Paragraph | Self::ListItem | Self::Cell)
    }

    /// Whether such blocks are read by programs, character by character.
    pub fn is_verbatim(self) -> bool {
        matches!(self, Self::Code | Self::Html | Self::Comment)
    }
}

impl BlockKind {
    /// What it is, without what is in it.
    pub fn class(self) -> BlockClass {
        match self {
            Self::Heading(_) => BlockClass::Heading,
            Self::Tab => BlockClass::Tab,
            Self::Paragraph => BlockClass::Paragraph,
            Self::ListItem => BlockClass::ListItem,
            Self::Cell { .. } => BlockClass::Cell,
            Self::Code { .. } => BlockClass::Code,
            Self::Html => BlockClass::Html,
            Self::Comment => BlockClass::Comment,
        }
    }
}

/// The kind of a block quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not quoted.
    None,
    /// `>` alone.
    Plain,
    /// `> [!NOTE]` and its kin.
    Alert,
}

/// A leaf block.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub range: SideRange,
    /// Its inlines, as indexes into [`Tree::inlines`].
    pub inlines: (u32, u32),
    /// The section that it stands in, an index into [`Tree::sections`].
    pub section: u32,
    /// How many blocks of its kind stand before it in its section.
    pub number: u32,
    /// How it is quoted.
    pub quote: Quote,
}

/// What an inline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InlineKind {
    /// Text as written.
    Text,
    /// Text that stands for another: an entity, as an index into [`Tree::strings`].
    Decoded(u32),
    /// Inline code, with its backticks in the range.
    Code,
    /// Start of a link; the target is an index into [`Tree::strings`], the range is the whole link.
    Link(u32),
    /// Start of an image, likewise.
    Image(u32),
    /// End of a link or image.
    LinkEnd,
    /// An HTML tag or comment.
    Html,
    /// A line break.
    Break,
}

/// A piece of a block's content.
#[derive(Clone, Copy, Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub range: SideRange,
}

/// A table as GFM reads it: a header row, and rows cut or filled to its width.
#[derive(Clone, Debug)]
pub struct Table {
    /// Where it stands.
    pub range: SideRange,
    /// The section that it stands in.
    pub section: u32,
    /// Index of the first cell's block; the cells follow row by row.
    pub first_cell: u32,
    /// Number of columns.
    pub columns: u32,
    /// Number of rows, the header included.
    pub rows: u32,
    /// How many tables stand before it in its section.
    pub number: u32,
}

impl Table {
    /// Index of a cell's block.
    pub fn cell(&self, row: u32, column: u32) -> u32 {
        self.first_cell + row * self.columns + column
    }
}

/// A heading and what stands below it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Block index of the heading; `None` for what stands before the first heading.
    pub heading: Option<u32>,
    /// Heading level, 0 before the first heading.
    pub level: u8,
    /// The enclosing section.
    pub parent: Option<u32>,
    /// The anchor: the name of the heading's `<a name="…">`, else the slug of its text.
    pub anchor: Box<str>,
    /// Whether the page wrote the anchor itself.
    pub anchor_written: bool,
}

/// The blocks of one projection.
#[derive(Debug, Default)]
pub struct Tree {
    /// Leaf blocks in document order.
    pub blocks: Vec<Block>,
    /// The inlines of all blocks.
    pub inlines: Vec<Inline>,
    /// Tables in document order.
    pub tables: Vec<Table>,
    /// Sections in document order; the first is the preamble.
    pub sections: Vec<Section>,
    /// Link targets and decoded texts.
    pub strings: Vec<Box<str>>,
}

impl Tree {
    /// The inlines of a block.
    pub fn inlines(&self, block: &Block) -> &[Inline] {
        &self.inlines[block.inlines.0 as usize..block.inlines.1 as usize]
    }

    /// A stored string.
    pub fn string(&self, index: u32) -> &str {
        &self.strings[index as usize]
    }

    /// The content of an inline: decoded text, code without backticks, nothing for markup.
    pub fn content<'a>(&'a self, text: &'a str, inline: &Inline) -> &'a str {
        match inline.kind {
            InlineKind::Text => inline.range.slice(text),
            InlineKind::Decoded(index) => self.string(index),
            InlineKind::Code => code_content(inline.range.slice(text)),
            InlineKind::Break => " ",
            InlineKind::Html if is_line_break(inline.range.slice(text)) => " ",
            InlineKind::Link(_) | InlineKind::Image(_) | InlineKind::LinkEnd | InlineKind::Html => "",
        }
    }

    /// The plain text of a block: markup dropped, entities decoded, line breaks as spaces, trimmed.
    pub fn plain<'a>(&'a self, text: &'a str, block: &Block) -> Cow<'a, str> {
        let inlines = self.inlines(block);
        if let [only] = inlines {
            return Cow::Borrowed(self.content(text, only).trim());
        }
        let mut plain = String::new();
        for inline in inlines {
            plain.push_str(self.content(text, inline));
        }
        let trimmed = plain.trim();
        Cow::Owned(if trimmed.len() == plain.len() { plain } else { trimmed.to_owned() })
    }

    /// The first link of a block: its target.
    pub fn first_link(&self, block: &Block) -> Option<&str> {
        self.inlines(block).iter().find_map(|inline| match inline.kind {
            InlineKind::Link(target) => Some(self.string(target)),
            _ => None,
        })
    }

    /// The anchors from the outermost section down to `section`, the page title left out, joined by `/`.
    pub fn section_path(&self, section: u32) -> String {
        let mut anchors = Vec::new();
        let mut at = Some(section);
        while let Some(index) = at {
            let section = &self.sections[index as usize];
            if section.level > 1 {
                anchors.push(&*section.anchor);
            }
            at = section.parent;
        }
        anchors.reverse();
        anchors.join("/")
    }

    /// The structural place of a block: its section, its kind and its number in that section. It stays the same when
    /// lines move.
    pub fn structural_path(&self, block: u32) -> String {
        let here = &self.blocks[block as usize];
        let path = self.section_path(here.section);
        let name = match here.kind {
            BlockKind::Cell { table, row, column } => {
                return format!("{path}/table{}/{row}/{column}", self.tables[table as usize].number);
            }
            BlockKind::Heading(_) => "heading",
            BlockKind::Tab => "tab",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "item",
            BlockKind::Code { .. } => "code",
            BlockKind::Html | BlockKind::Comment => "html",
        };
        format!("{path}/{name}{}", here.number)
    }
}

/// Code between its backticks, with one leading and trailing space stripped where CommonMark does
/// (section 6.1) and line ends as spaces left to the caller.
fn code_content(raw: &str) -> &str {
    let ticks = raw.bytes().take_while(|&byte| byte == b'`').count();
    let inner = raw.get(ticks..raw.len().saturating_sub(ticks)).unwrap_or_default();
    let stripped = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
    stripped.filter(|stripped| !stripped.trim().is_empty()).unwrap_or(inner)
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}
