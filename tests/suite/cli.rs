//! The program as a user calls it: exit status, filters, messages, settings.

use crate::support::{Tree, corpus, hexapla, read, repository};
use serde_json::Value;
use std::path::Path;

/// A page with one error.
const DAMAGED: &str = "---\ntitle: x\n---\n<span data-ttu-id=\"a-1\">Ersetzen Sie {Hafen}.</span><span class=\"sxs-lookup\">\
    <span data-stu-id=\"a-1\">Replace {port}.</span></span>\n";
/// A page without findings.
const CLEAN: &str = "---\ntitle: x\n---\n# Hafen\n";

fn harbor() -> Tree {
    Tree::new([("docs/de-DE/v1.0/api/damaged.md", DAMAGED), ("docs/de-DE/v1.0/api/clean.md", CLEAN)])
}

#[track_caller]
fn status(folder: &Path, arguments: &str, expected: i32) {
    let ran = hexapla(folder, &arguments.split_whitespace().collect::<Vec<_>>());
    assert_eq!(ran.status, expected, "hexapla {arguments}\n{}{}", ran.stdout, ran.stderr);
}

/// Fails with 2, nothing on standard output, and a message that holds `part`.
#[track_caller]
fn refused(folder: &Path, arguments: &str, part: &str) {
    let ran = hexapla(folder, &arguments.split_whitespace().collect::<Vec<_>>());
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "hexapla {arguments}\n{}", ran.stderr);
    assert!(ran.stderr.contains(part), "hexapla {arguments}: no `{part}` in\n{}", ran.stderr);
}

#[test]
fn exit_status_tells_what_was_found() {
    let tree = harbor();
    let at = tree.path();
    status(at, "check docs/de-DE/v1.0/api/clean.md", 0);
    status(at, "check docs", 1);
    status(at, "check docs --format json", 1);
    status(at, "check docs --fail-on never", 0);
    status(at, "check docs --check number_changed", 0);
    for filter in
        ["--locale de-DE", "--locale de", "--locale de,de-DE", "--api-version v1.0", "--api-version V1.0,v1.0"]
    {
        status(at, &format!("check docs --fail-on never {filter}"), 0);
    }
    refused(at, "check docs --locale pt-BR", "no page has this locale; the pages have de-DE");
    refused(at, "check docs --locale de,pt", "--locale pt: no page has this locale; the pages have de-DE");
    refused(at, "check docs --locale de-AT", "--locale de-AT: no page has this locale");
    refused(at, "check docs --api-version beta", "no page has this version; the pages have v1.0");
    status(at, "schema docs", 0);
    status(at, "pages docs", 0);
    status(at, "checks", 0);
    status(at, "explain number_changed", 0);
    status(at, "--help", 0);
    status(at, "check --help", 0);
    status(at, "--version", 0);
}

#[test]
fn a_run_that_compares_nothing_is_not_green() {
    let pages = [("de-DE/v1.0/a.md", "# Liegeplatz\n"), ("fr-FR/v1.0/a.md", "# Poste\n")];
    let tree = Tree::new(pages);
    let ran = hexapla(tree.path(), &["check", ".", "--fail-on", "never"]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("no translation was compared with a source text"), "{}", ran.stderr);
    assert!(ran.stdout.contains("source text: none 2"), "{}", ran.stdout);
    // One locale alone is checked against itself, and one source page is sufficient.
    status(tree.path(), "check de-DE --fail-on never", 0);
    tree.write("en/v1.0/a.md", "# Berth\n");
    status(tree.path(), "check . --fail-on never", 0);
}

#[test]
fn a_run_fails_from_the_level_on_that_was_asked_for() {
    let place = corpus();
    for (check, level) in [("placeholder_changed", 3), ("number_changed", 2), ("content_length_wrong", 1)] {
        for (fail_on, least) in [("error", 3), ("warning", 2), ("info", 1), ("never", 4)] {
            let arguments = format!("check {} --check {check} --fail-on {fail_on}", place.display());
            status(repository(), &arguments, i32::from(level >= least));
        }
    }
    // A check that is not asked for does not fail the run; a finding that is hidden because of its level does.
    for (check, expected) in [("number_changed", 1), ("content_length_wrong", 0)] {
        let filter = format!("--check {check} --level error --fail-on warning");
        status(repository(), &format!("check {} {filter}", place.display()), expected);
    }
}

