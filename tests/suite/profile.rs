//! A documentation system with other names is read by settings alone: other span tags, annotation keys, permission schemes,
//! front matter keys, directives, root types and folders of included texts.

use crate::support::{Tree, hexapla};
use serde_json::Value;

const SETTINGS: &str = "lexicons = [\"en.toml\"]\ntype_keys = [\"kind\"]\nroot_types = [\"thing\"]\n\
    include_folders = [\"parts\"]\n
[front_matter]\nlocale = \"lang\"\nrequired = [\"summary\"]\n
[spans]\ntarget_attribute = \"data-t\"\nsource_attribute = \"data-s\"\nsource_class = \"origin\"\n
[markdown]\ndirective = \"{%\"\n
[annotations]\nbase_type = \"from\"\nblock_type = \"is\"\nblock_types.resource = \"model\"\n
[[schemes]]\nname = \"user\"\ngrant = \"authorization_code\"\n
[[schemes]]\nname = \"service\"\ngrant = \"client_credentials\"\n
[openapi]\nauthorization_url = \"https://x.example/a\"\ntoken_url = \"https://x.example/t\"\n";

const LEXICON: &str = "language = \"en\"\n[schemes]\nuser = [\"signed in\"]\nservice = [\"machine\"]\n";

const OPERATION: &str = "---\nlang: en-US\nsummary: x\n---\n# Get berth\n\nA berth.\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
    |Signed in|Berth.Read|\n|Machine|Berth.Read.All|\n\n## HTTP request\n\n```http\nGET /berths/{id}\n```\n";

const RESOURCE: &str = "---\nlang: de-DE\n---\n# berth\n\n{% [note](note.md) ]\n\n<span data-t=\"a-1\">Ein Platz.</span><span class=\"origin\"><span data-s=\"a-1\">A place.</span></span>\n\n\
    ## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|depth|Int32|In metres.|\n\n## JSON representation\n\n\
    <!-- {\"is\": \"model\", \"kind\": \"harbor.berth\", \"from\": \"harbor.Thing\"} -->\n```json\n{\"depth\": 1}\n```\n";

fn tree() -> Tree {
    Tree::new([
        ("hexapla.toml", SETTINGS),
        ("en.toml", LEXICON),
        ("docs/v1.0/api/berth-get.md", OPERATION),
        ("docs/v1.0/resources/berth.md", RESOURCE),
        ("docs/v1.0/parts/note.md", "A note.\n"),
    ])
}

#[track_caller]
fn json(tree: &Tree, arguments: &[&str]) -> Value {
    let ran = hexapla(tree.path(), arguments);
    assert!(ran.status < 2, "{}", ran.stderr);
    ran.json()
}

#[test]
fn pages_of_another_system_are_read_by_settings() {
    let tree = tree();
    let pages = json(&tree, &["pages", "docs", "--format", "json"]);
    let editions = pages["editions"].as_array().expect("a list");
    let forms: Vec<[&str; 2]> = editions
        .iter()
        .map(|edition| ["locale", "form"].map(|field| edition[field].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(forms, [["en-US", "source"], ["de-DE", "side_by_side"]]);
    let found = json(&tree, &["check", "docs", "--format", "json", "--check", "front_matter_key_missing"]);
    let missing = found["findings"].as_array().expect("a list");
    assert!(missing.len() == 1 && missing[0]["path"] == "docs/v1.0/resources/berth.md", "{missing:?}");
}

#[test]
fn its_schemes_and_types_reach_the_schema() {
    let tree = tree();
    let document = json(&tree, &["schema", "docs", "--format", "openapi"]);
    let schemes = document["components"]["securitySchemes"].as_object().expect("schemes");
    assert_eq!(schemes.keys().collect::<Vec<_>>(), ["user", "service"]);
    assert!(schemes["user"]["flows"]["authorizationCode"].is_object(), "{schemes:?}");
    assert!(schemes["service"]["flows"]["clientCredentials"].is_object(), "{schemes:?}");
    let schema = json(&tree, &["schema", "docs"]).to_string();
    assert!(schema.contains("\"namespace\":\"harbor\""), "{schema}");
    assert!(schema.contains("\"kind\":\"entity\"") && !schema.contains("note"), "{schema}");
}

#[test]
fn what_is_wrong_with_a_profile_is_an_error() {
    for (file, text, named) in [
        ("hexapla.toml", "[spans]\nclass = \"x\"\n", "`spans`: unknown field `class`"),
        ("hexapla.toml", "schemes = []\nlexicons = [\"en.toml\"]\n", "the profile has no scheme `service`"),
        ("en.toml", "language = \"en\"\n[schemes]\nguest = [\"guest\"]\n", "the profile has no scheme `guest`"),
    ] {
        let tree = tree();
        tree.write(file, text);
        let ran = hexapla(tree.path(), &["check", "docs"]);
        assert!(ran.status == 2 && ran.stderr.contains(named), "{named}: {}", ran.stderr);
    }
}
