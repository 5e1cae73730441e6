//! The pages in `fixtures/checks`: prose, then sections. A section is a set of example pages, which the check reads as
//! a tree of its own, and the findings that it must report.
//!
//! A heading is `## Fires: WHAT` or `## Does not fire: WHAT`; the first of each kind may leave out `: WHAT`. Below it,
//! examples between `~~~~` lines, each named on its opening line:
//!
//! | name | what it holds |
//! |---|---|
//! | `PATH` | a page to check |
//! | `source PATH` | a page of the tree that `--source` names |
//! | `newer PATH` | a page of the tree that `--newer` names |
//! | `config` | a `hexapla.toml` |
//! | `findings` | the findings expected, as [`shown`] writes them |

use crate::support::{self, Tree};
use hexapla::checks::{self, Check};
use hexapla::config::Config;
use hexapla::discover::source::SourceOptions;
use hexapla::report::{Finding, LocatedEdit, Report};
use hexapla::text::LineColumn;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The line that opens and closes an example.
const FENCE: &str = "~~~~";
/// The heading of a section whose pages must yield findings.
pub const FIRES: &str = checks::CASES[0];
/// The heading of a section whose pages must yield none.
pub const SILENT: &str = checks::CASES[1];

/// The page of one check.
pub struct Fixture {
    pub check: &'static Check,
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Everything before the first section.
    pub prose: Range<usize>,
    pub sections: Vec<Section>,
}

/// A section of example pages.
#[derive(Default)]
pub struct Section {
    pub heading: String,
    /// Path and text of each page.
    pub pages: Vec<(String, String)>,
    /// Path and text of each page of `--source`.
    pub source: Vec<(String, String)>,
    /// Path and text of each page of `--newer`.
    pub newer: Vec<(String, String)>,
    /// The settings; the defaults where there are none.
    pub config: Option<String>,
    /// The bytes of the findings block in the fixture's text.
    pub findings: Option<Range<usize>>,
}

/// The pages of a section as files in temporary folders.
pub struct Laid {
    pub tree: Tree,
    source: Option<Tree>,
    newer: Option<Tree>,
    config: Config,
}

impl Section {
    /// Whether findings are expected.
    pub fn fires(&self) -> bool {
        self.kind() == Some(FIRES)
    }

    /// [`FIRES`] or [`SILENT`]; `None` for any other heading.
    pub fn kind(&self) -> Option<&'static str> {
        let is_kind = |kind: &&str| self.heading == **kind || self.about(kind).is_some_and(|about| !about.is_empty());
        [FIRES, SILENT].into_iter().find(is_kind)
    }

    /// The text after the colon of a heading of that kind.
    pub fn about(&self, kind: &str) -> Option<&str> {
        self.heading.strip_prefix(kind)?.strip_prefix(": ")
    }

    /// Writes the pages as files.
    pub fn lay(&self) -> Laid {
        let tree = |pages: &[(String, String)]| Tree::new(pages.iter().map(|(path, text)| (path, text)));
        let other = |pages: &[(String, String)]| (!pages.is_empty()).then(|| tree(pages));
        let config = self.config.as_ref().map_or_else(|| support::default_config().clone(), |text| read_config(text));
        Laid { tree: tree(&self.pages), source: other(&self.source), newer: other(&self.newer), config }
    }
}

fn read_config(text: &str) -> Config {
    let folder = Tree::new([("hexapla.toml", text)]);
    Config::read(&folder.path().join("hexapla.toml"), checks::known).expect("the settings of a fixture are valid")
}

impl Laid {
    /// The report on the pages. Only the named checks, where any are named.
    pub fn check(&self, names: &[&str]) -> Report {
        let wanted = SourceOptions {
            tree: self.source.as_ref().map(Tree::path),
            newer: self.newer.as_ref().map(Tree::path),
            ..SourceOptions::default()
        };
        support::check_with(self.tree.path(), wanted, &self.config, names)
    }
}

