//! `hexapla diff`: what is a change and what is not, between small trees of an invented API.

use crate::fixture;
use crate::support::{Tree, assert_none, corpus, files, hexapla, large_corpus, read, repository};
use serde_json::Value;
use std::path::Path;

/// A type page.
pub fn berth(rows: &str) -> String {
    resource("berth", "", rows)
}

/// A type page with a name, and the part of its annotation that states its base.
pub fn resource(name: &str, base: &str, rows: &str) -> String {
    let annotation = format!("<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"harbor.{name}\"{base} }} -->");
    format!(
        "# {name} resource type\n\nAn {name}.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n\n\
         ## JSON representation\n\n{annotation}\n```json\n{{}}\n```\n"
    )
}

fn state(rows: &str) -> String {
    format!("# state enum type\n\n## Members\n\n|Member|Value|Description|\n|:---|:---|:---|\n{rows}\n")
}

fn side(tree: &Tree, side: &str, pages: &[(&str, String)]) {
    for (path, text) in pages {
        tree.write(Path::new(side).join("en-US/v1.0").join(path).with_extension("md"), text);
    }
    // A page that both sides have, so that neither is empty.
    tree.write(Path::new(side).join("en-US/v1.0/resources/port.md"), resource("port", "", "|id|String|The id.|"));
}

/// The changes from one set of pages to another, as `impact kind owner: message`.
#[track_caller]
pub fn differ(old: &[(&str, String)], new: &[(&str, String)], expected: &[&str]) {
    let tree = Tree::empty();
    side(&tree, "old", old);
    side(&tree, "new", new);
    let written = hexapla(tree.path(), &["diff", "old", "new", "--format", "json"]).json();
    assert_eq!(reported(&written), expected);
}

fn reported(written: &Value) -> Vec<String> {
    let versions = written["versions"].as_array().expect("a list").iter();
    let changes = versions.flat_map(|version| version["changes"].as_array().expect("a list"));
    let line = |change: &Value| {
        let text = |key: &str| change[key].as_str().unwrap_or_default();
        let owner = change["type"].as_str().or(change["operation"].as_str()).unwrap_or_default();
        let sure = change["confidence"].as_str().map(|sure| format!(" ({sure})")).unwrap_or_default();
        format!("{} {} {owner}: {}{sure}", text("impact"), text("kind"), text("message"))
    };
    changes.map(line).collect()
}

#[track_caller]
fn types(old: &str, new: &str, expected: &[&str]) {
    differ(&[("resources/berth", berth(old))], &[("resources/berth", berth(new))], expected);
}

#[test]
fn properties() {
    let depth = "|id|String|The id.|\n|depth|Int32|How deep it is.|\n|name|String|What it is called.|";
    types(depth, depth, &[]);
    types(
        depth,
        "|id|String|The id.|\n|name|String|What it is called.|",
        &["breaking property_removed berth: property `depth` removed"],
    );
    types(
        "|id|String|The id.|",
        "|id|String|The id.|\n|width|Int32|Across.|",
        &["compatible property_added berth: property `width` added"],
    );
    types(
        "|id|String|The id.|",
        "|id|String|The id.|\n|width|Int32|Across. Required.|",
        &["breaking property_added_required berth: required property `width` added"],
    );
    types(
        depth,
        &depth.replace("Int32", "Double"),
        &["breaking property_type_changed berth: type of property `depth` changed from `Int32` to `Double`"],
    );
    types(
        "|id|String|The id. Optional.|",
        "|id|String|The id. Required.|",
        &["breaking property_became_required berth: property `id` is now required"],
    );
    // A page without a statement makes no difference; neither do spelling and namespaces.
    types("|id|String|The id.|", "|id|String|The id. Required.|", &[]);
    types("|id|harbor.state|The id.|\n|Name|string|Its name.|", "|id|State|The id.|\n|name|Edm.String|Its name.|", &[]);
    types("|state|[state](state.md)|How it is.|", "|state|[status](state.md)|How it is.|", &[]);
    types(
        "|kind|String|The kind. Possible values are: `dry`, `wet`, `old`.|",
        "|kind|String|The kind. Possible values are: `dry`, `wet`, `new`.|",
        &[
            "uncertain value_added berth: value `new` of property `kind` added",
            "breaking value_removed berth: value `old` of property `kind` removed",
        ],
    );
}

