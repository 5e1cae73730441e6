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
        ("docs/harbor/berth-list.md", "docs/harbor/berth-list_fr_CA.md"),
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
    for words in ["as-is", "am-pm", "to-do", "no-op", "how-to"] {
        paired(&format!("docs/{words}/berth-list.md"), &format!("i18n/fr/{words}/berth-list.md"), &[]);
    }
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
    assert_eq!(ran.stdout.matches(", locale en-US").count(), 4, "{}", ran.stdout);
}

#[test]
fn languages_that_are_also_words_need_evidence() {
    let indonesian =
        "# Daftar dermaga\n\nMengembalikan dermaga pelabuhan yang boleh Anda lihat, dengan nama dan kedalamannya.\n";
    let norwegian =
        "# Vis kaiplasser\n\nReturnerer kaiplassene i havnen som brukeren kan se, også navn og dybde på hver plass.\n";
    for (folder, text) in [("id", indonesian), ("no", norwegian)] {
        for [before, rest] in
            [["docs/", "harbor/list.md"], ["", "list.md"], ["content/", "docs/a/list.md"], ["docs/", "v2/list.md"]]
        {
            let [target, source] = [folder, "en"].map(|folder| format!("{before}{folder}/{rest}"));
            let tree = Tree::new([(&source, SOURCE), (&target, text)]);
            let ran = hexapla(tree.path(), &["pages", "."]);
            assert!(ran.stdout.contains(&format!("locale {folder} (folder)")), "{target}: {}", ran.stdout);
            assert!(ran.stdout.contains("2 pages with 1 key"), "{target}: {}", ran.stdout);
        }
        // No page of another locale is beside it, or the text is English.
        for (target, text) in [(format!("docs/{folder}/list.md"), text), (format!("{folder}/get.md"), SOURCE)] {
            let tree = Tree::new([("en/get.md", SOURCE), ("fr/get.md", TARGET), (&*target, text)]);
            let ran = hexapla(tree.path(), &["pages", "."]);
            assert!(!ran.stdout.contains(&format!("locale {folder} ")), "{target}: {}", ran.stdout);
        }
    }
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
        ("ca-ES-valencia", "ca-ES-valencia"),
        ("si-lk", "si-LK"),
        ("qps-ploc", "qps-Ploc"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("sr_Latn_RS", "sr-Latn-RS"),
        ("zh-CHS", "zh-Hans"),
    ] {
        let target = format!("docs/{folder}/berth-list.md");
        let tree = Tree::new([("docs/en/berth-list.md", SOURCE), (target.as_str(), TARGET)]);
        let ran = hexapla(tree.path(), &["pages", "."]);
        assert!(ran.stdout.contains(&format!("locale {tag} ")), "{folder}: {}", ran.stdout);
        assert!(ran.stdout.contains("2 pages with 1 key"), "{folder}: {}", ran.stdout);
    }
}

/// The lines of `hexapla pages` about layouts and pages that are alone.
fn layouts(tree: &Tree, paths: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["pages"].iter().chain(paths).copied().collect();
    let ran = hexapla(tree.path(), &arguments);
    let is_about = |line: &&str| line.starts_with("layout ") || line.starts_with("alone: ");
    ran.stdout.lines().filter(is_about).map(str::to_owned).collect()
}