/// A finding as a fixture shows it, with paths below `folder`. `text` is that of the finding's file.
///
/// ```text
/// PATH:LINE:COLUMN-LINE:COLUMN LEVEL MESSAGE
///   help: HELP
///   edit: LINE:COLUMN-LINE:COLUMN `OLD` -> `NEW`
/// ```
///
/// The second place of a range is one past its last character. `no edit` stands where there is none.
pub fn shown(finding: &Finding, folder: &Path, text: &str) -> String {
    let path = finding.path.strip_prefix(folder).unwrap_or(&finding.path).display();
    let bare = |message: &str| message.replace(&format!("{}/", folder.display()), "");
    let place = range(finding.start.at, finding.end.at);
    let mut shown = format!("{path}:{place} {} {}\n", finding.level.name(), bare(&finding.message));
    if !finding.help.is_empty() {
        let _ = writeln!(shown, "  help: {}", escaped(&bare(&finding.help)));
    }
    match &finding.edit {
        Some(edit) => {
            let _ = writeln!(shown, "  edit: {}", edit_shown(edit, text));
        }
        None => shown.push_str("  no edit\n"),
    }
    shown
}

fn range(start: LineColumn, end: LineColumn) -> String {
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

fn edit_shown(edit: &LocatedEdit, text: &str) -> String {
    let old = &text[edit.start.byte as usize..edit.end.byte as usize];
    let place = range(edit.start.at, edit.end.at);
    match (old, edit.text.as_str()) {
        ("", new) => format!("{place} insert {}", quoted(new)),
        (old, "") => format!("{place} delete {}", quoted(old)),
        (old, new) => format!("{place} {} -> {}", quoted(old), quoted(new)),
    }
}

/// A text as a code span of CommonMark section 6.1 shows it.
fn quoted(text: &str) -> String {
    let text = escaped(text);
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn escaped(text: &str) -> String {
    text.replace('\r', "\\r").replace('\n', "\\n")
}

/// The pages of all checks.
pub fn all() -> Vec<Fixture> {
    checks::ALL.iter().map(of).collect()
}

fn of(check: &'static Check) -> Fixture {
    let path = support::repository().join(format!("fixtures/checks/{}.md", check.name));
    let text = support::read(&path);
    let first = text.find("\n## ").map_or(text.len(), |at| at + 1);
    let sections = sections(&text);
    Fixture { check, path, prose: 0..first, text, sections }
}

/// The pages of `fixtures/api_changes`: path and text.
pub fn api_changes() -> Vec<(PathBuf, String)> {
    let files = support::files(support::repository().join("fixtures/api_changes"));
    files.into_iter().map(|path| (path.clone(), support::read(&path))).collect()
}

/// The sections of a page.
pub fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, content) = (at, line.trim_end());
        at += line.len();
        match open.take() {
            Some((name, from)) if content == FENCE => {
                let section = sections.last_mut().expect("examples stand under a heading");
                section.add(&name, &text[from..start], from..start);
            }
            Some(example) => open = Some(example),
            None => {
                if let Some(name) = content.strip_prefix(FENCE) {
                    open = Some((name.trim().to_owned(), at));
                } else if let Some(heading) = content.strip_prefix("## ") {
                    sections.push(Section { heading: heading.to_owned(), ..Section::default() });
                }
            }
        }
    }
    assert!(open.is_none(), "an example is not closed: {text}");
    sections
}

impl Section {
    fn add(&mut self, name: &str, text: &str, place: Range<usize>) {
        let page = |path: &str| (path.to_owned(), text.to_owned());
        match name.split_once(' ') {
            Some(("source", path)) => self.source.push(page(path)),
            Some(("newer", path)) => self.newer.push(page(path)),
            Some(_) => panic!("`{name}` names no example"),
            None if name == "findings" => self.findings = Some(place),
            None if name == "config" => self.config = Some(text.to_owned()),
            None => self.pages.push(page(name)),
        }
    }
}
