//! Documents that are made from the code: `docs/checks.md` from the pages of the checks.

use crate::fixture::{self, FIRES, Fixture, SILENT};
use crate::support::{assert_fresh, read, repository};
use hexapla::api::rules::ALL;
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
    for (_, rule) in ALL {
        let _ = writeln!(table, "|`{}`|{}|{}|", rule.name, rule.impact.name(), rule.reason);
    }
    assert_fresh(&path, &format!("{before}{start}{table}{end}{after}"));
}

fn checks() -> String {
    let fixtures = fixture::all();
    let mut text = String::from(
        "# Checks\n\nMade from the pages in `fixtures/checks`, each of which also holds pages on which the check fires and near misses on which it\n\
         does not; `hexapla explain CHECK` shows the first of both. Each text below a check is what it reports on its first example: the place from\n\
         its first character to one past its last, the level and the message; then the help, and the edit or that there is none. The level is the default: `[levels]` in `hexapla.toml` changes it or switches the check off.\n\n\
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
    text.push_str(
        "\nBetween versions, `check` reports each change of the API under the name of its rule, as `hexapla diff` does\n\
         ([diff.md](diff.md) states what is compared and why). All of these have the level info.\n\n\
         |Rule|Impact|Message|Why|\n|:---|:---|:---|:---|\n",
    );
    for (_, rule) in ALL {
        let _ = writeln!(text, "|`{}`|{}|{}|{}|", rule.name, rule.impact.name(), rule.wording, rule.reason);
    }
    for fixture in &fixtures {
        let prose = fixture.text[fixture.prose.clone()].trim();
        let _ = write!(text, "\n#{prose}\n{}{}", example(fixture), cases(fixture));
    }
    text
}

/// What a check reports in the first section that fires.
fn example(fixture: &Fixture) -> String {
    let first = fixture.sections.iter().find_map(|section| section.findings.clone());
    let findings = &fixture.text[first.expect("each check has a section that fires")];
    format!("\n~~~~text\n{findings}~~~~\n")
}

/// The cases of a check's page after the first of each kind, by their headings.
fn cases(fixture: &Fixture) -> String {
    let mut list = String::new();
    for kind in [FIRES, SILENT] {
        for about in fixture.sections.iter().filter_map(|section| section.about(kind)) {
            let _ = write!(list, "\n- {kind}: {about}");
        }
    }
    if list.is_empty() { list } else { format!("{list}\n") }
}
