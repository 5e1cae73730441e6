//! Splits the prose of a block into sentences.
//!
//! A sentence ends at a full stop or another final sign, if the next text may start a sentence. It does not end inside code,
//! links, tags and names with dots, or after an abbreviation. A tag that ends a line also ends a sentence.

use crate::page::Side;
use crate::page::syntax::PageSyntax;
use crate::page::tree::{Block, BlockKind, Inline, InlineKind};
use crate::text::SideRange;
use crate::token;

/// Abbreviations, after which a full stop does not end a sentence; in the languages of translations, lower case, sorted.
const ABBREVIATIONS: &[&str] = &[
    "abb", "al", "approx", "art", "aufl", "bspw", "bzgl", "bzw", "ca", "cf", "d.h", "dgl", "dr", "e.g", "ej", "engl",
    "etc", "evtl", "ex", "exkl", "fig", "fr", "ggf", "gl", "h", "i.d.r", "i.e", "inc", "inkl", "jr", "max", "min",
    "mr", "mrs", "ms", "nr", "núm", "o.ä", "p.ej", "p.ex", "pag", "prof", "pág", "resp", "s.o", "s.u", "sog", "sr",
    "st", "t.ex", "u.a", "usw", "v.a", "vgl", "viz", "vs", "z.b", "zzgl", "г", "др", "и.о", "им", "напр", "пр", "рис",
    "руб", "см", "стр", "т.д", "т.е", "т.к", "т.п", "тыс",
];

