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
