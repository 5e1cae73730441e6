//! Wires the stages. One page group at a time goes through all of them, groups in parallel, and its pages
//! are dropped when it is done.

mod age;
pub mod bitext;
pub mod check;
pub mod diff;
pub mod facts;
pub mod import;
pub mod pages;
pub(crate) mod read;
mod versions;
mod whole_run;
pub mod words;

use crate::config::Config;
use crate::discover::identify::Edition;
use crate::discover::source::Sources;
use crate::discover::{Discovery, Group, Problem};
use crate::locale::Locale;
use crate::page::syntax::PageSyntax;
use rayon::prelude::*;
use read::ReadContext;

/// A step of progress: one page group done.
pub type Progress<'a> = &'a (dyn Fn() + Sync);

/// What every run needs beside the pages.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Where source text is.
    pub sources: &'a Sources,
    /// Called for each page group that is done.
    pub progress: Progress<'a>,
}

/// Which editions are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these locales; all if empty.
    pub locales: Vec<Locale>,
    /// Only these API versions; all if empty.
    pub versions: Vec<String>,
}

impl Filter {
    /// Whether the locale and version of an edition are wanted.
    pub fn keeps(&self, edition: &Edition) -> bool {
        self.keeps_place(edition.locale.as_str(), &edition.version)
    }

    fn keeps_place(&self, locale: &str, version: &str) -> bool {
        (self.locales.is_empty() || self.locales.iter().any(|wanted| wanted.as_str() == locale))
            && (self.versions.is_empty() || self.versions.iter().any(|wanted| wanted.eq_ignore_ascii_case(version)))
    }
}

/// Works on all page groups, several at a time. Gives the results in order of page key, and everything that could
/// not be read, in order and each problem once.
fn each_group<T: Send>(
    discovery: &mut Discovery,
    session: Session<'_>,
    work: impl Fn(&Group, ReadContext<'_>) -> (T, Vec<Problem>) + Sync,
) -> (Vec<T>, Vec<Problem>) {
    let syntax = PageSyntax::new(&session.config.profile);
    let context = ReadContext { config: session.config, sources: session.sources, syntax: &syntax };
    let mut problems = std::mem::take(&mut discovery.problems);
    let done: Vec<(T, Vec<Problem>)> = discovery
        .groups
        .par_iter()
        .map(|group| {
            let result = work(group, context);
            (session.progress)();
            result
        })
        .collect();
    let mut results = Vec::with_capacity(done.len());
    for (result, unread) in done {
        results.push(result);
        problems.extend(unread);
    }
    problems.sort();
    problems.dedup();
    (results, problems)
}
