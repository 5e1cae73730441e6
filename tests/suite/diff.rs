//! `hexapla diff`: what is a change and what is not, between small trees of an invented API.

use crate::fixture;
use crate::support::{Tree, assert_none, corpus, files, hexapla, large_corpus, read, repository};
use serde_json::Value;
use std::path::Path;

/// A type page.
fn berth(rows: &str) -> String {
    resource("berth", "", rows)
}

fn resource(name: &str, base: &str, rows: &str) -> String {
    let annotation = format!("<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"harbor.{name}\"{base} }} -->");
    format!(
        "# {name} resource type\n\nAn {name}.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n\n\
         ## JSON representation\n\n{annotation}\n```json\n{{}}\n```\n"
    )
}

fn state(rows: &str) -> String {
    format!("# state enum type\n\n## Members\n\n|Member|Value|Description|\n|:---|:---|:---|\n{rows}\n")
}

/// An operation page.
fn operation(title: &str, requests: &str, more: &str) -> String {
    format!("# {title}\n\nA request.\n\n## HTTP request\n\n```http\n{requests}\n```\n\n{more}\n")
}

fn permissions(work: &str, application: &str) -> String {
    format!(
        "## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n|Delegated (work or school account)|{work}|\n\
         |Delegated (personal Microsoft account)|Not supported.|\n|Application|{application}|\n"
    )
}

