//! Each check against its own page: the first case fires as written there, the near miss does not, and
//! a repair makes its finding go away.

use crate::fixture::{self, FIRES, Fixture, SILENT, Section};
use crate::support::{self, Tree, assert_none, check_age, findings, line, updating};
use hexapla::discover::Problem;
use hexapla::report::{Finding, Report};
use std::path::Path;

#[test]
fn fixtures_say_what_the_checks_say() {
    let mut wrong = Vec::new();
    for fixture in fixture::all() {
        let headings: Vec<&str> = fixture.sections.iter().map(|section| section.heading.as_str()).collect();
        if headings != [FIRES, SILENT] {
            wrong.push(format!("{}: sections are {headings:?}", fixture.path.display()));
            continue;
        }
        fires(&fixture, &mut wrong);
        stays_silent(&fixture, &mut wrong);
    }
    assert_none(&wrong);
}

fn fires(fixture: &Fixture, wrong: &mut Vec<String>) {
    let (section, name) = (&fixture.sections[0], fixture.check.name);
    let Some(range) = section.findings.clone() else {
        wrong.push(format!("{}: `{FIRES}` has no findings block", fixture.path.display()));
        return;
    };
    let expected = &fixture.text[range.clone()];
    let found = told(section, name);
    if found.is_empty() {
        wrong.push(format!("{name}: `{FIRES}` yields no finding; expected\n{expected}"));
    } else if found != expected {
        if updating() {
            let text = format!("{}{found}{}", &fixture.text[..range.start], &fixture.text[range.end..]);
            std::fs::write(&fixture.path, text).expect("fixtures can be written");
        } else {
            wrong.push(format!("{name}: UPDATE_FIXTURES=1 rewrites the findings\nexpected\n{expected}found\n{found}"));
        }
    }
    repairs(section, name, wrong);
}

fn stays_silent(fixture: &Fixture, wrong: &mut Vec<String>) {
    let (section, name) = (&fixture.sections[1], fixture.check.name);
    if section.pages.is_empty() {
        wrong.push(format!("{name}: `{SILENT}` has no page"));
    }
    let found = told(section, name);
    if !found.is_empty() {
        wrong.push(format!("{name}: `{SILENT}` yields\n{found}"));
    }
}

/// The findings of a section, one a line.
fn told(section: &Section, check_name: &str) -> String {
    let tree = section.tree();
    let report = check_section(section, &tree, check_name);
    let newer = |problem: &Problem| !problem.path.starts_with(tree.path());
    assert!(report.problems.iter().all(newer), "{check_name}: {:?}", report.problems);
    findings(&report).map(|finding| line(finding, tree.path()) + "\n").collect()
}

fn check_section(section: &Section, tree: &Tree, name: &str) -> Report {
    let newer = section.newer();
    check_age(tree.path(), newer.as_ref().map(Tree::path), &[name])
}

/// Applies each finding's edit by itself; the finding must then be gone.
fn repairs(section: &Section, name: &str, wrong: &mut Vec<String>) {
    let tree = section.tree();
    let report = check_section(section, &tree, name);
    let before = findings(&report).count();
    for finding in findings(&report).filter(|finding| finding.edit.is_some()) {
        let written = support::read(&finding.path);
        tree.write(
            finding.path.strip_prefix(tree.path()).expect("findings lie in the tree"),
            repaired(&written, finding),
        );
        let after = check_section(section, &tree, name);
        if findings(&after).any(|other| same(other, finding)) || findings(&after).count() >= before {
            wrong.push(format!("{name}: the edit leaves the finding\n{}", line(finding, tree.path())));
        }
        tree.write(finding.path.strip_prefix(tree.path()).unwrap_or(Path::new("")), written);
    }
}

fn repaired(text: &str, finding: &Finding) -> String {
    let edit = finding.edit.as_ref().expect("only findings with an edit come here");
    let (start, end) = (edit.start.byte as usize, edit.end.byte as usize);
    format!("{}{}{}", &text[..start], edit.text, &text[end..])
}

fn same(one: &Finding, other: &Finding) -> bool {
    (&one.path, one.start, &one.message) == (&other.path, other.start, &other.message)
}
