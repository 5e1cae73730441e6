//! Target `import`: the bitext of a page is edited and imported. The parts of an input: a program of edits, the page, and its
//! source page; without source page, the source text is that of the spans.

use super::{page_invariants, parts};
use crate::bitext_edits::{Program, edited};
use crate::pages::{CONFIG, KEY, SYNTAX, placed};
use crate::signature::Signature;
use hexapla::align::aligned::{Aligned, Foreign, SourceText};
use hexapla::align::blocks;
use hexapla::bitext::apply::{Applied, ImportedPage, Permissions, apply};
use hexapla::bitext::edits::FileUnit;
use hexapla::bitext::{Document, read};
use hexapla::discover::identify::identify;
use hexapla::discover::origin::{Origin, SourceDate, SourceUse};
use hexapla::facts::extract::Descriptions;
use hexapla::page::Page;
use hexapla::page::tree::BlockClass;
use hexapla::reading::{Reading, ReadingOptions};
use hexapla::text::FileRange;
use std::path::PathBuf;

/// Exports a page, imports the export as it is, then edits it and imports it twice.
pub fn run(input: &[u8], signature: &mut Signature) {
    let [program, target, source] = parts(input);
    let program = Program::read(program);
    let Some(reading) = reading(target, source) else { return };
    let Some(document) = Document::of(KEY, &reading, &CONFIG) else { return };
    let document = if program.protects { document } else { document.without_marks() };
    let (bitext, path) = (program.export(&document), document.path.to_string());
    let units = read::read(&bitext).unwrap_or_else(|error| panic!("an export is not read: {error}\n{bitext}"));
    let units = units.get(&path).map(Vec::as_slice).unwrap_or_default();
    if let Some(edit) = units.iter().find_map(|unit| unit.edit.as_ref()) {
        panic!("an export that was not edited has the edit {edit:?}\n{bitext}");
    }
    let bitext = edited(&bitext, &program);
    let units = match read::read(&bitext) {
        Ok(units) => units,
        Err(error) => return signature.note("unreadable", std::mem::discriminant(&error.error)),
    };
    let Some(units) = units.get(&path).filter(|units| units.iter().any(|unit| unit.edit.is_some())) else { return };
    let permissions = Permissions { locked: program.forces };
    let applied = import((target, &reading), &document, (units, permissions));
    for (unit, error) in &applied.refused {
        let side = unit.id.map(|id| id.side);
        signature.note("refused", (program.format, document.origin, side, std::mem::discriminant(error)));
    }
    for unit in document.units.iter().filter(|unit| unit.target.is_some()) {
        let name = unit.id.to_string();
        let is_refused = applied.refused.iter().any(|(refused, _)| refused.name == name);
        let is_edited = units.iter().any(|unit| unit.name == name && unit.edit.is_some());
        signature.note("unit", (document.origin, unit.kind, unit.protected, is_refused, is_edited));
    }
    signature.note("written", (program.format, document.origin, applied.written.min(3)));
    signature.note_count("present", applied.present);
    assert_eq!(applied.written == 0, applied.bytes == target, "pages change if and only if a unit is written");
    let page = Page::parse(applied.bytes.clone(), &SYNTAX);
    page_invariants::check(&page, &applied.bytes);
    // Blocks that the page lacked are inserted between the others.
    if page.target.tree.blocks.len() == reading.aligned.page.target.tree.blocks.len() {
        only_translations_changed(&reading.aligned, (target, &applied.bytes));
    } else {
        signature.note("inserted", (program.format, applied.written.min(3)));
    }
    same_structure(&reading.aligned.page, &page);
    let again = self::reading(&applied.bytes, source).expect("the page was read before");
    let document = Document::of(KEY, &again, &CONFIG).expect("the page had source text before");
    let second = import((&applied.bytes, &again), &document, (units, permissions));
    let bytes = String::from_utf8_lossy(&second.bytes);
    // A unit that was refused because several places have its text may have only one when its neighbours are written.
    let is_refused =
        |unit: &FileUnit, by: &Applied<'_>| by.refused.iter().any(|(refused, _)| std::ptr::eq(*refused, unit));
    let late = applied.refused.iter().filter(|(unit, _)| !is_refused(unit, &second)).count();
    assert!(second.written <= late, "the second import writes a unit again\n{bitext}\n--- after\n{bytes}");
    assert_eq!(second.written == 0, second.bytes == applied.bytes, "the second import changes the page");
    signature.note_count("late", second.written);
}

