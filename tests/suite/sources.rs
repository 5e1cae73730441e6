//! Source text from elsewhere: at the commit that a page names, from a tree, from another edition, or not at all.

use crate::git::git;
use crate::support::{Ran, Tree, hexapla, say};
use serde_json::Value;
use std::collections::BTreeMap;

const ENGLISH: &str = "# Get berth\n\nReads one berth.\n\n## Request headers\n\n|Name|Description|\n|:---|:---|\n\
    |Accept|What to send, 3 at most.|\n|Prefer|How long to wait.|\n\n## Response\n\nReturns the `draft` of the berth.\n";
const GERMAN: &str = "# <a name=\"get-berth\"></a>Liegeplatz abrufen\n\nLiest einen Liegeplatz.\n\n\
    ## <a name=\"request-headers\"></a>Anforderungsheader\n\n|Name|Beschreibung|\n|:---|:---|\n\
    |Annehmen|Was gesendet wird, höchstens 3.|\n|Prefer|Wie lange gewartet wird.|\n\n\
    ## <a name=\"response\"></a>Antwort\n\nGibt die Tiefe des Liegeplatzes zurück.\n";
const PATH: &str = "de-DE/docs/v1.0/api/berth-get.md";

/// The German page, made from a commit.
fn german(pin: &str) -> String {
    format!("---\ntitle: Liegeplatz\nms.sourcegitcommit: {pin}\n---\n{GERMAN}")
}

/// The German page with a Russian edition that embeds its source, made from a commit of its own.
fn with_pivot(pins: [&str; 2], source: &str) -> Tree {
    let mut russian = format!("---\ntitle: T\nms.sourcegitcommit: {}\n---\n", pins[1]);
    for (number, line) in source.lines().enumerate() {
        let (start, text) = line.split_once("# ").map_or(("", line), |(marks, text)| (&line[..marks.len() + 2], text));
        if text.is_empty() || text.starts_with('|') {
            russian.push_str(&format!("{line}\n"));
            continue;
        }
        russian.push_str(&format!(
            "{start}<span data-ttu-id=\"a-{number}\">Причал {number}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{number}\">{text}</span></span>\n"
        ));
    }
    Tree::new([(PATH, german(pins[0])), ("ru-RU/docs/v1.0/api/berth-get.md", russian)])
}

/// The report on the German edition: where its source text was found, and the checks of the translation axis.
#[track_caller]
fn said(ran: &Ran) -> (String, Vec<String>) {
    let report: Value = ran.json();
    let editions = report["editions"].as_array().expect("a list");
    let source = editions.iter().find(|edition| edition["locale"] == "de-DE").expect("the page")["source"].to_string();
    let findings = report["findings"].as_array().expect("a list").iter();
    let reported = findings.filter(|finding| finding["axis"] == "translation" && finding["locale"] == "de-DE");
    (
        source.trim_matches('"').to_owned(),
        reported.map(|finding| finding["check"].as_str().unwrap_or_default().to_owned()).collect(),
    )
}

#[track_caller]
fn checked(tree: &Tree, flags: &[&str], source: &str, checks: &[&str]) -> Ran {
    let ran = hexapla(tree.path(), &[&["check", "de-DE", "--format", "json"], flags].concat());
    let (from, found) = said(&ran);
    assert_eq!(
        (from.as_str(), found.iter().map(String::as_str).collect::<Vec<_>>()),
        (source, checks.to_vec()),
        "{}",
        ran.stderr
    );
    ran
}

const DAMAGE: &[&str] = &["header_name_changed", "code_span_changed"];

