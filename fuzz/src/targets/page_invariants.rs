//! The invariants of a page that was read: every range is inside its text and on character boundaries, every index exists.

use hexapla::page::http::{Message, StartLine, request_lines};
use hexapla::page::tree::{Block, BlockKind, InlineKind};
use hexapla::page::{Fault, Page, Side};
use hexapla::text::{ByteRange, FileRange, SideRange};

/// Panics if a part of the page breaks an invariant. `bytes`: the file.
pub fn check(page: &Page, bytes: &[u8]) {
    let text = page.text.as_str();
    if page.encoding.is_utf8() {
        assert_eq!(text.len(), bytes.len(), "the text has the length of the file");
    }
    let body = page.body as usize;
    assert!(text.is_char_boundary(body), "the body starts inside the text");
    if let Some(found) = &page.front_matter {
        inside(found.range, text);
        assert!(found.range.end as usize <= body);
        match &found.entries {
            Ok(entries) => entries.iter().flat_map(|entry| [entry.key_range, entry.value_range]).for_each(|range| {
                inside(range, text);
                assert!(contains(found.range, range), "{range:?} is not in {:?}", found.range);
            }),
            Err(invalid) => assert!(text.is_char_boundary(invalid.at as usize), "{invalid:?}"),
        }
    }
    let mut end = page.body;
    for span in &page.spans {
        assert!(end <= span.whole.start, "span pairs overlap: {span:?}");
        end = span.whole.end;
        for part in [span.id, span.target, span.source] {
            inside(part, text);
            assert!(contains(span.whole, part), "{span:?}");
        }
        assert!(span.id.end <= span.target.start && span.target.end <= span.source.start, "{span:?}");
    }
    inside(FileRange::new(end.min(text.len() as u32), text.len() as u32), text);
    page.malformed.iter().for_each(|span| inside(span.range, text));
    for fault in &page.faults {
        if let Fault::InvalidBytes(range) = fault {
            inside(*range, text);
            assert!(
                !page.encoding.is_utf8()
                    || bytes[range.start as usize..range.end as usize] != *range.slice(text).as_bytes()
            );
        }
    }
    assert_eq!(page.embedded.is_some(), !page.spans.is_empty(), "only spans embed source text");
    for side in [Some(&page.target), page.embedded.as_ref()].into_iter().flatten() {
        self::side(side, text);
    }
}

fn inside<In: Copy + std::fmt::Debug>(range: ByteRange<In>, text: &str) {
    let [start, end] = [range.start, range.end].map(|end| end as usize);
    let is_inside = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
    assert!(is_inside, "{range:?} is not a range of the text");
}

fn contains<In>(whole: ByteRange<In>, part: ByteRange<In>) -> bool {
    whole.start <= part.start && part.end <= whole.end
}

/// Checks a side. `file`: the text of the page.
fn side(side: &Side, file: &str) {
    let (text, tree) = (side.text(), &*side.tree);
    let mut before = None;
    for offset in (0..text.len() as u32).filter(|offset| text.is_char_boundary(*offset as usize)) {
        let place = side.projection.to_file(offset);
        assert_eq!(file.as_bytes()[place as usize], text.as_bytes()[offset as usize], "the byte at {offset}");
        assert!(before < Some(place), "the places of a projection rise");
        before = Some(place);
    }
    let mut start = 0;
    for (index, block) in tree.blocks.iter().enumerate() {
        inside(block.range, text);
        assert!(start <= block.range.start, "blocks are in order: {block:?}");
        start = block.range.start;
        self::block(side, block);
        inside(side.place(index as u32), file);
        assert!(!tree.structural_path(index as u32).is_empty());
        assert!(!tree.plain(text, block).contains('\0') || text.contains('\0'));
    }
    for (index, table) in tree.tables.iter().enumerate() {
        inside(table.range, text);
        assert!((table.section as usize) < tree.sections.len());
        for (row, column) in (0..table.rows).flat_map(|row| (0..table.columns).map(move |column| (row, column))) {
            let cell = tree.blocks[table.cell(row, column) as usize].kind;
            assert_eq!(cell, BlockKind::Cell { table: index as u32, row, column });
        }
    }
    for (index, section) in tree.sections.iter().enumerate() {
        assert!(section.parent.is_none_or(|parent| (parent as usize) < index), "sections are in order");
        assert_eq!(section.heading.is_none(), index == 0, "only the first section has no heading");
        let heading = section.heading.map(|heading| tree.blocks[heading as usize].kind);
        assert!(heading.is_none_or(|kind| kind == BlockKind::Heading(section.level)), "{section:?}");
    }
}

fn block(side: &Side, block: &Block) {
    let (text, tree) = (side.text(), &*side.tree);
    assert!((block.section as usize) < tree.sections.len());
    for inline in tree.inlines(block) {
        inside(inline.range, text);
        assert!(contains(block.range, inline.range), "{inline:?} is not in {block:?}");
        if let InlineKind::Decoded(string) | InlineKind::Link(string) | InlineKind::Image(string) = inline.kind {
            tree.string(string);
        }
    }
    match block.kind {
        BlockKind::Cell { table, .. } => assert!((table as usize) < tree.tables.len()),
        BlockKind::Code { language, body } => {
            for part in [language, body] {
                inside(part, text);
                assert!(part.is_empty() || contains(block.range, part), "{block:?}");
            }
            code(body, text);
        }
        _ => {}
    }
}

/// Checks the HTTP message in a code block.
fn code(body: SideRange, text: &str) {
    let code = body.slice(text);
    if let Some(message) = Message::parse(code) {
        inside(message.body, code);
        message.fields.iter().flat_map(|field| [field.name, field.value]).for_each(|range| inside(range, code));
        if let StartLine::Request(line) = &message.start {
            inside(line.range, code);
        }
    }
    request_lines(code).iter().for_each(|line| inside(line.range, code));
}
