//! Shapes of front matter, prose and span pairs for `scaling`.

use crate::scaling_writer::{PageShape, ShapeWriter, TITLE, parts};

/// The shapes.
pub const PROSE: &[PageShape] = &[
    shape("front matter keys", 20000, |_, n| format!("---\n{}---\n# Berth\n", parts(n, |i| format!("key{i}: v\n")))),
    shape("keys for the YAML parser", 6000, |_, n| {
        format!("---\n{}\nlast: [a]\n---\n# Berth\n", parts(n, |i| format!("key{i}: v\n")))
    }),
    shape("YAML anchors", 3500, |_, n| format!("---\n{}---\n# Berth\n", parts(n, |i| format!("key{i}: &a{i} v\n")))),
    shape("YAML aliases", 6000, |_, n| {
        format!("---\na: &a v\n{}---\n# Berth\n", parts(n, |i| format!("key{i}: *a\n")))
    }),
    shape("YAML brackets", 70000, |_, n| format!("---\na: {}\n---\n# Berth\n", "[".repeat(n))),
    shape("YAML lists", 10000, |_, n| format!("---\na:\n{}---\n# Berth\n", parts(n, |i| format!("  - v{i}\n")))),
    shape("YAML flow lists", 10000, |_, n| format!("---\na: [{}x]\n---\n# Berth\n", "v, ".repeat(n))),
    shape("sentences", 5000, |page, n| {
        format!(
            "{TITLE}{}\n",
            page.texts(n, ["", ""], |i| [format!("Das ist Satz {i}. "), format!("This is sentence {i}. ")])
        )
    }),
    shape("sentences of one segment", 6000, |page, n| {
        format!("{TITLE}{}\n", page.text("Das ist ein Satz. ".repeat(n), "This is one sentence. ".repeat(n)))
    }),
    shape("words", 40000, |page, n| format!("{TITLE}{}\n", page.text("Wort ".repeat(n), "word ".repeat(n)))),
    shape("no space", 200000, |page, n| format!("{TITLE}{}\n", page.text("x".repeat(n), "y".repeat(n)))),
    shape("no space and wide letters", 100000, |page, n| {
        format!("{TITLE}{}\n", page.text("泊".repeat(n), "y".repeat(n)))
    }),
    shape("blank lines", 200000, |page, n| format!("{TITLE}{}{}", page.text("Wort", "word"), "\n".repeat(n))),
    shape("line ends with carriage return", 100000, |page, n| {
        format!("{TITLE}{}{}", page.text("Wort", "word"), "\r\n".repeat(n))
    }),
    shape("tabs", 100000, |page, n| {
        format!("{TITLE}{}\n", page.text(format!("a{}b", "\t".repeat(n)), format!("c{}d", "\t".repeat(n))))
    }),
    shape("right links", 5000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("[a{i}](b{i}.md) "), format!("[c{i}](b{i}.md) ")]))
    }),
    shape("wrong links", 5500, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("[a{i}](b{i}.md) "), format!("[c{i}](d{i}.md) ")]))
    }),
    shape("wrong links, all the same", 6000, |page, n| {
        format!("{TITLE}{}\n", page.text("[a](b.md) ".repeat(n), "[a](c.md) ".repeat(n)))
    }),
    shape("missing links", 8000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| ["Wort ".to_owned(), format!("[c{i}](d{i}.md) ")]))
    }),
    shape("wrong links in segments", 6000, |page, n| {
        format!(
            "{TITLE}{}\n",
            page.texts(n, ["", ""], |i| [format!("[a{i}](b{i}.md). "), format!("[c{i}](d{i}.md). ")])
        )
    }),
    shape("wrong links in paragraphs", 800, |page, n| {
        format!(
            "{TITLE}{}\n",
            page.texts(n, ["", "\n\n"], |i| [format!("[a{i}](b{i}.md)."), format!("[c{i}](d{i}.md).")])
        )
    }),
    shape("broken links", 1500, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("[a{i}] (b{i}.md) "), format!("[c{i}](b{i}.md) ")]))
    }),
    shape("images", 6000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("![a{i}](b{i}.png) "), format!("![c{i}](d{i}.png) ")]))
    }),
    shape("URLs", 1500, |page, n| {
        format!(
            "{TITLE}{}\n",
            page.long_text(n, |i| [format!("https://a.example/{i} "), format!("https://b.example/{i} ")])
        )
    }),
    shape("emphasis", 15000, |page, n| format!("{TITLE}{}\n", page.text("**Wort** ".repeat(n), "*word* ".repeat(n)))),
    shape("emphasis between punctuation", 10000, |page, n| {
        format!("{TITLE}{}\n", page.text("**a：**b ".repeat(n), "**a:** b ".repeat(n)))
    }),
    shape("open emphasis", 20000, |page, n| format!("{TITLE}{}\n", page.text("**a ".repeat(n), "*b ".repeat(n)))),
    shape("broken emphasis in paragraphs", 750, |page, n| {
        format!(
            "{TITLE}{}\n",
            page.texts(n, ["", "\n\n"], |_| ["**注意：**首行".to_owned(), "**Note:** line".to_owned()])
        )
    }),
    shape("code spans", 10000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("`a{i}` "), format!("`b{i}` ")]))
    }),
    shape("code spans, all the same", 10000, |page, n| {
        format!("{TITLE}{}\n", page.text("`a` ".repeat(n), "`b` ".repeat(n)))
    }),
    shape("code spans in segments", 8000, |page, n| {
        format!("{TITLE}{}\n", page.texts(n, ["", ""], |i| [format!("`a{i}`. "), format!("`b{i}`. ")]))
    }),
    shape("entities", 6000, |page, n| {
        format!("{TITLE}{}\n", page.text("&lt;ort&gt; &amp; ".repeat(n), "&lt;place&gt; &amp; ".repeat(n)))
    }),
    shape("HTML tags", 4000, |page, n| {
        format!("{TITLE}{}\n", page.text("<b>ort</b> <br> ".repeat(n), "<b>place</b> <br> ".repeat(n)))
    }),
    shape("placeholders in angle brackets", 12000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("<ort{i}> "), format!("<place{i}> ")]))
    }),
    shape("angle brackets", 40000, |page, n| format!("{TITLE}{}\n", page.text("< ".repeat(n), "> ".repeat(n)))),
    shape("placeholders", 12000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("{{a{i}}} "), format!("{{b{i}}} ")]))
    }),
    shape("numbers", 12000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("1{i} "), format!("2{i} ")]))
    }),
    shape("names", 3000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("berthName{i} "), format!("quayName{i} ")]))
    }),
    shape("names in another case", 6000, |page, n| {
        format!("{TITLE}{}\n", page.long_text(n, |i| [format!("berthname{i} "), format!("berthName{i} ")]))
    }),
    shape("names in segments", 6000, |page, n| {
        format!("{TITLE}{}\n", page.texts(n, ["", ""], |i| [format!("berthname{i}. "), format!("berthName{i}. ")]))
    }),
    shape("names in paragraphs", 1500, |page, n| {
        format!(
            "{TITLE}{}\n",
            page.texts(n, ["", "\n\n"], |i| [format!("Das berthname{i} da."), format!("The berthName{i} here.")])
        )
    }),
    shape("backslashes", 50000, |page, n| format!("{TITLE}{}\n", page.text("\\*".repeat(n), "\\_".repeat(n)))),
    shape("signs of emphasis", 50000, |page, n| {
        format!("{TITLE}{}\n", page.text(format!("{0}a{0}", "*".repeat(n)), "b"))
    }),
    shape("mixed signs of emphasis", 20000, |page, n| {
        format!("{TITLE}{}\n", page.text("*a_".repeat(n), "b".repeat(n)))
    }),
    shape("opening brackets", 30000, |page, n| format!("{TITLE}{}{}\n", "[".repeat(n), page.text("a", "b"))),
    shape("brackets in each other", 30000, |page, n| {
        format!("{TITLE}{}{}{}\n", "[".repeat(n), page.text("a", "b"), "]".repeat(n))
    }),
    shape("links that never close", 15000, |page, n| format!("{TITLE}{}{}\n", "[a](".repeat(n), page.text("a", "b"))),
    shape("link ends", 40000, |page, n| format!("{TITLE}{}{}\n", "](".repeat(n), page.text("a", "b"))),
    shape("line breaks", 10000, |page, n| {
        format!("{TITLE}{}\n", page.text("Wort  \n".repeat(n), "Word  \n".repeat(n)))
    }),
    shape("odd characters", 1500, |page, n| format!("{TITLE}{}\n", page.text("\u{fffd} ".repeat(n), "x ".repeat(n)))),
    shape("span pairs", 5000, |page, n| {
        format!("{TITLE}{}\n", page.texts(n, ["", " "], |i| [format!("Wort {i}."), format!("Word {i}.")]))
    }),
    shape("paragraphs", 5000, |page, n| {
        format!("{TITLE}{}\n", page.texts(n, ["", "\n\n"], |i| [format!("Wort {i}."), format!("Word {i}.")]))
    }),
    shape("empty translations", 2000, |page, n| {
        format!("{TITLE}{}\n", page.texts(n, ["", "\n\n"], |i| ["".to_owned(), format!("Word {i} is.")]))
    }),
    shape("spans never closed", 1500, |page, n| {
        format!("{TITLE}{}\n{}\n", parts(n, |i| format!("<span data-ttu-id=\"b-{i}\">x ")), page.text("a", "b"))
    }),
    shape("source spans never closed", 1500, |page, n| {
        format!("{TITLE}{}\n{}\n", parts(n, |i| format!("<span data-stu-id=\"b-{i}\">x ")), page.text("a", "b"))
    }),
    shape("span tags never closed", 1500, |page, n| {
        format!("{TITLE}{}\n{}\n", "<span data-ttu-id=\"b".repeat(n), page.text("a", "b"))
    }),
    shape("spans in each other", 1500, |page, n| {
        format!("{TITLE}{}{}{}\n", "<span data-ttu-id=\"b-1\">".repeat(n), page.text("a", "b"), "</span>".repeat(n))
    }),
    shape("closing tags", 20000, |page, n| {
        format!(
            "{TITLE}{}\n\n<span data-ttu-id=\"b-1\">t</span><span class=\"sxs-lookup\"><span data-stu-id=\"b-1\">{}\n",
            page.text("a", "b"),
            "</span> ".repeat(n)
        )
    }),
];

const fn shape(name: &'static str, length: usize, page: fn(&mut ShapeWriter, usize) -> String) -> PageShape {
    PageShape { name, length, page }
}
