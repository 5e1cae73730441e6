//! Target `itself`: a page against itself. A translation that equals its source, a version and a locale that are copies, differ
//! in nothing.

use crate::pages::{CONFIG, SYNTAX, assert_none, checked, findings};
use crate::signature::Signature;
use hexapla::align;
use hexapla::diagnostic::Axis;
use hexapla::page::Page;

/// Checks a page against copies of itself.
pub fn run(input: &[u8], signature: &mut Signature) {
    let page = Page::parse(input.to_vec(), &SYNTAX);
    let text = untranslated(&page);
    let read = Page::parse(text.clone().into_bytes(), &SYNTAX);
    // Markup of spans in a source text may make other pairs.
    if read.spans.iter().any(|span| span.target.slice(&text) != span.source.slice(&text)) {
        return;
    }
    let copy = text.as_bytes();
    let report = checked(&[("en-US", "beta", copy), ("en-US", "v1.0", copy)], &CONFIG);
    assert_none(&report, &[Axis::Translation, Axis::Locales, Axis::Versions]);
    findings(&report).for_each(|finding| signature.note("finding", (finding.check, finding.edit.is_some())));
    let report = checked(&[("de-AT", "v1.0", copy), ("de-CH", "v1.0", copy), ("de-DE", "v1.0", copy)], &CONFIG);
    assert_none(&report, &[Axis::Locales, Axis::Versions]);
    findings(&report).for_each(|finding| signature.note("locales", finding.check));
    let side = read.target;
    for pair in align::blocks::align(&side, &side).pairs {
        assert_eq!(pair.target, pair.source, "a block is not aligned with itself");
        signature.note("pair", side.tree.blocks[pair.target.unwrap_or_default() as usize].kind.class());
    }
}

/// The page with the target of each span pair replaced by its source.
fn untranslated(page: &Page) -> String {
    let mut result = String::with_capacity(page.text.len());
    let mut at = 0;
    for span in &page.spans {
        result.push_str(&page.text[at..span.target.start as usize]);
        result.push_str(span.source.slice(&page.text));
        at = span.target.end as usize;
    }
    result + &page.text[at..]
}
