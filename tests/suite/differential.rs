//! The block tree against that of another parser, comrak: headings, tables, code and list items of every
//! page, on both sides of its spans.

use crate::fixture;
use crate::support::{assert_none, corpus, files, large_corpus, repository};
use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options, parse_document};
use hexapla::page::tree::{BlockKind, Tree};
use hexapla::page::{Page, Side, syntax::PageSyntax};

/// What both parsers are asked for.
#[derive(Debug, Default, PartialEq)]
struct Outline {
    /// Level and text.
    headings: Vec<(u8, String)>,
    /// Rows, the header included, and columns.
    tables: Vec<(usize, usize)>,
    /// Code without its fences, lines without indentation.
    code: Vec<String>,
    /// Texts of list items that hold no paragraph.
    items: usize,
}

fn ours(side: &Side) -> Outline {
    let (tree, text): (&Tree, &str) = (&side.tree, side.text());
    let mut outline = Outline::default();
    for block in &tree.blocks {
        match block.kind {
            BlockKind::Heading(level) => outline.headings.push((level, spaced(&tree.plain(text, block)))),
            BlockKind::Tab => outline.headings.push((0, spaced(&tree.plain(text, block)))),
            BlockKind::Code { body, .. } => outline.code.push(unindented(body.slice(text))),
            BlockKind::ListItem => outline.items += 1,
            _ => {}
        }
    }
    outline.tables = tree.tables.iter().map(|table| (table.rows as usize, table.columns as usize)).collect();
    outline
}

fn theirs(text: &str) -> Outline {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.alerts = true;
    let mut outline = Outline::default();
    for node in parse_document(&arena, text, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Heading(heading) => {
                let level = if is_tab(node) { 0 } else { heading.level };
                outline.headings.push((level, spaced(without_attributes(&plain(node)))));
            }
            NodeValue::Table(table) => outline.tables.push((node.children().count(), table.num_columns)),
            NodeValue::CodeBlock(code) => outline.code.push(unindented(&code.literal)),
            NodeValue::Paragraph => outline.items += usize::from(is_tight_text(node)),
            _ => {}
        }
    }
    outline
}

/// The text of a heading without the attributes at its end, which comrak does not know.
fn without_attributes(heading: &str) -> &str {
    let start =
        heading.rfind(" {").filter(|start| heading.ends_with('}') && heading[start + 2..].trim().starts_with('#'));
    start.map_or(heading, |start| &heading[..start])
}

/// A heading that is one link to a tab.
fn is_tab<'a>(heading: &'a AstNode<'a>) -> bool {
    heading
        .children()
        .any(|part| matches!(&part.data.borrow().value, NodeValue::Link(link) if link.url.starts_with("#tab/")))
}

/// A paragraph that a tight list shows as bare text.
fn is_tight_text<'a>(paragraph: &'a AstNode<'a>) -> bool {
    let item = paragraph.parent().filter(|item| matches!(item.data.borrow().value, NodeValue::Item(_)));
    item.and_then(|item| item.parent()).is_some_and(|list| match &list.data.borrow().value {
        NodeValue::List(list) => list.tight && matches!(list.list_type, ListType::Bullet | ListType::Ordered),
        _ => false,
    })
}

fn plain<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for part in node.descendants() {
        match &part.data.borrow().value {
            NodeValue::Text(content) => text.push_str(content),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            NodeValue::HtmlInline(tag) if tag.to_ascii_lowercase().starts_with("<br") => text.push(' '),
            _ => {}
        }
    }
    text
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unindented(code: &str) -> String {
    // In quotes and lists one parser gives the code with the marks of its container, the other without.
    let lines = code.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end());
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The places where the two parsers disagree on a page.
fn compare(name: &str, bytes: Vec<u8>, syntax: &PageSyntax, wrong: &mut Vec<String>) {
    let page = Page::parse(bytes, syntax);
    for (side_name, side) in [("target", Some(&page.target)), ("source", page.embedded.as_ref())] {
        let Some(side) = side else { continue };
        let (ours, theirs) = (ours(side), theirs(side.text()));
        if ours == theirs {
            continue;
        }
        let mut reported = format!("{name}, {side_name} side:");
        differ(&mut reported, "headings", &ours.headings, &theirs.headings);
        differ(&mut reported, "tables", &ours.tables, &theirs.tables);
        differ(&mut reported, "code", &ours.code, &theirs.code);
        differ(&mut reported, "items", &[ours.items], &[theirs.items]);
        wrong.push(reported);
    }
}

fn differ<Thing: PartialEq + std::fmt::Debug>(reported: &mut String, what: &str, ours: &[Thing], theirs: &[Thing]) {
    if ours != theirs {
        let first = (0..).find(|&index| ours.get(index) != theirs.get(index)).unwrap_or_default();
        reported.push_str(&format!(
            "\n  {what} {first}: ours {:?}, comrak's {:?} (of {}, {})",
            ours.get(first),
            theirs.get(first),
            ours.len(),
            theirs.len()
        ));
    }
}

#[test]
fn fixtures_parse_alike() {
    let syntax = PageSyntax::default();
    let mut wrong = Vec::new();
    for path in files(corpus()).into_iter().chain(files(repository().join("fixtures/loose"))) {
        let bytes = std::fs::read(&path).expect("readable");
        compare(&path.display().to_string(), bytes, &syntax, &mut wrong);
    }
    for fixture in fixture::all() {
        for (path, text) in fixture.sections.iter().flat_map(|section| &section.pages) {
            compare(&format!("{}: {path}", fixture.check.name), text.clone().into_bytes(), &syntax, &mut wrong);
        }
    }
    assert_none(&wrong);
}

#[test]
fn pages_of_the_large_corpus_parse_alike() {
    let Some(folder) = large_corpus("every 20th of its pages against comrak") else { return };
    let syntax = PageSyntax::default();
    let mut wrong = Vec::new();
    for path in files(folder.join("sxs")).into_iter().step_by(20) {
        compare(&path.display().to_string(), std::fs::read(&path).expect("readable"), &syntax, &mut wrong);
    }
    assert_none(&wrong);
}
