//! `hexapla import`: writes edited bitext back into the pages.

use super::output::{counted, note, note_problems, print, write_file};
use super::session::{settings, source_options, sources};
use crate::cli::ImportArgs;
use anyhow::{Context, Result, anyhow};
use hexapla::bitext;
use hexapla::bitext::apply::Permissions;
use hexapla::bitext::edits::FileUnits;
use hexapla::config::files::GitIgnored;
use hexapla::discover;
use hexapla::discover::Loss;
use hexapla::discover::read;
use hexapla::page::decode;
use hexapla::run::Session;
use hexapla::run::import::{EditedPage, ImportablePages, PageImport};
use hexapla::shown::{Shown, ShownPath};
use similar::TextDiff;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::process::ExitCode;

/// Imports all files. They are all read before the first page is written. Status 1 if an edit was refused.
pub fn run(args: &ImportArgs) -> Result<ExitCode> {
    let root = args.root.canonicalize().with_context(|| format!("--root {}", ShownPath(&args.root)))?;
    let mut config = settings(args.config.as_deref())?;
    if args.no_ignore {
        config.files.git_ignored = GitIgnored::Read;
    }
    let files = args.files.iter().map(|file| Ok((file, units(file)?))).collect::<Result<Vec<_>>>()?;
    // Held until the end: of two imports that run at once, the second reads the pages after the first has written them.
    let _lock = if args.dry_run || args.diff { None } else { Some(lock(&root)?) };
    let mut discovery = discover::discover_with_profile(std::slice::from_ref(&args.root), &mut config);
    config.source_locale = discovery.source_locale(&config.source_locale);
    note_problems(&discovery.problems);
    if discovery.problems.iter().any(|problem| problem.loss == Loss::NamedPath) {
        return Err(anyhow!("cannot read --root {}", ShownPath(&args.root)));
    }
    let (sources, source_problems) = sources(source_options(&args.source), &discovery, &mut config)?;
    note_problems(&source_problems);
    let session = Session { config: &config, sources: &sources, progress: &|| {} };
    let names: Vec<&str> = files.iter().flat_map(|(_, units)| units.keys().map(String::as_str)).collect();
    hexapla::run::import::add_unwritten(&mut discovery, &names, &args.root, session);
    let pages = ImportablePages::of(&discovery, &args.root)?;
    let mut import = Import { args, written: 0, pages: 0, present: 0, refused: 0 };
    let permissions = Permissions { locked: args.force };
    for (file, units) in &files {
        hexapla::run::import::import(&pages, session, (units, permissions), |page| import.page(file, &page))?;
    }
    import.summary()?;
    Ok(ExitCode::from(u8::from(import.refused > 0)))
}

fn units(file: &Path) -> Result<FileUnits> {
    let bytes = read::file(file, read::LONGEST).map_err(|error| anyhow!("{}: {error}", ShownPath(file)))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| anyhow!("{}: byte {} is not UTF-8", ShownPath(file), error.utf8_error().valid_up_to()))?;
    bitext::read::read(&text).map_err(|error| anyhow!("{}: {error}", ShownPath(file)))
}

/// Waits until no other import writes below the folder. The lock ends with the process.
fn lock(root: &Path) -> Result<File> {
    let context = || format!("cannot lock {}", ShownPath(root));
    let folder = File::open(root).with_context(context)?;
    match folder.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            note(&format!("another import writes below {}: waiting for its end", ShownPath(root)));
            folder.lock().with_context(context)?;
        }
        // Some file systems have no locks.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(error)) => return Err(error).with_context(context),
    }
    Ok(folder)
}

struct Import<'a> {
    args: &'a ImportArgs,
    written: usize,
    pages: usize,
    present: usize,
    refused: usize,
}

impl Import<'_> {
    /// Writes a page and prints its path at once, so that the output of a run that was stopped is true.
    fn page(&mut self, file: &Path, PageImport { name, units, result }: &PageImport<'_>) -> Result<()> {
        let EditedPage { path, old, applied, problems } = match result {
            Ok(page) => page,
            Err(reason) => {
                let edits = units.iter().filter(|unit| unit.edit.is_some()).count();
                self.refused += edits;
                note(&format!(
                    "{}: {} of {} not written: {reason}",
                    ShownPath(file),
                    counted(edits, "segment"),
                    Shown(name)
                ));
                return Ok(());
            }
        };
        note_problems(problems);
        for (unit, error) in &applied.refused {
            note(&format!(
                "{}:{}: unit {} of {} not written: {error}",
                ShownPath(file),
                unit.line,
                Shown(&unit.name),
                Shown(name)
            ));
        }
        self.refused += applied.refused.len();
        self.present += applied.present;
        if applied.written == 0 {
            return Ok(());
        }
        if !self.args.dry_run && !self.args.diff {
            let folder = path.parent().unwrap_or(path);
            let made = std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", ShownPath(folder)));
            // The other pages are written nevertheless.
            if let Err(error) = made.and_then(|()| write_file(path, |to| to.write_all(&applied.bytes))) {
                self.refused += applied.written;
                note(&format!("{}: {} not written: {error:#}", ShownPath(file), counted(applied.written, "segment")));
                return Ok(());
            }
        }
        self.written += applied.written;
        self.pages += 1;
        print(|to| {
            if self.args.diff {
                let [old, new] = [old, &applied.bytes].map(|bytes| decode::as_utf8(bytes.clone()));
                let [old, new] = [&old, &new].map(|bytes| String::from_utf8_lossy(bytes));
                let diff = TextDiff::from_lines(&*old, &*new);
                return write!(
                    to,
                    "{}",
                    diff.unified_diff().header(&format!("a/{}", Shown(name)), &format!("b/{}", Shown(name)))
                );
            }
            writeln!(to, "{}: {}", Shown(name), counted(applied.written, "segment"))
        })?;
        Ok(())
    }

    /// Prints the counts; with `--diff` to standard error, because a patch goes to standard output.
    fn summary(&self) -> Result<()> {
        let verb = if self.args.dry_run || self.args.diff { "to write" } else { "written" };
        let present = if self.present > 0 { format!("{} there already, ", self.present) } else { String::new() };
        let summary = format!(
            "{} in {} {verb}, {present}{} refused",
            counted(self.written, "segment"),
            counted(self.pages, "page"),
            self.refused
        );
        if self.args.diff {
            note(&summary);
            return Ok(());
        }
        print(|to| writeln!(to, "{summary}")).map(|_| ())
    }
}
