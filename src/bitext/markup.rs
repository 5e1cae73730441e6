//! Finds the inline markup of a segment.
//!
//! The block tree of the page is not used: it does not record emphasis, and text that comes back from a CAT tool has no
//! page.

use crate::bitext::xml::is_unrepresentable;
use crate::page::markdown;
use crate::text::TextRange;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag};

/// The kind of markup that a code represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeKind {
    /// `**…**`.
    Strong,
    /// `*…*`.
    Emphasis,
    /// `[…](…)`, or an autolink `<https://…>`.
    Link,
    /// `![…](…)`.
    Image,
    /// Backticks of inline code.
    Code,
    /// An HTML tag, paired if the segment contains its closing tag.
    Html,
    /// A character reference such as `&nbsp;`.
    Entity,
    /// A character that XML cannot represent.
    Control,
}

impl CodeKind {
    /// The name in the written formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Emphasis => "emphasis",
            Self::Link => "link",
            Self::Image => "image",
            Self::Code => "code",
            Self::Html => "html",
            Self::Entity => "entity",
            Self::Control => "control",
        }
    }
}

/// A code in a text.
pub struct CodeMark {
    /// Its byte range in the text.
    pub range: TextRange,
    /// The kind of markup.
    pub kind: CodeKind,
    /// Whether it is the start or end of a pair.
    pub shape: Shape,
}

/// The part that a code has in a pair.
#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    /// Start of a pair.
    Open,
    /// End of a pair, with the index of its start.
    Close(usize),
    /// Not part of a pair.
    Alone,
}

/// The codes of a text in order of place. They do not overlap, and pairs nest.
pub fn marks(text: &str) -> Vec<CodeMark> {
    if text.contains(is_unrepresentable) {
        return controls(text);
    }
    if !text.contains(['*', '_', '[', '<', '`', '&']) {
        return Vec::new();
    }
    // The full stop prevents Markdown from reading the text as a list item or heading, and does not prevent a delimiter
    // from opening. A segment is never longer than one paragraph.
    let alone = format!(".{}", text.replace(['\n', '\r'], " "));
    let mut reader = MarkupReader { text: &alone, marks: Vec::new(), open: Vec::new() };
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let by_reference = |link: BrokenLink<'_>| {
            (link.link_type == LinkType::Reference).then(|| (CowStr::from(""), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(&alone, markdown::options(), Some(by_reference));
        parser.into_offset_iter().for_each(|(event, range)| reader.event(&event, TextRange::of(range)));
    }));
    let mut marks = reader.marks;
    marks.iter_mut().for_each(|mark| mark.range = TextRange::new(mark.range.start - 1, mark.range.end - 1));
    let in_order = marks.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
    let whole = marks.iter().all(|mark| mark.shape != Shape::Open || mark.range.end as usize <= text.len());
    if read.is_ok() && in_order && whole { marks } else { Vec::new() }
}

/// The characters that XML cannot represent. No other codes are read from such a text, because these characters can be
/// inside other markup.
fn controls(text: &str) -> Vec<CodeMark> {
    let places = text.match_indices(is_unrepresentable);
    let mark = |(at, found): (usize, &str)| CodeMark {
        range: TextRange::of(at..at + found.len()),
        kind: CodeKind::Control,
        shape: Shape::Alone,
    };
    places.map(mark).collect()
}

struct MarkupReader<'t> {
    text: &'t str,
    marks: Vec<CodeMark>,
    open: Vec<OpenCode>,
}

/// A pair whose end was not read yet.
struct OpenCode {
    kind: CodeKind,
    /// The name of an HTML tag; empty for Markdown.
    tag: String,
    /// Index of its start in `marks`.
    mark: usize,
    /// End of the content read so far, in bytes.
    inner_end: u32,
}

