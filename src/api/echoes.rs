//! Changes of a type that would be repeated: by the types derived from it, and by request bodies that list the same
//! property. Only the first report is kept.

use crate::api::ApiChange;
use rustc_hash::FxHashMap;

/// The changes of types by the name of what changed, in lower case.
pub struct Echoes(FxHashMap<String, Vec<ApiChange>>);

impl Echoes {
    /// Reads the changes of types.
    pub fn new(changes: &[ApiChange]) -> Self {
        let mut echoes: FxHashMap<String, Vec<ApiChange>> = FxHashMap::default();
        for change in changes {
            echoes.entry(change.name.to_lowercase()).or_default().push(change.clone());
        }
        Self(echoes)
    }

    /// The changes of properties by the name of the property.
    pub fn of(&self, name: &str) -> &[ApiChange] {
        self.0.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

/// Whether two changes say the same of two owners.
pub fn is_same(one: &ApiChange, other: &ApiChange) -> bool {
    let texts =
        |change: &ApiChange| [&change.old, &change.new].map(|said| said.as_ref().map(|said| said.text.to_lowercase()));
    one.kind.rule().turn == other.kind.rule().turn
        && one.name.eq_ignore_ascii_case(&other.name)
        && texts(one) == texts(other)
}
