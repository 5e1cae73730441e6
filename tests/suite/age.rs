//! How old translations are: against a folder and against git, by embedded source and by pins, and what is not known.

use crate::support::{Tree, check_age, findings, hexapla, line, say};
use std::path::Path;
use std::process::Command;

const OLD: &str = "# berth resource type\n\nReads a berth.\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|id|String|\n|depth|Int32|\n";
const NEW: &str = "# berth resource type\n\nReads one berth.\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|depth|Int64|\n|id|String|\n";
const AGE: [&str; 4] = ["page_stale", "pin_unknown", "segment_stale", "source_deleted"];

/// A page with each of these pairs of translation and source as a paragraph.
fn page(pairs: &[(&str, &str)]) -> String {
    let paragraph = |(number, (target, source)): (usize, &(&str, &str))| {
        format!(
            "<span data-ttu-id=\"a-{number}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{number}\">{source}</span></span>\n"
        )
    };
    pairs.iter().enumerate().map(paragraph).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn reported(source: &str, newer: &str, expected: &[&str]) {
    let tree = Tree::new([("de-DE/v1.0/api/berth-get.md", page(&[("# Titel", "# Title"), ("Etwas.", source)]))]);
    let now = Tree::new([("en-US/v1.0/api/berth-get.md", format!("# Title\n\n{newer}\n"))]);
    let report = check_age(tree.path(), Some(now.path()), &["segment_stale"]);
    let found: Vec<String> = findings(&report).map(|finding| finding.message.clone()).collect();
    assert_eq!(found, expected, "{source} | {newer}");
}

#[test]
fn what_a_change_is() {
    reported("Reads a berth.", "Reads  a\n*berth*.", &[]);
    reported("Reads [berth](/a/b.md).", "Reads [berth](/a/B.md).", &[]);
    reported("Reads a\u{200b} berth.", "Reads a berth.", &[]);
    reported(
        "Reads a berth.",
        "Reads one berth.",
        &["the source text has changed (wording): `Reads a berth.` is now `Reads one berth.`"],
    );
    reported(
        "Reads a berth of `x`.",
        "Reads one berth of `x`.",
        &["the source text has changed (wording): `Reads a berth of …` is now `Reads one berth of …`"],
    );
    reported(
        "Reads `a` at once.",
        "Reads `b` at once.",
        &["the source text has changed (API: -a, +b): `Reads a at once.` is now `Reads b at once.`"],
    );
    reported("See [this page](a.md).", "See [this page](b.md).", &["the source text has changed (API: -a.md, +b.md)"]);
    reported(
        "Waits for 5 minutes.",
        "Waits for 10 minutes.",
        &["the source text has changed (API: -5, +10): `Waits for 5 minutes.` is now `Waits for 10 minutes.`"],
    );
    reported("Reads a berth.", "Nothing at all.", &["the source text was removed: `Reads a berth.`"]);
}

#[test]
fn unknown_sources_are_not_reported_as_deleted() {
    let tree = Tree::new([
        ("de-DE/v1.0/api/berth-get.md", page(&[("# Titel", "# Title")])),
        ("de-DE/v1.0/resources/berth.md", page(&[("# Titel", "# Title")])),
        ("de-DE/beta/api/berth-get.md", page(&[("# Titel", "# Title")])),
    ]);
    let now = Tree::new([("en-US/v1.0/api/port-get.md", "# Port\n")]);
    let report = check_age(tree.path(), Some(now.path()), &AGE);
    let found: Vec<String> = findings(&report).map(|finding| line(finding, tree.path())).collect();
    assert_eq!(found, ["de-DE/v1.0/api/berth-get.md:1:1 warning the source page no longer exists"]);
    let notes: Vec<&str> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
    let unknown = |folder: &str, version: &str| {
        format!(
            "no source page in `{folder}` for version {version}: it is not known whether the pages of that folder were deleted"
        )
    };
    assert_eq!(notes, [unknown("api", "beta"), unknown("resources", "v1.0")]);
    // A translation is not a source page for itself.
    let report = check_age(tree.path(), Some(tree.path()), &AGE);
    assert_eq!(findings(&report).count(), 0);
}

fn git(folder: &Path, arguments: &str) -> Option<String> {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments.split(' ')).output().ok()?;
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[test]
fn pages_without_spans_are_judged_by_their_pins() {
    let source = "docs/v1.0/resources/berth.md";
    let tree = Tree::new([(format!("r/{source}"), OLD)]);
    let at = tree.path().join("r");
    if git(&at, "init -q -b main").is_none() {
        return say("there is no git: ages by pins left out");
    }
    git(&at, "add .");
    git(&at, "commit -q -m one");
    let pin = git(&at, "rev-parse HEAD").unwrap_or_default();
    tree.write(format!("r/{source}"), NEW);
    git(&at, "commit -q -a -m two");
    let body = "# <a name=\"berth-resource-type\"></a>Ressourcentyp berth\n\nLiest einen Liegeplatz.\n\n## <a name=\"properties\"></a>Eigenschaften\n\n\
        |Eigenschaft|Typ|\n|:---|:---|\n|id|String|\n|depth|Int32|\n";
    let page = |pin: &str| format!("---\ntitle: x\nms.sourcegitcommit: {pin}\n---\n{body}");
    tree.write("de-DE/v1.0/resources/berth.md", page(&pin));
    tree.write("fr-FR/v1.0/resources/berth.md", page("0123456789012345678901234567890123456789"));
    let checks = AGE.map(|check| ["--check", check]).concat();
    let arguments = ["check", "de-DE", "fr-FR", "--source-git", "r", "--newer", "r@main", "--format", "json"];
    let ran = hexapla(tree.path(), &[&arguments[..], &checks].concat());
    let report = ran.json();
    let messages: Vec<&str> =
        report["findings"].as_array().expect("a list").iter().filter_map(|found| found["message"].as_str()).collect();
    let stale = [
        "7 of 9 blocks are current; in the source 1 changed in wording, 1 changed in API; API: property `berth.depth` was `Int32`, is `Int64`",
        "the source text has changed (wording): `Reads a berth.` is now `Reads one berth.`",
        "the source text has changed (API): `Int32` is now `Int64`",
    ];
    // The page whose commit is lost is dated by its content.
    assert_eq!(messages, [stale, stale].concat(), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("commit `0123456789012345678901234567890123456789`, named by 1 page"),
        "{}",
        ran.stderr
    );
    for locale in ["de-DE", "fr-FR"] {
        assert_eq!(report["summary"]["locales"][locale]["age"]["blocks"]["share_current"], 0.7778);
    }
    let ran = hexapla(tree.path(), &[&arguments[..], &checks, &["--no-history"]].concat());
    assert!(ran.stdout.contains("the source page at commit `0123456789012345678901234567890123456789` was not found"));
    // The object of the new page is gone, as in a partial clone: a note, and nothing is called deleted.
    let object = git(&at, &format!("rev-parse main:{source}")).unwrap_or_default();
    let file = at.join(".git/objects").join(&object[..2]).join(&object[2..]);
    std::fs::remove_file(file).expect("a loose object");
    let ran = hexapla(tree.path(), &[&arguments[..], &checks].concat());
    assert!(!ran.stdout.contains("any more") && !ran.stdout.contains("segment_stale\","), "{}", ran.stdout);
    assert!(ran.stderr.contains("not in the repository"), "{}", ran.stderr);
}