#[test]
fn what_cannot_be_done_is_said_with_status_2() {
    let tree = harbor();
    let at = tree.path();
    std::fs::create_dir(at.join("empty")).expect("a folder");
    tree.write("bad.toml", "[levels]\nnumber_chnged = \"off\"\n");
    tree.write("level.toml", "[levels]\nnumber_changed = \"loud\"\n");
    tree.write("broken.toml", "source_locale = \n");
    tree.write("locale.toml", "source_locale = \"english\"\n");
    tree.write("layout.toml", "layout = \"{lang}/{key}.md\"\n");
    tree.write("key.toml", "sourcelocale = \"en-US\"\n");
    refused(at, "", "Usage");
    refused(at, "check", "PATH");
    refused(at, "chek docs", "chek");
    refused(at, "check docs --check number_chnged", "number_chnged");
    refused(at, "check docs --locale 12", "--locale 12");
    refused(at, "check docs --level loud", "loud");
    refused(at, "check docs --fail-on sometimes", "sometimes");
    refused(at, "check docs --format xml", "xml");
    refused(at, "check docs --threads many", "many");
    refused(at, "explain number_chnged", "number_chnged");
    refused(at, "check empty", "no API page found");
    refused(at, "schema empty", "no API page found");
    refused(at, "pages empty", "no API page found");
    refused(at, "check docs --config none.toml", "none.toml");
    refused(at, "check docs --config bad.toml", "number_chnged");
    refused(at, "check docs --config level.toml", "loud");
    refused(at, "check docs --config broken.toml", "broken.toml");
    refused(at, "check docs --config locale.toml", "english");
    refused(at, "check docs --config layout.toml", "{lang}");
    refused(at, "check docs --config key.toml", "sourcelocale");
}

