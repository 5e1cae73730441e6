//! Whether a change is certain although the source text may be older or newer than the text that was translated.
//!
//! A damaged or translated name is a fault of the translation for every date of the source. A different or missing
//! name, link, number or code block is not: the translated version of the source may have had it so.

use crate::compare::change::{Certainty, Change, ChangeKind};
use crate::token;

/// Changes against a source text whose date may differ, each with its certainty.
pub fn weigh(changes: Vec<Change>) -> Vec<(Change, Certainty)> {
    let certainty = |change: &Change| if may_be_age(change) { Certainty::MayBeAge } else { Certainty::Certain };
    let weighed = changes.into_iter().map(|change| (certainty(&change), change));
    weighed.map(|(certainty, change)| (change, certainty)).collect()
}

/// The changes that are certain although the source text is known to have another date.
pub fn without_age(mut changes: Vec<Change>) -> Vec<Change> {
    changes.retain(|change| !may_be_age(change));
    changes
}

/// Whether another date of the source text may be the cause of a change.
fn may_be_age(change: &Change) -> bool {
    match change.kind {
        ChangeKind::Identifier | ChangeKind::HeaderName if !token::is_name(&change.target) => false,
        ChangeKind::CodeBlock => true,
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
        | ChangeKind::Missing(_)
        | ChangeKind::Extra(_) => squeezed(&change.source) != squeezed(&change.target),
        _ => false,
    }
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
            (ChangeKind::Permission, "Berth.Read.All", "Nicht unterstützt", true),
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
