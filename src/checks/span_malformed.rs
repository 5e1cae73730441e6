//! `span_malformed`: a span is no pair of translation and source.

use super::{Check, Wording};
use crate::compare::change::Change;
use crate::diagnostic::{Axis, Level};
use crate::page::span::SpanFault;

/// The check.
pub const CHECK: Check = Check {
    name: "span_malformed",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/span_malformed.md"),
};

/// Words the change.
pub fn word(_: &Change, fault: SpanFault) -> Wording {
    Wording::new(
        message(fault),
        "restore the pair: the span of the translation, then the span of its source text with the same id",
    )
}

fn message(fault: SpanFault) -> &'static str {
    match fault {
        SpanFault::SourceMissing => "the span has no source span after it",
        SpanFault::TargetMissing => "the source span has no translation before it",
        SpanFault::IdsDiffer => "the two spans carry different ids",
        SpanFault::Unclosed => "the span is not closed",
    }
}
