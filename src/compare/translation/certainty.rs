//! What a source text can tell that may be of another date than the translation.
//!
//! A damaged form of the source's name is damage whatever the date, and so is a name that was translated. Another
//! name, link, number or code, or none, may be how the source was: that is age, and no fault of the translation.

use crate::compare::change::{Certainty, Change, ChangeKind};
use crate::token;

/// The changes of a page by its source text, each with whether another date of that text explains it as well. Where the
/// page shows elsewhere that its source is of another date (`aged`), such changes are left out.
pub fn weigh(changes: Vec<Change>, aged: bool) -> Vec<(Change, Certainty)> {
    let certainty = |change: &Change| if may_be_age(change) { Certainty::MayBeAge } else { Certainty::Certain };
    let weighed = changes.into_iter().map(|change| (certainty(&change), change));
    weighed
        .filter(|(certainty, _)| !aged || *certainty == Certainty::Certain)
        .map(|(certainty, change)| (change, certainty))
        .collect()
}

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

/// Without white space and in lower case: `Berth. Read. All` is a damaged `Berth.Read.All`.
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
