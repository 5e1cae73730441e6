//! Pages, folders, source pages and settings that cannot be read: each is named, and no such run counts as passed.

use crate::bad_input::{WITNESS, run_without, without_count};
use crate::support::{Ran, Tree, hexapla, say};
use hexapla::page::encoding::Encoding;

#[test]
fn files_that_cannot_be_read() {
    let tree = Tree::new([WITNESS]);
    tree.write("de-DE/v1.0/api/picture.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR");
    let (ran, found) = run_without(&tree, 1);
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
        // It may be no page.
        symlink("nowhere", tree.path().join("de-DE/v1.0/result")).expect("links can be made");
        let (ran, found) = run_without(&tree, 1);
        assert_eq!(found.len(), 0);
        let mut reported: Vec<&str> = ran.stderr.lines().collect();
        reported.sort_unstable();
        assert_eq!(reported.len(), 3, "{}", ran.stderr);
        assert!(reported[0].starts_with("hexapla: ./de-DE/cycle: link cycle"), "{}", reported[0]);
        assert!(reported[1].starts_with("hexapla: ./de-DE/v1.0/dangling.md: No such file"), "{}", reported[1]);
        let locked = Tree::new([WITNESS, ("de-DE/v1.0/locked.md", "x"), ("de-DE/v1.0/closed/page.md", "x")]);
        for path in ["de-DE/v1.0/locked.md", "de-DE/v1.0/closed"] {
            std::fs::set_permissions(locked.path().join(path), std::fs::Permissions::from_mode(0o000))
                .expect("settable");
        }
        if std::fs::read(locked.path().join("de-DE/v1.0/locked.md")).is_ok() {
            say("running as a user who may read everything: unreadable files were left out");
        } else {
            let (ran, _) = run_without(&locked, 2);
            for path in ["de-DE/v1.0/locked.md", "de-DE/v1.0/closed"] {
                assert!(ran.stderr.contains(&format!("{path}: Permission denied")), "{}", ran.stderr);
            }
        }
        std::fs::set_permissions(locked.path().join("de-DE/v1.0/closed"), std::fs::Permissions::from_mode(0o755))
            .expect("settable");
    }
}

#[test]
fn pages_are_bounded_by_a_setting() {
    let tree = Tree::new([WITNESS, ("de-DE/v1.0/long.md", &*format!("---\ntitle: x\n---\n{}\n", "Wort ".repeat(400)))]);
    tree.write("hexapla.toml", "max_page_bytes = 1000\n");
    let (ran, _) = run_without(&tree, 1);
    let message = "./de-DE/v1.0/long.md: too large: the file has 2018 bytes, the limit is 1000";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

#[test]
fn a_result_that_lacks_a_page_is_written_and_has_status_2() {
    let page = "---\ntitle: x\n---\n# Berth\n\nA berth is a place in the harbor.\n\n## Permissions\n\nNone.\n";
    let german = page.replace("A berth is a place in the harbor", "Ein Liegeplatz ist ein Platz im Hafen");
    let tree = Tree::new([("new/de-DE/v1.0/api/berth.md", &*german), ("new/en-US/v1.0/api/berth.md", page)]);
    tree.write("old/en-US/v1.0/api/berth.md", page);
    let commands = [
        &["check", "new", "--fail-on", "never"][..],
        &["check", "new", "--fail-on", "never", "--format", "json"],
        &["schema", "new"],
        &["schema", "new", "--format", "openapi"],
        &["align", "new"],
        &["pages", "new"],
        &["lexicon", "new", "--locale", "de", "--min-count", "1"],
        &["diff", "old", "new"],
        &["check", "old", "--newer", "new", "--fail-on", "never"],
    ];
    let complete: Vec<Ran> = commands.iter().map(|arguments| hexapla(tree.path(), arguments)).collect();
    tree.write("new/en-US/v1.0/api/port.md", b"# Port\0");
    for (arguments, complete) in commands.iter().zip(&complete) {
        assert_eq!(complete.status, 0, "{arguments:?}: {}", complete.stderr);
        let ran = hexapla(tree.path(), arguments);
        // The current pages are read as pages that need them: nothing needs the other page.
        if arguments.contains(&"--newer") {
            assert_eq!((ran.status, &ran.stdout), (0, &complete.stdout));
            continue;
        }
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stderr);
        let noted = without_count(&ran.stderr, 1);
        assert!(noted.contains("new/en-US/v1.0/api/port.md: binary file"), "{arguments:?}: {noted}");
        match arguments[0] {
            "schema" | "align" | "lexicon" | "diff" => assert_eq!(ran.stdout, complete.stdout, "{arguments:?}"),
            _ if arguments.contains(&"json") => assert_eq!(ran.json()["summary"]["problems"][0]["lost"], true),
            "check" => assert!(ran.stdout.ends_with("1 path could not be read: this report lacks it\n")),
            _ => assert!(ran.stdout.ends_with("1 path not read\n"), "{}", ran.stdout),
        }
    }
}

