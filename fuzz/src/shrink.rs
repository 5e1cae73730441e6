//! Makes a failing input shorter: removes parts as long as it fails in the same way.

use crate::execution::Runner;
use hexapla_fuzz::targets::Target;
use std::time::{Duration, Instant};

/// Longest time that one input is shrunk.
const LONGEST: Duration = Duration::from_secs(20);

/// The shortest input that was found with a fault of the same kind. `kind`: the kind of the fault of `input`.
pub fn shrink(input: &[u8], kind: &str, (runner, target): (&mut Runner, &Target)) -> Vec<u8> {
    let start = Instant::now();
    let mut shortest = input.to_vec();
    let mut length = input.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at < shortest.len() && start.elapsed() < LONGEST {
            let mut shorter = shortest.clone();
            shorter.drain(at..(at + length).min(shortest.len()));
            if runner.run(target, &shorter).is_err_and(|fault| fault.kind() == kind) {
                shortest = shorter;
            } else {
                at += length;
            }
        }
        length /= 2;
    }
    shortest
}
