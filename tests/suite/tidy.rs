//! Rules of the repository: how files open, how long they are, which way modules depend, what is sorted.

use crate::support::{assert_none, files, read, repository};
use regex::Regex;
use std::path::{Path, PathBuf};

/// Lines that a source file may have.
const LONGEST: usize = 400;

fn rust_files(folders: &[&str]) -> Vec<PathBuf> {
    let all = folders.iter().map(|folder| repository().join(folder)).filter(|folder| folder.exists()).flat_map(files);
    all.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(repository()).unwrap_or(path).display().to_string()
}

#[test]
fn files_open_with_what_they_are_for() {
    let paths =
        rust_files(&["benches", "examples", "fuzz/guided/src", "fuzz/src", "src", "tests", "tools"]).into_iter();
    let silent = paths.filter(|path| !read(path).starts_with("//! ")).map(|path| shown(&path));
    assert_none(&silent.collect::<Vec<_>>());
}

#[test]
fn files_are_short() {
    let mut long = Vec::new();
    for path in rust_files(&["benches", "examples", "fuzz/guided/src", "fuzz/src", "src", "tests", "tools"]) {
        let lines = read(&path).lines().count();
        if lines > LONGEST {
            long.push(format!("{}: {lines} lines, the limit is {LONGEST}", shown(&path)));
        }
    }
    assert_none(&long);
}

/// The names of the modules that a file declares, in order.
fn modules(path: &str) -> Vec<String> {
    let declared = |line: &str| {
        let name = ["pub mod ", "pub(crate) mod ", "mod "].iter().find_map(|start| line.strip_prefix(start))?;
        name.strip_suffix(';').map(str::to_owned)
    };
    read(repository().join(path)).lines().filter_map(declared).collect()
}

