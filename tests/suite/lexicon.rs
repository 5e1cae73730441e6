//! `hexapla lexicon`: its proposals, the evidence against them, and their use in a run.

use crate::support::{Tree, corpus, hexapla, repository};
use hexapla::lexicon::Lexicon;

/// A page in a language that no built-in lexicon has; `members` are `target=source` pairs.
fn page(members: &[(&str, &str)]) -> String {
    let mut id = 100;
    let mut pair = |target: &str, source: &str| {
        id += 1;
        format!(
            "<span data-ttu-id=\"abcde-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"abcde-{id}\">{source}</span></span>"
        )
    };
    let mut text = format!("---\ntitle: x\n---\n# {}\n\n", pair("berthState-telling", "berthState enum type"));
    text += &format!("## {}\n\n", pair("Leden", "Members"));
    text += &format!("|{}|{}|\n|:--|:--|\n", pair("Lid", "Member"), pair("Omschrijving", "Description"));
    for (target, source) in members {
        text += &format!("|{}|{}|\n", pair(target, source), pair("Een toestand.", "A state."));
    }
    text
}

/// The same page without its source.
fn live(members: &[&str]) -> String {
    let rows: String = members.iter().map(|name| format!("|{name}|Een toestand.|\n")).collect();
    format!("---\ntitle: x\n---\n# berthState\n\n## Leden\n\n|Lid|Omschrijving|\n|:--|:--|\n{rows}")
}

fn harbor() -> Tree {
    let pages = [("vrij", "free"), ("onbekend", "unknown")];
    let other = [("vrij", "clear"), ("onbekend", "unknown")];
    Tree::new([
        ("nl-NL/v1.0/resources/one.md", page(&pages)),
        ("nl-NL/beta/resources/one.md", page(&pages)),
        ("nl-NL/v1.0/resources/two.md", page(&pages)),
        ("nl-NL/v1.0/resources/three.md", page(&other)),
    ])
}

#[track_caller]
fn proposed(tree: &Tree, arguments: &[&str]) -> String {
    let ran = hexapla(tree.path(), &[&["lexicon", "nl-NL"], arguments].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    Lexicon::parse(&ran.stdout).expect("what is proposed is a lexicon");
    ran.stdout
}

#[test]
fn words_are_counted_by_page_and_doubts_are_told() {
    let tree = harbor();
    let text = proposed(&tree, &[]);
    for line in [
        "# Proposed from 3 pages",
        "language = \"nl\"",
        "[sections]\nmembers = [\n    \"leden\", # 3, new\n]",
        "    \"lid\", # 3, new",
        "    \"omschrijving\", # 3, new",
        "# \"vrij\" means free (2), clear (1): left out",
        "\"onbekend\" = \"unknown\" # 3, new",
    ] {
        assert!(text.contains(line), "no `{line}` in\n{text}");
    }
    assert!(!text.contains("\"vrij\" ="), "{text}");
    let text = proposed(&tree, &["--min-count", "4"]);
    assert!(!text.contains('['), "a word on three pages is none on four:\n{text}");
}

#[test]
fn a_proposal_gives_facts_back() {
    let tree = harbor();
    tree.write("live/nl-NL/v1.0/resources/four.md", live(&["moored", "onbekend"]));
    let members = |tree: &Tree| {
        let ran = hexapla(tree.path(), &["schema", "live"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let types = ran.json()["versions"][0]["types"].clone();
        let members = types[0]["members"].as_array().cloned().unwrap_or_default();
        members.iter().map(|member| member["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(members(&tree), [""; 0], "without a lexicon the table says nothing");
    tree.write("nl.toml", proposed(&tree, &[]));
    tree.write("hexapla.toml", "lexicons = [\"nl.toml\"]\n");
    assert_eq!(members(&tree), ["moored", "unknown"]);
    // With the lexicon in use, nothing is new.
    let again = proposed(&tree, &["--new"]);
    assert!(again.contains("left out") && !again.contains(", new"), "{again}");
}

#[test]
fn languages_are_not_mixed() {
    let place = corpus().display().to_string();
    let ran = hexapla(repository(), &["lexicon", &place]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("select one language with --locale"), "{}", ran.stderr);
    for locale in ["de-DE", "ja-JP", "pt-BR", "zh-CN"] {
        let ran = hexapla(repository(), &["lexicon", &place, "--locale", locale, "--min-count", "1"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        Lexicon::parse(&ran.stdout).expect("what is proposed is a lexicon");
    }
    let ran = hexapla(repository(), &["lexicon", &place, "--locale", "fi"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("no translation in fi"), "{}", ran.stderr);
    let ran = hexapla(repository(), &["lexicon", &place, "--locale", "?"]);
    assert!(ran.status == 2 && ran.stderr.contains("not a BCP 47 locale tag"), "{}", ran.stderr);
}
