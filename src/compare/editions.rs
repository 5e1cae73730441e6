//! Files against each other, by what they claim to be: two that claim one edition, a page that a locale lacks, a page
//! that names no source commit.

use super::age::NoPin;
use super::change::{Change, ChangeKind};
use crate::discover::identify::Edition;
use crate::locale::Locale;
use crate::page::Page;
use crate::text::FileRange;
use std::path::Path;

/// A file that claims an edition which the file `used` claims as well.
pub fn duplicate(edition: &Edition, used: &Path) -> Change {
    let claim = format!("{} {}", edition.locale, edition.version);
    let kind = ChangeKind::EditionDuplicated(used.display().to_string());
    Change::new(kind, FileRange::new(0, 0)).with_texts("", claim).with_anchor("edition")
}

/// The pages that locales lack, of one page key and version. `present`: the locales that have the page, in order;
/// `all`: the locales that have any page of the version; the source locale is none of them that can lack it.
pub fn absent(present: &[&Locale], all: &[Locale], source_locale: &Locale) -> Vec<Change> {
    let absent = all.iter().filter(|locale| !present.contains(locale) && *locale != source_locale);
    let change = |locale: &Locale| {
        let kind = ChangeKind::PageMissing(present.iter().map(|&locale| locale.clone()).collect());
        let change = Change::new(kind, FileRange::new(0, 0)).with_anchor("page");
        Change { locale: Some(locale.clone()), ..change }
    };
    absent.map(change).collect()
}

/// A page of which it is not known from which text it was translated.
pub fn without_pin(edition: &Edition, page: &Page, reason: NoPin) -> Change {
    let place = page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.start);
    let change = Change::new(ChangeKind::PinUnknown(reason), FileRange::new(place, place));
    change.with_texts(edition.pin.as_deref().unwrap_or_default(), "").with_anchor("pin")
}
