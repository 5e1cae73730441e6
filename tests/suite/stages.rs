//! The pages in `fixtures/{align,facts,merge,age,export,import}`: prose, then cases of pages with what a stage makes of
//! them. `stage_case` reads the files, this module runs them.
//!
//! Alignment is called through the library, in [`line_up`] alone; all other stages through the program.

use crate::stage_case::{self, Case, Part};
use crate::support::{self, Tree, assert_none, hexapla};
use hexapla::align::{Alignment, blocks, embedded, sentences};
use hexapla::page::syntax::PageSyntax;
use hexapla::page::tree::{Block, BlockKind};
use hexapla::page::{Page, Side};
use serde_json::{Map, Value};
use std::fmt::Write as _;

#[test]
fn alignment_cases_hold() {
    hold("align");
}

#[test]
fn cases_of_facts_hold() {
    hold("facts");
}

#[test]
fn cases_of_merging_hold() {
    hold("merge");
}

#[test]
fn cases_of_age_hold() {
    hold("age");
}

#[test]
fn cases_of_export_hold() {
    hold("export");
}

#[test]
fn cases_of_import_hold() {
    hold("import");
}

/// Runs the cases of a folder and compares each expected block with what is found.
#[track_caller]
fn hold(folder: &str) {
    let mut wrong = Vec::new();
    for path in support::files(support::repository().join("fixtures").join(folder)) {
        let text = support::read(&path);
        let mut wanted = String::with_capacity(text.len());
        let mut copied = 0;
        for case in stage_case::cases(&text) {
            let outputs = run(&case);
            for (part, output) in outputs {
                if text[part.body.clone()] != output {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let is = &text[part.body.clone()];
                    wrong.push(format!(
                        "{folder}/{name}, {}, `{}`\nexpected:\n{is}found:\n{output}",
                        case.heading, part.info
                    ));
                }
                wanted.push_str(&text[copied..part.body.start]);
                wanted.push_str(&output);
                copied = part.body.end;
            }
        }
        wanted.push_str(&text[copied..]);
        if support::updating() {
            support::assert_fresh(&path, &wanted);
        }
    }
    if !support::updating() {
        assert_none(&wrong);
    }
}

/// What each expected block of a case should hold.
fn run<'a>(case: &'a Case<'_>) -> Vec<(&'a Part, String)> {
    let tree = Tree::empty();
    let mut outputs = Vec::new();
    for part in &case.parts {
        let text = &case.text[part.body.clone()];
        if let Some(command) = part.info.strip_prefix("$ ") {
            outputs.push((part, shown(&tree, command)));
        } else if let Some(path) = part.info.strip_prefix("edit ") {
            edit(&tree, path, text);
        } else if let Some(path) = part.info.strip_prefix("file ") {
            tree.write(path, text);
        } else if let Some(view) = View::of(&part.info) {
            let body = |name: &str| case.part(name).map_or("", |part| &case.text[part.body.clone()]);
            outputs.push((part, line_up(view, body)));
        } else {
            let known = matches!(part.info.as_str(), "target" | "source" | "page" | "old" | "new");
            assert!(known, "{}: `{}` names no kind of block", case.heading, part.info);
        }
    }
    outputs
}

/// Replaces text in a file: each line is `old ==> new`.
fn edit(tree: &Tree, path: &str, edits: &str) {
    let mut text = support::read(tree.path().join(path));
    for line in edits.lines() {
        let (old, new) = line.split_once(" ==> ").unwrap_or_else(|| panic!("`{line}` has no ` ==> `"));
        let (old, new) = (old.replace("\\n", "\n"), new.replace("\\n", "\n"));
        assert!(text.contains(&old), "`{old}` is not in {path}:\n{text}");
        text = text.replacen(&old, &new, 1);
    }
    tree.write(path, text);
}

/// What a case of alignment shows.
enum View {
    /// Blocks of a translation and of its source.
    Pairs,
    /// Sentences of the same.
    Sentences,
    /// Blocks of two states of one language.
    States,
    /// Blocks of a page with spans.
    Embedded,
}

impl View {
    fn of(info: &str) -> Option<Self> {
        Some(match info {
            "pairs" => Self::Pairs,
            "sentences" => Self::Sentences,
            "states" => Self::States,
            "embedded" => Self::Embedded,
            _ => return None,
        })
    }
}

