//! Damaged pages and files: each is reported with its path and place, and the run continues.

use crate::fixture;
use crate::support::{Ran, Tree, check, corpus, files, findings, hexapla, line, read};

/// A page that any run over it must report one error for, as proof that the run went on.
pub const WITNESS: (&str, &str) = (
    "de-DE/v1.0/api/witness.md",
    "---\ntitle: x\n---\n<span data-ttu-id=\"a-1\">{Hafen}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">{port}</span></span>\n",
);
pub const WITNESSED: &str = "de-DE/v1.0/api/witness.md:4:25 placeholder_changed";

/// Runs the program over the witness and one more page; gives its findings as `path:line:column check`.
#[track_caller]
fn run(page: impl AsRef<[u8]>) -> (Ran, Vec<String>) {
    let tree = Tree::new([WITNESS]);
    tree.write("de-DE/v1.0/api/bad.md", page);
    run_tree(&tree)
}

/// Runs the program over a tree whose pages can all be read.
#[track_caller]
pub fn run_tree(tree: &Tree) -> (Ran, Vec<String>) {
    run_without(tree, 0)
}

/// Runs the program over a tree with a number of pages and folders that cannot be read. Their number is the last line of standard
/// error, without which it is returned, and the exit status is 2.
#[track_caller]
pub fn run_without(tree: &Tree, lost: usize) -> (Ran, Vec<String>) {
    let mut ran = hexapla(tree.path(), &["check", ".", "--format", "json"]);
    let statuses = if lost > 0 { [2, 2, 2] } else { [1, 0, 0] };
    assert_eq!(ran.status, statuses[0], "{}", ran.stderr);
    if lost > 0 {
        ran.stderr = without_count(&ran.stderr, lost).to_owned();
    }
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
    assert_eq!(hexapla(tree.path(), &["schema", "."]).status, statuses[1]);
    assert_eq!(hexapla(tree.path(), &["pages", "."]).status, statuses[2]);
    let problems = report["summary"]["problems"].as_array().expect("a list");
    assert_eq!(problems.iter().filter(|problem| problem["lost"] == true).count(), lost, "{problems:?}");
    (ran, found)
}

