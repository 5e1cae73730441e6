//! The same bytes with one thread and with many, and from one run to the next.

use crate::support::{Tree, corpus, hexapla};

#[track_caller]
fn same_bytes(arguments: &[&str]) {
    let tree = Tree::empty();
    let place = corpus().display().to_string();
    let run = |threads: &str| {
        let ran = hexapla(tree.path(), &[arguments, &[&place, "--threads", threads]].concat());
        (ran.status, ran.stdout, ran.stderr)
    };
    let one = run("1");
    assert!(one.1.len() > 1000, "{arguments:?}: {one:?}");
    for threads in ["4", "4", "7"] {
        assert!(run(threads) == one, "{arguments:?}: {threads} threads give other bytes than one");
    }
}

#[test]
fn reports_do_not_depend_on_threads() {
    same_bytes(&["check"]);
    same_bytes(&["check", "--format", "json"]);
    same_bytes(&["check", "--level", "warning", "--locale", "de-DE", "--locale", "ja-JP"]);
}

#[test]
fn page_lists_do_not_depend_on_threads() {
    same_bytes(&["pages"]);
    same_bytes(&["pages", "--format", "json"]);
}

#[test]
fn bitext_does_not_depend_on_threads() {
    same_bytes(&["align"]);
    same_bytes(&["align", "--format", "xliff", "--protected"]);
    same_bytes(&["align", "--format", "tmx", "--protected"]);
}

#[test]
fn schemas_do_not_depend_on_threads() {
    same_bytes(&["schema"]);
}

#[test]
fn reports_do_not_depend_on_the_order_of_roots() {
    let place = corpus();
    let run = |locales: &[&str]| {
        let roots: Vec<String> = locales.iter().map(|locale| place.join(locale).display().to_string()).collect();
        let mut arguments = vec!["check", "--format", "json"];
        arguments.extend(roots.iter().map(String::as_str));
        hexapla(&place, &arguments).stdout
    };
    assert_eq!(run(&["zh-CN", "de-DE", "en-US"]), run(&["de-DE", "en-US", "zh-CN"]));
}
