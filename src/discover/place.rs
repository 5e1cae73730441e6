//! Infers page key, locale and version from the path of a file.

use super::error::ReadError;
use super::read::first_anchor;
use super::template::PathShape;
use super::{Candidate, Clue, Placed, Role, Storage, other_kind};
use crate::config::Config;
use crate::locale::Locale;
use crate::page::http;
use std::path::{Component, Path};

/// The key of a file, and the locale and version that its path states; `None` if the file is not a page.
pub(super) fn place(found: &Candidate, config: &Config) -> Result<Option<(String, Placed)>, ReadError> {
    let (path, root) = (found.path.as_path(), found.root.as_path());
    let is_revision = matches!(found.content, Storage::Git(_));
    if other_kind(if is_revision { path } else { &found.shown }, config).is_some() {
        return Ok(None);
    }
    let mut placed = Placed {
        path: found.shown.clone(),
        locale: None,
        version: None,
        key: Clue::Nothing,
        named: found.named,
        role: found.role,
        shape: PathShape::default(),
        content: found.content.clone(),
    };
    let joined = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    let below = path.strip_prefix(root).unwrap_or(path).iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>();
    let layout = config.layouts.read(&joined, &below.join("/")).unwrap_or_default();
    placed.locale = layout.locale.map(|locale| (locale, Clue::Layout));
    placed.version = layout.version.map(|version| (version, Clue::Layout));
    if let Some(key) = layout.key {
        placed.key = Clue::Layout;
        placed.shape.template = Some(layout.template);
        placed.shape.is_source = layout.is_source;
        return Ok(Some((key, placed)));
    }
    let (folders, given) = folders(path, root);
    let mut below = None;
    let is_evidence = |index: &usize| *index >= given || !is_bare(&folders[*index]);
    // Folders below the root come first, from the outermost to the innermost. Folders above the root count only for what no
    // folder below states.
    for index in (given..folders.len()).chain((0..given).rev()).filter(is_evidence) {
        let folder = &folders[index];
        if http::is_version(folder) && placed.version.is_none() {
            placed.version = Some((folder.clone(), Clue::Folder));
        } else if let Some(locale) = Locale::in_component(folder)
            && placed.locale.is_none()
        {
            placed.locale = Some((locale, Clue::Folder));
        } else {
            continue;
        }
        below = below.max(Some(index + 1));
    }
    let mut stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if let Some((name, tag)) = stem.rsplit_once('.')
        && let Some(locale) = Locale::parse(tag)
        && placed.locale.as_ref().is_none_or(|(stated, _)| *stated == locale)
    {
        placed.locale.get_or_insert((locale, Clue::FileName));
        stem = name.to_owned();
        below = below.or(Some(folders.len()));
    }
    if let Some(below) = below {
        placed.key = Clue::Folder;
        let key = folders[below..].iter().map(String::as_str).chain([stem.as_str()]).collect::<Vec<_>>().join("/");
        return Ok(Some((key, placed)));
    }
    // The key of a loose file is in its text, and the text of a file around a named file is read only if a group needs it.
    if found.role == Role::Context {
        return Ok(Some((stem, placed)));
    }
    let heading = first_anchor(path, &found.content, config)?;
    placed.key = if heading.is_some() { Clue::Heading } else { Clue::FileName };
    Ok(Some((heading.unwrap_or(stem), placed)))
}

/// The names of all folders above a file, and how many of them are above the root. The root itself is not counted: its name
/// is part of the path that the user gave.
fn folders(path: &Path, root: &Path) -> (Vec<String>, usize) {
    let whole = if path.is_absolute() {
        path.to_owned()
    } else {
        std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
    };
    let parent = whole.parent().unwrap_or(Path::new(""));
    let named: Vec<String> = parent
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    let depth_below =
        path.parent().and_then(|parent| parent.strip_prefix(root).ok()).map_or(0, |below| below.components().count());
    let given = named.len().saturating_sub(depth_below + 1);
    (named, given)
}

/// Whether the name of a folder is a language without a region. Above the root, such a name is no evidence: names of home
/// folders are short too.
fn is_bare(folder: &str) -> bool {
    !folder.contains(['-', '_', '.']) && !http::is_version(folder)
}
