//! `import` writes only the text of translations, for any content of the bitext, and may be repeated at any time.

use crate::support::{Tree, hexapla, read};
use hexapla::bitext::unit_id::{Context, IdSide, UnitId, hash};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const FORMATS: [&str; 3] = ["xliff", "xliff2", "po"];

const PAGE: &str = "---\ntitle: Liegeplatz\nms.date: 2020-01-01\n---\n# Liegeplatz abrufen\n\n\
    Ruft den [Liegeplatz](../berth.md) ab. Danach ist er frei. Das gilt immer.\n\n\
    ```http\nGET /berths/{id}\n```\n\n\
    | Name | Beschreibung |\n|:--|:--|\n| depth | Tiefe in Metern. |\n| width | Tiefe in Metern. |\n\n\
    <!-- Kommentar --> \n\n- Erster Punkt.\n- Zweiter **Punkt**.\n";
const SOURCE: &str = "---\ntitle: Berth\n---\n# Get berth\n\n\
    Gets the [berth](../berth.md). Then it is free. This is always so.\n\n\
    ```http\nGET /berths/{id}\n```\n\n\
    | Name | Description |\n|:--|:--|\n| depth | Depth in meters. |\n| width | Depth in meters. |\n\n\
    <!-- comment --> \n\n- First item.\n- Second **item**.\n";
const SPANS: &str = "# <span data-ttu-id=\"a-1\">Hafen</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">Port</span></span>\n\n\
    <span data-ttu-id=\"a-2\">Der Hafen.</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-2\">The port.</span></span> \
    <span data-ttu-id=\"a-3\">Der Hafen ist [offen](x.md).</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-3\">The port is [open](x.md).</span></span>\n";
const PATH: &str = "de-DE/v1.0/api/berth-get.md";
const SPAN_PATH: &str = "de-DE/v1.0/api/port-get.md";

/// A tree with a page without spans and its source page, and a page with spans.
fn tree() -> Tree {
    Tree::new([(PATH, PAGE), ("en-US/v1.0/api/berth-get.md", SOURCE), (SPAN_PATH, SPANS)])
}