fn body(rows: &str) -> String {
    format!(
        "## Request body\n\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n\n## Response\n\nReturns `200 OK` and a [berth](../resources/berth.md) object.\n"
    )
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
fn differ(old: &[(&str, String)], new: &[(&str, String)], expected: &[&str]) {
    let tree = Tree::empty();
    side(&tree, "old", old);
    side(&tree, "new", new);
    let written = hexapla(tree.path(), &["diff", "old", "new", "--format", "json"]).json();
    assert_eq!(told(&written), expected);
}

fn told(written: &Value) -> Vec<String> {
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

#[track_caller]
fn operations(old: &str, new: &str, expected: &[&str]) {
    let page = |more| [("api/berth-get", operation("Get berth", "GET /berths/{id}", more))];
    differ(&page(old), &page(new), expected);
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
    // What a page does not say is no statement; spelling and namespaces are none either.
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
    let gone =
        "uncertain type_undocumented berth: page that defines the type removed, though other pages still name it";
    differ(&with, std::slice::from_ref(&user), &[gone]);
    let late = "compatible type_documented berth: type documented: old pages name it without a page that defines it";
    differ(std::slice::from_ref(&user), &with, &[late]);
    // Renamed, and with it whatever names it.
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
    // A base tells for those that are derived from it; rows that are inherited are no rows of one's own.
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
fn requests() {
    let page = |title: &str, requests: &str| operation(title, requests, "");
    let old = [("api/berth-get", page("Get berth", "GET /berths/{id}\nGET /ports/{id}/berth"))];
    // Names of placeholders, namespaces, quotes and case say nothing.
    differ(
        &[("api/berth-find", page("Find berth", "GET /berths/harbor.find(name='{name}')"))],
        &[("api/berth-find", page("Find berth", "GET /Berths/find(name={a name})"))],
        &[],
    );
    // Another page documents it now.
    differ(
        &old,
        &[("api/a", page("A", "GET /berths/{berth-id}")), ("api/b", page("B", "GET /ports/<port>/berth"))],
        &[],
    );
    differ(&old, &[], &["breaking operation_removed GET /berths/{id}: operation removed"]);
    differ(&[], &old, &["compatible operation_added GET /berths/{id}: operation added"]);
    differ(
        &old,
        &[("api/berth-get", page("Get berth", "GET /berths/{id}"))],
        &["breaking request_removed GET /berths/{id}: request `GET /ports/{id}/berth` removed"],
    );
    differ(
        &[("api/berth-get", page("Get berth", "GET /berths/{id}"))],
        &[("api/berth-get", page("Get berth", "GET /harbor/berths/{id}"))],
        &[
            "breaking request_renamed GET /harbor/berths/{id}: request `GET /berths/{id}` is now `GET /harbor/berths/{id}` (high)",
        ],
    );
    differ(
        &[("api/berth-close", page("Close a berth", "POST /berths/{id}/close"))],
        &[("api/place-close", page("Close a berth", "POST /places/{id}/close"))],
        &[
            "breaking operation_renamed POST /places/{id}/close: operation moved from `POST /berths/{id}/close` to `POST /places/{id}/close` (high)",
        ],
    );
    // Short forms of paths that are now given whole.
    differ(
        &[("api/line-get", page("Get line", "GET /lines/{id}"))],
        &[("api/line-get", page("Get line", "GET /ports/{id}/lines/{id}\nGET /harbors/{id}/lines/{id}"))],
        &[],
    );
    // A table of methods links to the page that is not there.
    let methods = "# port resource type\n\n## Methods\n\n|Method|Return Type|\n|:---|:---|\n|[Get](../api/berth-get.md)|None|\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|id|String|\n";
    let linked = ("resources/quay", methods.replace("# port", "# quay"));
    differ(
        &[old[0].clone(), linked.clone()],
        &[linked],
        &[
            "uncertain operation_undocumented GET /berths/{id}: page of the operation removed, though other pages still link to it",
        ],
    );
}

#[test]
fn permissions_are_alternatives() {
    let of = permissions;
    operations(
        &of("Berth.Read", "Berth.Read.All"),
        &of("Berth.Read, Port.Read", "Port.Read.All"),
        &[
            "compatible permission_added GET /berths/{id}: application: permission `Port.Read.All` accepted",
            "compatible permission_added GET /berths/{id}: delegated_work: permission `Port.Read` accepted",
            "breaking permission_removed GET /berths/{id}: application: permission `Berth.Read.All` no longer accepted",
        ],
    );
    operations(
        &of("Berth.Read", "Not supported."),
        &of("Not supported.", "Berth.Read.All"),
        &[
            "compatible permission_scheme_added GET /berths/{id}: application: now supported, with `Berth.Read.All`",
            "breaking permission_scheme_removed GET /berths/{id}: delegated_work: no longer supported; was `Berth.Read`",
        ],
    );
    // Words without meaning, and cells that say nothing.
    operations(&of("Berth.Read", "Not supported."), &of("Berth.Read", ""), &[]);
    operations(&of("Berth.Read", "Not supported."), &of("berth.read", "To be told."), &[]);
    operations(&of("Berth.Read", "Berth.Read.All"), "", &[]);
}

#[test]
fn what_requests_hold() {
    let headers = |rows: &str| format!("## Request headers\n\n|Name|Description|\n|:---|:---|\n{rows}\n");
    operations(
        &headers("|Prefer|How.|\n|Accept|What.|"),
        &headers("|Prefer|How.|\n|Authorization|Bearer. Required.|"),
        &[],
    );
    operations(
        &headers("|Prefer|How.|"),
        &headers("|Prefer|How.|\n|If-Match|The etag. Required.|"),
        &["breaking header_added_required GET /berths/{id}: required request header `If-Match` added"],
    );
    let query = |rows: &str| format!("## Query parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n{rows}\n");
    operations(
        &query("|depth|Int32|How deep. Optional.|\n|age|Int32|How old.|"),
        &query("|depth|Int64|How deep. Required.|\n|age|String|How old.|"),
        &[
            "breaking parameter_became_required GET /berths/{id}: parameter `depth` is now required",
            "breaking parameter_type_changed GET /berths/{id}: type of parameter `age` changed from `Int32` to `String`",
            "compatible parameter_type_widened GET /berths/{id}: type of parameter `depth` widened from `Int32` to `Int64`",
        ],
    );
    // One side has no such table: it says nothing.
    operations(&query("|depth|Int32|How deep.|"), "", &[]);
}

#[test]
fn bodies() {
    let update = |rows: &str| ("api/berth-update", operation("Update berth", "PATCH /berths/{id}", &body(rows)));
    let create = |rows: &str| ("api/berth-create", operation("Create berth", "POST /berths", &body(rows)));
    let (few, more) = ("|name|String|Its name.|", "|name|String|Its name.|\n|depth|Int32|How deep.|");
    let of = |rows: &str| ("resources/berth", berth(rows));
    // The type tells; then a page that lists more of it has no news.
    differ(
        &[of(few), update(few)],
        &[of(more), update(more)],
        &["compatible property_added berth: property `depth` added"],
    );
    differ(&[of(more), update(few)], &[of(more), update(more)], &[]);
    // Without the type's page, two operations on one type are told once.
    differ(
        &[update(few), create(few)],
        &[update(more), create(more)],
        &["compatible body_member_added POST /berths: optional member `depth` of the request body added"],
    );
    differ(
        &[update(more)],
        &[update(few)],
        &["uncertain body_member_removed PATCH /berths/{id}: member `depth` of the request body removed"],
    );
    // Two pages about one request, each with a part of the body.
    let part = ("api/berth-part", operation("Update part", "PATCH /berths/{id}", &body("|depth|Int32|How deep.|")));
    differ(&[update(few), part.clone()], &[update(more), part], &[]);
}

#[test]
fn responses() {
    let said = |text: &str| format!("## Response\n\nReturns {text}\n");
    let berth = "`200 OK` and a [berth](../resources/berth.md) object.";
    operations(
        &said(berth),
        &said("`204 No Content`."),
        &["breaking response_status_changed GET /berths/{id}: response changed from `200` to `204`"],
    );
    operations(
        &said(berth),
        &said("`200 OK` and a [port](../resources/port.md) object."),
        &["breaking response_type_changed GET /berths/{id}: response type changed from `berth` to `port`"],
    );
    operations(&said(berth), &said("`200 OK` and a collection of [berth](../resources/berth.md) objects."), &[]);
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
    assert_eq!(told(&run(&format!("{versions} --format json")).json()).len(), 5);
    for (fail_on, status) in [("never", 0), ("compatible", 1), ("uncertain", 1), ("breaking", 1)] {
        assert_eq!(run(&format!("{versions} --fail-on {fail_on}")).status, status, "{fail_on}");
    }
    // Folders of one version each are compared, whatever their names; the way back takes away what was added.
    let [old, new] = ["v1.0", "beta"].map(|version| format!("{place}/en-US/api-reference/{version}"));
    assert_eq!(told(&run(&format!("diff {old} {new} --format json")).json()).len(), 5);
    let back = told(&run(&format!("diff {new} {old} --format json")).json());
    assert!(back.iter().any(|change| change.contains("operation_removed")), "{back:?}");
    assert_eq!(run(&format!("diff {place} {place} --fail-on compatible")).status, 0);
    let one_sided = run(&format!("diff {place} {new}"));
    assert!(one_sided.stderr.contains("version v1.0 is on one side only"), "{}", one_sided.stderr);
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
            wrong.extend(told(&ran.json()).into_iter().map(|change| format!("{name}: {change}")));
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
