//! `span_malformed`: a span of the translation and the span of its source are not a pair.

use super::{Check, Wording};
use crate::diagnostic::{Axis, Level};
use crate::page::span::SpanFault;
use crate::profile::sections::SpanTags;

/// How the check is listed and reported.
pub const CHECK: Check = Check {
    name: "span_malformed",
    level: Level::Error,
    axis: Axis::Page,
    page: include_str!("../../fixtures/checks/span_malformed.md"),
};

/// Words the change, with the class that the settings name.
pub fn word(fault: SpanFault, tags: &SpanTags) -> Wording {
    Wording::new(
        message(fault),
        format!("restore the pair: the translation's span, then the `{}` span with the same id", tags.source_class),
    )
}

fn message(fault: SpanFault) -> &'static str {
    match fault {
        SpanFault::SourceMissing => "this span has no source span after it",
        SpanFault::TargetMissing => "this source span has no translation before it",
        SpanFault::IdsDiffer => "the two spans have different ids",
        SpanFault::Unclosed => "the span opened here is never closed",
    }
}