#[test]
fn renamed_properties() {
    let old = "|id|String|The id.|\n|depth|Int32|How deep it is.|\n|name|String|What it is called.|";
    // Description and place agree.
    types(
        old,
        &old.replace("|depth|", "|waterLevel|"),
        &["breaking property_renamed berth: property `depth` renamed to `waterLevel` (high)"],
    );
    // The name and the place agree, the description is one that others have too.
    let vague = "|id|String|For use.|\n|depth|Int32|For use.|\n|name|String|For use.|";
    types(
        vague,
        &vague.replace("|depth|", "|depthInMeters|"),
        &["breaking property_renamed berth: property `depth` renamed to `depthInMeters` (medium)"],
    );
    // Another type, or another description: another thing.
    let added = "compatible property_added berth: property `level` added";
    let removed = "breaking property_removed berth: property `depth` removed";
    types(old, &old.replace("|depth|Int32|", "|level|String|"), &[added, removed]);
    types(old, &old.replace("|depth|Int32|How deep it is.", "|level|Int32|Of comfort."), &[added, removed]);
}

#[test]
fn members() {
    let old = "|free|0|Nobody is there.|\n|taken|1|Somebody is there.|\n|closed|2|No.|";
    let page = |rows: &str| [("resources/state", state(rows))];
    differ(
        &page(old),
        &page(&(old.to_owned() + "\n|shared|3|Two are there.|")),
        &["uncertain member_added state: enum member `shared` added"],
    );
    differ(
        &page(old),
        &page(&old.replace("\n|closed|2|No.|", "")),
        &["breaking member_removed state: enum member `closed` removed"],
    );
    differ(
        &page(old),
        &page(&old.replace("|taken|1|Somebody is there.", "|occupied|1|A ship is moored.")),
        &["breaking member_renamed state: enum member `taken` renamed to `occupied` (high)"],
    );
    differ(
        &page(old),
        &page(&old.replace("|2|", "|7|")),
        &["uncertain member_value_changed state: value of enum member `closed` changed from `2` to `7`"],
    );
}

#[test]
fn whole_types() {
    let rows = "|id|String|The id.|\n|depth|Int32|How deep it is.|\n|name|String|What it is called.|";
    let one = [("resources/berth", berth(rows))];
    differ(&one, &[], &["breaking type_removed berth: type removed"]);
    differ(&[], &one, &["compatible type_added berth: type added"]);
    // Other pages still name it: its page is gone, or came late.
    let user = ("resources/pier", resource("pier", "", "|berths|Collection(berth)|Where ships lie.|"));
    let with = [one[0].clone(), user.clone()];
    let gone = "uncertain type_undocumented berth: page of the type removed; other pages still name it";
    differ(&with, std::slice::from_ref(&user), &[gone]);
    let late = "compatible type_documented berth: page of the type added; old pages already name it";
    differ(std::slice::from_ref(&user), &with, &[late]);
    // Renamed, and with it everything that names it.
    let renamed = [
        ("resources/berth", resource("mooringPlace", "", rows)),
        ("resources/pier", resource("pier", "", "|berths|Collection(mooringPlace)|Where ships lie.|")),
    ];
    differ(&with, &renamed, &["uncertain type_renamed mooringPlace: renamed from `berth` to `mooringPlace` (high)"]);
    // No page defines it, but all uses agree.
    let uses = |name: &str| {
        ["one", "two"].map(|page| {
            (
                if page == "one" { "resources/one" } else { "resources/two" },
                resource(page, "", &format!("|x|{name}|A thing.|")),
            )
        })
    };
    differ(
        &uses("berthKind"),
        &uses("harborBerthKind"),
        &["uncertain type_renamed harborBerthKind: renamed from `berthKind` to `harborBerthKind` (high)"],
    );
}

#[test]
fn bases() {
    let base = |rows: &str| ("resources/place", resource("place", "", rows));
    let derived = |base: &str, rows: &str| {
        ("resources/berth", resource("berth", &format!(", \"baseType\": \"harbor.{base}\""), rows))
    };
    let id = "|id|String|The id.|";
    let named = "|id|String|The id.|\n|name|String|Its name. Inherited from [place](place.md).|";
    let both = [base("|id|String|The id.|\n|name|String|Its name.|"), derived("place", named)];
    // A change of a base is not repeated for derived types, and inherited rows are not compared as rows of the type.
    differ(&[base(id), derived("place", id)], &both, &["compatible property_added place: property `name` added"]);
    differ(&both, &[both[0].clone(), derived("place", id)], &[]);
    let other = [base(id), ("resources/spot", resource("spot", "", id)), derived("spot", id)];
    differ(
        &[base(id), ("resources/spot", resource("spot", "", id)), derived("place", id)],
        &other,
        &["uncertain type_base_changed berth: base type changed from `place` to `spot`"],
    );
    let between =
        [base(id), ("resources/spot", resource("spot", ", \"baseType\": \"harbor.place\"", id)), derived("spot", id)];
    differ(
        &[base(id), between[1].clone(), derived("place", id)],
        &between,
        &["compatible type_base_inserted berth: base type is now `spot`, which is itself derived from `place`"],
    );
}

