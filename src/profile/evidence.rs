//! Chooses the profile of a run by what its tree shows. Each profile lists its evidence as data.

use super::{BUILT_IN, UNKNOWN, built_in_table};
use memchr::memmem;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What shows that a tree belongs to a documentation system.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceList {
    /// Names of files with the settings of a site.
    pub files: Vec<String>,
    /// Names of folders in the paths of pages.
    pub folders: Vec<String>,
    /// Keys of front matter. `x*` stands for all keys that start with `x`.
    pub keys: Vec<String>,
    /// Texts in pages.
    pub texts: Vec<String>,
}

/// What a run shows about its documentation system.
#[derive(Debug, Default)]
pub struct Observed {
    /// Names of files that are in the folders of the run.
    pub files: BTreeSet<String>,
    /// Names of the folders in the paths of the pages.
    pub folders: BTreeSet<String>,
    /// A sample of the pages.
    pub pages: Vec<ObservedPage>,
}

/// A page of the sample.
#[derive(Debug)]
pub struct ObservedPage {
    /// The keys of its front matter.
    pub keys: Vec<String>,
    /// Its text.
    pub text: String,
}

/// The profile of a run, and why it was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfileUse {
    /// Its name; empty before a profile is chosen.
    pub name: String,
    /// The evidence in words, the strongest first; empty if there is none.
    pub evidence: Vec<String>,
}

/// Most keys and texts that are stated as evidence.
const MOST_STATED: usize = 3;

/// The evidence for one profile.
struct Weighed {
    name: &'static str,
    weight: usize,
    evidence: Vec<String>,
}

/// The profile with the strongest evidence; [`UNKNOWN`] if there is no evidence. Each page with a key or text of a profile weighs
/// as 1, a file or folder as half the sample. Of equal profiles, the first of the list is chosen.
pub fn choose(observed: &Observed) -> ProfileUse {
    let weighed = BUILT_IN.iter().map(|(name, _)| weigh(name, observed));
    let best = weighed.rev().max_by_key(|found| found.weight).filter(|found| found.weight > 0);
    match best {
        Some(Weighed { name, evidence, .. }) => ProfileUse { name: name.to_owned(), evidence },
        None => ProfileUse { name: UNKNOWN.to_owned(), evidence: Vec::new() },
    }
}

/// The names of all files with the settings of a site.
pub fn settings_files() -> BTreeSet<String> {
    BUILT_IN.iter().flat_map(|(name, _)| list_of(name).files).collect()
}

fn list_of(name: &str) -> EvidenceList {
    let list = built_in_table(name).and_then(|mut table| table.remove("evidence"));
    list.map_or_else(EvidenceList::default, |list| list.try_into().expect("a test reads the list of each profile"))
}

fn weigh(name: &'static str, observed: &Observed) -> Weighed {
    let list = list_of(name);
    let half = observed.pages.len() / 2 + 1;
    let mut found = Weighed { name, weight: 0, evidence: Vec::new() };
    for (kind, wanted, present) in
        [("file", &list.files, &observed.files), ("folder", &list.folders, &observed.folders)]
    {
        if let Some(present) = wanted.iter().find(|name| present.contains(*name)) {
            found.weight += half;
            found.evidence.push(format!("{kind} `{present}`"));
        }
    }
    let finders: Vec<memmem::Finder<'_>> = list.texts.iter().map(memmem::Finder::new).collect();
    let mut counts = vec![0; list.keys.len() + list.texts.len()];
    for page in &observed.pages {
        let keys = list.keys.iter().map(|key| page.keys.iter().any(|present| is_key(key, present)));
        let texts = finders.iter().map(|text| text.find(page.text.as_bytes()).is_some());
        let shown: Vec<bool> = keys.chain(texts).collect();
        found.weight += usize::from(shown.contains(&true));
        counts.iter_mut().zip(shown).for_each(|(count, shown)| *count += usize::from(shown));
    }
    let names =
        list.keys.iter().map(|key| ("front matter key", key)).chain(list.texts.iter().map(|text| ("text", text)));
    let mut stated: Vec<_> = names.zip(counts).filter(|(_, count)| *count > 0).collect();
    stated.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let pages = observed.pages.len();
    let stated = stated.into_iter().take(MOST_STATED);
    found.evidence.extend(
        stated.map(|((kind, name), count)| format!("{kind} `{}` in {count} of {pages} pages read", name.trim())),
    );
    found
}

fn is_key(wanted: &str, present: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == present, |start| present.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(files: &[&str], folders: &[&str], pages: &[(&[&str], &str)]) -> Observed {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let page = |(keys, text): &(&[&str], &str)| ObservedPage {
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            text: (*text).to_owned(),
        };
        Observed { files: names(files), folders: names(folders), pages: pages.iter().map(page).collect() }
    }

    #[test]
    fn each_kind_of_evidence_chooses_a_profile() {
        let of = |files: &[&str], folders: &[&str], keys: &[&str], text: &str| {
            choose(&observed(files, folders, &[(keys, text)])).name
        };
        for (files, folders, keys, text, expected) in [
            (&["docfx.json"][..], &[][..], &[][..], "", "learn"),
            (&[], &[], &["doc_type"], "", "learn"),
            (&[], &[], &["title"], "> [!INCLUDE [tides](tides.md)]", "learn"),
            (&["docusaurus.config.ts"], &[], &[], "", "docusaurus"),
            (&[], &["docusaurus-plugin-content-docs"], &[], "", "docusaurus"),
            (&[], &[], &["sidebar_position"], "", "docusaurus"),
            (&[], &[], &[], ":::tip\nText\n:::", "docusaurus"),
            (&["mint.json"], &[], &[], "", "mintlify"),
            (&[], &[], &["sidebarTitle"], "", "mintlify"),
            (&[], &[], &[], "<Note>Text</Note>", "mintlify"),
            (&["hugo.toml"], &[], &[], "", "hugo"),
            (&[], &[], &["default_lang_commit"], "", "hugo"),
            (&[], &[], &[], "{{< berth >}}", "hugo"),
            (&["mkdocs.yml"], &[], &[], "", "mkdocs"),
            (&[], &[], &[], "# A\n\n!!! note\n    Text", "mkdocs"),
            (&[], &[], &["l10n"], "", "mdn"),
            (&[], &[], &[], "{{Compat}}", "mdn"),
            (&["readme.md"], &["docs", "fr"], &["title"], "Text {id}", UNKNOWN),
        ] {
            assert_eq!(of(files, folders, keys, text), expected, "{files:?} {folders:?} {keys:?} {text}");
        }
    }

    #[test]
    fn most_pages_outweigh_a_file() {
        let pages: [(&[&str], &str); 4] = [(&["doc_type"], ""), (&["doc_type"], ""), (&["doc_type"], ""), (&[], "")];
        let chosen = choose(&observed(&["docs.json"], &[], &pages));
        let expected = ["front matter key `doc_type` in 3 of 4 pages read".to_owned()];
        assert_eq!((chosen.name.as_str(), &chosen.evidence[..]), ("learn", &expected[..]));
        assert_eq!(choose(&observed(&["docs.json"], &[], &pages[1..3])).name, "learn");
        assert_eq!(choose(&observed(&["docs.json"], &[], &pages[3..])).evidence, ["file `docs.json`"]);
    }
}
