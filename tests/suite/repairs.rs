//! The edits of findings, on damaged pages: each edit, applied alone, removes its finding, makes no other, and keeps the spans,
//! blocks and source text of the page. The damage is the same in every run.

use crate::mutation::{self, Numbers};
use crate::support::{Tree, assert_none, check_with, corpus, default_config, files, findings, line, read};
use hexapla::discover::source::SourceOptions;
use hexapla::page::Page;
use hexapla::page::span::{SpanPair, SpanScanner};
use hexapla::page::syntax::PageSyntax;
use hexapla::page::tree::BlockKind;
use hexapla::report::{Finding, LocatedEdit, Report};
use hexapla::text::{FileRange, floor_boundary};
use std::ops::Range;

/// Damaged pages of each form.
const PAGES: usize = 300;
/// Where the damaged page is.
const PAGE: &str = "de-DE/v1.0/api/page.md";

/// A damaged page, with its source page if it has no spans.
struct Case {
    tree: Tree,
    source: Option<Tree>,
    text: String,
}

impl Case {
    /// A page with spans.
    fn with_spans(text: String) -> Self {
        Self { tree: Tree::new([(PAGE, &text)]), source: None, text }
    }

    /// The translation of a page with spans; its source page is in a tree.
    fn without_spans(text: &str) -> Self {
        let [target, source] = [|pair: &SpanPair| pair.target, |pair: &SpanPair| pair.source].map(|part| {
            let mut page = text.to_owned();
            for pair in pairs(text).iter().rev() {
                page.replace_range(bytes(pair.whole), part(pair).slice(text));
            }
            page
        });
        Self {
            tree: Tree::new([(PAGE, &target)]),
            source: Some(Tree::new([("v1.0/api/page.md", source)])),
            text: target,
        }
    }

    fn check(&self) -> Report {
        let tree = self.source.as_ref().map(Tree::path);
        check_with(self.tree.path(), SourceOptions { tree, ..SourceOptions::default() }, default_config(), &[])
    }

    /// Applies each edit alone. Returns the number of edits; adds the edits that break a promise to `wrong`.
    fn apply_each(&self, wrong: &mut Vec<String>) -> usize {
        let report = self.check();
        let count = findings(&report).count();
        let page = Page::parse(self.text.clone().into_bytes(), &PageSyntax::default());
        let mut edits = 0;
        for finding in findings(&report) {
            let Some(edit) = &finding.edit else { continue };
            edits += 1;
            let place = edit.start.byte as usize..edit.end.byte as usize;
            let mut text = self.text.clone();
            text.replace_range(place.clone(), &edit.text);
            self.tree.write(PAGE, &text);
            let after = self.check();
            let new = Page::parse(text.into_bytes(), &PageSyntax::default());
            let faults = [
                ("the range has a tag", tags(&self.text[place.clone()]).next().is_some()),
                ("the finding stays", findings(&after).any(|found| same(found, finding))),
                ("there are more findings", findings(&after).count() > count),
                (
                    "the spans differ",
                    [new.spans.len(), new.malformed.len()] != [page.spans.len(), page.malformed.len()],
                ),
                ("the blocks differ", blocks(&new) != blocks(&page)),
                ("the source text differs", source(&new) != source(&page)),
                ("old text is left in the word", is_glued(&new, edit)),
            ];
            for (fault, _) in faults.iter().filter(|(_, is_there)| *is_there) {
                let at = line(finding, self.tree.path());
                wrong.push(format!("{fault}: `{}` -> `{}`\n{at}", &self.text[place.clone()], edit.text));
            }
        }
        edits
    }
}

fn bytes(range: FileRange) -> Range<usize> {
    range.start as usize..range.end as usize
}

fn pairs(page: &str) -> Vec<SpanPair> {
    SpanScanner::default().scan(page, 0).0
}

/// The tags of spans, to their `>` or, if they are cut, to the next tag.
fn tags(text: &str) -> impl Iterator<Item = Range<usize>> {
    let starts = text.match_indices('<').map(|(at, _)| at);
    let tag = move |at: usize| {
        let rest = &text[at + 1..];
        let is_span = rest.starts_with("span") || rest.starts_with("/span");
        let end = rest.find(['<', '>']).map(|end| at + 1 + end + usize::from(rest[end..].starts_with('>')));
        end.filter(|_| is_span).map(|end| at..end)
    };
    starts.filter_map(tag)
}

