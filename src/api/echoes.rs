//! Changes of a type that would be repeated: by the types derived from it, and by request bodies that list the same
//! property. Only the first report is kept.

use crate::api::ApiChange;
use rustc_hash::FxHashMap;

/// The changes of types by the name of the changed item, in lower case.
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

    /// The changes of parts with a name, in any case.
    pub fn of(&self, name: &str) -> &[ApiChange] {
        self.0.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

/// Whether two changes are equal except for their owners.
pub fn is_same(left: &ApiChange, right: &ApiChange) -> bool {
    let texts = |change: &ApiChange| {
        [&change.old, &change.new].map(|statement| statement.as_ref().map(|statement| statement.text.to_lowercase()))
    };
    left.kind.rule().turn == right.kind.rule().turn
        && left.name.eq_ignore_ascii_case(&right.name)
        && texts(left) == texts(right)
}
