//! Trees of many documentation systems, without settings: each pairs the translation with its source page.

use crate::support::{Tree, hexapla};

const SOURCE: &str = "# List berths\n\nReturns the berths of a harbor that you may see, with their names and depths.\n\n\
    | Parameter | Description |\n|:--|:--|\n| `limit` | How many berths are returned. |\n| `sortOrder` | Which berth is first. |\n";
const TARGET: &str = "# Lister les postes\n\nRenvoie les postes d'un port que vous pouvez voir, avec leurs noms et leurs profondeurs.\n\n\
    | Paramètre | Description |\n|:--|:--|\n| `limit` | Le nombre de postes renvoyés par la requête. |\n";

/// Checks that the page and its source page are paired, and that nothing else is.
fn paired(source: &str, target: &str, others: &[(&str, &str)]) {
    let pages = [(source, SOURCE), (target, TARGET)];
    let tree = Tree::new(pages.into_iter().chain(others.iter().copied()));
    let ran =
        hexapla(tree.path(), &["check", ".", "--format", "json", "--check", "table_row_missing", "--fail-on", "never"]);
    assert_eq!(ran.status, 0, "{target}: {}", ran.stderr);
    let report = ran.json();
    let found: Vec<&str> =
        report["findings"].as_array().expect("a list").iter().filter_map(|finding| finding["path"].as_str()).collect();
    let pages = hexapla(tree.path(), &["pages", "."]).stdout;
    assert_eq!(found, [format!("./{target}")], "{source}: {pages}");
}

#[test]
fn pages_are_paired_without_settings() {
    for (source, target) in [
        ("en/berth-list.md", "fr/berth-list.md"),
        ("docs/en/berth-list.md", "docs/fr/berth-list.md"),
        ("content/en/docs/harbor/berth-list.md", "content/fr/docs/harbor/berth-list.md"),
        ("docs.en-US/berth-list.md", "docs.fr-FR/berth-list.md"),
        ("files/en-us/harbor/berth-list/index.md", "files/fr/harbor/berth-list/index.md"),
        ("en/harbor/berth-list.mdx", "fr/harbor/berth-list.mdx"),
        ("docs/berth-list.md", "docs/berth-list.fr.md"),
        ("docs/harbor/berth-list.md", "docs/harbor/berth-list_FR.md"),
        ("docs/harbor/berth-list.md", "docs/harbor/berth-list-fr-fr.md"),
        ("docs/v2/berth-list.md", "docs/v2/berth-list.fr.md"),
        ("README.md", "README.fr.md"),
        ("docs/harbor/berth-list.md", "docs/fr/harbor/berth-list.md"),
        ("docs/berth-list.md", "docs/fr/berth-list.md"),
        ("harbor/berth-list.mdx", "fr/harbor/berth-list.mdx"),
        ("docs/harbor/berth-list.md", "i18n/fr/docusaurus-plugin-content-docs/current/harbor/berth-list.md"),
        (
            "versioned_docs/version-2.9/harbor/berth-list.md",
            "i18n/fr/docusaurus-plugin-content-docs/version-2.9/harbor/berth-list.md",
        ),
        ("src/content/docs/harbor/berth-list.mdx", "src/i18n/content/fr/docs/harbor/berth-list.mdx"),
        ("content/docs/harbor/berth-list.md", "i18n/fr/content/docs/harbor/berth-list.md"),
        ("docs/v1/en/berth-list.md", "docs/v1/fr/berth-list.md"),
        ("v1.0/en_US/berth-list.md", "v1.0/fr_FR/berth-list.md"),
    ] {
        paired(source, target, &[]);
    }
}

#[test]
fn names_of_versions_count_beside_other_versions() {
    let [new_source, new_target] = ["en-US", "fr-FR"].map(|locale| format!("docs/next/{locale}/berth-list.md"));
    let whole = TARGET.to_owned() + "| `sortOrder` | Le premier poste de la liste. |\n";
    paired(
        "docs/latest/en-US/berth-list.md",
        "docs/latest/fr-FR/berth-list.md",
        &[(&new_source, SOURCE), (&new_target, &whole)],
    );
    let [new_source, new_target] = ["en", "fr"].map(|locale| format!("{locale}/stable/berth-list.md"));
    paired("en/v1/berth-list.md", "fr/v1/berth-list.md", &[(&new_source, SOURCE), (&new_target, &whole)]);
}

#[test]
fn words_that_look_like_locales_are_none() {
    // A product folder, in both trees.
    paired("docs/lt/berth-list.md", "i18n/fr/lt/berth-list.md", &[]);
    paired("en/it/berth-list.md", "fr/it/berth-list.md", &[]);
    // Members of an API whose last part is a language code.
    let names = ["id", "cy", "hy", "pi"].map(|member| format!("docs.fr-FR/api/harbor.gates.{member}.md"));
    let pages = names.iter().map(|name| (name.as_str(), TARGET)).chain([("docs.fr-FR/api/harbor.gates.md", TARGET)]);
    let tree = Tree::new(pages);
    let ran = hexapla(tree.path(), &["pages", "."]);
    assert!(ran.stdout.contains("5 pages with 5 keys") && !ran.stdout.contains("locale cy"), "{}", ran.stdout);
    let names = ["id", "cy", "hy"].map(|member| format!("docs/harbor.gates.{member}.md"));
    let tree = Tree::new(names.iter().map(|name| (name.as_str(), SOURCE)).chain([("docs/harbor.gates.md", SOURCE)]));
    let ran = hexapla(tree.path(), &["pages", "."]);
    assert!(ran.stdout.contains("4 pages with 4 keys"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("locale en-US").count(), 4, "{}", ran.stdout);
}

#[test]
fn names_that_people_use_are_locales() {
    for (folder, tag) in [
        ("cn", "zh-CN"),
        ("jp", "ja"),
        ("kr", "ko"),
        ("tw", "zh-TW"),
        ("ua", "uk"),
        ("cz", "cs"),
        ("iw", "he"),
        ("zh_CN", "zh-CN"),
        ("pt_br", "pt-BR"),
        ("ptbr", "pt-BR"),
        ("zh-Hant", "zh-Hant"),
    ] {
        let target = format!("docs/{folder}/berth-list.md");
        let tree = Tree::new([("docs/en/berth-list.md", SOURCE), (target.as_str(), TARGET)]);
        let ran = hexapla(tree.path(), &["pages", "."]);
        assert!(ran.stdout.contains(&format!("locale {tag} ")), "{folder}: {}", ran.stdout);
        assert!(ran.stdout.contains("2 pages with 1 key"), "{folder}: {}", ran.stdout);
    }
}
