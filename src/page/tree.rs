//! The block tree of one projection: leaf blocks in document order, tables and sections.
//!
//! A block and an inline are a few integers into the text of the projection, so a page group needs little more memory than
//! its text. All ranges are bytes of the projection.

use crate::text::SideRange;
use std::borrow::Cow;

/// The kind of a leaf block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A tab of a tab group: a heading that is one link to `#tab/…`. It does not open a section.
    Tab,
    /// A paragraph.
    Paragraph,
    /// The text of a list item that has no paragraph.
    ListItem,
    /// A table cell.
    Cell {
        /// Index into [`Tree::tables`].
        table: u32,
        /// Row, from 0; row 0 is the header.
        row: u32,
        /// Column, from 0.
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
    /// A block of HTML comments only.
    Comment,
}

/// The kind of a block without its details.
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

    /// Whether blocks of this class have text of a natural language.
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Heading | Self::Paragraph | Self::ListItem | Self::Cell)
    }

    /// Whether each character of these blocks matters: programs read them.
    pub fn is_verbatim(self) -> bool {
        matches!(self, Self::Code | Self::Html | Self::Comment)
    }
}

impl BlockKind {
    /// The kind without its details.
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

/// Whether a block is in a block quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not quoted.
    None,
    /// A quote with `>`.
    Plain,
    /// An alert, such as `> [!NOTE]`.
    Alert,
}

/// A leaf block.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// Its place.
    pub range: SideRange,
    /// Its inlines, as the start and end of a range of [`Tree::inlines`].
    pub inlines: (u32, u32),
    /// Its section, an index into [`Tree::sections`].
    pub section: u32,
    /// The number of earlier blocks in the section that are of the same [`BlockClass`].
    pub number: u32,
    /// Its block quote.
    pub quote: Quote,
}

/// The kind of an inline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InlineKind {
    /// Text.
    Text,
    /// Text that differs from its Markdown, such as an entity. The text is an index into [`Tree::strings`].
    Decoded(u32),
    /// Inline code. The range includes the backticks.
    Code,
    /// Start of a link. The target is an index into [`Tree::strings`]; the range is that of the whole link.
    Link(u32),
    /// Start of an image, with target and range like a link.
    Image(u32),
    /// End of a link or image.
    LinkEnd,
    /// An HTML tag or comment.
    Html,
    /// A line break.
    Break,
}

/// A part of the content of a block.
#[derive(Clone, Copy, Debug)]
pub struct Inline {
    /// Its kind.
    pub kind: InlineKind,
    /// Its place.
    pub range: SideRange,
}

/// A table as GFM defines it: a header row, and rows that are cut or filled to its width.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its place.
    pub range: SideRange,
    /// Its section, an index into [`Tree::sections`].
    pub section: u32,
    /// The block index of its first cell. The other cells follow, row by row.
    pub first_cell: u32,
    /// Number of columns.
    pub columns: u32,
    /// Number of rows, including the header.
    pub rows: u32,
    /// How many tables are before it in its section.
    pub number: u32,
}

impl Table {
    /// The block index of a cell.
    pub fn cell(&self, row: u32, column: u32) -> u32 {
        self.first_cell + row * self.columns + column
    }
}

/// A heading with the blocks up to the next heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The block index of the heading; `None` for the section before the first heading.
    pub heading: Option<u32>,
    /// The level of the heading; 0 before the first heading.
    pub level: u8,
    /// The enclosing section, an index into [`Tree::sections`].
    pub parent: Option<u32>,
    /// The anchor: the one that the heading states, else the slug of its text.
    pub anchor: Box<str>,
    /// Where the anchor comes from.
    pub anchor_origin: AnchorOrigin,
}

impl Section {
    /// Whether the anchor is written in the page.
    pub fn is_anchor_written(&self) -> bool {
        self.anchor_origin != AnchorOrigin::Slug
    }
}

/// Where the anchor of a heading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorOrigin {
    /// It is the slug of the heading.
    Slug,
    /// A tag: `<a name="tides"></a>`.
    Tag,
    /// The end of the heading: `{#tides}`.
    HeadingId,
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
    /// Sections in document order; the first is the section before the first heading.
    pub sections: Vec<Section>,
    /// Link targets and decoded texts.
    pub strings: Vec<Box<str>>,
    /// Directives outside of code, in document order.
    pub directives: Vec<SideRange>,
}

impl Tree {
    /// The inlines of a block.
    pub fn inlines(&self, block: &Block) -> &[Inline] {
        &self.inlines[block.inlines.0 as usize..block.inlines.1 as usize]
    }

    /// The bytes of all inlines of a block; `None` if it has none. The range of a link includes its target.
    pub fn content_range(&self, block: &Block) -> Option<SideRange> {
        let inlines = self.inlines(block);
        let end = inlines.iter().map(|inline| inline.range.end).max()?;
        Some(SideRange::new(inlines.first()?.range.start, end))
    }

    /// Whether a range is part of a directive.
    pub fn is_in_directive(&self, range: SideRange) -> bool {
        let after = self.directives.partition_point(|directive| directive.start <= range.start);
        after > 0 && range.start < self.directives[after - 1].end
    }

    /// A stored string.
    pub fn string(&self, index: u32) -> &str {
        &self.strings[index as usize]
    }

    /// The content of an inline: decoded text, or code without backticks; empty for markup.
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

    /// The plain text of a block: without markup, with decoded entities, with line breaks as spaces, trimmed.
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

    /// The target of the first link of a block.
    pub fn first_link(&self, block: &Block) -> Option<&str> {
        self.inlines(block).iter().find_map(|inline| match inline.kind {
            InlineKind::Link(target) => Some(self.string(target)),
            _ => None,
        })
    }

    /// The anchors from the outermost section to `section`, joined by `/`, without the title of the page.
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

    /// The structural place of a block: its section, its kind and its number in the section, such as `response/item2`. It does
    /// not change when lines move.
    pub fn structural_path(&self, block: u32) -> String {
        let found = &self.blocks[block as usize];
        let path = self.section_path(found.section);
        let name = match found.kind {
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
        format!("{path}/{name}{}", found.number)
    }
}

/// Inline code without its backticks and without the spaces that CommonMark strips (section 6.1). Line ends are kept.
fn code_content(raw: &str) -> &str {
    let ticks = raw.bytes().take_while(|&byte| byte == b'`').count();
    let inner = raw.get(ticks..raw.len().saturating_sub(ticks)).unwrap_or_default();
    let stripped = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
    stripped.filter(|stripped| !stripped.trim().is_empty()).unwrap_or(inner)
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}
