//! Cuts the prose of a block into sentences.
//!
//! A cut needs a sign that ends sentences, and after it what may begin one. Nothing is cut inside code, links and
//! tags, in names with dots, or behind abbreviations. A tag that breaks the line cuts as well.

use crate::page::Side;
use crate::page::syntax::PageSyntax;
use crate::page::tree::{Block, BlockKind, Inline, InlineKind};
use crate::text::SideRange;
use crate::token;

/// Words before a full stop that end no sentence, in the languages of translations; lower case, in order.
const ABBREVIATIONS: &[&str] = &[
    "abb", "al", "approx", "art", "aufl", "bspw", "bzgl", "bzw", "ca", "cf", "d.h", "dgl", "dr", "e.g", "ej", "engl",
    "etc", "evtl", "ex", "exkl", "fig", "fr", "ggf", "gl", "h", "i.d.r", "i.e", "inc", "inkl", "jr", "max", "min",
    "mr", "mrs", "ms", "nr", "núm", "o.ä", "p.ej", "p.ex", "pag", "prof", "pág", "resp", "s.o", "s.u", "sog", "sr",
    "st", "t.ex", "u.a", "usw", "v.a", "vgl", "viz", "vs", "z.b", "zzgl", "г", "др", "и.о", "им", "напр", "пр", "рис",
    "руб", "см", "стр", "т.д", "т.е", "т.к", "т.п", "тыс",
];

/// Words that head a note, in the languages of translations; lower case, in order. A full stop behind one, as Russian
/// sets it, ends no sentence.
const HEADS: &[&str] = &[
    "achtung",
    "atención",
    "atenção",
    "caution",
    "hinweis",
    "important",
    "importante",
    "nota",
    "note",
    "observação",
    "tip",
    "tipp",
    "warning",
    "warnung",
    "wichtig",
    "важно",
    "внимание",
    "заметка",
    "предупреждение",
    "примечание",
    "примечания",
    "совет",
];

/// Tags at which a line ends, or a part of a text.
const BREAKS: [&str; 8] = ["br", "div", "li", "ol", "p", "td", "tr", "ul"];

/// The sentences of a block, as bytes of the side's text, in order; none where it is no prose. `label`: whether a
/// block that is one link is read as the text of the link.
pub fn sentences(side: &Side, block: &Block, label: bool) -> Vec<SideRange> {
    let mut cutter = Cutter { text: side.text(), syntax: &side.syntax, sentences: Vec::new(), start: None, end: 0 };
    if block.kind.class().is_verbatim() {
        return Vec::new();
    }
    let all = side.tree.inlines(block);
    let inlines = if label { only_link(all).unwrap_or(all) } else { all };
    let mut depth = 0_u32;
    for (index, inline) in inlines.iter().enumerate() {
        match inline.kind {
            InlineKind::Link(_) | InlineKind::Image(_) => {
                cutter.take(whole_link(cutter.text, inline.range));
                depth += 1;
            }
            InlineKind::LinkEnd => depth = depth.saturating_sub(1),
            InlineKind::Html if depth == 0 && is_break(inline.range.slice(cutter.text)) => cutter.cut(),
            // What has no text of its own is part of a sentence only between its words.
            InlineKind::Break => cutter.drop_directive(),
            InlineKind::Html => {}
            InlineKind::Text if depth == 0 => cutter.prose(inline, inlines.get(index + 1)),
            _ => cutter.take(inline.range),
        }
    }
    cutter.drop_directive();
    cutter.cut();
    cutter.widen(block);
    cutter.sentences
}

/// The text of a block that surely is one sentence: a quick look that spares most blocks, which are cells, the cutting.
pub fn single(side: &Side, block: &Block) -> Option<SideRange> {
    let inlines = side.tree.inlines(block);
    let is_plain = |inline: &Inline| matches!(inline.kind, InlineKind::Text | InlineKind::Code);
    if matches!(block.kind, BlockKind::Code { .. }) || inlines.is_empty() || !inlines.iter().all(is_plain) {
        return None;
    }
    let range = SideRange::new(inlines[0].range.start, inlines[inlines.len() - 1].range.end).trimmed(side.text());
    let text = range.slice(side.text());
    let inner = &text.as_bytes()[..text.len().saturating_sub(1)];
    let is_inside = |at: usize| text.as_bytes()[at + 1].is_ascii_alphanumeric();
    let ends = memchr::memchr3_iter(b'.', b'!', b'?', inner).any(|at| !is_inside(at));
    if ends || text.is_empty() || (!text.is_ascii() && text.contains(['。', '！', '？', '｡'])) {
        return None;
    }
    let mut cutter =
        Cutter { text: side.text(), syntax: &side.syntax, sentences: vec![range], start: None, end: range.end };
    cutter.widen(block);
    cutter.sentences.pop()
}

