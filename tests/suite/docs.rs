//! Documents that are made from the code: `docs/checks.md` from the pages of the checks.

use crate::fixture;
use crate::support::{assert_fresh, read, repository};
use hexapla::diagnostic::{Axis, Level};
use std::fmt::Write as _;

#[test]
fn the_list_of_checks_is_fresh() {
    assert_fresh(&repository().join("docs/checks.md"), &checks());
}

#[test]
fn the_kinds_of_changes_are_fresh() {
    let path = repository().join("docs/diff.md");
    let text = read(&path);
    let (start, end) = ("<!-- kinds -->\n", "<!-- /kinds -->");
    let (before, rest) = text.split_once(start).expect("a mark before the table");
    let (_, after) = rest.split_once(end).expect("a mark after the table");
    let mut table = String::from("|Kind|Impact|Why|\n|:---|:---|:---|\n");
    for (_, rule) in hexapla::api::rules::ALL {
        let _ = writeln!(table, "|`{}`|{}|{}|", rule.name, rule.impact.name(), rule.reason);
    }
    assert_fresh(&path, &format!("{before}{start}{table}{end}{after}"));
}

fn checks() -> String {
    let fixtures = fixture::all();
    let mut text = String::from(
        "# Checks\n\nMade from the pages in `fixtures/checks`, each of which also holds a case that fires and a near miss that does not;\n\
         `hexapla explain CHECK` shows one whole. The level is the default: `[levels]` in `hexapla.toml` changes it or switches the check off.\n\n\
         |Level|Meaning|\n|:---|:---|\n",
    );
    for level in Level::ALL.iter().rev() {
        let meaning = match level {
            Level::Error => "Certainly wrong.",
            Level::Warning => "Probably wrong; the pages alone cannot tell.",
            Level::Info => "Worth knowing.",
        };
        let _ = writeln!(text, "|{}|{meaning}|", level.name());
    }
    text.push_str("\n|Axis|What is compared|\n|:---|:---|\n");
    for axis in [Axis::Page, Axis::Translation, Axis::Age, Axis::Locales, Axis::Versions] {
        let meaning = match axis {
            Axis::Page => "A page with the conventions that every page keeps.",
            Axis::Translation => "A translation with its own source.",
            Axis::Age => "The source text that was translated with the source text as it is now.",
            Axis::Locales => "The editions of one page in several locales.",
            Axis::Versions => "One API version with the next.",
        };
        let _ = writeln!(text, "|{}|{meaning}|", axis.name());
    }
    text.push_str("\n|Check|Level|Axis|Reports|\n|:---|:---|:---|:---|\n");
    for fixture in &fixtures {
        let check = fixture.check;
        let _ = writeln!(
            text,
            "|[{0}](#{0})|{1}|{2}|{3}|",
            check.name,
            check.level.name(),
            check.axis.name(),
            check.summary()
        );
    }
    for fixture in &fixtures {
        let prose = fixture.text[fixture.prose.clone()].trim();
        let _ = write!(text, "\n#{prose}\n");
    }
    text
}
