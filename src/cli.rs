//! Command-line flags as typed, and the texts of `--help`. `commands` turns them into options of a run.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The end of `--help`.
const EXIT_STATUS: &str = "Exit status:
  0  the result is complete
  1  a finding or change reaches --fail-on, or an edit was refused
  2  the command failed, no translation was compared, or (without --keep-going) the result lacks a page or folder that could
     not be read";

/// Compares translated API reference pages with their source text. Reports errors in translations and
/// differences between locales and versions. Writes the API as a normalized schema.
#[derive(Debug, Parser)]
#[command(name = "hexapla", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub struct Cli {
    /// The subcommand with its flags.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands, in the order of `--help`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report errors in translations, outdated pages, and differences between locales and versions
    Check(CheckArgs),
    /// Write the API that the pages describe as a normalized schema or as OpenAPI
    Schema(SchemaArgs),
    /// Write source and translation as aligned segments: JSON lines, TMX, XLIFF or PO
    Align(AlignArgs),
    /// Write edited XLIFF and PO files back into the pages
    Import(ImportArgs),
    /// Propose a lexicon for a locale: the translations of headings, column headers and set phrases
    Lexicon(LexiconArgs),
    /// List the API changes between two folders, git revisions or API versions
    Diff(DiffArgs),
    /// List the pages that were found, and from what their locale, version and key were inferred
    Pages(PagesArgs),
    /// Print the documentation of a check
    Explain {
        /// Name of the check
        check: String,
    },
    /// List the checks with level, axis and summary
    Checks,
    /// Write a commented hexapla.toml into the working directory
    Init,
}

/// Flags that all commands over pages share.
#[derive(Debug, Args)]
pub struct Common {
    /// Files and folders to read; `-` reads one page from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Path that the page from standard input would have; locale, version and key are inferred from it
    #[arg(long, value_name = "PATH", default_value = "stdin.md")]
    pub stdin_path: PathBuf,
    /// Follow links that lead out of the paths
    #[arg(long)]
    pub follow_links: bool,
    /// Read also the files that git ignores
    #[arg(long)]
    pub no_ignore: bool,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Settings file [default: the nearest hexapla.toml at or above the working directory]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Exit as if all pages were read if some cannot be read; they are reported nevertheless
    #[arg(long)]
    pub keep_going: bool,
    /// Number of threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
}

// Each flag names its heading: clap applies `next_help_heading` to all flags that follow, also to those of other structs.
/// Heading of the flags that name source pages.
const SOURCE_TEXT: &str = "Source text";
/// Heading of the flags that select pages.
const PAGES: &str = "Pages";
/// Heading of the flags that shape the result or the exit status.
const RESULT: &str = "Result";

/// Flags that name the source pages of translations that embed no source text.
#[derive(Debug, Default, Args)]
pub struct SourceArgs {
    /// Git repository of the source pages; each page is compared with the source at the commit it names
    #[arg(long, value_name = "REPO", help_heading = SOURCE_TEXT)]
    pub source_git: Option<PathBuf>,
    /// Folder of the source pages that were translated, or REPO@REV:FOLDER
    #[arg(long, value_name = "TREE", help_heading = SOURCE_TEXT)]
    pub source: Option<PathBuf>,
    /// Whether the source pages are exactly the text that was translated, or the text as it is now [default: not known]
    #[arg(long, value_enum, value_name = "DATE", help_heading = SOURCE_TEXT)]
    pub source_is: Option<SourceIs>,
    /// Do not search the history of the source pages for the text that was translated
    #[arg(long, help_heading = SOURCE_TEXT)]
    pub no_history: bool,
}

/// Values of `--source-is`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SourceIs {
    /// The text that was translated: each difference is a fault of the translation
    Exact,
    /// The text as it is now: a difference may be a fault or age
    Current,
}