/// Whether a block consists of one link that names its target itself. The brackets of one that is defined elsewhere
/// belong to its text.
pub fn is_link(side: &Side, block: &Block) -> bool {
    let link = only_link(side.tree.inlines(block)).and_then(|inside| inside.first());
    let outer = side.tree.inlines(block).iter().find(|inline| matches!(inline.kind, InlineKind::Link(_)));
    link.is_some() && outer.is_some_and(|outer| outer.range.slice(side.text()).ends_with(')'))
}

/// A link with the empty brackets behind it, which are no part of its range.
fn whole_link(text: &str, link: SideRange) -> SideRange {
    let behind = &text[link.end as usize..];
    let collapsed = behind.starts_with("[]") && link.slice(text).ends_with(']');
    SideRange::new(link.start, link.end + if collapsed { 2 } else { 0 })
}

/// The inlines inside the link that a block consists of.
fn only_link(inlines: &[Inline]) -> Option<&[Inline]> {
    let has_text = |inline: &Inline| !matches!(inline.kind, InlineKind::Html | InlineKind::Break);
    let (first, last) = (inlines.iter().position(has_text)?, inlines.iter().rposition(has_text)?);
    let end = inlines[first..].iter().position(|inline| inline.kind == InlineKind::LinkEnd)? + first;
    (matches!(inlines[first].kind, InlineKind::Link(_)) && end == last).then(|| &inlines[first + 1..last])
}

/// Cuts a sentence wherever another might begin that lacks the sign of its end: before a capital, a bracket, code or a
/// link, and behind a colon or semicolon.
pub fn fragments(side: &Side, block: &Block, sentence: SideRange) -> Vec<SideRange> {
    let text = side.text();
    let mut cuts = Vec::new();
    let mut depth = 0_u32;
    for inline in side.tree.inlines(block) {
        match inline.kind {
            InlineKind::Link(_) | InlineKind::Image(_) => {
                cuts.push(inline.range.start);
                depth += 1;
            }
            InlineKind::LinkEnd => depth = depth.saturating_sub(1),
            InlineKind::Code if depth == 0 => cuts.push(inline.range.start),
            InlineKind::Text if depth == 0 => {
                let mut before = text[..inline.range.start as usize].chars().next_back().unwrap_or(' ');
                for (at, character) in inline.range.slice(text).char_indices() {
                    let begins = before.is_whitespace()
                        && (character.is_uppercase() || matches!(character, '(' | '"' | '„' | '«'))
                        || matches!(character, '（' | '「' | '【' | '“')
                        || matches!(before, '；' | '：');
                    if begins {
                        cuts.push(inline.range.start + at as u32);
                    }
                    before = character;
                }
            }
            _ => {}
        }
    }
    cuts.retain(|cut| sentence.start < *cut && *cut < sentence.end);
    let mut from = sentence.start;
    let mut fragments = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts.into_iter().chain([sentence.end]) {
        let fragment = SideRange::new(from, cut).trimmed(text);
        if !fragment.is_empty() {
            fragments.push(fragment);
        }
        from = cut;
    }
    fragments
}

struct Cutter<'a> {
    text: &'a str,
    syntax: &'a PageSyntax,
    sentences: Vec<SideRange>,
    /// Where the open sentence starts.
    start: Option<u32>,
    end: u32,
}

