//! Reads one page and prints its headings, and each translated text with its source text if the page embeds source text.
//!
//! `cargo run --example read_page -- fixtures/corpus/de-DE/api-reference/v1.0/api/berth-get.md`

#![expect(clippy::print_stdout, reason = "an example prints what it reads")]

use hexapla::page::Page;
use hexapla::page::syntax::PageSyntax;
use hexapla::page::tree::BlockKind;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).expect("the path of a page");
    let page = Page::parse(std::fs::read(path)?, &PageSyntax::default());
    let side = &page.target;
    for (number, block) in (0..).zip(&side.tree.blocks) {
        if let BlockKind::Heading(level) = block.kind {
            println!("{} {}", "#".repeat(level.into()), side.place(number).slice(&page.text));
        }
    }
    for pair in &page.spans {
        println!("{:?}\n    translates {:?}", pair.target.slice(&page.text), pair.source.slice(&page.text));
    }
    Ok(())
}