#[test]
fn with_keep_going_only_the_status_is_another() {
    let page = |title: &str| format!("---\ntitle: x\n---\n# {title}\n\nA {{berth}}.\n\n## Permissions\n\nNone.\n");
    let tree = Tree::new([
        ("new/de-DE/v1.0/api/berth.md", page("Liegeplatz")),
        ("new/en-US/v1.0/api/berth.md", page("Berth")),
        ("old/en-US/v1.0/api/berth.md", page("Berth")),
        ("new/en-US/v1.0/api/port.md", "# Port\0".to_owned()),
    ]);
    tree.write("new/de-DE/v1.0/api/pier.md", Encoding::Utf16Le.encode("# Pier\n\nEin Pier.\n"));
    for arguments in [
        &["check", "new"][..],
        &["check", "new", "--format", "json"],
        &["schema", "new"],
        &["align", "new"],
        &["pages", "new", "--format", "json"],
        &["lexicon", "new", "--locale", "de", "--min-count", "1"],
        &["diff", "old", "new"],
    ] {
        let stops = hexapla(tree.path(), arguments);
        let goes = hexapla(tree.path(), &[arguments, &["--keep-going"]].concat());
        assert_eq!((stops.status, goes.status), (2, 0), "{arguments:?}: {}", goes.stderr);
        assert_eq!((&stops.stdout, &stops.stderr), (&goes.stdout, &goes.stderr), "{arguments:?}");
        let noted = without_count(&goes.stderr, 2);
        assert!(noted.contains("api/pier.md: UTF-16 without a byte order mark"), "{noted}");
        assert!(noted.contains("api/port.md: binary file"), "{noted}");
    }
    // The findings decide then.
    tree.write("new/de-DE/v1.0/api/berth.md", page("Liegeplatz").replace("{berth}", "{Liegeplatz}"));
    assert_eq!(hexapla(tree.path(), &["check", "new", "--keep-going", "--fail-on", "warning"]).status, 1);
    assert_eq!(hexapla(tree.path(), &["check", "absent", "--keep-going"]).status, 2);
}

#[test]
fn a_filter_that_matches_no_page_is_an_error() {
    let page = "---\ntitle: x\n---\n# Berth\n\nA berth is a place.\n\n## Permissions\n\nNone.\n";
    let german = page.replace("A berth is a place", "Ein Liegeplatz ist ein Platz");
    let french = page.replace("A berth is a place", "Un poste est un lieu");
    let tree = Tree::new([
        ("docs/de-DE/v1.0/api/berth.md", &*german),
        ("docs/fr-FR/v1.0/api/berth.md", &*french),
        ("docs/en-US/v1.0/api/berth.md", page),
    ]);
    tree.write("old.jsonl", "old");
    let has = "the pages have";
    for (arguments, message) in [
        (&["check", "docs", "--locale", "de,ja"][..], "--locale ja: no page has this locale; the pages have de-DE"),
        (
            &["check", "docs", "--api-version", "v1.0,v3"],
            "--api-version v3: no page has this version; the pages have v1.0",
        ),
        (&["check", "docs", "--check", "number_chnged"], "did you mean `number_changed`"),
        (&["align", "docs", "--locale", "de,ja"], "--locale ja: no page has this locale; the pages have de-DE"),
        (&["align", "docs", "--locale", "ja"], "--locale ja: no page has this locale"),
        (&["align", "docs", "--locale", "de,ja", "--format", "xliff"], "--locale ja: no page"),
        (&["align", "docs", "--locale", "de,ja", "-o", "old.jsonl"], "--locale ja: no page"),
        (&["align", "docs", "--locale", "de,ja", "--split", "-o", "parts"], "--locale ja: no page"),
        (&["align", "docs", "--api-version", "v1.0,v3"], "--api-version v3: no page has this version"),
        (&["schema", "docs", "--api-version", "v1.0,v3"], "v3"),
        (&["lexicon", "docs", "--locale", "ja"], "found no translation in ja"),
        (&["diff", "--versions", "v1.0", "v3", "docs"], "no page of version v3"),
    ] {
        let ran = hexapla(tree.path(), arguments);
        assert!(ran.status == 2 && ran.stderr.contains(message), "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.contains(has) || ran.stderr.lines().count() == 1, "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(std::fs::read(tree.path().join("old.jsonl")).expect("it is still there"), b"old");
    for command in ["check", "align"] {
        let ran = hexapla(tree.path(), &[command, "docs", "--locale", "de,fr", "--api-version", "V1.0"]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{command}");
    }
}

#[test]
fn source_pages_that_cannot_be_read_have_status_2() {
    let tree = Tree::new([WITNESS, ("de-DE/v1.0/api/berth.md", "---\ntitle: x\n---\n# Liegeplatz\n")]);
    tree.write("en-US/v1.0/api/berth.md", b"# Berth\0");
    tree.write("en-US/v1.0/api/witness.md", "---\ntitle: x\n---\n{port}\n");
    for flag in ["--source", "--newer"] {
        let ran = hexapla(tree.path(), &["check", "de-DE", flag, "en-US", "--fail-on", "never", "--format", "json"]);
        assert_eq!(ran.status, 2, "{flag}: {}", ran.stderr);
        assert!(without_count(&ran.stderr, 1).contains("api/berth.md: binary file"), "{flag}: {}", ran.stderr);
        assert_eq!(ran.json()["summary"]["problems"][0]["path"], "en-US/v1.0/api/berth.md");
    }
}

#[test]
fn settings_that_cannot_be_read_end_the_run() {
    let tree = Tree::new([WITNESS]);
    tree.write("hexapla.toml", b"layout = \"\xff\"\n");
    let fails = |message: &str| {
        for command in ["check", "schema", "align", "pages"] {
            let ran = hexapla(tree.path(), &[command, "de-DE"]);
            assert!(ran.status == 2 && ran.stdout.is_empty(), "{command}: {}", ran.stdout);
            assert!(ran.stderr.contains("hexapla.toml: ") && ran.stderr.contains(message), "{command}: {}", ran.stderr);
        }
    };
    fails("UTF-8");
    #[cfg(unix)]
    {
        std::fs::remove_file(tree.path().join("hexapla.toml")).expect("removable");
        std::os::unix::fs::symlink("nowhere.toml", tree.path().join("hexapla.toml")).expect("a link");
        fails("No such file");
    }
}
