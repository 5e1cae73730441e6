//! Which language is the source: sites whose source is Chinese, French or German work as sites in English do.

use crate::support::{Tree, hexapla};
use serde_json::Value;

const ENGLISH: &str = "# List berths\n\nReturns the berths of a harbor that you may see, with their names and depths.\n\n\
    | Parameter | Description |\n|:--|:--|\n| `limit` | How many berths are returned. |\n| `sortOrder` | Which berth is first. |\n";
const FRENCH: &str = "# Lister les postes\n\nRenvoie les postes d'un port que vous pouvez voir, avec leurs noms et leurs profondeurs.\n\n\
    | Paramètre | Description |\n|:--|:--|\n| `limit` | Le nombre de postes renvoyés par la requête. |\n| `sortOrder` | Le premier poste de la liste. |\n";
const GERMAN: &str = "# Liegeplätze auflisten\n\nGibt die Liegeplätze eines Hafens zurück, die Sie sehen dürfen, mit ihren Namen und Tiefen.\n\n\
    | Parameter | Beschreibung |\n|:--|:--|\n| `limit` | Wie viele Liegeplätze die Antwort hat. |\n| `sortOrder` | Welcher Liegeplatz der erste ist. |\n";
const CHINESE: &str = "# 列出泊位\n\n返回港口中您可以看到的泊位，以及它们的名称和水深。这个方法不会更改数据。\n\n\
    | 参数 | 说明 |\n|:--|:--|\n| `limit` | 返回多少个泊位。 |\n| `sortOrder` | 哪个泊位排在最前面。 |\n";
const JAPANESE: &str = "# バースの一覧\n\n港のバースのうち、表示できるものを名前と水深とともに返します。データは変更されません。\n\n\
    | パラメーター | 説明 |\n|:--|:--|\n| `limit` | 返されるバースの数です。 |\n| `sortOrder` | 最初に返されるバースです。 |\n";

/// A page without its last row.
fn without_row(page: &str) -> String {
    let end = page.trim_end().rfind('\n').map_or(0, |end| end + 1);
    page[..end].to_owned()
}

/// The report of a run on a tree.
fn check(tree: &Tree, arguments: &[&str]) -> Value {
    let all = ["check"].iter().chain(arguments).chain(&["--format", "json", "--fail-on", "never"]);
    let ran = hexapla(tree.path(), &all.copied().collect::<Vec<_>>());
    assert!(!ran.stdout.is_empty(), "{}", ran.stderr);
    ran.json()
}

/// The locale of the source pages, the evidence, and the paths in which a row is missing.
fn decided(report: &Value) -> (String, String, Vec<String>) {
    let source = &report["summary"]["source_locale"];
    let findings = report["findings"].as_array().expect("a list").iter();
    let missing = findings.filter(|finding| finding["check"] == "table_row_missing");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&source["locale"]), text(&source["evidence"]), missing.map(|finding| text(&finding["path"])).collect())
}

#[test]
fn the_default_language_of_a_site_is_the_source() {
    let sites = [("zh-CN", CHINESE), ("fr-FR", FRENCH), ("de-DE", GERMAN), ("ja-JP", JAPANESE), ("en-US", ENGLISH)];
    for (locale, source) in sites {
        let (target, text) = if locale == "en-US" { ("fr", FRENCH) } else { ("en", ENGLISH) };
        for (source_path, target_path) in [
            ("docs/harbor/list.md", format!("docs/{target}/harbor/list.md")),
            ("docs/harbor/list.md", format!("i18n/{target}/docusaurus-plugin-content-docs/current/harbor/list.md")),
            ("docs/list.md", format!("docs/list.{target}.md")),
            ("harbor/list.mdx", format!("{target}/harbor/list.mdx")),
        ] {
            let tree =
                Tree::new([(source_path.to_owned(), source.to_owned()), (target_path.clone(), without_row(text))]);
            let report = check(&tree, &["."]);
            let (found, evidence, missing) = decided(&report);
            assert_eq!((&*found, &*evidence), (locale, "default_language"), "{target_path}");
            assert_eq!(missing, [format!("./{target_path}")], "{locale}");
            let editions = report["editions"].as_array().expect("a list");
            let own = editions.iter().find(|edition| edition["path"] == format!("./{source_path}")).expect("the page");
            assert_eq!(
                (&own["form"], &own["evidence"]["locale"]),
                (&Value::from("source"), &Value::from("default_language"))
            );
            // A run on one of the files knows it too.
            let single = check(&tree, &[&target_path]);
            assert_eq!(decided(&single), (found, evidence, vec![target_path.clone()]), "{target_path}");
            let text = hexapla(tree.path(), &["check", ".", "--fail-on", "never"]).stdout;
            let line = format!("source locale: {locale} (the pages whose paths state no locale are in it)");
            assert!(text.contains(&line), "{text}");
            let pages = hexapla(tree.path(), &["pages", "."]).stdout;
            assert!(pages.contains(&format!("source locale {locale}: ")), "{pages}");
        }
    }
}

