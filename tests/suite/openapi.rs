//! OpenAPI documents and overlays, judged by implementations that are not ours: `roas` reads and validates
//! the documents, `roas-overlay` applies the overlays, `jsonschema` knows what a JSON Schema is.

use crate::support::{Tree, assert_none, corpus, files, hexapla, large_corpus, read, repository};
use roas::v3_1::spec::Spec;
use roas::validation::{Options, Validate};
use roas_overlay::apply::{Apply, ApplyOptions};
use roas_overlay::v1_0::Overlay;
use roas_overlay::validation::Validate as _;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn json(path: impl AsRef<Path>) -> Value {
    serde_json::from_str(&read(path)).expect("JSON")
}

/// What is wrong with a document.
fn faults(name: &str, document: &Value) -> Vec<String> {
    let mut read = document.clone();
    make_readable(&mut read);
    let spec: Spec = match serde_json::from_value(read) {
        Ok(spec) => spec,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    // Pages may define types and scopes that no operation uses.
    let lenient = Options::IgnoreUnusedSchemas | Options::IgnoreUnusedSecuritySchemes;
    let errors = spec.validate(lenient, None).err().map(|error| error.errors).unwrap_or_default();
    let mut faults: Vec<String> = errors.iter().take(20).map(|error| format!("{name}: {error}")).collect();
    for (component, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        if let Err(error) = jsonschema::draft202012::meta::validate(schema) {
            faults.push(format!("{name}: {component}: {error}"));
        }
    }
    faults.extend(paths(document).into_iter().map(|fault| format!("{name}: {fault}")));
    faults
}

/// Takes out what the standard leaves open and `roas` has its own mind about: descriptions of enum members,
/// which renderers have as a map, and formats of numbers other than those that the standard names.
fn make_readable(value: &mut Value) {
    if let Value::Object(map) = value {
        if map.get("x-enumDescriptions").is_some_and(|texts| texts.is_object()) {
            map.shift_remove("x-enumDescriptions");
        }
        let open = ["decimal", "int16", "int8", "uint8"].map(Value::from);
        if map.get("format").is_some_and(|format| open.contains(format)) {
            map.shift_remove("format");
        }
        map.values_mut().for_each(make_readable);
    } else if let Value::Array(list) = value {
        list.iter_mut().for_each(make_readable);
    }
}

/// Path templates that are one to OpenAPI, parameters that are declared twice or not at all.
fn paths(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut shapes, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let slot = regex::Regex::new(r"\{([^{}]*)\}").expect("a pattern");
    for (path, item) in document["paths"].as_object().expect("paths") {
        if !shapes.insert(slot.replace_all(path, "{}").into_owned()) {
            faults.push(format!("{path} stands twice"));
        }
        let named: Vec<&str> =
            slot.captures_iter(path).filter_map(|slot| slot.get(1)).map(|name| name.as_str()).collect();
        for (method, operation) in item.as_object().expect("a path item") {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let declared: Vec<(&Value, &Value)> = parameters.map(|one| (&one["in"], &one["name"])).collect();
            let of_path = declared.iter().filter(|(place, _)| *place == "path");
            let of_path: Vec<&str> = of_path.filter_map(|(_, name)| name.as_str()).collect();
            let twice = (1..declared.len()).any(|index| declared[..index].contains(&declared[index]));
            if of_path != named || twice {
                faults.push(format!("{method} {path}: {declared:?}"));
            }
            if !ids.insert(operation["operationId"].as_str().unwrap_or_default().to_lowercase()) {
                faults.push(format!("{method} {path}: its operationId is another's"));
            }
        }
    }
    faults
}

/// Writes documents and overlays of pages and judges them all: each document is valid, each overlay gives
/// every text of its locale that the normalized schema has.
#[track_caller]
fn holds(pages: &str, folder: &Path, locales: &[&str]) -> Vec<String> {
    let into = Tree::empty();
    let output = format!("{}/", into.path().display());
    let mut arguments = vec!["schema", pages, "--format", "openapi", "-o", &output];
    locales.iter().for_each(|locale| arguments.extend(["--overlay", locale]));
    let ran = hexapla(folder, &arguments);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let schema = hexapla(folder, &["schema", pages]).json();
    let mut wrong = Vec::new();
    for version in schema["versions"].as_array().expect("versions") {
        let name = version["name"].as_str().expect("a name");
        let document = json(into.path().join(format!("{name}.openapi.json")));
        wrong.extend(faults(name, &document));
        wrong.extend(untold(&document, version));
        for locale in locales {
            let file = into.path().join(format!("{name}.{locale}.overlay.json"));
            let Ok(overlay) = std::fs::read_to_string(file) else { continue };
            let overlay: Overlay = serde_json::from_str(&overlay).expect("an overlay");
            if let Err(error) = overlay.validate(Default::default()) {
                wrong.push(format!("{name} {locale}: {error:?}"));
            }
            let mut localized = document.clone();
            match overlay.apply(&mut localized, ApplyOptions::ErrorOnZeroMatch.into()) {
                Ok(report) => assert!(report.actions.iter().all(|action| action.matched == 1)),
                Err(error) => wrong.push(format!("{name} {locale}: {error}")),
            }
            wrong.extend(faults(&format!("{name} {locale}"), &localized));
            wrong.extend(unlocalized(&localized, version, locale));
        }
    }
    let written = files(into.path());
    assert!(written.iter().all(|path| path.to_string_lossy().ends_with(".json")), "{written:?}");
    wrong
}

/// The component of a type: of several types of one name, the type in its namespace.
fn component<'d>(document: &'d Value, definition: &Value) -> &'d Value {
    let schemas = &document["components"]["schemas"];
    let (name, namespace) = (definition["name"].as_str(), definition["namespace"].as_str());
    let (name, namespace) = (name.unwrap_or_default(), namespace.unwrap_or_default());
    let qualified = &schemas[format!("{namespace}.{name}")];
    if qualified.is_null() { &schemas[name] } else { qualified }
}

