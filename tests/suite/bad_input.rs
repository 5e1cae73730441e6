//! Damaged pages and files: each is reported with its path and place, and the run continues.

use crate::fixture;
use crate::support::{Ran, Tree, check, corpus, files, findings, hexapla, line, read, say};

/// A page that any run over it must report one error for, as proof that the run went on.
const WITNESS: (&str, &str) = (
    "de-DE/v1.0/api/witness.md",
    "---\ntitle: x\n---\n<span data-ttu-id=\"a-1\">{Hafen}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">{port}</span></span>\n",
);
const WITNESSED: &str = "de-DE/v1.0/api/witness.md:4:25 placeholder_changed";

/// Runs the program over the witness and one more page; gives its findings as `path:line:column check`.
#[track_caller]
fn run(page: impl AsRef<[u8]>) -> (Ran, Vec<String>) {
    let tree = Tree::new([WITNESS]);
    tree.write("de-DE/v1.0/api/bad.md", page);
    run_tree(&tree)
}

#[track_caller]
fn run_tree(tree: &Tree) -> (Ran, Vec<String>) {
    let ran = hexapla(tree.path(), &["check", ".", "--format", "json"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let report = ran.json();
    let shown = report["findings"].as_array().expect("a list").iter().map(|finding| {
        let path = finding["path"].as_str().expect("a path").trim_start_matches("./");
        format!(
            "{path}:{}:{} {}",
            finding["start"]["line"],
            finding["start"]["column"],
            finding["check"].as_str().expect("a name")
        )
    });
    let mut found: Vec<String> = shown.collect();
    let witness =
        found.iter().position(|shown| shown == WITNESSED).unwrap_or_else(|| panic!("the run did not go on: {found:?}"));
    found.remove(witness);
    assert_eq!(hexapla(tree.path(), &["schema", "."]).status, 0);
    assert_eq!(hexapla(tree.path(), &["pages", "."]).status, 0);
    (ran, found)
}

/// A page in the folder of bad pages, and the findings it must yield.
#[track_caller]
fn yields(page: impl AsRef<[u8]>, expected: &[&str]) {
    let (ran, found) = run(page);
    let expected: Vec<String> = expected.iter().map(|finding| format!("de-DE/v1.0/api/bad.md:{finding}")).collect();
    assert_eq!(found, expected);
    assert_eq!(ran.stderr, "");
}

#[test]
fn front_matter_that_is_no_yaml() {
    yields("---\ntitle: a: b\n---\n# x\n", &["2:9 front_matter_invalid"]);
    yields("---\ntitle: x\nauthor: \"y\n---\n# x\n", &["4:1 front_matter_invalid"]);
    yields("---\n- title\n---\n# x\n", &["2:1 front_matter_invalid"]);
    yields("---\njust text\n---\n# x\n", &["2:1 front_matter_invalid"]);
    yields("---\ntitle: x\n\ttab: y\n---\n# x\n", &["3:1 front_matter_invalid"]);
    yields("---\ntitle: x\ntitle: y\n---\n# x\n", &["2:1 front_matter_invalid"]);
    yields("---\n---\n# x\n", &["2:1 front_matter_key_missing"]);
}

#[test]
fn pages_with_little_in_them() {
    yields("", &["1:1 front_matter_missing"]);
    yields("\n", &["1:1 front_matter_missing"]);
    yields("\u{feff}", &["1:1 front_matter_missing"]);
    yields("---", &["1:1 front_matter_missing"]);
    yields("---\ntitle: x\n---", &[]);
    yields("---\ntitle: x\n---\n", &[]);
    yields("---\r\ntitle: x\r\n---\r\n", &[]);
}

#[test]
fn bytes_that_are_not_utf_8() {
    let page = |bytes: &[u8]| {
        [b"---\ntitle: x\n---\nGr\xc3\xb6\xc3\x9fe ", bytes, b" <span data-ttu-id=\"a-1\">{Hafen}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">{port}</span></span>\n"].concat()
    };
    yields(page(b"a"), &["4:33 placeholder_changed"]);
    yields(page(b"\xff"), &["4:7 character_corrupted", "4:33 placeholder_changed"]);
    yields(page(b"\xff\xfe\xfd"), &["4:7 character_corrupted", "4:35 placeholder_changed"]);
    yields(page(b"\xe3\x81"), &["4:7 character_corrupted", "4:34 placeholder_changed"]);
    yields(page(b"\xff\n"), &["4:7 character_corrupted", "5:26 placeholder_changed"]);
    // Bytes are counted in the file as it is.
    let tree = Tree::new([("de-DE/v1.0/api/bad.md", page(b"\xff\xfe"))]);
    let report = hexapla(tree.path(), &["check", ".", "--format", "json", "--check", "placeholder_changed"]).json();
    let byte = report["findings"][0]["start"]["byte"].as_u64().expect("a byte") as usize;
    assert!(page(b"\xff\xfe")[byte..].starts_with(b"{Hafen}"));
}

#[test]
fn spans_cut_in_half() {
    let good = "<span data-ttu-id=\"a-2\">Ja, {Hafen}.</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-2\">Yes, {port}.</span></span>";
    let first =
        "<span data-ttu-id=\"a-1\">Nein.</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">No.</span></span>";
    let page = |part: &str| format!("---\ntitle: x\n---\n{part}\n\n{good}\n");
    for cut in 1..first.len() {
        let (_, found) = run_part(&page(&first[..cut]));
        let (last, before) = found.split_last().expect("the pair after the cut is read");
        assert_eq!(last, "6:29 placeholder_changed", "{}", &first[..cut]);
        let whole_tag = cut >= "<span data-ttu-id=\"".len();
        assert_eq!(before.first().map(String::as_str), whole_tag.then_some("4:1 span_malformed"), "{}", &first[..cut]);
        // The unclosed source span is reported too; there are no other findings.
        assert!(
            before.iter().all(|told| told.starts_with("4:") && told.ends_with(" span_malformed")) && before.len() <= 2,
            "{before:?}"
        );
    }
}

/// Like [`run`], in this process and without the witness: for many small pages.
#[track_caller]
fn run_part(page: &str) -> (usize, Vec<String>) {
    let tree = Tree::new([("de-DE/v1.0/bad.md", page)]);
    let report = check(tree.path(), &[]);
    let shown = findings(&report)
        .map(|finding| format!("{}:{} {}", finding.start.at.line, finding.start.at.column, finding.check))
        .collect();
    (report.problems.len(), shown)
}

#[test]
fn files_that_cannot_be_read() {
    let tree = Tree::new([WITNESS]);
    tree.write("de-DE/v1.0/api/picture.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR");
    let (ran, found) = run_tree(&tree);
    assert_eq!(
        (found.len(), ran.stderr.as_str()),
        (0, "hexapla: ./de-DE/v1.0/api/picture.md: binary file: it contains a NUL byte\n")
    );
    assert_eq!(ran.json()["summary"]["problems"][0]["path"], "./de-DE/v1.0/api/picture.md");
    std::fs::remove_file(tree.path().join("de-DE/v1.0/api/picture.md")).expect("removable");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        symlink("..", tree.path().join("de-DE/cycle")).expect("links can be made");
        symlink("nowhere.md", tree.path().join("de-DE/v1.0/dangling.md")).expect("links can be made");
        let (ran, found) = run_tree(&tree);
        assert_eq!(found.len(), 0);
        let mut told: Vec<&str> = ran.stderr.lines().collect();
        told.sort_unstable();
        assert_eq!(told.len(), 2, "{}", ran.stderr);
        assert!(told[0].starts_with("hexapla: ./de-DE/cycle: link cycle"), "{}", told[0]);
        assert!(told[1].starts_with("hexapla: ./de-DE/v1.0/dangling.md: No such file"), "{}", told[1]);
        let locked = Tree::new([WITNESS, ("de-DE/v1.0/locked.md", "x"), ("de-DE/v1.0/closed/page.md", "x")]);
        for path in ["de-DE/v1.0/locked.md", "de-DE/v1.0/closed"] {
            std::fs::set_permissions(locked.path().join(path), std::fs::Permissions::from_mode(0o000))
                .expect("settable");
        }
        if std::fs::read(locked.path().join("de-DE/v1.0/locked.md")).is_ok() {
            say("running as a user who may read everything: unreadable files were left out");
        } else {
            let (ran, _) = run_tree(&locked);
            for path in ["de-DE/v1.0/locked.md", "de-DE/v1.0/closed"] {
                assert!(ran.stderr.contains(&format!("{path}: Permission denied")), "{}", ran.stderr);
            }
        }
        std::fs::set_permissions(locked.path().join("de-DE/v1.0/closed"), std::fs::Permissions::from_mode(0o755))
            .expect("settable");
    }
}

/// The findings of a tree, with each page's bytes put through `change`.
fn through(pages: &[(String, String)], change: impl Fn(&str) -> String) -> Vec<String> {
    let tree = Tree::new(pages.iter().map(|(path, text)| (path, change(text))));
    let report = check(tree.path(), &[]);
    findings(&report).map(|finding| format!("{} {}", finding.check, line(finding, tree.path()))).collect()
}

#[test]
fn marks_and_line_ends_change_nothing() {
    let mut trees: Vec<Vec<(String, String)>> = fixture::all()
        .into_iter()
        .flat_map(|fixture| fixture.sections.into_iter().map(|section| section.pages))
        .collect();
    let pages = files(corpus()).into_iter().filter(|path| !path.ends_with("README.md"));
    trees.push(
        pages.map(|path| (path.strip_prefix(corpus()).expect("below").display().to_string(), read(&path))).collect(),
    );
    trees.push(vec![("zh-CN/v1.0/a.md".to_owned(), "**注意：**首行。\n".to_owned())]);
    for pages in trees {
        let plain = through(&pages, str::to_owned);
        assert_eq!(through(&pages, |text| format!("\u{feff}{text}")), plain, "byte order mark: {:?}", pages[0]);
        assert_eq!(through(&pages, |text| text.replace('\n', "\r\n")), plain, "CRLF: {:?}", pages[0]);
        assert_eq!(
            through(&pages, |text| format!("\u{feff}{}", text.replace('\n', "\r\n"))),
            plain,
            "both: {:?}",
            pages[0]
        );
    }
}
