//! Connects the stages. A page group goes through all stages, then its pages are dropped. Groups run in parallel.

mod age;
pub mod bitext;
pub mod check;
mod dated;
pub mod diff;
pub mod facts;
mod failure;
pub mod import;
mod outcome;
pub mod pages;
pub(crate) mod read;
mod source_page;
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
use read::{AgedSource, ReadContext};

/// A function called after each page group.
pub type Progress<'a> = &'a (dyn Fn() + Sync);

/// What every run needs in addition to the pages.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The source text of pages that do not embed it.
    pub sources: &'a Sources,
    /// Called after each page group.
    pub progress: Progress<'a>,
}

/// The locales and versions to report on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these locales; all if empty. A tag without region stands for all locales of its language.
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
        (self.locales.is_empty() || self.locales.iter().any(|wanted| wanted.covers(locale)))
            && (self.versions.is_empty() || self.versions.iter().any(|wanted| wanted.eq_ignore_ascii_case(version)))
    }
}

/// Calls `work` for all page groups in parallel. Returns the results in order of page key, and all problems, sorted and without
/// repeats. If `work` panics at a group, its result is the default, and its pages are problems.
fn each_group<T: Default + Send>(
    discovery: &mut Discovery,
    session: Session<'_>,
    work: impl Fn(&Group, ReadContext<'_>) -> (T, Vec<Problem>) + Sync,
) -> (Vec<T>, Vec<Problem>) {
    let syntax = PageSyntax::new(&session.config.profile);
    let context =
        ReadContext { config: session.config, sources: session.sources, syntax: &syntax, aged: AgedSource::Drop };
    let mut problems = std::mem::take(&mut discovery.problems);
    let done: Vec<(T, Vec<Problem>)> = discovery
        .groups
        .par_iter()
        .map(|group| {
            let result = failure::isolated(group, || work(group, context));
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
