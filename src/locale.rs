//! Locales as BCP 47 tags: parsed without regard to case, written in canonical case.
//!
//! The rules are those of RFC 5646, section 2.1, for language, script and region subtags. Tags with variants or extensions are
//! rejected; documentation trees do not use them.

use std::fmt;

/// A BCP 47 tag such as `pt-BR` or `zh-Hant-TW`, in canonical case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Box<str>);

/// The languages in which documentation is commonly published. Other languages are rejected, so that a folder `go` is not a
/// locale.
const LANGUAGES: &[&str] = &[
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km",
    "kn", "ko", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "nb", "ne", "nl", "nn", "no", "pa", "pl", "pt",
    "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zh",
];

/// Names that people give to folders of a locale, and its tag: codes of countries, and old codes.
const ALIASES: &[(&str, &str)] = &[
    ("cn", "zh-CN"),
    ("cz", "cs"),
    ("iw", "he"),
    ("jp", "ja"),
    ("kr", "ko"),
    ("ptbr", "pt-BR"),
    ("tw", "zh-TW"),
    ("ua", "uk"),
];

/// Language codes that are also common folder names. A path component of this name alone is not a locale.
const AMBIGUOUS_ALONE: &[&str] = &["am", "as", "be", "id", "is", "ms", "my", "no", "or", "so", "te", "to"];

impl Locale {
    /// Parses a tag: language, optional script, optional region, joined by `-` or `_`.
    ///
    /// ```
    /// use hexapla::locale::Locale;
    ///
    /// assert_eq!(Locale::parse("pt_br").map(|locale| locale.to_string()).as_deref(), Some("pt-BR"));
    /// assert!(Locale::parse("berths").is_none());
    /// ```
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next()?.to_ascii_lowercase();
        if LANGUAGES.binary_search(&language.as_str()).is_err() {
            return None;
        }
        let mut canonical = language;
        let mut rest = parts.peekable();
        if let Some(script) =
            rest.next_if(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        {
            canonical.push('-');
            canonical.push_str(&script[..1].to_ascii_uppercase());
            canonical.push_str(&script[1..].to_ascii_lowercase());
        }
        if let Some(region) = rest.next_if(|part| is_region(part)) {
            canonical.push('-');
            canonical.push_str(&region.to_ascii_uppercase());
        }
        rest.next().is_none().then(|| Self(canonical.into()))
    }

    /// The locale in a path component: the whole component (`pt-BR`, `de`), or the end of a name such as `docs.pt-BR`,
    /// `docs_pt-br` or `docs-pt-br`.
    pub fn in_component(component: &str) -> Option<Self> {
        if let Some((_, tag)) = ALIASES.iter().find(|(alias, _)| component.eq_ignore_ascii_case(alias)) {
            return Self::parse(tag);
        }
        if let Some(locale) = Self::parse(component) {
            let bare = !component.contains(['-', '_']);
            return (!bare || AMBIGUOUS_ALONE.binary_search(&component.to_ascii_lowercase().as_str()).is_err())
                .then_some(locale);
        }
        let tail = component.rsplit_once('.').map(|(_, tail)| tail);
        tail.filter(|tail| tail.contains(['-', '_'])).and_then(Self::parse).or_else(|| {
            let (start, region) = component.rsplit_once(['-', '_'])?;
            let (_, language) = start.rsplit_once(['-', '_', '.'])?;
            (is_region(region) && language.len() == 2).then(|| Self::parse(&format!("{language}-{region}")))?
        })
    }

    /// The canonical tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a tag is meant by this one: the same tag, or one of this language if this tag states only a language.
    pub fn covers(&self, tag: &str) -> bool {
        self.as_str() == tag || tag.split_once('-').is_some_and(|(language, _)| language == self.as_str())
    }

    /// Whether the tag states a language only.
    pub fn is_language(&self) -> bool {
        !self.as_str().contains('-')
    }

    /// The primary language subtag, in lower case.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether the locale is Traditional Chinese, by its script or its region.
    pub fn is_traditional_chinese(&self) -> bool {
        self.language() == "zh" && self.0.split('-').any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_region(part: &str) -> bool {
    (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn component(text: &str, expected: Option<&str>) {
        assert_eq!(Locale::in_component(text).as_ref().map(Locale::as_str), expected, "{text}");
    }

    #[test]
    fn tags_are_canonical() {
        assert!(LANGUAGES.is_sorted() && AMBIGUOUS_ALONE.is_sorted());
        component("PT-br", Some("pt-BR"));
        component("zh_hans_cn", Some("zh-Hans-CN"));
        component("es-419", Some("es-419"));
        component("de", Some("de"));
    }

    #[test]
    fn repository_names_end_in_a_tag() {
        component("example-docs.pt-BR", Some("pt-BR"));
        component("docs-ja-jp", Some("ja-JP"));
        component("api-reference", None);
        component("is", None);
        component("my-api", None);
        component("build-in", None);
    }
}
