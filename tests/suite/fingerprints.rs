//! Fingerprints name a finding: each only one of a report, the same wherever its lines have moved, and another one
//! where check, page, locale or version is another.

use crate::fixture::{self, Section};
use crate::support::{Tree, assert_none, check, corpus, files, findings, line, read};
use hexapla::report::{Finding, Report};
use std::collections::BTreeSet;

/// A paragraph in which the translation changed code twice.
const TWICE: &str = "<span data-ttu-id=\"a-1\">`wahr` oder `wahr`.</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">`true` or `true`.</span></span>";
/// A paragraph in which the translation lost a date that its source has twice.
const LOST: &str = "<span data-ttu-id=\"a-2\">Von damals bis heute.</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-2\">From 2020-01-02 to 2020-01-02.</span></span>";

fn page(body: &str) -> String {
    format!("---\ntitle: berth\n---\n# berth\n\n{body}\n")
}

fn names(report: &Report) -> Vec<String> {
    findings(report).map(|finding| finding.fingerprint.clone()).collect()
}

/// The findings of a tree, by fingerprint.
fn fingerprints(tree: &Tree) -> Vec<String> {
    names(&check(tree.path(), &[]))
}

/// Pairs of findings of one report that share a fingerprint.
fn shared<'a>(report: &'a Report, wrong: &mut Vec<String>) -> Vec<&'a Finding> {
    let all: Vec<&Finding> = findings(report).collect();
    for (index, finding) in all.iter().enumerate() {
        if let Some(first) = all[..index].iter().find(|first| first.fingerprint == finding.fingerprint) {
            let show = |finding: &Finding| format!("{} {}", finding.check, line(finding, "".as_ref()));
            wrong.push(format!("{}\n{}\n{}", finding.fingerprint, show(first), show(finding)));
        }
    }
    all
}

#[test]
fn no_two_findings_of_a_report_share_one() {
    let mut wrong = Vec::new();
    for fixture in fixture::all() {
        for section in fixture.sections.iter().filter(|section| section.fires()) {
            shared(&section.lay().check(&[]), &mut wrong);
        }
    }
    let report = check(&corpus(), &[]);
    let all = shared(&report, &mut wrong);
    assert!(all.len() > 30, "the corpus has faults");
    let is_digits = |name: &str| name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(all.iter().all(|finding| is_digits(&finding.fingerprint)));
    assert_none(&wrong);
}

#[test]
fn moved_lines_leave_them_as_they_are() {
    let mut wrong = Vec::new();
    for fixture in fixture::all() {
        for section in fixture.sections.iter().filter(|section| section.fires()) {
            let before = names(&section.lay().check(&[]));
            let mut moved = Section { config: section.config.clone(), ..Section::default() };
            let shift = |pages: &[(String, String)]| {
                pages.iter().map(|(path, text)| (path.clone(), shifted(text))).collect::<Vec<_>>()
            };
            (moved.pages, moved.source, moved.newer) =
                (shift(&section.pages), shift(&section.source), shift(&section.newer));
            let after = names(&moved.lay().check(&[]));
            if before != after {
                wrong.push(format!("{}: {}\n{before:?}\n{after:?}", fixture.check.name, section.heading));
            }
        }
    }
    let pages =
        || files(corpus()).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let tree = |change: &dyn Fn(&str) -> String| {
        Tree::new(pages().map(|path| (path.strip_prefix(corpus()).expect("below").to_owned(), change(&read(&path)))))
    };
    assert_eq!(fingerprints(&tree(&str::to_owned)), fingerprints(&tree(&shifted)), "fixtures/corpus");
    assert_none(&wrong);
}

/// A page with a line more in its front matter and each blank line of its body outside of code doubled.
fn shifted(text: &str) -> String {
    let (mut moved, mut in_code, mut in_front) = (String::new(), false, text.starts_with("---\n"));
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if in_front && index > 0 && line.trim_end() == "---" {
            moved.push_str("note: moved\n");
            in_front = false;
        }
        in_code ^= line.trim_start().starts_with("```");
        moved.push_str(line);
        if line == "\n" && !in_code && !in_front {
            moved.push('\n');
        }
    }
    moved
}