#[test]
fn modules_name_only_modules_above_them() {
    let order = modules("src/lib.rs");
    assert!(order.len() > 10);
    let named = Regex::new(r"\bcrate::(?:([a-z_]+)|\{([^}]*)\})").expect("a pattern");
    let mut wrong = Vec::new();
    for path in rust_files(&["src"]) {
        let below = path.strip_prefix(repository().join("src")).expect("below").to_owned();
        let module = below
            .iter()
            .next()
            .map(|part| part.to_string_lossy().trim_end_matches(".rs").to_owned())
            .unwrap_or_default();
        let Some(place) = order.iter().position(|known| *known == module) else {
            assert!(matches!(module.as_str(), "cli" | "commands" | "lib" | "main"), "{module} is not in lib.rs");
            continue;
        };
        for (number, line) in read(&path).lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for found in named.captures_iter(line) {
                let list = found.get(1).or_else(|| found.get(2)).map_or("", |names| names.as_str());
                for name in list
                    .split(',')
                    .map(|name| name.trim().split("::").next().unwrap_or_default())
                    .filter(|name| !name.is_empty())
                {
                    if order.iter().position(|known| known == name).is_none_or(|other| other > place) {
                        wrong.push(format!("{}:{}: `{module}` names `{name}`", shown(&path), number + 1));
                    }
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn only_one_module_shows_paths() {
    let shows = Regex::new(r"\.display\(\)").expect("a pattern");
    // These make paths of revisions, not texts.
    let may = ["src/discover/history/lookup.rs", "src/discover/pins.rs", "src/discover/revision.rs"];
    let wrong = rust_files(&["src"]).into_iter().filter(|path| shows.is_match(&read(path))).map(|path| shown(&path));
    assert_none(&wrong.filter(|path| !may.contains(&path.as_str())).collect::<Vec<_>>());
}

#[test]
fn only_main_prints() {
    let prints = Regex::new(r"\b(e?print(ln)?|dbg)!").expect("a pattern");
    let mut wrong = Vec::new();
    for path in rust_files(&["src"]).into_iter().filter(|path| !path.ends_with("src/main.rs")) {
        let text = read(&path);
        wrong.extend(
            text.lines()
                .enumerate()
                .filter(|(_, line)| prints.is_match(line))
                .map(|(number, _)| format!("{}:{}", shown(&path), number + 1)),
        );
    }
    assert_none(&wrong);
}

#[test]
fn only_discovery_reads_pages() {
    let reads = Regex::new(r"\b(std::)?fs::|File::open").expect("a pattern");
    let may = [
        "src/commands/align.rs",
        "src/commands/import.rs",
        "src/commands/init.rs",
        "src/commands/output.rs",
        "src/commands/schema.rs",
        "src/config.rs",
        "src/discover/read.rs",
        "src/discover/rules.rs",
        "src/discover/walk.rs",
    ];
    let readers = rust_files(&["src"]).into_iter().map(|path| (shown(&path), read(&path)));
    let wrong =
        readers.filter(|(path, text)| !may.contains(&path.as_str()) && reads.is_match(text)).map(|(path, _)| path);
    assert_none(&wrong.collect::<Vec<_>>());
}

#[test]
fn lists_are_sorted() {
    for path in rust_files(&["src", "tests"]) {
        let name = shown(&path);
        // The tour is in flow order.
        let list = modules(&name);
        assert!(name == "src/lib.rs" || list.is_sorted(), "{name}: {list:?}");
    }
    let manifests = ["Cargo.toml", "fuzz/Cargo.toml", "fuzz/guided/Cargo.toml", "tools/evaluate/Cargo.toml"]
        .map(|path| read(repository().join(path)));
    let sections = manifests.iter().flat_map(|manifest| manifest.split("\n["));
    for section in sections.filter(|section| section.contains("dependencies]")) {
        let names: Vec<&str> = section
            .lines()
            .skip(1)
            .filter_map(|line| line.split(" =").next())
            .filter(|name| !name.is_empty())
            .collect();
        assert!(names.is_sorted(), "{names:?}");
    }
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let machine = Regex::new(r"(^|[^\w.])(/(home|root|tmp|Users|work)/|[A-Z]:\\)").expect("a pattern");
    let mut wrong = Vec::new();
    for folder in ["benches", "docs", "examples", "fixtures", "fuzz/guided/src", "fuzz/src", "src", "tests", "tools"]
        .map(|folder| repository().join(folder))
        .into_iter()
        .filter(|folder| folder.exists())
    {
        for path in files(folder).into_iter().filter(|path| !path.ends_with("tests/suite/tidy.rs")) {
            let text = read(&path);
            wrong.extend(
                text.lines()
                    .enumerate()
                    .filter(|(_, line)| machine.is_match(line))
                    .map(|(number, line)| format!("{}:{}: {line}", shown(&path), number + 1)),
            );
        }
    }
    assert_none(&wrong);
}

/// What a documentation system does its own way is data: `src/profile` and `src/lexicon`. Comments may cite a standard.
#[test]
fn the_code_knows_no_vendor() {
    let vendor =
        Regex::new(r"(?i)microsoft|msgraph|intune|ttu-id|stu-id|sxs-lookup|\bms\.|\bgraph/").expect("a pattern");
    let standard = Regex::new("(?i)odata").expect("a pattern");
    let mut wrong = Vec::new();
    for path in rust_files(&["src"]) {
        let text = read(&path);
        let is_banned =
            |line: &str| vendor.is_match(line) || (standard.is_match(line) && !line.trim_start().starts_with("//"));
        wrong.extend(
            text.lines()
                .enumerate()
                .filter(|(_, line)| is_banned(line))
                .map(|(number, line)| format!("{}:{}: {line}", shown(&path), number + 1)),
        );
    }
    assert_none(&wrong);
}

#[test]
fn tests_follow_their_rules() {
    let barred = Regex::new(r"^\s*(#\[(ignore|should_panic)|(pub )?fn test_)").expect("a pattern");
    let mut wrong = Vec::new();
    for path in rust_files(&["src", "tests"]) {
        let text = read(&path);
        wrong.extend(
            text.lines()
                .enumerate()
                .filter(|(_, line)| barred.is_match(line))
                .map(|(number, line)| format!("{}:{}: {line}", shown(&path), number + 1)),
        );
    }
    assert_none(&wrong);
    assert_eq!(std::fs::read_dir(repository().join("tests")).map(Iterator::count).ok(), Some(1), "one test binary");
}

#[test]
fn glob_imports_stay_out() {
    let glob = Regex::new(r"^\s*(pub )?use [^;]*::\*;").expect("a pattern");
    let test_prelude = Regex::new(r"use (super|[a-z]+::prelude)::\*;").expect("a pattern");
    let mut wrong = Vec::new();
    for path in rust_files(&["benches", "examples", "fuzz/guided/src", "fuzz/src", "src", "tests", "tools"]) {
        let text = read(&path);
        let lines = text.lines().enumerate().filter(|(_, line)| glob.is_match(line) && !test_prelude.is_match(line));
        wrong.extend(lines.map(|(number, line)| format!("{}:{}: {line}", shown(&path), number + 1)));
    }
    assert_none(&wrong);
}

/// Words of a dialect that readers met in messages and comments, each with the words to use. Statements are stated, findings are
/// reported, blocks match, pages are aligned.
const DIALECT: [(&str, &str); 8] = [
    (r"\btold\b|\btells (apart|by|how|that|what|which|whether)\b", "reported, stated, inferred from"),
    (r"\b(says?|said)\b", "states, stated"),
    (r"\b(speaks?|spoken) (for|of|against)\b", "is evidence for"),
    (r"\bwhatever\b", "any, every, also if"),
    (r"\b(lines?|lined|lining) up\b", "aligns, aligned"),
    (r"\bgo(es)? together\b", "match"),
    (r"\b(the|new|old|other) ones\b|\bthe one of\b", "the noun"),
    (r"\b(of what|what it is of|that which|for which there)\b", "the noun"),
];

/// The text of a file that people read: comments and messages of Rust, descriptions of JSON, Markdown without fenced blocks.
fn prose(path: &Path, text: &str) -> Vec<(usize, String)> {
    let quoted = Regex::new(r#""[^"]*""#).expect("a pattern");
    let mut fenced = false;
    let kept = text.lines().zip(1..).filter_map(|(line, number)| {
        let trimmed = line.trim_start();
        let part = match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => {
                let is_message = trimmed.starts_with("#[error(") || trimmed.contains("format!(\"");
                let strings = || quoted.find_iter(trimmed).map(|found| found.as_str()).collect::<Vec<_>>().join(" ");
                if trimmed.starts_with("//") { Some(trimmed.to_owned()) } else { is_message.then(strings) }
            }
            Some("json") => trimmed.starts_with("\"description\"").then(|| trimmed.to_owned()),
            Some("md") => {
                let is_fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
                fenced ^= is_fence;
                (!fenced && !is_fence).then(|| trimmed.to_owned())
            }
            _ => None,
        };
        Some((number, part?))
    });
    kept.collect()
}

#[test]
fn the_language_is_plain() {
    let patterns = DIALECT.map(|(words, instead)| (Regex::new(&format!("(?i){words}")).expect("a pattern"), instead));
    let mut wrong = Vec::new();
    let folders = ["benches", "docs", "examples", "fixtures", "fuzz/guided/src", "fuzz/src", "src", "tests", "tools"]
        .map(|folder| repository().join(folder));
    let paths =
        folders.into_iter().filter(|folder| folder.exists()).flat_map(files).chain([repository().join("README.md")]);
    for path in
        paths.filter(|path| !path.ends_with("tests/suite/tidy.rs") && !shown(path).starts_with("fixtures/corpus"))
    {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (number, line) in prose(&path, &text) {
            for (pattern, instead) in &patterns {
                if let Some(found) = pattern.find(&line) {
                    wrong.push(format!("{}:{number}: `{}`: write {instead}: {line}", shown(&path), found.as_str()));
                }
            }
        }
    }
    assert_none(&wrong);
}
