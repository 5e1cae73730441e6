//! Where results, notes and progress go: standard output carries the result only, all else is standard error.

use crate::cli::Common;
use anyhow::{Context, Result};
use hexapla::discover::Problem;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Writes to the file named by `-o`, else to standard output.
pub(super) fn output(common: &Common, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    match &common.output {
        Some(path) => write_file(path, write),
        None => print(write).map(|_| ()),
    }
}

/// Writes a file aside and renames it when whole.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let context = || format!("cannot write {}", path.display());
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

/// Devices and pipes cannot be replaced by renaming; they are written to as they are.
fn is_replaceable(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |metadata| metadata.is_file())
}

/// Writes to standard output. A reader that closes the pipe has seen enough: no error.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
    let mut stdout = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in the buffer has no reader; dropping it must not try again.
            drop(stdout.into_parts());
            Ok(ExitCode::SUCCESS)
        }
        other => other.context("cannot write to standard output").map(|()| ExitCode::SUCCESS),
    }
}

/// A line on standard error; where that is closed, nobody is there to read it.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr(), "hexapla: {line}");
}

/// Paths that are told one by one where the same is wrong with many, as in a clone that lacks most objects.
const MOST_TOLD: usize = 100;

/// Tells what could not be read; whether the user had named one of those paths.
pub(super) fn tell_problems(problems: &[Problem]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in problems {
        let count = counts.entry(&problem.message).or_default();
        *count += 1;
        if *count <= MOST_TOLD || problem.named {
            note(&format!("{}: {}", problem.path.display(), problem.message));
        }
    }
    for (message, count) in counts.into_iter().filter(|(_, count)| *count > MOST_TOLD) {
        note(&format!("{count} paths in all: {message}"));
    }
    problems.iter().any(|problem| problem.named)
}

/// A progress bar over page groups, on a terminal.
pub(super) fn bar(groups: usize) -> ProgressBar {
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(groups as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} page keys") {
        bar.set_style(style);
    }
    bar
}
