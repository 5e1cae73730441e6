//! The README shows real output: what it prints of the fixtures is what the tool prints.

use crate::support::{command, finish, hexapla, repository};

#[test]
fn the_readme_shows_real_output() {
    let root = repository();
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README is there");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a text block");
    // The command as the README writes it, and with the repository of the project above the pages, as readers run it.
    let written =
        readme.lines().find_map(|line| line.strip_prefix("cargo run --release -- check ")).expect("the command");
    let arguments: Vec<&str> = std::iter::once("check").chain(written.split(' ')).collect();
    let ran = finish(command(root, &arguments).env_remove("GIT_CEILING_DIRECTORIES")).expect("it ends");
    let missing: Vec<&str> =
        shown.lines().filter(|line| *line != "[…]" && !ran.stdout.lines().any(|real| real == *line)).collect();
    assert!(missing.is_empty(), "not in the output, copy it anew: {missing:#?}");
    assert!(shown.lines().count() > 20);
}

#[test]
fn the_readme_shows_a_real_piece_of_the_schema() {
    let root = repository();
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README is there");
    let shown = readme.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a JSON block");
    let ran = hexapla(root, &["schema", "fixtures/corpus"]);
    let bare = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert!(bare(&ran.stdout).contains(&bare(shown)), "not in the output, copy it anew");
}
