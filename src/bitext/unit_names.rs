//! Names of units for TMX and PO: the path of the page and the structural path of the source text. A name stays the same
//! when the translation is edited.

use crate::bitext::{Document, Unit, UnitText};
use rustc_hash::FxHashMap;

/// A unit with its name and its source text.
pub struct NamedUnit<'d, 'a> {
    /// `PATH#PLACE`, or `PATH#PLACE~2` for the second unit of a place. Names are unique in a document, and among documents
    /// with different paths.
    pub name: String,
    /// The unit.
    pub unit: &'d Unit<'a>,
    /// Its source text.
    pub source: UnitText<'a>,
}

/// The units of [`Document::translatable`] with their names.
pub fn named<'d, 'a>(document: &'d Document<'a>) -> impl Iterator<Item = NamedUnit<'d, 'a>> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    document.translatable().map(move |(unit, source)| {
        let place = unit.place.replace(|character: char| matches!(character, '#' | '~') || character.is_control(), "-");
        let count = counts.entry(place.clone()).or_default();
        *count += 1;
        let path = &document.path;
        let name = if *count == 1 { format!("{path}#{place}") } else { format!("{path}#{place}~{count}") };
        NamedUnit { name, unit, source }
    })
}

/// The path of the page in a unit name; `None` if the name contains no `#`.
pub fn path(name: &str) -> Option<&str> {
    name.rsplit_once('#').map(|(path, _)| path)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_may_hold_the_mark() {
        assert_eq!(crate::bitext::unit_names::path("docs/c#/de.md#properties/table1/2/0~2"), Some("docs/c#/de.md"));
        assert_eq!(crate::bitext::unit_names::path("docs"), None);
    }
}
