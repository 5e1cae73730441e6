//! The syntax of a documentation system: everything from its profile that pages are read by.

use super::annotation::AnnotationReader;
use super::span::SpanScanner;
use crate::profile::Profile;
use crate::profile::sections::{CodeRules, DirectiveSyntax, MarkdownSyntax};
use std::sync::Arc;

/// The syntax of one profile, compiled once and shared by all pages. A clone is cheap.
#[derive(Clone)]
pub struct PageSyntax(Arc<Parts>);

struct Parts {
    spans: SpanScanner,
    annotations: AnnotationReader,
    markdown: MarkdownSyntax,
    directives: DirectiveSyntax,
    code: CodeRules,
    root_types: Vec<String>,
}

impl Default for PageSyntax {
    fn default() -> Self {
        Self::new(&Profile::built_in())
    }
}

impl PageSyntax {
    /// Compiles the syntax of a profile.
    pub fn new(profile: &Profile) -> Self {
        Self(Arc::new(Parts {
            spans: SpanScanner::new(profile),
            annotations: AnnotationReader::new(profile),
            markdown: profile.markdown.clone(),
            directives: profile.directives.clone(),
            code: profile.code.clone(),
            root_types: profile.root_types.clone(),
        }))
    }

    /// The scanner for span pairs.
    pub fn spans(&self) -> &SpanScanner {
        &self.0.spans
    }

    /// The reader of annotation comments.
    pub(crate) fn annotations(&self) -> &AnnotationReader {
        &self.0.annotations
    }

    /// Whether a heading that is a link to `target` is a tab of a tab group.
    pub fn is_tab_link(&self, target: &str) -> bool {
        starts_with(target, &self.0.markdown.tab_link)
    }

    /// Whether a text starts with a directive. `[!INCLUDE [name](file)]` includes the text of another file.
    pub fn is_directive(&self, text: &str) -> bool {
        starts_with(text, &self.0.markdown.directive)
    }

    /// The anchor of a heading without a written one.
    pub fn slug(&self, heading: &str) -> String {
        self.0.markdown.slug.slug(heading)
    }

    /// The anchor in the attributes at the end of a heading, as in `Tides {#tides .wide}`, and the byte at which they start.
    pub(crate) fn heading_attributes<'t>(&self, heading: &'t str) -> Option<(Option<&'t str>, usize)> {
        let open = self.0.markdown.heading_attributes.as_str();
        let inner = heading.trim_end().strip_suffix('}').filter(|_| !open.is_empty())?;
        let start = inner.rfind(open)?;
        let words = || inner[start + open.len()..].split_whitespace();
        let is_attribute = |word: &str| word.len() > 1 && (word.starts_with(['#', '.']) || word.contains('='));
        let id = words().find_map(|word| word.strip_prefix('#'));
        (words().all(is_attribute) && words().next().is_some()).then_some((id, start))
    }

    /// Whether text that is indented by four columns is code.
    pub(crate) fn has_indented_code(&self) -> bool {
        self.0.markdown.indented_code
    }

    /// The syntax of directives.
    pub(crate) fn directives(&self) -> &DirectiveSyntax {
        &self.0.directives
    }

    /// What translators do with code blocks.
    pub(crate) fn code(&self) -> &CodeRules {
        &self.0.code
    }

    /// A plain text (without links) without the directives at its start.
    pub fn without_directives<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text.trim();
        while self.is_directive(rest) {
            rest = rest.split_once(']').map_or("", |(_, after)| after.trim_start());
        }
        rest
    }

    /// Whether a type name, in any case, is that of a root type: types derived from a root type are entities.
    pub fn is_root_type(&self, name: &str) -> bool {
        self.0.root_types.iter().any(|root| root.eq_ignore_ascii_case(name))
    }
}

/// Whether a text starts with a prefix of the profile. An empty prefix means that the system does not have it.
fn starts_with(text: &str, prefix: &str) -> bool {
    !prefix.is_empty() && text.starts_with(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_cut_off() {
        let text = "[!INCLUDE a] [!INCLUDE b]\nText [!x]";
        assert_eq!(PageSyntax::default().without_directives(text), "Text [!x]");
        let none = Profile::with(toml::from_str("markdown = {directive = \"\"}").expect("TOML")).expect("valid");
        assert_eq!(PageSyntax::new(&none).without_directives("[!A] b"), "[!A] b");
    }

    #[test]
    fn headings_have_attributes() {
        let syntax = PageSyntax::default();
        for (heading, expected) in [
            ("Gezeiten {#tides}", Some((Some("tides"), 9))),
            ("Gezeiten {#tides .wide lang=de} ", Some((Some("tides"), 9))),
            ("{#a} Gezeiten {#b}", Some((Some("b"), 14))),
            ("Gezeiten { #tides }", Some((Some("tides"), 9))),
            ("Gezeiten {.wide}", Some((None, 9))),
            ("Gezeiten { }", None),
            ("Gezeiten {#tides} und", None),
            ("Gezeiten {#}", None),
            ("GET /tides/{id}", None),
        ] {
            assert_eq!(syntax.heading_attributes(heading), expected, "{heading}");
        }
        let other = Profile::with(toml::from_str("markdown = {heading_attributes = \"{:\"}").expect("TOML"));
        let other = PageSyntax::new(&other.expect("valid"));
        assert_eq!(other.heading_attributes("Gezeiten {: #tides }"), Some((Some("tides"), 9)));
        assert_eq!(other.heading_attributes("Gezeiten {#tides}"), None);
    }
}
