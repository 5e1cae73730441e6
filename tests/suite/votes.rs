//! Which editions vote on a fact, and which differ by age.

use crate::support::{Tree, check, findings};

const LOCALES: [&str; 5] = ["de-DE", "fr-FR", "ja-JP", "pt-BR", "ru-RU"];

/// A page whose table has one property with this name and type. `front`: lines of its front matter.
fn page(front: &str, property: &str, kind: &str) -> String {
    format!(
        "---\ntitle: x\n{front}---\n# <a name=\"berth-resource-type\"></a>berth\n\n## <a name=\"properties\"></a>Properties\n\n\
         |Property|Type|\n|:--|:--|\n|id|String|\n|{property}|{kind}|\n|length|Int32|\n"
    )
}

/// The same page with its title in a span pair, so that it embeds its source text.
fn embedding(front: &str, kind: &str) -> String {
    let span = "<span data-ttu-id=\"a-1\">Titel</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">berth</span></span>";
    page(front, "depth", kind).replace("</a>berth", &format!("</a>{span}"))
}

fn pinned(commit: &str, date: &str) -> String {
    format!("ms.sourcegitcommit: {commit}\nms.lasthandoff: {date}\n")
}

/// The findings of the two checks, as `check locale`.
#[track_caller]
fn reports(pages: &[String], expected: &[&str]) {
    let tree =
        Tree::new(LOCALES.iter().zip(pages).map(|(locale, page)| (format!("{locale}/v1.0/resources/berth.md"), page)));
    let report = check(tree.path(), &["fact_outvoted", "edition_stale"]);
    let found: Vec<String> = findings(&report).map(|finding| format!("{} {}", finding.check, finding.locale)).collect();
    assert_eq!(found, expected, "{pages:#?}");
}

#[test]
fn editions_of_one_source_vote() {
    let plain = |fronts: [&str; 3], kinds: [&str; 3]| {
        fronts.iter().zip(kinds).map(|(front, kind)| page(front, "depth", kind)).collect::<Vec<_>>()
    };
    let one_commit = pinned("a", "03/21/2018");
    for fronts in [
        ["", "", ""],
        [&one_commit, &pinned("a", "03/21/2020"), &pinned("a", "03/21/2021")],
        ["ms.lasthandoff: 03/21/2018\n"; 3],
    ] {
        reports(&plain(fronts, ["Int32", "Int32", "Double"]), &["fact_outvoted ja-JP"]);
        reports(&plain(fronts, ["Int32", "Int64", "Double"]), &[]);
        reports(&plain(fronts, ["Int32"; 3]), &[]);
    }
    // Without commit, but with one embedded text; the third states the commit of the second.
    let pages = [
        embedding("", "Int32"),
        embedding(&pinned("a", "03/21/2018"), "Int32"),
        page(&pinned("a", "03/21/2018"), "depth", "Double"),
    ];
    let pages =
        pages.map(|page| page.replace("ms.sourcegitcommit: a\nms.lasthandoff: 03/21/2018", "ms.sourcegitcommit: a"));
    // The page takes the text of the edition with its commit as its source: the axis translation reports its type.
    reports(&pages, &[]);
}

#[test]
fn editions_of_different_sources_differ_by_age() {
    let dated = |kinds: &[(&str, &str, &str)]| {
        kinds.iter().map(|(commit, date, kind)| page(&pinned(commit, date), "depth", kind)).collect::<Vec<_>>()
    };
    let (old, middle, new) = ("03/21/2018", "03/21/2019", "03/21/2020");
    reports(
        &dated(&[("a", old, "Int32"), ("b", middle, "Int32"), ("c", new, "Double")]),
        &["edition_stale de-DE", "edition_stale fr-FR"],
    );
    reports(&dated(&[("a", old, "Double"), ("b", middle, "Int32"), ("c", new, "Int32")]), &["edition_stale de-DE"]);
    reports(
        &dated(&[("a", new, "Double"), ("b", middle, "Int32"), ("c", old, "Int32")]),
        &["edition_stale fr-FR", "edition_stale ja-JP"],
    );
    // Two newest editions: neither is older.
    reports(&dated(&[("a", new, "Double"), ("b", new, "Int32")]), &[]);
    // A vote within one commit, and age beside it.
    let pages = dated(&[("a", old, "Int64"), ("b", new, "Int32"), ("b", new, "Int32"), ("b", new, "Double")]);
    reports(&pages, &["edition_stale de-DE", "fact_outvoted pt-BR"]);
    // Editions that embed their source text.
    let pages: Vec<String> = [("a", old, "Int32"), ("b", middle, "Int32"), ("c", new, "Double")]
        .map(|(commit, date, kind)| embedding(&pinned(commit, date), kind))
        .into();
    reports(&pages, &["edition_stale de-DE", "edition_stale fr-FR"]);
}

#[test]
fn no_age_explains_a_translated_name_or_an_edition_without_date() {
    let dates = ["03/21/2018", "03/21/2019", "03/21/2020", "03/21/2021"];
    let commits = ["a", "b", "c", "d"];
    for (at, name) in [(0, "größe"), (1, "élevé"), (2, "深さ"), (3, "posição")] {
        let pages = commits.iter().zip(dates).enumerate().map(|(index, (commit, date))| {
            page(&pinned(commit, date), if index == at { name } else { "depth" }, "Int32")
        });
        reports(&pages.collect::<Vec<_>>(), &[&format!("fact_outvoted {}", LOCALES[at])]);
    }
    let mut pages: Vec<String> =
        commits.iter().zip(dates).map(|(commit, date)| page(&pinned(commit, date), "depth", "Int32")).collect();
    pages[2] = page("", "depth", "Double");
    reports(&pages, &["fact_outvoted ja-JP"]);
}
