//! Type expressions in normal form: `Collection(String)`, `String collection`, `Zeichenfolge`, `[user](user.md)`.

use crate::lexicon::Lexicon;
use crate::text;
use std::ops::Range;

/// A normalized type expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeExpr {
    /// Name without namespace: a primitive type in its canonical spelling, or a type of the API.
    pub name: String,
    /// Whether it is a collection of this type.
    pub collection: bool,
}

impl TypeExpr {
    /// The form in which types are compared: in lower case.
    pub fn key(&self) -> String {
        let name = self.name.to_lowercase();
        if self.collection { format!("collection({name})") } else { name }
    }
}

impl std::fmt::Display for TypeExpr {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.collection { write!(formatter, "Collection({})", self.name) } else { formatter.write_str(&self.name) }
    }
}

/// The lexicons with the names of types.
#[derive(Clone, Copy)]
pub struct TypeWords<'a> {
    /// The lexicon of the page's locale.
    pub locale: Option<&'a Lexicon>,
    /// The English lexicon.
    pub english: Option<&'a Lexicon>,
}

impl<'a> TypeWords<'a> {
    fn each(self) -> impl Iterator<Item = &'a Lexicon> {
        self.english.into_iter().chain(self.locale)
    }

    /// The canonical name of a primitive type; `None` if the name is not one. Case and the prefix `Edm.` do not count.
    pub fn primitive(self, name: &str) -> Option<&'a str> {
        let lower = name.to_lowercase();
        let bare = lower.strip_prefix("edm.").unwrap_or(&lower);
        self.each().find_map(|lexicon| lexicon.type_name(bare))
    }
}

/// Reads a type expression; `None` if the text is empty. `link`: the target of the first link in it. Its file name gives the
/// type if the text is not a name.
///
/// ```
/// use hexapla::config::Config;
/// use hexapla::facts::types::{TypeWords, parse};
///
/// let config = Config::default();
/// let words = TypeWords { locale: None, english: config.lexicons.of(&config.source_locale) };
/// let berths = parse("berth collection", None, words).expect("a type");
/// assert_eq!(berths.to_string(), "Collection(berth)");
/// ```
pub fn parse(written: &str, link: Option<&str>, words: TypeWords<'_>) -> Option<TypeExpr> {
    if let Some(primitive) = words.primitive(written.trim()) {
        return Some(TypeExpr { name: primitive.to_owned(), collection: false });
    }
    let text = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = text.trim_matches(['*', '.', ',', ';', '`', '。', ' ']);
    let mut collection = false;
    for _ in 0..2 {
        let lower = rest.to_lowercase();
        // In a few scripts lower-casing changes the length; then the range does not apply to `rest`.
        let is_apart = |stretch: &Range<usize>| lower.len() == rest.len() && !is_part_of_name(rest, stretch);
        let Some(stretch) = words.each().find_map(|lexicon| lexicon.collection_elements(&lower).find(is_apart)) else {
            break;
        };
        let Some(inner) = rest.get(stretch) else { break };
        rest = inner.trim().trim_matches(['*', '`', ' ']);
        collection = true;
    }
    if let Some(open) = rest.find(['(', '（']).filter(|&open| open > 0 && rest.ends_with([')', '）'])) {
        rest = rest[..open].trim_end();
    }
    if rest.is_empty() {
        return None;
    }
    let name = words
        .primitive(rest)
        .map(str::to_owned)
        .or_else(|| plain_name(rest))
        .or_else(|| link.and_then(linked_name))
        .or_else(|| embedded_name(rest));
    Some(TypeExpr { name: name.unwrap_or_else(|| rest.to_owned()), collection })
}

/// Whether the text after the element belongs to the same name, so that the text is no collection: the last word
/// (`berthCollection`, but not `berthcollection`) or the last letter (`harborPass`, but not `strings`).
fn is_part_of_name(text: &str, element: &Range<usize>) -> bool {
    let (inner, after) = (&text[element.clone()], &text[element.end..]);
    inner.ends_with(|last: char| last.is_ascii_lowercase())
        && (after.starts_with(|first: char| first.is_ascii_uppercase())
            || after.starts_with(|first: char| first.is_ascii_lowercase())
                && after.len() <= 2
                && crate::token::is_coined(inner.rsplit('.').next().unwrap_or(inner)))
}

/// The part after the last dot of a text that is a name; `None` if it is not.
fn plain_name(text: &str) -> Option<String> {
    let text = text.trim_start_matches('#');
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
        && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_name.then(|| text.rsplit('.').next().unwrap_or(text).to_owned()).filter(|name| !name.is_empty())
}

/// The type name in the file name of a link target: `ferryboat` for `../resources/harbor-craft-ferryboat.md`.
pub(super) fn linked_name(target: &str) -> Option<String> {
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = text::without_page_extension(file);
    let name = if stem.is_empty() { fragment.strip_suffix("-values").unwrap_or(fragment) } else { stem };
    let name = name.rsplit('-').next().unwrap_or_default();
    (!name.is_empty()
        && !target.contains("://")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
    .then(|| name.to_owned())
}

/// The coined word in prose; `None` if there are several.
fn embedded_name(text: &str) -> Option<String> {
    let mut coined = text
        .split(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '.' | '_')))
        .filter(|word| crate::token::is_coined(word));
    let only = coined.next()?;
    coined.next().is_none().then(|| only.rsplit('.').next().unwrap_or(only).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::locale::Locale;

    #[track_caller]
    fn reads(locale: &str, written: &str, link: Option<&str>, expected: &str) {
        let lexicons = Lexicons::built_in();
        let of = |tag: &str| lexicons.of(&Locale::parse(tag).expect("a tag"));
        let read = parse(written, link, TypeWords { locale: of(locale), english: of("en") });
        assert_eq!(read.map(|read| read.to_string()).as_deref(), Some(expected), "{locale}: {written}");
    }

    #[test]
    fn one_form_from_many() {
        reads("en", "Collection(Edm.String)", None, "Collection(String)");
        reads("en", "string collection", None, "Collection(String)");
        reads("en", "berthCollection collection", None, "Collection(berthCollection)");
        reads("en", "core.berth", None, "berth");
        reads("en", "Collection(core.berth)", None, "Collection(berth)");
        reads("en", "String (identifier)", None, "String");
        reads("de", "Zeichenfolge", None, "String");
        reads("ru", "Коллекция berthStatus", None, "Collection(berthStatus)");
        reads("zh-CN", "berth 集合", None, "Collection(berth)");
        reads("ja", "バース", Some("../resources/harbor-berth.md"), "berth");
        reads("ja", "文字列", None, "String");
    }
}
