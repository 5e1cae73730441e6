//! Names of units for TMX and PO: the path of the page and the structural path of the source text. A name stays the same
//! when the translation is edited.

use crate::bitext::{Document, Unit, UnitText};
use rustc_hash::FxHashMap;

/// The units of [`Document::translatable`] with their names: `PATH#PLACE`, and `PATH#PLACE~2` for the second unit of a
/// place. Names are unique in a document, and among documents with different paths.
pub fn named<'d, 'a>(document: &'d Document<'a>) -> impl Iterator<Item = (String, &'d Unit<'a>, UnitText<'a>)> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    document.translatable().map(move |(unit, source)| {
        let place = unit.place.replace(|character: char| matches!(character, '#' | '~') || character.is_control(), "-");
        let count = counts.entry(place.clone()).or_default();
        *count += 1;
        let path = &document.path;
        let name = if *count == 1 { format!("{path}#{place}") } else { format!("{path}#{place}~{count}") };
        (name, unit, source)
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
