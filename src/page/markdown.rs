//! Markdown to block tree, by pulldown-cmark: CommonMark with GFM tables and alerts.
//!
//! Four extensions are off: metadata blocks (they match `---` anywhere), heading attributes (they remove `{…}`), smart
//! punctuation (it changes the text) and strikethrough (it pairs single tildes across span boundaries).

use super::parser_text::ParserText;
use super::syntax::PageSyntax;
use super::tree::{AnchorOrigin, Block, BlockClass, BlockKind, Inline, InlineKind, Quote, Section, Table, Tree};
use crate::text::SideRange;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// The Markdown dialect of the pages.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_GFM
}

/// Parses the text of one projection. The parser may panic on unusual input: then the tree has the blocks before that place,
/// and the second value is `false`.
pub fn parse(text: &str, syntax: &PageSyntax) -> (Tree, bool) {
    let mut parser = ParserText::new(text, syntax);
    let parsed = with_plain_delimiters(parser.parsed());
    let mut builder = Builder::new(&parser, &parsed, syntax);
    let whole = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        for (event, range) in Parser::new_ext(&parsed, options()).into_offset_iter() {
            builder.event(event, parser.place(SideRange::of(range)));
        }
    }))
    .is_ok();
    builder.close();
    let mut tree = builder.tree;
    tree.directives = std::mem::take(&mut parser.directives);
    (tree, whole)
}

/// The text with the delimiter rows of tables in the form that the parser accepts; its length in bytes is the same. Tabs
/// become spaces: GFM allows them, the parser does not. Surplus cells become spaces: in GFM a delimiter row with more cells
/// than the header is not a table, but the sites that publish such pages show a table.
fn with_plain_delimiters(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    let (mut previous, mut start) = ("", 0);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        if is_delimiter_row(line) {
            let surplus = surplus_cells(previous, line);
            if line.contains('\t') || surplus < line.len() {
                let kept = line[..surplus].replace('\t', " ");
                plain.to_mut().replace_range(start..end, &format!("{kept:<width$}", width = line.len()));
            }
        }
        (previous, start) = (line, end + 1);
    }
    plain
}

fn is_delimiter_row(line: &str) -> bool {
    let is_part = |byte: u8| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r');
    line.bytes().all(is_part) && line.contains('|') && line.contains('-')
}

/// The byte at which the surplus cells of a delimiter row start; the length of the row if it has none.
fn surplus_cells(header: &str, row: &str) -> usize {
    let bars = |line: &str| line.trim().trim_start_matches('|').trim_end_matches('|').matches('|').count();
    let (expected, found) = (bars(header), bars(row));
    if found <= expected || !header.contains('|') || header.contains("\\|") {
        return row.len();
    }
    let inner = row.len() - row.trim_start().trim_start_matches('|').len();
    row[inner..].match_indices('|').nth(expected).map_or(row.len(), |(bar, _)| inner + bar + 1)
}

struct Builder<'a> {
    /// The text of the page, without directives.
    text: &'a str,
    /// The text that is parsed.
    parsed: &'a str,
    parser: &'a ParserText<'a>,
    syntax: &'a PageSyntax,
    tree: Tree,
    open: Option<OpenBlock>,
    quotes: Vec<Quote>,
    /// The next row and column of the open table.
    row: u32,
    column: u32,
    /// The language and the body of the open code block.
    code: Option<(SideRange, Option<SideRange>)>,
    /// How many blocks of each class, and how many tables, the open section has so far.
    block_counts: [u32; BlockClass::ALL.len()],
    table_count: u32,
}

/// A leaf block whose end is not reached.
struct OpenBlock {
    kind: BlockKind,
    range: SideRange,
    first_inline: u32,
}

