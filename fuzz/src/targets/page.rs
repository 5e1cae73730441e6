//! Target `page`: any bytes as a page.

use super::page_invariants;
use crate::pages::SYNTAX;
use crate::signature::Signature;
use hexapla::page::Page;
use hexapla::page::tree::{BlockKind, Tree};

/// Reads a page and checks every range of it.
pub fn run(input: &[u8], signature: &mut Signature) {
    let page = Page::parse(input.to_vec(), &SYNTAX);
    page_invariants::check(&page, input);
    page.faults.iter().for_each(|fault| signature.note("fault", std::mem::discriminant(fault)));
    signature.note("front matter", page.front_matter.as_ref().map(|found| found.entries.is_ok()));
    signature.note_count("spans", page.spans.len());
    page.malformed.iter().for_each(|span| signature.note("malformed", span.fault));
    note_tree("target", &page.target.tree, signature);
    if let Some(source) = &page.embedded {
        note_tree("source", &source.tree, signature);
    }
}

/// Notes which blocks a tree has, and which block follows which.
fn note_tree(side: &str, tree: &Tree, signature: &mut Signature) {
    let mut last = None;
    for block in &tree.blocks {
        let kind = (block.kind.class(), block.quote);
        signature.note(side, (last, kind));
        if let BlockKind::Heading(level) = block.kind {
            signature.note("level", level);
        }
        for inline in tree.inlines(block) {
            signature.note("inline", (kind.0, std::mem::discriminant(&inline.kind)));
        }
        last = Some(kind);
    }
    for table in &tree.tables {
        signature.note_count("rows", table.rows as usize);
        signature.note_count("columns", table.columns as usize);
    }
    signature.note_count("blocks", tree.blocks.len());
    signature.note_count("sections", tree.sections.len());
}
