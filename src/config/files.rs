//! Which files of a folder are pages: extensions and globs.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Path, PathBuf};

/// The extensions of pages without a setting.
const EXTENSIONS: [&str; 4] = ["markdown", "md", "mdx", "txt"];

/// Whether a walk leaves out the files that git ignores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GitIgnored {
    /// They are left out.
    #[default]
    LeaveOut,
    /// They are read.
    Read,
}

/// Which files of a folder are pages. A file that is named on the command line is a page in any case.
#[derive(Clone, Debug)]
pub struct FileRules {
    /// The extensions of pages, in lower case, without a dot.
    pub extensions: Vec<String>,
    /// Whether files that git ignores are read.
    pub git_ignored: GitIgnored,
    /// The folder of the settings file: globs are matched with paths below it.
    folder: Option<PathBuf>,
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Default for FileRules {
    fn default() -> Self {
        let extensions = EXTENSIONS.map(str::to_owned).to_vec();
        Self { extensions, git_ignored: GitIgnored::LeaveOut, folder: None, include: None, exclude: None }
    }
}

/// The rule that leaves a file or folder out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GlobRule {
    /// A glob of `exclude` matches it.
    Exclude,
    /// No glob of `include` matches it.
    Include,
}

/// The settings of [`FileRules`] as written.
#[derive(Debug, Default)]
pub struct WrittenFiles {
    /// Extensions.
    pub extensions: Option<Vec<String>>,
    /// Globs of files to read.
    pub include: Vec<String>,
    /// Globs of files and folders to leave out.
    pub exclude: Vec<String>,
}

impl FileRules {
    /// Compiles settings. `settings`: the path of the settings file. The error is a sentence for the user.
    pub fn parse(written: WrittenFiles, settings: &Path) -> Result<Self, String> {
        let mut rules = Self::default();
        if let Some(extensions) = written.extensions {
            let is_wrong = |extension: &&String| extension.is_empty() || extension.contains(['.', '/', '\\', '*', ' ']);
            if let Some(wrong) = extensions.iter().find(is_wrong) {
                return Err(format!("extensions: `{wrong}` is not an extension without a dot, such as `md`"));
            }
            rules.extensions = extensions.iter().map(|extension| extension.to_ascii_lowercase()).collect();
        }
        rules.include = globs("include", &written.include)?;
        rules.exclude = globs("exclude", &written.exclude)?;
        let folder = settings.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        rules.folder = folder.canonicalize().ok();
        Ok(rules)
    }

    /// Whether a file has the extension of a page.
    pub fn has_page_extension(&self, path: &Path) -> bool {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        extension.is_some_and(|extension| self.extensions.contains(&extension))
    }

    /// The rule that leaves a file out. `path`: the whole path without links; `below`: the path below the root of the walk.
    pub fn leaves_out_file(&self, path: &Path, below: &Path) -> Option<GlobRule> {
        if self.leaves_out_folder(path, below) {
            return Some(GlobRule::Exclude);
        }
        let is_included = |include: &GlobSet| self.is_match(include, path, below);
        (!self.include.as_ref().is_none_or(is_included)).then_some(GlobRule::Include)
    }

    /// Whether `exclude` leaves a folder out with all files in it.
    pub fn leaves_out_folder(&self, path: &Path, below: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| self.is_match(exclude, path, below))
    }

    /// Whether there are globs.
    pub fn has_globs(&self) -> bool {
        self.include.is_some() || self.exclude.is_some()
    }

    fn is_match(&self, globs: &GlobSet, path: &Path, below: &Path) -> bool {
        let from_settings = self.folder.as_ref().and_then(|folder| path.strip_prefix(folder).ok());
        from_settings.is_some_and(|path| globs.is_match(path)) || globs.is_match(below)
    }
}

/// Compiles globs. A glob without a slash matches a name in any folder, and the glob of a folder all files in it.
fn globs(setting: &str, globs: &[String]) -> Result<Option<GlobSet>, String> {
    if globs.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let wrong = |error: globset::Error| format!("{setting}: `{glob}`: {}", error.kind());
        let bare = glob.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
        if bare.is_empty() {
            return Err(format!("{setting}: `{glob}` is not a glob such as `drafts/**`"));
        }
        let is_name = !bare.contains('/') && !glob.starts_with('/');
        let whole = if is_name { format!("**/{bare}") } else { bare.to_owned() };
        for pattern in [format!("{whole}/**"), whole] {
            set.add(GlobBuilder::new(&pattern).literal_separator(true).build().map_err(wrong)?);
        }
    }
    set.build().map(Some).map_err(|error| format!("{setting}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn rules(include: &[&str], exclude: &[&str]) -> Result<FileRules, String> {
        let owned = |globs: &[&str]| globs.iter().map(|glob| (*glob).to_owned()).collect();
        let written = WrittenFiles { extensions: None, include: owned(include), exclude: owned(exclude) };
        FileRules::parse(written, Path::new("hexapla.toml"))
    }

    #[test]
    fn globs_match_names_folders_and_paths() {
        let left_out = |exclude: &str, path: &str| {
            let rules = rules(&[], &[exclude]).expect("globs");
            rules.leaves_out_file(Path::new("/elsewhere"), Path::new(path)).is_some()
        };
        for (exclude, path) in [
            ("drafts", "drafts/a.md"),
            ("drafts/", "docs/drafts/a/b.md"),
            ("docs/drafts", "docs/drafts/a.md"),
            ("docs/*/drafts/**", "docs/fr/drafts/a.md"),
            ("*.generated.md", "docs/a.generated.md"),
            ("/build", "build/a.md"),
            ("**/{old,new}/*.md", "docs/old/a.md"),
        ] {
            assert!(left_out(exclude, path), "{exclude} {path}");
        }
        for (exclude, path) in [
            ("drafts", "docs/a-drafts.md"),
            ("docs/*.md", "docs/a/b.md"),
            ("/build", "docs/build/a.md"),
            ("build/x", "docs/build/x/a.md"),
        ] {
            assert!(!left_out(exclude, path), "{exclude} {path}");
        }
        let included = rules(&["docs/**", "*.mdx"], &["docs/old"]).expect("globs");
        let rule = |path: &str| included.leaves_out_file(Path::new("/elsewhere"), Path::new(path));
        assert_eq!(rule("docs/a.md"), None);
        assert_eq!(rule("blog/a.mdx"), None);
        assert_eq!(rule("blog/a.md"), Some(GlobRule::Include));
        assert_eq!(rule("docs/old/a.md"), Some(GlobRule::Exclude));
    }

    #[test]
    fn wrong_rules_are_refused() {
        for glob in ["docs/[", "{a", "/", "a/**b/{"] {
            assert!(rules(&[], &[glob]).is_err_and(|error| error.starts_with("exclude: `")), "{glob}");
            assert!(rules(&[glob], &[]).is_err_and(|error| error.starts_with("include: `")), "{glob}");
        }
        for extension in [".md", "", "*.md", "a/b"] {
            let written = WrittenFiles { extensions: Some(vec![extension.to_owned()]), ..WrittenFiles::default() };
            assert!(FileRules::parse(written, Path::new("hexapla.toml")).is_err(), "{extension}");
        }
    }
}
