//! The list of checks, their files and their pages are one set; names and mirrors follow one rule.

use crate::support::{files, read, repository};
use hexapla::checks::ALL;
use std::collections::BTreeSet;

/// The faults that a name may end in.
const FAULTS: &[&str] = &[
    "broken",
    "changed",
    "corrupted",
    "deleted",
    "duplicated",
    "empty",
    "extra",
    "invalid",
    "localized",
    "malformed",
    "mismatch",
    "missing",
    "outvoted",
    "stale",
    "translated",
    "unknown",
    "untranslated",
    "wrong",
];

/// Pairs of faults that describe the same fault from the two sides.
const MIRRORS: &[(&str, &str)] = &[("missing", "extra")];

/// Checks without a mirror, and why.
const WAIVERS: &[(&str, &str)] = &[
    ("example_property_missing", "what an example has beyond its type is `example_property_unknown`"),
    ("front_matter_key_missing", "keys beyond the required ones are free"),
    ("front_matter_missing", "front matter is never too much"),
    ("page_missing_in_locale", "a page that only one locale has is missing in all others"),
];

/// Names that do not end in their fault, and what they end in.
const TAILS: &[&str] = &["_in_locale", "_in_prose"];

/// Files of `src/checks` that are no check of their own.
const SHARED: &[&str] = &["api_changes", "mod"];

fn names() -> Vec<&'static str> {
    ALL.iter().map(|check| check.name).collect()
}

fn stems(folder: &str, extension: &str) -> Vec<String> {
    let folder = repository().join(folder);
    let stem = |path: std::path::PathBuf| {
        assert_eq!(path.extension().and_then(|found| found.to_str()), Some(extension), "{}", path.display());
        path.strip_prefix(&folder).expect("below").with_extension("").display().to_string()
    };
    files(&folder).into_iter().map(stem).filter(|stem| !SHARED.contains(&stem.as_str())).collect()
}

#[test]
fn list_files_and_pages_are_one_set() {
    assert!(names().is_sorted(), "the list is out of order");
    assert_eq!(stems("src/checks", "rs"), names());
    assert_eq!(stems("fixtures/checks", "md"), names());
    let list = read(repository().join("src/checks/mod.rs"));
    let modules = list.lines().filter_map(|line| {
        line.split_once("mod ").filter(|(start, _)| start.trim_start().starts_with("pub"))?.1.strip_suffix(';')
    });
    let modules: Vec<&str> = modules.filter(|module| !SHARED.contains(module)).collect();
    assert_eq!(modules, names());
}

#[test]
fn each_check_embeds_its_own_page() {
    for check in ALL {
        let source = read(repository().join(format!("src/checks/{}.rs", check.name)));
        assert!(
            source.contains(&format!("include_str!(\"../../fixtures/checks/{}.md\")", check.name)),
            "{}",
            check.name
        );
        assert!(check.page.starts_with(&format!("# {}\n\n", check.name)), "{}", check.name);
    }
}

#[test]
fn summaries_are_a_sentence_or_two() {
    for check in ALL {
        let summary = check.summary();
        assert!(
            summary.ends_with('.') && summary.starts_with(char::is_uppercase) && (20..240).contains(&summary.len()),
            "{}: {summary}",
            check.name
        );
    }
}

fn fault(name: &str) -> &str {
    let name = TAILS.iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name);
    name.rsplit('_').next().unwrap_or(name)
}

#[test]
fn names_are_an_item_and_its_fault() {
    assert!(FAULTS.is_sorted());
    for name in names() {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && name.contains('_'), "{name}");
        assert!(FAULTS.contains(&fault(name)), "{name}: `{}` is no fault of the list", fault(name));
    }
    let used: BTreeSet<&str> = names().into_iter().map(fault).collect();
    assert_eq!(used, FAULTS.iter().copied().collect(), "the list of faults is what names use");
}

#[test]
fn checks_have_their_mirror() {
    let mut waived = BTreeSet::new();
    for name in names() {
        let fault = fault(name);
        let Some((one, other)) = MIRRORS.iter().find(|(one, other)| *one == fault || *other == fault) else { continue };
        let mirror = name.replacen(fault, if fault == *one { other } else { one }, 1);
        match WAIVERS.iter().find(|(waived, _)| *waived == name) {
            Some((_, reason)) => assert!(waived.insert(name) && !reason.is_empty()),
            None => assert!(names().contains(&mirror.as_str()), "{name} has neither `{mirror}` nor a waiver"),
        }
    }
    assert_eq!(waived, WAIVERS.iter().map(|(name, _)| *name).collect(), "a waiver is for nothing");
}

#[test]
fn each_check_words_its_message_in_one_place() {
    for check in ALL {
        let source = read(repository().join(format!("src/checks/{}.rs", check.name)));
        assert_eq!(source.matches("fn message(").count(), 1, "{}", check.name);
        assert!(source.lines().count() <= 60, "{}: over 60 lines", check.name);
    }
}
