//! Writes results, notes and progress. Only the result goes to standard output; notes and progress go to standard error.

use crate::cli::Common;
use anyhow::{Context, Result};
use hexapla::discover::Problem;
use hexapla::shown;
use hexapla::shown::{Shown, ShownPath};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Writes to the file that `-o` names, or to standard output.
pub(super) fn output(common: &Common, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    match &common.output {
        Some(path) => write_file(path, write),
        None => print(write).map(|_| ()),
    }
}

/// Writes a temporary file in the same folder and renames it when it is complete, so that a failed write leaves the old
/// file as it was.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let context = || format!("cannot write {}", ShownPath(path));
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !is_replaceable(path) {
        let file = std::fs::OpenOptions::new().write(true).open(path).with_context(context)?;
        let mut buffered = BufWriter::new(file);
        return write(&mut buffered).and_then(|()| buffered.flush()).with_context(context);
    }
    let mut aside = tempfile::Builder::new().prefix(".hexapla-").tempfile_in(folder).with_context(context)?;
    {
        let mut buffered = BufWriter::with_capacity(1 << 16, aside.as_file_mut());
        write(&mut buffered).and_then(|()| buffered.flush()).with_context(context)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0o644, |metadata| metadata.permissions().mode());
        aside.as_file().set_permissions(std::fs::Permissions::from_mode(mode)).with_context(context)?;
    }
    aside.persist(path).with_context(context)?;
    Ok(())
}

/// Devices and pipes cannot be replaced by renaming; they are opened and written.
fn is_replaceable(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |metadata| metadata.is_file())
}

/// Writes to standard output. It is no error if the reader closes the pipe.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
    let mut stdout = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // Dropping the writer would flush the rest of the buffer into the closed pipe.
            drop(stdout.into_parts());
            Ok(ExitCode::SUCCESS)
        }
        result => result.context("cannot write to standard output").map(|()| ExitCode::SUCCESS),
    }
}

/// Writes a line to standard error, as [`Shown`]. Ignores errors: there is no other place to report them.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr(), "hexapla: {}", Shown(line));
}

/// Writes the error that ends the run to standard error. It may have several lines.
pub fn error(message: &str) {
    let _ = writeln!(io::stderr(), "hexapla: error: {}", shown::lines(message));
}

/// Paths noted one by one for the same problem; a clone that lacks most objects has thousands.
const MOST_NOTED: usize = 100;

/// Notes the paths that could not be read. Returns whether the user named one of them on the command line.
pub(super) fn note_problems(problems: &[Problem]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in problems {
        let count = counts.entry(&problem.message).or_default();
        *count += 1;
        if *count <= MOST_NOTED || problem.named {
            note(&format!("{}: {}", ShownPath(&problem.path), problem.message));
        }
    }
    for (message, count) in counts.into_iter().filter(|(_, count)| *count > MOST_NOTED) {
        note(&format!("{count} paths in total: {message}"));
    }
    problems.iter().any(|problem| problem.named)
}

/// A number with its noun: `1 page`, `2 pages`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A progress bar over `groups` page groups; hidden if standard error is not a terminal.
pub(super) fn bar(groups: usize) -> ProgressBar {
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(groups as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} page keys") {
        bar.set_style(style);
    }
    bar
}
