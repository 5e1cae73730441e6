//! The texts that one edition adds to the things of a schema, under its locales.

use crate::discover::identify::Edition;
use crate::facts::{Item, Stated};
use crate::locale::Locale;
use crate::schema::{LocaleTexts, Merged};

/// An edition whose texts are added.
pub struct TextCollector<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The locale of embedded source text.
    pub source: &'a Locale,
}

impl TextCollector<'_> {
    /// Adds an authority-side and a target-side text under their locales; a text that is there stays.
    pub fn add(&self, texts: &mut LocaleTexts, [authority, target]: &[String; 2]) {
        let authority_locale = if self.edition.has_source() { self.source } else { &self.edition.locale };
        for (locale, text) in [(authority_locale, authority), (&self.edition.locale, target)] {
            if !text.is_empty() {
                texts.entry(locale.to_string()).or_insert_with(|| text.clone());
            }
        }
    }

    /// Adds the descriptions of items.
    pub fn items(&self, merged: &mut [Merged<'_, Item>], others: &[Item]) {
        self.texts(merged, others, |item: &Item| (&item.name, &item.stated));
    }

    /// Adds the texts of named things: by name, and by position where the lists are of one length and the
    /// name is not one that the facts know.
    pub fn texts<Thing>(
        &self,
        merged: &mut [Merged<'_, Thing>],
        others: &[Thing],
        read: impl Fn(&Thing) -> (&String, &Stated),
    ) {
        let same_length = merged.len() == others.len();
        for (index, other) in others.iter().enumerate() {
            let (name, stated) = read(other);
            let named = merged.iter().position(|thing| read(thing.fact).0.eq_ignore_ascii_case(name));
            if let Some(position) = named.or(same_length.then_some(index)) {
                self.add(&mut merged[position].description, &stated.description);
            }
        }
    }
}