#[test]
fn layouts_are_stated() {
    let one = "1 paired with another locale";
    for (source, target, expected) in [
        (
            "content/en/a/list.md",
            "content/fr/a/list.md",
            vec!["content/{locale}/{key}.md: 2 pages (en, fr), 2 paired with another locale".to_owned()],
        ),
        (
            "docs.en-US/v1.0/list.md",
            "docs.fr-FR/v1.0/list.md",
            vec!["docs.{locale}/{version}/{key}.md: 2 pages (en-US, fr-FR), 2 paired with another locale".to_owned()],
        ),
        (
            "docs/a/list.md",
            "docs/a/list.fr.md",
            vec![
                format!("{{key}}.md: 1 page (en-US, not stated by the path), {one}"),
                format!("{{key}}.{{locale}}.md: 1 page (fr), {one}"),
            ],
        ),
        (
            "docs/a/list.md",
            "docs/a/list_FR.md",
            vec![
                format!("{{key}}.md: 1 page (en-US, not stated by the path), {one}"),
                format!("{{key}}_{{locale}}.md: 1 page (fr), {one}"),
            ],
        ),
        (
            "docs/a/list.md",
            "i18n/fr/docusaurus-plugin-content-docs/current/a/list.md",
            vec![
                format!("docs/{{key}}.md: 1 page (en-US, not stated by the path), {one}"),
                format!("i18n/{{locale}}/docusaurus-plugin-content-docs/current/{{key}}.md: 1 page (fr), {one}"),
            ],
        ),
        (
            "a/list.mdx",
            "fr/a/list.mdx",
            vec![
                format!("{{key}}.mdx: 1 page (en-US, not stated by the path), {one}"),
                format!("{{locale}}/{{key}}.mdx: 1 page (fr), {one}"),
            ],
        ),
    ] {
        let tree = Tree::new([(source, SOURCE), (target, TARGET)]);
        let expected: Vec<String> = expected.iter().map(|line| format!("layout {line}")).collect();
        assert_eq!(layouts(&tree, &["."]), expected, "{target}");
    }
}

#[test]
fn pages_that_are_alone_have_a_reason() {
    let tree = Tree::new([
        ("site/en/list.md", SOURCE),
        ("site/fr/list.md", TARGET),
        ("site/fr/only.md", TARGET),
        ("site/en/v1/get.md", SOURCE),
        ("site/fr/v2/get.md", TARGET),
        ("site/lt/ship.md", SOURCE),
        ("loose/berth.md", SOURCE),
    ]);
    let ran = hexapla(tree.path(), &["pages", "site", "loose"]);
    let report = hexapla(tree.path(), &["pages", "site", "loose", "--format", "json"]).json();
    let alone = report["alone"].as_array().expect("a list");
    for (path, reason) in [
        ("site/lt/ship.md", "`lt` in its path only looks like a locale, and no page of another locale has its key"),
        ("site/fr/only.md", "no page of another locale has its key"),
        ("site/en/v1/get.md", "the pages of other locales with its key have another version"),
        ("site/fr/v2/get.md", "the pages of other locales with its key have another version"),
        ("loose/berth.md", "its path states no key, and no page of another locale has its first heading"),
    ] {
        let entry = alone.iter().find(|entry| entry["path"] == path).unwrap_or_else(|| panic!("{path}: {alone:?}"));
        assert_eq!(entry["reason"], reason, "{path}");
        assert!(ran.stdout.contains(&format!("    alone: {reason}\n")), "{}", ran.stdout);
    }
    assert!(alone.iter().all(|entry| entry["path"] != "site/en/list.md"), "{alone:?}");
    let layouts = report["layouts"].as_array().expect("a list");
    assert!(
        layouts.iter().any(|layout| layout["template"] == "{locale}/{key}.md" && layout["paired"] == 2),
        "{layouts:?}"
    );
    let single = Tree::new([("docs/id/berth.md", SOURCE), ("docs/cy/ship.md", SOURCE), ("docs/mooring.md", SOURCE)]);
    assert_eq!(
        self::layouts(&single, &["."]).last().map(String::as_str),
        Some("alone: 2 pages: all pages have one locale")
    );
}

