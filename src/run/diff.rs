//! Compares two sides of `hexapla diff`: reads the pages, merges them into schemas and compares versions.

use crate::api;
use crate::api::{Unread, editions};
use crate::config::Config;
use crate::discover::source::Sources;
use crate::discover::{Discovery, Problem};
use crate::export::changes::VersionChanges;
use crate::run::facts;
use crate::run::facts::{EditionFacts, Evidence};
use crate::run::{Progress, Session};
use crate::schema::Input;
use crate::schema::merge;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use thiserror::Error;

/// The facts of the pages of one side.
pub struct DiffSide {
    facts: Vec<EditionFacts>,
    unread: Unread,
    /// Files and folders that could not be read.
    pub problems: Vec<Problem>,
}

/// Why two sides cannot be compared.
#[derive(Debug, Error)]
pub enum DiffError {
    /// A side has no pages of a version.
    #[error("no page of version {0} found; the pages have versions {1}")]
    NoVersion(String, String),
    /// No version is on both sides, and a side has several versions.
    #[error("no version is on both sides: old has {0}, new has {1}; select two versions with `--versions`")]
    NoCommonVersion(String, String),
}

/// The changes of each pair of versions, and the names of the versions that only one side has.
pub type Compared = (Vec<VersionChanges>, Vec<String>);

impl DiffSide {
    /// Reads the pages of one side.
    pub fn read(discovery: Discovery, config: &Config, progress: Progress<'_>) -> Self {
        let mut keys: BTreeMap<PathBuf, String> = BTreeMap::new();
        for group in &discovery.groups {
            keys.extend(group.files.iter().map(|file| (file.path.clone(), group.key.clone())));
        }
        let folders = discovery.unread.clone();
        let config = &Config { source_locale: discovery.source_locale(&config.source_locale), ..config.clone() };
        let (facts, problems) =
            facts::facts(discovery, Session { config, sources: &Sources::default(), progress }, Evidence::Keep);
        let keys = problems.iter().filter_map(|problem| keys.get(&problem.path).cloned()).collect();
        Self { facts, unread: Unread { keys, folders }, problems }
    }

    /// Whether no page could be read.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The versions that pages document, in order of name.
    fn versions(&self) -> BTreeSet<&str> {
        self.facts.iter().map(|facts| facts.edition.version.as_str()).collect()
    }

    fn inputs(&self) -> Vec<Input<'_>> {
        self.facts.iter().map(EditionFacts::input).collect()
    }
}

/// Compares the versions that both sides have. If each side has one version only, these are compared even if their names differ.
pub fn sides(old: &DiffSide, new: &DiffSide, config: &Config) -> Result<Compared, DiffError> {
    let (olds, news) = (old.versions(), new.versions());
    let common: Vec<&str> = olds.intersection(&news).copied().collect();
    let pairs: Vec<[&str; 2]> = match (common.as_slice(), olds.len(), news.len()) {
        ([], 1, 1) => olds.iter().zip(&news).map(|(old, new)| [*old, *new]).collect(),
        ([], _, _) => return Err(DiffError::NoCommonVersion(list(&olds), list(&news))),
        (common, _, _) => common.iter().map(|version| [*version, *version]).collect(),
    };
    let compared = pairs.iter().flatten().copied().collect();
    let all = olds.union(&news).copied().collect::<BTreeSet<&str>>();
    let unpaired = all.difference(&compared).map(|version| (*version).to_owned()).collect();
    Ok((compare(old, new, &pairs, config), unpaired))
}

/// Compares two versions of one side.
pub fn versions(side: &DiffSide, names: [&str; 2], config: &Config) -> Result<Compared, DiffError> {
    let known = side.versions();
    let find = |name: &str| {
        let found = known.iter().find(|known| known.eq_ignore_ascii_case(name)).copied();
        found.ok_or_else(|| DiffError::NoVersion(name.to_owned(), list(&known)))
    };
    let [old, new] = [find(names[0])?, find(names[1])?];
    let schema = merge::merge(&editions::of_versions(&side.inputs(), [old, new]), &config.source_locale);
    let versions = schema.versions.get(old).zip(schema.versions.get(new));
    let compared = versions.map(|(before, after)| VersionChanges {
        old: old.to_owned(),
        new: new.to_owned(),
        changes: api::compare(before, after, &side.unread),
    });
    Ok((compared.into_iter().collect(), Vec::new()))
}

fn compare(old: &DiffSide, new: &DiffSide, pairs: &[[&str; 2]], config: &Config) -> Vec<VersionChanges> {
    let (old_inputs, new_inputs) = (old.inputs(), new.inputs());
    let old_schema = merge::merge(&old_inputs, &config.source_locale);
    let new_schema = merge::merge(&new_inputs, &config.source_locale);
    let both = |old: &[String], new: &[String]| [old, new].concat();
    let unread = Unread {
        keys: both(&old.unread.keys, &new.unread.keys),
        folders: both(&old.unread.folders, &new.unread.folders),
    };
    let compared = pairs.iter().filter_map(|[before, after]| {
        let (old, new) = (old_schema.versions.get(before)?, new_schema.versions.get(after)?);
        let changes = api::compare(old, new, &unread);
        Some(VersionChanges { old: (*before).to_owned(), new: (*after).to_owned(), changes })
    });
    compared.collect()
}

fn list(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}
