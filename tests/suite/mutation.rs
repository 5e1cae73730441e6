//! Damaged copies of the fixture pages. Parts are cut, doubled or overwritten: the run ends, every page is
//! accounted for, and every place lies in its file. The damage is the same in every run.

use crate::support::{Tree, check, corpus, files, findings, hexapla};
use std::collections::BTreeSet;

/// Damaged pages a run.
const PAGES: usize = 600;

/// What is put in at random places.
const ODD: &[&[u8]] = &[
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b"|",
    b"||",
    b"`",
    b"```",
    b"**",
    b"[",
    b"](",
    b")",
    b"<",
    b">",
    b"<!--",
    b"-->",
    b"</span>",
    b"\"",
    b"{",
    b"}",
    b"&lt;",
    b"\\",
    b"\xff",
    b"\xe3\x81",
    b"\xef\xbb\xbf",
    b"---\n",
    b"# ",
    b"- ",
    b"> ",
    b"    ",
    b"\n\n",
    b"GET /",
    b"HTTP/1.1 ",
    b"\xc3\x9f",
    b"\x07",
    "。".as_bytes(),
    "İ".as_bytes(),
    "ﬀ".as_bytes(),
    "\u{301}".as_bytes(),
    "<span data-ttu-id=\"".as_bytes(),
    "<span class=\"sxs-lookup\">".as_bytes(),
];

/// Numbers that look random: xorshift, 64 bits.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        start..(start + 1 + self.below(80)).min(length)
    }
}

pub fn damaged(page: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut page = page.to_vec();
    for _ in 0..=numbers.below(6) {
        if page.is_empty() {
            break;
        }
        let range = numbers.range(page.len());
        match numbers.below(6) {
            0 => page.truncate(range.start),
            1 => drop(page.drain(range)),
            2 => {
                let copy = page[range.clone()].to_vec();
                page.splice(range.start..range.start, copy);
            }
            3 => drop(page.splice(range.start..range.start, other[numbers.range(other.len())].to_vec())),
            4 => page[range.start] = ODD[numbers.below(ODD.len())][0],
            _ => drop(page.splice(range.start..range.start, ODD[numbers.below(ODD.len())].to_vec())),
        }
    }
    page
}

#[test]
fn damaged_pages_are_reported_and_never_stop_a_run() {
    let pages: Vec<Vec<u8>> = files(corpus()).into_iter().map(|path| std::fs::read(path).expect("readable")).collect();
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let tree = Tree::empty();
    for number in 0..PAGES {
        let (page, other) = (&pages[numbers.below(pages.len())], &pages[numbers.below(pages.len())]);
        let locale = ["de-DE", "en-US", "ja-JP", "pt-BR"][number % 4];
        let version = ["v1.0", "beta"][number / 4 % 2];
        tree.write(format!("{locale}/{version}/page{}.md", number / 8), damaged(page, other, &mut numbers));
    }
    let report = check(tree.path(), &[]);
    let read: BTreeSet<_> =
        report.groups.iter().flat_map(|group| group.editions.iter().map(|edition| edition.path.clone())).collect();
    let reported: BTreeSet<_> = report.problems.iter().map(|problem| problem.path.clone()).collect();
    assert_eq!(read.union(&reported).count(), PAGES, "{reported:?}");
    for finding in findings(&report) {
        let length = std::fs::metadata(&finding.path).expect("findings are about files").len();
        let edit = finding.edit.as_ref().map(|edit| (edit.start.byte, edit.end.byte));
        for (start, end) in [Some((finding.start.byte, finding.end.byte)), edit].into_iter().flatten() {
            assert!(start <= end && u64::from(end) <= length, "{finding:?}");
        }
    }
    for arguments in [["check", "."], ["schema", "."], ["pages", "."]] {
        let ran = hexapla(tree.path(), &arguments);
        assert!(ran.status < 2, "{arguments:?}: {} {}", ran.status, ran.stderr);
    }
}
