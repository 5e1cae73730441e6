//! The pages in `fixtures/checks`: prose, then sections of example pages with the findings expected.

use crate::support::{self, Tree};
use hexapla::checks::{self, Check};
use std::ops::Range;
use std::path::PathBuf;

/// What opens and closes an example.
const FENCE: &str = "~~~~";
/// The section whose pages must yield findings.
pub const FIRES: &str = "Fires";
/// The section whose pages must yield none.
pub const SILENT: &str = "Does not fire";

/// The page of one check.
pub struct Fixture {
    /// The check.
    pub check: &'static Check,
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Everything before the first section.
    pub prose: Range<usize>,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section of example pages.
#[derive(Default)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Path and text of each page.
    pub pages: Vec<(String, String)>,
    /// Path and text of each source page as it is now: `newer PATH`.
    pub newer: Vec<(String, String)>,
    /// Where the expected findings stand.
    pub findings: Option<Range<usize>>,
}

impl Section {
    /// The pages as files.
    pub fn tree(&self) -> Tree {
        Tree::new(self.pages.iter().map(|(path, text)| (path, text)))
    }

    /// The source pages as they are now, where there are any.
    pub fn newer(&self) -> Option<Tree> {
        (!self.newer.is_empty()).then(|| Tree::new(self.newer.iter().map(|(path, text)| (path, text))))
    }
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

fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, content) = (at, line.trim_end());
        at += line.len();
        match open.take() {
            Some((name, from)) if content == FENCE => {
                let section = sections.last_mut().expect("examples stand under a heading");
                if name == "findings" {
                    section.findings = Some(from..start);
                } else if let Some(path) = name.strip_prefix("newer ") {
                    section.newer.push((path.to_owned(), text[from..start].to_owned()));
                } else {
                    section.pages.push((name, text[from..start].to_owned()));
                }
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