/// Flags of `hexapla check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Paths, output, settings and threads.
    #[command(flatten)]
    pub common: Common,
    /// The source pages.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Current source pages (folder or REPO@REV:FOLDER); reports what changed since each page was translated
    #[arg(long, value_name = "TREE", help_heading = SOURCE_TEXT)]
    pub newer: Option<PathBuf>,
    /// Format of the report
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Exit with status 1 if there is a finding of this level or above
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = FailOn::Error, value_name = "LEVEL")]
    pub fail_on: FailOn,
    /// Report only findings about these locales (repeatable; `de` stands for `de-DE` and `de-AT` too)
    #[arg(long, help_heading = PAGES, value_delimiter = ',', value_name = "TAG")]
    pub locale: Vec<String>,
    /// Report only findings about these API versions (repeatable)
    #[arg(long, help_heading = PAGES, value_delimiter = ',', value_name = "VERSION")]
    pub api_version: Vec<String>,
    /// Report only the findings of these checks (repeatable)
    #[arg(long, help_heading = RESULT, value_delimiter = ',', value_name = "NAME")]
    pub check: Vec<String>,
    /// Report only findings of this level and above; --fail-on counts those below too
    #[arg(long, value_enum, help_heading = RESULT)]
    pub level: Option<LevelName>,
}

/// Flags of `hexapla schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Paths, output, settings and threads.
    #[command(flatten)]
    pub common: Common,
    /// The source pages.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Format of the schema
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = SchemaFormat::Json)]
    pub format: SchemaFormat,
    /// Add to each fact the file and line where it was read and the editions that state it (json)
    #[arg(long, help_heading = RESULT)]
    pub evidence: bool,
    /// Write only these API versions (repeatable)
    #[arg(long, help_heading = PAGES, value_delimiter = ',', value_name = "VERSION")]
    pub api_version: Vec<String>,
    /// Write an OpenAPI Overlay with the texts of this locale; if -o names a folder, the document as well (repeatable, openapi)
    #[arg(long, help_heading = RESULT, value_name = "TAG")]
    pub overlay: Vec<String>,
}

/// Flags of `hexapla align`.
#[derive(Debug, Args)]
pub struct AlignArgs {
    /// Paths, output, settings and threads.
    #[command(flatten)]
    pub common: Common,
    /// The source pages.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Format of the bitext
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = BitextFormat::Jsonl)]
    pub format: BitextFormat,
    /// Write one file for each page into the folder that -o names
    #[arg(long, help_heading = RESULT)]
    pub split: bool,
    /// Mark text that must not be translated, so that CAT tools lock it
    #[arg(long, help_heading = RESULT)]
    pub protected: bool,
    /// Write only these locales (repeatable; `de` stands for `de-DE` and `de-AT` too)
    #[arg(long, help_heading = PAGES, value_delimiter = ',', value_name = "TAG")]
    pub locale: Vec<String>,
    /// Write also the source pages that have no translation in the locales of --locale yet, with empty targets
    #[arg(long, help_heading = PAGES, requires = "locale")]
    pub missing_pages: bool,
    /// Write only these API versions (repeatable)
    #[arg(long, help_heading = PAGES, value_delimiter = ',', value_name = "VERSION")]
    pub api_version: Vec<String>,
}

/// Flags of `hexapla import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Edited files of `hexapla align`: XLIFF 1.2, XLIFF 2.0 or PO
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder in which `hexapla align` was run; only its pages are written
    #[arg(long, value_name = "FOLDER", default_value = ".", help_heading = PAGES)]
    pub root: PathBuf,
    /// The source pages, as for `hexapla align`.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Settings file [default: the nearest hexapla.toml at or above the working directory]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Write also pages that git ignores
    #[arg(long, help_heading = PAGES)]
    pub no_ignore: bool,
    /// List the pages that would be written, but write nothing
    #[arg(long, help_heading = RESULT)]
    pub dry_run: bool,
    /// Print the changes as a unified diff, but write nothing
    #[arg(long, help_heading = RESULT)]
    pub diff: bool,
    /// Write also the units that are locked because they are not translated
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
}

