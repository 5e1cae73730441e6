//! Target `diff`: API changes from one page to another, in all formats. The parts of an input: the old page, the new page.

use super::parts;
use crate::pages::{CONFIG, discovery};
use crate::signature::Signature;
use hexapla::api::ApiChange;
use hexapla::export::changes::Changes;
use hexapla::export::{changes_json, changes_markdown, changes_text};
use hexapla::run::diff::{DiffSide, sides};
use serde_json::Value;

/// Compares two pages, and each with itself.
pub fn run(input: &[u8], signature: &mut Signature) {
    let [old, new] =
        parts::<2>(input).map(|bytes| DiffSide::read(discovery(&[("en-US", "v1.0", bytes)]), &CONFIG, &|| ()));
    for side in [&old, &new] {
        let changes = compare(side, side);
        let first = changes.all().next().map(ApiChange::message);
        assert_eq!(first, None, "a side differs from itself");
    }
    let changes = compare(&old, &new);
    for change in changes.all() {
        signature.note("change", (change.message().split('`').next(), change.impact()));
    }
    signature.note_count("changes", changes.all().count());
    let back = compare(&new, &old);
    assert_eq!(changes.all().next().is_none(), back.all().next().is_none(), "a difference has two directions");
    let mut json = Vec::new();
    changes_json::write(&changes, &mut json).expect("written to memory");
    let parsed: Value = serde_json::from_slice(&json).expect("changes are valid JSON");
    assert!(parsed.is_object());
    for write in [changes_markdown::write, changes_text::write] {
        let mut bytes = Vec::new();
        write(&changes, &mut bytes).expect("written to memory");
        String::from_utf8(bytes).expect("changes are UTF-8");
    }
}

fn compare(old: &DiffSide, new: &DiffSide) -> Changes {
    let (versions, _) = sides(old, new, &CONFIG).unwrap_or_default();
    Changes { old: "old".to_owned(), new: "new".to_owned(), versions }
}
