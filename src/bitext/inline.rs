//! The inline markup of a segment as codes: runs of text, and between them codes that carry their Markdown as it
//! is written, so that the text can be made of them again byte for byte.
//!
//! A segment is a piece of a block and may be cut anywhere. What is no whole piece of markup in it stays text.

use crate::bitext::markup;
use crate::bitext::markup::{CodeKind, Shape};
use crate::bitext::protect::Protect;
use crate::text::TextRange;

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
pub enum InlinePiece<'a> {
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

impl<'a> InlinePiece<'a> {
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

/// The pieces of a text: `restore(&pieces(text, …)) == text`. `protect`: whether text that stays as it is gets marked.
pub fn pieces<'a>(text: &'a str, protect: Option<Protect<'_>>) -> Vec<InlinePiece<'a>> {
    let marks = markup::marks(text);
    let mut pieces = Vec::with_capacity(marks.len() * 2 + 1);
    let (mut at, mut code_depth, mut next) = (0, 0_u32, 0);
    let mut ids = vec![0; marks.len()];
    for (index, mark) in marks.iter().enumerate() {
        run(TextRange::new(at, mark.range.start).slice(text), code_depth > 0, protect, &mut pieces);
        let mut code = Code { id: 0, kind: mark.kind, native: mark.range.slice(text) };
        if let Shape::Close(open) = mark.shape {
            code.id = ids[open];
            pieces.push(InlinePiece::Close(code));
            code_depth -= u32::from(mark.kind == CodeKind::Code);
        } else {
            next += 1;
            (ids[index], code.id) = (next, next);
            code_depth += u32::from(mark.kind == CodeKind::Code);
            pieces.push(if mark.shape == Shape::Open { InlinePiece::Open(code) } else { InlinePiece::Alone(code) });
        }
        at = mark.range.end;
    }
    run(&text[at as usize..], false, protect, &mut pieces);
    pieces
}

/// The pieces of a segment's two texts; codes that are the same in both have the same id.
pub fn pair<'a>(source: &'a str, target: &'a str, protect: Option<Protect<'_>>) -> [Vec<InlinePiece<'a>>; 2] {
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
    for code in target.iter_mut().filter_map(InlinePiece::code_mut) {
        code.id = ids[code.id as usize - 1];
    }
    // What the translation alone has is not sure to be right: it must stay open to repair.
    let stays = |text: &str| source.contains(&InlinePiece::Text { text, protected: true });
    for piece in &mut target {
        if let InlinePiece::Text { text, protected } = piece {
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
fn wholes<'a>(pieces: &[InlinePiece<'a>]) -> Vec<Whole<'a>> {
    let mut wholes: Vec<Whole<'a>> = Vec::new();
    for piece in pieces {
        match *piece {
            InlinePiece::Text { .. } => {}
            InlinePiece::Open(code) => wholes.push(Whole { kind: code.kind, paired: true, natives: [code.native, ""] }),
            InlinePiece::Alone(code) => {
                wholes.push(Whole { kind: code.kind, paired: false, natives: [code.native, ""] })
            }
            InlinePiece::Close(code) => wholes[code.id as usize - 1].natives[1] = code.native,
        }
    }
    wholes
}