#[test]
fn roots_of_different_languages_are_paired_by_path() {
    // The headings of the pages differ, and no path states a locale.
    for (source, target) in [("api/list.md", "api/list.md"), ("list.mdx", "list.mdx"), ("a/b/index.md", "a/b/index.md")]
    {
        let tree = Tree::new([(format!("harbor/{source}"), SOURCE), (format!("port/{target}"), TARGET)]);
        let paths = ["check", "harbor", "port", "--check", "table_row_missing", "--fail-on", "never"];
        let ran = hexapla(tree.path(), &paths);
        assert!(ran.stdout.contains(&format!("port/{target}:")), "{target}: {}", ran.stdout);
        let ran = hexapla(
            tree.path(),
            &["check", "port", "--source", "harbor", "--check", "table_row_missing", "--fail-on", "never"],
        );
        assert!(ran.stdout.contains("source text: tree 1"), "{target}: {}", ran.stdout);
    }
    // Two trees of one language are two trees.
    let tree = Tree::new([("harbor/list.md", SOURCE), ("port/list.md", &*SOURCE.replace("List", "Count"))]);
    let ran = hexapla(tree.path(), &["pages", "harbor", "port"]);
    assert!(ran.stdout.contains("2 pages with 2 keys"), "{}", ran.stdout);
}

/// The paths of the pages of a run, in order.
fn paths(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["pages", "--format", "json"].iter().chain(arguments).copied().collect();
    let report = hexapla(tree.path(), &arguments).json();
    let editions = report["editions"].as_array().expect("a list").iter();
    editions.filter_map(|edition| edition["path"].as_str()).map(str::to_owned).collect()
}

#[test]
fn files_that_git_ignores_are_left_out() {
    let built = SOURCE.replace("berths", "boats");
    for (rules, ignored) in [
        ((".gitignore", "build/\n"), "build/en/berth-list.md"),
        ((".gitignore", "# out\n/out\n"), "out/en/berth-list.md"),
        ((".gitignore", "*.draft.md\n!keep.draft.md\n"), "en/a.draft.md"),
        (("en/.gitignore", "generated\n"), "en/generated/berth.md"),
        ((".git/info/exclude", "private/\n"), "en/private/berth.md"),
    ] {
        let tree = Tree::new([
            ("en/berth-list.md", SOURCE),
            ("fr/berth-list.md", TARGET),
            (ignored, &*built),
            (".git/HEAD", ""),
            rules,
        ]);
        let pages = ["./en/berth-list.md", "./fr/berth-list.md"];
        assert_eq!(paths(&tree, &["."]), pages, "{ignored}");
        assert_eq!(paths(&tree, &["--no-ignore", "."]).len(), 3, "{ignored}");
        // A file that is named is read, and a folder that is named too.
        assert_eq!(paths(&tree, &[ignored]), [ignored], "{ignored}");
        // The rules of the tree hold for a folder of it, and for the tree around a named file.
        let below = hexapla(&tree.path().join("en"), &["pages", "."]);
        assert!(below.stdout.contains("1 page with 1 key"), "{ignored}: {}", below.stdout);
        let single = hexapla(tree.path(), &["check", "fr/berth-list.md", "--fail-on", "never"]);
        assert!(single.stdout.contains("sortOrder") && !single.stdout.contains("build"), "{}", single.stdout);
        let text = hexapla(tree.path(), &["pages", "."]).stdout;
        assert!(text.contains("left out: 1 f") && text.contains("git ignores it"), "{text}");
        let report = hexapla(tree.path(), &["pages", ".", "--format", "json"]).json();
        let left_out = &report["left_out"]["git_ignored"];
        assert_eq!(
            left_out["files"].as_u64().zip(left_out["folders"].as_u64()).map(|(a, b)| a + b),
            Some(1),
            "{report}"
        );
    }
    let tree = Tree::new([("build/en/a.md", SOURCE), (".gitignore", "build\n")]);
    assert_eq!(paths(&tree, &["build"]), ["build/en/a.md"]);
    let ran = hexapla(tree.path(), &["check", "."]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("1 folder: git ignores it") && ran.stderr.contains("no API page found"),
        "{}",
        ran.stderr
    );
}

