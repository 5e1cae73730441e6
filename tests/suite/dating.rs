//! Sources dated by content: the version of a source page, in the history of a repository, that a translation was made from.

use crate::git::git;
use crate::support::{Ran, Tree, hexapla, say};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A source page. Each change of it below is one that a translation shows.
const FIRST: &str = "---\ntitle: Moor a vessel\nweight: 3\n---\n\n# Moor a vessel\n\nThe harbor keeps 40 berths. Each berth has a `depth`.\n\n\
    ## Call it\n\n```sh\nharbor moor --vessel 7\n```\n\nSee [the limits](limits.md) before you call it.\n\n\
    | Name | Meaning |\n|---|---|\n| vessel | the vessel to moor |\n| berth | where it moors |\n";

/// The same page in French. `{…}` are the places at which versions differ.
const FRENCH: &str = "---\ntitle: Amarrer un navire\nweight: 3\n---\n\n# Amarrer un navire\n\nLe port a {number} postes. Chaque poste a une `{name}`.\n\n\
    ## L'appeler\n\n```sh\n{code}\n```\n\nVoyez [les limites]({link}) avant de l'appeler.\n\n\
    | Nom | Sens |\n|---|---|\n| vessel | le navire à amarrer |\n| berth | là où il s'amarre |\n{row}";

/// The French page of a version.
fn french(number: &str, name: &str, [code, link]: [&str; 2], row: &str) -> String {
    let parts = [("{number}", number), ("{name}", name), ("{code}", code), ("{link}", link), ("{row}", row)];
    parts.into_iter().fold(FRENCH.to_owned(), |page, (place, text)| page.replace(place, text))
}

const CODE: &str = "harbor moor --vessel 7";

/// A repository with the versions of a source page, the oldest first. `None` if there is no git.
fn repository(tree: &Tree, path: &str, versions: &[&str]) -> Option<Vec<String>> {
    let at = tree.path().join("r");
    std::fs::create_dir_all(&at).expect("a folder");
    git(&at, "init -q -b main")?;
    let commit = |version: &&str| {
        tree.write(format!("r/{path}"), *version);
        git(&at, "add .");
        git(&at, "commit -q -m change");
        git(&at, &format!("rev-parse HEAD:{path}"))
    };
    versions.iter().map(commit).collect()
}

/// Commits all files of a repository at a time.
fn commit_at(folder: &Path, date: &str) {
    git(folder, "add .");
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(folder).args(identity).args(["commit", "-q", "-m", "x"]).env("GIT_COMMITTER_DATE", date);
    assert!(command.status().is_ok_and(|status| status.success()));
}

/// The edition of a page in a report or a list of pages.
#[track_caller]
fn edition(ran: &Ran, path: &str) -> Value {
    let report = ran.json();
    let editions = report["editions"].as_array().expect("a list");
    editions.iter().find(|edition| edition["path"].as_str().is_some_and(|own| own.ends_with(path))).expect(path).clone()
}

fn versions() -> [String; 6] {
    let number = FIRST.replace("40 berths", "52 berths");
    let name = number.replace("`depth`", "`waterDepth`");
    let code = name.replace("--vessel 7", "--vessel 7 --wait");
    let link = code.replace("limits.md", "quotas.md");
    let row = format!("{link}| until | the end of the stay |\n");
    [FIRST.to_owned(), number, name, code, link, row]
}

#[test]
fn each_version_is_found_by_what_it_changed() {
    let tree = Tree::empty();
    let versions = versions();
    let path = "content/en/docs/moor.md";
    let Some(blobs) = repository(&tree, path, &versions.each_ref().map(String::as_str)) else {
        return say("there is no git: dating left out");
    };
    let wait = "harbor moor --vessel 7 --wait";
    let row = "| until | la fin du séjour |\n";
    let translations = [
        french("40", "depth", [CODE, "limits.md"], ""),
        french("52", "depth", [CODE, "limits.md"], ""),
        french("52", "waterDepth", [CODE, "limits.md"], ""),
        french("52", "waterDepth", [wait, "limits.md"], ""),
        french("52", "waterDepth", [wait, "quotas.md"], ""),
        french("52", "waterDepth", [wait, "quotas.md"], row),
    ];
    for (index, page) in translations.iter().enumerate() {
        // In the work tree, and outside of it with the repository by name.
        for (place, flags) in [("r/content/fr/docs", &[][..]), ("other/fr/docs", &["--source-git", "r"][..])] {
            tree.write(format!("{place}/moor.md"), page);
            let root = place.split('/').next().unwrap_or_default();
            let ran =
                hexapla(tree.path(), &[&["check", root, "--format", "json", "--fail-on", "never"], flags].concat());
            let found = edition(&ran, &format!("{place}/moor.md"));
            assert_eq!(found["basis"], "dated", "{index} {place}: {}", ran.stderr);
            assert_eq!(found["source_blob"], blobs[index].as_str(), "{index} {place}");
            assert!(found["source_confidence"].as_f64().is_some_and(|sure| sure > 0.5), "{index} {found}");
            let report = ran.json();
            let of_axis = |axis: &str| {
                let all = report["findings"].as_array().expect("a list").iter();
                all.filter(|finding| finding["axis"] == axis && finding["locale"] == "fr").count()
            };
            assert_eq!(of_axis("translation"), 0, "{index} {place}: {}", report["findings"]);
            assert_eq!(of_axis("age") == 0, index == 5, "{index} {place}: {}", report["findings"]);
            std::fs::remove_file(tree.path().join(format!("{place}/moor.md"))).expect("it is there");
        }
    }
}

