//! The schema read from any one locale states the same facts, but for what damage and age account for.

use crate::support::{Tree, corpus, files, hexapla, read};
use hexapla::page::projection::{Projection, SideKind};
use hexapla::page::{front_matter, span::SpanScanner};
use serde_json::Value;
use std::path::Path;

const LOCALES: [&str; 5] = ["de-DE", "ja-JP", "pt-BR", "ru-RU", "zh-CN"];

/// The facts in which the current pages differ from the source pages: locale, then place and the two facts.
/// Embedded source keeps out what the translation changed.
const AS_THEY_ARE: &[(&str, &str)] = &[
    // D20: the page was translated from an older source.
    ("de-DE", "v1.0/api/berth-list/permissions/0/scopes/Berth.Read.All is missing"),
    // D24: a page without embedded source.
    ("ja-JP", "beta/berthStatus/members/closed is missing"),
    ("ja-JP", "beta/berthStatus/members/閉鎖 is extra"),
    // The page of the enum was left out: its members are those that a property's description lists.
    ("zh-CN", "beta/berthStatus/members/closed/value: 3 is null"),
    ("zh-CN", "beta/berthStatus/members/free/value: 0 is null"),
    ("zh-CN", "beta/berthStatus/members/inspection/value: 4 is null"),
    ("zh-CN", "beta/berthStatus/members/occupied/value: 2 is null"),
    ("zh-CN", "beta/berthStatus/members/reserved/value: 1 is null"),
    // D22: an older source.
    ("zh-CN", "v1.0/mooring/properties/vesselName is missing"),
];

/// The same for the pages with their embedded source taken out.
const WITHOUT_SOURCE: &[(&str, &str)] = &[
    ("de-DE", "v1.0/api/berth-list/permissions/0/scopes/Berth.Read.All is missing"),
    ("ja-JP", "beta/berthStatus/members/closed is missing"),
    ("ja-JP", "beta/berthStatus/members/閉鎖 is extra"),
    // D06.
    // D11.
    ("pt-BR", "v1.0/api/berth-release/responses/0/reason: \"No Content\" is \"Sem Conteúdo\""),
    ("zh-CN", "beta/berthStatus/members/closed/value: 3 is null"),
    ("zh-CN", "beta/berthStatus/members/free/value: 0 is null"),
    ("zh-CN", "beta/berthStatus/members/inspection/value: 4 is null"),
    ("zh-CN", "beta/berthStatus/members/occupied/value: 2 is null"),
    // D23, on the page that stands in for that of the enum.
    ("zh-CN", "beta/berth/properties/status/values/reserved is missing"),
    ("zh-CN", "beta/berthStatus/members/reserved is missing"),
    ("zh-CN", "v1.0/mooring/properties/vesselName is missing"),
];

/// Facts only: no text of any locale.
fn facts(schema: &Value) -> Value {
    match schema {
        Value::Object(keys) => {
            let kept = keys.iter().filter(|(key, value)| {
                !(matches!(key.as_str(), "description" | "summary" | "title") && value.is_object())
                    && key.as_str() != "disputed"
            });
            Value::Object(kept.map(|(key, value)| (key.clone(), facts(value))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(facts).collect()),
        other => other.clone(),
    }
}

fn read_schema(folder: &Path) -> Value {
    facts(&hexapla(folder, &["schema", "."]).json())
}

/// The definitions of a schema: version, and page key or type name, to facts.
fn definitions(schema: &Value) -> Vec<(String, &Value)> {
    let mut all = Vec::new();
    for version in schema["versions"].as_array().expect("a list") {
        for (list, name) in [("operations", "key"), ("types", "name")] {
            for part in version[list].as_array().expect("a list") {
                let text = |value: &Value| value.as_str().expect("a text").to_owned();
                all.push((format!("{}/{}", text(&version["name"]), text(&part[name])), part));
            }
        }
    }
    all
}

fn differences(place: &str, expected: &Value, found: &Value, reported: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for (key, value) in one {
                differences(&format!("{place}/{key}"), value, &other[key], reported);
            }
        }
        (Value::Array(one), Value::Array(other)) => lists(place, one, other, reported),
        _ if expected != found => reported.push(format!("{place}: {expected} is {found}")),
        _ => {}
    }
}