impl MarkupReader<'_> {
    fn event(&mut self, event: &Event<'_>, range: TextRange) {
        match event {
            Event::Start(Tag::Strong) => self.start(CodeKind::Strong, range, 2),
            Event::Start(Tag::Emphasis) => self.start(CodeKind::Emphasis, range, 1),
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                self.mark(CodeKind::Link, range, Shape::Alone);
                self.open.push(OpenCode {
                    kind: CodeKind::Link,
                    tag: String::new(),
                    mark: usize::MAX,
                    inner_end: range.end,
                });
            }
            Event::Start(Tag::Link { .. }) => self.start(CodeKind::Link, range, 1),
            Event::Start(Tag::Image { .. }) => self.start(CodeKind::Image, range, 2),
            Event::End(_) => self.end(range),
            Event::Code(_) => {
                let ticks = range.slice(self.text).bytes().take_while(|&byte| byte == b'`').count() as u32;
                self.mark(CodeKind::Code, TextRange::new(range.start, range.start + ticks), Shape::Open);
                let open = self.marks.len() - 1;
                self.mark(CodeKind::Code, TextRange::new(range.end - ticks, range.end), Shape::Close(open));
            }
            Event::InlineHtml(_) | Event::Html(_) => self.html(range),
            Event::Text(content) => {
                let written = range.slice(self.text);
                if written != &**content && written.starts_with('&') && self.is_outside_autolink() {
                    self.mark(CodeKind::Entity, range, Shape::Alone);
                }
            }
            _ => {}
        }
        if let Some(open) = self.open.last_mut().filter(|_| !matches!(event, Event::Start(_))) {
            open.inner_end = open.inner_end.max(range.end);
        }
    }

    fn is_outside_autolink(&self) -> bool {
        self.open.last().is_none_or(|open| open.mark != usize::MAX)
    }

    fn mark(&mut self, kind: CodeKind, range: TextRange, shape: Shape) {
        self.marks.push(CodeMark { range, kind, shape });
    }

    fn start(&mut self, kind: CodeKind, range: TextRange, width: u32) {
        let mark = self.marks.len();
        let inner_end = range.start + width;
        self.mark(kind, TextRange::new(range.start, inner_end), Shape::Alone);
        self.open.push(OpenCode { kind, tag: String::new(), mark, inner_end });
    }

    fn end(&mut self, range: TextRange) {
        // HTML tags without a closing tag inside the pair stay single codes.
        let mut inner_end = range.start;
        let open = loop {
            let Some(open) = self.open.pop() else { return };
            inner_end = inner_end.max(open.inner_end);
            if open.tag.is_empty() {
                break open;
            }
        };
        if open.mark == usize::MAX {
            return;
        }
        let start = match open.kind {
            CodeKind::Strong => range.end - 2,
            CodeKind::Emphasis => range.end - 1,
            _ => {
                let rest = TextRange::new(inner_end, range.end).slice(self.text);
                inner_end + rest.find(']').unwrap_or(rest.len()) as u32
            }
        };
        self.marks[open.mark].shape = Shape::Open;
        self.mark(open.kind, TextRange::new(start, range.end), Shape::Close(open.mark));
    }

    fn html(&mut self, range: TextRange) {
        let tag = range.slice(self.text);
        let name = |tag: &str| -> String {
            tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        if let Some(closing) = tag.strip_prefix("</") {
            let opened = self.open.pop_if(|open| !open.tag.is_empty() && open.tag == name(closing));
            if let Some(open) = &opened {
                self.marks[open.mark].shape = Shape::Open;
            }
            return self.mark(CodeKind::Html, range, opened.map_or(Shape::Alone, |open| Shape::Close(open.mark)));
        }
        self.mark(CodeKind::Html, range, Shape::Alone);
        let tag = if tag.ends_with("/>") { String::new() } else { name(&tag[1..]) };
        if !tag.is_empty() {
            let mark = self.marks.len() - 1;
            self.open.push(OpenCode { kind: CodeKind::Html, tag, mark, inner_end: range.end });
        }
    }
}
