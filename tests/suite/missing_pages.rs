//! Translations that do not exist yet: pages of a locale, and blocks of a page.

use crate::support::{Tree, files, hexapla, read};
use regex::{Captures, Regex};
use std::path::{Path, PathBuf};

const FORMATS: [&str; 3] = ["xliff", "xliff2", "po"];

const SOURCE_PATH: &str = "en-US/v1.0/api/crane-get.md";
const PATH: &str = "fr-FR/v1.0/api/crane-get.md";
const SOURCE: &str = "---\ntitle: Get crane\nms.contentlocale: en-us\n---\n\n# Get crane\n\n\
    Gets a [crane](../crane.md) by its `id`.\n\n\
    > [!NOTE]\n> A crane can be busy at any time.\n\n\
    ## Permissions\n\nAny of these scopes is enough.\n\n\
    | Account | Scope |\n|:--|:--|\n| Personal account | `Dock.Tow` |\n| Organization | `Dock.Tow.Self` |\n\n\
    ## Request\n\n```http\nGET /cranes/{id}\n```\n\n\
    ### Headers\n\nThe call has *two* headers:\n\n- `Accept`: what an answer may have\n- `Prefer`: any day\n\n\
    Last paragraph &amp; last words.\n\n---\n\n## Example\n\nThis example has an answer.\n\n```json\n{ \"load\": 12 }\n```\n";

/// The text with another letter in each word that has an `a`. Markup is kept.
fn translated(text: &str) -> String {
    let markup = r"\]\([^)]*\)|`[^`]*`|\[![A-Z]+\]|&\w+;|(?s)<(?:bpt|ept|ph|data)\b.*?</(?:bpt|ept|ph|data)>|<[^>]*>";
    let markup = Regex::new(markup).expect("a regular expression");
    let (mut translated, mut at) = (String::new(), 0);
    for kept in markup.find_iter(text) {
        translated += &text[at..kept.start()].replace('a', "ä");
        translated += kept.as_str();
        at = kept.end();
    }
    translated + &text[at..].replace('a', "ä")
}

/// The translation of a page: as an import should make it.
fn translated_page(source: &str) -> String {
    let mut is_kept = false;
    let mut page = String::new();
    for line in source.split_inclusive('\n') {
        let is_fence = line.starts_with("```") || line == "---\n" && (page.is_empty() || is_kept);
        is_kept ^= is_fence;
        page += &if is_kept || is_fence { line.to_owned() } else { translated(line) };
    }
    page
}

/// A bitext file with a translation for each unit that has none.
fn filled(format: &str, bitext: &str) -> String {
    let (unit, target) = match format {
        "po" => (r#"msgid ("(?:.*"\n")*.*")\nmsgstr ""\n(?:\n|$)"#, "msgid $1\nmsgstr $2\n\n"),
        _ => (
            r"(?s)<source>((?:[^<]|<[^/]|</[^s])*)</source>\n(<note|</segment)",
            "<source>$1</source>\n<target>$2</target>\n$3",
        ),
    };
    let unit = Regex::new(unit).expect("a regular expression");
    let fill = |found: &Captures<'_>| {
        let end = found.get(2).map_or("", |end| end.as_str());
        target.replace("$2", &translated(&found[1])).replace("$1", &found[1]).replace("$3", end)
    };
    unit.replace_all(bitext, fill).into_owned()
}

/// Writes the bitext of French pages, with those that do not exist, with all translations.
fn export(tree: &Tree, format: &str) {
    let align = ["align", ".", "--locale", "fr-FR", "--missing-pages", "--format", format, "-o", "x"];
    let ran = hexapla(tree.path(), &align);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let bitext = read(tree.path().join("x"));
    tree.write("x", filled(format, &bitext));
}

fn import(tree: &Tree) -> String {
    let ran = hexapla(tree.path(), &["import", "x"]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    ran.stdout
}

#[test]
fn pages_are_made_from_their_source_pages() {
    let expected = translated_page(SOURCE).replace("en-us", "fr-fr");
    for format in FORMATS {
        let tree = Tree::new([(SOURCE_PATH, SOURCE)]);
        export(&tree, format);
        let before = files(tree.path());
        for flag in ["--dry-run", "--diff"] {
            let ran = hexapla(tree.path(), &["import", "x", flag]);
            assert_eq!((ran.status, files(tree.path())), (0, before.clone()), "{format} {flag}: {}", ran.stderr);
        }
        import(&tree);
        assert_eq!(read(tree.path().join(PATH)), expected, "{format}");
        let again = import(&tree);
        assert!(again.starts_with("0 segments in 0 pages written"), "{format}: {again}");
        assert_eq!(read(tree.path().join(PATH)), expected, "{format}");
        assert_eq!(hexapla(tree.path(), &["check", ".", "--locale", "fr-FR"]).status, 0, "{format}");
    }
}

#[test]
fn pages_are_made_in_parts() {
    let tree = Tree::new([(SOURCE_PATH, SOURCE)]);
    export(&tree, "xliff");
    let whole = read(tree.path().join("x"));
    let units = Regex::new(r"(?s)<trans-unit .*?</trans-unit>\n").expect("a regular expression");
    let count = units.find_iter(&whole).count();
    for part in [2, 0, 1] {
        let mut number = 0;
        let kept = units.replace_all(&whole, |found: &Captures<'_>| {
            number += 1;
            if number % 3 == part { found[0].to_owned() } else { String::new() }
        });
        tree.write("x", kept.as_ref());
        import(&tree);
    }
    assert!(count > 15, "{count}");
    assert_eq!(read(tree.path().join(PATH)), translated_page(SOURCE).replace("en-us", "fr-fr"));
}

