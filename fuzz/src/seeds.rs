//! The first inputs of a campaign: the corpus of the target, and inputs made of pages in folders, such as the fixtures.

use crate::numbers::RandomNumbers;
use crate::targets::{PartKind, SEPARATOR, Target};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Longest page that is used, in bytes.
const LONGEST: usize = 12 * 1024;
/// The line that opens and closes a page inside a fixture.
const FENCE: &str = "~~~~";

/// Pages from which inputs are made.
#[derive(Debug, Default)]
pub struct SeedPages {
    /// The pages, in order of path.
    pages: Vec<Vec<u8>>,
    /// The name of the file of each page.
    names: Vec<OsString>,
    /// The pages of each file name: editions of one page have one name.
    by_name: BTreeMap<OsString, Vec<usize>>,
    lexicons: Vec<Vec<u8>>,
}

impl SeedPages {
    /// Reads the pages and lexicons below a folder. A fixture is a page itself, and so is each fenced part of it.
    pub fn read(&mut self, folder: &Path) -> io::Result<()> {
        for path in files(folder)? {
            let name = path.file_name().unwrap_or_default().to_owned();
            let bytes = std::fs::read(&path)?;
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("toml") => self.lexicons.push(bytes),
                Some("md" | "txt" | "mdx") => {
                    let fenced = fenced(&String::from_utf8_lossy(&bytes));
                    let whole = if fenced.is_empty() { vec![bytes] } else { fenced };
                    whole.into_iter().for_each(|page| self.add(&name, page));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, name: &OsString, page: Vec<u8>) {
        if page.len() <= LONGEST {
            self.by_name.entry(name.clone()).or_default().push(self.pages.len());
            self.names.push(name.clone());
            self.pages.push(page);
        }
    }

    /// At most `most` inputs of a target, each with another page.
    pub fn inputs(&self, target: &Target, most: usize, numbers: &mut RandomNumbers) -> Vec<Vec<u8>> {
        let mut chosen: Vec<usize> = (0..self.pages.len()).collect();
        while chosen.len() > most {
            chosen.swap_remove(numbers.below(chosen.len()));
        }
        chosen.into_iter().map(|page| self.input(target, page, numbers)).collect()
    }

    fn input(&self, target: &Target, page: usize, numbers: &mut RandomNumbers) -> Vec<u8> {
        let mut part = |kind: &PartKind| match kind {
            PartKind::Page => self.pages[page].clone(),
            PartKind::SecondPage => self.pages[*numbers.pick(&self.by_name[&self.names[page]])].clone(),
            PartKind::EditProgram => (0..1 + numbers.below(40)).map(|_| numbers.below(256) as u8).collect(),
            PartKind::SettingsFile => hexapla::config::TEMPLATE.as_bytes().to_vec(),
            PartKind::LexiconFile if self.lexicons.is_empty() => Vec::new(),
            PartKind::LexiconFile => numbers.pick(&self.lexicons).clone(),
        };
        target.parts.iter().map(&mut part).collect::<Vec<_>>().join(SEPARATOR)
    }
}

/// The fenced parts of a fixture, without their fences.
fn fenced(text: &str) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut open: Option<String> = None;
    for line in text.split_inclusive('\n') {
        if line.starts_with(FENCE) {
            match open.take() {
                Some(part) => parts.push(part.into_bytes()),
                None => open = Some(String::new()),
            }
        } else if let Some(part) = &mut open {
            part.push_str(line);
        }
    }
    parts
}

/// The files below a folder, in order of path.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
