//! API changes as `check` reports them: the pages in `fixtures/api_changes`, one section a tree of two versions, and
//! that `check` and `hexapla diff --versions` report the same.

use crate::fixture::{self, FIRES, SILENT, Section, shown};
use crate::support::{Tree, assert_none, corpus, findings, hexapla, large_corpus, read, repository, updating};
use hexapla::api::rules::{ALL, Turn};
use hexapla::checks::{self, api_changes};
use hexapla::diagnostic::Axis;
use hexapla::report::Report;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The findings of a report between versions, each with the name of its rule.
fn reported(report: &Report, folder: &Path) -> String {
    let between = findings(report).filter(|finding| finding.axis == Axis::Versions);
    between.map(|finding| format!("{} {}", finding.check, shown(finding, folder, ""))).collect::<String>()
}

#[test]
fn fixtures_say_what_changes_between_versions() {
    let mut wrong = Vec::new();
    for (path, mut text) in fixture::api_changes() {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        // Backwards: what is rewritten moves only what was looked at before.
        for section in fixture::sections(&text).into_iter().rev() {
            let laid = section.lay();
            let found = reported(&laid.check(&[]), laid.tree.path());
            match (section.kind(), section.findings.clone()) {
                (Some(FIRES), Some(place)) if text[place.clone()] != found && updating() => {
                    text.replace_range(place, &found);
                    std::fs::write(&path, &text).expect("fixtures can be written");
                }
                (Some(FIRES), Some(place)) if text[place.clone()] == found && !found.is_empty() => {}
                (Some(SILENT), None) if found.is_empty() => {}
                _ => wrong.push(format!("{name}: `{}`: UPDATE_FIXTURES=1 rewrites\n{found}", section.heading)),
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn each_rule_fires_in_a_fixture() {
    let expected = |(_, text): &(PathBuf, String)| -> Vec<String> {
        let sections = fixture::sections(text);
        sections.iter().filter_map(|section| section.findings.clone()).map(|place| text[place].to_owned()).collect()
    };
    let lines: Vec<String> = fixture::api_changes().iter().flat_map(expected).collect();
    let named: BTreeSet<&str> = lines.iter().flat_map(|block| block.lines()).filter_map(rule_of).collect();
    assert_eq!(named, ALL.iter().map(|(_, rule)| rule.name).collect());
}

/// The rule that a line of a findings block starts with; `None` for help and edit.
fn rule_of(line: &str) -> Option<&str> {
    line.split(' ').next().filter(|name| !name.is_empty())
}

#[test]
fn rules_are_names_like_those_of_checks() {
    for (_, rule) in ALL {
        assert!(checks::find(rule.name).is_none(), "{}: a check has that name too", rule.name);
        assert!(checks::known(rule.name).is_ok(), "{}", rule.name);
        let page = checks::page(rule.name).expect("a rule has a page");
        for part in [rule.name, rule.impact.name(), rule.wording, rule.reason, "hexapla diff"] {
            assert!(page.contains(part), "{}: no `{part}` in\n{page}", rule.name);
        }
    }
    let listed: Vec<&str> = checks::list().iter().map(|listed| listed.name).collect();
    assert!(listed.is_sorted() && listed.len() == checks::ALL.len() + ALL.len());
    let unknown = checks::known("proprety_removed").expect_err("misspelled");
    assert!(unknown.contains("did you mean `property_removed`?"), "{unknown}");
}

#[test]
fn names_say_what_becomes_of_the_thing() {
    for (_, rule) in ALL {
        let ends = |ending: &str| rule.name.ends_with(ending);
        let turn = match () {
            () if ends("_undocumented") || ends("_removed") => Turn::Removed,
            () if ends("_added") || ends("_added_required") || ends("_documented") => Turn::Added,
            () if ends("_renamed") => Turn::Renamed,
            () => Turn::Changed,
        };
        assert_eq!(rule.turn, turn, "{}", rule.name);
    }
}

#[test]
fn rules_have_their_mirror() {
    const MIRRORS: [(&str, &str); 4] = [
        ("_added", "_removed"),
        ("_became_required", "_became_optional"),
        ("_became_nullable", "_became_not_nullable"),
        ("_documented", "_undocumented"),
    ];
    for (_, rule) in ALL {
        for (one, other) in MIRRORS {
            for (ending, mirror) in [(one, other), (other, one)] {
                let Some(thing) = rule.name.strip_suffix(ending) else { continue };
                let mirror = format!("{thing}{mirror}");
                assert!(api_changes::find(&mirror).is_some(), "{} has no mirror `{mirror}`", rule.name);
            }
        }
    }
}

/// A change as both commands report it: rule, what it belongs to, impact, reason, and its place.
fn judged_by_diff(folder: &Path, versions: [&str; 2]) -> Vec<String> {
    let ran = hexapla(folder, &["diff", "--versions", versions[0], versions[1], ".", "--format", "json"]);
    if ran.status == 2 {
        return Vec::new();
    }
    let written = ran.json();
    let changes = written["versions"].as_array().expect("a list").iter();
    let changes = changes.flat_map(|version| version["changes"].as_array().expect("a list"));
    let mut judged: Vec<String> = changes
        .map(|change| {
            let text = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
            let owner = change["type"].as_str().or(change["operation"].as_str()).unwrap_or_default();
            let removed = change["turn"] == Turn::Removed.name();
            let sides = if removed { ["old", "new"] } else { ["new", "old"] };
            let place = sides.map(|side| &change[side]).into_iter().find(|side| !side.is_null()).expect("a place");
            let at = format!("{}:{}", place["path"].as_str().unwrap_or_default(), place["line"]);
            let (kind, impact, reason) = (text("kind"), text("impact"), text("reason"));
            format!("{kind} {at} {impact}: {reason} | `{owner}`: {}", text("message"))
        })
        .collect();
    judged.sort();
    judged
}

fn judged_by_check(folder: &Path) -> Vec<String> {
    let ran = hexapla(folder, &["check", ".", "--format", "json", "--fail-on", "never"]);
    if ran.stdout.is_empty() {
        return Vec::new();
    }
    let report = ran.json();
    let found = report["findings"].as_array().expect("a list").iter();
    let mut judged: Vec<String> = found
        .filter(|finding| finding["axis"] == "versions")
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default();
            let message = text("message");
            let message = message.rsplit_once(" (").map_or(message, |(message, _)| message);
            format!("{} {}:{} {} | {message}", text("check"), text("path"), finding["start"]["line"], text("help"))
        })
        .collect();
    judged.sort();
    judged
}

#[test]
fn check_and_diff_say_the_same() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    let mut same = |name: &str, folder: &Path| {
        let (check, diff) = (judged_by_check(folder), judged_by_diff(folder, ["v1.0", "beta"]));
        compared += check.len();
        let only = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|line| !other.contains(line)).cloned().collect()
        };
        if check != diff {
            wrong.push(format!(
                "{name}\nonly check: {:#?}\nonly diff: {:#?}",
                only(&check, &diff),
                only(&diff, &check)
            ));
        }
    };
    same("corpus", &corpus());
    let sections = |(_, text): &(PathBuf, String)| fixture::sections(text);
    let sections: Vec<Section> = fixture::api_changes().iter().flat_map(sections).collect();
    for section in &sections {
        same(&section.heading, Tree::new(section.pages.iter().map(|(path, text)| (path, text))).path());
    }
    if let Some(corpus) = large_corpus("check and diff on the sample") {
        for tree in ["sxs/zh-CN", "sxs/de-DE"] {
            same(tree, &corpus.join(tree));
        }
    }
    assert_none(&wrong);
    assert!(compared > 70, "only {compared} changes were compared");
}