fn export(tree: &Tree, format: &str) -> String {
    let ran = hexapla(tree.path(), &["align", "de-DE", "en-US", "--format", format, "--locale", "de-DE", "-o", "x"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    read(tree.path().join("x"))
}

/// The text of a translation as a format writes it.
fn escaped(format: &str, text: &str) -> String {
    match format {
        "po" => text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"),
        _ => text.replace('&', "&amp;").replace('<', "&lt;"),
    }
}

/// Replaces the translation of a unit, which must be plain text.
fn edited(format: &str, bitext: &str, old: &str, new: &str) -> String {
    let [start, end] = if format == "po" { ["msgstr \"", "\""] } else { [">", "</target>"] };
    let whole = format!("{start}{}{end}", escaped(format, old));
    assert!(bitext.contains(&whole), "{whole} is not in {bitext}");
    bitext.replacen(&whole, &format!("{start}{}{end}", escaped(format, new)), 1)
}

fn pages(tree: &Tree) -> [String; 2] {
    [PATH, SPAN_PATH].map(|path| read(tree.path().join(path)))
}

#[test]
fn a_translation_brings_nothing_new_into_a_page() {
    let texts = [
        ("Ein [Link](http://harbor.example)", "inline codes"),
        ("![Bild](http://harbor.example/x.png)", "inline codes"),
        ("[!INCLUDE [x](../../secret.md)]", "inline codes"),
        ("Ein [Link][1]", "inline codes"),
        ("Ein <https://harbor.example>", ""),
        ("Ein <b>Wort</b>", ""),
        ("Ein `Code`", "inline codes"),
        ("Ein **Wort**", "inline codes"),
        ("Ein &copy;", "inline codes"),
        ("Siehe https://harbor.example/x", "harbor.example"),
        ("{{< include \"x\" >}}", ""),
        ("{% include x %}", "`{%`"),
        ("::: zone", "`:::`"),
        ("[!NOTE] Text", "`[!`"),
        ("Ein \u{202e}Wort", "U+202E"),
        ("Ein \u{2028}Wort", "U+2028"),
        ("Ein \u{85}Wort", "U+0085"),
    ];
    for format in FORMATS {
        let tree = tree();
        let (before, bitext) = (pages(&tree), export(&tree, format));
        for (text, message) in texts {
            for old in ["Erster Punkt.", "Der Hafen."] {
                tree.write("x", edited(format, &bitext, old, text));
                let ran = hexapla(tree.path(), &["import", "x"]);
                let reported = ran.stderr.contains(message) && ran.stdout.contains("1 refused");
                assert!(ran.status == 1 && reported, "{format}, {text}: {}{}", ran.stdout, ran.stderr);
                assert_eq!(pages(&tree), before, "{format}, {text}");
            }
        }
        // Markup that the old or the source text has may be used, and nothing else of the page changes.
        let kept = edited(format, &bitext, "Erster Punkt.", "Der erste.");
        tree.write("x", &kept);
        assert_eq!(hexapla(tree.path(), &["import", "x"]).status, 0);
        assert_eq!(pages(&tree)[0], before[0].replace("Erster Punkt.", "Der erste."));
    }
}

#[test]
fn control_characters_by_reference_are_refused() {
    for reference in ["&#27;[31m", "&#7;", "&#x85;", "&#x2028;", "&#xFFFE;"] {
        let tree = tree();
        let before = pages(&tree);
        let bitext =
            export(&tree, "xliff").replace(">Der Hafen.</target>", &format!(">Der {reference}Hafen.</target>"));
        tree.write("x", bitext);
        let ran = hexapla(tree.path(), &["import", "x"]);
        assert!(ran.status != 0, "{reference}: {}", ran.stdout);
        assert_eq!(pages(&tree), before, "{reference}");
    }
}

#[test]
fn only_pages_are_written() {
    let files = [
        (".git/config", "[core]\n"),
        (".github/workflows/ci.yml", "on: push\n"),
        ("Makefile", "all:\n\ttrue\n"),
        ("de-DE/.hidden.md", "Erster Punkt.\n"),
        ("de-DE/TOC.md", "Erster Punkt.\n"),
        ("de-DE/.secret/x.md", "Erster Punkt.\n"),
    ];
    for format in FORMATS {
        let tree = tree();
        for (path, text) in files {
            tree.write(path, text);
        }
        let bitext = edited(format, &export(&tree, format), "Erster Punkt.", "Der erste.");
        for path in
            files.map(|(path, _)| path).into_iter().chain(["../x.md", "de-DE/../../x.md", "de-DE/v1.0", "gone.md", ""])
        {
            tree.write("x", bitext.replace(PATH, path));
            let ran = hexapla(tree.path(), &["import", "x"]);
            assert!(ran.status != 0 && !ran.stdout.contains("1 segment in"), "{path}: {}{}", ran.stdout, ran.stderr);
        }
        for (path, text) in files {
            assert_eq!(read(tree.path().join(path)), text);
        }
        assert_eq!(pages(&tree)[0], PAGE);
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_root() {
    let tree = tree();
    let outside = Tree::new([("v1.0/api/port-open.md", "# Öffnen\n\nErster Punkt.\n")]);
    let page = outside.path().join("v1.0/api/port-open.md");
    std::os::unix::fs::symlink(outside.path(), tree.path().join("fr-FR")).expect("a link to a folder");
    std::os::unix::fs::symlink(&page, tree.path().join("de-DE/v1.0/api/linked.md")).expect("a link to a file");
    let bitext = edited("po", &export(&tree, "po"), "Erster Punkt.", "Der erste.");
    for path in ["fr-FR/v1.0/api/port-open.md", "de-DE/v1.0/api/linked.md"] {
        tree.write("x", bitext.replace(PATH, path));
        let ran = hexapla(tree.path(), &["import", "x"]);
        assert_eq!(ran.status, 1, "{}{}", ran.stdout, ran.stderr);
        assert_eq!(read(&page), "# Öffnen\n\nErster Punkt.\n");
    }
}

/// A PO file with one edit of a page.
fn forged(path: &str, id: UnitId, new: &str) -> String {
    format!("#. hexapla {id}\nmsgctxt \"{path}#x\"\nmsgid \"x\"\nmsgstr \"{new}\"\n")
}

/// The ranges of a page that an export has as translations, and the text between them.
fn exported(tree: &Tree, path: &str) -> BTreeSet<(usize, usize)> {
    let lines = export(tree, "jsonl");
    let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let lines = lines.filter(|line| line["path"] == path && !line["source"].is_null());
    let range = |line: serde_json::Value| Some((line["target_range"][0].as_u64()?, line["target_range"][1].as_u64()?));
    lines.filter_map(range).map(|(start, end)| (start as usize, end as usize)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// A forged id with the right hash of any part of a page changes the text of one span, or text in one block of prose, and
    /// cuts no inline code.
    #[test]
    fn a_forged_id_reaches_only_translations(
        container in 0_u32..16, before in 0_u32..60, after in 0_u32..60, start in 0_usize..400, length in 0_usize..60,
        spans in any::<bool>(), source_side in any::<bool>(),
    ) {
        let tree = tree();
        let (path, page) = if spans { (SPAN_PATH, SPANS) } else { (PATH, PAGE) };
        let (mut start, mut end) = (start.min(page.len()), (start + length).min(page.len()));
        while !page.is_char_boundary(start) { start -= 1; }
        while !page.is_char_boundary(end) { end += 1; }
        let side = if source_side { IdSide::Source } else { IdSide::Target };
        let length = (end - start) as u32;
        let context = Context::default();
        let id = UnitId { side, container, before, length, after, context, hash: hash(&page[start..end]) };
        let ranges = exported(&tree, path);
        tree.write("x", forged(path, id, "Neuer Text"));
        hexapla(tree.path(), &["import", "x", "--force"]);
        let now = read(tree.path().join(path));
        if now != page {
            let first = page.bytes().zip(now.bytes()).take_while(|(old, new)| old == new).count();
            let last = page.bytes().rev().zip(now.bytes().rev()).take_while(|(old, new)| old == new).count();
            let last = page.len() - last.min(page.len() - first);
            if spans {
                let replaced = |(from, to): &(usize, usize)| format!("{}Neuer Text{}", &page[..*from], &page[*to..]) == now;
                prop_assert!(ranges.iter().any(replaced), "{now}");
            } else {
                let lines = page.split_inclusive('\n').scan(0, |at, line| { *at += line.len(); Some((*at - line.len(), *at, line)) });
                let prose = lines.filter(|(_, _, line)| line.contains(' ') && !line.starts_with(['<', 'G', 'm', 't', '#']));
                prop_assert!(prose.clone().any(|(from, to, _)| from <= first && last <= to), "{now}");
                for code in ["](../berth.md)", "[Liegeplatz]", "**Punkt**"] {
                    // A unit with a code is refused as a whole: the new text lacks it.
                    prop_assert!(now.contains(code), "{now}");
                }
            }
        }
    }
}

/// Edits that make an exported text a part of the new one.
const EDITS: [(&str, &str); 6] = [
    ("Liegeplatz abrufen", "Liegeplatz abrufen lassen"),
    ("Danach ist er frei.", "Danach ist er frei. Das gilt immer."),
    ("Das gilt immer.", "Das gilt"),
    ("Erster Punkt.", "Erster Erster Punkt."),
    ("Hafen", "Hafen Hafen"),
    ("Der Hafen.", "Der Hafen. Der Hafen."),
];

#[test]
fn an_import_may_be_repeated() {
    for format in FORMATS {
        let tree = tree();
        let bitext = export(&tree, format);
        let bitext = EDITS.iter().fold(bitext, |bitext, (old, new)| edited(format, &bitext, old, new));
        tree.write("x", &bitext);
        let ran = hexapla(tree.path(), &["import", "x"]);
        assert_eq!(
            (ran.status, ran.stdout.contains("6 segments in 2 pages written, 0 refused")),
            (0, true),
            "{}",
            ran.stderr
        );
        let first = pages(&tree);
        for _ in 0..2 {
            let ran = hexapla(tree.path(), &["import", "x"]);
            let reported = "0 segments in 0 pages written, 6 there already, 0 refused\n";
            assert_eq!((ran.status, ran.stdout.as_str()), (0, reported), "{}", ran.stderr);
            assert_eq!(pages(&tree), first);
        }
    }
}

/// The entries of a PO file: the head, then each unit.
fn entries(bitext: &str) -> Vec<&str> {
    bitext.split("\n\n#. ").collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Parts of a delivery in any order and repeated, each with some of the units, end in the pages of the whole delivery.
    #[test]
    fn deliveries_in_parts_end_in_the_same_pages(
        parts in prop::collection::vec(0_usize..4, 24), order in Just(vec![0, 1, 2, 3, 0, 2]).prop_shuffle(),
    ) {
        let whole = tree();
        let bitext = export(&whole, "po");
        // No new text adds the text of its neighbour: a part could not show which of the two is which.
        let edits = EDITS.map(|(old, new)| (old, new.replace("frei. Das gilt immer.", "frei. Und leer.")));
        let bitext = edits.iter().fold(bitext, |bitext, (old, new)| edited("po", &bitext, old, new));
        whole.write("x", &bitext);
        prop_assert_eq!(hexapla(whole.path(), &["import", "x"]).status, 0);
        let tree = tree();
        for part in order {
            let units = entries(&bitext);
            let chosen = units.iter().enumerate().filter(|(index, _)| *index == 0 || parts[index % parts.len()] == part);
            let chosen: Vec<&str> = chosen.map(|(_, unit)| *unit).collect();
            if chosen.len() > 1 {
                tree.write("x", chosen.join("\n\n#. "));
                let ran = hexapla(tree.path(), &["import", "x"]);
                prop_assert_eq!(ran.status, 0, "{}", ran.stderr);
            }
        }
        prop_assert_eq!(pages(&tree), pages(&whole));
    }
}

#[test]
fn units_are_found_after_other_edits() {
    for format in FORMATS {
        let tree = tree();
        let bitext = export(&tree, format);
        // The second of two equal cells, and a sentence.
        let second = bitext.rfind("Tiefe in Metern.").expect("the second cell");
        let mut bitext = bitext.clone();
        bitext.replace_range(second..second + "Tiefe".len(), "Breite");
        let bitext = edited(format, &bitext, "Das gilt immer.", "Immer.");
        tree.write("x", bitext);
        // Somebody adds a row, a heading with a paragraph, and edits another sentence.
        let moved = PAGE
            .replace("| depth |", "| draft | Tiefe in Metern. |\n| depth |")
            .replace("# Liegeplatz abrufen\n", "# Liegeplatz abrufen\n\n## Neu\n\nDas gilt immer wieder.\n")
            .replace("Danach ist er frei.", "Dann ist er sofort frei.");
        tree.write(PATH, &moved);
        let ran = hexapla(tree.path(), &["import", "x"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let wanted =
            moved.replace("| width | Tiefe", "| width | Breite").replace("frei. Das gilt immer.", "frei. Immer.");
        assert_eq!(pages(&tree)[0], wanted, "{format}");
    }
}

#[test]
fn locked_units_stay() {
    let tree = Tree::new([
        (PATH, "# Kopfzeilen\n\n| Name | Wert |\n|:--|:--|\n| Accept | Pflicht. |\n| displayName | Pflicht. |\n"),
        (
            "en-US/v1.0/api/berth-get.md",
            "# Headers\n\n| Name | Value |\n|:--|:--|\n| Accept | Required. |\n| displayName | Required. |\n",
        ),
    ]);
    for (format, mark) in [("xliff", " translate=\"no\""), ("xliff2", " translate=\"no\""), ("po", "#, read-only\n")] {
        let before = read(tree.path().join(PATH));
        let ran = hexapla(
            tree.path(),
            &["align", "de-DE", "en-US", "--format", format, "--protected", "--locale", "de-DE", "-o", "x"],
        );
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let bitext = read(tree.path().join("x"));
        assert!(bitext.contains(mark), "{bitext}");
        // The name of a property is protected: in XLIFF it is marked inside the unit.
        let [old, new] = match format {
            "po" => ["msgstr \"displayName\"", "msgstr \"Anzeigename\""],
            "xliff" => ["<mrk mtype=\"protected\">displayName</mrk></target>", "Anzeigename</target>"],
            _ => ["displayName</mrk></target>", "Anzeigename</mrk></target>"],
        };
        assert!(bitext.contains(old), "{bitext}");
        let bitext = bitext.replace(old, new);
        // Without its mark in the file, the unit is locked too.
        for bitext in [bitext.clone(), bitext.replacen(mark, "", 1)] {
            tree.write("x", &bitext);
            let ran = hexapla(tree.path(), &["import", "x"]);
            assert!(ran.status == 1 && ran.stderr.contains("is locked"), "{format}: {}{}", ran.stdout, ran.stderr);
            assert_eq!(read(tree.path().join(PATH)), before);
        }
        let ran = hexapla(tree.path(), &["import", "x", "--force"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert_eq!(read(tree.path().join(PATH)), before.replace("displayName", "Anzeigename"));
        tree.write(PATH, &before);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_not_lost() {
    let tree = tree();
    let page = [b"# Hafen\n\nErster Pun\xffkt. Zweiter Punkt.\n".as_slice()].concat();
    std::fs::write(tree.path().join(PATH), &page).expect("a page");
    tree.write("en-US/v1.0/api/berth-get.md", "# Port\n\nFirst item. Second item.\n");
    let bitext = edited("po", &export(&tree, "po"), "Zweiter Punkt.", "Der zweite.");
    tree.write("x", edited("po", &bitext, "Erster Pun?kt.", "Der erste."));
    let ran = hexapla(tree.path(), &["import", "x"]);
    assert!(ran.status == 1 && ran.stderr.contains("not UTF-8"), "{}", ran.stderr);
    let wanted = [b"# Hafen\n\nErster Pun\xffkt. Der zweite.\n".as_slice()].concat();
    assert_eq!(std::fs::read(tree.path().join(PATH)).expect("the page"), wanted);
}

#[test]
fn a_diff_and_a_dry_run_say_what_the_run_does() {
    let tree = tree();
    let bitext = edited("po", &export(&tree, "po"), "Erster Punkt.", "Der erste.");
    tree.write("x", bitext);
    let dry = hexapla(tree.path(), &["import", "x", "--dry-run"]);
    let diff = hexapla(tree.path(), &["import", "x", "--diff"]);
    assert_eq!(pages(&tree)[0], PAGE);
    let run = hexapla(tree.path(), &["import", "x"]);
    assert_eq!(dry.stdout.replace("to write", "written"), run.stdout);
    let lines: BTreeMap<bool, usize> = diff.stdout.lines().fold(BTreeMap::new(), |mut counts, line| {
        *counts
            .entry(line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---"))
            .or_default() += 1;
        counts
    });
    assert!(diff.stdout.contains("-- Erster Punkt.\n+- Der erste.\n") && lines[&true] == 2, "{}", diff.stdout);
    assert!(diff.stdout.starts_with(&format!("--- a/{PATH}\n+++ b/{PATH}\n@@ ")), "{}", diff.stdout);
}

#[cfg(unix)]
#[test]
fn a_page_that_cannot_be_written_keeps_no_other_back() {
    use std::os::unix::fs::PermissionsExt;
    let tree = tree();
    let bitext = edited("po", &export(&tree, "po"), "Erster Punkt.", "Der erste.");
    tree.write("x", edited("po", &bitext, "Der Hafen.", "Ein Hafen."));
    std::fs::set_permissions(tree.path().join(PATH), std::fs::Permissions::from_mode(0o444)).expect("a mode");
    let ran = hexapla(tree.path(), &["import", "x"]);
    assert!(ran.status == 1 && ran.stderr.contains("read-only"), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("1 segment in 1 page written, 1 refused"), "{}", ran.stdout);
    assert_eq!(pages(&tree), [PAGE.to_owned(), SPANS.replace("Der Hafen.<", "Ein Hafen.<")]);
}
