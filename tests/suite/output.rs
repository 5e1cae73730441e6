//! Where the result goes: files replaced when whole, devices, closed pipes, terminals.

use crate::support::{PATIENCE, Ran, Tree, command, corpus, files, hexapla, read, say};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn arguments(output: &str) -> [String; 6] {
    ["check", &corpus().display().to_string(), "--format", "json", "-o", output].map(str::to_owned)
}

#[track_caller]
fn write_to(folder: &Path, output: &str) -> Ran {
    command(folder, &[]).args(arguments(output)).output().expect("the program starts").into()
}

#[track_caller]
fn unwritable(folder: &Path, output: &str) {
    let ran = write_to(folder, output);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{output}: {}", ran.stderr);
    assert!(ran.stderr.contains(&format!("cannot write {output}: ")), "{output}: {}", ran.stderr);
}

#[test]
fn an_output_file_holds_what_standard_output_would() {
    let tree = Tree::empty();
    let ran = write_to(tree.path(), "report.json");
    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (1, "", ""));
    let place = corpus().display().to_string();
    assert_eq!(
        read(tree.path().join("report.json")),
        hexapla(tree.path(), &["check", &place, "--format", "json"]).stdout
    );
    tree.write("report.json", "old");
    write_to(tree.path(), "report.json");
    assert!(read(tree.path().join("report.json")).starts_with("{\"format_version\""));
    assert_eq!(files(tree.path()).len(), 1, "nothing else is left behind");
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let tree = Tree::new([("folder/x", "")]);
    unwritable(tree.path(), "absent/report.json");
    unwritable(tree.path(), "folder");
    unwritable(tree.path(), "folder/x/report.json");
    if Path::new("/dev/full").exists() {
        unwritable(tree.path(), "/dev/full");
    }
}

#[test]
fn a_file_is_replaced_only_when_whole() {
    let tree = Tree::new([("report.json", "old")]);
    // No page: nothing to write, so nothing is touched.
    std::fs::create_dir(tree.path().join("empty")).expect("a folder");
    assert_eq!(hexapla(tree.path(), &["check", "empty", "-o", "report.json"]).status, 2);
    assert_eq!(read(tree.path().join("report.json")), "old");
    // A limit on the size of files makes the write fail half-way.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {} \"$@\"", env!("CARGO_BIN_EXE_hexapla"));
    let limited = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg("sh")
        .args(arguments("report.json"))
        .current_dir(tree.path())
        .output();
    let Ok(output) = limited else { return say("no shell: the write that fails half-way was left out") };
    let ran = Ran::from(output);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot write report.json: "), "{}", ran.stderr);
    assert_eq!(read(tree.path().join("report.json")), "old");
    assert_eq!(files(tree.path()).len(), 1, "nothing is left behind");
}