#[test]
fn a_paragraph_in_a_section_above_leaves_them_as_they_are() {
    let below =
        |above: &str| fingerprints(&Tree::new([("de-DE/v1.0/a.md", page(&format!("{above}## Teil\n\n{TWICE}")))]));
    assert_eq!(below("").len(), 2);
    assert_eq!(below(""), below("Ein Satz davor.\n\nNoch einer.\n\n"));
}

#[test]
fn another_check_page_locale_or_version_has_another() {
    let paths = ["de-DE/v1.0/a", "de-DE/v1.0/b", "de-DE/beta/a", "ja-JP/v1.0/a", "ja-JP/beta/b"];
    let tree = Tree::new(paths.map(|path| (format!("{path}.md"), page(&format!("{TWICE}\n\n{LOST}")))));
    let found = fingerprints(&tree);
    let different: BTreeSet<&String> = found.iter().collect();
    let report = check(tree.path(), &["code_span_changed", "literal_changed"]);
    assert_eq!(names(&report).len(), paths.len() * 3);
    assert_eq!(different.len(), found.len());
    // What else is in the run does not count: each page has those that it has alone.
    for path in paths {
        let alone = Tree::new([(format!("{path}.md"), page(&format!("{TWICE}\n\n{LOST}")))]);
        let alone = names(&check(alone.path(), &["code_span_changed", "literal_changed"]));
        let is_here = |finding: &&Finding| finding.path == tree.path().join(format!("{path}.md"));
        let among: Vec<String> = findings(&report).filter(is_here).map(|finding| finding.fingerprint.clone()).collect();
        assert_eq!(alone, among, "{path}");
    }
}

#[test]
fn of_equal_faults_in_one_block_the_first_keeps_its_own() {
    let both = fingerprints(&Tree::new([("de-DE/v1.0/a.md", page(TWICE))]));
    let once = TWICE.replace("`wahr` oder `wahr`", "`wahr` oder so").replace("`true` or `true`", "`true` or so");
    let first = fingerprints(&Tree::new([("de-DE/v1.0/a.md", page(&once))]));
    assert_eq!((both.len(), first.len()), (2, 1));
    assert_eq!(both[0], first[0]);
    assert_ne!(both[0], both[1]);
}

#[test]
fn what_says_the_same_of_the_same_place_is_reported_once() {
    let tree = Tree::new([("de-DE/v1.0/a.md", page(LOST))]);
    assert_eq!(findings(&check(tree.path(), &["literal_changed"])).count(), 1);
}

#[test]
fn a_repair_of_one_fault_leaves_those_of_the_others() {
    let code = |target: [&str; 2]| {
        TWICE.replace("`wahr` oder `wahr`", &target.join(" oder ")).replace("`true` or `true`", "`true` or `false`")
    };
    let found = |body: String| fingerprints(&Tree::new([("de-DE/v1.0/a.md", page(&body))]));
    // In another section: distinguished by place.
    let sections =
        |first: [&str; 2]| found(format!("## A\n\n{}\n\n## B\n\n{}", code(first), code(["`wahr`", "`false`"])));
    let (both, second) = (sections(["`wahr`", "`false`"]), sections(["`true`", "`false`"]));
    assert_eq!((both.len(), second.len()), (2, 1));
    assert_eq!(both[1], second[0]);
    // In one block: distinguished by source text.
    let (both, second) = (found(code(["`wahr`", "`falsch`"])), found(code(["`true`", "`falsch`"])));
    assert_eq!((both.len(), second.len()), (2, 1));
    assert_eq!(both[1], second[0]);
    // In one block, without source text: distinguished by check.
    let markup = |link: &str| found(format!("Siehe {link} und **Hinweis:**jetzt."));
    let (both, second) = (markup("[Kai] (kai.md)"), markup("[Kai](kai.md)"));
    assert_eq!((both.len(), second.len()), (2, 1));
    assert_eq!(both[1], second[0]);
}