/// Lists of named things and of texts are matched by name, others by position.
fn lists(place: &str, expected: &[Value], found: &[Value], reported: &mut Vec<String>) {
    let name = |value: &Value| value.as_str().or_else(|| value["name"].as_str()).map(str::to_owned);
    let names = |list: &[Value]| list.iter().map(name).collect::<Option<Vec<String>>>();
    let (Some(one), Some(other)) = (names(expected), names(found)) else {
        if expected.len() != found.len() {
            return reported.push(format!("{place}: {} are {}", expected.len(), found.len()));
        }
        let pairs = expected.iter().zip(found).enumerate();
        return pairs.for_each(|(index, (one, other))| differences(&format!("{place}/{index}"), one, other, reported));
    };
    reported.extend(one.iter().filter(|name| !other.contains(name)).map(|name| format!("{place}/{name} is missing")));
    reported.extend(other.iter().filter(|name| !one.contains(name)).map(|name| format!("{place}/{name} is extra")));
    let common: Vec<&String> = one.iter().filter(|name| other.contains(name)).collect();
    if !common.iter().copied().eq(other.iter().filter(|name| one.contains(name))) {
        reported.push(format!("{place}: in another order"));
    }
    let of = |list: &[String], name: &String| list.iter().position(|other| other == name).unwrap_or_default();
    for name in common {
        differences(&format!("{place}/{name}"), &expected[of(&one, name)], &found[of(&other, name)], reported);
    }
}

/// The differences between the schema of a locale and that of the source, in the definitions that both have.
fn against_source(locale: &str, source: &Value, schema: &Value) -> Vec<(String, String)> {
    let source = definitions(source);
    let mut reported = Vec::new();
    for (name, found) in definitions(schema) {
        match source.iter().find(|(known, _)| *known == name) {
            Some((_, expected)) => differences(&name, expected, found, &mut reported),
            None => reported.push(format!("{name} is extra")),
        }
    }
    reported.into_iter().map(|difference| (locale.to_owned(), difference)).collect()
}

#[track_caller]
fn assert_differences(found: &[(String, String)], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> =
        found.iter().map(|(locale, difference)| (locale.as_str(), difference.as_str())).collect();
    let alone = |one: &[(&str, &str)], other: &[(&str, &str)]| {
        one.iter()
            .filter(|entry| !other.contains(entry))
            .map(|(locale, difference)| format!("\n  {locale} {difference}"))
            .collect::<String>()
    };
    let (extra, gone) = (alone(&found, expected), alone(expected, &found));
    assert!(extra.is_empty() && gone.is_empty(), "\nnot accounted for:{extra}\nnot so any more:{gone}");
}

#[test]
fn every_locale_states_the_facts_of_the_source() {
    let source = read_schema(&corpus().join("en-US"));
    let found = LOCALES.iter().flat_map(|locale| against_source(locale, &source, &read_schema(&corpus().join(locale))));
    assert_differences(&found.collect::<Vec<_>>(), AS_THEY_ARE);
}

/// A page as it is published: front matter, and the text without its embedded source.
fn published(text: &str) -> String {
    let (_, body) = front_matter::cut(text, 0);
    let (segments, _) = SpanScanner::default().scan(text, body as usize);
    format!("{}{}", &text[..body as usize], Projection::new(text, body, &segments, SideKind::Target).text)
}

#[test]
fn translations_alone_state_the_facts_of_the_source() {
    let source = read_schema(&corpus().join("en-US"));
    let found = LOCALES.iter().flat_map(|locale| {
        let folder = corpus().join(locale);
        let pages = files(&folder)
            .into_iter()
            .map(|path| (Path::new(locale).join(path.strip_prefix(&folder).expect("below")), published(&read(&path))));
        let tree = Tree::new(pages);
        against_source(locale, &source, &read_schema(tree.path()))
    });
    assert_differences(&found.collect::<Vec<_>>(), WITHOUT_SOURCE);
}

#[test]
fn a_schema_of_all_locales_has_the_facts_of_the_source() {
    let all = read_schema(&corpus());
    assert_eq!(against_source("all", &read_schema(&corpus().join("en-US")), &all), []);
}

#[test]
fn what_editions_say_otherwise_is_kept_with_its_place() {
    let schema = hexapla(&corpus(), &["schema", "--evidence", "."]).json();
    let versions = schema["versions"].as_array().expect("a list");
    let stable = versions.iter().find(|version| version["name"] == "v1.0").expect("v1.0 is there");
    let operations = stable["operations"].as_array().expect("a list");
    let listing = operations.iter().find(|operation| operation["key"] == "api/berth-list").expect("the page is there");
    // D20: one edition was translated from an older source.
    let other = &listing["disputed"][0];
    assert_eq!(other["value"], "Berth.Read.All, Berth.ReadWrite.All");
    assert_eq!(other["others"][0]["value"], "Berth.ReadWrite.All");
    assert_eq!(other["others"][0]["editions"][0], "./de-DE/api-reference/v1.0/api/berth-list.md");
    let evidence = &listing["permissions"][0]["evidence"];
    let path = evidence["path"].as_str().expect("a path");
    let page = std::fs::read_to_string(corpus().join(path)).expect("the page is there");
    let line = page.lines().nth(evidence["line"].as_u64().expect("a line") as usize - 1).expect("the line is there");
    assert!(line.contains("Berth.ReadWrite.All"), "{line}");
    assert_eq!(evidence["section"], "permissions");
    let stated_by = evidence["stated_by"].as_array().expect("a list");
    assert!(
        stated_by.iter().any(|edition| edition == path)
            && stated_by.iter().all(|edition| edition != "./de-DE/api-reference/v1.0/api/berth-list.md")
    );
}