/// Words that introduce a note; in the languages of translations, lower case, sorted. A full stop after such a word, which is
/// usual in Russian, does not end a sentence.
const NOTE_WORDS: &[&str] = &[
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

/// Tags that end a line or a part of a text.
const BREAK_TAGS: [&str; 8] = ["br", "div", "li", "ol", "p", "td", "tr", "ul"];

/// The sentences of a block, in order; none for code, raw HTML and comments.
pub fn sentences(side: &Side, block: &Block) -> Vec<SideRange> {
    split(side, block, side.tree.inlines(block))
}

/// As [`sentences`], but without the link around the text of a block that is one link.
pub fn link_sentences(side: &Side, block: &Block) -> Vec<SideRange> {
    let all = side.tree.inlines(block);
    split(side, block, only_link(all).unwrap_or(all))
}

/// `inlines`: those of the block, or a part of them.
fn split(side: &Side, block: &Block, inlines: &[Inline]) -> Vec<SideRange> {
    let mut cutter = Cutter { text: side.text(), syntax: &side.syntax, sentences: Vec::new(), start: None, end: 0 };
    if block.kind.class().is_verbatim() {
        return Vec::new();
    }
    let mut depth = 0_u32;
    for (index, inline) in inlines.iter().enumerate() {
        match inline.kind {
            InlineKind::Link(_) | InlineKind::Image(_) => {
                cutter.take(whole_link(cutter.text, inline.range));
                depth += 1;
            }
            InlineKind::LinkEnd => depth = depth.saturating_sub(1),
            InlineKind::Html if depth == 0 && is_break(inline.range.slice(cutter.text)) => cutter.cut(),
            // Breaks and tags have no text: they are part of a sentence only between its words.
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

/// The text of a block that is certainly one sentence, else `None`. This quick test is sufficient for most blocks: they are
/// cells.
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

/// Whether a block consists of one inline link, `[text](target)`. The brackets of a reference link, `[text]`, are part of its
/// text.
pub fn is_link(side: &Side, block: &Block) -> bool {
    let link = only_link(side.tree.inlines(block)).and_then(|inside| inside.first());
    let outer = side.tree.inlines(block).iter().find(|inline| matches!(inline.kind, InlineKind::Link(_)));
    link.is_some() && outer.is_some_and(|outer| outer.range.slice(side.text()).ends_with(')'))
}

/// The range of a link with the empty brackets after it (`[text][]`), which the parser leaves out.
fn whole_link(text: &str, link: SideRange) -> SideRange {
    let after = &text[link.end as usize..];
    let collapsed = after.starts_with("[]") && link.slice(text).ends_with(']');
    SideRange::new(link.start, link.end + if collapsed { 2 } else { 0 })
}

/// The inlines inside the link, if a block consists of one link.
fn only_link(inlines: &[Inline]) -> Option<&[Inline]> {
    let has_text = |inline: &Inline| !matches!(inline.kind, InlineKind::Html | InlineKind::Break);
    let (first, last) = (inlines.iter().position(has_text)?, inlines.iter().rposition(has_text)?);
    let end = inlines[first..].iter().position(|inline| inline.kind == InlineKind::LinkEnd)? + first;
    (matches!(inlines[first].kind, InlineKind::Link(_)) && end == last).then(|| &inlines[first + 1..last])
}

/// Splits a sentence of a block at the [starts](super::sentence_starts::of_block) of the block.
pub fn fragments_at(side: &Side, starts: &[u32], sentence: SideRange) -> Vec<SideRange> {
    let inside =
        starts.partition_point(|start| *start <= sentence.start)..starts.partition_point(|start| *start < sentence.end);
    let cuts = starts.get(inside).unwrap_or_default();
    let mut from = sentence.start;
    let mut fragments = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts.iter().copied().chain([sentence.end]) {
        let fragment = SideRange::new(from, cut).trimmed(side.text());
        if !fragment.is_empty() {
            fragments.push(fragment);
        }
        from = cut;
    }
    fragments
}

/// Signs that may close a sentence after its final sign.
const CLOSING: [char; 18] =
    ['.', '!', '?', '。', '！', '？', '"', '\'', ')', ']', '”', '’', '»', '“', '」', '』', '）', '】'];

/// Collects the sentences of a block.
struct Cutter<'a> {
    text: &'a str,
    syntax: &'a PageSyntax,
    sentences: Vec<SideRange>,
    /// The first byte of the open sentence.
    start: Option<u32>,
    /// One past the last byte of the open sentence.
    end: u32,
}

impl Cutter<'_> {
    /// Adds a range to the open sentence; white space alone is not added.
    fn take(&mut self, range: SideRange) {
        if range.slice(self.text).trim().is_empty() {
            return;
        }
        self.start.get_or_insert(range.start);
        self.end = self.end.max(range.end);
    }

    /// Ends the open sentence.
    fn cut(&mut self) {
        if let Some(start) = self.start.take() {
            self.sentences.push(SideRange::new(start, self.end.max(start)).trimmed(self.text));
        }
    }

    /// Drops the open sentence if it is a directive, such as `[!INCLUDE [a](b)]`, alone on its line.
    fn drop_directive(&mut self) {
        let open = self.start.map_or("", |start| SideRange::new(start, self.end.max(start)).slice(self.text));
        if self.syntax.is_directive(open) && open.ends_with(']') {
            self.start = None;
        }
    }

    /// Adds a text and ends the sentences in it. `next`: the next inline.
    fn prose(&mut self, inline: &Inline, next: Option<&Inline>) {
        let content = inline.range.slice(self.text);
        let mut from = 0;
        let mut search = 0;
        while let Some((sign, after)) = final_sign(content, search) {
            search = after;
            let rest = &content[after..];
            // The end of a quoted sentence does not end the sentence around it.
            let wide = !sign.is_ascii() && !content[..after].ends_with(['」', '』', '）', '】', '”']);
            // Signs of emphasis are between two inlines and part of neither.
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
                && (wide || sign != '.' || !is_abbreviated(&content[..after], following))
                && !is_note_word(sentence)
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

    /// Extends each sentence by the signs of emphasis next to it, which are not part of any inline.
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

/// The next sign that may end a sentence, after byte `from`; and one past the quotes and brackets that close after it.
fn final_sign(text: &str, from: usize) -> Option<(char, usize)> {
    let (at, sign) =
        text[from..].char_indices().find(|(_, sign)| matches!(sign, '.' | '!' | '?' | '。' | '！' | '？' | '｡'))?;
    let mut after = from + at + sign.len_utf8();
    for closing in text[after..].chars() {
        if !CLOSING.contains(&closing) {
            break;
        }
        after += closing.len_utf8();
    }
    Some((sign, after))
}

/// Whether a sentence may start with a text: its first letter is not lower case, or its first word is a name or `e.g.`.
fn may_begin(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let is_name = || token::is_coined(word.trim_end_matches(['.', ',', ':'])) || matches!(word, "e.g." | "i.e.");
    (!first.is_lowercase() || is_name())
        && !matches!(first, ',' | '.' | ';' | ':' | ')' | ']' | '、' | '，' | '；' | '：' | '）' | '」')
}

/// Whether the full stop at the end of a text belongs to an abbreviation, an initial or the number of a list item. An
/// abbreviation at the end of a bracket, followed by a capital, ends the sentence.
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

/// Whether a text is a word that introduces the next sentence: `NOTE.`.
fn is_note_word(text: &str) -> bool {
    let word = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    word.len() <= 40 && NOTE_WORDS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    BREAK_TAGS.iter().any(|tag| name[..end].eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Page, syntax::PageSyntax};

    #[track_caller]
    fn cut(markdown: &str, expected: &[&str]) {
        let page = Page::parse(markdown.into(), &PageSyntax::default());
        let found = link_sentences(&page.target, &page.target.tree.blocks[0]);
        let found: Vec<&str> = found.into_iter().map(|range| range.slice(page.target.text())).collect();
        assert_eq!(found, expected, "{markdown}");
    }

    #[test]
    fn prose_is_cut_into_sentences() {
        assert!(ABBREVIATIONS.is_sorted());
        assert!(BREAK_TAGS.is_sorted() && NOTE_WORDS.is_sorted());
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
