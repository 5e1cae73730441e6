//! Collects what a run shows about its documentation system: the files with the settings of a site, the folders of the pages, and a
//! sample of the pages. [`profile::evidence`](crate::profile::evidence) judges it.

use super::Candidate;
use super::read::head;
use crate::page::{decode, front_matter};
use crate::profile::evidence::{self, Observed, ObservedPage, ProfileUse};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Most pages that are read.
const SAMPLE: usize = 64;
/// Most folders in which files with settings are searched.
const MOST_FOLDERS: usize = 64;
/// How far above a root files with settings are searched, in folders.
const ABOVE: usize = 3;

/// The profile that files show.
pub(super) fn shown_profile(files: &[Candidate]) -> ProfileUse {
    evidence::choose(&Observed { files: settings_files(files), folders: folders(files), pages: sample(files) })
}

/// The files with the settings of a site, in the folders of the roots, above them, and in the first folders below them.
fn settings_files(files: &[Candidate]) -> BTreeSet<String> {
    let roots: BTreeSet<&Path> = files.iter().map(|file| file.root.as_path()).collect();
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for root in roots {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        for folder in root.ancestors().take(ABOVE + 1) {
            folders.insert(folder.to_owned());
            if folder.join(".git").exists() {
                break;
            }
        }
    }
    let below = |file: &Candidate| {
        let first = file.path.strip_prefix(&file.root).ok()?.iter().next()?;
        Some(file.root.join(first)).filter(|folder| *folder != file.path)
    };
    folders.extend(files.iter().filter_map(below).collect::<FxHashSet<PathBuf>>());
    let mut found = BTreeSet::new();
    for name in evidence::settings_files() {
        if folders.iter().take(MOST_FOLDERS).any(|folder| folder.join(&name).is_file()) {
            found.insert(name);
        }
    }
    found
}

/// The names of the folders in the paths of files.
fn folders(files: &[Candidate]) -> BTreeSet<String> {
    let folders: FxHashSet<&OsStr> = files.iter().filter_map(|file| file.path.parent()).flat_map(Path::iter).collect();
    folders.into_iter().map(|name| name.to_string_lossy().into_owned()).collect()
}

/// Pages from the whole list of files, at equal distances. A file that cannot be read is left out.
fn sample(files: &[Candidate]) -> Vec<ObservedPage> {
    let mut all: Vec<&Candidate> = files.iter().collect();
    all.sort_by_key(|file| &file.shown);
    all.dedup_by_key(|file| &file.shown);
    let step = all.len().div_ceil(SAMPLE).max(1);
    all.par_iter().step_by(step).filter_map(|file| observe(file)).collect()
}

fn observe(file: &Candidate) -> Option<ObservedPage> {
    let bytes = head(&file.path, &file.content).ok()?;
    if decode::is_binary(&bytes) {
        return None;
    }
    let decoded = decode::decode(bytes);
    let (front_matter, _) = front_matter::cut(&decoded.text, decoded.start);
    let entries = front_matter.and_then(|found| found.entries.ok()).unwrap_or_default();
    Some(ObservedPage { keys: entries.into_iter().map(|entry| entry.key).collect(), text: decoded.text })
}
