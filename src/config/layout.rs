//! Layouts: where the paths of pages have locale, version and page key.

use super::ConfigError;
use crate::locale::Locale;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The layouts of documentation systems: name to templates.
static PRESETS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("layouts.toml")).expect("the presets are valid"));

/// Path templates, in the order in which they are tried.
#[derive(Clone, Debug, Default)]
pub struct Layouts(Vec<Layout>);

/// A path template such as `{locale}/api-reference/{version}/{key}.md`.
#[derive(Clone, Debug)]
struct Layout {
    template: String,
    pattern: regex::Regex,
    /// Whether the template matches the whole path below the root, and not only the end of a path.
    is_whole: bool,
}

/// The parts of a path that a layout matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayoutMatch {
    /// The locale; `None` if the template has no `{locale}`.
    pub locale: Option<Locale>,
    /// The version.
    pub version: Option<String>,
    /// The page key.
    pub key: Option<String>,
    /// The template.
    pub template: String,
    /// Whether the page is in the source locale: the template has no `{locale}`, but another template of the list has.
    pub is_source: bool,
}

impl Layouts {
    /// Compiles templates and names of presets.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, ConfigError> {
        let mut layouts = Vec::new();
        for entry in entries {
            match PRESETS.get(entry) {
                Some(templates) => {
                    for template in templates {
                        layouts.push(Layout::parse(template)?);
                    }
                }
                None if !entry.contains(['{', '/', '.']) => {
                    let names = PRESETS.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                    let reason = format!("neither a template with {{key}} nor one of {names}");
                    return Err(ConfigError::Layout(entry.to_owned(), reason));
                }
                None => layouts.push(Layout::parse(entry)?),
            }
        }
        Ok(Self(layouts))
    }

    /// Whether there is no template.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the first template that matches a path states. `path`: the whole path as the user gave it; `below`: the path below the
    /// root. Both have `/` between their components.
    pub fn read(&self, path: &str, below: &str) -> Option<LayoutMatch> {
        let found = self.0.iter().find_map(|layout| layout.read(if layout.is_whole { below } else { path }))?;
        let has_locale = |layout: &Layout| layout.template.contains("{locale}");
        let is_source = found.locale.is_none() && self.0.iter().any(has_locale);
        Some(LayoutMatch { is_source, ..found })
    }
}

impl Layout {
    /// Compiles a template. `{locale}` and `{version}` match one path component or a part of it, `{key}` matches any number of
    /// components, `{extension}` the extension, and `*` any part of a component. All other text matches itself. A template that
    /// starts with `/` or `{key}` matches the whole path below the root, any other template the end of a path.
    fn parse(template: &str) -> Result<Self, ConfigError> {
        let invalid = |reason: String| ConfigError::Layout(template.to_owned(), reason);
        let below = template.strip_prefix('/');
        let is_whole = below.is_some() || template.starts_with("{key}");
        let mut pattern = String::from(if is_whole { "^" } else { "(?:^|/)" });
        let literal = |text: &str| text.split('*').map(regex::escape).collect::<Vec<_>>().join("[^/]*");
        let mut rest = below.unwrap_or(template);
        while let Some(open) = rest.find('{') {
            pattern.push_str(&literal(&rest[..open]));
            let close = rest[open..].find('}').ok_or_else(|| invalid("a `{` is never closed".into()))?;
            pattern.push_str(match &rest[open + 1..open + close] {
                "locale" => "(?P<locale>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)",
                "version" => "(?P<version>[^/]+?)",
                "key" => "(?P<key>.+?)",
                "extension" => "[^./]+",
                name => {
                    let reason = format!("`{{{name}}}` is not one of {{locale}}, {{version}}, {{key}}, {{extension}}");
                    return Err(invalid(reason));
                }
            });
            rest = &rest[open + close + 1..];
        }
        pattern.push_str(&literal(rest));
        pattern.push('$');
        let pattern = regex::Regex::new(&pattern).map_err(|error| invalid(error.to_string()))?;
        Ok(Self { template: template.to_owned(), pattern, is_whole })
    }

