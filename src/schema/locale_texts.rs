//! Adds the texts of editions to a schema, by locale.

use crate::discover::identify::Edition;
use crate::facts::{Item, Stated};
use crate::locale::Locale;
use crate::schema::{LocaleTexts, Merged};
use crate::text::NameIndex;

/// An edition whose texts are added.
pub struct TextCollector<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The locale of embedded source text.
    pub source: &'a Locale,
}

impl TextCollector<'_> {
    /// Adds a text of the authority side and one of the target side for their locales. An existing text is kept.
    pub fn add(&self, texts: &mut LocaleTexts, [authority, target]: &[String; 2]) {
        let authority_locale = if self.edition.has_source() { self.source } else { &self.edition.locale };
        for (locale, text) in [(authority_locale, authority), (&self.edition.locale, target)] {
            if !text.is_empty() {
                texts.entry(locale.to_string()).or_insert_with(|| text.clone());
            }
        }
    }

    /// Adds the descriptions of items.
    pub fn items(&self, merged: &mut [Merged<'_, Item>], items: &[Item]) {
        self.texts(merged, items, |item: &Item| (&item.name, &item.stated));
    }

    /// Adds the descriptions of the facts of this edition to the merged facts with the same name. A fact with an unknown name is
    /// matched by its index if both lists have the same length. `read`: the name and the description of a fact.
    pub fn texts<Named>(
        &self,
        merged: &mut [Merged<'_, Named>],
        facts: &[Named],
        read: impl Fn(&Named) -> (&String, &Stated),
    ) {
        let same_length = merged.len() == facts.len();
        let names = NameIndex::of(merged.iter().map(|known| read(known.fact).0.as_str()));
        for (index, fact) in facts.iter().enumerate() {
            let (name, stated) = read(fact);
            if let Some(position) = names.first(name).or(same_length.then_some(index)) {
                self.add(&mut merged[position].description, &stated.description);
            }
        }
    }
}