/// A page, aligned with its source text.
fn reading(target: &[u8], source: &[u8]) -> Option<Reading> {
    let placed = placed(("de-DE", "v1.0", target));
    let page = Page::parse(target.to_vec(), &SYNTAX);
    let edition = identify(&placed, &page, &CONFIG)?;
    let aligned = if page.embedded.is_some() || source.is_empty() {
        Aligned::own(page)
    } else {
        let source = Page::parse(source.to_vec(), &SYNTAX);
        let side = source.embedded.unwrap_or(source.target);
        let origin = SourceUse::new(Origin::Tree, PathBuf::from("source.md"), SourceDate::Unknown);
        let pairs = blocks::align(&page.target, &side);
        Aligned::foreign(page, Foreign { side, origin }, pairs)
    };
    let options = ReadingOptions { config: &CONFIG, descriptions: Descriptions::Drop, group: &[] };
    Some(Reading::of(edition, aligned, options))
}

fn import<'e>(
    (bytes, reading): (&[u8], &Reading),
    document: &Document<'_>,
    (units, permissions): (&'e [FileUnit], Permissions),
) -> Applied<'e> {
    let page = ImportedPage { bytes, aligned: &reading.aligned, document: Some(document), syntax: &SYNTAX };
    apply(&page, units, permissions)
}

/// The places of a page that an import may write, in order: the translations of span pairs, or without spans the blocks of prose.
fn translations(aligned: &Aligned) -> Vec<FileRange> {
    let page = &aligned.page;
    if matches!(aligned.source_text, SourceText::Embedded) {
        return page.spans.iter().map(|span| span.target).collect();
    }
    let is_prose = |class: BlockClass| class.is_prose() || class == BlockClass::Tab;
    let blocks = page.target.tree.blocks.iter().filter(|block| is_prose(block.kind.class()));
    blocks.map(|block| page.target.projection.range_to_file(block.range)).collect()
}

/// Panics if other bytes of the page changed: all parts between translations must be in the new page, in the same order.
fn only_translations_changed(aligned: &Aligned, (old, new): (&[u8], &[u8])) {
    let mut fixed: Vec<&[u8]> = Vec::new();
    let mut at = 0;
    for range in translations(aligned) {
        // A list item may contain the blocks of its inner list.
        if range.start as usize >= at {
            fixed.push(&old[at..range.start as usize]);
        }
        at = at.max(range.end as usize);
    }
    let last = &old[at..];
    assert!(new.ends_with(last), "the end of the page changed");
    let (mut rest, mut is_first) = (&new[..new.len() - last.len()], true);
    for part in fixed {
        let found = if is_first {
            rest.starts_with(part).then_some(0)
        } else if part.is_empty() {
            Some(0)
        } else {
            rest.windows(part.len()).position(|window| window == part)
        };
        let shown = || String::from_utf8_lossy(part).into_owned();
        let found = found.unwrap_or_else(|| panic!("text outside translations changed: {:?}", shown()));
        rest = &rest[found + part.len()..];
        is_first = false;
    }
}

/// Panics if the edited page has other spans, source text or front matter, or lacks a block.
fn same_structure(old: &Page, new: &Page) {
    let classes = |page: &Page| page.target.tree.blocks.iter().map(|block| block.kind.class()).collect::<Vec<_>>();
    let (old_classes, new_classes) = (classes(old), classes(new));
    let mut rest = new_classes.iter();
    let is_kept = old_classes.iter().all(|class| rest.any(|found| found == class));
    assert!(is_kept, "the blocks changed: {old_classes:?} became {new_classes:?}");
    let ids = |page: &Page| page.spans.iter().map(|span| span.id.slice(&page.text).to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(old), ids(new), "the spans changed");
    let source = |page: &Page| page.embedded.as_ref().map(|side| side.text().to_owned());
    assert_eq!(source(old), source(new), "the source text changed");
    assert_eq!(old.text[..old.body as usize], new.text[..new.body as usize], "the front matter changed");
}
