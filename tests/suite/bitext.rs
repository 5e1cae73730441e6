//! Bitext of pages, and the way back: what is exported, what comes back, what is refused.

use crate::support::{Tree, assert_none, corpus, files, hexapla, read, repository};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The fixture pages of one locale, free to be changed.
fn pages() -> Tree {
    let from = corpus();
    let paths = files(from.join("de-DE")).into_iter();
    Tree::new(paths.map(|path| (path.strip_prefix(&from).expect("below").to_owned(), read(&path))))
}

/// A page, its translation and nothing else.
fn beside() -> Tree {
    let page = |title: &str, anchor: &str, rest: &str| format!("# {anchor}{title}\n\n{rest}\n");
    Tree::new([
        (
            "source/en-US/v1.0/api/berth-get.md",
            page(
                "Get berth",
                "",
                "Gets **one** [berth](../resources/berth.md) by its `berthId`.\n\nOnly in the source.\n\n| Name | Use |\n|:--|:--|\n| berthId | The key. |",
            ),
        ),
        (
            "live/de-DE/v1.0/api/berth-get.md",
            page(
                "berth abrufen",
                "<a name=\"get-berth\"></a>",
                "Ruft **einen** [berth](../resources/berth.md) nach seiner `berthId` ab.\n\n| Name | Zweck |\n|:--|:--|\n| berthId | Der Schlüssel. |",
            ),
        ),
    ])
}