/// Aligns two texts, and shows a pair a line. The only place that touches the API of alignment.
fn line_up<'a>(view: View, body: impl Fn(&str) -> &'a str) -> String {
    let read = |name: &str| Page::parse(body(name).into(), &PageSyntax::default());
    match view {
        View::Pairs => {
            let (target, source) = (read("target").target, read("source").target);
            pairs(&target, &source, &blocks::align(&target, &source))
        }
        View::States => {
            let (old, new) = (read("old").target, read("new").target);
            pairs(&old, &new, &blocks::align_states(&old, &new))
        }
        View::Embedded => {
            let page = read("page");
            pairs(&page.target, page.embedded.as_ref().expect("spans"), &embedded::align(&page))
        }
        View::Sentences => {
            let (target, source) = (read("target").target, read("source").target);
            let found = sentences::pairs(&target, &source, &blocks::align(&target, &source));
            let quote = |side: &Side, range: hexapla::text::SideRange| range.slice(side.text()).replace('\n', "⏎");
            let line = |pair: &hexapla::align::segments::Segment| {
                format!("\"{}\" = \"{}\"\n", quote(&target, pair.target), quote(&source, pair.source))
            };
            found.iter().map(line).collect()
        }
    }
}

/// The pairs of blocks; cells of one row stand in one line.
fn pairs(target: &Side, source: &Side, alignment: &Alignment) -> String {
    let mut lines = String::new();
    let mut row: Option<[Option<(u32, u32)>; 2]> = None;
    let mut cells: [Vec<String>; 2] = Default::default();
    let end = |cells: &mut [Vec<String>; 2], lines: &mut String| {
        let [left, right] = std::mem::take(cells).map(|texts| match texts.iter().any(|text| text != "-") {
            true => format!("\"{}\"", texts.join(" | ")),
            false => "-".to_owned(),
        });
        let _ = writeln!(lines, "row {left} = {right}");
    };
    for pair in &alignment.pairs {
        let sides = [(target, pair.target), (source, pair.source)];
        let blocks = sides.map(|(side, index)| index.map(|index| &side.tree.blocks[index as usize]));
        let places = blocks.map(|block| match block?.kind {
            BlockKind::Cell { table, row, .. } => Some((table, row)),
            _ => None,
        });
        let goes_on = row.is_some_and(|row| {
            let same = |side: usize| row[side].is_some() && row[side] == places[side];
            let fits = |side: usize| row[side].is_none() || places[side].is_none() || same(side);
            (same(0) || same(1)) && fits(0) && fits(1)
        });
        if !goes_on && row.take().is_some() {
            end(&mut cells, &mut lines);
        }
        if places != [None, None] {
            let known = row.unwrap_or_default();
            row = Some([places[0].or(known[0]), places[1].or(known[1])]);
            for (index, texts) in cells.iter_mut().enumerate() {
                texts.push(blocks[index].map_or("-".to_owned(), |block| plain(sides[index].0, block)));
            }
            continue;
        }
        let kind = blocks.iter().flatten().next().map_or("", |block| name(block.kind));
        let [left, right] = [0, 1].map(|side: usize| {
            blocks[side].map_or("-".to_owned(), |block| format!("\"{}\"", plain(sides[side].0, block)))
        });
        let _ = writeln!(lines, "{kind} {left} = {right}");
    }
    if row.is_some() {
        end(&mut cells, &mut lines);
    }
    lines
}

fn plain(side: &Side, block: &Block) -> String {
    let text = match block.kind {
        BlockKind::Code { body, .. } => body.slice(side.text()).trim().to_owned(),
        BlockKind::Comment | BlockKind::Html => block.range.slice(side.text()).trim().to_owned(),
        _ => side.tree.plain(side.text(), block).into_owned(),
    };
    text.replace('\n', "⏎")
}

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Tab => "tab",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "item",
        BlockKind::Cell { .. } => "cell",
        BlockKind::Code { .. } => "code",
        BlockKind::Html => "html",
        BlockKind::Comment => "comment",
    }
}