/// Standard error without its last line, which is the number of lost paths.
#[track_caller]
pub fn without_count(stderr: &str, lost: usize) -> &str {
    let (paths, pronoun) = if lost == 1 { ("1 path".to_owned(), "it") } else { (format!("{lost} paths"), "them") };
    let line = format!("hexapla: {paths} could not be read (see the lines above): the result lacks {pronoun}\n");
    stderr.strip_suffix(&line).unwrap_or_else(|| panic!("no `{line}` in {stderr}"))
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
            before.iter().all(|reported| reported.starts_with("4:") && reported.ends_with(" span_malformed"))
                && before.len() <= 2,
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

#[cfg(unix)]
#[test]
fn folders_are_visited_once() {
    use std::os::unix::fs::symlink;
    // Eight folders that all link to each other: 109,601 simple paths.
    let tree = Tree::new([WITNESS]);
    for from in 0..8 {
        let folder = tree.path().join(format!("de-DE/v1.0/f{from}"));
        std::fs::create_dir(&folder).expect("a folder");
        for to in (0..8).filter(|to| *to != from) {
            symlink(format!("../f{to}"), folder.join(format!("l{to}"))).expect("a link");
        }
    }
    let (ran, found) = run_tree(&tree);
    assert_eq!(found.len(), 0);
    assert_eq!(ran.stderr.lines().filter(|line| line.contains("which is read by that path")).count(), 56);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_paths_are_reported() {
    use std::os::unix::fs::symlink;
    let outside = Tree::new([
        ("v1.0/api/port-get.md", "---\ntitle: x\n---\n# x\n"),
        ("v1.0/api/port-list.md", "---\ntitle: y\n---\n# y\n"),
    ]);
    let tree = Tree::new([WITNESS]);
    symlink(outside.path().join("v1.0"), tree.path().join("de-DE/v2.0")).expect("a link to a folder");
    symlink(outside.path().join("v1.0/api/port-get.md"), tree.path().join("de-DE/v1.0/api/port-get.md"))
        .expect("a link to a file");
    symlink("../../v1.0/api/witness.md", tree.path().join("de-DE/v1.0/api/again.md")).expect("a link to a page");
    symlink("/", tree.path().join("de-DE/all")).expect("a link to everything");
    let (ran, _) = run_tree(&tree);
    let not_followed = ran.stderr.lines().filter(|line| line.contains("which is outside the given paths")).count();
    assert_eq!(not_followed, 2, "{}", ran.stderr);
    let pages = |flags: &[&str]| {
        let ran = hexapla(tree.path(), &[&["pages", "de-DE"], flags].concat());
        ran.stdout.lines().filter(|line| line.starts_with("    key ")).count()
    };
    assert_eq!(pages(&[]), 1);
    std::fs::remove_file(tree.path().join("de-DE/all")).expect("removable");
    assert_eq!(pages(&["--follow-links"]), 4);
}

#[cfg(unix)]
#[test]
fn a_link_between_two_roots_is_no_second_page() {
    let tree = Tree::new([WITNESS, ("other/de-DE/v1.0/api/berth.md", "# Liegeplatz\n")]);
    std::os::unix::fs::symlink("../other/de-DE/v1.0", tree.path().join("de-DE/v2.0")).expect("a link");
    for roots in [["de-DE", "other"], ["other", "de-DE"]] {
        let ran = hexapla(tree.path(), &["pages", roots[0], roots[1]]);
        assert!(
            ran.stdout.contains("2 pages with 2 keys") && ran.stderr.contains("which is read by that path"),
            "{}",
            ran.stdout
        );
    }
    // Roots that overlap are read once too.
    let ran = hexapla(tree.path(), &["pages", "other", "other/de-DE"]);
    assert!(ran.stdout.contains("1 page with 1 key,"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_not_read() {
    let tree = Tree::new([WITNESS]);
    let made = std::process::Command::new("mkfifo").arg(tree.path().join("de-DE/v1.0/pipe.md")).status();
    assert!(made.expect("mkfifo").success());
    let (ran, _) = run_without(&tree, 1);
    assert!(ran.stderr.contains("./de-DE/v1.0/pipe.md: a pipe, socket or device: not read"), "{}", ran.stderr);
    for (arguments, message) in [
        (&["check", "de-DE/v1.0/pipe.md"][..], "a pipe, socket or device: use `-`"),
        (&["check", "/dev/zero"], "a pipe, socket or device: use `-`"),
        (&["import", "/dev/zero"], "a pipe, socket or device"),
        (&["check", "de-DE", "--config", "/dev/zero"], "not a regular file"),
    ] {
        let ran = hexapla(tree.path(), arguments);
        assert!(ran.status == 2 && ran.stderr.contains(message), "{arguments:?}: {}", ran.stderr);
    }
    tree.write("hexapla.toml", "lexicons = [\"/etc/passwd\"]\n");
    let ran = hexapla(tree.path(), &["check", "de-DE"]);
    assert!(ran.status == 2 && ran.stderr.contains("must be in the folder of the settings"), "{}", ran.stderr);
}

#[test]
fn a_page_comes_from_standard_input() {
    use std::io::Write;
    use std::process::Stdio;
    let tree = Tree::empty();
    let run = |arguments: &[&str]| {
        let mut command = crate::support::command(tree.path(), arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        child.stdin.take().expect("a pipe").write_all(WITNESS.1.as_bytes()).expect("written");
        let done = child.wait_with_output().expect("ends");
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let (status, report) = run(&["check", "-", "--stdin-path", WITNESS.0]);
    assert_eq!(status, Some(1), "{report}");
    assert!(report.contains(&format!("{}:4:25", WITNESS.0)), "{report}");
    assert_eq!(run(&["schema", "-", "--stdin-path", WITNESS.0]).0, Some(0));
}

/// Names of files, keys, versions and API items that would forge a line of a log, change a terminal or reorder a line.
#[cfg(unix)]
#[test]
fn nothing_leaves_unescaped() {
    let bad = "a\n::error file=x::forged\u{1b}]0;title\u{7}\u{9b}31m\u{202e}b\r##vso[task]";
    let page = format!(
        "---\ntitle: x\nbad\u{1b}key: y\n---\n# b\u{1b}[31merth {bad}\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|de\u{1b}[2Jpth{bad}|String|\n\n{}",
        WITNESS.1.split_once("---\n---\n").map_or(WITNESS.1, |(_, body)| body)
    );
    let tree = Tree::new([
        (format!("de-DE/v1.0/api/{bad}.md"), page.clone()),
        (format!("de-DE/v1.0/{bad}/berth.md"), page.clone()),
        (format!("new/de-DE/v1.0/api/{bad}.md"), page.replace("String", "Int32")),
        (format!("de-DE/v1.0/api/{bad}binary.md"), "\0".to_owned()),
        (
            "x.xlf".to_owned(),
            "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"a&#10;::error::b&#x1b;\"><body><trans-unit \
             id=\"c&#10;::error::d\"><source>a</source><target>b</target></trans-unit></body></file></xliff>"
                .to_owned(),
        ),
        ("hexapla.toml".to_owned(), "source_locale = \"en-US\"\n".to_owned()),
        ("bad.toml".to_owned(), "levels = \"\u{7f}::error::\"\n".to_owned()),
    ]);
    let odd = format!("de-DE/v1.0/{bad}");
    for arguments in [
        &["check", "de-DE"][..],
        &["check", &odd],
        &["check", &format!("{odd}absent")],
        &["check", "de-DE", "--config", "bad.toml"],
        &["pages", "."],
        &["diff", "de-DE", "new"],
        &["diff", "de-DE", "new", "--format", "markdown"],
        &["diff", "de-DE", &odd],
        &["import", "x.xlf"],
        &["import", &odd],
        &["schema", "de-DE", "-o", &format!("{odd}/x/y")],
        &["lexicon", "de-DE"],
        &["align", "de-DE", "--format", "po", "-o", &format!("{odd}/gone/y")],
    ] {
        let ran = hexapla(tree.path(), arguments);
        for line in format!("{}\n{}", ran.stdout, ran.stderr).lines() {
            let controls = |character: char| character.is_control() || matches!(character, '\u{2028}'..='\u{202e}');
            assert!(!line.contains(controls), "{arguments:?}: {line:?}");
            let start = line.trim_start();
            assert!(!start.starts_with("::") && !start.starts_with("##vso["), "{arguments:?}: {line:?}");
        }
        assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{arguments:?}");
    }
}