impl Cutter<'_> {
    fn take(&mut self, range: SideRange) {
        if range.slice(self.text).trim().is_empty() {
            return;
        }
        self.start.get_or_insert(range.start);
        self.end = self.end.max(range.end);
    }

    fn cut(&mut self) {
        if let Some(start) = self.start.take() {
            self.sentences.push(SideRange::new(start, self.end.max(start)).trimmed(self.text));
        }
    }

    /// Forgets what is open where it is a directive alone on its line, such as `[!INCLUDE [a](b)]`: no prose.
    fn drop_directive(&mut self) {
        let open = self.start.map_or("", |start| SideRange::new(start, self.end.max(start)).slice(self.text));
        if self.syntax.is_directive(open) && open.ends_with(']') {
            self.start = None;
        }
    }

    /// Takes a stretch of text, cut behind its sentences. `next`: what follows it.
    fn prose(&mut self, inline: &Inline, next: Option<&Inline>) {
        let stretch = inline.range.slice(self.text);
        let mut from = 0;
        let mut search = 0;
        while let Some((sign, after)) = ending(stretch, search) {
            search = after;
            let rest = &stretch[after..];
            // A quoted sentence inside another ends none.
            let wide = !sign.is_ascii() && !stretch[..after].ends_with(['」', '』', '）', '】', '”']);
            // Signs of emphasis stand between inlines, and are no text of either.
            let (following, is_marked) = match next {
                Some(next) if rest.trim().is_empty() && next.kind == InlineKind::Text => {
                    (next.range.slice(self.text), next.range.start > inline.range.end)
                }
                _ => (rest, false),
            };
            let spaced = rest.starts_with(char::is_whitespace) || following.starts_with(char::is_whitespace);
            let (begins, spaced) = match (following.trim_start().chars().next(), next) {
                (Some(_), _) => (wide || is_marked || may_begin(following.trim_start()), spaced),
                (None, Some(next)) => (true, spaced || next.kind == InlineKind::Break),
                (None, None) => (true, true),
            };
            let opened = self.start.filter(|_| from == 0).unwrap_or(inline.range.start + from as u32);
            let sentence = SideRange::new(opened, inline.range.start + after as u32).slice(self.text);
            if begins
                && (wide || spaced)
                && (wide || sign != '.' || !is_abbreviated(&stretch[..after], following))
                && !is_head(sentence)
            {
                let range = SideRange::new(inline.range.start + from as u32, inline.range.start + after as u32);
                self.take(range.trimmed(self.text));
                self.cut();
                from = after;
            }
        }
        let rest = SideRange::new(inline.range.start + from as u32, inline.range.end);
        self.take(rest.trimmed(self.text));
    }

    /// Draws the signs of emphasis, which are no inlines, into the sentences that they stand at.
    fn widen(&mut self, block: &Block) {
        let bytes = self.text.as_bytes();
        let is_sign = |at: u32| matches!(bytes.get(at as usize), Some(b'*' | b'_'));
        let length = self.sentences.len();
        for index in 0..length {
            let before = index.checked_sub(1).map_or(0, |before| self.sentences[before].end);
            let after = self.sentences.get(index + 1).map_or(block.range.end.max(self.end), |next| next.start);
            let sentence = &mut self.sentences[index];
            while sentence.end < after && is_sign(sentence.end) {
                sentence.end += 1;
            }
            while sentence.start > before && is_sign(sentence.start - 1) {
                sentence.start -= 1;
            }
        }
    }
}

/// The next sign that may end a sentence, from a byte on: the sign, and the byte behind it and all that closes with it.
fn ending(text: &str, from: usize) -> Option<(char, usize)> {
    let (at, sign) =
        text[from..].char_indices().find(|(_, sign)| matches!(sign, '.' | '!' | '?' | '。' | '！' | '？' | '｡'))?;
    let mut after = from + at + sign.len_utf8();
    for closing in text[after..].chars() {
        if !matches!(
            closing,
            '.' | '!'
                | '?'
                | '。'
                | '！'
                | '？'
                | '"'
                | '\''
                | ')'
                | ']'
                | '”'
                | '’'
                | '»'
                | '“'
                | '」'
                | '』'
                | '）'
                | '】'
        ) {
            break;
        }
        after += closing.len_utf8();
    }
    Some((sign, after))
}

/// Whether a sentence may begin with a text: with no small letter, but for a name or a word such as `e.g.`.
fn may_begin(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let small = || token::is_coined(word.trim_end_matches(['.', ',', ':'])) || matches!(word, "e.g." | "i.e.");
    (!first.is_lowercase() || small())
        && !matches!(first, ',' | '.' | ';' | ':' | ')' | ']' | '、' | '，' | '；' | '：' | '）' | '」')
}

