//! Writes results, notes and progress. Only the result goes to standard output; notes and progress go to standard error.

use crate::cli::Common;
use anyhow::{Context, Result, bail};
use hexapla::discover::rules::{LeftOut, Rule};
use hexapla::discover::{Discovery, Loss, Problem};
use hexapla::shown;
use hexapla::shown::{Shown, ShownPath};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// Writes to the file that `-o` names, or to standard output.
pub(super) fn output(common: &Common, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    match &common.output {
        Some(path) => write_file(path, write),
        None => print(write).map(|_| ()),
    }
}

/// An error if `-o` names a page that was found, or a file in a tree of source pages.
pub(super) fn refuse_input(common: &Common, discovery: &Discovery, trees: &[Option<&Path>]) -> Result<()> {
    let Some(output) = common.output.as_deref().filter(|path| path.is_file()) else { return Ok(()) };
    let real = output.canonicalize().with_context(|| format!("cannot write {}", ShownPath(output)))?;
    let pages = discovery.groups.iter().flat_map(|group| &group.files).map(|file| &file.path);
    let mut pages = pages.chain(discovery.others.iter().map(|(path, _)| path));
    let is_page =
        pages.any(|page| page.file_name() == output.file_name() && page.canonicalize().is_ok_and(|page| page == real));
    let is_below = |tree: &Path| tree.canonicalize().is_ok_and(|tree| real.starts_with(tree));
    if is_page || trees.iter().flatten().any(|tree| is_below(tree)) {
        bail!("-o {}: this page is an input of the run: name another file", ShownPath(output));
    }
    Ok(())
}

/// The temporary files that exist now. A signal removes them.
static ASIDE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes the temporary files when the process is ended by SIGINT, SIGTERM or SIGHUP, on Windows by Ctrl-C. The exit status is
/// 128 and the number of the signal, as shells report it: 130 for SIGINT, 143 for SIGTERM. Without a handler a temporary file
/// may stay, and nothing else is lost: an error is ignored.
pub fn clean_up_on_signals() {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                end(128 + signal);
            }
        });
    }
    #[cfg(not(unix))]
    let _ = ctrlc::set_handler(|| end(130));
}

/// Removes the temporary files and ends the process.
fn end(status: i32) -> ! {
    // The lock is held to the end, so that no other thread makes a temporary file in between.
    let paths = ASIDE.lock().unwrap_or_else(PoisonError::into_inner);
    paths.iter().for_each(|path| drop(std::fs::remove_file(path)));
    std::process::exit(status)
}

/// Writes a temporary file in the same folder and renames it when it is complete, so that a failed write leaves the old
/// file as it was. A link is written through: the file that it leads to is replaced.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let context = || format!("cannot write {}", ShownPath(path));
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // Devices and pipes cannot be replaced by renaming.
        let file = std::fs::OpenOptions::new().write(true).open(path).with_context(context)?;
        let mut buffered = BufWriter::new(file);
        return write(&mut buffered).and_then(|()| buffered.flush()).with_context(context);
    }
    if let Some(old) = &old {
        replaceable(old).with_context(context)?;
    }
    let real = if path.is_symlink() { path.canonicalize().with_context(context)? } else { path.to_owned() };
    let folder = real.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hexapla-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system takes the bits of the umask from these.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut aside = {
        let mut known = ASIDE.lock().unwrap_or_else(PoisonError::into_inner);
        let aside = builder.tempfile_in(folder).with_context(context)?;
        known.push(aside.path().to_owned());
        aside
    };
    let written = {
        let mut buffered = BufWriter::with_capacity(1 << 16, aside.as_file_mut());
        write(&mut buffered).and_then(|()| buffered.flush())
    };
    let temporary = aside.path().to_owned();
    let done = written.and_then(|()| {
        if let Some(old) = &old {
            aside.as_file().set_permissions(old.permissions())?;
        }
        aside.persist(&real).map(|_| ()).map_err(|error| error.error)
    });
    ASIDE.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| *known != temporary);
    done.with_context(context)
}

/// An error if a file is read-only, or has another name that a new file would not have.
fn replaceable(old: &std::fs::Metadata) -> io::Result<()> {
    if old.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(old) > 1 {
        return Err(io::Error::other("the file has hard links, which a new file would not have: remove it first"));
    }
    Ok(())
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

/// Notes the paths that were not read.
pub(super) fn note_problems(problems: &[Problem]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in problems {
        let count = counts.entry(&problem.message).or_default();
        *count += 1;
        if *count <= MOST_NOTED || problem.loss == Loss::NamedPath {
            note(&format!("{}: {}", ShownPath(&problem.path), problem.message));
        }
    }
    for (message, count) in counts.into_iter().filter(|(_, count)| *count > MOST_NOTED) {
        note(&format!("{count} paths in total: {message}"));
    }
}

/// The exit status of a run whose result is written: `complete`, but without `--keep-going` 2 if the result lacks a page that could
/// not be read. Call it at the end: it writes the number of such paths as the last line.
pub(super) fn exit_code(common: &Common, problems: &[Problem], complete: u8) -> ExitCode {
    let lost = Problem::count_lost(problems);
    if lost == 0 {
        return ExitCode::from(complete);
    }
    let pronoun = if lost == 1 { "it" } else { "them" };
    note(&format!("{} could not be read (see the lines above): the result lacks {pronoun}", counted(lost, "path")));
    ExitCode::from(if common.keep_going { complete } else { 2 })
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

/// The files and folders that rules left out, a line for each rule.
pub(super) fn left_out_lines(left_out: &LeftOut) -> Vec<String> {
    let line = |(rule, [files, folders]): (&Rule, &[usize; 2])| {
        let parts = [(files, "file"), (folders, "folder")].into_iter().filter(|(count, _)| **count > 0);
        let counts = parts.map(|(count, noun)| counted(*count, noun)).collect::<Vec<_>>().join(" and ");
        match rule {
            Rule::Hidden => format!("{counts}: hidden"),
            Rule::GitIgnored => format!("{counts}: git ignores it (--no-ignore reads it)"),
            Rule::Exclude => format!("{counts}: setting `exclude`"),
            Rule::Include => format!("{counts}: no glob of the setting `include` matches"),
        }
    };
    left_out.0.iter().map(line).collect()
}
