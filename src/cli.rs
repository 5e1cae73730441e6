//! Command-line flags as typed. What they mean is settled in `main`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Lines up translated API reference pages with their source, writes a normalized API schema and a
/// report of where translations, locales and versions drift apart.
#[derive(Debug, Parser)]
#[command(name = "hexapla", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report where translations, locales and versions drift apart
    Check(CheckArgs),
    /// Write the normalized API schema that the pages state
    Schema(SchemaArgs),
    /// Write the aligned segments of pages as bitext, for people, programs and CAT tools
    Align(AlignArgs),
    /// Write what was changed in exported bitext back into the pages
    Import(ImportArgs),
    /// Propose a lexicon from pages with source and translation side by side
    Lexicon(LexiconArgs),
    /// Compare the API that two sides document: folders, versions or git revisions
    Diff(DiffArgs),
    /// List the pages that were found, and by which evidence
    Pages(PagesArgs),
    /// Print the page of a check
    Explain {
        /// Name of the check
        check: String,
    },
    /// List the checks
    Checks,
    /// Write a commented hexapla.toml into the working directory
    Init,
}

/// Where pages come from and where output goes.
#[derive(Debug, Args)]
pub struct Common {
    /// Files and folders to read, in any mix
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Settings file [default: the nearest hexapla.toml at or above the working directory]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Number of threads [default: one a processor]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Heading of the flags that tell where source text is. Each flag names it: `next_help_heading` would hold for all flags
/// that follow.
const SOURCE_TEXT: &str = "Source text";

/// Where the source text of pages is that embed none.
#[derive(Debug, Default, Args)]
pub struct SourceArgs {
    /// Git repository that has the source pages at the commits which the translations name
    #[arg(long, value_name = "REPO", help_heading = SOURCE_TEXT)]
    pub source_git: Option<PathBuf>,
    /// Source pages that were translated: a folder or REPO@REV:FOLDER
    #[arg(long, value_name = "TREE", help_heading = SOURCE_TEXT)]
    pub source: Option<PathBuf>,
}

/// Flags of `hexapla check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Where from and where to.
    #[command(flatten)]
    pub common: Common,
    /// Where source text is.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Source pages as they are now, a folder or REPO@REV:FOLDER: what has changed since is reported
    #[arg(long, value_name = "TREE", help_heading = SOURCE_TEXT)]
    pub newer: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Exit with 1 where there is a finding of this level or above
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    pub fail_on: FailOn,
    /// Report only these locales (repeatable)
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// Report only these API versions (repeatable)
    #[arg(long, value_name = "VERSION")]
    pub api_version: Vec<String>,
    /// Report only these checks (repeatable)
    #[arg(long, value_name = "NAME")]
    pub check: Vec<String>,
    /// Report only this level and above
    #[arg(long, value_enum)]
    pub level: Option<LevelName>,
}

/// Flags of `hexapla schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Where from and where to.
    #[command(flatten)]
    pub common: Common,
    /// Where source text is.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Form of the schema
    #[arg(long, value_enum, default_value_t = SchemaFormat::Json)]
    pub format: SchemaFormat,
    /// Say of each fact where it was read and which editions state it (json)
    #[arg(long)]
    pub evidence: bool,
    /// Write only these API versions (repeatable)
    #[arg(long, value_name = "VERSION")]
    pub api_version: Vec<String>,
    /// Write the OpenAPI Overlay with the texts of a locale; into a folder, beside the document (repeatable, openapi)
    #[arg(long, value_name = "TAG")]
    pub overlay: Vec<String>,
}

/// Flags of `hexapla align`.
#[derive(Debug, Args)]
pub struct AlignArgs {
    /// Where from and where to.
    #[command(flatten)]
    pub common: Common,
    /// Where source text is.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Form of the bitext
    #[arg(long, value_enum, default_value_t = BitextFormat::Jsonl)]
    pub format: BitextFormat,
    /// Write a file a page into the folder that `-o` names
    #[arg(long)]
    pub split: bool,
    /// Mark text that must not be translated, so that CAT tools lock it
    #[arg(long)]
    pub protected: bool,
    /// Write only these locales (repeatable)
    #[arg(long, value_name = "TAG")]
    pub locale: Vec<String>,
    /// Write only these API versions (repeatable)
    #[arg(long, value_name = "VERSION")]
    pub api_version: Vec<String>,
}

/// Flags of `hexapla import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files that `hexapla align` wrote: XLIFF 1.2 or 2.0 or PO, edited
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The folder that the export was made in; no page outside of it is written
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub root: PathBuf,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Flags of `hexapla lexicon`.
#[derive(Debug, Args)]
pub struct LexiconArgs {
    /// Where from and where to.
    #[command(flatten)]
    pub common: Common,
    /// Where source text is.
    #[command(flatten)]
    pub source: SourceArgs,
    /// The locale whose words are wanted [default: the only one that the pages have]
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// Propose what a word stands for on at least N pages
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub min_count: usize,
    /// Propose only what the lexicon in use lacks
    #[arg(long)]
    pub new: bool,
}

/// Flags of `hexapla diff`.
#[derive(Debug, Args)]
#[command(override_usage = "hexapla diff [OPTIONS] OLD NEW\n       hexapla diff [OPTIONS] --versions OLD NEW PATH...")]
pub struct DiffArgs {
    /// Where from and where to. A path may also be a git revision: REPO@REV or REPO@REV:FOLDER.
    #[command(flatten)]
    pub common: Common,
    /// Compare two API versions of the paths, by name
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    pub versions: Option<Vec<String>>,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Exit with 1 where there is a change of this impact or worse
    #[arg(long, value_enum, default_value_t = FailOnImpact::Never, value_name = "IMPACT")]
    pub fail_on: FailOnImpact,
}

/// Flags of `hexapla pages`.
#[derive(Debug, Args)]
pub struct PagesArgs {
    /// Where from and where to.
    #[command(flatten)]
    pub common: Common,
    /// Where source text is.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

/// Forms of bitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BitextFormat {
    /// JSON lines, described in docs/align.md
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

/// Forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Forms of a list of API changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// A changelog to publish
    Markdown,
}

/// From which impact on a comparison fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOnImpact {
    /// Breaks clients
    Breaking,
    /// May break clients
    Uncertain,
    /// Any change
    Compatible,
    /// Never
    Never,
}

/// Forms of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// The tool's own, described in docs/schema.md
    Json,
    /// OpenAPI 3.1, one document a version: with several, `-o` names a folder
    Openapi,
}

/// Levels by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    /// Certainly wrong
    Error,
    /// Probably wrong
    Warning,
    /// Worth knowing
    Info,
}

/// From which level on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Certainly wrong
    Error,
    /// Probably wrong
    Warning,
    /// Worth knowing
    Info,
    /// Never
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
    /// The level, where there is one.
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
    /// The impact, where there is one.
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