fn run<'a>(text: &'a str, in_code: bool, protect: Option<Protect<'_>>, pieces: &mut Vec<InlinePiece<'a>>) {
    let mut push = |range: TextRange, protected| {
        if !range.is_empty() {
            pieces.push(InlinePiece::Text { text: range.slice(text), protected });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitext::xml::is_unholdable;
    use proptest::prelude::*;

    /// The text that pieces were made of.
    fn restore(pieces: &[InlinePiece<'_>]) -> String {
        pieces.iter().map(InlinePiece::native).collect()
    }

    /// A text with its codes in brackets: `<1:…>`, `</1:…>`, `<1:…/>`.
    fn drawn(pieces: &[InlinePiece<'_>]) -> String {
        let draw = |piece: &InlinePiece<'_>| match piece {
            InlinePiece::Text { text, protected: false } => (*text).to_owned(),
            InlinePiece::Text { text, protected: true } => format!("={text}="),
            InlinePiece::Open(code) => format!("<{}:{}>", code.id, code.native),
            InlinePiece::Close(code) => format!("</{}:{}>", code.id, code.native),
            InlinePiece::Alone(code) => format!("<{}:{}/>", code.id, code.native),
        };
        pieces.iter().map(draw).collect()
    }

    #[track_caller]
    fn codes(text: &str, expected: &str) {
        let pieces = pieces(text, None);
        assert_eq!(drawn(&pieces), expected, "{text}");
        assert_eq!(restore(&pieces), text);
    }

    #[test]
    fn markup_becomes_codes() {
        codes("**Note:** see [Berths](a.md \"x\").", "<1:**>Note:</1:**> see <2:[>Berths</2:](a.md \"x\")>.");
        codes("a `b|c` and ``d`e``", "a <1:`>b|c</1:`> and <2:``>d`e</2:``>");
        codes("*[**x** `y`](z)*", "<1:*><2:[><3:**>x</3:**> <4:`>y</4:`></2:](z)></1:*>");
        codes("![Map](m.png)<br/>&nbsp;<b>x</b>", "<1:![>Map</1:](m.png)><2:<br/>/><3:&nbsp;/><4:<b>>x</4:</b>>");
        codes("<https://a.example/?b&amp;c>", "<1:<https://a.example/?b&amp;c>/>");
        codes("[Berth][berth] and [x]", "<1:[>Berth</1:][berth]> and [x]");
    }

    #[test]
    fn what_is_cut_or_no_markup_stays_text() {
        for text in
            ["1. one", "- a | b", "# x", "    four", "Berth](a.md) and [", "2 * 3", "\\*x\\*", "> x", "a\n\n- b"]
        {
            codes(text, text);
        }
        codes("<b>x *y</b>*", "<1:<b>/>x <2:*>y<3:</b>/></2:*>");
        codes("a\u{b}**b**", "a<1:\u{b}/>**b**");
    }

    #[test]
    fn codes_correspond() {
        let [source, target] = pair("[a](1) `x` **b**", "**b** [c](2) [a](1) <br>", None);
        assert_eq!(drawn(&source), "<1:[>a</1:](1)> <2:`>x</2:`> <3:**>b</3:**>");
        assert_eq!(drawn(&target), "<3:**>b</3:**> <4:[>c</4:](2)> <1:[>a</1:](1)> <5:<br>/>");
    }

    #[test]
    fn names_are_protected_where_both_sides_have_them() {
        let protect = Some(Protect { english: None });
        let [source, target] = pair("The berthId of {id}, `x y`.", "Die berthId von {nr}, `x z`, moorId.", protect);
        assert_eq!(drawn(&source), "The =berthId= of ={id}=, <1:`>=x y=</1:`>.");
        assert_eq!(drawn(&target), "Die =berthId= von {nr}, <1:`>x z</1:`>, moorId.");
    }

    fn texts() -> impl Strategy<Value = String> {
        let marks = "\\*|\\*\\*|_|`|``|\\[|\\]|\\(|\\)|!\\[|\\]\\(a\\.md\\)|<b>|</b>|<br/>|<!-- x -->|&amp;|&|<|>|\\\\|\\||\n|\r|\t| |\u{1}|\u{fffe}|é|名|berthId|\\{id\\}|https://a\\.example|a|b c";
        proptest::collection::vec(prop_oneof![4 => marks, 1 => "\\PC{0,4}"], 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn every_text_is_restored(text in texts(), other in texts(), marked in any::<bool>()) {
            let protect = marked.then_some(Protect { english: None });
            let [source, target] = pair(&text, &other, protect);
            prop_assert_eq!(restore(&source), text.as_str());
            prop_assert_eq!(restore(&target), other.as_str());
            for side in [source, target] {
                let mut open = Vec::new();
                for piece in side {
                    match piece {
                        InlinePiece::Text { text, .. } => prop_assert!(!text.is_empty() && !text.contains(is_unholdable)),
                        InlinePiece::Open(code) => open.push(code.id),
                        InlinePiece::Close(code) => prop_assert_eq!(open.pop(), Some(code.id)),
                        InlinePiece::Alone(code) => {
                            prop_assert_eq!(code.native.contains(is_unholdable), code.kind == CodeKind::Control);
                        }
                    }
                }
                prop_assert!(open.is_empty());
            }
        }
    }
}
