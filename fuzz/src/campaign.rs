//! Runs a target on mutated inputs until a limit is reached. Inputs with new facts join the corpus; failing inputs are shrunk
//! and written to files.

use crate::execution::{Fault, Runner};
use crate::shrink::shrink;
use hexapla::text::fnv1a;
use hexapla_fuzz::mutation::Mutator;
use hexapla_fuzz::signature::Signature;
use hexapla_fuzz::targets::Target;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Most failing inputs of a campaign that are written.
const MOST_FAILURES: usize = 12;

/// Most characters of a message that are printed.
const LONGEST_MESSAGE: usize = 400;

/// When a campaign ends.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// After this time.
    Time(Duration),
    /// After this number of executions.
    Executions(u64),
}

/// A campaign of one target.
pub struct Campaign<'a> {
    /// The target.
    pub target: &'a Target,
    /// The inputs that are mutated.
    pub corpus: Vec<Vec<u8>>,
    /// The number of executions.
    pub executions: u64,
    /// The failing inputs: the file, and the fault.
    pub failures: Vec<(PathBuf, Fault)>,
    facts: BTreeSet<u64>,
    kinds: BTreeSet<String>,
    folder: &'a Path,
}

impl<'a> Campaign<'a> {
    /// A campaign without inputs. `folder`: where failing inputs are written.
    pub fn new(target: &'a Target, folder: &'a Path) -> Self {
        Self {
            target,
            corpus: Vec::new(),
            executions: 0,
            failures: Vec::new(),
            facts: BTreeSet::new(),
            kinds: BTreeSet::new(),
            folder,
        }
    }

    /// The number of facts that inputs have shown.
    pub fn fact_count(&self) -> usize {
        self.facts.len()
    }

    /// Runs inputs as they are. Those with new facts join the corpus. Stops when the time of the limit is over; at least one input
    /// is run.
    pub fn start(&mut self, inputs: Vec<Vec<u8>>, limit: Limit, runner: &mut Runner) -> io::Result<()> {
        let start = Instant::now();
        for input in inputs {
            self.run(input, runner)?;
            if matches!(limit, Limit::Time(time) if start.elapsed() >= time) {
                break;
            }
        }
        Ok(())
    }

    /// Runs mutated inputs. The corpus must not be empty.
    pub fn mutate(&mut self, mutator: &mut Mutator, limit: Limit, runner: &mut Runner) -> io::Result<()> {
        let (start, first) = (Instant::now(), self.executions);
        loop {
            let is_over = match limit {
                Limit::Time(time) => start.elapsed() >= time,
                Limit::Executions(count) => self.executions - first >= count,
            };
            if is_over {
                return Ok(());
            }
            let input = mutator.next(&self.corpus);
            self.run(input, runner)?;
        }
    }

    fn run(&mut self, input: Vec<u8>, runner: &mut Runner) -> io::Result<()> {
        self.executions += 1;
        match runner.run(self.target, &input) {
            Ok(signature) => {
                if self.adds(&signature) {
                    self.corpus.push(input);
                }
                Ok(())
            }
            Err(fault) => self.fail(&input, fault, runner),
        }
    }

    /// Whether a run had a fact that no earlier run had.
    fn adds(&mut self, signature: &Signature) -> bool {
        let before = self.facts.len();
        self.facts.extend(signature.facts());
        self.facts.len() > before
    }

    /// Writes a failing input to a file, if it is the first of its kind.
    fn fail(&mut self, input: &[u8], fault: Fault, runner: &mut Runner) -> io::Result<()> {
        if self.failures.len() >= MOST_FAILURES || !self.kinds.insert(fault.kind()) {
            return Ok(());
        }
        let shortest = shrink(input, &fault.kind(), (runner, self.target));
        let hash = fnv1a(shortest.iter().copied());
        let path = self.folder.join(format!("{}-{hash:016x}", self.target.name));
        std::fs::write(&path, shortest)?;
        let message: String = fault.message.chars().take(LONGEST_MESSAGE).collect();
        eprintln!("{}: {}: {message}\n  {}", self.target.name, fault.place, path.display());
        self.failures.push((path, fault));
        Ok(())
    }
}