#[test]
fn a_page_of_the_default_language_needs_no_text_that_shows_it() {
    let names = "| `limit` | `sortOrder` |\n|:--|:--|\n| `Int32` | `String` |\n";
    let tree = Tree::new([
        ("docs/list.md", CHINESE),
        ("docs/get.md", CHINESE),
        ("docs/names.md", names),
        ("docs/en/list.md", ENGLISH),
        ("docs/en/get.md", ENGLISH),
        ("docs/en/names.md", names),
    ]);
    let report = check(&tree, &["."]);
    let editions = report["editions"].as_array().expect("a list");
    let chinese = editions.iter().filter(|edition| edition["locale"] == "zh-CN" && edition["form"] == "source");
    assert_eq!(chinese.count(), 3, "{report}");
}

#[test]
fn paths_that_state_english_win() {
    for [english, other] in [["en", "zh"], ["en-US", "fr-FR"], ["en-us", "de"], ["en-GB", "ja"]] {
        let tree = Tree::new([
            (format!("{english}/list.md"), ENGLISH.to_owned()),
            (format!("{other}/list.md"), without_row(CHINESE)),
            (format!("{other}/get.md"), CHINESE.to_owned()),
        ]);
        let (found, evidence, missing) = decided(&check(&tree, &["."]));
        assert!(found.eq_ignore_ascii_case(english) && evidence == "paths", "{found} {evidence}");
        assert_eq!(missing, [format!("./{other}/list.md")]);
    }
}

#[test]
fn the_locale_with_most_of_the_pages_is_the_source() {
    for (source, text) in [("zh", CHINESE), ("fr", FRENCH), ("de-DE", GERMAN)] {
        let tree = Tree::new([
            (format!("site/{source}/list.md"), text.to_owned()),
            (format!("site/{source}/get.md"), text.to_owned()),
            (format!("site/{source}/only.md"), text.to_owned()),
            ("site/ja/list.md".to_owned(), without_row(JAPANESE)),
            ("site/ja/get.md".to_owned(), JAPANESE.to_owned()),
            ("site/ko/get.md".to_owned(), without_row(JAPANESE)),
        ]);
        let (found, evidence, missing) = decided(&check(&tree, &["site"]));
        assert_eq!((&*found, &*evidence), (source, "most_pages"));
        assert_eq!(missing, ["site/ko/get.md".to_owned(), "site/ja/list.md".to_owned()]);
    }
    // Translations of source pages that are elsewhere: no locale of them is the source.
    let pinned = |page: &str| format!("---\ntitle: x\nms.sourcegitcommit: 0123456789abcdef\n---\n{page}");
    let tree =
        Tree::new([("de/list.md", pinned(GERMAN)), ("de/get.md", pinned(GERMAN)), ("ja/list.md", pinned(JAPANESE))]);
    assert_eq!(decided(&check(&tree, &["."])).1, "nothing");
    let tree =
        Tree::new([("en/list.md", ENGLISH), ("de/list.md", GERMAN), ("de/get.md", GERMAN), ("ja/list.md", JAPANESE)]);
    assert_eq!(decided(&check(&tree, &["de", "ja"])).1, "nothing");
    let tree = Tree::new([("de/list.md", GERMAN), ("ja/list.md", JAPANESE)]);
    assert_eq!(decided(&check(&tree, &["."])).1, "nothing");
}

#[test]
fn spans_options_and_settings_state_the_source() {
    let span = |target: &str, source: &str, id: u32| {
        format!(
            "<span data-ttu-id=\"a-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{id}\">{source}</span></span>"
        )
    };
    let page = |sources: [&str; 2]| {
        format!(
            "# {}\n\n{}\n",
            span("バース", sources[0], 101),
            span("港のバースのうち、表示できるものを返します。", sources[1], 102)
        )
    };
    let german =
        ["Liegeplätze", "Gibt die Liegeplätze eines Hafens zurück, die Sie sehen dürfen, mit ihren Namen und Tiefen."];
    let english = ["Berths", "Returns the berths of a harbor that you may see, with their names and depths."];
    for (sources, locale) in [(german, "de-DE"), (english, "en-US")] {
        let tree = Tree::new([("ja-JP/berth.md", page(sources)), ("fr-FR/berth.md", page(sources))]);
        let (found, evidence, _) = decided(&check(&tree, &["."]));
        assert_eq!((&*found, &*evidence), (locale, "spans"));
    }
    // The pages of --source.
    let tree = Tree::new([("origin/a/list.md", CHINESE.to_owned()), ("en/a/list.md", without_row(ENGLISH))]);
    let (found, evidence, missing) = decided(&check(&tree, &["en", "--source", "origin"]));
    assert_eq!((&*found, &*evidence, missing), ("zh-CN", "source_tree", vec!["en/a/list.md".to_owned()]));
    // The settings win over all pages.
    let tree = Tree::new([("docs/list.md", without_row(CHINESE)), ("docs/en/list.md", ENGLISH.to_owned())]);
    tree.write("hexapla.toml", "source_locale = \"en\"\n");
    let (found, evidence, missing) = decided(&check(&tree, &["."]));
    assert_eq!((&*found, &*evidence, missing), ("en", "settings", vec!["./docs/list.md".to_owned()]));
    let tree = Tree::new([("zh/list.md", CHINESE.to_owned()), ("en/list.md", without_row(ENGLISH))]);
    tree.write("hexapla.toml", "source_locale = \"cn\"\n");
    let (found, evidence, missing) = decided(&check(&tree, &["."]));
    assert_eq!((&*found, &*evidence, missing), ("zh", "settings", vec!["./en/list.md".to_owned()]));
}