#[test]
fn a_full_standard_output_is_an_error() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return say("no /dev/full") };
    let tree = Tree::empty();
    let place = corpus().display().to_string();
    for arguments in [["check", &place], ["schema", &place], ["pages", &place], ["explain", "number_changed"]] {
        let stdout = full.try_clone().expect("a second handle");
        let ran: Ran = command(tree.path(), &arguments).stdout(stdout).output().expect("the program starts").into();
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(ran.stderr.contains("cannot write to standard output: "), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_reader_may_close_the_pipe() {
    let tree = Tree::empty();
    let place = corpus().display().to_string();
    for arguments in [
        &["align", place.as_str()][..],
        &["schema", &place],
        &["check", &place],
        &["check", &place, "--format", "json"],
        &["pages", &place],
        &["checks"],
    ] {
        let mut child = command(tree.path(), arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = [0; 16];
        child.stdout.take().expect("piped").read_exact(&mut first).expect("the result starts");
        let started = Instant::now();
        let status = loop {
            match child.try_wait().expect("the program can be waited for") {
                Some(status) => break status,
                None if started.elapsed() > PATIENCE => {
                    child.kill().expect("the program can be ended");
                    panic!("{arguments:?} hangs");
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let mut reported = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut reported).expect("text");
        assert_eq!((status.code().map(|code| code < 2), reported.as_str()), (Some(true), ""), "{arguments:?}");
    }
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let tree = Tree::empty();
    let place = corpus().display().to_string();
    assert!(!hexapla(tree.path(), &["check", &place]).stdout.contains('\x1b'), "a pipe is no terminal");
    let on_terminal = |no_color: &str| {
        let run = format!("{} check '{place}' 2>/dev/null", env!("CARGO_BIN_EXE_hexapla"));
        let mut script = Command::new("script");
        script.args(["-qec", &run, "/dev/null"]).current_dir(tree.path()).env_remove("NO_COLOR").stdin(Stdio::null());
        if !no_color.is_empty() {
            script.env("NO_COLOR", no_color);
        }
        script.output().ok().map(|output| String::from_utf8_lossy(&output.stdout).contains('\x1b'))
    };
    match (on_terminal(""), on_terminal("1")) {
        (Some(plain), Some(without)) => assert_eq!((plain, without), (true, false)),
        _ => say("no `script` command: colour on a terminal was left out"),
    }
}

#[test]
fn output_is_no_input() {
    let tree =
        Tree::new([("de-DE/v1.0/api/berth.md", "# Liegeplatz\n\nText.\n"), ("en/v1.0/api/berth.md", "# Berth\n")]);
    let page = "de-DE/v1.0/api/berth.md";
    let source = "en/v1.0/api/berth.md";
    for arguments in [
        &["check", "de-DE", "-o", page][..],
        &["check", ".", "-o", page],
        &["schema", page, "-o", page],
        &["pages", "de-DE", "-o", page],
        &["align", "de-DE", "--source", "en", "-o", page],
        &["align", "de-DE", "--source", "en", "-o", source],
        &["check", "de-DE", "--newer", "en", "-o", source],
        &["diff", "de-DE", "en", "-o", source],
    ] {
        let ran = hexapla(tree.path(), arguments);
        assert!(ran.status == 2 && ran.stderr.contains("is an input of the run"), "{arguments:?}: {}", ran.stderr);
        assert_eq!(read(tree.path().join(page)), "# Liegeplatz\n\nText.\n");
        assert_eq!(read(tree.path().join(source)), "# Berth\n");
    }
}

#[test]
fn nothing_is_printed_before_it_is_whole() {
    let tree = Tree::new([
        ("de-DE/v1.0/api/berth.md", "# Liegeplatz\n\nEin Liegeplatz im Hafen.\n"),
        ("fr-FR/v1.0/api/berth.md", "# Poste\n\nUn poste dans le port.\n"),
        ("en-US/v1.0/api/berth.md", "# Berth\n\nA berth in the port.\n"),
        ("out.po", "old"),
    ]);
    for format in ["po", "xliff2"] {
        let ran = hexapla(tree.path(), &["align", ".", "--format", format]);
        assert!(
            ran.status == 2 && ran.stdout.is_empty() && ran.stderr.contains("--locale"),
            "{}{}",
            ran.stdout,
            ran.stderr
        );
    }
    // Without a page that has source text, the old file stays.
    for arguments in [&["align", "en-US", "-o", "out.po"][..], &["align", ".", "--format", "po", "-o", "out.po"]] {
        assert_eq!(hexapla(tree.path(), arguments).status, 2);
        assert_eq!(read(tree.path().join("out.po")), "old");
    }
}

#[cfg(unix)]
#[test]
fn links_and_modes_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let tree = Tree::new([
        ("de-DE/v1.0/api/berth.md", "# Liegeplatz\n"),
        ("real/report.txt", "old"),
        ("read-only", "old"),
        ("first", "old"),
    ]);
    let at = |path: &str| tree.path().join(path);
    symlink("real/report.txt", at("link")).expect("a link");
    std::fs::hard_link(at("first"), at("second")).expect("a hard link");
    std::fs::set_permissions(at("read-only"), std::fs::Permissions::from_mode(0o444)).expect("a mode");
    std::fs::set_permissions(at("real/report.txt"), std::fs::Permissions::from_mode(0o640)).expect("a mode");
    let run = |output: &str| hexapla(tree.path(), &["pages", "de-DE", "-o", output]);
    assert_eq!(run("link").status, 0);
    assert!(at("link").is_symlink() && read(at("real/report.txt")).contains("berth"));
    assert_eq!(std::fs::metadata(at("real/report.txt")).expect("a file").mode() & 0o777, 0o640);
    for (output, message) in [("read-only", "read-only"), ("first", "hard links")] {
        let ran = run(output);
        assert!(ran.status == 2 && ran.stderr.contains(message), "{}", ran.stderr);
        assert_eq!(read(at(output)), "old");
    }
    // A new file has the bits that the umask leaves.
    let command = format!("umask 027; '{}' pages de-DE -o new", env!("CARGO_BIN_EXE_hexapla"));
    let ran = Command::new("sh").arg("-c").arg(command).current_dir(tree.path()).status().expect("sh");
    assert!(ran.success());
    assert_eq!(std::fs::metadata(at("new")).expect("a file").mode() & 0o777, 0o640);
    let left = std::fs::read_dir(tree.path())
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(".hexapla"));
    assert_eq!(left.count(), 0);
}

#[cfg(unix)]
#[test]
fn a_signal_removes_the_temporary_file() {
    let page = "# Liegeplatz\n\n".to_owned() + &"Ein Liegeplatz im Hafen. ".repeat(200);
    let pages = (0..400).flat_map(|page_number| {
        [
            (format!("de-DE/v1.0/api/berth{page_number}.md"), page.clone()),
            (format!("en-US/v1.0/api/berth{page_number}.md"), page.replace("Hafen", "port")),
        ]
    });
    let tree = Tree::new(pages);
    let temporary = || {
        let entries = std::fs::read_dir(tree.path()).expect("a folder").flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".hexapla")).count()
    };
    // The exit code of a run that gets the signal as soon as its temporary file exists; 0 if the run was faster.
    let out = tree.path().join("out.jsonl");
    let stopped_by = |signal: &str| {
        let _ = std::fs::remove_file(&out);
        let mut child = command(tree.path(), &["align", ".", "--locale", "de-DE", "-o", "out.jsonl"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        let start = Instant::now();
        while temporary() == 0 && child.try_wait().ok().flatten().is_none() && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_micros(200));
        }
        Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status().expect("kill");
        child.wait().expect("ends").code()
    };
    for (signal, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let code = (0..10).map(|_| stopped_by(signal)).find(|code| *code != Some(0));
        assert_eq!((code, temporary(), out.exists()), (Some(Some(status)), 0, false), "{signal}");
    }
}
