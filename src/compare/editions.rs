//! Changes of editions as a whole: two files claim the same edition, a locale lacks a page, a page names no source commit.

use super::age::states::NoPin;
use super::change::{Change, ChangeKind};
use crate::discover::identify::Edition;
use crate::locale::Locale;
use crate::page::Page;
use crate::shown::ShownPath;
use crate::text::FileRange;
use std::path::Path;

/// A file that claims the same edition as the file `used`, which was read first.
pub fn duplicate(edition: &Edition, used: &Path) -> Change {
    let claim = format!("{} {}", edition.locale, edition.version);
    let kind = ChangeKind::EditionDuplicated(ShownPath(used).to_string());
    Change::new(kind, FileRange::new(0, 0)).with_texts("", claim).with_anchor("edition")
}

/// One change for each locale that lacks a page of one page key and version. `present`: the locales that have the page, in
/// order. `all`: the locales that have any page of the version. The source locale is never reported.
pub fn absent(present: &[&Locale], all: &[Locale], source_locale: &Locale) -> Vec<Change> {
    let absent = all.iter().filter(|locale| !present.contains(locale) && *locale != source_locale);
    let change = |locale: &Locale| {
        let kind = ChangeKind::PageMissing(present.iter().map(|&locale| locale.clone()).collect());
        let change = Change::new(kind, FileRange::new(0, 0)).with_anchor("page");
        Change { locale: Some(locale.clone()), ..change }
    };
    absent.map(change).collect()
}

/// A page whose translated source text is not known.
pub fn without_pin(edition: &Edition, page: &Page, reason: NoPin) -> Change {
    let place = page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.start);
    let change = Change::new(ChangeKind::PinUnknown(reason), FileRange::new(place, place));
    change.with_texts(edition.pin.as_deref().unwrap_or_default(), "").with_anchor("pin")
}
