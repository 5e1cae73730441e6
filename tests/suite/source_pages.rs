//! Pages with spans against their source page: what is damaged outside of spans is the same on both sides of the page.

use crate::git::git;
use crate::support::{Ran, Tree, hexapla, say};

const PATH: &str = "api-reference/v1.0/api/berth-get.md";

const ENGLISH: &str = "---\ntitle: Get berth\n---\n# Get berth\n\nReads a berth of `{harbor}`.\n\n## Permissions\n\n\
    |Permission type|Permissions|\n|:---|:---|\n|Application|Berth.Read.All|\n\n## HTTP request\n\n```http\nGET /berths/{id}\n```\n\n\
    > [!NOTE]\n> A berth may be closed.\n\n- One.\n- Two.\n\n[!INCLUDE [tide](../includes/tide.md)]\n\n## Response\n\n\
    <!-- { \"blockType\": \"response\" } -->\n\n```json\n{ \"depth\": 3 }\n```\n\nSee [harbor](harbor.md).\n";

/// The German texts of segments.
const TRANSLATIONS: &[(&str, &str)] = &[
    ("Get berth", "Liegeplatz abrufen"),
    ("Reads a berth of `{harbor}`.", "Liest einen Liegeplatz von `{harbor}`."),
    ("Permissions", "Berechtigungen"),
    ("Permission type", "Berechtigungstyp"),
    ("Application", "Anwendung"),
    ("HTTP request", "HTTP-Anforderung"),
    ("A berth may be closed.", "Ein Liegeplatz kann geschlossen sein."),
    ("One.", "Eins."),
    ("Two.", "Zwei."),
    ("Response", "Antwort"),
    ("See [harbor](harbor.md).", "Siehe [Hafen](harbor.md)."),
];

/// The German page with spans. `pin`: the commit that it names.
fn german(pin: &str) -> String {
    let (front, body) = ENGLISH[4..].split_once("---\n").unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for (number, line) in body.lines().enumerate() {
        let marks: &[char] = &['#', '>', '-', '|', ' '];
        let cells = line.split('|').map(|cell| {
            let text = cell.trim_matches(marks);
            let Some((_, translation)) = TRANSLATIONS.iter().find(|(source, _)| *source == text) else {
                return cell.to_owned();
            };
            let span = format!(
                "<span data-ttu-id=\"a-{number}\">{translation}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{number}\">{text}</span></span>"
            );
            cell.replace(text, &span)
        });
        lines.push(cells.collect::<Vec<_>>().join("|"));
    }
    format!("---\n{}ms.sourcegitcommit: {pin}\n---\n{}\n", front.replace("Get berth", "Liegeplatz"), lines.join("\n"))
}

/// Damage outside of spans: the text, what it became, and the check that reports it.
const FAULTS: &[(&str, &str, &str)] = &[
    ("GET /berths/{id}", "GET /liegeplaetze/{id}", "code_block_changed"),
    ("GET /berths", "OBTENIR /berths", "code_block_changed"),
    ("\"depth\": 3", "\"Tiefe\": 3", "code_block_changed"),
    ("\"depth\": 3", "\"depth\": 4", "code_block_changed"),
    ("```json", "```jsno", "text_changed"),
    ("blockType", "Blocktyp", "text_changed"),
    ("\"response\" }", "\"Antwort\" }", "text_changed"),
    ("<!-- { \"blockType\": \"response\" } -->\n\n", "", "text_changed"),
    ("|Berth.Read.All|", "|Liegeplatz.Lesen.Alle|", "permission_changed"),
    ("|Berth.Read.All|", " Berth.Read.All|", "text_changed"),
    ("|:---|:---|\n", "", "table_row_missing"),
    ("[!NOTE]", "[!HINWEIS]", "text_changed"),
    ("[!NOTE]", "[!TIP]", "text_changed"),
    ("[!INCLUDE", "[!EINBEZIEHEN", "text_changed"),
    ("[!INCLUDE", "[! INCLUDE", "text_changed"),
    ("includes/tide.md", "includes/gezeiten.md", "link_target_changed"),
    ("## <span data-ttu-id=\"a-24", "### <span data-ttu-id=\"a-24", "text_changed"),
    ("## <span data-ttu-id=\"a-4", "<span data-ttu-id=\"a-4", "heading_missing"),
    ("- <span data-ttu-id=\"a-19", "<span data-ttu-id=\"a-19", "list_item_missing"),
];

/// The checks of the translation axis that a run reports, with the level and the line, in order.
fn reported(ran: &Ran) -> Vec<(String, String, u64)> {
    let report = ran.json();
    let findings = report["findings"].as_array().expect("a list").iter().filter(|found| found["axis"] == "translation");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .map(|found| (text(&found["check"]), text(&found["level"]), found["start"]["line"].as_u64().unwrap_or(0)))
        .collect()
}