#[test]
fn sources_are_found_at_the_commits_that_pages_name() {
    let tree = Tree::new([("r/docs/v1.0/api/berth-get.md", ENGLISH)]);
    let repository = tree.path().join("r");
    if git(&repository, "init -q -b main").is_none() {
        say("there is no git: tests of pins left out");
        return;
    }
    git(&repository, "add .");
    git(&repository, "commit -q -m one");
    let pin = git(&repository, "rev-parse HEAD").unwrap_or_default();
    tree.write("r/docs/v1.0/api/berth-get.md", ENGLISH.replace("Prefer", "If-Match"));
    tree.write("r/docs/v1.0/api/berth-list.md", "# List berths\n");
    git(&repository, "add .");
    git(&repository, "commit -q -m two");
    git(tree.path(), "clone -q --bare r bare");
    git(tree.path(), &format!("clone -q --depth 1 file://{} shallow", repository.display()));
    tree.write(PATH, german(&pin));
    for folder in ["r", "bare"] {
        let ran = checked(&tree, &["--source-git", folder], "pin", DAMAGE);
        assert_eq!(ran.json()["editions"][0]["source_path"], format!("{folder}@{pin}:docs/v1.0/api/berth-get.md"));
        assert_eq!(ran.stderr, "");
    }
    // If the path in the repository differs, the settings state it, or the end of the path is sufficient.
    tree.write("de-DE/elsewhere/v1.0/api/berth-get.md", german(&pin));
    std::fs::remove_file(tree.path().join(PATH)).expect("it is there");
    checked(&tree, &["--source-git", "r"], "pin", DAMAGE);
    tree.write("hexapla.toml", "source_layout = \"docs/{version}/{key}.md\"\n");
    checked(&tree, &["--source-git", "r"], "pin", DAMAGE);
    // A missing object is reported once for each commit, and the run goes on.
    tree.write("de-DE/elsewhere/v1.0/api/berth-list.md", german(&pin));
    let ran = hexapla(tree.path(), &["check", "de-DE", "--source-git", "shallow"]);
    assert_eq!(ran.status, 1, "compared with the source as it is now: {}", ran.stderr);
    let note = format!(
        "hexapla: shallow: commit `{pin}`, named by 2 pages: no such commit in the repository (a shallow clone?)\n\
         hexapla: shallow: the history is not whole (a shallow or partial clone?): source pages older than it are not found\n"
    );
    assert_eq!(ran.stderr, note);
    let ran = hexapla(tree.path(), &["check", "de-DE", "--source-git", "r"]);
    let note = format!("hexapla: r: commit `{pin}`, named by 1 page: the commit does not contain the page\n");
    assert_eq!(ran.stderr, note);
}

#[test]
fn sources_are_found_in_trees() {
    let tree = Tree::new([(PATH, german("a")), ("english/docs/v1.0/api/berth-get.md", ENGLISH.to_owned())]);
    checked(&tree, &[], "none", &[]);
    checked(&tree, &["--source", "english"], "tree", DAMAGE);
    // A folder of sources that is named after the locale of their translations.
    tree.write("of/de-DE/docs/v1.0/api/berth-get.md", ENGLISH);
    checked(&tree, &["--source", "of"], "tree", DAMAGE);
    // The tree has the translation itself, and another version.
    tree.write("v2/docs/v2.0/api/berth-get.md", ENGLISH);
    checked(&tree, &["--source", "de-DE"], "none", &[]);
    checked(&tree, &["--source", "v2"], "none", &[]);
    // A loose page is found by its first heading.
    tree.write("loose/page.txt", german("a").replace("title", "ms.contentlocale: de-DE\ntitle"));
    let ran = hexapla(tree.path(), &["check", "loose", "--source", "english", "--format", "json"]);
    assert_eq!(said(&ran).0, "none", "the version of a loose page is not known");
    tree.write("english2/api/berth-get.md", ENGLISH);
    let ran = hexapla(tree.path(), &["check", "loose", "--source", "english2", "--format", "json"]);
    assert_eq!((said(&ran).0.as_str(), ran.stderr.as_str()), ("tree", ""));
}

