//! Bitext as TMX and PO, and PO back into the pages.

use crate::support::{Ran, Tree, assert_none, corpus, files, hexapla, read};
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The fixture pages of one locale, free to be changed.
fn pages() -> Tree {
    let from = corpus();
    let paths = files(from.join("de-DE")).into_iter();
    Tree::new(paths.map(|path| (path.strip_prefix(&from).expect("below").to_owned(), read(&path))))
}

/// One page side by side, its segments as given.
fn page(segments: &[(&str, &str)]) -> Tree {
    let pair = |(index, (target, source)): (usize, &(&str, &str))| {
        format!(
            "<span data-ttu-id=\"abcde-{index:03}\">{target}</span><span class=\"sxs-lookup\">\
             <span data-stu-id=\"abcde-{index:03}\">{source}</span></span>\n\n"
        )
    };
    Tree::new([("de-DE/v1.0/api/berth-get.md", segments.iter().enumerate().map(pair).collect::<String>())])
}

fn snapshot(tree: &Tree) -> BTreeMap<String, String> {
    let all = files(tree.path()).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    all.map(|path| (path.display().to_string(), read(&path))).collect()
}

fn align(tree: &Tree, arguments: &[&str]) -> String {
    let ran = hexapla(tree.path(), &[&["align", "de-DE"], arguments].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran.stdout
}

/// The texts of the segments in the file, markup and all, as another reads them.
fn segments(tmx: &str) -> Vec<String> {
    let mut reader = Reader::from_str(tmx);
    let (mut found, mut open) = (Vec::new(), None::<String>);
    loop {
        let text = match reader.read_event().expect("well formed") {
            Event::Start(element) if element.local_name().as_ref() == "seg" => {
                open = Some(String::new());
                continue;
            }
            Event::End(element) if element.local_name().as_ref() == "seg" => {
                found.extend(open.take());
                continue;
            }
            Event::Eof => return found,
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().expect("a character").map(String::from);
                let named = quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
                character.or(named.map(str::to_owned)).expect("an entity of XML")
            }
            _ => continue,
        };
        if let Some(open) = &mut open {
            open.push_str(&text);
        }
    }
}

#[test]
fn a_memory_holds_every_matched_segment() {
    let reported = hexapla(&corpus(), &["align", "."]).stdout;
    let wanted: Vec<String> = reported
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|line| line["source"].as_str().is_some_and(|source| source.contains(char::is_alphabetic)))
        .filter(|line| line["target"].as_str().is_some_and(|target| !target.trim().is_empty()))
        .flat_map(|line| [&line["source"], &line["target"]].map(|text| text.as_str().expect("text").to_owned()))
        .collect();
    let memory = hexapla(&corpus(), &["align", ".", "--format", "tmx"]).stdout;
    assert!(wanted.len() > 1000 && segments(&memory) == wanted);
    let ids: BTreeSet<&str> = memory.lines().filter(|line| line.starts_with("<tu ")).collect();
    assert_eq!(ids.len() * 2, wanted.len(), "ids are unique");
    let locked = hexapla(&corpus(), &["align", ".", "--format", "tmx", "--protected"]).stdout;
    assert!(segments(&locked) == wanted && locked.contains("<prop type=\"x-protected\">"));
}

#[test]
fn markup_becomes_codes_of_a_memory() {
    let tree = page(&[
        ("Der **Hafen** & `id`<br/>", "The **harbor** & `id`<br/>"),
        ("", "Nothing yet"),
        ("42", "42"),
        ("Steg\u{b}1", "Pier\u{b}1"),
    ]);
    let memory = align(&tree, &["--format", "tmx"]);
    for expected in [
        "<seg>The <bpt i=\"1\" x=\"1\">**</bpt>harbor<ept i=\"1\">**</ept> &amp; \
         <bpt i=\"2\" x=\"2\">`</bpt>id<ept i=\"2\">`</ept><ph x=\"3\">&lt;br/&gt;</ph></seg>",
        "<tuv xml:lang=\"de-DE\"><seg>Steg<ph x=\"1\" type=\"x-control\">U+000B</ph>1</seg></tuv>",
        "<prop type=\"x-key\">api/berth-get</prop>",
        "<prop type=\"x-origin\">embedded</prop>",
    ] {
        assert!(memory.contains(expected), "{expected} in {memory}");
    }
    assert_eq!(memory.matches("<tu ").count(), 2);
}