#[test]
fn what_only_all_pages_tell_is_settled() {
    let tree = Tree::new([
        (
            "en-US/v1.0/resources/vessel.md",
            "# vessel resource type\n\nA thing that floats.\n\nInherits from [craft](craft.md).\n\n## Properties\n\n\
             |Property|Type|Description|\n|:---|:---|:---|:---|\n|id|String|The id. Key, not nullable, read-only. Inherited from [craft](craft.md).|\n\
             |flag|String|Possible values are: `red`, `green`. Default value is `red`.|\n|home|[place](berth.md)|Where it lies.|\n",
        ),
        (
            "en-US/v1.0/resources/craft.md",
            "# Craft resource type\n\nAny craft.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|id|String|The id.|\n\n\
             ## JSON representation\n\n<!-- {\"blockType\": \"resource\", \"@odata.type\": \"harbor.craft\"} -->\n```json\n{\n  \"id\": \"String (identifier)\"\n}\n```\n",
        ),
        (
            "en-US/v1.0/resources/berth.md",
            "# berth resource type\n\nA berth.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|id|String|The id.|\n",
        ),
        (
            "en-US/v1.0/api/vessel-near.md",
            "# vessel: near\n\nVessels that are near.\n\n## HTTP request\n\n```http\nGET /vessels/near(port='{port}')\n```\n\n\
             ## Query parameters\n\nThis method supports `$top`. It does not support `$filter`.\n\n## Response\n\nReturns `200 OK` and [vessel](../resources/vessel.md) objects.\n",
        ),
    ]);
    let schema = hexapla(tree.path(), &["schema", "."]).json();
    let version = &schema["versions"][0];
    let types = version["types"].as_array().expect("a list");
    let named = |name: &str| types.iter().find(|one| one["name"] == name).expect("the type is there");
    assert_eq!((&named("craft")["kind"], &named("craft")["derived"][0]), (&"entity".into(), &"vessel".into()));
    let vessel = named("vessel");
    assert_eq!((&vessel["kind"], &vessel["base"]), (&"entity".into(), &"craft".into()));
    let [id, flag, home] = [0, 1, 2].map(|index| &vessel["properties"][index]);
    assert_eq!(id["inherited_from"], "craft");
    assert_eq!((&id["key"], &id["nullable"], &id["read_only"]), (&true.into(), &false.into(), &true.into()));
    assert_eq!((&flag["values"][1], &flag["default"]), (&"green".into(), &"red".into()));
    assert_eq!(home["type"], "berth");
    let near = &version["operations"][0];
    assert_eq!((&near["call"]["kind"], &near["call"]["bound_type"]), (&"function".into(), &"vessel".into()));
    assert_eq!((&near["parameters"][0]["name"], &near["parameters"][0]["in"]), (&"$top".into(), &"query".into()));
    assert_eq!((&near["parameters"][1]["name"], &near["parameters"][1]["in"]), (&"port".into(), &"function".into()));
    assert_eq!((&near["query_options"], near["parameters"].as_array().map(Vec::len)), (&true.into(), Some(2)));
}

