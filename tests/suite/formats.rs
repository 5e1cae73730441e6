//! The JSON that the program writes against the JSON Schemas in `docs`, and the schemas against their own
//! rules: every key described, nothing unnamed allowed.

use crate::support::{Tree, assert_none, corpus, hexapla, read, repository};
use serde_json::{Value, json};

fn schema(name: &str) -> Value {
    serde_json::from_str(&read(repository().join("docs").join(name))).expect("JSON")
}

/// Validates what the program writes in `folder`.
#[track_caller]
fn valid(schema: &Value, folder: &std::path::Path, arguments: &[&str]) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let written = hexapla(folder, arguments).json();
    let wrong = validator.iter_errors(&written).take(10).map(|error| format!("{}: {error}", error.instance_path()));
    assert_none(&wrong.collect::<Vec<_>>());
}

/// Pages with everything that the fixture corpus lacks.
fn odd_pages() -> Tree {
    let operation = "---\ntitle: x\n---\n# Add berth\n\n## Permissions\n\n### Read\n\n|Permission type|Permissions|\n|:---|:---|\n|Application|A.Read|\n\n\
        ### Write\n\n|Permission type|Permissions|\n|:---|:---|\n|Application|None|\n\n## HTTP request\n\n```http\nPOST /ports/{id}/add(count={count})\n```\n\n\
        ## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|count|Int32|How many. Required.|\n\n\
        ## Path parameters\n\n|Parameter|Type|\n|:---|:---|\n|id||\n\n## Example\n\n```http\nHTTP/1.1 404\n\n{ broken\n```\n";
    let tree = Tree::new([
        ("en-US/v1.0/api/berth-add.md", operation),
        ("en-US/api/concept.md", "# Ports and berths\n\nThe text of a page that states nothing.\n"),
    ]);
    tree.write(
        "en-US/v1.0/resources/berth.md",
        "# berth resource type\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|id||\n|size|Collection(Edm.Int32)|\n",
    );
    tree.write(
        "en-US/v1.0/resources/kind.md",
        "# kind enum type\n\n## Members\n\n|Member|Value|\n|:---|:---|\n|a|one|\n|b||\n|c|3|\n",
    );
    tree.write("en-US/v1.0/toc.md", "- x\n");
    tree.write("en-US/v1.0/picture.md", b"\x89PNG\x00");
    tree.write("en-US/v1.0/bad.md", b"---\na: \"\n---\n\xff\r\n");
    tree
}

#[test]
fn schemas_are_as_documented() {
    let schema = schema("schema.json");
    valid(&schema, &corpus(), &["schema", "."]);
    valid(&schema, &corpus(), &["schema", "--evidence", "."]);
    valid(&schema, &repository().join("fixtures"), &["schema", "loose"]);
    valid(&schema, odd_pages().path(), &["schema", "."]);
    for locale in ["de-DE", "ja-JP", "pt-BR", "ru-RU", "zh-CN"] {
        valid(&schema, &corpus(), &["schema", "--evidence", locale]);
    }
}

#[test]
fn changes_are_as_documented() {
    let schema = schema("changes.json");
    let repository = repository();
    valid(&schema, repository, &["diff", "--versions", "v1.0", "beta", "fixtures/corpus", "--format", "json"]);
    valid(&schema, repository, &["diff", "--versions", "beta", "v1.0", "fixtures/corpus", "--format", "json"]);
    valid(&schema, repository, &["diff", "fixtures/corpus/en-US", "fixtures/corpus/de-DE", "--format", "json"]);
}

#[test]
fn reports_are_as_documented() {
    let schema = schema("report.json");
    valid(
        &schema,
        repository(),
        &["check", "fixtures/corpus/de-DE", "--newer", "fixtures/corpus/en-US", "--format", "json"],
    );
    valid(&schema, &corpus(), &["check", ".", "--format", "json"]);
    valid(&schema, &corpus(), &["check", "en-US", "--locale", "en-US", "--format", "json"]);
    valid(&schema, &repository().join("fixtures"), &["check", "loose", "--format", "json"]);
    valid(&schema, odd_pages().path(), &["check", ".", "absent", "--format", "json"]);
}

#[test]
fn page_lists_are_as_documented() {
    let whole = schema("report.json");
    let pages = json!({"$schema": whole["$schema"], "$ref": "#/$defs/pages", "$defs": whole["$defs"]});
    valid(&pages, &corpus(), &["pages", ".", "--format", "json"]);
    valid(&pages, &repository().join("fixtures"), &["pages", "loose", "--format", "json"]);
    valid(&pages, odd_pages().path(), &["pages", ".", "absent", "--format", "json"]);
}

/// Collects what a schema leaves open or unsaid.
fn lax(schema: &Value, place: &str, wrong: &mut Vec<String>) {
    if let Value::Array(list) = schema {
        list.iter().enumerate().for_each(|(index, part)| lax(part, &format!("{place}/{index}"), wrong));
    }
    let Value::Object(keys) = schema else { return };
    if let Some(Value::Object(properties)) = keys.get("properties") {
        if keys.get("additionalProperties") != Some(&Value::Bool(false)) {
            wrong.push(format!("{place}: allows unnamed keys"));
        }
        for (name, property) in properties {
            if property["description"].as_str().is_none_or(|text| !text.ends_with('.')) {
                wrong.push(format!("{place}/properties/{name}: has no description"));
            }
        }
        for name in keys.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !properties.contains_key(name.as_str().unwrap_or_default()) {
                wrong.push(format!("{place}: requires {name}, which it does not describe"));
            }
        }
    } else if keys.get("type") == Some(&json!("object"))
        && !keys.get("additionalProperties").is_some_and(Value::is_object)
    {
        wrong.push(format!("{place}: an object without description of its keys"));
    }
    for (key, part) in keys {
        match part {
            // Here keys are names and not words of JSON Schema.
            Value::Object(named) if matches!(key.as_str(), "properties" | "$defs") => {
                named.iter().for_each(|(name, part)| lax(part, &format!("{place}/{key}/{name}"), wrong));
            }
            _ => lax(part, &format!("{place}/{key}"), wrong),
        }
    }
}

#[test]
fn json_schemas_leave_nothing_open() {
    for name in ["align.json", "changes.json", "report.json", "schema.json"] {
        let schema = schema(name);
        assert!(jsonschema::meta::is_valid(&schema), "{name} is no JSON Schema");
        let mut wrong = Vec::new();
        lax(&schema, name, &mut wrong);
        assert_none(&wrong);
    }
}

#[test]
fn ranges_and_edits_lie_in_their_files() {
    let report = hexapla(&corpus(), &["check", ".", "--format", "json"]).json();
    for finding in report["findings"].as_array().expect("a list") {
        let text = read(corpus().join(finding["path"].as_str().expect("a path")));
        let place = |part: &Value| part["byte"].as_u64().expect("a byte") as usize;
        for range in [Some(finding), finding.get("edit")].into_iter().flatten() {
            let (start, end) = (place(&range["start"]), place(&range["end"]));
            assert!(start <= end && text.is_char_boundary(start) && text.is_char_boundary(end), "{finding}");
            for (byte, at) in [(start, &range["start"]), (end, &range["end"])] {
                let line = text[..byte].matches('\n').count() + 1;
                let column = text[..byte].rsplit('\n').next().map_or(0, |before| before.chars().count()) + 1;
                assert_eq!(
                    (at["line"].as_u64(), at["column"].as_u64()),
                    (Some(line as u64), Some(column as u64)),
                    "{finding}"
                );
            }
        }
    }
}
