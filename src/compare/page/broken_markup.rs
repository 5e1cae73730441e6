//! Broken Markdown: text that was meant as a link but is not one, and emphasis that is shown as asterisks. Judged on the
//! target text by plain CommonMark.

use crate::compare::change::{Change, ChangeKind};
use crate::compare::link_targets::normal_target;
use crate::diagnostic::Edit;
use crate::page::syntax::PageSyntax;
use crate::page::tree::{Block, InlineKind};
use crate::page::{Side, markdown};
use crate::reading::Reading;
use crate::text;
use crate::text::{FileRange, SideRange};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// The broken links and emphasis of all blocks of prose of the target side.
pub fn compare(reading: &Reading) -> Vec<Change> {
    let mut changes = Vec::new();
    let side = &reading.aligned.page.target;
    let source_of: Vec<Option<u32>> = partners(reading);
    for (index, block) in side.tree.blocks.iter().enumerate() {
        if !block.kind.class().is_prose() {
            continue;
        }
        let partner = source_of.get(index).copied().flatten();
        let source = reading
            .aligned
            .source()
            .zip(partner)
            .map(|(source, partner)| (source, &source.tree.blocks[partner as usize]));
        let mut push = |kind, range, texts: (&str, &str), edit| {
            let change = Change::new(kind, side.projection.range_to_file(range)).with_texts(texts.0, texts.1);
            changes.push(change.with_anchor(side.tree.structural_path(index as u32)).with_edit(edit));
        };
        let mut links = broken_links(side, block).peekable();
        let is_in_source = links.peek().is_some() && source.is_some_and(|(side, block)| has_broken_link(side, block));
        let known = OnceCell::new();
        for link in links.filter(|_| !is_in_source) {
            let known = known.get_or_init(|| source.map(|(side, block)| link_targets(side, block)).unwrap_or_default());
            let wanted = known.get(&normal_target(&link.target.replace('。', "."))).map(|wanted| (*wanted).to_owned());
            let edit = wanted.as_deref().and_then(|wanted| link_edit(side, &link, wanted));
            let texts = (wanted.as_deref().unwrap_or_default(), link.range.slice(side.text()));
            push(ChangeKind::LinkSyntax, link.range, texts, edit);
        }
        if let Some(range) = literal_emphasis(side, block)
            && source.is_none_or(|(side, block)| literal_emphasis(side, block).is_none())
        {
            let edit = emphasis_edit(side, block);
            push(ChangeKind::Emphasis, range, ("", around(side.text(), block.range, range)), edit);
        }
    }
    changes
}

/// The source block of each target block.
fn partners(reading: &Reading) -> Vec<Option<u32>> {
    let mut partners = vec![None; reading.aligned.page.target.tree.blocks.len()];
    for pair in &reading.aligned.blocks.pairs {
        if let (Some(target), Some(source)) = (pair.target, pair.source) {
            partners[target as usize] = Some(source);
        }
    }
    partners
}

/// Text that was meant as a link but is not one in Markdown.
struct BrokenLink {
    /// From `[` to the closing parenthesis, in bytes of the projection.
    range: SideRange,
    /// The parentheses with their content.
    parenthesis: SideRange,
    /// The byte after `]`.
    bracket_end: u32,
    /// The intended target, without white space.
    target: String,
}

/// Whether a block contains a broken link.
pub fn has_broken_link(side: &Side, block: &Block) -> bool {
    broken_links(side, block).next().is_some()
}

/// The maximum distance in bytes from `]` to both ends of its link, and the maximum length of a block whose emphasis is
/// repaired.
const REACH: usize = 2000;