#[track_caller]
fn checked(tree: &Tree, flags: &[&str]) -> Vec<(String, String, u64)> {
    let ran = hexapla(tree.path(), &[&["check", "de-DE", "--format", "json", "--fail-on", "never"], flags].concat());
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert_eq!(ran.json()["editions"][0]["basis"], "spans");
    reported(&ran)
}

/// A tree with the German page, after `change`, and its source page.
fn tree(change: impl Fn(String) -> String) -> Tree {
    Tree::new([(format!("de-DE/{PATH}"), change(german("a"))), (format!("en-US/{PATH}"), ENGLISH.to_owned())])
}

#[test]
fn damage_outside_of_spans_is_reported_once() {
    assert_eq!(checked(&tree(|page| page), &["--source", "en-US"]), []);
    for (text, damage, check) in FAULTS {
        let tree = tree(|page| {
            assert!(page.contains(text), "{text} is not in {page}");
            page.replacen(text, damage, 1)
        });
        assert_eq!(checked(&tree, &[]), [], "without source page: {damage}");
        for (date, exact) in [("exact", true), ("current", false)] {
            let found = checked(&tree, &["--source", "en-US", "--source-is", date]);
            assert_eq!(found.iter().filter(|(name, ..)| name == check).count(), 1, "{damage}: {found:?}");
            assert!(
                exact || found.iter().all(|(_, level, _)| level != "error") || *check == "permission_changed",
                "{found:?}"
            );
        }
        // The source-language page of the run serves too.
        let ran = hexapla(tree.path(), &["check", ".", "--format", "json", "--fail-on", "never"]);
        assert_eq!(reported(&ran).iter().filter(|(name, ..)| name == check).count(), 1, "{damage}");
    }
}

#[test]
fn one_fault_is_one_finding() {
    for (text, damage, check) in FAULTS.iter().filter(|(text, ..)| !text.contains("span") && !text.contains("|:---")) {
        let tree = tree(|page| page.replacen(text, damage, 1));
        let found = checked(&tree, &["--source", "en-US", "--source-is", "exact"]);
        assert_eq!(found.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), [*check], "{damage}");
    }
}

#[test]
fn damage_inside_of_spans_is_reported_as_before() {
    for (text, damage) in [
        ("Liegeplatz von `{harbor}`", "Liegeplatz von `{Hafen}`"),
        ("[Hafen](harbor.md)", "[Hafen](hafen.md)"),
        // The embedded source text differs from the source page: that is its age, and no damage of the page.
        ("A berth may be closed.", "A berth is often closed."),
        ("One.", "One only."),
    ] {
        let tree = tree(|page| page.replacen(text, damage, 1));
        let without = checked(&tree, &[]);
        assert_eq!(checked(&tree, &["--source", "en-US", "--source-is", "exact"]), without, "{damage}");
    }
}

#[test]
fn what_readers_see_as_equal_is_no_difference() {
    let source = |from: &str, to: &str| {
        let tree = Tree::new([(format!("de-DE/{PATH}"), german("a"))]);
        assert!(ENGLISH.contains(from), "{from}");
        tree.write(format!("en-US/{PATH}"), ENGLISH.replace(from, to));
        checked(&tree, &["--source", "en-US", "--source-is", "exact"])
    };
    for (from, to) in [
        ("A berth may be closed.", "A berth may\n> be closed."),
        ("Two.", "Two\\."),
        ("|Application|Berth.Read.All|", "| Application | Berth.Read.All |"),
        ("See [harbor](harbor.md).\n", "See [harbor](harbor.md).\n\n[site]: site.md\n"),
        ("# Get berth", "# Get berth  "),
        ("|:---|:---|", "|:-------|:--|"),
        ("> [!NOTE]\n> A", ">[!NOTE]\n>A"),
        ("{ \"depth\"", "\u{feff}{ \"depth\""),
        ("\n", "\r\n"),
    ] {
        assert_eq!(source(from, to), [], "{to:?}");
    }
}

#[test]
fn the_page_at_the_commit_is_exact() {
    let tree = Tree::new([(format!("r/{PATH}"), ENGLISH)]);
    let repository = tree.path().join("r");
    if git(&repository, "init -q -b main").is_none() {
        say("there is no git: a test of pins left out");
        return;
    }
    git(&repository, "add .");
    git(&repository, "commit -q -m one");
    let pin = git(&repository, "rev-parse HEAD").unwrap_or_default();
    tree.write(format!("r/{PATH}"), ENGLISH.replace("/berths/", "/moorings/"));
    git(&repository, "add .");
    git(&repository, "commit -q -m two");
    tree.write(format!("de-DE/{PATH}"), german(&pin));
    assert_eq!(checked(&tree, &["--source-git", "r"]), []);
    tree.write(format!("de-DE/{PATH}"), german(&pin).replace("GET /berths/", "GET /moorings/"));
    let found = checked(&tree, &["--source-git", "r"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("code_block_changed", "error"));
    // Against the folder, which is of another date, the untouched page has a difference that may be age.
    tree.write(format!("de-DE/{PATH}"), german(&pin));
    let found = checked(&tree, &["--source", "r"]);
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("code_block_changed", "warning"));
}