/// Flags of `hexapla lexicon`.
#[derive(Debug, Args)]
pub struct LexiconArgs {
    /// Paths, output, settings and threads.
    #[command(flatten)]
    pub common: Common,
    /// The source pages.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Locale of the lexicon [default: the language of the translations, if they have only one]
    #[arg(long, help_heading = PAGES, value_name = "TAG")]
    pub locale: Option<String>,
    /// Propose only meanings that a word has on at least N pages
    #[arg(long, help_heading = RESULT, value_name = "N", default_value_t = 3)]
    pub min_count: usize,
    /// Leave out words that the lexicon in use already has
    #[arg(long, help_heading = RESULT)]
    pub new: bool,
}

/// Flags of `hexapla diff`.
#[derive(Debug, Args)]
#[command(
    override_usage = "hexapla diff [OPTIONS] OLD NEW\n       hexapla diff [OPTIONS] --versions OLD NEW PATH...",
    after_help = "A path can be a git revision: REPO@REV or REPO@REV:FOLDER."
)]
pub struct DiffArgs {
    /// Paths, output, settings and threads.
    #[command(flatten)]
    pub common: Common,
    /// Compare these two API versions of the pages under PATH
    #[arg(long, help_heading = PAGES, num_args = 2, value_names = ["OLD", "NEW"])]
    pub versions: Option<Vec<String>>,
    /// Format of the list
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Exit with status 1 if there is a change of this impact or worse
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = FailOnImpact::Never, value_name = "IMPACT")]
    pub fail_on: FailOnImpact,
}

/// Flags of `hexapla pages`.
#[derive(Debug, Args)]
pub struct PagesArgs {
    /// Paths, output, settings and threads.
    #[command(flatten)]
    pub common: Common,
    /// The source pages.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Format of the list
    #[arg(long, value_enum, help_heading = RESULT, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

/// Values of `align --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BitextFormat {
    /// JSON lines, documented in docs/align.md
    Jsonl,
    /// TMX 1.4b
    Tmx,
    /// XLIFF 1.2
    Xliff,
    /// XLIFF 2.0
    Xliff2,
    /// Gettext PO
    Po,
}

/// Values of `check --format` and `pages --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Text for a terminal
    Text,
    /// JSON, documented in docs/report.md
    Json,
}

/// Values of `diff --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Text for a terminal
    Text,
    /// JSON, documented in docs/diff.md
    Json,
    /// Markdown changelog, without places in files
    Markdown,
}

/// Values of `diff --fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOnImpact {
    /// Changes that break clients
    Breaking,
    /// Changes that may break clients, or worse
    Uncertain,
    /// Any change
    Compatible,
    /// Exit with status 0 in any case
    Never,
}

/// Values of `schema --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// The JSON format of docs/schema.md
    Json,
    /// OpenAPI 3.1, one document for each API version; for several versions, -o must name a folder
    Openapi,
}

/// Values of `check --level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    /// Certainly wrong
    Error,
    /// Probably wrong; the pages alone do not show it
    Warning,
    /// Worth knowing
    Info,
}

/// Values of `check --fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Certainly wrong
    Error,
    /// Probably wrong; the pages alone do not show it
    Warning,
    /// Worth knowing
    Info,
    /// Exit with status 0 in any case
    Never,
}

impl From<LevelName> for hexapla::diagnostic::Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Error => Self::Error,
            LevelName::Warning => Self::Warning,
            LevelName::Info => Self::Info,
        }
    }
}

impl FailOn {
    /// The lowest level that makes a run fail; `None` for `never`.
    pub fn level(self) -> Option<hexapla::diagnostic::Level> {
        use hexapla::diagnostic::Level;
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::Never => None,
        }
    }
}

impl FailOnImpact {
    /// The mildest impact that makes a comparison fail; `None` for `never`.
    pub fn impact(self) -> Option<hexapla::api::rules::Impact> {
        use hexapla::api::rules::Impact;
        match self {
            Self::Breaking => Some(Impact::Breaking),
            Self::Uncertain => Some(Impact::Uncertain),
            Self::Compatible => Some(Impact::Compatible),
            Self::Never => None,
        }
    }
}