#[test]
fn settings_and_filters_take_the_names_of_rules() {
    let page = |rows: &str| format!("# berth resource type\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n{rows}\n");
    let tree = Tree::new([
        ("en-US/v1.0/resources/berth.md", page("|id|String|\n|depth|Int32|\n|name|String|")),
        ("en-US/beta/resources/berth.md", page("|id|String|\n|depth|String|")),
        ("off.toml", "[levels]\nproperty_removed = \"off\"\nproperty_type_changed = \"error\"\n".to_owned()),
        ("old.toml", "[levels]\nproperty_remved = \"off\"\n".to_owned()),
    ]);
    let run = |arguments: &str| hexapla(tree.path(), &arguments.split(' ').collect::<Vec<_>>());
    let all = run("check en-US --fail-on info");
    assert!(all.status == 1 && all.stdout.contains("info[property_removed]"), "{}", all.stdout);
    let only = run("check en-US --check property_type_changed --format json");
    assert_eq!(only.json()["findings"].as_array().map(Vec::len), Some(1));
    let set = run("check en-US --config off.toml");
    assert_eq!(set.status, 1);
    assert!(set.stdout.contains("error[property_type_changed]") && !set.stdout.contains("property_removed"));
    for arguments in ["check en-US --config old.toml", "check en-US --check property_remved", "explain property_remved"]
    {
        let refused = run(arguments);
        assert_eq!(refused.status, 2);
        assert!(refused.stderr.contains("did you mean `property_removed`?"), "{}", refused.stderr);
    }
    assert!(read(repository().join("docs/checks.md")).contains("|`property_removed`|"));
}