#[test]
fn other_editions_lend_their_source() {
    let both = |tree: &Tree| said(&hexapla(tree.path(), &["check", ".", "--format", "json"]));
    let damage: Vec<String> = DAMAGE.iter().map(|check| (*check).to_owned()).collect();
    assert_eq!(both(&with_pivot(["a", "a"], ENGLISH)), ("pivot".to_owned(), damage.clone()));
    // Of another commit: what may be age is a part of one info, and what translation alone can do stays.
    let tree = with_pivot(["a", "b"], ENGLISH);
    assert_eq!(both(&tree), ("pivot".to_owned(), damage[..1].to_vec()));
    let ran = hexapla(tree.path(), &["check", ".", "--check", "edition_stale", "--level", "info"]);
    let message =
        "this edition is made from another source than de-DE, which differs in inline code `draft` (only here)";
    assert!(ran.stdout.contains(&format!("info[edition_stale]: {message}\n")), "{}", ran.stdout);
    // One that differs is the source of another date.
    let newer = ENGLISH.replace("\n\n## Response", "\n|If-Match|Which one.|\n\n## Response");
    assert_eq!(both(&with_pivot(["a", "b"], &newer)).0, "none");
    // The source-language page among the pages serves as well, unless it shows to be newer.
    let tree = with_pivot(["a", "b"], &newer);
    tree.write("en-US/docs/v1.0/api/berth-get.md", ENGLISH);
    assert_eq!(both(&tree), ("tree".to_owned(), damage));
    tree.write(PATH, german("a").replace("Tiefe", "`maximumDraft`"));
    assert_eq!(both(&tree).0, "tree");
}

