//! Shapes of tables, headings, lists, quotes and code blocks for `scaling`.

use crate::scaling_writer::{PageShape, ShapeWriter, TITLE, parts};

/// The shapes.
pub const BLOCKS: &[PageShape] = &[
    shape("table rows", 2500, |page, n| {
        format!(
            "{TITLE}|A|B|\n|--|--|\n{}",
            page.texts(n, ["|", "|x|\n"], |i| [format!("Wort {i}."), format!("Word {i}.")])
        )
    }),
    shape("table rows, all the same", 1000, |page, n| {
        let rows = page.texts(n, ["|n|", "|\n"], |_| ["Wort.".to_owned(), "Word.".to_owned()]);
        format!("{TITLE}|A|B|\n|--|--|\n{rows}{}", page.text("", "|n|Word.|\n"))
    }),
    shape("table rows in another order", 3000, |page, n| {
        format!(
            "{TITLE}|A|B|\n|--|--|\n{}",
            page.texts(n, ["|", "|x|\n"], |i| [format!("name{i}"), format!("name{}", n - i)])
        )
    }),
    shape("missing table rows", 3000, |page, n| {
        format!(
            "{TITLE}|A|B|\n|--|--|\n{}",
            page.texts(n, ["", ""], |i| [
                if i % 2 == 0 { String::new() } else { format!("|n{i}|Wort.|\n") },
                format!("|n{i}|Word.|\n")
            ])
        )
    }),
    shape("table columns", 3000, |page, n| {
        format!(
            "{TITLE}{}|\n{}|\n{}|\n",
            "|A".repeat(n),
            "|-".repeat(n),
            page.texts(n, ["|", ""], |i| [format!("a{i}"), format!("b{i}")])
        )
    }),
    shape("missing table columns", 700, |page, n| {
        let [names, rule] = ["|A", "|-"].map(|cell| format!("{}{}|\n", cell.repeat(n), page.text("", cell)));
        format!("{TITLE}{names}{rule}{}|\n", page.texts(n, ["|", ""], |i| [format!("a{i}"), format!("b{i}")]))
    }),
    shape("tables", 600, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["|A|B|\n|--|--|\n|n|", "|\n\n"], |i| [format!("Wort {i}."), format!("Word {i}.")])
        )
    }),
    shape("tables, all the same", 600, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["|A|B|\n|--|--|\n|n|", "|\n\n"], |_| ["Wort.".to_owned(), "Word.".to_owned()])
        )
    }),
    shape("delimiter rows", 350, |page, n| {
        format!("{TITLE}{}{}\n", "|a|b|\n|--|--|--|\n".repeat(n), page.text("a", "b"))
    }),
    shape("bars", 50000, |page, n| format!("{TITLE}{}\n|-|\n{}\n", "|".repeat(n), page.text("a", "b"))),
    shape("headings", 2000, |page, n| {
        format!("{TITLE}{}", page.texts(n, ["## ", "\n\nWord\n\n"], |i| [format!("Hafen {i}"), format!("Port {i}")]))
    }),
    shape("headings with other anchors", 4000, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["## <a name=\"x\"></a>", "\n\n"], |i| [
                format!("Hafen {i}"),
                if i % 3 == 0 { format!("Port {i}") } else { "x".to_owned() }
            ])
        )
    }),
    shape("headings, all the same", 1000, |page, n| {
        let all = page.texts(n, ["## ", "\n\nWord.\n\n"], |_| ["Hafen".to_owned(), "Port".to_owned()]);
        format!("{TITLE}{all}{}", page.text("", "## Port\n\nWord.\n\n"))
    }),
    shape("paragraphs, all the same", 1500, |page, n| {
        let all = page.texts(n, ["", "\n\n"], |_| ["Wort.".to_owned(), "Word.".to_owned()]);
        format!("{TITLE}{all}{}", page.text("", "Word.\n\n"))
    }),
    shape("missing headings", 1500, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["", ""], |i| [
                if i % 2 == 0 { String::new() } else { format!("## Hafen {i}\n\nWort.\n\n") },
                format!("## Port {i}\n\nWord.\n\n")
            ])
        )
    }),
    shape("missing paragraphs", 1500, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["", ""], |i| [
                if i % 2 == 0 { String::new() } else { format!("Der Text nameOf{i} ist lang genug.\n\n") },
                format!("This text nameOf{i} is long enough.\n\n")
            ])
        )
    }),
    shape("a long gap", 3000, |page, n| {
        format!(
            "{TITLE}{}## Last\n\nz\n",
            page.text("Eins.\n\n", parts(n, |i| format!("This text {i} is long enough to be a block.\n\n")))
        )
    }),
    shape("additional paragraphs", 1500, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["", ""], |i| [
                format!("Der Text nameOf{i} ist lang genug.\n\n"),
                if i % 2 == 0 { String::new() } else { format!("This text nameOf{i} is long enough.\n\n") }
            ])
        )
    }),
    shape("items instead of paragraphs", 1000, |page, n| {
        format!(
            "{TITLE}{}",
            page.text(
                parts(n, |i| format!("- Das ist Text {i}.\n")),
                parts(n, |i| format!("This text {i} is long enough to be a block.\n\n"))
            )
        )
    }),
    shape("headings of all levels", 2000, |page, n| {
        let heading = |page: &mut ShapeWriter, i: usize| {
            format!("{} {}\n\n", "#".repeat(i % 6 + 1), page.text(format!("Hafen {i}"), format!("Port {i}")))
        };
        let all: String = (0..n).map(|i| heading(page, i)).collect();
        format!("{TITLE}{all}")
    }),
    shape("list items", 5000, |page, n| {
        let all = page.texts(n, ["- ", "\n"], |i| [format!("Punkt {i}"), format!("Item {i}")]);
        format!("{TITLE}{all}{}", page.text("", "- more\n"))
    }),
    shape("list items in each other", 400, |page, n| {
        let item = |page: &mut ShapeWriter, i: usize| {
            format!("{}- {}\n", "  ".repeat(i), page.text(format!("Punkt {i}"), format!("Item {i}")))
        };
        let all: String = (0..n).map(|i| item(page, i)).collect();
        format!("{TITLE}{all}")
    }),
    shape("list signs", 30000, |page, n| format!("{TITLE}{}{}\n", "- ".repeat(n), page.text("Punkt", "Item"))),
    shape("block quotes", 5000, |page, n| {
        format!("{TITLE}{}", page.texts(n, ["> ", "\n\n"], |i| [format!("Zitat {i}"), format!("Quote {i}")]))
    }),
    shape("block quotes in each other", 30000, |page, n| {
        format!("{TITLE}{}{}\n", "> ".repeat(n), page.text("Zitat", "Quote"))
    }),
    shape("reference definitions", 5000, |page, n| {
        format!(
            "{TITLE}{}\n{}\n",
            parts(n, |i| format!("[r{i}]: x{i}.md\n")),
            page.long_text(n, |i| [format!("[r{i}] "), format!("[q{i}] ")])
        )
    }),
    shape("footnotes", 3000, |page, n| {
        format!(
            "{TITLE}{}\n\n{}",
            page.texts(n, ["", " "], |i| [format!("Wort[^{i}]"), format!("Word[^{i}]")]),
            parts(n, |i| format!("[^{i}]: Note\n\n"))
        )
    }),
    shape("code fences", 10000, |page, n| {
        format!("{TITLE}{}{}\n", parts(n, |i| format!("```json\n{{\"a\": {i}}}\n```\n\n")), page.text("a", "b"))
    }),
    shape("changed code fences", 1000, |page, n| {
        format!(
            "{TITLE}{}",
            page.texts(n, ["", "\n\n"], |i| [
                format!("```json\n{{\"a\": {i}}}\n```"),
                format!("```json\n{{\"b\": {i}}}\n```")
            ])
        )
    }),
    shape("a long code block", 30000, |page, n| {
        format!("{TITLE}```\n{}```\n\n{}\n", parts(n, |i| format!("line {i}\n")), page.text("a", "b"))
    }),
    shape("a code fence that never closes", 30000, |page, n| {
        format!("{TITLE}{}\n\n```\n{}", page.text("a", "b"), parts(n, |i| format!("line {i}\n")))
    }),
    shape("comments", 10000, |page, n| {
        format!("{TITLE}{}{}\n", parts(n, |i| format!("<!-- c{i} -->\n\n")), page.text("a", "b"))
    }),
    shape("comments that never close", 20000, |page, n| {
        format!("{TITLE}{}\n\nx {}\n", page.text("a", "b"), "<!-- ".repeat(n))
    }),
    shape("directives", 600, |page, n| {
        format!("{TITLE}{}", page.texts(n, ["::: zone\n\n", "\n\n:::\n\n"], |_| ["a".to_owned(), "b".to_owned()]))
    }),
    shape("tab headings", 3000, |page, n| {
        format!("{TITLE}{}", page.texts(n, ["# [Tab](#tab/t)\n\n", "\n\n"], |_| ["a".to_owned(), "b".to_owned()]))
    }),
    shape("includes", 6000, |page, n| {
        format!("{TITLE}{}{}\n", parts(n, |i| format!("[!INCLUDE [a](b{i}.md)]\n\n")), page.text("a", "b"))
    }),
];

const fn shape(name: &'static str, length: usize, page: fn(&mut ShapeWriter, usize) -> String) -> PageShape {
    PageShape { name, length, page }
}
