//! Arguments in, exit status out; the only file that prints.
//!
//! Status 0: nothing at or above `--fail-on`. 1: findings. 2: the tool could not do its job.

mod cli;
mod commands;

use anyhow::{Context, Result, bail};
use clap::Parser;
use cli::{CheckArgs, CheckFormat, Cli, Command, Common, PagesArgs, SourceArgs};
use hexapla::checks;
use hexapla::config::{self, Config};
use hexapla::diagnostic::Level;
use hexapla::discover::source::{SourceUse, Sources, Wanted};
use hexapla::discover::{self, Discovery, Problem};
use hexapla::locale::Locale;
use hexapla::report::{self, Report};
use hexapla::run::{self, Filter};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The Markdown parser may panic on odd input; the page is then reported, and a backtrace helps nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(code) => code,
        Err(error) => {
            note(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check(args) => check(&args),
        Command::Align(args) => commands::align::run(&args),
        Command::Import(args) => commands::import::run(&args),
        Command::Schema(args) => commands::schema::run(&args),
        Command::Lexicon(args) => commands::lexicon::run(&args),
        Command::Diff(args) => commands::diff::run(&args),
        Command::Pages(args) => pages(&args),
        Command::Explain { check } => explain(&check),
        Command::Checks => list_checks(),
        Command::Init => init(),
    }
}

fn check(args: &CheckArgs) -> Result<ExitCode> {
    let config = prepare(&args.common)?;
    let filter = filter(args)?;
    let discovery = discover::discover(&args.common.paths, &config);
    let sources = sources(&args.source, &discovery, &config)?;
    let bar = bar(discovery.groups.len());
    let style = report::text::Style {
        colour: args.common.output.is_none()
            && io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        width: 120,
    };
    let json = args.format == CheckFormat::Json;
    let (report, drawn) = run::check(discovery, &sources, &config, &filter, !json, &|| bar.inc(1), |group| {
        if json {
            report::json::group(&group.findings)
        } else {
            report::text::group(&group.key, &group.findings, style)
        }
    });
    bar.finish_and_clear();
    let failed = tell_problems(&report.problems);
    require_pages(&report)?;
    output(&args.common, |to| {
        if json {
            return report::json::write(&report, &drawn, to);
        }
        drawn.iter().try_for_each(|group| to.write_all(group.as_bytes()))?;
        to.write_all(report::text::summary(&report).as_bytes())
    })?;
    let worst = report.groups.iter().flat_map(|group| &group.findings).map(|finding| finding.level).max();
    let found = args.fail_on.level().is_some_and(|level| worst >= Some(level));
    Ok(ExitCode::from(if failed { 2 } else { u8::from(found) }))
}

fn pages(args: &PagesArgs) -> Result<ExitCode> {
    let config = prepare(&args.common)?;
    let discovery = discover::discover(&args.common.paths, &config);
    let sources = sources(&args.source, &discovery, &config)?;
    let bar = bar(discovery.groups.len());
    let report = run::pages(discovery, &sources, &config, &|| bar.inc(1));
    bar.finish_and_clear();
    let failed = tell_problems(&report.problems);
    require_pages(&report)?;
    output(&args.common, |to| {
        if args.format == CheckFormat::Json { pages_json(&report, to) } else { pages_text(&report, to) }
    })?;
    Ok(ExitCode::from(if failed { 2 } else { 0 }))
}

