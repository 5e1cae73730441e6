//! A page against itself: where the translation is the source, and where a version is a copy of the
//! other, there are no findings.

use crate::fixture;
use crate::support::{Tree, check_age, corpus, files, findings, line, read};
use hexapla::config::Config;
use hexapla::config::layout::Layouts;
use hexapla::diagnostic::Axis;
use hexapla::discover::source::Sources;
use hexapla::page::span::SpanScanner;
use hexapla::run::Session;
use hexapla::run::check::{self, CheckOptions};
use std::path::Path;
use std::sync::LazyLock;

/// The tree that these tests make. For the locale, the layout has priority over copied front matter.
const LAYOUT: &str = "tree/{locale}/{version}/{key}.md";

/// A page with the target of each span pair replaced by its source.
pub fn untranslated(text: &str, scanner: &SpanScanner) -> String {
    let (segments, _) = scanner.scan(text, 0);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for segment in segments {
        result.push_str(&text[at..segment.target.start as usize]);
        result.push_str(segment.source.slice(text));
        at = segment.target.end as usize;
    }
    result + &text[at..]
}

/// The findings of a tree on the given axes.
pub fn reported(folder: &Path, axes: &[Axis]) -> Vec<String> {
    static CONFIG: LazyLock<Config> = LazyLock::new(|| {
        let layouts = Layouts::parse([LAYOUT]).expect("a layout");
        Config { layouts, ..Config::default() }
    });
    let discovery = hexapla::discover::discover(&[folder.to_owned()], &CONFIG);
    let session = Session { config: &CONFIG, sources: &Sources::default(), progress: &|| () };
    let report = check::check(discovery, session, &CheckOptions::default(), |_| ()).0;
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let findings =
        report.groups.iter().flat_map(|group| &group.findings).filter(|finding| axes.contains(&finding.axis));
    findings.map(|finding| format!("{} {}", finding.check, line(finding, folder))).collect()
}

/// The pages of all fixtures, with a name each.
fn pages() -> Vec<(String, String)> {
    let scanner = SpanScanner::default();
    let mut pages: Vec<(String, String)> = Vec::new();
    for path in files(corpus()).into_iter().filter(|path| !path.ends_with("README.md")) {
        let name = path.strip_prefix(corpus()).expect("below").display().to_string();
        pages.push((name, untranslated(&read(&path), &scanner)));
    }
    for fixture in fixture::all() {
        for section in &fixture.sections {
            let examples = section.pages.iter();
            pages.extend(examples.map(|(path, text)| {
                (format!("{} {}: {path}", fixture.check.name, section.heading), untranslated(text, &scanner))
            }));
        }
    }
    for (_, text) in fixture::api_changes() {
        for section in fixture::sections(&text) {
            pages.extend(section.pages.into_iter().map(|(path, text)| (format!("{}: {path}", section.heading), text)));
        }
    }
    pages
}

#[test]
fn a_page_that_is_its_own_translation_yields_nothing() {
    for (name, text) in pages() {
        let tree = Tree::new([("tree/en-US/v1.0/page.md", text)]);
        assert_eq!(reported(tree.path(), &[Axis::Translation, Axis::Locales, Axis::Versions]), [""; 0], "{name}");
    }
}

#[test]
fn a_version_that_is_a_copy_yields_nothing() {
    for (name, text) in pages() {
        let tree = Tree::new(["v1.0", "beta", "v2"].map(|version| (format!("tree/en-US/{version}/page.md"), &text)));
        assert_eq!(reported(tree.path(), &[Axis::Translation, Axis::Locales, Axis::Versions]), [""; 0], "{name}");
    }
}

#[test]
fn locales_that_are_copies_yield_nothing() {
    let locales = ["de-DE", "en-US", "ja-JP", "pt-BR", "zh-CN"];
    for (name, text) in pages() {
        let tree = Tree::new(locales.map(|locale| (format!("tree/{locale}/v1.0/page.md"), &text)));
        assert_eq!(reported(tree.path(), &[Axis::Locales, Axis::Versions]), [""; 0], "{name}");
    }
}

#[test]
fn the_corpus_without_translation_yields_nothing() {
    let scanner = SpanScanner::default();
    let pages = files(corpus().join("de-DE")).into_iter().map(|path| {
        let name = path.strip_prefix(corpus().join("de-DE/api-reference")).expect("below").to_owned();
        (name, untranslated(&read(&path), &scanner))
    });
    let pages: Vec<_> = pages.collect();
    let stable = pages.iter().filter(|(name, _)| name.starts_with("v1.0"));
    let tree = Tree::empty();
    for (name, text) in stable {
        let name = name.strip_prefix("v1.0").expect("of the stable version");
        for version in ["beta", "v1.0"] {
            tree.write(Path::new("tree/en-US").join(version).join(name), text);
        }
    }
    assert_eq!(reported(tree.path(), &[Axis::Translation, Axis::Locales, Axis::Versions]), [""; 0]);
}

#[test]
fn a_source_that_is_as_it_was_leaves_nothing_stale() {
    let scanner = SpanScanner::default();
    let fixtures = fixture::all();
    let sections = fixtures.iter().flat_map(|fixture| &fixture.sections).flat_map(|section| &section.pages);
    let pages = sections.map(|(_, text)| text.clone());
    let pages = pages.chain(files(corpus()).into_iter().filter(|path| !path.ends_with("README.md")).map(read));
    for text in pages.filter(|text| !scanner.scan(text, 0).0.is_empty()) {
        let tree = Tree::new([("de-DE/v1.0/api/page.md", &text)]);
        let source = source_of(&text, &scanner);
        // As it was, and with lines, tables and fences set otherwise.
        for newer in [source.clone(), reset(&source)] {
            let now = Tree::new([("en-US/v1.0/api/page.md", newer)]);
            let report = check_age(tree.path(), Some(now.path()), &["page_stale", "segment_stale", "source_deleted"]);
            let reported: Vec<String> = findings(&report).map(|finding| line(finding, tree.path())).collect();
            assert_eq!(reported, [""; 0], "{text}");
        }
    }
}

/// A page with each span pair replaced by its source.
fn source_of(text: &str, scanner: &SpanScanner) -> String {
    let (segments, _) = scanner.scan(text, 0);
    let (mut source, mut at) = (String::new(), 0);
    for segment in segments {
        source.push_str(&text[at..segment.whole.start as usize]);
        source.push_str(segment.source.slice(text));
        at = segment.whole.end as usize;
    }
    source + &text[at..]
}

/// A page with other white space: lines of prose broken, cells padded.
fn reset(text: &str) -> String {
    let mut in_code = false;
    let line = |line: &str| {
        in_code ^= line.trim_start().starts_with("```");
        let prose = line.starts_with(|first: char| first.is_ascii_uppercase()) && !line.contains(['|', '<', '`', '[']);
        match line {
            _ if in_code => line.to_owned(),
            line if line.starts_with('|') && !line.contains("--") => line.replace('|', "  |  ").trim().to_owned(),
            line if prose => line.replacen(". ", ".\n", 1),
            line => line.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}
