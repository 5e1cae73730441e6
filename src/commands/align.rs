//! `hexapla align`: writes bitext to one file, or to one file for each page.

use super::output::{bar, counted, exit_code, note, note_problems, output, refuse_input, write_file};
use super::session::{discovery, locales, prepare, require_matches, source_options, sources};
use crate::cli::{AlignArgs, BitextFormat};
use anyhow::{Context, Result, bail};
use hexapla::bitext::Document;
use hexapla::bitext::format::Format;
use hexapla::discover::Discovery;
use hexapla::discover::unwritten::Unwritten;
use hexapla::locale::Locale;
use hexapla::run::bitext::{self, BitextOptions, BitextSummary, Drawn};
use hexapla::run::{Filter, Session};
use hexapla::shown::ShownPath;
use std::io::{self, Seek, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

impl From<BitextFormat> for Format {
    fn from(format: BitextFormat) -> Self {
        match format {
            BitextFormat::Jsonl => Self::Jsonl,
            BitextFormat::Po => Self::Po,
            BitextFormat::Tmx => Self::Tmx,
            BitextFormat::Xliff => Self::Xliff,
            BitextFormat::Xliff2 => Self::Xliff2,
        }
    }
}

/// Writes the bitext of all pages. Status 2 if a page could not be read.
pub fn run(args: &AlignArgs) -> Result<ExitCode> {
    let mut config = prepare(&args.common)?;
    let filter = Filter { locales: locales(&args.locale)?, versions: args.api_version.clone() };
    let mut discovery = discovery(&args.common, &args.source, &mut config)?;
    refuse_input(&args.common, &discovery, &[args.source.source.as_deref()])?;
    let (sources, source_problems) = sources(source_options(&args.source), &discovery, &mut config)?;
    if args.missing_pages {
        let unwritten = Unwritten { roots: &args.common.paths, sources: &sources, config: &config, wants: &|_| true };
        let lost = unwritten.add(&mut discovery, &filter.locales);
        if lost > 0 {
            note(&format!(
                "{} left out: the path of the source page does not show where it belongs",
                counted(lost, "missing page")
            ));
        }
    }
    let bar = bar(discovery.groups.len());
    let progress = || bar.inc(1);
    let session = Session { config: &config, sources: &sources, progress: &progress };
    let wanted = BitextOptions { session, filter: &filter, protect: args.protected };
    let work = Work { format: args.format.into(), wanted };
    let mut summary = match (&args.common.output, args.split) {
        (Some(folder), true) => work.split(discovery, folder)?,
        (None, true) => bail!("--split writes one file for each page: name a folder with -o"),
        (_, false) => {
            let mut summary = None;
            let written = output(&args.common, |to| {
                let done = work.write_whole(discovery, to)?;
                // An error leaves the old file of `-o` as it was.
                let is_empty = done.pages == 0 || matches(&filter, &done).is_err();
                let result = if is_empty { Err(io::Error::other("no page")) } else { Ok(()) };
                summary = Some(done);
                result
            });
            match (summary, written) {
                (Some(summary), written)
                    if written.is_ok() || summary.pages == 0 || matches(&filter, &summary).is_err() =>
                {
                    summary
                }
                (_, Err(error)) => return Err(error),
                // There is no summary if the reader closed the pipe.
                (_, Ok(())) => return Ok(ExitCode::SUCCESS),
            }
        }
    };
    bar.finish_and_clear();
    summary.problems.extend(source_problems);
    note_problems(&summary.problems);
    matches(&filter, &summary)?;
    if summary.without_source > 0 {
        note(&format!("{} left out: no source text found", counted(summary.without_source, "translation")));
    }
    if summary.pages == 0 {
        bail!("found no page with source text");
    }
    Ok(exit_code(&args.common, &summary.problems, 0))
}

/// An error if a locale or version of the filter is that of no page.
fn matches(filter: &Filter, summary: &BitextSummary) -> Result<()> {
    require_matches(filter, &summary.editions.iter().map(|(locale, version)| (locale, version.as_str())).collect())
}

/// Bytes that are kept in memory before a temporary file is used.
const SPOOLED: usize = 64 << 20;

struct Work<'a> {
    format: Format,
    wanted: BitextOptions<'a>,
}

impl Work<'_> {
    /// Writes the bitext of all pages to one file. A format with one target language is written when all pages are known to
    /// have the same.
    fn write_whole(&self, discovery: Discovery, to: &mut dyn Write) -> io::Result<BitextSummary> {
        if !self.format.has_one_target() {
            return self.write_all(discovery, to);
        }
        let mut spool = tempfile::spooled_tempfile(SPOOLED);
        let summary = self.write_all(discovery, &mut spool)?;
        spool.rewind()?;
        io::copy(&mut spool, to)?;
        Ok(summary)
    }

    /// Writes the bitext of all pages.
    fn write_all(&self, discovery: Discovery, to: &mut dyn Write) -> io::Result<BitextSummary> {
        let draw = |document: &Document<'_>| {
            let mut bytes = Vec::new();
            self.format.document(document, &mut bytes)?;
            Ok(bytes)
        };
        let mut target: Option<Locale> = None;
        let summary = bitext::bitext(discovery, &self.wanted, draw, |page: Drawn<Vec<u8>>| {
            if page.drawn.is_empty() {
                return Ok(());
            }
            match &target {
                Some(target) if self.format.has_one_target() && *target != page.locale => {
                    return Err(io::Error::other(format!(
                        "a file of this format has one target language, but the pages are in {target} and {}: \
                         select a locale with --locale, or write one file for each page with --split",
                        page.locale
                    )));
                }
                Some(_) => {}
                None => self.format.head(&self.wanted.session.config.source_locale, target.insert(page.locale), to)?,
            }
            to.write_all(&page.drawn)
        })?;
        if target.is_some() {
            self.format.tail(to)?;
        }
        Ok(summary)
    }

    /// Writes one file for each page, at the path of the page below `folder`.
    fn split(&self, discovery: Discovery, folder: &Path) -> Result<BitextSummary> {
        let draw = |document: &Document<'_>| -> Result<Vec<u8>> {
            let (mut bytes, mut body) = (Vec::new(), Vec::new());
            self.format.document(document, &mut body)?;
            if !body.is_empty() {
                self.format.head(document.source_locale, document.locale, &mut bytes)?;
                bytes.append(&mut body);
                self.format.tail(&mut bytes)?;
            }
            Ok(bytes)
        };
        bitext::bitext(discovery, &self.wanted, draw, |page: Drawn<Vec<u8>>| {
            if page.drawn.is_empty() {
                return Ok(());
            }
            let path = folder.join(below(&page.path, self.format.extension()));
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).with_context(|| format!("cannot create {}", ShownPath(parent)))?;
            write_file(&path, |to| to.write_all(&page.drawn))
        })
    }
}

/// A relative path that stays below its folder: `../a/b.md` becomes `__/a/b.md.EXTENSION`.
fn below(path: &Path, extension: &str) -> PathBuf {
    let mut below = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => below.push(name),
            Component::ParentDir => below.push("__"),
            Component::CurDir | Component::Prefix(_) | Component::RootDir => {}
        }
    }
    below.as_mut_os_string().push(format!(".{extension}"));
    below
}
