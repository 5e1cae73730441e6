//! Import of a bitext file: groups in parallel a chunk at a time, their edited pages handed on in order.

use super::read::{self, AgedSource, Paged, ReadContext};
use super::{Session, failure};
use crate::bitext::Document;
use crate::bitext::apply::{Applied, ImportedPage, Permissions, apply};
use crate::bitext::edits::{FileUnit, FileUnits};
use crate::discover::unwritten::Unwritten;
use crate::discover::{Discovery, Group, Problem, Storage};
use crate::facts::extract::Descriptions;
use crate::locale::Locale;
use crate::page::encoding::Encoding;
use crate::page::syntax::PageSyntax;
use crate::page::{Fault, decode};
use crate::reading::{Reading, ReadingOptions};
use crate::shown::ShownPath;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The edits of one page, applied.
pub struct PageImport<'e> {
    /// The path of the page as the bitext file states it.
    pub name: &'e str,
    /// The units of the bitext file.
    pub units: &'e [FileUnit],
    /// The file of the page, its bytes, and the result; or why the page is not written.
    pub result: Result<EditedPage<'e>, String>,
}

/// A page with its edits.
pub struct EditedPage<'e> {
    /// The file.
    pub path: PathBuf,
    /// Its bytes before; none if it did not exist.
    pub old: Vec<u8>,
    /// Its bytes after, and what became of the edits.
    pub applied: Applied<'e>,
    /// What could not be read beside it, for example its source text.
    pub problems: Vec<Problem>,
}

/// The pages that a bitext file may write, by absolute path: the pages that discovery found below the root.
pub struct ImportablePages<'a> {
    discovery: &'a Discovery,
    root: PathBuf,
    by_path: FxHashMap<PathBuf, usize>,
}

impl<'a> ImportablePages<'a> {
    /// The pages of a discovery of `root`. An error if the working directory is gone.
    pub fn of(discovery: &'a Discovery, root: &Path) -> std::io::Result<Self> {
        let mut by_path = FxHashMap::default();
        for (index, group) in discovery.groups.iter().enumerate() {
            for file in &group.files {
                by_path.insert(absolute(&file.path)?, index);
            }
        }
        Ok(Self { discovery, root: absolute(root)?, by_path })
    }

    /// The absolute path of a page that a bitext file names, and its group. An error if it is no page below the root.
    fn find(&self, name: &str) -> Result<(PathBuf, &'a Group), String> {
        let path = absolute(&self.root.join(name)).map_err(|error| error.to_string())?;
        let outside = || {
            format!(
                "the page is outside {}: name the folder in which `hexapla align` was run with --root",
                ShownPath(&self.root)
            )
        };
        if !path.starts_with(&self.root) {
            return Err(outside());
        }
        let Some(&group) = self.by_path.get(&path) else {
            let is_there = path.symlink_metadata().is_ok();
            let reason = if is_there {
                "the file is not a page: it is hidden, or of another kind"
            } else {
                "there is no such page, and no source page for it"
            };
            return Err(reason.to_owned());
        };
        // A link may lead out of the root. A page that does not exist yet will be in the nearest folder that exists.
        let existing = path.ancestors().find(|place| place.symlink_metadata().is_ok()).unwrap_or(&path);
        let real = existing.canonicalize().map_err(|error| error.to_string())?;
        let root = self.root.canonicalize().map_err(|error| error.to_string())?;
        if real.starts_with(root) { Ok((path, &self.discovery.groups[group])) } else { Err(outside()) }
    }
}

/// Adds the pages that a bitext file names and that do not exist yet to a discovery of `root`, if there are source pages for them.
pub fn add_unwritten(discovery: &mut Discovery, names: &[&str], root: &Path, session: Session<'_>) {
    let missing = names.iter().map(Path::new).filter(|name| root.join(name).symlink_metadata().is_err());
    let (mut locales, mut roots) = (BTreeSet::new(), BTreeSet::from([root.to_owned()]));
    let mut paths = FxHashSet::default();
    for name in missing {
        paths.extend(absolute(&root.join(name)));
        for part in name.iter().map(|part| part.to_string_lossy()) {
            locales.extend(Locale::in_component(&part));
            let stem = part.rsplit_once('.').map_or(&*part, |(stem, _)| stem);
            let ends = stem.match_indices(['.', '_', '-']).map(|(at, _)| &stem[at + 1..]);
            locales.extend(ends.filter_map(Locale::named));
        }
        roots.extend(name.ancestors().skip(1).map(|folder| root.join(folder)).filter(|folder| folder.is_dir()));
    }
    locales.retain(|locale| locale.language() != session.config.source_locale.language());
    let roots: Vec<PathBuf> = roots.into_iter().collect();
    let wants = &|path: &Path| absolute(path).is_ok_and(|path| paths.contains(&path));
    let unwritten = Unwritten { roots: &roots, sources: session.sources, config: session.config, wants };
    unwritten.add(discovery, &locales.into_iter().collect::<Vec<_>>());
}

