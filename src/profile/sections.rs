//! The tables of a profile that describe pages: front matter keys, span tags, Markdown, directives, code and annotation keys.

use serde::{Deserialize, Deserializer};

/// Front matter keys by their meaning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatterKeys {
    /// The keys of the page's locale. The first that a page has counts; so also for `pin` and `handoff`.
    #[serde(deserialize_with = "one_or_many")]
    pub locale: Vec<String>,
    /// The keys of the source commit that was translated.
    #[serde(deserialize_with = "one_or_many")]
    pub pin: Vec<String>,
    /// The keys of the date on which the translation was handed off.
    #[serde(deserialize_with = "one_or_many")]
    pub handoff: Vec<String>,
    /// Keys that every page must have.
    pub required: Vec<String>,
    /// Keys whose values are for machines. No translation changes them.
    pub protected: Vec<String>,
}

/// Attributes and class of the spans that hold translation and source text side by side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanTags {
    /// The attribute with the id in the tag of the target span.
    pub target_attribute: String,
    /// The attribute with the id in the tag of the source span.
    pub source_attribute: String,
    /// The class of the span around the source text.
    pub source_class: String,
}

impl SpanTags {
    /// A span pair: a translation and its source text in their tags.
    pub fn pair(&self, id: &str, target: &str, source: &str) -> String {
        let Self { target_attribute, source_attribute, source_class } = self;
        format!(
            "<span {target_attribute}=\"{id}\">{target}</span><span class=\"{source_class}\"><span {source_attribute}=\"{id}\">{source}</span></span>"
        )
    }
}

/// Markdown that a documentation system reads beyond CommonMark and GFM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkdownSyntax {
    /// The start of a link target that makes a heading a tab of a tab group. Empty: there are no tabs.
    pub tab_link: String,
    /// The start of a directive, which stands for the text of another file. Empty: there are no directives.
    pub directive: String,
    /// The start of the attributes at the end of a heading; `}` ends them. Empty: headings have none.
    pub heading_attributes: String,
    /// Whether text that is indented by four columns is code, as in CommonMark.
    pub indented_code: bool,
    /// How the anchor of a heading follows from its text.
    pub slug: SlugRule,
}

/// How the anchor of a heading follows from its text in lower case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlugRule {
    /// The characters that are kept in addition to letters and digits.
    pub keep: String,
    /// The character that replaces a character of white space.
    pub space: char,
    /// Whether characters beyond ASCII are dropped.
    pub ascii: bool,
}

impl SlugRule {
    /// The anchor of a heading.
    pub fn slug(&self, heading: &str) -> String {
        let mut slug = String::with_capacity(heading.len());
        for character in heading.trim().chars() {
            if character.is_whitespace() {
                slug.push(self.space);
            } else if (character.is_alphanumeric() || self.keep.contains(character))
                && (!self.ascii || character.is_ascii())
            {
                slug.extend(character.to_lowercase());
            }
        }
        slug
    }
}

/// Marks that a documentation system replaces when it builds the site.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectiveSyntax {
    /// The starts and ends of marks in a text.
    pub marks: Vec<DirectiveMark>,
    /// The starts of lines that are directives.
    pub lines: Vec<String>,
    /// The starts of lines that are directives and whose content is indented.
    pub indented: Vec<String>,
    /// The starts of blocks that are statements of a program. A statement ends at an empty line.
    pub statements: Vec<String>,
    /// Whether tags that start with a capital are components.
    pub components: bool,
    /// The names of attributes whose values are text for readers.
    pub text_attributes: Vec<String>,
    /// The names of directives whose arguments are text for readers.
    pub text_directives: Vec<String>,
}

/// The two ends of a mark.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectiveMark {
    /// Its start.
    pub open: String,
    /// Its end.
    pub close: String,
    /// Whether it is a comment: comments are not compared.
    #[serde(default)]
    pub comment: bool,
}

/// What translators do with code blocks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeRules {
    /// Whether they usually translate comments.
    pub translated_comments: bool,
    /// The languages of code blocks whose text they translate.
    pub text_languages: Vec<String>,
}

/// Keys of the JSON in annotation comments.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "`base.toml` documents each key")]
pub struct AnnotationKeys {
    pub block_type: String,
    pub name: String,
    pub collection: String,
    pub base_type: String,
    pub key_property: String,
    pub r#abstract: String,
    pub open_type: String,
    pub optional_properties: String,
    pub expect_error: String,
    pub truncated: String,
    pub block_types: BlockTypeNames,
}

/// The values of [`AnnotationKeys::block_type`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the name of one `AnnotatedBlock`")]
pub struct BlockTypeNames {
    pub resource: String,
    pub request: String,
    pub response: String,
    pub example: String,
    pub ignored: String,
}

/// Reads a text or a list of texts.
fn one_or_many<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(input)? {
        OneOrMany::One(key) if key.is_empty() => Vec::new(),
        OneOrMany::One(key) => vec![key],
        OneOrMany::Many(keys) => keys,
    })
}

#[cfg(test)]
mod tests {
    use super::SlugRule;

    #[test]
    fn slugs_follow_the_rule() {
        let rule = |keep: &str, space, ascii| SlugRule { keep: keep.to_owned(), space, ascii };
        let heading = "GET /berths/{id} – Ähnlich_es";
        for (rule, expected) in [
            (rule("-_", '-', false), "get-berthsid--ähnlich_es"),
            (rule("-_", '_', false), "get_berthsid__ähnlich_es"),
            (rule("-_", '-', true), "get-berthsid--hnlich_es"),
            (rule("/", '-', false), "get-/berths/id--ähnliches"),
        ] {
            assert_eq!(rule.slug(heading), expected, "{rule:?}");
        }
    }
}