fn without_tags(text: &str) -> String {
    let mut plain = text.to_owned();
    let places: Vec<Range<usize>> = tags(text).collect();
    places.into_iter().rev().for_each(|tag| plain.replace_range(tag, ""));
    plain
}

fn same(left: &Finding, right: &Finding) -> bool {
    (left.check, left.start.byte, &left.message) == (right.check, right.start.byte, &right.message)
}

/// The blocks of both sides without their places.
fn blocks(page: &Page) -> Vec<String> {
    let shown = |kind: &BlockKind| match kind {
        BlockKind::Code { .. } => "code".to_owned(),
        kind => format!("{kind:?}"),
    };
    let sides = std::iter::once(&page.target).chain(page.embedded.as_ref());
    sides.flat_map(|side| side.tree.blocks.iter().map(|block| shown(&block.kind))).collect()
}

fn source(page: &Page) -> &str {
    page.embedded.as_ref().map_or("", |side| side.text())
}

/// Whether the new text of an edit is part of a longer word of the translation when tags are left out.
fn is_glued(page: &Page, edit: &LocatedEdit) -> bool {
    let (text, new) = (page.target.text(), edit.text.as_str());
    let place = (0..text.len()).find(|&at| page.target.projection.to_file(at as u32) == edit.start.byte);
    let Some(at) = place.filter(|&at| text[at..].starts_with(new)) else { return false };
    let before = without_tags(text[..at].rsplit('\n').next().unwrap_or(""));
    let after = without_tags(text[at + new.len()..].split('\n').next().unwrap_or(""));
    let is_of_word = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    is_of_word(new.chars().next()) && is_of_word(before.chars().next_back())
        || is_of_word(new.chars().next_back()) && is_of_word(after.chars().next())
}

/// A page with translated names, so that there are findings with an edit, and with damaged spans; one of three also with damage of
/// any kind.
fn damaged(pages: &[String], numbers: &mut Numbers) -> String {
    let [page, other] = [(); 2].map(|()| &pages[numbers.below(pages.len())]);
    let mut page = page.clone();
    (0..6).for_each(|_| translate(&mut page, numbers));
    for _ in 0..numbers.below(4) {
        damage_spans(&mut page, numbers);
    }
    if numbers.below(3) == 0 {
        page = String::from_utf8_lossy(&mutation::damaged(page.as_bytes(), other.as_bytes(), numbers)).into_owned();
    }
    page
}

/// Gives a pair another target, as a careless translator does. Pairs with two equal texts are preferred: they are names.
fn translate(page: &mut String, numbers: &mut Numbers) {
    let all = pairs(page);
    let is_name = |pair: &&SpanPair| pair.target.slice(page) == pair.source.slice(page);
    let names: Vec<&SpanPair> = all.iter().filter(is_name).collect();
    let name = names.get(numbers.below(names.len())).copied();
    let Some(pair) = name.or_else(|| all.get(numbers.below(all.len()))) else { return };
    let old = pair.target.slice(page);
    let new = match numbers.below(5) {
        0 => format!("{old}e"),
        1 => old.to_uppercase(),
        2 => "Liegeplatz".to_owned(),
        3 => old.replace('.', ". "),
        _ => old.replace(['{', '`'], ""),
    };
    page.replace_range(bytes(pair.target), &new);
}

/// Cuts, doubles, nests or moves the tags of a pair. Half of the damage hits a translated pair or the next one.
fn damage_spans(page: &mut String, numbers: &mut Numbers) {
    let all = pairs(page);
    let Some(last) = all.len().checked_sub(1) else { return };
    let translated = all.iter().position(|pair| pair.target.slice(page) != pair.source.slice(page)).unwrap_or(0);
    let near = (translated + numbers.below(2)).min(last);
    let pair = all[if numbers.below(2) == 0 { near } else { numbers.below(all.len()) }];
    let whole = pair.whole.slice(page).to_owned();
    let other = all[numbers.below(all.len())].whole.slice(page).to_owned();
    let start = pair.whole.start as usize;
    let tags: Vec<Range<usize>> = tags(&whole).map(|tag| start + tag.start..start + tag.end).collect();
    let tag = tags[numbers.below(tags.len())].clone();
    let inside = |part: FileRange, numbers: &mut Numbers| part.start as usize + numbers.below(part.len() as usize);
    match numbers.below(9) {
        0 => page.replace_range(tag, ""),
        1 => {
            let copy = page[tag.clone()].to_owned();
            page.insert_str(tag.start, &copy);
        }
        2 => page.insert_str(pair.target.start as usize, &whole),
        3 => page.insert_str(pair.source.start as usize, &whole),
        4 => page.insert_str(pair.target.end as usize, &other),
        5 => page.insert_str(pair.whole.end as usize, &whole),
        6 => {
            let open = page[tags[0].clone()].to_owned();
            page.insert_str(pair.whole.end as usize, "</span>");
            page.insert_str(start, &open);
        }
        7 => {
            let cut = floor_boundary(page, inside(pair.whole, numbers));
            page.replace_range(cut..pair.whole.end as usize, "");
        }
        _ => {
            let at = floor_boundary(page, inside(pair.target, numbers));
            page.insert_str(at, "</span>");
        }
    }
}

