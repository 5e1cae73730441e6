//! What a run did, as a set of small facts: kinds of blocks, checks that fired, kinds of errors. An input with a fact that no
//! earlier input had is kept for further mutation. This replaces coverage, which only an instrumented build can measure.

use hexapla::text::fnv1a;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// The facts of one run, as hashes.
#[derive(Clone, Debug, Default)]
pub struct Signature(BTreeSet<u64>);

impl Signature {
    /// Notes a fact: its topic and its value.
    pub fn note(&mut self, topic: &str, value: impl Debug) {
        self.0.insert(fnv1a(format!("{topic}\0{value:?}").into_bytes()));
    }

    /// Notes a number by its size: 0, 1, 2, 3 to 4, 5 to 8 …
    pub fn note_count(&mut self, topic: &str, count: usize) {
        self.note(topic, count.checked_next_power_of_two().map_or(0, usize::trailing_zeros) + u32::from(count > 0));
    }

    /// The facts.
    pub fn facts(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }
}
