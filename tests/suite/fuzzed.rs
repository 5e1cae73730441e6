//! Faults that fuzzing found, each with a small input.

use crate::support::{Tree, check, findings, hexapla, read};
use hexapla::report::text::{self, Style};

const TARGET: &str = "de-DE/v1.0/api/port.md";
const SOURCE: &str = "en-US/v1.0/api/port.md";

/// A tree with a translation and its source page.
fn pair(target: &str, source: &str) -> Tree {
    Tree::new([(TARGET, target), (SOURCE, source)])
}

/// The bitext of the translation of a [`pair`], in PO.
fn po(tree: &Tree) -> String {
    let ran = hexapla(tree.path(), &["align", "de-DE", "en-US", "--format", "po", "--locale", "de-DE"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran.stdout
}

/// Imports a bitext two times. The second import must write nothing. Gives the page.
#[track_caller]
fn imported_twice(tree: &Tree, bitext: &str) -> String {
    tree.write("x", bitext);
    hexapla(tree.path(), &["import", "x"]);
    let first = read(tree.path().join(TARGET));
    let second = hexapla(tree.path(), &["import", "x"]);
    assert!(second.stdout.contains("0 segments in 0 pages written"), "{}", second.stdout);
    assert_eq!(read(tree.path().join(TARGET)), first);
    first
}

#[test]
fn a_list_item_ends_after_the_target_of_its_link() {
    let tree = pair("# Hafen\n\n- Ein Kai.\n- Ein [Steg](../pier.md)\n", "# Port\n\n- A quay.\n");
    let report = check(tree.path(), &["list_item_extra"]);
    let page = read(tree.path().join(TARGET));
    let places: Vec<&str> =
        findings(&report).map(|found| &page[found.start.byte as usize..found.end.byte as usize]).collect();
    assert_eq!(places, ["Ein [Steg](../pier.md)"]);
    let bitext = hexapla(tree.path(), &["align", "de-DE", "en-US", "--locale", "de-DE"]).stdout;
    assert!(bitext.contains("\"target\":\"Ein [Steg](../pier.md)\""), "{bitext}");
}

#[test]
fn messages_show_no_control_characters() {
    let tree = pair("# Hafen\n\nEin Kai.\n\nEin\u{85}Steg\u{202e} `a\u{9b}b`.\n", "# Port\n\nA quay.\n");
    let report = check(tree.path(), &["paragraph_extra"]);
    let shown: Vec<String> =
        findings(&report).map(|found| text::finding(found, Style { colour: false, width: 100 })).collect();
    let [shown] = &*shown else { panic!("{shown:?}") };
    let is_control = |character: char| character.is_control() && character != '\n' || character == '\u{202e}';
    assert!(shown.contains("Ein\\u{85}Steg") && !shown.contains(is_control), "{shown:?}");
}

#[test]
fn white_space_at_the_ends_of_a_new_text_is_not_written_into_a_block() {
    for (new, written) in
        [("  Ein Steg: Ein Kai", "Ein Steg: Ein Kai"), ("Ein Kai\u{a0}", "Ein Kai"), (" Ein Kai ", "Ein Kai")]
    {
        let tree = pair("# Hafen\n\nEin Kai\n", "# Port\n\nA quay\n");
        let bitext = po(&tree).replace("msgstr \"Ein Kai\"", &format!("msgstr \"{new}\""));
        assert_eq!(imported_twice(&tree, &bitext), format!("# Hafen\n\n{written}\n"));
    }
}

#[test]
fn an_edit_of_one_of_several_equal_rows_is_written_once() {
    for rows in [2, 3] {
        let target = format!("n|\n-|\n{}", "Nord\n".repeat(rows));
        let tree = pair(&target, "n|\n-|\nh.\n");
        let bitext = po(&tree).replace("msgstr \"Nord\"", "msgstr \"No\"");
        let page = imported_twice(&tree, &bitext);
        assert!(page.matches("No\n").count() <= 1, "{page}");
    }
}

#[test]
fn a_member_that_is_listed_twice_does_not_differ_from_itself() {
    let page = "# Create berth\n\n## HTTP request\n\n```http\nPOST /berths\n```\n\n## Request body\n\n\
        |Property|Type|Description|\n|:--|:--|:--|\n|depth|String|The depth.|\n|depth|DateTimeOffset|The day.|\n";
    let tree = Tree::new([("old/api/berth-create.md", page), ("new/api/berth-create.md", page)]);
    let ran = hexapla(tree.path(), &["diff", "old", "new"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains("type of member"), "{}", ran.stdout);
}

#[test]
fn editions_that_damage_a_value_in_the_same_way_agree() {
    let page = "# Kai\n\n## Permissions\n\n|Permission type|Permissions|\n|:--|:--|\n\
        |Delegated (work or school account)|Berth<br>.Read|\n\n## HTTP request\n\n```http\nGET /quays\n```\n";
    let whole = page.replace("Berth<br>.Read", "Berth.Read");
    let reported = |pages: [&str; 3]| {
        let locales = ["de-AT", "de-CH", "de-DE"];
        let tree =
            Tree::new(locales.iter().zip(pages).map(|(locale, page)| (format!("{locale}/v1.0/api/quay.md"), page)));
        findings(&check(tree.path(), &["fact_outvoted"])).map(|found| found.locale.clone()).collect::<Vec<_>>()
    };
    assert_eq!(reported([page, page, page]), [""; 0]);
    assert_eq!(reported([page, &whole, &whole]), ["de-AT"]);
    assert_eq!(reported([page, page, &whole]), ["de-AT", "de-CH"]);
}

#[test]
fn an_edit_makes_no_front_matter() {
    let page = "---\nEin Kai\nund ein Steg\n\nText\n";
    let tree = pair(page, "---\nA quay\nand a pier\n\nText\n");
    let bitext = po(&tree);
    let edited = bitext.replace("\"Ein Kai\\n\"\n", "\"Ein Kai\\n\"\n\"---\\n\"\n");
    assert!(edited != bitext, "{bitext}");
    assert_eq!(imported_twice(&tree, &edited), page);
}

#[test]
fn no_type_is_its_own_base() {
    let page = |text: &str| format!("# berth resource type\n\n[berth](berth.md)\n\n## {text}\n");
    let members = page("Members\n\n|Member|\n|:--|\n|open|");
    let properties = page("Properties\n\n|Property|\n|:--|\n|depth|");
    let tree = Tree::new([("old/v1.0/resources/berth.md", members), ("new/v1.0/resources/berth.md", properties)]);
    for sides in [["old", "new"], ["new", "old"]] {
        let ran = hexapla(tree.path(), &["diff", sides[0], sides[1], "--fail-on", "never"]);
        assert!(ran.stdout.contains("type_form_changed"), "{}{}", ran.stdout, ran.stderr);
    }
    assert!(hexapla(tree.path(), &["schema", "new"]).stdout.contains("\"base\": null"));
}