/// What the normalized schema holds and the document does not.
fn untold(document: &Value, version: &Value) -> Vec<String> {
    let mut untold = Vec::new();
    let pages: BTreeSet<&str> = operations(document)
        .flat_map(|operation| operation["x-hexapla-pages"].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    for operation in version["operations"].as_array().into_iter().flatten() {
        let key = operation["key"].as_str().expect("a key");
        if !pages.contains(key) && operation["requests"].as_array().is_some_and(|requests| !requests.is_empty()) {
            untold.push(format!("no operation comes from {key}"));
        }
    }
    for definition in version["types"].as_array().into_iter().flatten() {
        let schema = component(document, definition);
        for item in
            ["properties", "relationships"].iter().flat_map(|list| definition[list].as_array().into_iter().flatten())
        {
            let name = item["name"].as_str().expect("a name");
            if schema["properties"][name].is_null() {
                untold.push(format!("{}.{name}", definition["name"]));
            }
        }
        for member in definition["members"].as_array().into_iter().flatten() {
            if !schema["enum"].as_array().is_some_and(|members| members.contains(&member["name"])) {
                untold.push(format!("{}.{}", definition["name"], member["name"]));
            }
        }
    }
    untold
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let items = document["paths"].as_object().into_iter().flatten();
    items.flat_map(|(_, item)| item.as_object().into_iter().flatten()).map(|(_, operation)| operation)
}

/// The texts of a locale that a document should have and has not.
fn unlocalized(document: &Value, version: &Value, locale: &str) -> Vec<String> {
    let mut missing = Vec::new();
    let mut says = |what: String, found: &Value, texts: &Value| {
        let wanted = &texts[locale];
        if wanted.is_string() && found != wanted {
            missing.push(format!("{locale} {what}: {found} should be {wanted}"));
        }
    };
    for operation in version["operations"].as_array().into_iter().flatten() {
        let key = &operation["key"];
        for found in operations(document).filter(|found| found["x-hexapla-pages"] == Value::Array(vec![key.clone()])) {
            says(format!("{key} title"), &found["summary"], &operation["title"]);
            says(format!("{key} summary"), &found["description"], &operation["summary"]);
        }
        // Several pages describe one operation together.
        for found in operations(document).filter(|found| {
            found["x-hexapla-pages"].as_array().is_some_and(|pages| pages.len() > 1 && pages.contains(key))
        }) {
            let (title, wanted) = (found["summary"].as_str().unwrap_or_default(), operation["title"][locale].as_str());
            assert!(title.contains(wanted.unwrap_or_default()), "{key}: {title}");
        }
    }
    for definition in version["types"].as_array().into_iter().flatten() {
        let (name, schema) = (&definition["name"], component(document, definition));
        // The words of an operation's page are not about an enum that it lists.
        let pages = schema["x-hexapla-pages"].as_array().into_iter().flatten();
        if !pages
            .clone()
            .any(|page| version["operations"].as_array().is_some_and(|all| all.iter().any(|one| one["key"] == *page)))
        {
            says(format!("{name}"), &schema["description"], &definition["summary"]);
        }
        let items = ["properties", "relationships"].map(|list| definition[list].as_array().into_iter().flatten());
        for item in items.into_iter().flatten() {
            let found = &schema["properties"][item["name"].as_str().expect("a name")]["description"];
            says(format!("{name}.{}", item["name"]), found, &item["description"]);
        }
        for member in definition["members"].as_array().into_iter().flatten() {
            let found = &schema["x-enumDescriptions"][member["name"].as_str().expect("a name")];
            says(format!("{name}.{}", member["name"]), found, &member["description"]);
        }
    }
    missing
}

#[test]
fn documents_are_valid_and_overlays_give_every_text() {
    assert_none(&holds(".", &corpus(), &["de-DE", "ja-JP", "pt-BR", "ru-RU", "zh-CN"]));
    assert_none(&holds("loose", &repository().join("fixtures"), &["de-DE", "ja-JP", "pt-BR", "ru-RU", "zh-CN"]));
}

#[test]
fn documents_of_the_large_corpus_are_valid_and_overlays_give_every_text() {
    let Some(corpus) = large_corpus("OpenAPI documents of real pages") else { return };
    assert_none(&holds("english-2021-07", &corpus, &[]));
    let mut locales: Vec<_> = std::fs::read_dir(corpus.join("sxs")).expect("a folder").flatten().collect();
    locales.sort_by_key(|entry| entry.file_name());
    for locale in locales {
        let locale = locale.file_name().to_string_lossy().into_owned();
        assert_none(&holds(&format!("sxs/{locale}"), &corpus, &[&locale]));
    }
}

/// Pages of which several state one operation, with all that paths may hold.
fn odd_pages() -> Tree {
    let table = "|Parameter|Type|Description|\n|:---|:---|:---|\n";
    let page = |title: &str, requests: &str, permissions: &str, rest: &str| {
        format!(
            "# {title}\n\nText of {title}.\n\n## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n\
             |Delegated (work or school account)|{permissions}|\n|Application|Not supported.|\n\n\
             ## HTTP request\n\n```http\n{requests}\n```\n\n{rest}"
        )
    };
    let call = format!(
        "## Function parameters\n\n{table}|port|String|Where.|\n\n## Response\n\nReturns `200 OK`.\n\n## Example\n\n\
         ```http\nGET https://api.harbor.example/v1.0/berths/near(port='a')\n```\n\n\
         ```http\nHTTP/1.1 200 OK\nContent-type: text/plain\nRetry-After: 3\n\nfree\n```\n"
    );
    let body = format!("## Request body\n\n{table}|size|Int32|How long. Required.|\n");
    Tree::new([
        (
            "en-US/v1.0/api/berth-get.md",
            page(
                "Get berth",
                "GET /users/{id | userName}/berths/'{id}'",
                "Berth.Read and Port.Read, Berth.ReadWrite",
                "",
            ),
        ),
        ("en-US/v1.0/api/pier-get.md", page("Get pier", "GET /users/{user}/berths/'{berth}'", "Pier.Read", "")),
        (
            "en-US/v1.0/api/berth-near.md",
            page(
                "berth: near",
                "GET /berths/near(port='{port_value}')\nGET /users/me/berths/near(port=port-value)",
                "Berth.Read",
                &call,
            ),
        ),
        (
            "en-US/v1.0/api/berth-update.md",
            page(
                "Update berth",
                "PATCH /berths/4c8f8f70-7785-4bd4-b296-c98376a2c5e1",
                "Berth.ReadWrite, Berth.All",
                &body,
            ),
        ),
        (
            "de-DE/v1.0/api/berth-get.md",
            page(
                "Berth abrufen",
                "GET /users/{id | userName}/berths/'{id}'",
                "Berth.Read and Port.Read, Berth.ReadWrite",
                "",
            ),
        ),
    ])
}

#[test]
fn several_pages_say_one_operation() {
    let tree = odd_pages();
    let document = hexapla(tree.path(), &["schema", ".", "--format", "openapi"]).json();
    assert_none(&faults("odd", &document));
    let berth = &document["paths"]["/users/{idOrUserName}/berths/'{id}'"]["get"];
    assert_eq!(berth["summary"], "Get berth / Get pier");
    assert_eq!(berth["description"], "**Get berth**: Text of Get berth.\n\n**Get pier**: Text of Get pier.");
    assert_eq!(berth["x-hexapla-pages"], serde_json::json!(["api/berth-get", "api/pier-get"]));
    let scopes = serde_json::json!([
        {"delegated_work": ["Berth.Read", "Port.Read"]}, {"delegated_work": ["Berth.ReadWrite"]}, {"delegated_work": ["Pier.Read"]}
    ]);
    assert_eq!(berth["security"], scopes);
    let near = &document["paths"]["/berths/near(port='{port}')"]["get"];
    assert_eq!(near["parameters"][0]["description"], "Where.");
    assert_eq!(near["responses"]["200"]["content"]["text/plain"]["examples"]["example"]["value"], "free");
    assert_eq!(near["responses"]["200"]["headers"]["Retry-After"]["example"], "3");
    assert_eq!(document["paths"]["/users/me/berths/near(port={port})"]["get"]["operationId"], "berth-near-users-me");
    let update = &document["paths"]["/berths/{id}"]["patch"];
    assert_eq!(update["parameters"][0]["example"], "4c8f8f70-7785-4bd4-b296-c98376a2c5e1");
    assert_eq!(update["requestBody"]["content"]["application/json"]["schema"]["required"][0], "size");
    assert_eq!(update["requestBody"]["required"], true);
    let overlay = hexapla(tree.path(), &["schema", ".", "--format", "openapi", "--overlay", "de"]).json();
    assert_eq!(overlay["actions"][0]["target"], r"$.paths['/users/{idOrUserName}/berths/\'{id}\''].get");
    assert_eq!(overlay["actions"][0]["update"]["summary"], "Berth abrufen / Get pier");
}

#[test]
fn settings_say_what_no_page_says() {
    let tree = odd_pages();
    tree.write(
        "hexapla.toml",
        "[openapi]\ntitle = \"Harbor\"\nserver = \"https://h.example/{version}\"\n\
         authorization_url = \"https://l.example/a\"\ntoken_url = \"https://l.example/t\"\n",
    );
    let document = hexapla(tree.path(), &["schema", "en-US", "--format", "openapi"]).json();
    assert_none(&faults("settings", &document));
    assert_eq!(
        (&document["info"]["title"], &document["servers"][0]["url"]),
        (&"Harbor".into(), &"https://h.example/v1.0".into())
    );
    let flow = &document["components"]["securitySchemes"]["delegated_work"]["flows"]["authorizationCode"];
    assert_eq!((&flow["tokenUrl"], &flow["scopes"]["Pier.Read"]), (&"https://l.example/t".into(), &"".into()));
}

/// A run that must fail with 2, and its message.
#[track_caller]
fn fails(arguments: &[&str], says: &str) {
    let ran = hexapla(&corpus(), arguments);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains(says) && ran.stdout.is_empty(), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_written_is_told() {
    fails(&["schema", ".", "--format", "openapi"], "the pages have beta, v1.0");
    fails(
        &["schema", ".", "--format", "openapi", "--api-version", "v9"],
        "--api-version v9: no page has this version; the pages have beta, v1.0",
    );
    let one = ["schema", ".", "--format", "openapi", "--api-version", "beta"];
    fails(
        &[&one[..], &["--overlay", "sv"]].concat(),
        "--overlay sv: no page has this locale; the pages have de-DE, en-US",
    );
    fails(&[&one[..], &["--overlay", "de", "--overlay", "ja"]].concat(), "an overlay holds one locale");
    fails(&[&one[..], &["--overlay", "en"]].concat(), "no text differs from the document");
    fails(&["schema", ".", "--overlay", "de"], "--overlay needs --format openapi");
    fails(&[&one[..], &["--evidence"]].concat(), "--evidence needs --format json");
}

#[test]
fn documents_do_not_depend_on_threads() {
    let arguments = ["schema", ".", "--format", "openapi", "--api-version", "v1.0", "--threads"];
    let [one, four] = ["1", "4"].map(|threads| hexapla(&corpus(), &[&arguments[..], &[threads]].concat()).stdout);
    assert!(one == four && one.len() > 1000);
}
