//! Pages that are too much of something: each is read in time that grows with its size.

use crate::support::{PATIENCE, Tree, command, finish, hexapla};

/// Bytes of the longest line; debug builds read more slowly.
const LONG: usize = if cfg!(debug_assertions) { 5_000_000 } else { 50_000_000 };

/// Bytes of lines that are full of markup.
const DENSE: usize = if cfg!(debug_assertions) { 500_000 } else { 5_000_000 };

/// Checks a page and exports its schema. No finding of it may be an error.
#[track_caller]
fn survives(name: &str, body: &str) {
    let tree = Tree::new([("de-DE/v1.0/api/large.md", format!("---\ntitle: x\n---\n{body}"))]);
    for arguments in [
        &["check", ".", "--fail-on", "never", "--format", "json"][..],
        &["check", ".", "--fail-on", "never"],
        &["schema", "."],
    ] {
        let Some(ran) = finish(&mut command(tree.path(), arguments)) else {
            panic!("{name}: {arguments:?} took more than {PATIENCE:?}")
        };
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{name}: {arguments:?}");
    }
}

fn repeated(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len() + 1)
}

fn pairs(target: &str, source: &str, separator: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    for number in 0.. {
        if text.len() > bytes {
            break;
        }
        text.push_str(&format!(
            "<span data-ttu-id=\"a-{number}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{number}\">{source}</span></span>{separator}"
        ));
    }
    text
}

#[test]
fn one_long_line_of_prose() {
    survives("words", &repeated("Liegeplatz am Kai ", LONG));
    survives("no white space", &repeated("泊位", LONG));
}

#[test]
fn long_lines_of_markup() {
    for part in [
        "[berth](berth.md) ",
        "`code` ",
        "**x**: ",
        "[a] (b.md) ",
        "displayName ",
        "{id} ",
        "&lt;id&gt; ",
        "https://a.example/b 12 ",
    ] {
        survives(part, &repeated(part, DENSE));
    }
}

#[test]
fn long_lines_that_open_and_never_close() {
    for part in [
        "[",
        "](",
        "**",
        "`",
        "<",
        "<!--",
        "{",
        "(",
        "|",
        "<span data-ttu-id=\"",
        "<span data-stu-id=\"a-1\">",
        "](a.md ",
        "** a",
        "：**a",
    ] {
        survives(part, &repeated(part, DENSE / 5));
    }
}

#[test]
fn long_lines_of_pairs() {
    survives("pairs on one line", &pairs("Liegeplatz", "berth", " ", DENSE));
    survives("pairs of names", &pairs("berthId Liegeplatz", "displayName", " ", DENSE));
    survives("pairs of links", &pairs("[a](a.md)", "[b](b.md)", " ", DENSE));
    survives("pairs of code", &pairs("`x` und", "`y` and", " ", DENSE));
    survives("pairs on lines of their own", &pairs("{a}", "{b}", "\n\n", DENSE));
}

#[test]
fn deep_nesting() {
    survives("quotes", &format!("{} tief\n", ">".repeat(10_000)));
    survives("quotes and spaces", &format!("{}tief\n", "> ".repeat(10_000)));
    survives("lists", &format!("{}tief\n", "- ".repeat(10_000)));
    survives("numbered lists", &format!("{}tief\n", "1. ".repeat(10_000)));
    survives("indented lists", &(0..500).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect::<String>());
    survives("emphasis", &format!("{}tief{}\n", "*".repeat(10_000), "*".repeat(10_000)));
    survives("brackets", &format!("{}tief{}\n", "[".repeat(10_000), "]".repeat(10_000)));
    survives("HTML", &format!("{}tief\n", "<div>".repeat(10_000)));
    survives("HTML tables", &format!("## Request body\n\n{}\n", "<table><tr><td>".repeat(2_000)));
    survives(
        "JSON",
        &format!(
            "## Example\n\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{}\n```\n",
            "[".repeat(100_000)
        ),
    );
    survives("headings", &repeated("# x\n## y\n### z\n", 200_000));
}

#[test]
fn fences_that_are_never_closed() {
    for part in [
        "```http\nGET /ports\n",
        "~~~\n",
        "```json\n{\n",
        "````\n```\n",
        "<!-- { \"blockType\": \"request\"\n",
        "<pre><code>\n",
    ] {
        survives(part, &format!("# x\n\n{part}\n{}", repeated("Liegeplatz\n", 10_000)));
    }
}

#[test]
fn wide_and_long_tables() {
    let row = |cell: &str, columns: usize| format!("|{}\n", format!("{cell}|").repeat(columns));
    survives(
        "10,000 columns",
        &format!("## Properties\n\n{}{}{}", row("Property", 10_000), row("---", 10_000), row("id", 10_000)),
    );
    let rows = |count: usize| (0..count).map(|number| format!("|name{number}|String|Text.|\n")).collect::<String>();
    survives("10,000 rows", &format!("## Properties\n\n|Property|Type|Description|\n|---|---|---|\n{}", rows(10_000)));
    survives("1,000 tables", &repeated("## Properties\n\n|Property|Type|\n|---|---|\n|id|String|\n\n", 60_000));
}

#[test]
fn much_front_matter() {
    let tree = Tree::new([(
        "de-DE/v1.0/api/large.md",
        format!("---\n{}---\n# x\n", (0..20_000).map(|number| format!("key{number}: x\n")).collect::<String>()),
    )]);
    assert_eq!(hexapla(tree.path(), &["check", "."]).status, 0);
}
