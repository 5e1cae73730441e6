//! The form of the files that `stages` runs: cases under `## `, and in each case blocks between lines of `~~~~`.
//!
//! The first line of a block states its kind: `target`, `source`, `page`, `old`, `new` are texts for the aligner, whose
//! result is the block `pairs`, `sentences`, `states` or `embedded`; `file PATH` is a file; `edit PATH` replaces text in
//! a file, one `old ==> new` a line; `$ COMMAND` is a run of the program and what it shows. Results are rewritten by
//! `UPDATE_FIXTURES=1`.

use std::ops::Range;

const FENCE: &str = "~~~~";

/// A case: what it shows, and its blocks in order.
pub struct Case<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Its heading.
    pub heading: &'a str,
    /// Its blocks.
    pub parts: Vec<Part>,
}

/// A block.
pub struct Part {
    /// What follows the fence.
    pub info: String,
    /// Its text, in bytes of the file.
    pub body: Range<usize>,
}

impl Case<'_> {
    /// The block of a name.
    pub fn part(&self, info: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.info == info)
    }
}

/// The cases of a file.
pub fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, content) = (at, line.trim_end());
        at += line.len();
        match open.take() {
            Some((info, from)) if content == FENCE => {
                let case = cases.last_mut().expect("blocks stand under a heading");
                case.parts.push(Part { info, body: from..start });
            }
            Some(part) => open = Some(part),
            None => {
                if let Some(info) = content.strip_prefix(FENCE) {
                    open = Some((info.trim().to_owned(), at));
                } else if let Some(heading) = content.strip_prefix("## ") {
                    cases.push(Case { text, heading, parts: Vec::new() });
                }
            }
        }
    }
    assert!(open.is_none(), "a block is not closed: {text}");
    cases
}