#[test]
fn evidence_is_that_of_the_row_also_after_a_name_that_stands_twice() {
    let table = "|Property|Type|Description|\n|:---|:---|:---|\n";
    let page = format!(
        "# berth resource type\n\n[!INCLUDE [preview](../preview.md)]\n\nA place to moor at.\n\n## Properties\n\n{table}\
         |size|Int32|How long.|\n|size|Int32|How long.|\n|depth|Int32|How deep.|\n|port|port|Where.|\n|owner|String|Whose.|\n\n\
         ## Relationships\n\n{table}|port|port|Where.|\n"
    );
    let tree = Tree::new([("en-US/v1.0/resources/berth.md", page.as_str())]);
    // A second page of the type states a part, one thing of it otherwise.
    tree.write(
        "en-US/v1.0/resources/berth-more.md",
        format!("# berth resource type\n\nMore.\n\n## Properties\n\n{table}|depth|Double|How deep.|\n|tide|String|How high.|\n"),
    );
    let schema = hexapla(tree.path(), &["schema", "--evidence", "."]).json();
    let berth = &schema["versions"][0]["types"][0];
    let mut names = Vec::new();
    for list in ["properties", "relationships"] {
        for item in berth[list].as_array().expect("a list") {
            let (name, evidence) = (item["name"].as_str().expect("a name"), &item["evidence"]);
            let text = read(tree.path().join(evidence["path"].as_str().expect("a path")));
            let line = evidence["line"].as_u64().expect("a line") as usize;
            assert!(text.lines().nth(line - 1).expect("the line is there").starts_with(&format!("|{name}|")), "{item}");
            names.push(name);
        }
    }
    // The page with the shorter key comes first in order of key, and so do its rows.
    assert_eq!(names, ["size", "depth", "owner", "tide", "port"]);
    let dispute = &berth["disputed"][0];
    assert_eq!((&dispute["name"], &dispute["value"]), (&"depth".into(), &"Int32".into()));
    assert_eq!(dispute["others"][0]["value"], "Double");
    assert_eq!(berth["summary"]["en-US"], "A place to moor at.");
}

#[test]
fn bodies_responses_and_arguments_are_told_by_links_examples_and_names() {
    let page = |title: &str, request: &str, rest: &str| {
        format!("# {title}\n\nText.\n\n## HTTP request\n\n```http\n{request}\n```\n\n{rest}")
    };
    let list = "## Response\n\nReturns `200 OK` and a [vessel](../resources/vessel.md) object in the body.\n\n## Example\n\n\
                ### Response\n\n<!-- {\"blockType\": \"response\"} -->\n```http\nHTTP/1.1 200 OK\n\n{\n  \"value\": [\n    { \"id\": \"7\" }\n  ]\n}\n```\n";
    let table = "|Name|Value|Description|\n|:---|:---|:---|\n|port|String|Where.|\n|days|Int32|How long.|\n";
    let pages = [
        ("resources/craft.md", "# harborCraft resource type\n\nText.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|id|String|Id.|\n".to_owned()),
        ("api/vessel-list.md", page("List vessels", "GET /vessels", list)),
        ("api/vessel-get.md", page("Get vessel", "GET /vessels/{id}?$expand=home&from={date}", list)),
        ("api/vessel-update.md", page("Update vessel", "PATCH /vessels/{id}", "## Request body\n\nSend a [vessel](../resources/vessel.md) object.\n\n## Response\n\nReturns `204 No Content`.\n")),
        ("api/craft-tow.md", page("craft: tow", "POST /crafts/{id}/towAway", &format!("## Request body\n\nSend the parameters of a [tow](../resources/tow.md).\n\n{table}\n## Response\n\nReturns `200 OK` and a String in the body.\n"))),
        ("api/craft-near.md", page("craft: near", "GET /crafts/{id}/near", &format!("## Request body\n\n{table}"))),
    ];
    let tree = Tree::new(pages.map(|(path, text)| (format!("en-US/v1.0/{path}"), text)));
    let schema = hexapla(tree.path(), &["schema", "."]).json();
    let operations = schema["versions"][0]["operations"].as_array().expect("a list");
    let named = |key: &str| operations.iter().find(|one| one["key"] == key).expect("the operation is there");
    let names = |list: &Value| -> Vec<String> {
        let names = list
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| format!("{}:{}:{}", item["in"], item["name"], item["type"]));
        names.map(|name| name.replace('"', "")).collect()
    };
    let response =
        |key: &str| (named(key)["responses"][0]["type"].clone(), named(key)["responses"][0]["collection"].clone());
    assert_eq!(response("api/vessel-list"), ("vessel".into(), true.into()));
    assert_eq!(response("api/vessel-get"), ("vessel".into(), false.into()), "one thing, whatever its example shows");
    assert_eq!(names(&named("api/vessel-get")["parameters"]), ["query:$expand:null", "query:from:null"]);
    assert_eq!(named("api/vessel-update")["request_body"]["type"], "vessel");
    let tow = named("api/craft-tow");
    assert_eq!((&tow["call"]["name"], &tow["call"]["bound_type"]), (&"towAway".into(), &"harborCraft".into()));
    assert_eq!(tow["request_body"]["type"], Value::Null, "an action sends its parameters");
    assert_eq!(names(&tow["request_body"]["properties"]), ["null:port:String", "null:days:Int32"]);
    assert_eq!(response("api/craft-tow"), ("String".into(), false.into()));
    assert_eq!(names(&named("api/craft-near")["parameters"]), ["function:port:String", "function:days:Int32"]);
    assert_eq!(named("api/craft-near")["request_body"], Value::Null);
}
