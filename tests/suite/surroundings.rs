//! A run on named files knows what the run on the tree around them knows, and reports on the named files only.

use crate::support::{Ran, Tree, hexapla};
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;

const SOURCE: &str = "# List berths\n\nReturns the berths of a harbor that you may see, with their names and depths.\n\n\
    | Parameter | Description |\n|:--|:--|\n| `limit` | How many berths are returned. |\n| `sortOrder` | Which berth is first. |\n";
const TARGET: &str = "# Lister les postes\n\nRenvoie les postes d'un port que vous pouvez voir, avec leurs noms et leurs profondeurs.\n\n\
    | Paramètre | Description |\n|:--|:--|\n| `limit` | Le nombre de postes renvoyés par la requête. |\n";

/// Source and target of a page in trees of several kinds.
const LAYOUTS: [[&str; 2]; 10] = [
    ["en/berth-list.md", "fr/berth-list.md"],
    ["en/harbor/quay/berth-list.md", "fr/harbor/quay/berth-list.md"],
    ["content/en/docs/harbor/berth-list.md", "content/fr/docs/harbor/berth-list.md"],
    ["docs/harbor/berth-list.md", "docs/fr/harbor/berth-list.md"],
    ["docs/harbor/berth-list.md", "i18n/fr/docusaurus-plugin-content-docs/current/harbor/berth-list.md"],
    ["docs/berth-list.md", "docs/berth-list.fr.md"],
    ["docs/harbor/berth-list.md", "docs/harbor/berth-list_FR.md"],
    ["harbor/berth-list.mdx", "fr/harbor/berth-list.mdx"],
    ["v1.0/en_US/harbor/berth-list.md", "v1.0/fr_FR/harbor/berth-list.md"],
    ["docs/latest/en/berth-list.md", "docs/latest/fr/berth-list.md"],
];

/// The marks by which the root of a tree is known.
const MARKS: [&str; 4] = ["", ".git/HEAD", "hexapla.toml", "mkdocs.yml"];

/// A tree with the pages of a layout and a second page key, which is in the source language only.
fn tree([source, target]: [&str; 2], mark: &str) -> Tree {
    let second = source.replace("berth-list", "berth-get");
    let tree = Tree::new([(source, SOURCE), (target, TARGET), (&*second, &SOURCE.replace("List", "Get"))]);
    if !mark.is_empty() {
        tree.write(mark, "");
    }
    tree
}

/// The editions and findings of a run that are about a file. Findings that need the whole run are left out.
fn about(ran: &Ran, path: &str) -> [Vec<Value>; 2] {
    let report = ran.json();
    let of = |list: &str| -> Vec<Value> {
        let entries = report[list].as_array().expect("a list").iter();
        let is_wanted = |entry: &&Value| entry["path"] == path && entry["check"] != "page_missing_in_locale";
        entries.filter(is_wanted).cloned().collect()
    };
    [of("editions"), of("findings")]
}

/// Drops the page key and what is made from it.
fn without_key(entry: &mut Value) {
    let entry = entry.as_object_mut().expect("an object");
    ["key", "fingerprint"].into_iter().for_each(|name| drop(entry.remove(name)));
}

#[test]
fn a_named_file_has_the_findings_of_the_tree() {
    for (layout, mark) in LAYOUTS.into_iter().flat_map(|layout| MARKS.map(|mark| (layout, mark))) {
        let tree = tree(layout, mark);
        let run = |path: &str| hexapla(tree.path(), &["check", path, "--format", "json", "--fail-on", "never"]);
        let whole = run(".");
        for path in layout.map(|path| format!("./{path}")) {
            let single = run(&path);
            let mut sides = [about(&single, &path), about(&whole, &path)];
            if mark.is_empty() {
                // The tree is the nearest folder that pairs the page, so a key may be shorter than in a run on a folder above.
                sides.iter_mut().flatten().flatten().for_each(without_key);
            }
            assert_eq!(sides[0], sides[1], "{layout:?} {mark}: {}", single.stderr);
            let report = single.json();
            let paths = |list: &str| {
                report[list].as_array().expect("a list").iter().map(|entry| entry["path"].clone()).collect::<Vec<_>>()
            };
            assert!(
                paths("editions") == [path.as_str()] && paths("findings").iter().all(|found| *found == path),
                "{layout:?} {mark}"
            );
        }
        let target = format!("./{}", layout[1]);
        let [_, findings] = about(&run(&target), &target);
        assert!(findings.iter().any(|finding| finding["check"] == "table_row_missing"), "{layout:?} {mark}");
    }
}

#[test]
fn a_tree_may_be_above_the_nearest_settings_file() {
    // The settings of the site are beside the translations, and the source pages are elsewhere in the repository.
    let target = "website/i18n/fr/docusaurus-plugin-content-docs/current/harbor/berth-list.md";
    let second = "website/i18n/fr/docusaurus-plugin-content-docs/current/harbor/berth-get.md";
    let tree = Tree::new([("docs/harbor/berth-list.md", SOURCE), (target, TARGET), (second, TARGET)]);
    tree.write("website/docusaurus.config.js", "");
    tree.write(".git/HEAD", "");
    let ran = hexapla(tree.path(), &["check", target, "--fail-on", "never"]);
    assert!(ran.stdout.contains("table_row_missing"), "{}", ran.stdout);
    // Two sites in one repository: each named file has the tree of its site, in any order.
    let [first, second] = ["one/fr/harbor/berth-list.md", "two/fr/harbor/berth-list.md"];
    let tree = Tree::new([
        (first, TARGET),
        ("one/en/harbor/berth-list.md", SOURCE),
        (second, TARGET),
        ("two/en/harbor/berth-list.md", &*SOURCE.replace("sortOrder", "orderBy")),
    ]);
    for mark in ["one/mkdocs.yml", "two/mkdocs.yml", ".git/HEAD"] {
        tree.write(mark, "");
    }
    for (path, row) in [(first, "sortOrder"), (second, "orderBy")] {
        let ran = hexapla(tree.path(), &["check", path, "--fail-on", "never"]);
        assert!(ran.stdout.contains(&format!("the row `{row}` is missing")), "{}", ran.stdout);
    }
}