#[test]
fn age_is_no_certain_damage() {
    // The page states a name that the tree does not have: the tree is newer. Changes that this explains are warnings.
    let tree = Tree::new([(PATH, german("a")), ("english/docs/v1.0/api/berth-get.md", ENGLISH.to_owned())]);
    let other = german("a").replace("|Prefer|Wie lange gewartet wird.|\n", "|`Retry-Count`|Wie oft.|\n");
    tree.write(PATH, other.replace("Annehmen", "Zu empfangen"));
    let found = ["header_name_changed", "header_name_changed", "code_span_changed"];
    checked(&tree, &["--source", "english"], "tree", &found);
    let ran = hexapla(tree.path(), &["check", "de-DE", "--source", "english"]);
    assert!(ran.stdout.contains("warning[code_span_changed]"), "{}", ran.stdout);
    assert!(ran.stdout.contains("out of date because the source page has changed"), "{}", ran.stdout);
    let ran = hexapla(tree.path(), &["check", "de-DE", "--source", "english", "--source-is", "exact"]);
    assert!(ran.stdout.contains("error[code_span_changed]"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("out of date"), "{}", ran.stdout);
    // A row is missing, and there is no evidence of another date.
    tree.write(PATH, german("a").replace("|Prefer|Wie lange gewartet wird.|\n", ""));
    checked(
        &tree,
        &["--source", "english"],
        "tree",
        &["header_name_changed", "table_row_missing", "code_span_changed"],
    );
}

#[test]
fn the_source_is_found_by_its_language() {
    for folder in ["en", "en-GB", "en-us"] {
        let english = format!("{folder}/docs/v1.0/api/berth-get.md");
        let tree = Tree::new([(PATH, german("a")), (english.as_str(), ENGLISH.to_owned())]);
        checked(&tree, &[folder], "tree", DAMAGE);
        let ran = hexapla(tree.path(), &["align", ".", "--format", "xliff"]);
        let tag = if folder == "en-us" { "en-US" } else { folder };
        assert!(ran.stdout.contains(&format!("source-language=\"{tag}\"")), "{}", ran.stdout);
    }
    // Of two, the one that the settings name.
    let tree = Tree::new([
        (PATH, german("a")),
        ("en-US/docs/v1.0/api/berth-get.md", ENGLISH.to_owned()),
        ("en-GB/docs/v1.0/api/berth-get.md", ENGLISH.to_owned()),
        ("en-GB/docs/v1.0/api/berth-list.md", ENGLISH.to_owned()),
    ]);
    checked(&tree, &["en-US", "en-GB"], "tree", DAMAGE);
}

#[test]
fn what_is_not_to_be_had_is_told() {
    let tree = Tree::new([(PATH, german("a")), ("empty/x", String::new())]);
    for (flags, message) in [
        (["--source-git", "empty"], "empty: not in a git repository"),
        (["--source", "absent"], "absent: "),
        (["--source", "empty"], "empty: no source-language page found"),
        (["--newer", "empty"], "empty: no source-language page found"),
    ] {
        let ran = hexapla(tree.path(), &[&["check", "de-DE"][..], &flags[..]].concat());
        assert_eq!(ran.status, 2, "{flags:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{flags:?}: {}", ran.stderr);
    }
}

#[test]
fn reports_say_where_source_text_came_from() {
    let tree = Tree::new([(PATH, german("a")), ("english/docs/v1.0/api/berth-get.md", ENGLISH.to_owned())]);
    let ran = hexapla(tree.path(), &["check", "de-DE", "--source", "english"]);
    assert!(
        ran.stdout.contains("\nsource text: tree 1\nsource locale: en-US (the pages of --source are in it)\n"),
        "{}",
        ran.stdout
    );
    let ran = hexapla(tree.path(), &["pages", "de-DE", "--source", "english"]);
    assert!(ran.stdout.contains("target_only, source tree (english/docs/v1.0/api/berth-get.md)"), "{}", ran.stdout);
    let report = hexapla(tree.path(), &["check", "de-DE", "--source", "english", "--format", "json"]).json();
    let sources: BTreeMap<String, Value> =
        serde_json::from_value(report["summary"]["sources"].clone()).expect("counts");
    assert_eq!(sources, BTreeMap::from([("tree".to_owned(), 1.into())]));
}

#[test]
fn mdx_and_index_files_are_pages() {
    for name in ["berth-get.mdx", "berth-get/index.md", "berth-get/_index.md", "berth-get/README.md"] {
        let [target, source] = ["de-DE", "en-US"].map(|locale| format!("{locale}/docs/v1.0/api/{name}"));
        let tree = Tree::new([(target.as_str(), german("a")), (source.as_str(), ENGLISH.to_owned())]);
        checked(&tree, &["en-US"], "tree", DAMAGE);
    }
    // A read-me page without another edition is no API page.
    let tree = Tree::new([(PATH, german("a")), ("README.md", "# Documentation of the harbor\n".to_owned())]);
    let ran = hexapla(tree.path(), &["pages", ".", "--format", "json"]);
    assert!(ran.stdout.contains("\"index\"") && !ran.stdout.contains("README\","), "{}", ran.stdout);
}

#[test]
fn a_report_states_what_was_not_compared() {
    let tree = Tree::new([
        (PATH, german("a")),
        ("en-US/docs/v1.0/api/berth-get.md", ENGLISH.to_owned()),
        ("de-DE/docs/v1.0/api/crane-get.md", "# Kran abrufen\n\nRuft den Kran ab, der nicht frei ist.\n".to_owned()),
    ]);
    let report = hexapla(tree.path(), &["check", ".", "--format", "json", "--fail-on", "never"]).json();
    let coverage = &report["summary"]["coverage"]["de-DE"];
    assert_eq!([&coverage["current"], &coverage["none"], &coverage["spans"]], [1, 1, 0], "{coverage}");
    assert_eq!(coverage["not_compared"][0]["reason"], "no source text was found");
    let bases: Vec<&str> =
        report["editions"].as_array().expect("a list").iter().filter_map(|edition| edition["basis"].as_str()).collect();
    assert_eq!(bases, ["current", "none", "none"]);
    let text = hexapla(tree.path(), &["check", ".", "--fail-on", "never"]).stdout;
    assert!(text.contains("not compared: de-DE, 1 page: no source text was found"), "{text}");
}
