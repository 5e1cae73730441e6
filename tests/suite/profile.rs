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

/// A page of each documentation system, its name among other pages, and the profile that it shows.
const SYSTEMS: &[(&str, &str, &str)] = &[
    ("learn", "docs/en-US/berth.md", "---\ntitle: a\nms.topic: reference\n---\n# Berth\n\nText.\n"),
    ("docusaurus", "docs/en/berth.md", "---\ntitle: a\n---\n# Berth\n\n:::tip\nText.\n:::\n"),
    ("mintlify", "en/berth.mdx", "---\ntitle: a\n---\n<Note>\n  Text.\n</Note>\n"),
    ("hugo", "content/en/berth.md", "---\ntitle: a\n---\n# Berth\n\n{{% alert %}}\nText.\n{{% /alert %}}\n"),
    ("mkdocs", "docs/en/berth.md", "# Berth\n\n!!! note\n    Text.\n"),
    ("mdn", "files/en-us/berth/index.md", "---\ntitle: a\n---\nThe {{HTTPHeader(\"Date\")}}.\n"),
    ("plain", "docs/en/berth.md", "# Berth\n\nText of the berth.\n"),
];

#[test]
fn pages_and_files_show_their_system() {
    for (name, path, page) in SYSTEMS {
        let tree = Tree::new([(*path, *page)]);
        let pages = json(&tree, &["pages", ".", "--format", "json"]);
        assert_eq!(pages["profile"]["name"], *name, "{path}");
        let evidence = pages["profile"]["evidence"].as_array().expect("a list");
        assert_eq!(evidence.is_empty(), *name == "plain", "{evidence:?}");
        let shown = hexapla(tree.path(), &["check", ".", "--fail-on", "never"]).stdout;
        assert!(shown.contains(&format!("profile: {name} (")), "{name}: {shown}");
    }
    for (file, name) in [("site/hugo.toml", "hugo"), ("mkdocs.yml", "mkdocs"), ("docusaurus.config.js", "docusaurus")] {
        let tree = Tree::new([("site/docs/en/berth.md", "# Berth\n\nText of the berth.\n"), (file, "")]);
        for roots in [&["."][..], &["site/docs"], &["site/docs/en/berth.md"]] {
            let arguments = [&["pages", "--format", "json"], roots].concat();
            assert_eq!(json(&tree, &arguments)["profile"]["name"], name, "{file}: {roots:?}");
        }
    }
}

#[test]
fn settings_name_the_profile_and_replace_its_entries() {
    let tree = Tree::new([
        ("hexapla.toml", "profile = \"docusaurus\"\n[front_matter]\npin = \"made_from\"\n"),
        ("content/fr/berth.md", "---\ntitle: a\nmade_from: 0123abc\n---\n# Poste\n\n{{< berth >}}\n"),
    ]);
    let pages = json(&tree, &["pages", ".", "--format", "json"]);
    assert_eq!(pages["profile"]["name"], "docusaurus");
    assert_eq!(pages["editions"][0]["pin"], "0123abc");
    tree.write("hexapla.toml", "[front_matter]\npin = \"made_from\"\n");
    let pages = json(&tree, &["pages", ".", "--format", "json"]);
    assert_eq!((&pages["profile"]["name"], &pages["editions"][0]["pin"]), (&"hugo".into(), &"0123abc".into()));
    tree.write("hexapla.toml", "profile = \"hogo\"\n");
    let ran = hexapla(tree.path(), &["check", "."]);
    assert!(ran.status == 2 && ran.stderr.contains("there is no profile `hogo`"), "{}", ran.stderr);
}

#[test]
fn each_system_has_its_own_pin() {
    for (path, front_matter) in [
        ("docs.fr-FR/berth.md", "ms.sourcegitcommit: 0123abc"),
        ("content/fr/berth.md", "default_lang_commit: 0123abc # patched"),
        ("files/fr/berth/index.md", "l10n:\n  sourceCommit: 0123abc"),
    ] {
        let page = format!("---\ntitle: Poste\n{front_matter}\n---\nUn poste dans le port est libre.\n");
        let tree = Tree::new([(path, page.as_str())]);
        let pages = json(&tree, &["pages", ".", "--format", "json"]);
        assert_eq!(pages["editions"][0]["pin"], "0123abc", "{front_matter}");
    }
}

#[test]
fn only_what_a_system_requires_is_required() {
    let page = "# Poste\n\nUn poste dans le port est libre.\n";
    for (profile, others, expected) in [
        ("learn", &[][..], 1),
        ("hugo", &[][..], 0),
        // The source page shows that the translation lost it.
        ("hugo", &[("en/berth.md", "---\ntitle: a\n---\n# Berth\n\nA berth of the harbor is free.\n")], 1),
    ] {
        let settings = format!("profile = \"{profile}\"\n");
        let pages = [("hexapla.toml", settings.as_str()), ("fr/berth.md", page)].into_iter();
        let tree = Tree::new(pages.chain(others.iter().copied()));
        let found = json(&tree, &["check", ".", "--format", "json", "--check", "front_matter_missing"]);
        assert_eq!(found["findings"].as_array().map(Vec::len), Some(expected), "{profile}: {others:?}");
    }
}