/// Whether a text ends with an abbreviation, an initial or a list's number, and its full stop. One that
/// stands last in brackets ends a sentence where a capital follows.
fn is_abbreviated(text: &str, following: &str) -> bool {
    let inside = text.trim_end_matches([')', ']', '"', '”', '»']);
    if inside.len() < text.len() && following.trim_start().starts_with(char::is_uppercase) {
        return false;
    }
    let Some(word) = inside.strip_suffix('.') else { return false };
    let start = word
        .rfind(|sign: char| sign.is_whitespace() || matches!(sign, '(' | '[' | '"' | '“' | '„' | '*'))
        .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    let word = &word[start..];
    let mut letters = word.chars();
    let is_initial =
        letters.next().is_some_and(|letter| letter.is_uppercase() || letter.is_lowercase()) && letters.next().is_none();
    let is_number = word.len() <= 2 && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) && start == 0;
    is_initial || is_number || word.len() <= 12 && ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// Whether a text is a word that heads the sentence behind it: `NOTE.`.
fn is_head(text: &str) -> bool {
    let word = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    word.len() <= 40 && HEADS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    BREAKS.iter().any(|tag| name[..end].eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Page, syntax::PageSyntax};

    #[track_caller]
    fn cut(markdown: &str, expected: &[&str]) {
        let page = Page::parse(markdown.into(), &PageSyntax::default());
        let found = sentences(&page.target, &page.target.tree.blocks[0], true);
        let found: Vec<&str> = found.into_iter().map(|range| range.slice(page.target.text())).collect();
        assert_eq!(found, expected, "{markdown}");
    }

    #[test]
    fn prose_is_cut_into_sentences() {
        assert!(ABBREVIATIONS.is_sorted());
        assert!(BREAKS.is_sorted() && HEADS.is_sorted());
        for (markdown, expected) in [
            ("The berth is free. It can be reserved!", vec!["The berth is free.", "It can be reserved!"]),
            ("Names such as berth.Read. Also `a. B`.", vec!["Names such as berth.Read.", "Also `a. B`."]),
            ("Ships, e.g. Tugs, wait. (Not all.) Why?", vec!["Ships, e.g. Tugs, wait.", "(Not all.)", "Why?"]),
            (
                "Use v1.0 or 2.5 here. **Note:** See [A. B](a.md). Done",
                vec!["Use v1.0 or 2.5 here.", "**Note:** See [A. B](a.md).", "Done"],
            ),
            (
                "Der Lotse, z. B. Herr K. Meer, wartet. Es gilt usw. immer.",
                vec!["Der Lotse, z. B. Herr K. Meer, wartet.", "Es gilt usw. immer."],
            ),
            (
                "Причал свободен. Его можно занять, т. е. сейчас.",
                vec!["Причал свободен.", "Его можно занять, т. е. сейчас."],
            ),
            ("泊位空闲。可以预订！`a`。", vec!["泊位空闲。", "可以预订！", "`a`。"]),
            ("バースは「空き。」です。予約できます", vec!["バースは「空き。」です。", "予約できます"]),
            ("One<br>Two. Three", vec!["One", "Two.", "Three"]),
            ("**One.** Two", vec!["**One.**", "Two"]),
            ("Ends with code. `x` starts", vec!["Ends with code.", "`x` starts"]),
            ("# <a name=\"x\"></a>Get berth\n", vec!["Get berth"]),
            ("One line.\nNext line", vec!["One line.", "Next line"]),
            ("1. 2", vec!["2"]),
            ("Frei. NOTE. Nur hier", vec!["Frei.", "NOTE. Nur hier"]),
            ("空闲。 **draft 的** 值", vec!["空闲。", "**draft 的** 值"]),
            ("[HTTP](#tab/http)", vec!["HTTP"]),
            ("Причал занят. Примечание. Он мал.", vec!["Причал занят.", "Примечание. Он мал."]),
            (
                "Frei. **Hinweis**. Nur hier. IMO. Nur Zahlen",
                vec!["Frei.", "**Hinweis**. Nur hier.", "IMO.", "Nur Zahlen"],
            ),
            ("Ships (tugs, etc.) (see [list](a.md)). Done", vec!["Ships (tugs, etc.) (see [list](a.md)).", "Done"]),
            ("Ships (tugs, etc.) All wait", vec!["Ships (tugs, etc.)", "All wait"]),
            (
                "It is off. berthList overrides it. e.g. here",
                vec!["It is off.", "berthList overrides it.", "e.g. here"],
            ),
            ("[!INCLUDE [berths](a.md)]\nThe berth. It", vec!["The berth.", "It"]),
            ("See [berth][]\n\n[berth]: a.md", vec!["See [berth][]"]),
        ] {
            cut(markdown, &expected);
        }
    }
}