#[test]
fn damage_is_held_against_the_version_that_was_translated() {
    let tree = Tree::empty();
    let versions = versions();
    let Some(blobs) = repository(&tree, "docs/moor.md", &versions.each_ref().map(String::as_str)) else {
        return say("there is no git: damage of dated pages left out");
    };
    // Made from the third version, with two faults.
    let page = french("52", "waterDepth", ["harbor amarrer --vessel 7", "limites.md"], "");
    tree.write("r/i18n/fr/docs/moor.md", page);
    let ran = hexapla(&tree.path().join("r"), &["check", ".", "--format", "json"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let found = edition(&ran, "i18n/fr/docs/moor.md");
    assert_eq!((&found["basis"], &found["source_blob"]), (&"dated".into(), &blobs[2].as_str().into()));
    let report = ran.json();
    let findings = report["findings"].as_array().expect("a list").iter();
    let mut damage: Vec<(&str, &str)> = findings
        .filter(|finding| finding["axis"] == "translation")
        .map(|finding| (finding["check"].as_str().unwrap_or_default(), finding["level"].as_str().unwrap_or_default()))
        .collect();
    damage.sort_unstable();
    assert_eq!(damage, [("code_block_changed", "error"), ("link_target_changed", "error")], "{report}");
    // Without the history, the same damage is doubted.
    let ran =
        hexapla(&tree.path().join("r"), &["check", ".", "--format", "json", "--no-history", "--fail-on", "never"]);
    assert_eq!(edition(&ran, "i18n/fr/docs/moor.md")["basis"], "current");
}

#[test]
fn a_moved_source_page_keeps_its_history() {
    let tree = Tree::empty();
    let versions = versions();
    let Some(blobs) = repository(&tree, "content/en/old/moor.md", &[&versions[0], &versions[1]]) else {
        return say("there is no git: moved pages left out");
    };
    let at = tree.path().join("r");
    std::fs::create_dir_all(at.join("content/en/docs")).expect("a folder");
    git(&at, "mv content/en/old/moor.md content/en/docs/mooring.md");
    tree.write("r/content/en/docs/mooring.md", &versions[2]);
    git(&at, "add .");
    git(&at, "commit -q -m move");
    tree.write("r/content/fr/docs/mooring.md", french("40", "depth", [CODE, "limits.md"], ""));
    let ran = hexapla(&at, &["pages", ".", "--format", "json"]);
    let found = edition(&ran, "content/fr/docs/mooring.md");
    assert_eq!(found["source_blob"], blobs[0].as_str(), "{found}");
    assert!(found["source_path"].as_str().is_some_and(|path| path.ends_with(":content/en/old/moor.md")), "{found}");
}

#[test]
fn no_version_is_newer_than_the_translation() {
    let tree = Tree::empty();
    let Some(blobs) = repository(&tree, "content/en/moor.md", &[FIRST]) else {
        return say("there is no git: dates of translations left out");
    };
    let at = tree.path().join("r");
    let commit = |date: &str| commit_at(&at, date);
    tree.write("r/content/fr/moor.md", french("40", "depth", [CODE, "limits.md"], ""));
    commit("2090-01-01T00:00:00Z");
    // A later version that differs in words only.
    tree.write("r/content/en/moor.md", FIRST.replace("before you call it", "before calling it"));
    commit("2091-01-01T00:00:00Z");
    let ran = hexapla(&at, &["pages", ".", "--format", "json"]);
    assert_eq!(edition(&ran, "content/fr/moor.md")["source_blob"], blobs[0].as_str());
    // A translation that is not committed can be of any date: the newest of equal versions.
    tree.write("r/content/fr/moor.md", format!("{}\n", french("40", "depth", [CODE, "limits.md"], "")));
    let ran = hexapla(&at, &["pages", ".", "--format", "json"]);
    assert_ne!(edition(&ran, "content/fr/moor.md")["source_blob"], blobs[0].as_str());
}

#[test]
fn text_that_is_not_committed_is_a_version_too() {
    let tree = Tree::empty();
    let versions = versions();
    if repository(&tree, "content/en/moor.md", &[&versions[0]]).is_none() {
        return say("there is no git: changes that are not committed left out");
    }
    tree.write("r/content/en/moor.md", &versions[5]);
    let row = "| until | la fin du séjour |\n";
    tree.write("r/content/fr/moor.md", french("52", "waterDepth", ["harbor moor --vessel 7 --wait", "quotas.md"], row));
    let ran = hexapla(&tree.path().join("r"), &["check", ".", "--format", "json"]);
    let found = edition(&ran, "content/fr/moor.md");
    assert_eq!((&found["basis"], ran.status), (&"current".into(), 0), "{}", ran.stderr);
}

#[test]
fn a_folder_without_commits_is_no_obstacle() {
    let tree = Tree::new([("r/content/en/moor.md", FIRST.to_owned())]);
    tree.write("r/content/fr/moor.md", french("40", "depth", [CODE, "limites.md"], ""));
    if git(&tree.path().join("r"), "init -q -b main").is_none() {
        return say("there is no git: empty repositories left out");
    }
    let ran = hexapla(&tree.path().join("r"), &["check", ".", "--format", "json", "--fail-on", "never"]);
    assert_eq!((edition(&ran, "content/fr/moor.md")["basis"].as_str(), ran.stderr.as_str()), (Some("current"), ""));
    assert!(
        ran.json()["findings"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["check"] == "link_target_changed"))
    );
}

#[test]
fn current_pages_that_are_older_judge_no_age() {
    let tree = Tree::empty();
    let versions = versions();
    if repository(&tree, "content/en/moor.md", &[&versions[0]]).is_none() {
        return say("there is no git: older current pages left out");
    }
    let at = tree.path().join("r");
    for (version, date) in [(1, "2090-01-01T00:00:00Z"), (2, "2091-01-01T00:00:00Z")] {
        tree.write("r/content/en/moor.md", &versions[version]);
        commit_at(&at, date);
    }
    let pin = git(&at, "rev-parse HEAD~1").unwrap_or_default();
    let page =
        french("52", "depth", [CODE, "limits.md"], "").replace("weight: 3", &format!("ms.sourcegitcommit: {pin}"));
    tree.write("other/fr/moor.md", page);
    tree.write("old/en/moor.md", FIRST);
    let run = |newer: &str| {
        let ran = hexapla(
            tree.path(),
            &["check", "other", "--source-git", "r", "--newer", newer, "--format", "json", "--fail-on", "never"],
        );
        let report = ran.json();
        let findings = report["findings"].as_array().expect("a list").iter();
        (findings.filter(|finding| finding["axis"] == "age").count(), ran.stderr)
    };
    for newer in ["old/en", "r@HEAD~2"] {
        let (ages, stderr) = run(newer);
        assert_eq!(
            (ages, stderr.matches("older than the text that was translated").count()),
            (0, 1),
            "{newer}: {stderr}"
        );
    }
    let (ages, stderr) = run("r@HEAD");
    assert!(ages > 0 && stderr.is_empty(), "{stderr}");
}

#[test]
fn source_pages_of_the_run_can_be_stated_to_be_exact() {
    let tree = Tree::new([("en/moor.md", FIRST.to_owned())]);
    tree.write("fr/moor.md", french("40", "depth", [CODE, "limites.md"], ""));
    for (flags, basis, level) in [
        (&[][..], "current", "warning"),
        (&["--source-is", "current"], "current", "warning"),
        (&["--source-is", "exact"], "exact", "error"),
    ] {
        let ran = hexapla(tree.path(), &[&["check", ".", "--format", "json", "--fail-on", "never"], flags].concat());
        assert_eq!(edition(&ran, "fr/moor.md")["basis"], basis, "{flags:?}");
        let report = ran.json();
        let mut findings = report["findings"].as_array().expect("a list").iter();
        let link = findings.find(|finding| finding["check"] == "link_target_changed").expect("the link");
        assert_eq!(link["level"], level, "{flags:?}");
    }
}

#[test]
fn a_version_that_the_repository_lacks_makes_the_others_doubtful() {
    let tree = Tree::empty();
    let versions = versions();
    let path = "content/en/moor.md";
    let Some(blobs) = repository(&tree, path, &versions.each_ref().map(String::as_str)) else {
        return say("there is no git: partial clones left out");
    };
    // Made from the third version, with another link.
    tree.write("r/content/fr/moor.md", french("52", "waterDepth", [CODE, "limites.md"], ""));
    let level = || {
        let ran = hexapla(&tree.path().join("r"), &["check", ".", "--format", "json", "--fail-on", "never"]);
        let report = ran.json();
        let mut findings = report["findings"].as_array().expect("a list").iter();
        findings.find(|finding| finding["check"] == "link_target_changed").map(|finding| finding["level"].clone())
    };
    assert_eq!(level(), Some("error".into()));
    let object = tree.path().join("r/.git/objects").join(&blobs[1][..2]).join(&blobs[1][2..]);
    std::fs::remove_file(object).expect("a loose object");
    assert_eq!(level(), Some("warning".into()));
}
