//! Small helpers that all modules share: trees of files, runs of the library, runs of the program.

use hexapla::config::Config;
use hexapla::discover::source::{self, Sources};
use hexapla::report::{Finding, Report};
use hexapla::run::Session;
use hexapla::run::check::{self, CheckOptions};
use serde_json::Value;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use walkdir::WalkDir;

/// How long a run of the program may take before it counts as hanging.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The fixture corpus.
pub fn corpus() -> PathBuf {
    repository().join("fixtures/corpus")
}

/// The large corpus that the environment names. If it names none, a note states what is left out.
pub fn large_corpus(left_out: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("HEXAPLA_CORPUS").map(|folder| PathBuf::from(folder).join("corpus"));
    if folder.is_none() {
        say(&format!("HEXAPLA_CORPUS is not set: {left_out} left out"));
    }
    folder
}

/// A line on standard error, past the test harness, which keeps what passing tests print.
pub fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "note: {line}");
}

/// A folder of files that is gone when dropped.
pub struct Tree(TempDir);

impl Tree {
    /// An empty folder. Its name has no `-`, `.` or `_`, so that it names no locale.
    pub fn empty() -> Self {
        Self(tempfile::Builder::new().prefix("hexapla").tempdir().expect("a folder for temporary files"))
    }

    /// A folder with these files.
    pub fn new<Text: AsRef<[u8]>>(files: impl IntoIterator<Item = (impl AsRef<Path>, Text)>) -> Self {
        let tree = Self::empty();
        for (path, text) in files {
            tree.write(path, text);
        }
        tree
    }

    /// Adds or replaces a file.
    pub fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// All files below a folder, in order.
pub fn files(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("readable"));
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// A text file.
#[track_caller]
pub fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Checks a folder with default settings. Only the named checks, where any are named.
pub fn check(folder: &Path, checks: &[&str]) -> Report {
    check_age(folder, None, checks)
}

/// Checks a folder as [`check`] does, against the source pages as they are now where there are any.
pub fn check_age(folder: &Path, newer: Option<&Path>, checks: &[&str]) -> Report {
    check_with(folder, source::SourceOptions { newer, ..source::SourceOptions::default() }, default_config(), checks)
}

/// Checks a folder. `wanted`: where its source pages are. Only the named checks, where any are named.
pub fn check_with(folder: &Path, wanted: source::SourceOptions<'_>, config: &Config, checks: &[&str]) -> Report {
    let discovery = hexapla::discover::discover(&[folder.to_owned()], config);
    let (sources, _) = Sources::find(wanted, &discovery, config).expect("a folder can be read");
    let wanted =
        CheckOptions { checks: checks.iter().map(|&check| check.to_owned()).collect(), ..CheckOptions::default() };
    let session = Session { config, sources: &sources, progress: &|| () };
    check::check(discovery, session, &wanted, |_| ()).0
}

/// The default settings, read once: their lexicons take a while.
pub fn default_config() -> &'static Config {
    static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
    &CONFIG
}

/// The findings of a report, in order.
pub fn findings(report: &Report) -> impl Iterator<Item = &Finding> {
    report.groups.iter().flat_map(|group| &group.findings)
}

/// A finding as `path:line:column level message`, with paths below `folder`.
pub fn line(finding: &Finding, folder: &Path) -> String {
    let at = finding.start.at;
    let path = finding.path.strip_prefix(folder).unwrap_or(&finding.path).display();
    let message = finding.message.replace(&format!("{}/", folder.display()), "");
    format!("{path}:{}:{} {} {message}", at.line, at.column, finding.level.name())
}

/// A run of the program that has ended.
pub struct Ran {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ran {
    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in {:?}; stderr: {}", self.stdout, self.stderr))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            status: output.status.code().expect("not ended by a signal"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// The program, to run in `folder`.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hexapla"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR");
    // The history of the project is no history of the fixtures.
    command.env("GIT_CEILING_DIRECTORIES", repository());
    command
}

/// Runs the program in `folder`. A run that takes longer than [`PATIENCE`] is ended and fails.
#[track_caller]
pub fn hexapla(folder: &Path, arguments: &[&str]) -> Ran {
    finish(&mut command(folder, arguments))
        .unwrap_or_else(|| panic!("hexapla {} took more than {PATIENCE:?}", arguments.join(" ")))
}

/// Runs a command to its end; `None` where that takes longer than [`PATIENCE`], and it was ended.
pub fn finish(command: &mut Command) -> Option<Ran> {
    let started = Instant::now();
    // Files and not pipes: nobody has to read while the program writes.
    let [mut stdout, mut stderr] = [(); 2].map(|()| tempfile::tempfile().expect("a temporary file"));
    let handle = |file: &File| file.try_clone().expect("a second handle");
    let mut child = command.stdout(handle(&stdout)).stderr(handle(&stderr)).spawn().expect("the program starts");
    let status = loop {
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None if started.elapsed() > PATIENCE => {
                child.kill().expect("the program can be ended");
                child.wait().expect("the program has ended");
                return None;
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let text = |file: &mut File| {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes)).expect("readable");
        bytes
    };
    Some(Output { status, stdout: text(&mut stdout), stderr: text(&mut stderr) }.into())
}

/// Holds a file to what it should be; with `UPDATE_FIXTURES=1`, makes it so.
#[track_caller]
pub fn assert_fresh(path: &Path, wanted: &str) {
    let found = std::fs::read_to_string(path).unwrap_or_default();
    if found == wanted {
        return;
    }
    if updating() {
        std::fs::write(path, wanted).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let differs = found
        .lines()
        .zip(wanted.lines())
        .position(|(one, other)| one != other)
        .unwrap_or_else(|| found.lines().count().min(wanted.lines().count()));
    panic!(
        "{} differs from line {} on; UPDATE_FIXTURES=1 rewrites it\n  is:        {}\n  should be: {}",
        path.display(),
        differs + 1,
        found.lines().nth(differs).unwrap_or("(end of file)"),
        wanted.lines().nth(differs).unwrap_or("(end of file)")
    );
}

/// Whether fixtures are to be rewritten.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_FIXTURES").is_some_and(|value| value == "1")
}

/// Fails with everything that went wrong, where anything did.
#[track_caller]
pub fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}