fn broken_links<'a>(side: &'a Side, block: &'a Block) -> impl Iterator<Item = BrokenLink> + 'a {
    let raw = block.range.slice(side.text());
    let mut brackets = memchr::memchr_iter(b']', raw.as_bytes()).peekable();
    let markup = if brackets.peek().is_some() { markup_ranges(side, block) } else { Vec::new() };
    brackets.filter_map(move |at| {
        let bracket_end = block.range.start + at as u32 + 1;
        if raw[..at].ends_with('\\') || holds(&markup, bracket_end - 1) {
            return None;
        }
        let after = &raw[at + 1..text::floor_boundary(raw, at + 1 + REACH)];
        let spaces = after.len() - after.trim_start_matches([' ', '\u{3000}', '\u{a0}']).len();
        let opened = &after[spaces..];
        let inner = opened.strip_prefix('(').or_else(|| opened.strip_prefix('（')).filter(|_| spaces <= 4)?;
        let close = inner.find([')', '）', '\n', '|', '[', ']'])?;
        let closer = inner[close..].chars().next().filter(|closer| matches!(closer, ')' | '）'))?;
        let target: String = inner[..close].split_whitespace().collect();
        let from = text::floor_boundary(raw, at.saturating_sub(REACH));
        let open = from + raw[from..at].rfind('[')?;
        if !is_target(&target) || holds(&markup, block.range.start + open as u32) {
            return None;
        }
        let end = at + 1 + (after.len() - inner.len()) + close + closer.len_utf8();
        Some(BrokenLink {
            range: SideRange::new(block.range.start + open as u32, block.range.start + end as u32),
            parenthesis: SideRange::new(bracket_end + spaces as u32, block.range.start + end as u32),
            bracket_end,
            target,
        })
    })
}

/// The ranges of a block that are links, code or HTML: outermost only, in order.
fn markup_ranges(side: &Side, block: &Block) -> Vec<SideRange> {
    let mut ranges: Vec<SideRange> = Vec::new();
    for inline in side.tree.inlines(block) {
        let is_markup =
            matches!(inline.kind, InlineKind::Link(_) | InlineKind::Image(_) | InlineKind::Code | InlineKind::Html);
        if is_markup && ranges.last().is_none_or(|last| inline.range.start >= last.end) {
            ranges.push(inline.range);
        }
    }
    ranges
}

fn holds(ranges: &[SideRange], offset: u32) -> bool {
    ranges
        .partition_point(|range| range.start <= offset)
        .checked_sub(1)
        .is_some_and(|index| ranges[index].contains(offset))
}

/// Whether a text can only have been meant as a link target: a path to a file, a URL, a fragment.
fn is_target(text: &str) -> bool {
    let text = text.replace('。', ".").to_lowercase();
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let starts = text.starts_with("http://")
        || text.starts_with("https://")
        || text.starts_with("../")
        || text.starts_with("./")
        || text.starts_with('#');
    let rooted = text.starts_with('/') && text[1..].contains(['/', '-']) && text.is_ascii();
    (starts && text.len() > 4) || path.ends_with(".md") || path.ends_with(".yml") || rooted
}

/// The link targets of a source block, from which broken targets were copied. The key is the [normal target](normal_target).
fn link_targets<'a>(side: &'a Side, block: &Block) -> FxHashMap<String, &'a str> {
    let mut targets = FxHashMap::default();
    for inline in side.tree.inlines(block) {
        if let InlineKind::Link(target) = inline.kind {
            let target = side.tree.string(target);
            targets.entry(normal_target(target)).or_insert(target);
        }
    }
    targets
}

fn link_edit(side: &Side, link: &BrokenLink, wanted: &str) -> Option<Edit> {
    let range = SideRange::new(link.bracket_end, link.parenthesis.end);
    Some(Edit { range: side.projection.editable(range)?, text: format!("({wanted})") })
}

/// The first `**` of a block that is shown as asterisks.
fn literal_emphasis(side: &Side, block: &Block) -> Option<SideRange> {
    let text = side.text();
    side.tree.inlines(block).iter().filter(|inline| inline.kind == InlineKind::Text).find_map(|inline| {
        let content = inline.range.slice(text);
        let star = memchr::memchr(b'*', content.as_bytes())?;
        let at = star + content[star..].find("**")?;
        let start = inline.range.start as usize + at;
        let escaped = text[..start].ends_with('\\');
        let run = text[start..].bytes().take_while(|byte| *byte == b'*').count();
        let is_space = |byte: Option<u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace());
        let is_separate = is_space(text[..start].bytes().next_back()) && is_space(text[start + run..].bytes().next());
        (!escaped && run == 2 && !is_separate).then(|| SideRange::of(start..start + 2))
    })
}

