//! Splits a segment into runs of text and inline codes. Each code keeps its Markdown, so that the pieces joined give the
//! segment byte for byte.
//!
//! A segment is a part of a block and can be cut anywhere. Markup that is not complete in the segment stays text.

use crate::bitext::markup;
use crate::bitext::markup::{CodeKind, Shape};
use crate::bitext::protect::Protect;
use crate::text::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// A piece of inline markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code<'a> {
    /// Its number, from 1. The start and end of a pair share it, and so do equal codes of source and target.
    pub id: u32,
    /// The kind of markup.
    pub kind: CodeKind,
    /// Its Markdown. For [`CodeKind::Control`], and only there, one character that XML cannot represent.
    pub native: &'a str,
}

/// A piece of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlinePiece<'a> {
    /// Text as written in the page.
    Text {
        /// The text, not empty.
        text: &'a str,
        /// Whether the text must not be translated.
        protected: bool,
    },
    /// Start of a pair. Pairs nest, and each start has an end.
    Open(Code<'a>),
    /// End of the pair with the same id.
    Close(Code<'a>),
    /// A code that is not part of a pair.
    Alone(Code<'a>),
}

impl<'a> InlinePiece<'a> {
    /// The piece as written in the page.
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

/// The pieces of a text; the [native](InlinePiece::native) texts joined give `text`. `protect`: finds protected text;
/// `None` marks none.
pub fn pieces<'a>(text: &'a str, protect: Option<Protect<'_>>) -> Vec<InlinePiece<'a>> {
    let marks = markup::marks(text);
    let mut pieces = Vec::with_capacity(marks.len() * 2 + 1);
    let (mut at, mut code_depth, mut next) = (0, 0_u32, 0);
    let mut ids = vec![0; marks.len()];
    for (index, mark) in marks.iter().enumerate() {
        let run = TextRange::new(at, mark.range.start).slice(text);
        if code_depth > 0 {
            push_code(run, protect, &mut pieces)
        } else {
            push_text(run, protect, &mut pieces)
        }
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
    push_text(&text[at as usize..], protect, &mut pieces);
    pieces
}

/// The pieces of the source and target of a segment. Equal codes of both texts get the same id; then, of the codes
/// that are left, those of the same kind.
pub fn pair<'a>(source: &'a str, target: &'a str, protect: Option<Protect<'_>>) -> [Vec<InlinePiece<'a>>; 2] {
    let (source, mut target) = (pieces(source, protect), pieces(target, protect));
    let (source_codes, target_codes) = (code_pairs(&source), code_pairs(&target));
    let mut ids: Vec<u32> = vec![0; target_codes.len()];
    let mut free = vec![true; source_codes.len()];
    // Equal Markdown first, then equal kind: a link with another target is still the same link.
    let keys: [fn(&CodePair<'a>) -> CodeKey<'a>; 2] =
        [|code| CodeKey::Native(code.natives), |code| CodeKey::Kind(code.kind, code.paired)];
    for key in keys {
        let mut places: FxHashMap<CodeKey<'_>, VecDeque<usize>> = FxHashMap::default();
        for (place, code) in source_codes.iter().enumerate().filter(|(place, _)| free[*place]) {
            places.entry(key(code)).or_default().push_back(place);
        }
        for (id, code) in ids.iter_mut().zip(&target_codes).filter(|(id, _)| **id == 0) {
            if let Some(found) = places.get_mut(&key(code)).and_then(VecDeque::pop_front) {
                free[found] = false;
                *id = found as u32 + 1;
            }
        }
    }
    let mut next = source_codes.len() as u32;
    for id in ids.iter_mut().filter(|id| **id == 0) {
        next += 1;
        *id = next;
    }
    for code in target.iter_mut().filter_map(InlinePiece::code_mut) {
        code.id = ids[code.id as usize - 1];
    }
    // Text that only the translation has can be wrong, so it must stay editable.
    let protected_text = |piece: &InlinePiece<'a>| match *piece {
        InlinePiece::Text { text, protected: true } => Some(text),
        _ => None,
    };
    let in_source: FxHashSet<&str> = source.iter().filter_map(protected_text).collect();
    for piece in &mut target {
        if let InlinePiece::Text { text, protected } = piece {
            *protected &= in_source.contains(text);
        }
    }
    [source, target]
}

/// What codes of source and target have in common that get the same id.
#[derive(PartialEq, Eq, Hash)]
enum CodeKey<'a> {
    /// The Markdown of start and end.
    Native([&'a str; 2]),
    /// The kind, and whether it has an end.
    Kind(CodeKind, bool),
}

/// A code: start and end of a pair, or a single code with an empty end.
struct CodePair<'a> {
    kind: CodeKind,
    paired: bool,
    natives: [&'a str; 2],
}

/// The codes of a text in order of id.
fn code_pairs<'a>(pieces: &[InlinePiece<'a>]) -> Vec<CodePair<'a>> {
    let mut pairs: Vec<CodePair<'a>> = Vec::new();
    for piece in pieces {
        match *piece {
            InlinePiece::Text { .. } => {}
            InlinePiece::Open(code) => {
                pairs.push(CodePair { kind: code.kind, paired: true, natives: [code.native, ""] })
            }
            InlinePiece::Alone(code) => {
                pairs.push(CodePair { kind: code.kind, paired: false, natives: [code.native, ""] })
            }
            InlinePiece::Close(code) => pairs[code.id as usize - 1].natives[1] = code.native,
        }
    }
    pairs
}

/// Adds the text of a code span, which is protected as a whole.
fn push_code<'a>(text: &'a str, protect: Option<Protect<'_>>, pieces: &mut Vec<InlinePiece<'a>>) {
    if !text.is_empty() {
        pieces.push(InlinePiece::Text { text, protected: protect.is_some() });
    }
}

/// Adds text without markup, divided into protected and free text.
fn push_text<'a>(text: &'a str, protect: Option<Protect<'_>>, pieces: &mut Vec<InlinePiece<'a>>) {
    let mut push = |range: TextRange, protected| {
        if !range.is_empty() {
            pieces.push(InlinePiece::Text { text: range.slice(text), protected });
        }
    };
    let mut at = 0;
    for range in protect.iter().flat_map(|protect| protect.ranges(text)) {
        push(TextRange::new(at, range.start), false);
        push(range, true);
        at = range.end;
    }
    push(TextRange::new(at, text.len() as u32), false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitext::xml::is_unrepresentable;
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
                        InlinePiece::Text { text, .. } => prop_assert!(!text.is_empty() && !text.contains(is_unrepresentable)),
                        InlinePiece::Open(code) => open.push(code.id),
                        InlinePiece::Close(code) => prop_assert_eq!(open.pop(), Some(code.id)),
                        InlinePiece::Alone(code) => {
                            prop_assert_eq!(code.native.contains(is_unrepresentable), code.kind == CodeKind::Control);
                        }
                    }
                }
                prop_assert!(open.is_empty());
            }
        }
    }
}
