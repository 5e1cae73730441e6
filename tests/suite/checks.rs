//! Each check against its own page: each section that fires yields the findings written there, each near miss yields
//! none, and a repair makes its finding go away.

use crate::fixture::{self, FIRES, Fixture, Laid, SILENT, Section, shown};
use crate::support::{assert_none, findings, line, read, updating};
use hexapla::discover::Problem;
use hexapla::report::{Finding, Report};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn fixtures_say_what_the_checks_say() {
    let mut wrong = Vec::new();
    for mut fixture in fixture::all() {
        let sections = std::mem::take(&mut fixture.sections);
        headings(&fixture, &sections, &mut wrong);
        // Backwards: what is rewritten moves only what was looked at before.
        for section in sections.iter().rev() {
            if section.fires() {
                fires(&mut fixture, section, &mut wrong);
            } else {
                stays_silent(&fixture, section, &mut wrong);
            }
        }
    }
    assert_none(&wrong);
}

/// Each page has a section of both kinds, and no two sections have one heading.
fn headings(fixture: &Fixture, sections: &[Section], wrong: &mut Vec<String>) {
    let name = fixture.check.name;
    for section in sections.iter().filter(|section| section.kind().is_none()) {
        wrong
            .push(format!("{name}: `{}` is neither `{FIRES}` nor `{SILENT}`, alone or with `: WHAT`", section.heading));
    }
    for kind in [FIRES, SILENT] {
        let mut of_kind = sections.iter().filter(|section| section.kind() == Some(kind));
        if of_kind.next().is_none() {
            wrong.push(format!("{name}: no section `{kind}`"));
        }
        if of_kind.any(|section| section.heading == kind) {
            wrong.push(format!("{name}: a second `{kind}` does not state what it shows"));
        }
    }
    let different: BTreeSet<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
    if different.len() != sections.len() {
        wrong.push(format!("{name}: two sections have one heading"));
    }
}

fn fires(fixture: &mut Fixture, section: &Section, wrong: &mut Vec<String>) {
    let name = fixture.check.name;
    let title = format!("{name}: `{}`", section.heading);
    let Some(range) = section.findings.clone() else {
        wrong.push(format!("{title} has no findings block"));
        return;
    };
    let expected = &fixture.text[range.clone()];
    let laid = section.lay();
    let found = reported(&laid, name);
    if found.is_empty() {
        wrong.push(format!("{title} yields no finding; expected\n{expected}"));
    } else if found != expected {
        if updating() {
            fixture.text.replace_range(range, &found);
            std::fs::write(&fixture.path, &fixture.text).expect("fixtures can be written");
        } else {
            wrong.push(format!("{title}: UPDATE_FIXTURES=1 rewrites the findings\nexpected\n{expected}found\n{found}"));
        }
    }
    repairs(&laid, name, &title, wrong);
}

fn stays_silent(fixture: &Fixture, section: &Section, wrong: &mut Vec<String>) {
    let name = fixture.check.name;
    let title = format!("{name}: `{}`", section.heading);
    if section.pages.is_empty() {
        wrong.push(format!("{title} has no page"));
    }
    if section.findings.is_some() {
        wrong.push(format!("{title} has a findings block"));
    }
    let found = reported(&section.lay(), name);
    if !found.is_empty() {
        wrong.push(format!("{title} yields\n{found}"));
    }
}

/// The findings of a section as its findings block shows them.
fn reported(laid: &Laid, check_name: &str) -> String {
    let report = checked(laid, check_name);
    findings(&report).map(|finding| shown(finding, laid.tree.path(), &read(&finding.path))).collect()
}

fn checked(laid: &Laid, check_name: &str) -> Report {
    let report = laid.check(&[check_name]);
    let elsewhere = |problem: &Problem| !problem.path.starts_with(laid.tree.path());
    assert!(report.problems.iter().all(elsewhere), "{check_name}: {:?}", report.problems);
    report
}

/// Applies each finding's edit by itself; the finding must then be gone.
fn repairs(laid: &Laid, name: &str, title: &str, wrong: &mut Vec<String>) {
    let tree = &laid.tree;
    let report = checked(laid, name);
    let before = findings(&report).count();
    for finding in findings(&report).filter(|finding| finding.edit.is_some()) {
        let written = read(&finding.path);
        tree.write(
            finding.path.strip_prefix(tree.path()).expect("findings lie in the tree"),
            repaired(&written, finding),
        );
        let after = checked(laid, name);
        if findings(&after).any(|other| same(other, finding)) || findings(&after).count() >= before {
            wrong.push(format!("{title}: the edit leaves the finding\n{}", line(finding, tree.path())));
        }
        tree.write(finding.path.strip_prefix(tree.path()).unwrap_or(Path::new("")), written);
    }
}

fn repaired(text: &str, finding: &Finding) -> String {
    let edit = finding.edit.as_ref().expect("only findings with an edit come here");
    let (start, end) = (edit.start.byte as usize, edit.end.byte as usize);
    format!("{}{}{}", &text[..start], edit.text, &text[end..])
}

fn same(left: &Finding, right: &Finding) -> bool {
    (&left.path, left.start, &left.message) == (&right.path, right.start, &right.message)
}