impl<'a> Builder<'a> {
    fn new(parser: &'a ParserText<'a>, parsed: &'a str, syntax: &'a PageSyntax) -> Self {
        let text = if parser.blanked.len() == parsed.len() { parsed } else { &*parser.blanked };
        let no_heading =
            Section { heading: None, level: 0, parent: None, anchor: "".into(), anchor_origin: AnchorOrigin::Slug };
        let tree = Tree {
            blocks: Vec::with_capacity(text.len() / 64),
            inlines: Vec::with_capacity(text.len() / 32),
            sections: vec![no_heading],
            strings: Vec::with_capacity(text.len() / 256),
            ..Tree::default()
        };
        Self {
            text,
            parsed,
            parser,
            syntax,
            tree,
            open: None,
            quotes: Vec::new(),
            row: 0,
            column: 0,
            code: None,
            block_counts: [0; BlockClass::ALL.len()],
            table_count: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, range: SideRange) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(content) => self.content(&content, range),
            Event::Code(_) => self.inline(InlineKind::Code, range),
            Event::Html(_) => {
                if let Some(open) = &mut self.open {
                    open.range.end = open.range.end.max(range.end);
                }
            }
            Event::InlineHtml(_) => self.inline(InlineKind::Html, range),
            Event::SoftBreak | Event::HardBreak => self.inline(InlineKind::Break, range),
            Event::Rule => self.close(),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: SideRange) {
        match tag {
            Tag::Paragraph => self.leaf(BlockKind::Paragraph, range),
            Tag::Heading { level, .. } => self.leaf(BlockKind::Heading(depth(level)), range),
            Tag::BlockQuote(kind) => {
                self.close();
                self.quotes.push(if kind.is_some() { Quote::Alert } else { Quote::Plain });
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => SideRange::of_part(self.parsed, info),
                    CodeBlockKind::Indented => None,
                };
                let language = language.map(|language| self.parser.place(language));
                self.code = Some((language.unwrap_or_default(), None));
                self.leaf(BlockKind::Html, range);
            }
            Tag::HtmlBlock => self.leaf(BlockKind::Html, range),
            Tag::List(_) | Tag::Item => self.close(),
            Tag::Table(alignments) => {
                self.close();
                self.row = 0;
                self.tree.tables.push(Table {
                    range,
                    section: self.section(),
                    first_cell: self.tree.blocks.len() as u32,
                    columns: alignments.len() as u32,
                    rows: 0,
                    number: self.table_count,
                });
                self.table_count += 1;
            }
            Tag::TableHead | Tag::TableRow => self.column = 0,
            Tag::TableCell => {
                let table = self.tree.tables.len() as u32 - 1;
                self.leaf(BlockKind::Cell { table, row: self.row, column: self.column }, range);
                self.column += 1;
            }
            Tag::Link { dest_url, .. } => {
                let target = self.store(&dest_url);
                self.inline(InlineKind::Link(target), range);
            }
            Tag::Image { dest_url, .. } => {
                let target = self.store(&dest_url);
                self.inline(InlineKind::Image(target), range);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::HtmlBlock
            | TagEnd::TableCell
            | TagEnd::CodeBlock
            | TagEnd::Item => self.close(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes.pop();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.row += 1;
                if let Some(table) = self.tree.tables.last_mut() {
                    table.rows = self.row;
                }
            }
            TagEnd::Link | TagEnd::Image => {
                let end = self.tree.inlines.last().map_or(0, |inline| inline.range.end);
                self.inline(InlineKind::LinkEnd, SideRange::new(end, end));
            }
            _ => {}
        }
    }

    fn content(&mut self, content: &CowStr<'_>, range: SideRange) {
        if let Some((_, body)) = &mut self.code {
            let start = body.map_or(range.start, |body| body.start);
            *body = Some(SideRange::new(start, range.end));
        } else if range.slice(self.text) == &**content {
            self.inline(InlineKind::Text, range);
        } else {
            let decoded = self.store(content);
            self.inline(InlineKind::Decoded(decoded), range);
        }
    }

    fn inline(&mut self, kind: InlineKind, range: SideRange) {
        if self.open.is_none() {
            self.leaf(BlockKind::ListItem, range);
        }
        if let Some(open) = &mut self.open
            && open.kind == BlockKind::ListItem
        {
            open.range.end = open.range.end.max(range.end);
        }
        // The parser splits a text at unmatched delimiters; here it is joined to one inline.
        let first = self.open.as_ref().map_or(0, |open| open.first_inline);
        if kind == InlineKind::Text
            && self.tree.inlines.len() as u32 > first
            && let Some(last) =
                self.tree.inlines.last_mut().filter(|last| last.kind == kind && last.range.end == range.start)
        {
            last.range.end = range.end;
            return;
        }
        self.tree.inlines.push(Inline { kind, range });
    }

    fn store(&mut self, content: &str) -> u32 {
        self.tree.strings.push(content.into());
        self.tree.strings.len() as u32 - 1
    }

    fn section(&self) -> u32 {
        self.tree.sections.len() as u32 - 1
    }

