//! The large corpus, where the environment names it: every span pair is taken, no parser gives up, and
//! pages without translation yield nothing.

use crate::itself::{reported, untranslated};
use crate::support::{Tree, assert_none, files, large_corpus};
use hexapla::diagnostic::Axis;
use hexapla::page::syntax::PageSyntax;
use hexapla::page::{Fault, Page};
use rayon::prelude::*;

#[test]
fn every_span_pair_is_taken() {
    let Some(folder) = large_corpus("the span pairs of its pages") else { return };
    let syntax = PageSyntax::default();
    let read = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).expect("readable");
        let pairs = memchr::memmem::find_iter(&bytes, "<span data-ttu-id=\"").count();
        let page = Page::parse(bytes, &syntax);
        let whole =
            page.spans.len() == pairs && page.malformed.is_empty() && !page.faults.contains(&Fault::ParserStopped);
        (
            pairs,
            (!whole).then(|| {
                format!(
                    "{}: {} of {pairs} pairs, {:?}, {:?}",
                    path.display(),
                    page.spans.len(),
                    page.malformed,
                    page.faults
                )
            }),
        )
    };
    let results: Vec<(usize, Option<String>)> = files(folder.join("sxs")).par_iter().map(read).collect();
    assert!(results.iter().map(|(pairs, _)| pairs).sum::<usize>() > 100_000);
    assert_none(&results.into_iter().filter_map(|(_, wrong)| wrong).collect::<Vec<_>>());
}

#[test]
fn pages_without_translation_yield_nothing() {
    let Some(folder) = large_corpus("every 10th of its pages against itself") else { return };
    let syntax = PageSyntax::default();
    let tree = Tree::empty();
    for (number, path) in files(folder.join("sxs")).into_iter().step_by(10).enumerate() {
        let text = String::from_utf8(std::fs::read(&path).expect("readable")).expect("UTF-8");
        let name = path.file_stem().expect("a name").to_string_lossy();
        tree.write(format!("tree/en-US/v1.0/{number}-{name}.md"), untranslated(&text, syntax.spans()));
    }
    assert_none(&reported(tree.path(), &[Axis::Translation]));
}