/// A path from the root of the file system, without `.` and `..`.
fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    let mut clean = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// Applies the edits of a bitext file to its pages, in parallel, and hands each page to `sink`, in order of path. Stops at
/// the first error of `sink`.
pub fn import<'e, E>(
    pages: &ImportablePages<'_>,
    session: Session<'_>,
    (units, permissions): (&'e FileUnits, Permissions),
    mut sink: impl FnMut(PageImport<'e>) -> Result<(), E>,
) -> Result<(), E> {
    let syntax = PageSyntax::new(&session.config.profile);
    let context =
        ReadContext { config: session.config, syntax: &syntax, sources: session.sources, aged: AgedSource::Use };
    let edited: Vec<(&'e String, &'e Vec<FileUnit>)> =
        units.iter().filter(|(_, units)| units.iter().any(|unit| unit.edit.is_some())).collect();
    for chunk in edited.chunks(rayon::current_num_threads() * 8) {
        let work = |(name, units): &(&'e String, &'e Vec<FileUnit>)| {
            let edited = |(path, group): (PathBuf, &Group)| {
                failure::caught(|| page(&path, group, context, (units, permissions))).and_then(|result| result)
            };
            let result = pages.find(name).and_then(edited);
            PageImport { name, units, result }
        };
        let done: Vec<PageImport<'e>> = chunk.par_iter().map(work).collect();
        done.into_iter().try_for_each(&mut sink)?;
    }
    Ok(())
}

/// Reads a page with its group, as an export does, and applies its edits. A page that does not exist yet is made from its source
/// page.
fn page<'e>(
    path: &Path,
    group: &Group,
    context: ReadContext<'_>,
    (units, permissions): (&'e [FileUnit], Permissions),
) -> Result<EditedPage<'e>, String> {
    let is_page = |paged: &Paged| absolute(&paged.edition.path).is_ok_and(|known| known == path);
    let (pages, problems) = read::group(group, context);
    let Some(Paged { edition, aligned, .. }) = pages.into_iter().find(is_page) else {
        let problem = problems.into_iter().find(|problem| absolute(&problem.path).is_ok_and(|known| known == path));
        return Err(problem.map_or_else(|| "the page cannot be read".to_owned(), |problem| problem.message));
    };
    let placed = group.files.iter().find(|file| absolute(&file.path).is_ok_and(|known| known == path));
    let source = placed.and_then(|placed| match &placed.content {
        Storage::Unwritten(source) => Some(source),
        _ => None,
    });
    let (old, start, aligned) = match source {
        Some(source) => {
            let start = source.read(context.config).map_err(|error| error.to_string())?;
            let start = read::for_locale(start, &edition, context);
            let aligned = read::from_source(start.clone(), aligned, context)?;
            (Vec::new(), start, aligned)
        }
        None => {
            let most = context.config.max_page_bytes;
            let old = crate::discover::read::file(path, most).map_err(|error| error.to_string())?;
            if decode::decode(old.clone()).text != aligned.page.text {
                return Err("the page changed while it was read".to_owned());
            }
            let is_invalid = |fault: &Fault| matches!(fault, Fault::InvalidBytes(_));
            if !aligned.page.encoding.is_utf8() && aligned.page.faults.iter().any(is_invalid) {
                return Err("the page is in UTF-16, and parts of it are not valid: save it as UTF-8".to_owned());
            }
            let start = decode::as_utf8(old.clone());
            (old, start, aligned)
        }
    };
    let encoding = if old.is_empty() { Encoding::Utf8 } else { aligned.page.encoding };
    let options = ReadingOptions { config: context.config, descriptions: Descriptions::Drop, group: &[] };
    let reading = Reading::of(edition, aligned, options);
    let document = Document::of(&group.key, &reading, context.config);
    let page =
        ImportedPage { bytes: &start, aligned: &reading.aligned, document: document.as_ref(), syntax: context.syntax };
    let mut applied = apply(&page, units, permissions);
    if !encoding.is_utf8() {
        applied.bytes = encoding.encode(&decode::decode(applied.bytes).text);
    }
    Ok(EditedPage { path: path.to_owned(), applied, old, problems })
}