#[test]
fn pages_have_the_layout_of_their_neighbours() {
    let page = "# Crane\n\nGets a crane.\n";
    let other = "# Mât\n\nLit un mât.\n";
    let layouts: [(&[(&str, &str)], &str); 5] = [
        (&[("docs/en-us/v1.0/crane.md", page)], "docs/fr-fr/v1.0/crane.md"),
        (&[("docs/en-us/v1.0/crane.md", page), ("docs/fr-FR/v1.0/mast.md", other)], "docs/fr-FR/v1.0/crane.md"),
        (&[("docs.en-US/v1.0/crane.md", page)], "docs.fr-FR/v1.0/crane.md"),
        (&[("docs/v1.0/crane.en-US.md", page)], "docs/v1.0/crane.fr-FR.md"),
        (&[("v1.0/en_US/crane.md", page)], "v1.0/fr_FR/crane.md"),
    ];
    for (pages, made) in layouts {
        let tree = Tree::new(pages.iter().copied());
        export(&tree, "po");
        import(&tree);
        let page = read(tree.path().join(made));
        assert_eq!(page, "# Cräne\n\nGets ä cräne.\n", "{made}");
    }
}

#[test]
fn pages_of_the_default_language_have_the_layout_of_their_neighbours() {
    let page = "# Crane\n\nGets a crane that the caller can see in this port.\n";
    let mast = "# Mast\n\nGets the mast of a ship that you may see, with its height.\n";
    let other = "# Mât\n\nLit le mât d'un navire que vous pouvez voir, avec sa hauteur.\n";
    for (source, source_mast, target_mast, made) in [
        ("docs/a/crane.md", "docs/mast.md", "docs/fr-FR/mast.md", "docs/fr-FR/a/crane.md"),
        (
            "docs/a/crane.md",
            "docs/a/mast.md",
            "i18n/fr-FR/docusaurus-plugin-content-docs/current/a/mast.md",
            "i18n/fr-FR/docusaurus-plugin-content-docs/current/a/crane.md",
        ),
        ("docs/a/crane.md", "docs/mast.md", "docs/mast.fr-FR.md", "docs/a/crane.fr-FR.md"),
        ("docs/a/crane.md", "docs/mast.md", "docs/mast_fr_FR.md", "docs/a/crane_fr_FR.md"),
        ("a/crane.mdx", "a/mast.mdx", "fr-fr/a/mast.mdx", "fr-fr/a/crane.mdx"),
        // The layout of another locale, in the same style.
        ("docs/a/crane.md", "docs/mast.md", "docs/fr-ca/mast.md", "docs/fr-fr/a/crane.md"),
        ("docs/a/crane.md", "docs/mast.md", "docs/mast.fr.md", "docs/a/crane.fr-FR.md"),
    ] {
        let tree = Tree::new([(source, page), (source_mast, mast), (target_mast, other)]);
        export(&tree, "po");
        import(&tree);
        let path = tree.path().join(made);
        assert!(path.exists(), "{made}: {:?}", files(tree.path()));
        assert_eq!(read(&path), translated(page), "{made}");
    }
}

#[test]
fn pages_of_a_source_tree_are_made_below_the_root() {
    let sources = Tree::new([("v1.0/api/crane-get.md", SOURCE)]);
    let source = sources.path().to_str().expect("a path in UTF-8");
    for (folder, path) in [("fr-FR", "fr-FR/v1.0/api/crane-get.md"), ("docs", "docs/fr-FR/v1.0/api/crane-get.md")] {
        let tree = Tree::empty();
        std::fs::create_dir(tree.path().join(folder)).expect("a folder");
        let align =
            ["align", folder, "--source", source, "--locale", "fr-FR", "--missing-pages", "--format", "po", "-o", "x"];
        let ran = hexapla(tree.path(), &align);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let bitext = read(tree.path().join("x"));
        tree.write("x", filled("po", &bitext));
        for first in ["there already", "0 segments in 0 pages written"] {
            let ran = hexapla(tree.path(), &["import", "x", "--source", source]);
            assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
            assert!(ran.stdout.contains(first) || first == "there already", "{}", ran.stdout);
        }
        assert_eq!(read(tree.path().join(path)), translated_page(SOURCE).replace("en-us", "fr-fr"));
    }
}

