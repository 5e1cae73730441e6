//! The inline markup of a segment as codes: runs of text, and between them codes that carry their Markdown as it
//! is written, so that the text can be made of them again byte for byte.
//!
//! A segment is a piece of a block and may be cut anywhere. What is no whole piece of markup in it stays text.

use super::protect::Protect;
use crate::page::markdown;
use crate::text::TextRange;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag};

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeKind {
    /// `**…**`.
    Strong,
    /// `*…*`.
    Emphasis,
    /// `[…](…)`, or `<https://…>` standing alone.
    Link,
    /// `![…](…)`.
    Image,
    /// Backticks.
    Code,
    /// An HTML tag, alone or with the tag that closes it.
    Html,
    /// `&nbsp;` and its kin.
    Entity,
    /// A character that XML cannot hold.
    Control,
}

impl CodeKind {
    /// The name used in files.
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

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code<'a> {
    /// Its number, from 1: that of its partner in the text, and of the same code in the other language.
    pub id: u32,
    /// What it stands for.
    pub kind: CodeKind,
    /// Its Markdown. Only that of [`CodeKind::Control`] holds a character that XML cannot hold, and nothing else.
    pub native: &'a str,
}

/// A piece of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as the page writes it; `protected` where it is not to be translated.
    Text {
        /// The text, not empty.
        text: &'a str,
        /// Whether it stays as it is in every language.
        protected: bool,
    },
    /// Start of a pair. Pairs nest, and each start has its end.
    Open(Code<'a>),
    /// End of the pair with the same id.
    Close(Code<'a>),
    /// A code without partner.
    Alone(Code<'a>),
}

impl<'a> Piece<'a> {
    /// What the page writes there.
    pub fn native(&self) -> &'a str {
        match self {
            Self::Text { text, .. } => text,
            Self::Open(code) | Self::Close(code) | Self::Alone(code) => code.native,
        }
    }

    fn code_mut(&mut self) -> Option<&mut Code<'a>> {
        match self {
            Self::Text { .. } => None,
            Self::Open(code) | Self::Close(code) | Self::Alone(code) => Some(code),
        }
    }
}

/// The text that pieces were made of.
pub fn restore(pieces: &[Piece<'_>]) -> String {
    pieces.iter().map(Piece::native).collect()
}

/// The pieces of a text: `restore(&pieces(text, …)) == text`. `protect`: whether text that stays as it is gets marked.
pub fn pieces<'a>(text: &'a str, protect: Option<Protect<'_>>) -> Vec<Piece<'a>> {
    let marks = if text.contains(is_unholdable) { controls(text) } else { marks(text) };
    let mut pieces = Vec::with_capacity(marks.len() * 2 + 1);
    let (mut at, mut code_depth, mut next) = (0, 0_u32, 0);
    let mut ids = vec![0; marks.len()];
    for (index, mark) in marks.iter().enumerate() {
        run(TextRange::new(at, mark.range.start).slice(text), code_depth > 0, protect, &mut pieces);
        let mut code = Code { id: 0, kind: mark.kind, native: mark.range.slice(text) };
        if let Shape::Close(open) = mark.shape {
            code.id = ids[open];
            pieces.push(Piece::Close(code));
            code_depth -= u32::from(mark.kind == CodeKind::Code);
        } else {
            next += 1;
            (ids[index], code.id) = (next, next);
            code_depth += u32::from(mark.kind == CodeKind::Code);
            pieces.push(if mark.shape == Shape::Open { Piece::Open(code) } else { Piece::Alone(code) });
        }
        at = mark.range.end;
    }
    run(&text[at as usize..], false, protect, &mut pieces);
    pieces
}

/// The pieces of a segment's two texts; codes that are the same in both have the same id.
pub fn pair<'a>(source: &'a str, target: &'a str, protect: Option<Protect<'_>>) -> [Vec<Piece<'a>>; 2] {
    let (source, mut target) = (pieces(source, protect), pieces(target, protect));
    let (wanted, here) = (wholes(&source), wholes(&target));
    let mut ids: Vec<u32> = vec![0; here.len()];
    let mut free = vec![true; wanted.len()];
    // The same Markdown first, then the same kind: a link that leads elsewhere is still that link.
    let same: [fn(&Whole<'_>, &Whole<'_>) -> bool; 2] =
        [|one, other| one.natives == other.natives, |one, other| (one.kind, one.paired) == (other.kind, other.paired)];
    for is_same in same {
        for (id, code) in ids.iter_mut().zip(&here).filter(|(id, _)| **id == 0) {
            let found = wanted.iter().enumerate().position(|(at, source)| free[at] && is_same(source, code));
            if let Some(found) = found {
                free[found] = false;
                *id = found as u32 + 1;
            }
        }
    }
    let mut next = wanted.len() as u32;
    for id in ids.iter_mut().filter(|id| **id == 0) {
        next += 1;
        *id = next;
    }
    for code in target.iter_mut().filter_map(Piece::code_mut) {
        code.id = ids[code.id as usize - 1];
    }
    // What the translation alone has is not sure to be right: it must stay open to repair.
    let stays = |text: &str| source.contains(&Piece::Text { text, protected: true });
    for piece in &mut target {
        if let Piece::Text { text, protected } = piece {
            *protected &= stays(text);
        }
    }
    [source, target]
}

