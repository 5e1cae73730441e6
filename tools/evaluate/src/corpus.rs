//! The folder of reference pages: its trees, their pages, and a page read through the stages of the library.

use hexapla::config::Config;
use hexapla::discover::identify::{Edition, Form};
use hexapla::discover::origin::SourceUse;
use hexapla::discover::{self, Clue, Placed};
use hexapla::facts::extract::Descriptions;
use hexapla::lexicon::Lexicons;
use hexapla::locale::Locale;
use hexapla::page::syntax::PageSyntax;
use hexapla::page::{Page, http};
use hexapla::reading::Reading;
use std::path::{Path, PathBuf};

/// The folder, and the settings with which its pages are read.
pub struct Corpus {
    folder: PathBuf,
    config: Config,
    syntax: PageSyntax,
    /// The number of examples to print for each class of miss.
    pub misses: usize,
}

impl Corpus {
    /// A folder with the folders `corpus/` and `truth/`.
    pub fn open(folder: PathBuf, misses: usize) -> Self {
        Self { folder, config: Config::default(), syntax: PageSyntax::default(), misses }
    }

    /// The same pages, read with other lexicons.
    pub fn with_lexicons(&self, lexicons: Lexicons) -> Self {
        let config = Config { lexicons, ..self.config.clone() };
        Self { folder: self.folder.clone(), config, syntax: PageSyntax::default(), misses: self.misses }
    }

    /// The lexicons with which pages are read.
    pub fn lexicons(&self) -> &Lexicons {
        &self.config.lexicons
    }

    /// The locales of the tree of side-by-side pages, in order.
    pub fn locales(&self) -> Vec<Locale> {
        let folder = self.folder("sxs");
        let walk = walkdir::WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name().into_iter().flatten();
        walk.filter_map(|entry| Locale::parse(&entry.file_name().to_string_lossy())).collect()
    }

    /// The locale of source pages.
    pub fn source_locale(&self) -> &Locale {
        &self.config.source_locale
    }

    /// A folder or file in `corpus/`.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join("corpus").join(name)
    }

    /// Parses a discovered page.
    pub fn read(&self, placed: &Placed) -> Option<Page> {
        Some(Page::parse(placed.read(&self.config).ok()?, &self.syntax))
    }

    /// The pages of a tree such as `sxs/pt-BR`, as paths below it, in order.
    pub fn pages(&self, tree: &str) -> Vec<PathBuf> {
        let root = self.folder(tree);
        let walk = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten();
        let pages = walk.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"));
        pages.filter_map(|entry| entry.path().strip_prefix(&root).ok().map(Path::to_owned)).collect()
    }

    /// The pages of one version of a tree.
    pub fn pages_of(&self, tree: &str, version: &str) -> Vec<PathBuf> {
        let mut pages = self.pages(tree);
        pages.retain(|page| self::version(page) == version);
        pages
    }

    /// Parses a page by its path.
    pub fn page(&self, tree: &str, path: &Path) -> Option<Page> {
        let bytes = discover::read::file(&self.folder(tree).join(path), discover::read::LONGEST).ok()?;
        Some(Page::parse(bytes, &self.syntax))
    }

    /// Reads a page through alignment and facts.
    pub fn reading(&self, tree: &str, path: &Path, locale: &Locale) -> Option<Reading> {
        let page = self.page(tree, path)?;
        let form = match (&page.embedded, locale == self.source_locale()) {
            (Some(_), _) => Form::SideBySide,
            (None, true) => Form::Source,
            (None, false) => Form::TargetOnly,
        };
        let edition = Edition {
            path: path.to_owned(),
            locale: locale.clone(),
            version: version(path),
            form,
            pin: None,
            handoff: None,
            source: SourceUse::own(&page),
            clues: [Clue::Folder; 3],
        };
        Some(Reading::new(edition, page, &self.config, Descriptions::Drop))
    }

    /// The text of the truth file whose name starts with `start` and that has the extension; the last file by name.
    pub fn truth(&self, start: &str, extension: &str) -> Option<String> {
        let walk = walkdir::WalkDir::new(self.folder.join("truth")).sort_by_file_name().into_iter().flatten();
        let path = walk.map(walkdir::DirEntry::into_path).filter(|path| {
            path.extension().is_some_and(|found| found == extension)
                && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
        });
        std::fs::read_to_string(path.last()?).ok()
    }
}

/// The component of a path that names an API version.
pub fn version(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.into_iter().find(|part| http::is_version(part)).unwrap_or_default().into_owned()
}

/// The page key of a path: the path below the version.
pub fn key(path: &Path) -> String {
    let below = path.iter().skip_while(|part| !http::is_version(&part.to_string_lossy())).skip(1);
    below.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/").trim_end_matches(".md").to_owned()
}