fn snapshot(tree: &Tree) -> BTreeMap<String, String> {
    let all = files(tree.path()).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    all.map(|path| (path.display().to_string(), read(&path))).collect()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[track_caller]
fn valid_lines(folder: &std::path::Path, arguments: &[&str]) -> Vec<Value> {
    let schema = serde_json::from_str(&read(repository().join("docs/align.json"))).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let lines = lines(&hexapla(folder, arguments).stdout);
    let errors = lines.iter().flat_map(|line| validator.iter_errors(line)).take(10);
    assert_none(&errors.map(|error| format!("{}: {error}", error.instance_path())).collect::<Vec<_>>());
    let ids: BTreeSet<String> = lines.iter().map(|line| format!("{} {}", line["path"], line["id"])).collect();
    assert_eq!(ids.len(), lines.len(), "ids are unique in a page");
    for (line, side, path) in lines.iter().flat_map(|line| [(line, "source", "source_path"), (line, "target", "path")])
    {
        let path = line[path].as_str().or(line["path"].as_str()).expect("a path");
        let bytes = read(folder.join(path));
        let range = &line[format!("{side}_range")];
        let slice = range
            .as_array()
            .map(|_| &bytes[range[0].as_u64().expect("a byte") as usize..range[1].as_u64().expect("a byte") as usize]);
        assert_eq!(slice, line[side].as_str(), "{line}");
    }
    lines
}

#[test]
fn lines_are_as_documented() {
    let all = valid_lines(&corpus(), &["align", "."]);
    let embedded = all.iter().filter(|line| line["source_origin"] == "embedded");
    assert!(embedded.clone().count() > 1000 && embedded.clone().all(|line| line["span"].is_string()));
    let names = all.iter().filter(|line| line["column"] == "name" && line["kind"] == "cell");
    assert!(names.clone().count() > 20 && names.clone().all(|line| line["protected"] == true));
}

#[test]
fn pages_without_spans_name_both_files_and_what_stands_alone() {
    let tree = beside();
    let lines = valid_lines(tree.path(), &["align", "live", "--source", "source"]);
    let text = |line: &Value, side: &str| line[side].as_str().unwrap_or("-").to_owned();
    let pairs: Vec<_> = lines.iter().map(|line| (text(line, "source"), text(line, "target"))).collect();
    assert!(
        pairs.iter().any(|(source, target)| source.starts_with("Gets **one**") && target.starts_with("Ruft **einen**")),
        "{pairs:?}"
    );
    let alone = lines.iter().find(|line| line["target"].is_null()).expect("one block is not translated");
    assert_eq!(alone["source"], "Only in the source.");
    assert!(alone["id"].as_str().is_some_and(|id| id.starts_with('s')));
    assert_eq!(hexapla(tree.path(), &["align", "live"]).status, 2, "nothing to line up with");
}

#[test]
fn one_target_language_a_file() {
    let ran = hexapla(&corpus(), &["align", ".", "--format", "xliff2"]);
    assert_eq!((ran.status, ran.stderr.contains("one target language")), (2, true), "{}", ran.stderr);
    let ran = hexapla(&corpus(), &["align", ".", "--format", "xliff2", "--locale", "ja-JP", "--api-version", "beta"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("trgLang=\"ja-JP\"") && !ran.stdout.contains("v1.0/"));
}

#[test]
fn a_file_a_page() {
    let tree = pages();
    for format in ["jsonl", "xliff", "xliff2"] {
        assert_eq!(hexapla(tree.path(), &["align", "de-DE", "--format", format, "--split", "-o", format]).status, 0);
        assert_eq!(files(tree.path().join(format)).len(), files(tree.path().join("de-DE")).len(), "{format}");
    }
    assert!(tree.path().join("xliff/de-DE/api-reference/v1.0/api/berth-get.md.xlf").is_file());
    assert_eq!(hexapla(tree.path(), &["align", "de-DE", "--split"]).status, 2);
}

#[test]
fn names_are_locked_where_they_are_right() {
    let tree = pages();
    for format in ["xliff", "xliff2"] {
        let plain = hexapla(tree.path(), &["align", "de-DE", "--format", format]).stdout;
        assert!(!plain.contains("translate=\"no\"") && !plain.contains("mtype="));
        let locked = hexapla(tree.path(), &["align", "de-DE", "--format", format, "--protected"]).stdout;
        assert!(locked.matches("translate=\"no\"").count() > 50, "{format}");
        let repair = locked.lines().position(|line| line.contains("<target") && line.contains(">Annehmen<"));
        let repair = repair.expect("a header that was translated");
        let unit: Vec<&str> = locked.lines().take(repair).collect();
        let unit = unit.iter().rfind(|line| line.contains("unit id=")).expect("its unit");
        assert!(!unit.contains("translate"), "{unit}");
    }
}

/// Exports, edits the first occurrence of each text after `<target`, imports: gives the output of the program, and the
/// pages before and after.
#[track_caller]
fn round_trip(
    tree: &Tree,
    format: &str,
    edits: &[(&str, &str)],
) -> (crate::support::Ran, [BTreeMap<String, String>; 2]) {
    let before = snapshot(tree);
    assert_eq!(hexapla(tree.path(), &["align", "de-DE", "--format", format, "-o", "x.xlf"]).status, 0);
    let mut text = read(tree.path().join("x.xlf"));
    for (old, new) in edits {
        let target = text.match_indices("<target").map(|(at, _)| at).find_map(|at| {
            let end = at + text[at..].find("</target>")?;
            text[at..end].find(old).map(|found| at + found)
        });
        let at = target.unwrap_or_else(|| panic!("{old} is in no translation"));
        text.replace_range(at..at + old.len(), new);
    }
    tree.write("x.xlf", text);
    let ran = hexapla(tree.path(), &["import", "x.xlf"]);
    (ran, [before, snapshot(tree)])
}

#[test]
fn what_was_not_edited_is_not_touched() {
    for format in ["xliff", "xliff2"] {
        let (ran, [before, after]) = round_trip(&pages(), format, &[]);
        assert_eq!(
            (ran.status, ran.stdout.as_str()),
            (0, "0 segments in 0 pages written, 0 refused\n"),
            "{}",
            ran.stderr
        );
        assert!(before == after);
    }
}

#[test]
fn edits_are_written_and_nothing_else() {
    for format in ["xliff", "xliff2"] {
        let edits = [
            ("berth abrufen", "Abrufen eines berth &amp; mehr"),
            ("Landstrom", "Strom vom Land"),
            ("Annehmen", "Accept"),
        ];
        let (ran, [before, after]) = round_trip(&pages(), format, &edits);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains("3 segments in"), "{}", ran.stdout);
        let mut changed = 0;
        for (path, old) in &before {
            let back = after[path].replacen("Abrufen eines berth & mehr</span>", "berth abrufen</span>", 1).replacen(
                "Strom vom Land",
                "Landstrom",
                1,
            );
            changed += usize::from(after[path] != *old);
            assert!(back == *old || back.replacen("\">Accept</span>", "\">Annehmen</span>", 1) == *old, "{path}");
        }
        assert!((1..=3).contains(&changed), "{changed}");
    }
}

#[test]
fn what_would_break_a_page_is_refused() {
    let strong = "<bpt id=\"1\" ctype=\"link\">[</bpt>berth<ept id=\"1\">](../resources/berth.md)</ept>-Objekts";
    let cases = [
        ("Berechtigungstyp", "Berechtigungs\ntyp", "line break"),
        ("Berechtigungstyp", "", "empty"),
        (strong, "berth-Objekts", "the translation lacks inline codes"),
        (strong, "<ept id=\"1\">](../resources/berth.md)</ept>berth<bpt id=\"1\">[</bpt>-Objekts", "out of order"),
        (strong, "<g id=\"1\">berth</g>-Objekts", "does not contain its Markdown"),
        ("Berechtigungstyp", "Typ&lt;/span&gt;", "start an HTML tag"),
        ("Berechtigungstyp", "&lt;span data-ttu-id=\"x-1\"&gt;", "start an HTML tag"),
    ];
    for (old, new, message) in cases {
        let (ran, [before, after]) = round_trip(&pages(), "xliff", &[(old, new)]);
        assert_eq!((ran.status, before == after), (1, true), "{new}: {}", ran.stderr);
        assert!(ran.stderr.contains(message) && ran.stderr.contains("x.xlf:"), "{new}: {}", ran.stderr);
    }
    // One bad edit keeps no good one back.
    let edits = [("Berechtigungstyp", "Typ&lt;/span&gt;"), ("Landstrom", "Strom")];
    let (ran, _) = round_trip(&pages(), "xliff", &edits);
    assert_eq!(
        (ran.status, ran.stdout.contains("1 segment in 1 page written, 1 refused")),
        (1, true),
        "{}",
        ran.stderr
    );
}

#[test]
fn bars_in_cells_are_escaped() {
    let (ran, [_, after]) = round_trip(&pages(), "xliff", &[("Berechtigungstyp", "Typ | Art")]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(after.values().filter(|page| page.contains(">Typ \\| Art</span>")).count(), 1);
}

#[test]
fn pages_that_lost_the_text_are_left_alone() {
    let tree = pages();
    let path = "de-DE/api-reference/v1.0/api/berth-get.md";
    assert_eq!(hexapla(tree.path(), &["align", path, "--format", "xliff", "-o", "x.xlf"]).status, 0);
    let bitext = read(tree.path().join("x.xlf"));
    assert_eq!(bitext.matches("Landstrom").count(), 1);
    tree.write("x.xlf", bitext.replacen("Landstrom", "Strom", 1));
    tree.write(path, read(tree.path().join(path)).replacen("Landstrom", "Bordstrom", 1));
    let moved = snapshot(&tree);
    let ran = hexapla(tree.path(), &["import", "x.xlf"]);
    assert_eq!((ran.status, snapshot(&tree) == moved), (1, true), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("the page has changed since the export") && ran.stderr.contains(path),
        "{}",
        ran.stderr
    );
}

#[test]
fn only_pages_below_the_root_are_written() {
    let tree = pages();
    let path = "de-DE/api-reference/v1.0/api/berth-get.md";
    hexapla(tree.path(), &["align", path, "--format", "xliff", "-o", "x.xlf"]);
    let edited = read(tree.path().join("x.xlf")).replacen("Landstrom", "Strom", 1);
    tree.write("x.xlf", &edited);
    tree.write("sub/x.xlf", edited.replacen("original=\"", "original=\"../", 1));
    let before = snapshot(&tree);
    let inside = hexapla(&tree.path().join("sub"), &["import", "x.xlf"]);
    assert_eq!((inside.status, inside.stderr.contains("the page is outside")), (1, true), "{}", inside.stderr);
    let dry = hexapla(&tree.path().join("sub"), &["import", "../x.xlf", "--root", "..", "--dry-run"]);
    assert_eq!((dry.status, dry.stdout.contains("1 segment in 1 page to write")), (0, true), "{}", dry.stderr);
    assert!(snapshot(&tree) == before);
    assert_eq!(hexapla(&tree.path().join("sub"), &["import", "../x.xlf", "--root", ".."]).status, 0);
    assert!(read(tree.path().join(path)).contains("Strom "));
}

#[test]
fn what_is_no_bitext_ends_the_run() {
    let tree = Tree::new([
        ("cut.xlf", "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\">\n<file original=\"a\">"),
        ("tags.xlf", "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n<file original=\"a\"></body>"),
        ("other.xlf", "<tmx version=\"1.4\"/>"),
        ("text.xlf", "no markup"),
        ("nameless.xlf", "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file/></xliff>"),
    ]);
    let reported = [
        ("cut", "line 2: the file is incomplete"),
        ("tags", "line 2: the XML is not well-formed"),
        ("other", "not XLIFF"),
        ("text", "not a bitext"),
        ("nameless", "no `original`"),
        ("absent", "absent.xlf"),
    ];
    for (name, message) in reported {
        let ran = hexapla(tree.path(), &["import", &format!("{name}.xlf")]);
        assert_eq!((ran.status, ran.stderr.contains(message)), (2, true), "{name}: {}", ran.stderr);
    }
}

#[test]
fn blocks_that_the_page_lacks_are_written_and_others_refused() {
    let tree = beside();
    for format in ["xliff", "xliff2"] {
        hexapla(tree.path(), &["align", "live", "--source", "source", "--format", format, "-o", "x.xlf"]);
        let text = read(tree.path().join("x.xlf"));
        let edited =
            text.replacen("Only in the source.</source>", "Only in the source.</source><target>Nur hier.</target>", 1);
        assert_ne!(text, edited);
        let edited = edited.replacen("Der Schlüssel.", "Der eine Schlüssel.", 1).replacen(">Ruft ", "># Ruft ", 1);
        tree.write("x.xlf", edited);
        let ran = hexapla(tree.path(), &["import", "x.xlf"]);
        assert!(ran.stderr.contains("blocks, tables or spans"), "{}", ran.stderr);
        assert_eq!((ran.status, ran.stdout.contains("1 refused")), (1, true), "{}", ran.stderr);
        let page = read(tree.path().join("live/de-DE/v1.0/api/berth-get.md"));
        assert!(page.contains("| Der eine Schlüssel. |") && page.contains("\n\nNur hier.\n"), "{page}");
        let page = page.replace("Der eine Schlüssel.", "Der Schlüssel.").replace("\n\nNur hier.\n", "\n");
        tree.write("live/de-DE/v1.0/api/berth-get.md", page);
    }
}
