//! Locales as BCP 47 tags: parsed without regard to case, written in canonical case.
//!
//! The rules are those of RFC 5646, section 2.1. A well-formed tag is one only if its subtags are in use (`names`): `to-do` and `log-in`
//! are well-formed too. Tags with extended languages, extensions or private use are rejected; documentation trees do not use them.

mod names;

use names::{ALIASES, AMBIGUOUS_ALONE, LANGUAGES, RARE_LANGUAGES, REGIONS, SCRIPTS, VARIANTS};
use oxilangtag::LanguageTag;
use std::fmt;

/// A BCP 47 tag such as `pt-BR` or `zh-Hant-TW`, in canonical case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Box<str>);

impl Locale {
    /// Parses a tag: language, then optionally script, region and variants, joined by `-` or `_`.
    ///
    /// ```
    /// use hexapla::locale::Locale;
    ///
    /// assert_eq!(Locale::parse("pt_br").map(|locale| locale.to_string()).as_deref(), Some("pt-BR"));
    /// assert!(Locale::parse("berths").is_none());
    /// ```
    pub fn parse(tag: &str) -> Option<Self> {
        // The longest tag has language, script, region and two variants.
        if tag.len() > 40 {
            return None;
        }
        let tag = LanguageTag::parse_and_normalize(&tag.replace('_', "-")).ok()?;
        let is_in_use = |subtag: &str, known: &[&str]| known.binary_search(&subtag).is_ok();
        let is_region = |region: &str| region.parse::<u16>().is_ok() || is_in_use(region, REGIONS);
        let has_more = tag.script().or(tag.region()).or(tag.variant()).is_some();
        let language = tag.primary_language();
        let is_known = (is_in_use(language, LANGUAGES) || (has_more && is_in_use(language, RARE_LANGUAGES)))
            && tag.script().is_none_or(|script| is_in_use(script, SCRIPTS))
            && tag.region().is_none_or(is_region)
            && tag.variant_subtags().all(|variant| is_in_use(variant, VARIANTS))
            && tag.extended_language().is_none()
            && tag.extension().or(tag.private_use()).is_none();
        is_known.then(|| Self(tag.into_inner().into()))
    }

    /// The locale that a name means: a tag, or another name that people give to the locale, such as `cn`.
    pub fn named(name: &str) -> Option<Self> {
        let alias = ALIASES.iter().find(|(alias, _)| name.eq_ignore_ascii_case(alias));
        Self::parse(alias.map_or(name, |(_, tag)| tag))
    }

    /// The locale in a path component: the whole component (`pt-BR`, `de`), or the end of a name such as `docs.pt-BR`,
    /// `docs_pt-br` or `docs-pt-br`.
    pub fn in_component(component: &str) -> Option<Self> {
        if let Some(locale) = Self::named(component) {
            let bare = !component.contains(['-', '_']);
            return (!bare || AMBIGUOUS_ALONE.binary_search(&component.to_ascii_lowercase().as_str()).is_err())
                .then_some(locale);
        }
        let tail = component.rsplit_once('.').map(|(_, tail)| tail);
        tail.filter(|tail| tail.contains(['-', '_'])).and_then(Self::parse).or_else(|| {
            let (start, region) = component.rsplit_once(['-', '_'])?;
            let (_, language) = start.rsplit_once(['-', '_', '.'])?;
            let is_region = region.len() == 2 || region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit());
            (is_region && language.len() == 2).then(|| Self::parse(&format!("{language}-{region}")))?
        })
    }

    /// Whether a folder name that is a tag may as well be words: a language without a region (`lt`), or words such as `as-is`.
    pub fn may_be_words(component: &str) -> bool {
        let Some((language, region)) = component.split_once(['-', '_']) else { return !component.contains('.') };
        let is_rare =
            AMBIGUOUS_ALONE.binary_search(&language).is_ok() || RARE_LANGUAGES.binary_search(&language).is_ok();
        is_rare && language != region && region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_lowercase())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn component(text: &str, expected: Option<&str>) {
        assert_eq!(Locale::in_component(text).as_ref().map(Locale::as_str), expected, "{text}");
    }

    #[test]
    fn tags_are_canonical() {
        let lists = [LANGUAGES, RARE_LANGUAGES, SCRIPTS, REGIONS, VARIANTS, AMBIGUOUS_ALONE];
        assert!(lists.iter().all(|list| list.is_sorted()) && ALIASES.is_sorted());
        component("PT-br", Some("pt-BR"));
        component("zh_hans_cn", Some("zh-Hans-CN"));
        component("es-419", Some("es-419"));
        component("de", Some("de"));
        for tag in
            ["ca-ES-valencia", "en-GB-oxendict", "si-LK", "kok-IN", "qps-Ploc", "zh-Hant-TW", "sr-Latn-RS", "be-tarask"]
        {
            component(&tag.to_lowercase().replace('-', "_"), Some(tag));
            component(&format!("example-docs.{}", tag.to_uppercase()), Some(tag));
        }
        component("zh-chs", Some("zh-Hans"));
        component("en-uk", Some("en-UK"));
    }

    #[test]
    fn some_tags_may_be_words() {
        for word in ["lt", "as-is", "am-pm", "my-no"] {
            assert!(Locale::in_component(word).is_some() && Locale::may_be_words(word), "{word}");
        }
        for tag in ["id-ID", "id-id", "fr-fr", "docs.id-id", "sr-Latn", "docs.lt"] {
            assert!(!Locale::may_be_words(tag), "{tag}");
        }
    }

    #[test]
    fn words_are_no_tags() {
        for word in [
            "to-do",
            "log-in",
            "no-op",
            "add-on",
            "opt-in",
            "how-to",
            "in-app",
            "my-ui",
            "de-windows",
            "en-test",
            "es-map",
            "it-systems",
            "io",
            "ts",
            "si",
            "en-u-ca-buddhist",
            "en-x-a",
            "",
            "-",
            "_",
            "en-",
            "en--us",
            "абв",
            "id-a",
        ] {
            component(word, None);
        }
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
