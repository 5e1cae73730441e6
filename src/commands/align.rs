//! `hexapla align`: bitext, in one file or one a page.

use super::output::{bar, note, output, tell_problems, write_file};
use super::session::{locales, prepare, source_options, sources};
use crate::cli::{AlignArgs, BitextFormat};
use anyhow::{Context, Result, bail};
use hexapla::bitext::Document;
use hexapla::bitext::format::Format;
use hexapla::discover::{self, Discovery};
use hexapla::locale::Locale;
use hexapla::run::bitext::{self, BitextOptions, BitextSummary, Drawn};
use hexapla::run::{Filter, Session};
use std::io::{self, Write};
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

/// Runs the command.
pub fn run(args: &AlignArgs) -> Result<ExitCode> {
    let config = prepare(&args.common)?;
    let filter = Filter { locales: locales(&args.locale)?, versions: args.api_version.clone() };
    let discovery = discover::discover(&args.common.paths, &config);
    let sources = sources(source_options(&args.source), &discovery, &config)?;
    let bar = bar(discovery.groups.len());
    let progress = || bar.inc(1);
    let wanted = BitextOptions { filter: &filter, protect: args.protected };
    let session = Session { config: &config, sources: &sources, progress: &progress };
    let work = Work { format: args.format.into(), session, wanted };
    let told = match (&args.common.output, args.split) {
        (Some(folder), true) => work.split(discovery, folder)?,
        (None, true) => bail!("--split writes many files: name a folder with -o"),
        (_, false) => {
            let mut told = None;
            output(&args.common, |to| {
                told = Some(work.one(discovery, to)?);
                Ok(())
            })?;
            // A reader that closed the pipe has seen enough.
            let Some(told) = told else { return Ok(ExitCode::SUCCESS) };
            told
        }
    };
    bar.finish_and_clear();
    let failed = tell_problems(&told.problems);
    if told.without_source > 0 {
        note(&format!("{} translations have no source text: left out", told.without_source));
    }
    if told.pages == 0 {
        bail!("no page with source text found");
    }
    Ok(ExitCode::from(if failed { 2 } else { 0 }))
}

struct Work<'a> {
    format: Format,
    session: Session<'a>,
    wanted: BitextOptions<'a>,
}

impl Work<'_> {
    /// One file for all pages.
    fn one(&self, discovery: Discovery, to: &mut dyn Write) -> io::Result<BitextSummary> {
        let draw = |document: &Document<'_>| {
            let mut bytes = Vec::new();
            self.format.document(document, &mut bytes)?;
            Ok(bytes)
        };
        let mut target: Option<Locale> = None;
        let told = bitext::bitext(discovery, self.session, &self.wanted, draw, |page: Drawn<Vec<u8>>| {
            if page.drawn.is_empty() {
                return Ok(());
            }
            match &target {
                Some(target) if self.format.has_one_target() && *target != page.locale => {
                    return Err(io::Error::other(format!(
                        "the format holds one target language, the pages are in {target} and {}: \
                         name one with --locale, or write a file a page with --split",
                        page.locale
                    )));
                }
                Some(_) => {}
                None => self.format.head(&self.session.config.source_locale, target.insert(page.locale), to)?,
            }
            to.write_all(&page.drawn)
        })?;
        if target.is_some() {
            self.format.tail(to)?;
        }
        Ok(told)
    }

    /// A file a page, each at the page's own path below the folder.
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
        bitext::bitext(discovery, self.session, &self.wanted, draw, |page: Drawn<Vec<u8>>| {
            if page.drawn.is_empty() {
                return Ok(());
            }
            let path = folder.join(below(&page.path, self.format.extension()));
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
            write_file(&path, |to| to.write_all(&page.drawn))
        })
    }
}

/// A page's path as a path below a folder, with the extension of the format added.
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