fn pages_json(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{{\"format_version\":{},\"editions\":[", report::json::FORMAT_VERSION)?;
    report::json::write_editions(&report.groups, to)?;
    let summary = report::json::summary(report);
    writeln!(to, "],\"others\":{},\"problems\":{}}}", summary["others"], summary["problems"])
}

fn pages_text(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    for group in &report.groups {
        for edition in &group.editions {
            let [locale, version, key] = edition.clues.map(discover::Clue::name);
            writeln!(
                to,
                "{}\n    key {} ({key}), locale {} ({locale}), version {} ({version}), {}, source {}",
                edition.path.display(),
                group.key,
                edition.locale,
                edition.version,
                edition.form.name(),
                source_text(&edition.source)
            )?;
        }
    }
    for (path, kind) in &report.others {
        writeln!(to, "{}\n    no API page: {}", path.display(), kind.name())?;
    }
    let editions: usize = report.groups.iter().map(|group| group.editions.len()).sum();
    writeln!(
        to,
        "{editions} pages under {} keys, {} other files, {} not read",
        report.groups.len(),
        report.others.len(),
        report.problems.len()
    )
}

fn source_text(source: &SourceUse) -> String {
    let origin = source.origin.name();
    if source.path.as_os_str().is_empty() { origin.to_owned() } else { format!("{origin} ({})", source.path.display()) }
}

fn explain(name: &str) -> Result<ExitCode> {
    let check =
        checks::find(name).with_context(|| format!("there is no check `{name}`; `hexapla checks` lists them"))?;
    print(|to| to.write_all(check.explanation().as_bytes()))
}

fn list_checks() -> Result<ExitCode> {
    print(|to| {
        for check in checks::ALL {
            writeln!(to, "{:<28} {:<8} {:<12} {}", check.name, check.level.name(), check.axis.name(), check.summary())?;
        }
        Ok(())
    })
}

fn init() -> Result<ExitCode> {
    let mut file = match std::fs::File::create_new(config::FILE_NAME) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => bail!("{} is there already", config::FILE_NAME),
        other => other.with_context(|| format!("cannot write {}", config::FILE_NAME))?,
    };
    file.write_all(config::TEMPLATE.as_bytes()).with_context(|| format!("cannot write {}", config::FILE_NAME))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads settings and sets the number of threads.
fn prepare(common: &Common) -> Result<Config> {
    if let Some(threads) = common.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("cannot start threads")?;
    }
    let found = || std::env::current_dir().ok().and_then(|folder| Config::find(&folder));
    let path = common.config.clone().or_else(found);
    Ok(path.map(|path| Config::read(&path, |name| checks::find(name).is_some())).transpose()?.unwrap_or_default())
}

fn filter(args: &CheckArgs) -> Result<Filter> {
    for name in &args.check {
        if checks::find(name).is_none() {
            bail!("--check {name}: there is no such check; `hexapla checks` lists them");
        }
    }
    Ok(Filter {
        locales: locales(&args.locale)?,
        versions: args.api_version.clone(),
        checks: args.check.clone(),
        level: args.level.map(Level::from),
    })
}

/// The locales that `--locale` names.
fn locales(tags: &[String]) -> Result<Vec<Locale>> {
    let locale = |tag: &String| Locale::parse(tag).with_context(|| format!("--locale {tag}: not a locale tag"));
    tags.iter().map(locale).collect()
}

/// Looks for source text where the flags say.
fn sources(args: &SourceArgs, discovery: &Discovery, config: &Config) -> Result<Sources> {
    let wanted = Wanted { git: args.source_git.as_deref(), tree: args.source.as_deref(), newer: args.newer.as_deref() };
    let (sources, problems) = Sources::find(wanted, discovery, config)?;
    if tell_problems(&problems) {
        bail!("no source text to be had");
    }
    Ok(sources)
}

/// Paths that are told one by one where the same is wrong with many, as in a clone that lacks most objects.
const MOST_TOLD: usize = 100;

/// Tells what could not be read; whether the user had named one of those paths.
fn tell_problems(problems: &[Problem]) -> bool {
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

fn require_pages(report: &Report) -> Result<()> {
    if report.groups.iter().all(|group| group.editions.is_empty()) {
        bail!("no page found");
    }
    Ok(())
}

/// Writes to the file named by `-o`, else to standard output.
fn output(common: &Common, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    match &common.output {
        Some(path) => write_file(path, write),
        None => print(write).map(|_| ()),
    }
}

/// Writes a file aside and renames it when whole.
fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
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
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
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

/// A line on standard error; where that is closed, nobody is there to tell.
fn note(line: &str) {
    let _ = writeln!(io::stderr(), "hexapla: {line}");
}

fn bar(groups: usize) -> ProgressBar {
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(groups as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} page keys") {
        bar.set_style(style);
    }
    bar
}
