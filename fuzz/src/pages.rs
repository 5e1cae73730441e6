//! Pages in memory as the library discovers them, and what all reports about them have in common.

use hexapla::config::Config;
use hexapla::diagnostic::Axis;
use hexapla::discover::source::Sources;
use hexapla::discover::template::PathShape;
use hexapla::discover::{Clue, Discovery, Group, Placed, Role, Storage};
use hexapla::locale::Locale;
use hexapla::page::decode::decode;
use hexapla::page::syntax::PageSyntax;
use hexapla::report::{Finding, Report, json, text};
use hexapla::run::Session;
use hexapla::run::check::{self, CheckOptions};
use hexapla::text::LineColumn;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The settings of all targets but `settings`.
pub static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
/// The syntax of the pages.
pub static SYNTAX: LazyLock<PageSyntax> = LazyLock::new(|| PageSyntax::new(&CONFIG.profile));
/// No source text but that of the pages themselves.
static NO_SOURCES: LazyLock<Sources> = LazyLock::new(Sources::default);

const STYLE: text::Style = text::Style { colour: false, width: 100 };

/// The page key of all pages.
pub const KEY: &str = "api/page";

/// A page: its locale, its version and its bytes.
pub type MemoryPage<'a> = (&'a str, &'a str, &'a [u8]);

/// A page as discovery places it.
pub fn placed((locale, version, bytes): MemoryPage<'_>) -> Placed {
    Placed {
        path: PathBuf::from(format!("{locale}/{version}/{KEY}.md")),
        locale: Some((Locale::parse(locale).expect("a tag"), Clue::Layout)),
        version: Some((version.to_owned(), Clue::Layout)),
        key: Clue::Layout,
        named: false,
        role: Role::Reported,
        shape: PathShape::default(),
        content: Storage::Memory(bytes.into()),
    }
}

/// One page group of pages.
pub fn discovery(pages: &[MemoryPage<'_>]) -> Discovery {
    let files = pages.iter().map(|page| placed(*page)).collect();
    Discovery { groups: vec![Group { key: KEY.to_owned(), files }], ..Discovery::default() }
}

/// A run with settings.
pub fn session(config: &Config) -> Session<'_> {
    Session { config, sources: &NO_SOURCES, progress: &|| {} }
}

/// The report on pages. Panics if a place of a finding is not in its page, or if the report cannot be written.
pub fn checked(pages: &[MemoryPage<'_>], config: &Config) -> Report {
    let options = CheckOptions { excerpts: hexapla::report::place::Excerpts::Keep, ..CheckOptions::default() };
    let (report, _) = check::check(discovery(pages), session(config), &options, |_| ());
    let texts: Vec<(PathBuf, String)> =
        pages.iter().map(|page| (placed(*page).path, decode(page.2.to_vec()).text)).collect();
    for finding in findings(&report) {
        let page = texts.iter().find(|(path, _)| *path == finding.path);
        let (_, text) = page.expect("a finding is about a page");
        let edit = finding.edit.as_ref().map(|edit| [edit.start, edit.end]);
        for [start, end] in [Some([finding.start, finding.end]), edit].into_iter().flatten() {
            assert!(start <= end, "a place runs backwards: {finding:?}");
            for position in [start, end] {
                assert!(text.is_char_boundary(position.byte as usize), "no place of the page: {finding:?}");
                assert_eq!(place(text, position.byte as usize), position.at, "line and column: {finding:?}");
            }
        }
        let parsed: serde_json::Value = serde_json::from_str(&json::finding(finding)).expect("a finding is valid JSON");
        assert_eq!(parsed["check"], finding.check);
        let shown = text::finding(finding, STYLE);
        let is_control = |character: char| {
            (character.is_control() && character != '\n')
                || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!shown.contains(is_control), "a control character is shown: {shown:?}");
    }
    report
}

/// Line and column of a byte, by an independent count.
fn place(text: &str, byte: usize) -> LineColumn {
    let before = &text[..byte];
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    let mark = u32::from(line.len() == byte && line.starts_with('\u{feff}'));
    let column = line.chars().count() as u32 + 1 - mark;
    LineColumn { line: before.matches('\n').count() as u32 + 1, column }
}

/// All findings of a report.
pub fn findings(report: &Report) -> impl Iterator<Item = &Finding> {
    report.groups.iter().flat_map(|group| &group.findings)
}

/// Panics if a report has findings on these axes.
pub fn assert_none(report: &Report, axes: &[Axis]) {
    let found = findings(report).find(|finding| axes.contains(&finding.axis));
    let check = found.map_or("", |finding| finding.check);
    assert!(found.is_none(), "a page differs from itself: {check}: {found:?}");
}
