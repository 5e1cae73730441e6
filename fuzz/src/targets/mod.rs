//! The list of targets, one file for each.

mod diff;
mod import;
mod itself;
mod live;
mod page;
mod page_invariants;
mod schema;
mod settings;

use crate::signature::Signature;

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is the name of its corpus folder.
    pub name: &'static str,
    /// Runs the target on an input. Panics if an invariant does not hold.
    pub run: fn(&[u8], &mut Signature),
    /// What the parts of its inputs are.
    pub parts: &'static [PartKind],
}

/// What a part of an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A page.
    Page,
    /// A page that belongs to the first page: its source page, or another version of it.
    SecondPage,
    /// A program of edits of a bitext file.
    EditProgram,
    /// A settings file.
    SettingsFile,
    /// A lexicon.
    LexiconFile,
}

/// All targets, by name.
pub const ALL: [Target; 7] = [
    Target { name: "diff", run: diff::run, parts: &[PartKind::Page, PartKind::SecondPage] },
    Target { name: "import", run: import::run, parts: &[PartKind::EditProgram, PartKind::Page, PartKind::SecondPage] },
    Target { name: "itself", run: itself::run, parts: &[PartKind::Page] },
    Target { name: "live", run: live::run, parts: &[PartKind::Page, PartKind::SecondPage] },
    Target { name: "page", run: page::run, parts: &[PartKind::Page] },
    Target { name: "schema", run: schema::run, parts: &[PartKind::Page, PartKind::SecondPage] },
    Target {
        name: "settings",
        run: settings::run,
        parts: &[PartKind::SettingsFile, PartKind::LexiconFile, PartKind::Page],
    },
];

/// The line between the parts of an input.
pub const SEPARATOR: &[u8] = b"\n%%%%\n";

/// The parts of an input.
pub fn split(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(input);
    std::iter::from_fn(move || {
        let all = rest.take()?;
        let end = all.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
        rest = end.map(|end| &all[end + SEPARATOR.len()..]);
        Some(&all[..end.unwrap_or(all.len())])
    })
}

/// The first `N` parts of an input. A part that the input does not have is empty.
fn parts<const N: usize>(input: &[u8]) -> [&[u8]; N] {
    let mut parts = split(input);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn inputs_have_parts() {
        assert_eq!(parts::<3>(b"a\n%%%%\nb"), [b"a".as_slice(), b"b", b""]);
        assert_eq!(parts::<1>(b"a\n%%%%\nb"), [b"a".as_slice()]);
    }
}