#[test]
fn nothing_is_made_without_a_source_page() {
    let tree = Tree::new([(SOURCE_PATH, SOURCE), ("fr-FR/v1.0/api/taken-get.md", "x"), (".git/config", "")]);
    export(&tree, "xliff");
    let bitext = read(tree.path().join("x"));
    let before = files(tree.path());
    let names = [
        "fr-FR/v1.0/api/other-get.md",
        "fr-FR/v2.0/api/crane-get.md",
        "fr-FR/v1.0/api/crane-get.txt",
        "fr-FR/v1.0/api/crane-get.md/x.md",
        "fr-FR/.git/v1.0/api/crane-get.md",
        ".git/fr-FR/v1.0/api/crane-get.md",
        "../fr-FR/v1.0/api/crane-get.md",
        "en-GB/v1.0/api/crane-get.md",
        "klingon/v1.0/api/crane-get.md",
        "docs/fr-FR/v1.0/api/crane-get.md",
        ".git/config",
        "",
    ];
    for name in names {
        tree.write("x", bitext.replace(&format!("original=\"./{PATH}\""), &format!("original=\"{name}\"")));
        let ran = hexapla(tree.path(), &["import", "x"]);
        assert_eq!((ran.status, files(tree.path())), (1, before.clone()), "{name}: {}{}", ran.stdout, ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn no_page_is_made_through_a_link_out_of_the_root() {
    let outside = Tree::empty();
    let tree = Tree::new([(SOURCE_PATH, SOURCE)]);
    export(&tree, "po");
    std::os::unix::fs::symlink(outside.path(), tree.path().join("fr-FR")).expect("a link to a folder");
    let ran = hexapla(tree.path(), &["import", "x"]);
    assert_eq!((ran.status, files(outside.path())), (1, Vec::<PathBuf>::new()), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_made_page_has_only_markup_of_its_source_page() {
    for (old, new) in [
        ("Any of these scopes is enough.", "[Link](https://harbor.example)"),
        ("Any of these scopes is enough.", "Text\n\n# Heading"),
        ("Any of these scopes is enough.", "- Item"),
        ("Personal account", "A | B"),
        ("Organization", "&#27;[31m"),
    ] {
        let tree = Tree::new([(SOURCE_PATH, SOURCE)]);
        export(&tree, "xliff");
        let bitext = read(tree.path().join("x"));
        let edited = bitext.replace(&format!("<target>{}", translated(old)), &format!("<target>{new}"));
        assert_ne!(edited, bitext, "{old}");
        tree.write("x", edited);
        let ran = hexapla(tree.path(), &["import", "x"]);
        let expected = translated_page(SOURCE).replace("en-us", "fr-fr").replace(
            &translated(old),
            match new {
                "A | B" => "A \\| B",
                _ => old,
            },
        );
        let refused = if new == "A | B" { " 0 refused" } else { " 1 refused" };
        if ran.status == 2 {
            assert!(new.contains("&#27;") && !Path::new(&tree.path().join(PATH)).exists(), "{new}: {}", ran.stderr);
            continue;
        }
        assert!(ran.stdout.contains(refused), "{new}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(read(tree.path().join(PATH)), expected, "{new}");
    }
}

/// The blocks of a page as people remove them: items and rows one by one, other blocks with the blank line below. `---` lines
/// and code stay.
fn removable(page: &str) -> Vec<String> {
    let body = page.splitn(3, "---\n").nth(2).expect("front matter").trim_start();
    let blocks = body.split_inclusive("\n\n").flat_map(|block| {
        if block.starts_with("```") || block.starts_with("---") || block.trim().is_empty() {
            return Vec::new();
        }
        let lines: Vec<String> = block.trim_end().split_inclusive('\n').map(str::to_owned).collect();
        match block.as_bytes()[0] {
            b'|' => [vec![block.to_owned()], lines[2..].to_vec()].concat(),
            b'-' => [vec![block.to_owned()], lines].concat(),
            _ => vec![block.to_owned()],
        }
    });
    blocks.collect()
}

#[test]
fn blocks_that_a_page_lacks_are_filled_in() {
    let page = translated_page(SOURCE).replace("en-us", "fr-fr");
    let removable = removable(&page);
    assert!(removable.len() > 14, "{removable:#?}");
    for format in FORMATS {
        for block in &removable {
            // The last row or item ends without the line end of its block.
            let cut = page.replacen(block.as_str(), "", 1).replace("\n\n\n", "\n\n");
            let tree = Tree::new([(SOURCE_PATH, SOURCE), (PATH, &*cut)]);
            export(&tree, format);
            import(&tree);
            let made = read(tree.path().join(PATH));
            assert_eq!(made, page, "{format}, without {block:?}");
            assert!(import(&tree).starts_with("0 segments in 0 pages written"), "{format}, {block:?}");
        }
    }
}