#[test]
fn entries_are_unique_and_one_file_has_one_language() {
    let ran = hexapla(&corpus(), &["align", ".", "--format", "po"]);
    assert_eq!((ran.status, ran.stderr.contains("one target language")), (2, true), "{}", ran.stderr);
    for locale in ["de-DE", "ja-JP", "pt-BR", "ru-RU", "zh-CN"] {
        let text = hexapla(&corpus(), &["align", ".", "--format", "po", "--locale", locale]).stdout;
        assert!(text.contains(&format!("\"Language: {}\\n\"\n", locale.replace('-', "_"))));
        let contexts: Vec<&str> = text.lines().filter(|line| line.starts_with("msgctxt ")).collect();
        let unique: BTreeSet<&&str> = contexts.iter().collect();
        assert!(contexts.len() > 100 && unique.len() == contexts.len(), "{locale}");
        assert_eq!(text.matches("\nmsgid ").count(), contexts.len());
    }
}

#[test]
fn contexts_stay_when_translations_change() {
    let tree = pages();
    let contexts = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("msgctxt ")).map(str::to_owned).collect()
    };
    let before = contexts(&align(&tree, &["--format", "po"]));
    let path = "de-DE/api-reference/v1.0/api/berth-get.md";
    tree.write(path, read(tree.path().join(path)).replace("Landstrom", "Strom vom Land, für alle"));
    assert_eq!(contexts(&align(&tree, &["--format", "po"])), before);
}

