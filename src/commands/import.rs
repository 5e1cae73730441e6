//! `hexapla import`: writes edited bitext back into the pages.

use super::output::{counted, note, print, write_file};
use super::session::settings;
use crate::cli::ImportArgs;
use anyhow::{Context, Result, anyhow, bail};
use hexapla::bitext::edits::{Edits, UnitEdit};
use hexapla::bitext::{apply, edits};
use hexapla::discover;
use hexapla::page::syntax::PageSyntax;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Imports all files. They are all read before the first page is written. Status 1 if an edit was refused.
pub fn run(args: &ImportArgs) -> Result<ExitCode> {
    let root = args.root.canonicalize().with_context(|| format!("--root {}", args.root.display()))?;
    let config = settings(args.config.as_deref())?;
    let files = args.files.iter().map(|file| Ok((file, edits(file)?))).collect::<Result<Vec<_>>>()?;
    let mut import = Import { root, dry_run: args.dry_run, syntax: PageSyntax::new(&config.profile), refused: 0 };
    let mut written: Vec<(&str, usize)> = Vec::new();
    for (file, edits) in &files {
        for (path, edits) in edits {
            let count = import.page(file, path, edits)?;
            if count > 0 {
                written.push((path, count));
            }
        }
    }
    print(|to| {
        for (path, count) in &written {
            writeln!(to, "{path}: {}", counted(*count, "segment"))?;
        }
        let total = counted(written.iter().map(|(_, count)| count).sum(), "segment");
        let verb = if args.dry_run { "to write" } else { "written" };
        writeln!(to, "{total} in {} {verb}, {} refused", counted(written.len(), "page"), import.refused)
    })?;
    Ok(ExitCode::from(u8::from(import.refused > 0)))
}

fn edits(file: &Path) -> Result<Edits> {
    let bytes = discover::read(file).map_err(|error| anyhow!("{}: {error}", file.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| anyhow!("{}: byte {} is not UTF-8", file.display(), error.utf8_error().valid_up_to()))?;
    edits::read(&text).map_err(|error| anyhow!("{}: {error}", file.display()))
}

struct Import {
    /// Paths in the bitext are relative to this folder. Pages outside this folder are not written.
    root: PathBuf,
    dry_run: bool,
    syntax: PageSyntax,
    refused: usize,
}

impl Import {
    /// Writes the edits of one page. Returns the number of edits written; with `dry_run`, the number that would be.
    fn page(&mut self, file: &Path, path: &str, edits: &[UnitEdit]) -> Result<usize> {
        let read = self.resolve(path).and_then(|page| Ok((discover::read(&page)?, page)));
        let (bytes, page) = match read {
            Ok(read) => read,
            Err(error) => {
                self.refused += edits.len();
                note(&format!(
                    "{}: {} of {path} not written: {error}",
                    file.display(),
                    counted(edits.len(), "segment")
                ));
                return Ok(0);
            }
        };
        let applied = apply::apply(&bytes, edits, &self.syntax);
        self.refused += applied.refused.len();
        for (UnitEdit { line, id, .. }, error) in &applied.refused {
            note(&format!("{}:{line}: unit {id} of {path} not written: {error}", file.display()));
        }
        if applied.written > 0 && !self.dry_run {
            write_file(&page, |to| to.write_all(&applied.bytes))?;
        }
        Ok(applied.written)
    }

    /// The absolute path of a page. An error if the page does not exist or is outside the root.
    fn resolve(&self, path: &str) -> Result<PathBuf> {
        let page = self.root.join(path).canonicalize()?;
        if page.starts_with(&self.root) {
            return Ok(page);
        }
        bail!(
            "the page is outside {}: name the folder in which `hexapla align` was run with --root",
            self.root.display()
        )
    }
}
