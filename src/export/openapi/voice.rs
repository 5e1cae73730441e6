//! Which of a thing's texts a document speaks.

use crate::schema::LocaleTexts;

/// Locales in order of preference.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    locale: &'a str,
    fallback: &'a str,
}

impl<'a> Voice<'a> {
    /// Speaks `locale`; where there is no such text, `fallback`, then the first locale there.
    pub fn new(locale: &'a str, fallback: &'a str) -> Self {
        Self { locale, fallback }
    }

    /// The text to use, if there is one.
    pub fn say<'t>(&self, texts: &'t LocaleTexts) -> Option<&'t str> {
        let wanted = texts.get(self.locale).or_else(|| texts.get(self.fallback));
        wanted.or_else(|| texts.values().next()).map(String::as_str)
    }
}