#[test]
fn entries_are_escaped_and_told_of() {
    let tree = page(&[
        ("\nEin \"Steg\" \\\\ hier\n", "A \"pier\" \\\\ here\twith berthId"),
        ("", "Nothing yet"),
        ("Zeile\nzwei", "Line\ntwo"),
        ("Glocke\u{7}", "Bell\u{7}"),
        ("Nichts\0", "Nothing\0"),
        ("berthId", "berthId"),
    ]);
    // A page with a NUL among its first bytes would be none; this one has it late.
    let path = tree.path().join("de-DE/v1.0/api/berth-get.md");
    let text = read(&path);
    tree.write("de-DE/v1.0/api/berth-get.md", format!("<!-- {} -->\n\n{text}", "-".repeat(9000)));
    let text = align(&tree, &["--format", "po", "--protected"]);
    for expected in [
        "#. keep: berthId\n",
        "msgid \"A \\\"pier\\\" \\\\\\\\ here\\twith berthId\"\nmsgstr \"Ein \\\"Steg\\\" \\\\\\\\ hier\"\n",
        "msgid \"Nothing yet\"\nmsgstr \"\"\n",
        "msgid \"\"\n\"Line\\n\"\n\"two\"\nmsgstr \"\"\n\"Zeile\\n\"\n\"zwei\"\n",
        "msgid \"Bell\u{7}\"\nmsgstr \"Glocke\u{7}\"\n",
        "#: de-DE/v1.0/api/berth-get.md:4\n",
        "#, read-only\nmsgctxt",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(!text.contains('\0') && text.matches("\nmsgid ").count() == 5, "{text}");
    let before = snapshot(&tree);
    tree.write("x.po", text.replace("Zeile\\n\"\n\"zwei", "Reihe\\n\"\n\"zwei").replace("Ein \\\"S", "Der \\\"S"));
    let ran = hexapla(tree.path(), &["import", "x.po"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let [(before, after)] = [(before.into_values().next(), snapshot(&tree).into_values().next())];
    let wanted = before.map(|page| page.replace(">\nEin", ">\nDer").replace("Zeile", "Reihe"));
    assert_eq!(after, wanted);
}

/// Exports, replaces each text in the file once, imports: gives the output of the program, and the pages before and after.
#[track_caller]
fn round_trip(tree: &Tree, edits: &[(&str, &str)]) -> (Ran, [BTreeMap<String, String>; 2]) {
    let before = snapshot(tree);
    let mut text = align(tree, &["--format", "po"]);
    for (old, new) in edits {
        assert!(text.contains(old), "{old} is not in the file");
        text = text.replacen(old, new, 1);
    }
    tree.write("x.po", text);
    let ran = hexapla(tree.path(), &["import", "x.po"]);
    (ran, [before, snapshot(tree)])
}

#[test]
fn what_was_not_edited_is_not_touched() {
    let (ran, [before, after]) = round_trip(&pages(), &[]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "0 segments in 0 pages written, 0 refused\n"), "{}", ran.stderr);
    assert!(before == after);
}

#[test]
fn edits_are_written_and_nothing_else() {
    let edits =
        [("msgstr \"Berechtigungstyp\"", "msgstr \"Typ | \"\n\"Art\""), ("msgstr \"Annehmen\"", "msgstr \"Accept\"")];
    let (ran, [before, after]) = round_trip(&pages(), &edits);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("2 segments in"), "{}", ran.stdout);
    let back = |page: &str| {
        page.replacen(">Typ \\| Art</span>", ">Berechtigungstyp</span>", 1).replacen(
            "\">Accept</span>",
            "\">Annehmen</span>",
            1,
        )
    };
    let differ = before.iter().filter(|(path, old)| after[*path] != **old);
    let wrong = differ.clone().filter(|(path, old)| {
        back(&after[*path]) != **old
            && after[*path].replacen(">Typ \\| Art</span>", ">Berechtigungstyp</span>", 1) != **old
    });
    assert!((1..=2).contains(&differ.count()));
    assert_none(&wrong.map(|(path, _)| path.clone()).collect::<Vec<_>>());
}

#[test]
fn unfinished_translations_are_left_out() {
    let edits = [
        ("msgstr \"Annehmen\"", "msgstr \"\""),
        (
            "msgstr \"Berechtigungstyp\"",
            "msgstr \"Art\"\n\n#, fuzzy\n#. hexapla 0-1-0\nmsgctxt \"a.md#b\"\nmsgid \"c\"\nmsgstr \"d\"",
        ),
    ];
    let (ran, [before, after]) = round_trip(&pages(), &edits);
    assert_eq!(
        (ran.status, ran.stdout.contains("1 segment in 1 page written, 0 refused")),
        (0, true),
        "{}",
        ran.stderr
    );
    assert_eq!(before.iter().filter(|(path, old)| after[*path] != **old).count(), 1);
}

#[test]
fn what_would_break_a_page_is_refused() {
    let link = "[berth](../resources/berth.md)-Objekts";
    let cases = [
        ("msgstr \"Berechtigungstyp\"", "msgstr \"Berechtigungs\\ntyp\"", "line break"),
        ("msgstr \"Berechtigungstyp\"", "msgstr \" \"", "empty"),
        ("msgstr \"Berechtigungstyp\"", "msgstr \"Typ</span>\"", "not written"),
        (link, "berth-Objekts", "the translation lacks inline codes"),
    ];
    for (old, new, message) in cases {
        let (ran, [before, after]) = round_trip(&pages(), &[(old, new)]);
        assert_eq!((ran.status, before == after), (1, true), "{new}: {}", ran.stderr);
        assert!(ran.stderr.contains(message) && ran.stderr.contains("x.po:"), "{new}: {}", ran.stderr);
    }
}

#[test]
fn broken_files_end_the_run() {
    let reported = [
        ("msgid \"a\"\nmsgstr \"b", "line 2: a string without its closing quote"),
        ("msgid \"a\"\nmsgstr \"b\"\n", "line 2: the entry in line 1 has no unit id"),
        ("# text\n", "line 1: not a PO file"),
        ("msgid \"\"\nmsgstr \"\"\n\nwords", "line 4: neither a comment"),
    ];
    for (text, message) in reported {
        let tree = Tree::new([("x.po", text)]);
        let ran = hexapla(tree.path(), &["import", "x.po"]);
        assert_eq!((ran.status, ran.stderr.contains(message)), (2, true), "{text}: {}", ran.stderr);
    }
}
