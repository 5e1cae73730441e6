//! The shape of a path: its template, such as `content/{locale}/{key}.md`, in which locale, version and key of the page are replaced
//! by their names.

use super::{Candidate, Clue, Placed};
use crate::locale::Locale;
use std::path::{Component, Path, PathBuf};

/// What the path of a file is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathShape {
    /// The template of the path; `None` for a loose file, whose key is not in its path.
    pub template: Option<String>,
    /// Whether a layout of the settings states that the page is in the source locale.
    pub is_source: bool,
    /// The path below the root, for a loose file only.
    pub loose: Option<PathBuf>,
    /// A part of the path that looks like a locale and is none.
    pub not_locale: Option<String>,
}

/// The template of the path of a file; `None` if the path does not end in the page key.
pub(super) fn of(file: &Candidate, key: &str, placed: &Placed) -> Option<String> {
    if placed.key == Clue::Heading {
        return None;
    }
    let below = file.path.strip_prefix(&file.root).unwrap_or(&file.path);
    let mut parts = names(below);
    let mut name = parts.pop()?;
    if let Some((locale, clue)) = &placed.locale {
        match clue {
            Clue::FileName => name = with_mark(&name, locale),
            Clue::Folder if parts.iter().all(|part| !states(part, locale)) => {
                // The locale is stated by a folder above the root.
                let above = names(&std::path::absolute(&file.root).ok()?);
                let at = above.iter().rposition(|part| states(part, locale))?;
                parts = above[at..].iter().cloned().chain(parts).collect();
            }
            _ => {}
        }
    }
    let (stem, extension) = split(&name);
    let mark = stem.find("{locale}").map_or(stem.len(), |at| at.saturating_sub(1));
    let (stem, mark) = stem.split_at(mark);
    let length = key.split('/').count() - 1;
    let start = parts.len().checked_sub(length)?;
    let tail: Vec<&str> = parts[start..].iter().map(String::as_str).chain([stem]).collect();
    if tail.join("/") != key {
        return None;
    }
    parts.truncate(start);
    if let Some((locale, Clue::Folder)) = &placed.locale
        && let Some(part) = parts.iter_mut().find(|part| states(part, locale))
    {
        let length = tag_length(part, locale);
        *part = format!("{}{{locale}}", &part[..part.len() - length]);
    }
    if let Some((version, Clue::Folder)) = &placed.version
        && let Some(part) = parts.iter_mut().rev().find(|part| *part == version)
    {
        *part = "{version}".to_owned();
    }
    parts.push(format!("{{key}}{mark}{extension}"));
    Some(parts.join("/"))
}

fn names(path: &Path) -> Vec<String> {
    let name = |part: Component<'_>| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    };
    path.components().filter_map(name).collect()
}

fn states(folder: &str, locale: &Locale) -> bool {
    Locale::in_component(folder).or_else(|| Locale::parse(folder)).as_ref() == Some(locale)
}

/// The length of the end of a folder name that states a locale, in bytes.
fn tag_length(folder: &str, locale: &Locale) -> usize {
    let is_tag = |at: &usize| Locale::named(&folder[*at..]).as_ref() == Some(locale);
    let starts = folder.match_indices(['.', '-', '_']).map(|(at, _)| at + 1);
    [0].into_iter().chain(starts).find(is_tag).map_or(folder.len(), |at| folder.len() - at)
}

/// A file name with its locale replaced: `x.fr.md` as `x.{locale}.md`.
fn with_mark(name: &str, locale: &Locale) -> String {
    let (stem, extension) = split(name);
    let is_mark = |at: &usize| Locale::named(&stem[at + 1..]).as_ref() == Some(locale);
    let at = stem.match_indices(['.', '-', '_']).map(|(at, _)| at).find(is_mark);
    at.map_or_else(|| name.to_owned(), |at| format!("{}{{locale}}{extension}", &stem[..=at]))
}

/// The stem of a file name, and its extension with the dot.
fn split(name: &str) -> (&str, &str) {
    name.split_at(name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::{Role, Storage};

    #[track_caller]
    fn template(path: &str, [locale, version, key]: [&str; 3], expected: Option<&str>) {
        let stem = path.rsplit('/').next().unwrap_or_default();
        let clue = if stem.contains(locale) && !locale.is_empty() { Clue::FileName } else { Clue::Folder };
        let candidate = Candidate {
            path: Path::new("site").join(path),
            root: "site".into(),
            shown: path.into(),
            named: false,
            role: Role::Reported,
            content: Storage::Disk,
        };
        let placed = Placed {
            path: path.into(),
            locale: Locale::parse(locale).map(|locale| (locale, clue)),
            version: Some((version.to_owned(), Clue::Folder)).filter(|_| !version.is_empty()),
            key: Clue::Folder,
            named: false,
            role: Role::Reported,
            shape: PathShape::default(),
            content: Storage::Disk,
        };
        assert_eq!(of(&candidate, key, &placed).as_deref(), expected, "{path}");
    }

    #[test]
    fn templates_name_the_parts_of_a_path() {
        template("content/fr/docs/list.md", ["fr", "", "docs/list"], Some("content/{locale}/{key}.md"));
        template(
            "docs.pt-BR/api/v1.0/list.md",
            ["pt-BR", "v1.0", "list"],
            Some("docs.{locale}/api/{version}/{key}.md"),
        );
        template("docs-ja-jp/list.md", ["ja-JP", "", "list"], Some("docs-{locale}/{key}.md"));
        template("docs/harbor/list.fr.md", ["fr", "", "docs/harbor/list"], Some("{key}.{locale}.md"));
        template("docs/list_zh_TW.md", ["zh_TW", "", "docs/list"], Some("{key}_{locale}.md"));
        template("docs/harbor/list.md", ["", "", "harbor/list"], Some("docs/{key}.md"));
        template(
            "i18n/fr/plugin/current/list.md",
            ["fr", "current", "list"],
            Some("i18n/{locale}/plugin/{version}/{key}.md"),
        );
        template("docs/harbor/list.md", ["", "", "first-heading"], None);
    }
}
