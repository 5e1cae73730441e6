//! What a directive states: its name, and the arguments that translation keeps.

use crate::compare::link_targets::normal_target;
use crate::profile::sections::DirectiveSyntax;

/// A directive of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatedDirective {
    /// The mark with which it starts, and its name: `{{<tab`, `<Tab`, `</Tab`, `:::note`.
    pub name: String,
    /// The arguments that translation keeps, in order, each in a form that is the same for equal arguments.
    pub arguments: Vec<String>,
}

/// The two ways to write arguments.
enum Arguments<'t> {
    /// `(first, second)`: only the first is a name, the others are often texts.
    Call(&'t str),
    /// `first key="value"`.
    Words(&'t str),
}

/// Which words of a directive are arguments.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    /// All.
    All,
    /// Only attributes and texts in quotes: the others are a title.
    Quoted,
    /// None: all are a title.
    None,
}

/// Reads a directive; `None` if it is a comment.
pub fn read(text: &str, syntax: &DirectiveSyntax) -> Option<StatedDirective> {
    let starts = |opens: &[String]| opens.iter().find(|open| text.starts_with(open.as_str())).cloned();
    let (open, inner, words) = if let Some(mark) = syntax.marks.iter().find(|mark| text.starts_with(&mark.open)) {
        if mark.comment {
            return None;
        }
        let inner = text[mark.open.len()..].strip_suffix(mark.close.as_str()).unwrap_or_default();
        (mark.open.clone(), inner, Words::All)
    } else if let Some(open) = starts(&syntax.lines) {
        (open.clone(), text[open.len()..].trim_end_matches(':'), Words::Quoted)
    } else if let Some(open) = starts(&syntax.indented) {
        (open.trim_end_matches(['"', '\'', ' ']).to_owned(), &text[open.len()..], Words::None)
    } else if syntax.components && text.starts_with('<') {
        ("<".to_owned(), text[1..].trim_end_matches('>'), Words::All)
    } else {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        return Some(StatedDirective { name: words, arguments: Vec::new() });
    };
    let inner = inner.trim();
    let (slash, inner) = inner.strip_prefix('/').map_or(("", inner), |inner| ("/", inner.trim_start()));
    let is_end = |next: char| next.is_whitespace() || matches!(next, '(' | '[' | '{' | '"' | '\'' | '`');
    let end = inner.find(is_end).unwrap_or(inner.len());
    let (name, rest) = if words == Words::None && open.starts_with('=') { ("", inner) } else { inner.split_at(end) };
    let (name, rest) = (name.trim_end_matches('/'), rest.trim().trim_end_matches('/').trim_end());
    let is_text = syntax.text_directives.iter().any(|known| known == name);
    let arguments = match rest.strip_prefix('(') {
        _ if words == Words::None => Vec::new(),
        Some(call) => arguments(Arguments::Call(call.trim_end_matches(')')), syntax, words),
        None if is_text && !rest.contains('=') => Vec::new(),
        None => arguments(Arguments::Words(rest), syntax, words),
    };
    // The names of macros count in any case.
    let name = if rest.starts_with('(') { name.to_lowercase() } else { name.to_owned() };
    Some(StatedDirective { name: format!("{open}{slash}{name}"), arguments })
}

fn arguments(written: Arguments<'_>, syntax: &DirectiveSyntax, words: Words) -> Vec<String> {
    match written {
        Arguments::Call(call) => {
            let first = split(call, |character| character == ',').into_iter().next();
            first.map(|first| normal(first.trim())).filter(|first| !first.is_empty()).into_iter().collect()
        }
        Arguments::Words(text) => {
            let argument = |word: &str| match word.split_once('=') {
                Some((key, _)) if syntax.text_attributes.iter().any(|known| known == key) => None,
                Some((key, value)) if key.chars().all(|next| next.is_alphanumeric() || "-_:@.".contains(next)) => {
                    Some(format!("{key}={}", kept(value)?))
                }
                _ if words == Words::Quoted && !word.starts_with(['"', '\'']) => None,
                _ => kept(word),
            };
            split(text, char::is_whitespace).into_iter().filter_map(argument).collect()
        }
    }
}

/// The normal form of a value; `None` if it is probably text for readers: it has words, or it is an expression with texts.
fn kept(value: &str) -> Option<String> {
    let is_expression = value.starts_with('{');
    let has_text = if is_expression { value.contains(['"', '\'', '`']) } else { normal(value).contains(' ') };
    (!has_text).then(|| normal(value))
}

/// A value without quotes. Paths and links are the same in any locale.
fn normal(value: &str) -> String {
    let bare = value.trim_matches(['"', '\'', '`']);
    if bare.contains('/') { normal_target(bare) } else { bare.to_owned() }
}

/// The parts of a text between separators that are outside of quotes and braces; no part is empty.
fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut parts, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0_u32);
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, separator) if depth == 0 && is_separator(separator) => {
                parts.push(&text[start..at]);
                start = at + separator.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use toml::Table;

    #[track_caller]
    fn stated(profile: &str, text: &str) -> Option<(String, Vec<String>)> {
        let profile = Profile::named(profile, Table::new()).expect("a profile");
        read(text, &profile.directives).map(|read| (read.name, read.arguments))
    }

    #[test]
    fn names_and_kept_arguments_are_read() {
        for (profile, text, name, arguments) in [
            ("hugo", "{{< berth depth=\"3\" >}}", "{{<berth", &["depth=3"][..]),
            ("hugo", "{{</berth>}}", "{{</berth", &[]),
            ("hugo", "{{% include \"tides/high.md\" %}}", "{{%include", &["|tides/high.md|"]),
            ("hugo", "{{% alert title=\"Gut zu wissen\" color=\"info\" %}}", "{{%alert", &["color=info"]),
            ("hugo", "{{< tab Gezeiten >}}", "{{<tab", &[]),
            ("hugo", "{{< img src=\"/fr/a.png\" alt=\"Hafen\" />}}", "{{<img", &["src=|/a.png|"]),
            ("docusaurus", ":::note Gut zu wissen", ":::note", &[]),
            ("docusaurus", ":::tip[Rat]", ":::tip", &[]),
            ("docusaurus", ":::", ":::", &[]),
            ("learn", ":::image source=\"a.png\" alt-text=\"Ein Hafen\":::", ":::image", &["source=a.png"]),
            ("mkdocs", "--8<-- \"a.md\"", "--8<--", &["a.md"]),
            ("mkdocs", "!!! note \"Gut zu wissen\"", "!!!note", &[]),
            ("mkdocs", "=== \"Gezeiten\"", "===", &[]),
            ("mdn", "{{HTTPHeader(\"Date\", \"Datum\")}}", "{{httpheader", &["Date"]),
            ("mdn", "{{Compat}}", "{{Compat", &[]),
            (
                "mintlify",
                "<Card title=\"Hafen\" icon='x' href=\"/en/a\" wide cols={2}>",
                "<Card",
                &["icon=x", "href=|/a|", "wide", "cols={2}"],
            ),
            ("mintlify", "<Tabs values={[{label: 'Hafen'}]} />", "<Tabs", &[]),
            ("mintlify", "</Card>", "</Card", &[]),
            ("mintlify", "import A from  'a'", "import A from 'a'", &[]),
        ] {
            let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
            assert_eq!(stated(profile, text), Some((name.to_owned(), arguments)), "{text}");
        }
        assert_eq!(stated("docusaurus", "{/* Text */}"), None);
    }
}