#[test]
fn settings_say_which_files_are_pages() {
    let tree = Tree::new([
        ("docs/en/berth.md", SOURCE),
        ("docs/fr/berth.md", TARGET),
        ("docs/en/old/berth.md", SOURCE),
        ("docs/en/ship.mdown", SOURCE),
        ("blog/en/news.md", SOURCE),
        (".hidden/berth.md", SOURCE),
    ]);
    for (settings, expected) in [
        ("exclude = [\"old\", \"blog/**\"]", &["docs/en/berth.md", "docs/fr/berth.md"][..]),
        ("include = [\"docs/fr/**\"]", &["docs/fr/berth.md"]),
        ("include = [\"docs\"]\nexclude = [\"docs/*/old/\"]", &["docs/en/berth.md", "docs/fr/berth.md"]),
        ("extensions = [\"mdown\"]", &["docs/en/ship.mdown"]),
    ] {
        tree.write("hexapla.toml", settings);
        let expected: Vec<String> = expected.iter().map(|path| format!("./{path}")).collect();
        let mut found = paths(&tree, &["."]);
        found.sort();
        assert_eq!(found, expected, "{settings}");
        // From another folder, globs are those of the folder of the settings.
        let mut found = paths(&tree, &["docs"]);
        found.sort();
        let expected: Vec<String> = expected.iter().map(|path| path.trim_start_matches("./").to_owned()).collect();
        assert_eq!(found, expected, "{settings}");
        assert_eq!(paths(&tree, &["blog/en/news.md"]), ["blog/en/news.md"], "{settings}");
    }
    tree.write("hexapla.toml", "exclude = [\"old\", \"blog/**\"]");
    let text = hexapla(tree.path(), &["pages", "."]).stdout;
    assert!(text.contains("left out: 2 folders: setting `exclude`") && text.contains("1 folder: hidden"), "{text}");
    for (settings, message) in [
        ("exclude = [\"docs/[\"]", "exclude: `docs/[`"),
        ("include = [\"{a\"]", "include: `{a`"),
        ("extensions = [\".md\"]", "extensions: `.md`"),
        ("layout = 3", "layout: expected a template"),
        ("layout = [\"docs/{key}.md\", 3]", "layout: expected a template"),
        ("layout = \"docusaurs\"", "docusaurus"),
    ] {
        tree.write("hexapla.toml", settings);
        let ran = hexapla(tree.path(), &["check", "."]);
        assert!(ran.status == 2 && ran.stderr.contains(message), "{settings}: {}", ran.stderr);
    }
}

#[test]
fn layouts_of_the_settings_are_tried_in_order() {
    for (layout, source, target, key) in [
        ("\"docusaurus\"", "docs/lt/list.md", "i18n/fr/docusaurus-plugin-content-docs/current/lt/list.md", "lt/list"),
        ("\"mkdocs\"", "docs/a/list.md", "docs/a/list.fr.md", "a/list"),
        (
            "[\"translated/{key}_{locale}.md\", \"original/{key}.md\"]",
            "original/a/list.md",
            "translated/a/list_fr.md",
            "a/list",
        ),
        ("[\"mdn\", \"texts/{locale}/{key}.md\"]", "texts/en/a/list.md", "texts/fr/a/list.md", "a/list"),
        ("\"hugo\"", "content/a/list.md", "content/a/list.fr.md", "a/list"),
    ] {
        let tree = Tree::new([(source, SOURCE), (target, TARGET)]);
        tree.write("hexapla.toml", format!("layout = {layout}\n"));
        let ran = hexapla(tree.path(), &["check", ".", "--check", "table_row_missing", "--format", "json"]);
        let report = ran.json();
        assert_eq!(report["findings"][0]["path"], format!("./{target}"), "{layout}: {}", ran.stderr);
        assert_eq!(report["editions"][0]["key"], key, "{layout}");
        assert_eq!(report["editions"][0]["evidence"]["key"], "layout", "{layout}");
    }
}