/// Runs a command of the program, and shows its output in a short form: `check` a finding a line,
/// `align` a segment a line, `schema` a fact a line, `schema … /POINTER` the part of a document. `cat FILE` shows a file.
fn shown(tree: &Tree, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    if let ["cat", path] = words[..] {
        return without_head(&support::read(tree.path().join(path))).to_owned();
    }
    let with_texts = words.contains(&"--texts");
    let pointer = words.iter().find(|word| words[0] == "schema" && word.starts_with('/')).copied();
    let mut arguments: Vec<&str> =
        words.iter().copied().filter(|word| *word != "--texts" && Some(*word) != pointer).collect();
    if words[0] == "check" {
        arguments.extend(["--format", "json"]);
    }
    let ran = hexapla(tree.path(), &arguments);
    match (words[0], pointer) {
        ("check", _) => ran.json()["findings"].as_array().expect("a list").iter().map(finding).collect(),
        ("schema", Some(pointer)) => {
            let part = ran.json().pointer(pointer).cloned().unwrap_or(Value::Null);
            format!("{}\n", serde_json::to_string_pretty(&part).expect("JSON"))
        }
        ("schema", None) => facts(&ran.json(), with_texts),
        ("align", _) if ran.stdout.starts_with('{') => ran.stdout.lines().map(segment).collect(),
        ("align", _) => format!("{}{}", without_head(&ran.stdout), ran.stderr),
        _ => format!("{}{}", ran.stdout, ran.stderr),
    }
}

/// A text without the head of a PO file, which names the version of the program.
fn without_head(text: &str) -> &str {
    let is_head = text.starts_with("msgid \"\"\nmsgstr");
    text.split_once("\n\n").filter(|_| is_head).map_or(text, |(_, entries)| entries)
}

/// A segment of bitext: where its source text comes from, its kind and its two sides.
fn segment(line: &str) -> String {
    let segment: Value = serde_json::from_str(line).expect("JSON lines");
    let text = |name: &str| segment[name].as_str().unwrap_or_default();
    let side = |name: &str| segment[name].as_str().map_or("-".to_owned(), |text| format!("\"{text}\""));
    let exact = if segment["source_exact"] == true { ", exact" } else { "" };
    let origin = format!("{}{exact} {}", text("source_origin"), text("source_path"));
    format!("{}: {} {} = {}\n", origin.trim_end(), text("kind"), side("target"), side("source"))
}

fn finding(found: &Value) -> String {
    let text = |name: &str| found[name].as_str().unwrap_or_default();
    let start = &found["start"];
    let at = format!("{}:{}:{}", text("path"), start["line"], start["column"]);
    let mut line = format!("{at} {}[{}] {}\n", text("level"), text("check"), text("message"));
    if !text("help").is_empty() {
        let _ = writeln!(line, "    help: {}", text("help"));
    }
    if let Some(edit) = found["edit"]["text"].as_str() {
        let _ = writeln!(line, "    edit: `{edit}`");
    }
    line
}

/// A schema as lines: what is null, empty or usual is left out, and texts unless they are asked for.
fn facts(schema: &Value, with_texts: bool) -> String {
    let mut lines = String::new();
    let is_text = |key: &str| matches!(key, "title" | "summary" | "description");
    let is_shown = |key: &str, value: &Value| {
        let empty = match value {
            Value::Null => true,
            Value::Bool(false) => matches!(key, "abstract" | "collection" | "open"),
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            _ => false,
        };
        !empty && (with_texts || !is_text(key))
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for version in list(&schema["versions"]) {
        for (kind, list) in [("operation", list(&version["operations"])), ("type", list(&version["types"]))] {
            for thing in list {
                let empty = Map::new();
                let fields = thing.as_object().unwrap_or(&empty);
                let name = fields.get("key").filter(|_| kind == "operation").or(fields.get("name"));
                let _ = write!(lines, "{} {kind} {}", bare(&version["name"]), name.map_or(String::new(), bare));
                let is_list = |value: &Value| value.as_array().is_some_and(|list| list.iter().any(Value::is_object));
                let fields = fields.iter().filter(|(key, value)| is_shown(key, value) && Some(*value) != name);
                for (key, value) in fields.clone().filter(|(_, value)| !is_list(value)) {
                    let _ = write!(lines, " {key}={}", bare(value));
                }
                lines.push('\n');
                for (key, value) in fields.filter(|(_, value)| is_list(value)) {
                    for item in value.as_array().into_iter().flatten() {
                        let of_item =
                            item.as_object().into_iter().flatten().filter(|(key, value)| is_shown(key, value));
                        let shown = of_item.map(|(key, value)| format!(" {key}={}", bare(value)));
                        let _ = writeln!(lines, "    {key}:{}", shown.collect::<String>());
                    }
                }
            }
        }
    }
    lines
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
