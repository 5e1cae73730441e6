//! `span_malformed`: a span is no pair of translation and source.

use super::{Check, Wording};
use crate::compare::{Change, ChangeKind};
use crate::diagnostic::{Axis, Level};
use crate::page::span::SpanFault;

/// The check.
pub const CHECK: Check = Check {
    name: "span_malformed",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/span_malformed.md"),
    word,
};

fn word(change: &Change) -> Option<Wording> {
    let ChangeKind::SpanMalformed(fault) = &change.kind else { return None };
    Some(Wording::new(
        message(*fault),
        "restore the pair: the translation's span, then the `sxs-lookup` span with the same id",
    ))
}

fn message(fault: SpanFault) -> &'static str {
    match fault {
        SpanFault::SourceMissing => "the span has no source span after it",
        SpanFault::TargetMissing => "the source span has no translation before it",
        SpanFault::IdsDiffer => "the two spans carry different ids",
        SpanFault::Unclosed => "the span is not closed",
    }
}
