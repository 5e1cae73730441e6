//! Names of units that stay the same when a translation is edited: the page's path, and the place of the source
//! text in the page's structure.

use crate::bitext::{Document, Unit, UnitText};
use rustc_hash::FxHashMap;

/// The units that CAT tools want, as [`Document::translatable`] gives them, with their names:
/// `PATH#PLACE`, and `PATH#PLACE~2` for the second of a place. Names are unique among documents with other paths.
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

/// The path in a name.
pub fn path(name: &str) -> Option<&str> {
    name.rsplit_once('#').map(|(path, _)| path)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_may_hold_the_mark() {
        assert_eq!(crate::bitext::names::path("docs/c#/de.md#properties/table1/2/0~2"), Some("docs/c#/de.md"));
        assert_eq!(crate::bitext::names::path("docs"), None);
    }
}