/// The repair of emphasis that CommonMark (section 6.2) does not close because the `**` is between punctuation and a
/// letter, which is frequent in CJK text: a space between the two. `None` if the block would still show asterisks.
fn emphasis_edit(side: &Side, block: &Block) -> Option<Edit> {
    let raw = block.range.slice(side.text());
    if raw.len() > REACH {
        return None;
    }
    let broken = literal_count(raw, &side.syntax);
    let candidates = raw.match_indices("**").filter_map(|(at, _)| {
        let before = raw[..at].chars().next_back()?;
        let after = raw[at + 2..].chars().next()?;
        if is_punctuation(before) && after.is_alphanumeric() {
            Some(at + 2)
        } else {
            (before.is_alphanumeric() && is_punctuation(after)).then_some(at)
        }
    });
    let repaired = candidates
        .map(|at| (at, format!("{} {}", &raw[..at], &raw[at..])))
        .find(|(_, text)| (1..=2).contains(&broken) && literal_count(text, &side.syntax) == 0)?;
    let offset = block.range.start + repaired.0 as u32;
    let anchor = side.projection.to_file(offset.checked_sub(1)?) + 1;
    Some(Edit { range: FileRange::at(anchor), text: " ".to_owned() })
}

/// The number of `**` that a block's Markdown shows as asterisks.
fn literal_count(markdown: &str, syntax: &PageSyntax) -> usize {
    let (tree, _) = markdown::parse(markdown, syntax);
    tree.inlines
        .iter()
        .filter(|inline| inline.kind == InlineKind::Text)
        .map(|inline| inline.range.slice(markdown).matches("**").count())
        .sum()
}

fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
        || ('\u{3000}'..='\u{303f}').contains(&character)
        || ('\u{ff00}'..='\u{ff65}').contains(&character) && !character.is_alphanumeric()
        || "…—–‘’“”«»".contains(character)
}

/// The text around a place, up to 40 bytes before and after it, within its block.
fn around(whole: &str, block: SideRange, place: SideRange) -> &str {
    let start = text::floor_boundary(whole, (place.start as usize).saturating_sub(40).max(block.start as usize));
    let end = text::floor_boundary(whole, (place.end as usize + 40).min(block.end as usize));
    whole[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    #[track_caller]
    fn broken(markdown: &str, expected: &[&str]) {
        let page = Page::parse(markdown.into(), &PageSyntax::default());
        let side = &page.target;
        let found: Vec<_> = side
            .tree
            .blocks
            .iter()
            .flat_map(|block| broken_links(side, block))
            .map(|link| link.range.slice(markdown))
            .collect();
        assert_eq!(found, expected, "{markdown}");
    }

    #[test]
    fn links_that_are_none() {
        broken("see [berth] (../a/berth.md) here", &["[berth] (../a/berth.md)"]);
        broken("siehe [berth](.. /a/berth.md).", &["[berth](.. /a/berth.md)"]);
        broken("参见[泊位](。./a/berth.md)", &[]);
        broken("参见[泊位](a /berth.md)和[x](b.md)", &["[泊位](a /berth.md)"]);
        broken("a list [one] (of two), array[0] (see/also), `[x] (y.md)`", &[]);
    }

    #[track_caller]
    fn emphasis(markdown: &str, shows: bool, repaired: Option<&str>) {
        let page = Page::parse(markdown.into(), &PageSyntax::default());
        let block = &page.target.tree.blocks[0];
        assert_eq!(literal_emphasis(&page.target, block).is_some(), shows, "{markdown}");
        let edit = emphasis_edit(&page.target, block);
        let text = edit.map(|edit| {
            format!("{}{}{}", &markdown[..edit.range.start as usize], edit.text, &markdown[edit.range.end as usize..])
        });
        assert_eq!(text.as_deref(), repaired, "{markdown}");
    }

    #[test]
    fn emphasis_between_punctuation_and_letters() {
        emphasis("**注意：**使用泊位", true, Some("**注意：** 使用泊位"));
        emphasis("**Note:** use", false, None);
        emphasis("escaped \\*\\* stars and 2 ** 3", false, None);
        emphasis("**never closed", true, None);
    }
}