#[test]
fn a_missing_root_fails_the_run_and_the_others_are_reported() {
    let tree = harbor();
    for arguments in [
        ["check", "docs", "absent"],
        ["check", "absent", "docs"],
        ["schema", "docs", "absent"],
        ["pages", "docs", "absent"],
    ] {
        let ran = hexapla(tree.path(), &arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(ran.stderr.contains("absent: No such file"), "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stdout.is_empty(), "{arguments:?}");
    }
    let ran = hexapla(tree.path(), &["check", "docs", "absent", "--format", "json"]);
    assert_eq!(ran.json()["summary"]["problems"][0]["path"], "absent");
    assert_eq!(ran.json()["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_named_file_that_is_no_page_fails_the_run() {
    let tree = harbor();
    tree.write("docs/de-DE/v1.0/api/picture.md", b"\x89PNG\x00\x00");
    // The file is reported and the run continues, also if it was found in a folder.
    let found = hexapla(tree.path(), &["check", "docs", "--fail-on", "never"]);
    assert_eq!(found.status, 2, "{}", found.stderr);
    assert!(found.stderr.contains("docs/de-DE/v1.0/api/picture.md: binary"), "{}", found.stderr);
    let named = hexapla(tree.path(), &["check", "docs", "docs/de-DE/v1.0/api/picture.md", "--fail-on", "never"]);
    assert!(named.stderr.contains("docs/de-DE/v1.0/api/picture.md: binary"), "{}", named.stderr);
    assert_eq!(named.status, 2, "{}", named.stderr);
}

/// The findings of a run over the corpus.
#[track_caller]
fn found(arguments: &[&str]) -> Vec<Value> {
    let place = corpus().display().to_string();
    let ran = hexapla(repository(), &[&["check", &place, "--format", "json"], arguments].concat());
    ran.json()["findings"].as_array().expect("a list").clone()
}

/// Keeping by `arguments` gives the same findings as keeping those of the whole run by `keeps`.
#[track_caller]
fn keeps(arguments: &[&str], keeps: impl Fn(&Value) -> bool) {
    let mut all = found(&[]);
    all.retain(|finding| keeps(finding));
    assert!(!all.is_empty(), "{arguments:?}: the corpus has nothing to keep");
    assert_eq!(found(arguments), all, "{arguments:?}");
}

#[test]
fn filters_keep_what_they_name() {
    keeps(&["--locale", "PT-br"], |finding| finding["locale"] == "pt-BR");
    keeps(&["--locale", "pt-BR", "--locale", "zh-CN"], |finding| {
        finding["locale"] == "pt-BR" || finding["locale"] == "zh-CN"
    });
    keeps(&["--api-version", "Beta"], |finding| finding["version"] == "beta");
    keeps(&["--check", "number_changed", "--check", "segment_empty"], |finding| {
        finding["check"] == "number_changed" || finding["check"] == "segment_empty"
    });
    keeps(&["--level", "error"], |finding| finding["level"] == "error");
    keeps(&["--level", "warning"], |finding| finding["level"] != "info");
    keeps(&["--level", "info"], |_| true);
    keeps(&["--locale", "de-DE", "--api-version", "v1.0", "--level", "warning"], |finding| {
        finding["locale"] == "de-DE" && finding["version"] == "v1.0" && finding["level"] != "info"
    });
}

#[test]
fn roots_may_overlap_and_be_files() {
    let tree = harbor();
    let once = hexapla(tree.path(), &["check", "docs"]).stdout;
    assert_eq!(hexapla(tree.path(), &["check", "docs", "docs"]).stdout, once);
    assert_eq!(hexapla(tree.path(), &["check", "docs", "docs/de-DE/v1.0/api/damaged.md"]).stdout, once);
    let single = hexapla(tree.path(), &["check", "docs/de-DE/v1.0/api/damaged.md", "--format", "json"]).json();
    let edition = &single["editions"][0];
    assert_eq!(
        (&edition["locale"], &edition["version"], &edition["key"]),
        (&"de-DE".into(), &"v1.0".into(), &"api/damaged".into())
    );
    // From inside the tree, paths are relative and the findings are the same.
    let inside = hexapla(&tree.path().join("docs/de-DE/v1.0"), &["check", ".", "--format", "json"]).json();
    assert_eq!(inside["findings"][0]["locale"], "de-DE");
    assert_eq!(inside["findings"][0]["path"], "./api/damaged.md");
}

#[test]
fn folders_above_the_root_do_not_outrank_those_below() {
    let tree = Tree::new([("home/it/docs/de-DE/v1.0/api/clean.md", CLEAN)]);
    let pages = hexapla(&tree.path().join("home/it"), &["pages", "docs", "--format", "json"]).json();
    let edition = &pages["editions"][0];
    assert_eq!((&edition["locale"], &edition["key"]), (&"de-DE".into(), &"api/clean".into()));
}

#[test]
fn settings_are_found_made_and_obeyed() {
    let tree = harbor();
    let at = tree.path();
    status(at, "init", 0);
    refused(at, "init", "hexapla.toml already exists");
    status(at, "check docs", 1);
    tree.write("hexapla.toml", "[levels]\nplaceholder_changed = \"off\"\n");
    status(at, "check docs", 0);
    tree.write("hexapla.toml", "[levels]\nplaceholder_changed = \"warning\"\n");
    status(at, "check docs", 0);
    status(at, "check docs --fail-on warning", 1);
    // The nearest file at or above the working directory counts.
    status(&at.join("docs/de-DE"), "check .", 0);
    tree.write("docs/hexapla.toml", "");
    status(&at.join("docs/de-DE"), "check .", 1);
    tree.write("layout.toml", "layout = \"other/{version}/{key}/page.{locale}.md\"\n");
    tree.write("other/v2/mole/page.pt-br.md", CLEAN);
    let pages = hexapla(at, &["pages", "other", "--config", "layout.toml", "--format", "json"]).json();
    let edition = &pages["editions"][0];
    assert_eq!(
        (&edition["locale"], &edition["version"], &edition["key"]),
        (&"pt-BR".into(), &"v2".into(), &"mole".into())
    );
    assert_eq!(edition["evidence"]["locale"], "layout");
    // A folder that is no locale does not stand for one.
    tree.write("layout.toml", "layout = \"{locale}/{version}/{key}.md\"\n");
    tree.write("plain/pt-br/v2/mole.md", CLEAN);
    let pages = hexapla(at, &["pages", "plain", "--config", "layout.toml", "--format", "json"]).json();
    let edition = &pages["editions"][0];
    assert_eq!(
        (&edition["locale"], &edition["version"], &edition["key"]),
        (&"pt-BR".into(), &"v2".into(), &"mole".into())
    );
}

#[test]
fn checks_explain_themselves() {
    let listed = hexapla(repository(), &["checks"]).stdout;
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, hexapla::checks::list().iter().map(|listed| listed.name).collect::<Vec<_>>());
    for check in hexapla::checks::ALL {
        let page = read(repository().join(format!("fixtures/checks/{}.md", check.name)));
        let shown = hexapla(repository(), &["explain", check.name]).stdout;
        let (cases, others) = shown.split_once("\n## More cases\n\n").unwrap_or((&shown, ""));
        // The first case of each kind as the page has it, and every other case by its heading.
        let headings = |kind: &str| page.matches(&format!("\n## {kind}")).count();
        assert!(page.contains(cases.split("\n## Does not fire").next().expect("a part")), "{}", check.name);
        assert_eq!(cases.matches("\n## Fires").count(), 1, "{}", check.name);
        assert_eq!(cases.matches("\n## Does not fire").count(), 1, "{}", check.name);
        assert!(cases.contains("\n~~~~ findings\n"), "{}", check.name);
        assert_eq!(others.lines().count(), headings("Fires") + headings("Does not fire") - 2, "{}", check.name);
        assert!(others.lines().all(|line| page.contains(&format!("\n## {}\n", &line[2..]))), "{}", check.name);
    }
    let rule = hexapla(repository(), &["explain", "header_removed"]).stdout;
    for part in [
        "# header_removed",
        "uncertain",
        "the service may ignore it or reject the request",
        "hexapla check",
        "hexapla diff",
    ] {
        assert!(rule.contains(part), "no `{part}` in\n{rule}");
    }
}

#[test]
fn tables_of_bare_names_are_of_the_source_language() {
    let tree =
        Tree::new([("v1.0/kinds.md", "### kind\n\n|Member|\n|:---|\n|dry|\n|wet|\n"), ("v1.0/bare.md", "### kind\n")]);
    let ran = hexapla(tree.path(), &["pages", "."]);
    assert!(ran.stdout.contains("locale en-US (nothing), version v1.0"), "{}", ran.stdout);
    assert!(ran.stderr.contains("bare.md: locale unknown"), "{}", ran.stderr);
}