#[test]
fn edits_keep_their_promise_on_damaged_pages() {
    let pages = files(corpus()).into_iter().map(|path| read(&path)).filter(|page| !pairs(page).is_empty());
    let pages: Vec<String> = pages.collect();
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let (mut edits, mut wrong) = ([0; 2], Vec::new());
    for _ in 0..PAGES {
        let text = damaged(&pages, &mut numbers);
        edits[1] += Case::without_spans(&text).apply_each(&mut wrong);
        edits[0] += Case::with_spans(text).apply_each(&mut wrong);
    }
    assert_none(&wrong);
    assert!(edits.iter().all(|edits| *edits > PAGES), "{edits:?}");
}

fn pair(target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"a-1\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">{source}</span></span>"
    )
}

#[test]
fn no_edit_of_an_example_in_the_source_text_of_a_span() {
    let title = pair("Liegeplatz", "Berth");
    let table = "## Properties\n\n|Property|Type|\n|:--|:--|\n|hasShorePower|Boolean|\n";
    let code = "<!-- { \"blockType\": \"response\", \"@odata.type\": \"core.berth\" } -->\n```http\nHTTP/1.1 200 OK\n\n{ \"hasShorePower\": \"False\" }\n```\n";
    let edits = |example: &str| {
        let tree = Tree::new([
            ("de-DE/v1.0/resources/berth.md", format!("---\ntitle: x\n---\n# {title} resource type\n\n{table}")),
            ("de-DE/v1.0/api/berth-get.md", format!("---\ntitle: x\n---\n# {title}\n\n## Example\n\n{example}")),
        ]);
        let report = check_with(tree.path(), SourceOptions::default(), default_config(), &["example_type_mismatch"]);
        findings(&report).map(|finding| finding.edit.as_ref().map(|edit| edit.text.clone())).collect::<Vec<_>>()
    };
    assert_eq!(edits(code), [Some("false".to_owned())]);
    assert_eq!(edits(&pair(code, code)), [None]);
}

#[test]
fn no_edit_where_the_spans_of_a_block_are_damaged() {
    let page = |cells: &str| format!("---\ntitle: x\n---\n# x\n\n|Property|Type|\n|:--|:--|\n|{cells}|String|\n");
    let edits = |cells: &str| {
        let report = Case::with_spans(page(cells)).check();
        findings(&report).filter_map(|finding| Some(finding.edit.as_ref()?.text.clone())).collect::<Vec<_>>()
    };
    assert_eq!(edits(&pair("Liegeplatz-Id", "berthId")), ["berthId"]);
    let open = "<span data-ttu-id=\"a-0\">";
    for cell in [
        pair("Liege</span>platzId", "berthId"),
        pair("LiegeplatzId", "<span data-stu-id=\"a-1\">berthId"),
        pair("LiegeplatzId", "berth\nId"),
        format!("{open}Liege{}", pair("platzId", "berthId")),
        format!("{}{open}Rest", pair("LiegeplatzId", "berthId")),
        format!("{}</span>", pair("LiegeplatzId", "berthId")),
    ] {
        assert_eq!(edits(&cell), [""; 0], "{cell}");
    }
}

#[test]
fn no_edit_of_a_key_without_place() {
    let edits = |key: &str| {
        let report = Case::with_spans(format!("---\n{key}: x\n---\n# x\n")).check();
        let found = findings(&report).filter(|finding| finding.check == "front_matter_key_translated");
        found.map(|finding| finding.edit.as_ref().map(|edit| edit.text.clone())).collect::<Vec<_>>()
    };
    assert_eq!(edits("títel"), [Some("title".to_owned())]);
    assert_eq!(edits("\"t\\u00edtel\""), [None]);
}