#[test]
fn every_way_to_name_a_file_leads_to_its_tree() {
    let layout = ["docs/harbor/berth-list.md", "i18n/fr/docusaurus-plugin-content-docs/current/harbor/berth-list.md"];
    let tree = tree(layout, ".git/HEAD");
    let below = tree.path().join("i18n/fr");
    let absolute = tree.path().join(layout[1]).to_string_lossy().into_owned();
    let inner = "docusaurus-plugin-content-docs/current/harbor/berth-list.md";
    let folder = below.join("docusaurus-plugin-content-docs/current/harbor");
    let up = format!("../{inner}");
    for (folder, path) in [
        (tree.path(), layout[1]),
        (tree.path(), &absolute),
        (&below, inner),
        (&below, &format!("./{inner}")),
        (&below.join("docusaurus-plugin-content-docs"), &up),
        (&folder, "berth-list.md"),
    ] {
        let ran = hexapla(folder, &["check", path, "--format", "json", "--fail-on", "never"]);
        let report = ran.json();
        assert_eq!(report["editions"][0]["path"], *path, "{}", ran.stderr);
        assert_eq!(report["editions"][0]["source"], "tree", "{path}");
        assert_eq!(report["editions"][0]["locale"], "fr", "{path}");
        assert!(ran.stdout.contains("table_row_missing"), "{path}");
    }
    // The names of the other commands' results are those of the named page only.
    let schema = hexapla(tree.path(), &["align", layout[1]]);
    assert!(
        schema.stdout.lines().all(|line| line.contains("\"fr\"")) && schema.stdout.contains("sortOrder"),
        "{}",
        schema.stdout
    );
}

#[test]
fn a_page_from_standard_input_is_one_of_the_tree() {
    for layout in LAYOUTS {
        let tree = tree(layout, "");
        let mut command = crate::support::command(
            tree.path(),
            &["check", "-", "--stdin-path", layout[1], "--format", "json", "--fail-on", "never"],
        );
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let text = TARGET.replace("`limit`", "`limite`");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
        let report: Value = serde_json::from_slice(&child.wait_with_output().expect("an end").stdout).expect("JSON");
        let checks: Vec<&str> = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|finding| finding["check"].as_str())
            .collect();
        assert!(
            checks.contains(&"table_row_missing") && checks.contains(&"code_span_changed"),
            "{layout:?}: {checks:?}"
        );
        assert_eq!(report["editions"].as_array().expect("a list").len(), 1, "{layout:?}");
    }
}

#[test]
fn votes_need_the_other_locales() {
    // Three translations of one commit: the odd one is found from its file alone.
    let page = |level: &str| {
        format!(
            "---\ntitle: x\nms.sourcegitcommit: 0123456789abcdef\n---\n# x\n\n| Property | Type |\n|:--|:--|\n| depth | {level} |\n"
        )
    };
    let tree = Tree::new([
        ("de-DE/v1.0/resources/berth.md", page("Int32")),
        ("fr-FR/v1.0/resources/berth.md", page("Int64")),
        ("ja-JP/v1.0/resources/berth.md", page("Int32")),
        ("pt-BR/v1.0/resources/berth.md", page("Int32")),
    ]);
    let run = |path| hexapla(tree.path(), &["check", path, "--format", "json", "--fail-on", "never"]);
    let path = "./fr-FR/v1.0/resources/berth.md";
    let [editions, findings] = about(&run(path), path);
    assert_eq!([editions, findings.clone()], about(&run("."), path));
    assert!(findings.iter().any(|finding| finding["axis"] == "locales"), "{findings:?}");
}

#[test]
fn several_named_files_are_all_reported() {
    let [source, target] = LAYOUTS[2];
    let tree = tree([source, target], "");
    let ran = hexapla(tree.path(), &["pages", source, target]);
    assert!(ran.stdout.contains("2 pages with 1 key"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("berth-get"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn no_link_out_of_the_tree_is_followed() {
    let outside = Tree::new([("en/harbor/berth-list.md", SOURCE)]);
    let inside = Tree::new([("fr/harbor/berth-list.md", TARGET), ("fr/harbor/ship.md", TARGET), (".git/HEAD", "")]);
    std::os::unix::fs::symlink(outside.path().join("en"), inside.path().join("en")).expect("links can be made");
    let ran = hexapla(inside.path(), &["check", "fr/harbor/berth-list.md", "--fail-on", "never"]);
    assert!(ran.stdout.contains("source text: none 1"), "{}", ran.stdout);
}

#[test]
fn a_file_on_its_own_stays_on_its_own() {
    // Loose files of one folder are grouped by their first headings; files of other folders are not looked at.
    let tree = Tree::new([("notes/one.md", SOURCE), ("notes/two.md", SOURCE), ("other/three.md", SOURCE)]);
    let ran = hexapla(tree.path(), &["pages", "notes/one.md"]);
    assert!(ran.stdout.contains("1 page with 1 key"), "{}", ran.stdout);
    assert!(ran.stdout.contains("key list-berths (heading)"), "{}", ran.stdout);
}