    fn leaf(&mut self, kind: BlockKind, range: SideRange) {
        self.close();
        self.open = Some(OpenBlock { kind, range, first_inline: self.tree.inlines.len() as u32 });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let mut block = Block {
            kind: open.kind,
            range: open.range,
            inlines: (open.first_inline, self.tree.inlines.len() as u32),
            section: self.section(),
            number: 0,
            quote: self.quotes.last().copied().unwrap_or(Quote::None),
        };
        if let Some((language, body)) = self.code.take() {
            let end = block.range.end;
            block.kind = BlockKind::Code { language, body: body.unwrap_or(SideRange::new(end, end)) };
        } else if block.kind == BlockKind::Html && is_comment(block.range.slice(self.text)) {
            block.kind = BlockKind::Comment;
        } else if let BlockKind::Heading(level) = block.kind {
            if self.is_tab(&block) {
                block.kind = BlockKind::Tab;
            } else {
                self.open_section(&mut block, level);
            }
        }
        let count = &mut self.block_counts[block.kind.class() as usize];
        block.number = *count;
        *count += 1;
        self.tree.blocks.push(block);
    }

    fn is_tab(&self, heading: &Block) -> bool {
        let is_blank = |inline: &&Inline| match inline.kind {
            InlineKind::Html => true,
            InlineKind::Text => !inline.range.slice(self.text).contains(char::is_alphanumeric),
            _ => false,
        };
        let first = self.tree.inlines(heading).iter().find(|inline| !is_blank(inline));
        first.is_some_and(
            |inline| matches!(inline.kind, InlineKind::Link(target) if self.syntax.is_tab_link(self.tree.string(target))),
        )
    }

    fn open_section(&mut self, heading: &mut Block, level: u8) {
        let mut parent = Some(self.section());
        while let Some(index) = parent {
            let section = &self.tree.sections[index as usize];
            if section.level < level {
                break;
            }
            parent = section.parent;
        }
        let id = self.cut_attributes(heading);
        let tag = self.tree.inlines(heading).iter().find_map(|inline| match inline.kind {
            InlineKind::Html => anchor_name(inline.range.slice(self.text)),
            _ => None,
        });
        let (anchor, anchor_origin) = match (id, tag) {
            (Some(id), _) => (Box::from(id), AnchorOrigin::HeadingId),
            (None, Some(tag)) => (Box::from(tag), AnchorOrigin::Tag),
            (None, None) => (self.syntax.slug(&self.tree.plain(self.text, heading)).into(), AnchorOrigin::Slug),
        };
        self.tree.sections.push(Section {
            heading: Some(self.tree.blocks.len() as u32),
            level,
            parent,
            anchor,
            anchor_origin,
        });
        heading.section = self.section();
        self.block_counts = [0; BlockClass::ALL.len()];
        self.table_count = 0;
    }

    /// Takes the attributes at the end of a heading out of its text. Returns the anchor that they state.
    fn cut_attributes(&mut self, heading: &mut Block) -> Option<&'a str> {
        let last = self.tree.inlines(heading).last().filter(|last| last.kind == InlineKind::Text)?;
        let text = last.range.slice(self.text);
        let (id, at) = self.syntax.heading_attributes(text)?;
        let kept = text[..at].trim_end().len() as u32;
        let last = &mut self.tree.inlines[heading.inlines.1 as usize - 1];
        last.range.end = last.range.start + kept;
        if last.range.is_empty() {
            heading.inlines.1 -= 1;
        }
        id
    }
}

/// The name in an anchor tag: `x` of `<a name="x">` or `<a id="x">`.
pub fn anchor_name(tag: &str) -> Option<&str> {
    let attributes = tag.strip_prefix("<a ").or_else(|| tag.strip_prefix("<A "))?.trim_start();
    let value = attributes.strip_prefix("name=").or_else(|| attributes.strip_prefix("id="))?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--")
        && html.find("-->").is_none_or(|end| end + 3 == html.len() || html[end + 3..].trim_start().starts_with("<!--"))
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiter_rows_may_hold_tabs() {
        let text = "| a\t| b |\n|---\t\t|:-\t|\n| c\td | e |\n";
        let (tree, whole) = parse(text, &PageSyntax::default());
        assert!(whole);
        assert_eq!((tree.tables.len(), tree.tables[0].columns, tree.tables[0].rows), (1, 2, 2));
        assert_eq!(tree.plain(text, &tree.blocks[2]), "c\td");
    }

    #[test]
    fn delimiter_rows_may_have_surplus_cells() {
        for (delimiter, columns) in [("|---|:-|--|", 2), ("---|---|---", 2), ("|---|---|", 2)] {
            let text = format!("| a | b |\n{delimiter}\n| c | d |\n");
            let tree = parse(&text, &PageSyntax::default()).0;
            assert_eq!(tree.tables.first().map(|table| (table.columns, table.rows)), Some((columns, 2)), "{text}");
        }
        assert_eq!(parse("| a | b |\n|---|\n| c | d |\n", &PageSyntax::default()).0.tables.len(), 0);
    }
}
