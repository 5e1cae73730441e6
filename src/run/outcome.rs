//! The results of one page group that are kept when its pages are dropped.

use crate::compare;
use crate::compare::page::conformance::gather::GatheredVersion;
use crate::discover::identify::Edition;
use crate::facts::Facts;
use crate::report::Finding;

/// What is kept of a group after its pages are dropped.
#[derive(Default)]
pub(super) struct Outcome {
    /// The page key; empty if the program failed at the group.
    pub(super) key: String,
    /// Its editions, in order of path.
    pub(super) editions: Vec<Edition>,
    /// The age of each edition, as in [`GroupReport::ages`].
    pub(super) ages: Vec<Option<compare::age::states::Counts>>,
    /// The findings that need only this group.
    pub(super) findings: Vec<Finding>,
    /// The types and examples of each version, for comparison over the whole run.
    pub(super) gathered: Vec<GatheredVersion>,
    /// The facts of the editions that represent a version, for comparison of versions; empty if the run has one version.
    pub(super) kept: Vec<Kept>,
}

/// The facts of one edition, kept when its page is dropped.
pub(super) struct Kept {
    /// Index of the edition in its group.
    pub(super) edition: usize,
    pub(super) facts: Facts,
}
