//! Whether a change is certain although the source text may be older or newer than the text that was translated.
//!
//! A damaged or translated name is a fault of the translation for every date of the source. A different or missing
//! name, link, number or code block is not: the translated version of the source may have had it so.

use crate::compare::change::{Certainty, Change, ChangeKind};
use crate::page::http;
use crate::token;

/// Changes against a source text whose date may differ, each with its certainty.
pub fn weigh(changes: Vec<Change>) -> Vec<(Change, Certainty)> {
    let certainty = |change: &Change| if may_be_age(change) { Certainty::MayBeAge } else { Certainty::Certain };
    let weighed = changes.into_iter().map(|change| (certainty(&change), change));
    weighed.map(|(certainty, change)| (change, certainty)).collect()
}

/// Whether another date of the source text may be the cause of a change.
fn may_be_age(change: &Change) -> bool {
    match change.kind {
        ChangeKind::Anchor
        | ChangeKind::CodeSpan
        | ChangeKind::HeaderName
        | ChangeKind::Identifier
        | ChangeKind::IdentifierInProse
        | ChangeKind::Placeholder
            if has_other_script(&change.source, &change.target) =>
        {
            false
        }
        ChangeKind::Identifier | ChangeKind::HeaderName if !token::is_name(&change.target) => false,
        // A later version may name another header. Names of other headers have several words, or a spelling of their own.
        ChangeKind::HeaderName
            if http::is_standard_header(&change.source)
                && !http::is_standard_header(&change.target)
                && is_word(&change.target) =>
        {
            false
        }
        // A fragment in another script may be the anchor of a translated heading.
        ChangeKind::LinkTarget
            if has_other_script(without_fragment(&change.source), without_fragment(&change.target)) =>
        {
            false
        }
        // A translated scope, and not the words for "not supported".
        ChangeKind::Permission if scopes(&change.target).any(|scope| has_other_script(&change.source, scope)) => false,
        ChangeKind::CodeBlock | ChangeKind::CodeText(_) | ChangeKind::Directive => true,
        ChangeKind::Anchor
        | ChangeKind::CodeSpan
        | ChangeKind::HeaderName
        | ChangeKind::Identifier
        | ChangeKind::IdentifierInProse
        | ChangeKind::LinkTarget
        | ChangeKind::Literal
        | ChangeKind::Number
        | ChangeKind::Permission
        | ChangeKind::Placeholder
        | ChangeKind::SharedText
        | ChangeKind::Missing(_)
        | ChangeKind::Extra(_) => squeezed(&change.source) != squeezed(&change.target),
        _ => false,
    }
}

fn without_fragment(target: &str) -> &str {
    target.split('#').next().unwrap_or_default()
}

/// The words of a text that have the form of a scope.
fn scopes(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', ';']).filter(|word| word.trim_end_matches('.').contains('.'))
}

/// Whether a text is one word with a capital at its start.
fn is_word(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.chars().skip(1).all(char::is_lowercase)
}

/// Whether the target has letters outside ASCII and the source has none: names of another date have the script of the source.
pub(crate) fn has_other_script(source: &str, target: &str) -> bool {
    let is_other = |character: char| character.is_alphabetic() && !character.is_ascii();
    target.contains(is_other) && !source.contains(is_other)
}

/// A text in lower case without white space: `Berth. Read. All` is a damaged `Berth.Read.All`.
fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileRange;

    #[test]
    fn damage_is_told_and_age_may_not_be() {
        for (kind, source, target, expected) in [
            (ChangeKind::Identifier, "berthName", "Name des Liegeplatzes", false),
            (ChangeKind::Identifier, "berthName", "Größe", false),
            (ChangeKind::Identifier, "berthName", "berthTitle", true),
            (ChangeKind::Identifier, "berthName", "BerthName", false),
            (ChangeKind::Permission, "Berth.Read.All", "Berth. Read. All", false),
            (ChangeKind::Permission, "Berth.Read.All", "Nicht unterstützt.", true),
            (ChangeKind::Permission, "Berth.Read.All", "Liegeplätze.Lesen.Alle", false),
            (ChangeKind::Permission, "Berth.Read.All", "Berth.Write.All", true),
            (ChangeKind::Placeholder, "{token}", "{トークン}", false),
            (ChangeKind::Placeholder, "{token}", "{jeton}", true),
            (ChangeKind::CodeSpan, "berthName", "NomDuPoste", true),
            (ChangeKind::HeaderName, "Authorization", "Autorisation", false),
            (ChangeKind::HeaderName, "Authorization", "Api-Key", true),
            (ChangeKind::HeaderName, "If-Match", "If-None-Match", true),
            (ChangeKind::HeaderName, "X-Berth-Id", "X-Harbor-Id", true),
            (ChangeKind::LinkTarget, "a.md", "größe.md", false),
            (ChangeKind::LinkTarget, "a.md#size", "a.md#größe", true),
            (ChangeKind::LinkTarget, "größe.md", "länge.md", true),
            (ChangeKind::LinkTarget, "a.md", "b.md", true),
            (ChangeKind::LinkTarget, "a.md", "", true),
            (ChangeKind::SegmentUntranslated, "The berth is free.", "The berth is free.", false),
            (ChangeKind::TypeName, "String", "Zeichenfolge", false),
        ] {
            let change = Change::new(kind, FileRange::new(0, 0)).with_texts(source, target);
            assert_eq!(may_be_age(&change), expected, "{change:?}");
        }
    }
}