#[test]
fn places_are_on_both_sides() {
    let tree = Tree::empty();
    side(&tree, "old", &[("resources/berth", berth("|id|String|The id.|\n|depth|Int32|How deep.|"))]);
    side(&tree, "new", &[("resources/berth", berth("|depth|Double|How deep.|\n|id|String|The id.|"))]);
    let written = hexapla(tree.path(), &["diff", "old", "new", "--format", "json"]).json();
    let change = &written["versions"][0]["changes"][0];
    let place = |side: &str| format!("{}:{}", change[side]["path"].as_str().unwrap_or_default(), change[side]["line"]);
    assert_eq!(place("old"), "old/en-US/v1.0/resources/berth.md:10");
    assert_eq!(place("new"), "new/en-US/v1.0/resources/berth.md:9");
    let text = hexapla(tree.path(), &["diff", "old", "new"]).stdout;
    assert!(
        text.contains("  - old/en-US/v1.0/resources/berth.md:10\n  + new/en-US/v1.0/resources/berth.md:9\n"),
        "{text}"
    );
    let markdown = hexapla(tree.path(), &["diff", "old", "new", "--format", "markdown"]).stdout;
    assert!(markdown.contains("### Breaking changes\n\n- `berth`: type of property `depth` changed"), "{markdown}");
}

#[test]
fn versions_and_exit_status() {
    let at = repository();
    let place = corpus().display().to_string();
    let run = |arguments: &str| hexapla(at, &arguments.split_whitespace().collect::<Vec<_>>());
    let versions = format!("diff --versions v1.0 beta {place}");
    assert_eq!(reported(&run(&format!("{versions} --format json")).json()).len(), 5);
    for (fail_on, status) in [("never", 0), ("compatible", 1), ("uncertain", 1), ("breaking", 1)] {
        assert_eq!(run(&format!("{versions} --fail-on {fail_on}")).status, status, "{fail_on}");
    }
    // Folders of one version each are compared even if their names differ; the way back removes what was added.
    let [old, new] = ["v1.0", "beta"].map(|version| format!("{place}/en-US/api-reference/{version}"));
    assert_eq!(reported(&run(&format!("diff {old} {new} --format json")).json()).len(), 5);
    let back = reported(&run(&format!("diff {new} {old} --format json")).json());
    assert!(back.iter().any(|change| change.contains("operation_removed")), "{back:?}");
    assert_eq!(run(&format!("diff {place} {place} --fail-on compatible")).status, 0);
    let one_sided = run(&format!("diff {place} {new}"));
    assert!(one_sided.stderr.contains("version v1.0 not compared: only one side has it"), "{}", one_sided.stderr);
    for (arguments, part) in [
        ("diff", "PATH"),
        ("diff docs", "OLD and NEW"),
        ("diff fixtures/corpus absent", "absent: No such file"),
        ("diff --versions v1.0 v9 fixtures/corpus", "no page of version v9"),
        ("diff docs/absent@main docs", "docs/absent@main: No such file"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments}\n{}", ran.stderr);
        assert!(ran.stderr.contains(part), "{arguments}: no `{part}` in\n{}", ran.stderr);
    }
    let file = Tree::empty();
    let path = file.path().join("changes.md");
    let ran = run(&format!("{versions} --format markdown -o {}", path.display()));
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""));
    assert!(read(&path).starts_with("# API changes\n"));
}

#[test]
fn what_did_not_change_yields_nothing() {
    let mut wrong = Vec::new();
    let mut same = |name: &str, folder: &Path| {
        let ran = hexapla(folder, &["diff", ".", ".", "--format", "json"]);
        if ran.status != 2 {
            wrong.extend(reported(&ran.json()).into_iter().map(|change| format!("{name}: {change}")));
        }
    };
    same("corpus", &corpus());
    same("loose", &repository().join("fixtures/loose"));
    for fixture in fixture::all() {
        for section in fixture.sections {
            let tree = Tree::new(section.pages);
            same(&section.heading, tree.path());
        }
    }
    if let Some(corpus) = large_corpus("a tree against itself") {
        for tree in ["english-2021-07", "source/ja-JP", "sxs/de-DE", "live/zh-CN"] {
            same(tree, &corpus.join(tree));
        }
        // The same page versions with and without translation.
        assert!(files(corpus.join("source/de-DE")).len() > 100);
    }
    assert_none(&wrong);
}
