//! Mutations of inputs: bytes and ranges are changed, removed, repeated, moved, taken from another input, or replaced by markup.

use crate::numbers::RandomNumbers;
use crate::targets::{SEPARATOR, split};
use crate::tokens::TOKENS;

/// Longest input that mutations make, in bytes.
const LONGEST: usize = 16 * 1024;
/// The number of entries that were added to a corpus last.
const NEWEST: usize = 64;
/// Longest range that a mutation changes, in bytes.
const LONGEST_RANGE: usize = 200;

/// Makes new inputs from the inputs of a corpus. The sequence of inputs follows from the seed.
#[derive(Clone, Debug)]
pub struct Mutator {
    numbers: RandomNumbers,
}

impl Mutator {
    /// The mutations of a seed.
    pub fn new(seed: u64) -> Self {
        Self { numbers: RandomNumbers::new(seed) }
    }

    /// A new input. `corpus` must not be empty.
    pub fn next(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        // New entries of the corpus are mutated more often.
        let newest = &corpus[corpus.len().saturating_sub(NEWEST)..];
        let chosen = if self.numbers.below(2) == 0 { newest } else { corpus };
        let first = self.numbers.pick(chosen);
        let second = self.numbers.pick(corpus);
        let mut parts: Vec<Vec<u8>> = split(first).map(<[u8]>::to_vec).collect();
        for _ in 0..=self.numbers.below(5) {
            let part = self.numbers.below(parts.len());
            let donor = split(second).nth(part).unwrap_or_default();
            self.change(&mut parts[part], donor);
        }
        let mut input = parts.join(SEPARATOR);
        input.truncate(LONGEST);
        input
    }

    /// Makes one change.
    fn change(&mut self, input: &mut Vec<u8>, second: &[u8]) {
        let numbers = &mut self.numbers;
        let range = numbers.range(input.len(), LONGEST_RANGE);
        let at = range.start;
        match numbers.below(14) {
            0 if at < input.len() => input[at] ^= 1 << numbers.below(8),
            1 if at < input.len() => input[at] = numbers.below(256) as u8,
            2 => drop(input.drain(range)),
            3 => {
                let copy = input[range].to_vec();
                let times = if copy.len() < 20 { 1 + numbers.below(40) } else { 1 + numbers.below(3) };
                input.splice(at..at, copy.repeat(times));
            }
            4 => {
                let part = second[numbers.range(second.len(), LONGEST_RANGE)].to_vec();
                input.splice(at..at, part);
            }
            5 => {
                let moved: Vec<u8> = input.drain(range).collect();
                let to = numbers.below(input.len() + 1);
                input.splice(to..to, moved);
            }
            6 => {
                let lines: Vec<&[u8]> = input.split_inclusive(|byte| *byte == b'\n').collect();
                let [first, last] = [numbers.below(lines.len()), numbers.below(lines.len())];
                let mut lines = lines;
                if !lines.is_empty() {
                    lines.swap(first, last);
                }
                *input = lines.concat();
            }
            7 => {
                let token = *numbers.pick(TOKENS);
                input.splice(range, token.iter().copied());
            }
            8 => {
                let tail = second[numbers.below(second.len() + 1)..].to_vec();
                input.truncate(at);
                input.extend(tail);
            }
            9 => {
                let bytes: Vec<u8> = (0..numbers.below(24)).map(|_| numbers.below(256) as u8).collect();
                input.splice(range, bytes);
            }
            _ => {
                let token = *numbers.pick(TOKENS);
                input.splice(at..at, token.iter().copied());
            }
        }
    }
}