/// A code with its partner.
struct Whole<'a> {
    kind: CodeKind,
    paired: bool,
    natives: [&'a str; 2],
}

/// The codes of a text in order of id.
fn wholes<'a>(pieces: &[Piece<'a>]) -> Vec<Whole<'a>> {
    let mut wholes: Vec<Whole<'a>> = Vec::new();
    for piece in pieces {
        match *piece {
            Piece::Text { .. } => {}
            Piece::Open(code) => wholes.push(Whole { kind: code.kind, paired: true, natives: [code.native, ""] }),
            Piece::Alone(code) => wholes.push(Whole { kind: code.kind, paired: false, natives: [code.native, ""] }),
            Piece::Close(code) => wholes[code.id as usize - 1].natives[1] = code.native,
        }
    }
    wholes
}

/// Whether XML 1.0 has no way to write a character: section 2.2, `Char`.
pub fn is_unholdable(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn run<'a>(text: &'a str, in_code: bool, protect: Option<Protect<'_>>, pieces: &mut Vec<Piece<'a>>) {
    let mut push = |range: TextRange, protected| {
        if !range.is_empty() {
            pieces.push(Piece::Text { text: range.slice(text), protected });
        }
    };
    let whole = TextRange::new(0, text.len() as u32);
    let Some(protect) = protect else { return push(whole, false) };
    if in_code {
        return push(whole, true);
    }
    let mut at = 0;
    for range in protect.ranges(text) {
        push(TextRange::new(at, range.start), false);
        push(range, true);
        at = range.end;
    }
    push(TextRange::new(at, whole.end), false);
}

/// Where a code stands.
struct Mark {
    range: TextRange,
    kind: CodeKind,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Open,
    /// With the index of its start.
    Close(usize),
    Alone,
}

/// A text with characters that XML cannot hold is read for these alone: they may stand within markup.
fn controls(text: &str) -> Vec<Mark> {
    let places = text.match_indices(is_unholdable);
    let mark = |(at, found): (usize, &str)| Mark {
        range: TextRange::of(at..at + found.len()),
        kind: CodeKind::Control,
        shape: Shape::Alone,
    };
    places.map(mark).collect()
}

/// The codes of a text in order of place.
fn marks(text: &str) -> Vec<Mark> {
    if !text.contains(['*', '_', '[', '<', '`', '&']) {
        return Vec::new();
    }
    // A full stop in front keeps the text from being a list item or heading and lets all delimiters that may open
    // do so; a segment is no more than one paragraph.
    let alone = format!(".{}", text.replace(['\n', '\r'], " "));
    let mut reader = Reader { text: &alone, marks: Vec::new(), open: Vec::new() };
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

struct Reader<'t> {
    text: &'t str,
    marks: Vec<Mark>,
    open: Vec<Open>,
}

/// A pair whose end is still to come.
struct Open {
    kind: CodeKind,
    /// The name of an HTML tag; empty for Markdown.
    tag: String,
    /// Index of its mark.
    mark: usize,
    /// Where what it holds ends so far.
    inner_end: u32,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: TextRange) {
        match event {
            Event::Start(Tag::Strong) => self.start(CodeKind::Strong, range, 2),
            Event::Start(Tag::Emphasis) => self.start(CodeKind::Emphasis, range, 1),
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                self.mark(CodeKind::Link, range, Shape::Alone);
                self.open.push(Open {
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
        self.marks.push(Mark { range, kind, shape });
    }

    fn start(&mut self, kind: CodeKind, range: TextRange, width: u32) {
        let mark = self.marks.len();
        let inner_end = range.start + width;
        self.mark(kind, TextRange::new(range.start, inner_end), Shape::Alone);
        self.open.push(Open { kind, tag: String::new(), mark, inner_end });
    }

    fn end(&mut self, range: TextRange) {
        // Tags that are not closed in here stand alone.
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
            self.open.push(Open { kind: CodeKind::Html, tag, mark, inner_end: range.end });
        }
    }
}
