//! Chooses the locale of each text of a document.

use crate::schema::LocaleTexts;

/// The locales of texts in order of preference.
#[derive(Clone, Copy)]
pub struct TextLocales<'a> {
    locale: &'a str,
    fallback: &'a str,
}

impl<'a> TextLocales<'a> {
    /// Prefers `locale`, then `fallback`, then the first locale that has a text.
    pub fn new(locale: &'a str, fallback: &'a str) -> Self {
        Self { locale, fallback }
    }

    /// The text in the preferred locale; `None` if there is no text.
    pub fn choose<'t>(&self, texts: &'t LocaleTexts) -> Option<&'t str> {
        let wanted = texts.get(self.locale).or_else(|| texts.get(self.fallback));
        wanted.or_else(|| texts.values().next()).map(String::as_str)
    }
}