    /// The parts of a path; `None` if the template does not match, or if its locale is no locale tag.
    fn read(&self, path: &str) -> Option<LayoutMatch> {
        let found = self.pattern.captures(path)?;
        let part = |name| found.name(name).map(|part| part.as_str().to_owned());
        let locale = match part("locale") {
            Some(tag) => Some(Locale::named(&tag)?),
            None => None,
        };
        let (version, key, template) = (part("version"), part("key"), self.template.clone());
        Some(LayoutMatch { locale, version, key, template, is_source: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(entries: &[&str], path: &str, expected: Option<[&str; 3]>) {
        let found = Layouts::parse(entries.iter().copied()).expect("layouts").read(path, path);
        let parts = found.as_ref().map(|found| {
            let locale = if found.is_source { Some("source") } else { found.locale.as_ref().map(Locale::as_str) };
            [locale, found.version.as_deref(), found.key.as_deref()].map(Option::unwrap_or_default)
        });
        assert_eq!(parts, expected, "{entries:?} {path}");
    }

    #[test]
    fn templates_read_paths() {
        let whole = ["{locale}/docs/{version}/{key}.md"];
        reads(&whole, "work/pt-br/docs/v2/api/user-get.md", Some(["pt-BR", "v2", "api/user-get"]));
        reads(&whole, "pt-BR/v2/user-get.md", None);
        reads(&["{locale}/{key}.md"], "abc/user-get.md", None);
        reads(&["docs*/{locale}/{key}.{extension}"], "docs-new/cn/a/b.mdx", Some(["zh-CN", "", "a/b"]));
        reads(&["/{locale}/{key}.md"], "docs/fr/a.md", None);
    }

    #[test]
    fn the_first_template_that_matches_is_used() {
        let list = ["i18n/{locale}/docs/{key}.md", "docs/{key}.{locale}.md", "docs/{key}.md"];
        reads(&list, "i18n/fr/docs/a/b.md", Some(["fr", "", "a/b"]));
        reads(&list, "docs/a/b.de.md", Some(["de", "", "a/b"]));
        reads(&list, "docs/a/b.md", Some(["source", "", "a/b"]));
        reads(&list, "other/a/b.md", None);
        // Without a template for translations, any locale may have such pages.
        reads(&["docs/{key}.md"], "docs/a/b.md", Some(["", "", "a/b"]));
    }

    #[test]
    fn presets_pair_the_pages_of_their_systems() {
        for (preset, source, target) in [
            ("docusaurus", "docs/a/b.md", "i18n/fr/docusaurus-plugin-content-docs/current/a/b.md"),
            ("docusaurus", "docs/a/b.mdx", "i18n/fr/docusaurus-plugin-content-docs/current/a/b.mdx"),
            ("hugo", "content/en/a/b.md", "content/fr/a/b.md"),
            ("hugo", "content/a/b.md", "content/a/b.fr.md"),
            ("mdn", "files/en-us/a/b/index.md", "files/fr/a/b/index.md"),
            ("mintlify", "a/b.mdx", "fr/a/b.mdx"),
            ("mkdocs", "docs/a/b.md", "docs/a/b.fr.md"),
            ("mkdocs", "docs/en/a/b.md", "docs/fr/a/b.md"),
            ("mkdocs", "docs/a/b.md", "docs/fr/a/b.md"),
            ("learn", "docs.en-us/a/b.md", "docs.fr-fr/a/b.md"),
            ("learn", "docs/a/b.md", "docs.fr-fr/a/b.md"),
            ("plain", "en/a/b.md", "fr/a/b.md"),
        ] {
            let layouts = Layouts::parse([preset]).expect("a preset");
            let [source, target] = [source, target].map(|path| layouts.read(path, path).expect("a match"));
            assert_eq!((source.key.as_deref(), target.key.as_deref()), (Some("a/b"), Some("a/b")), "{preset}");
            assert!(target.locale.is_some_and(|locale| locale.language() == "fr"), "{preset}");
            assert!(source.is_source || source.locale.is_some_and(|locale| locale.language() == "en"), "{preset}");
        }
        let layouts = Layouts::parse(["docusaurus"]).expect("a preset");
        for path in ["versioned_docs/version-2.9/a.md", "i18n/fr/docusaurus-plugin-content-docs/version-2.9/a.md"] {
            let found = layouts.read(path, path).expect("a match");
            assert_eq!((found.version.as_deref(), found.key.as_deref()), (Some("2.9"), Some("a")), "{path}");
        }
    }

    #[test]
    fn wrong_templates_are_refused() {
        for entry in ["{locale}/{nonsense}", "{locale", "docusaurs"] {
            assert!(Layouts::parse([entry]).is_err(), "{entry}");
        }
    }
}
