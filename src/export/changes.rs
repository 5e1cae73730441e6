//! The API changes between two sides, as all formats of `hexapla diff` need them.

use crate::api::rules::Impact;
use crate::api::{ApiChange, Owner};

/// The changes of all versions that were compared.
#[derive(Debug, Default)]
pub struct Changes {
    /// The old side, as the user named it.
    pub old: String,
    /// The new side, as the user named it.
    pub new: String,
    /// The changes of each compared pair of versions, in order.
    pub versions: Vec<VersionChanges>,
}

/// The changes from one version to another.
#[derive(Debug)]
pub struct VersionChanges {
    /// The old version's name.
    pub old: String,
    /// The new version's name.
    pub new: String,
    /// The changes, in order of owner.
    pub changes: Vec<ApiChange>,
}

impl Changes {
    /// The changes of all version pairs, in order.
    pub fn all(&self) -> impl Iterator<Item = &ApiChange> {
        self.versions.iter().flat_map(|version| &version.changes)
    }

    /// The number of changes with this impact.
    pub fn count(&self, impact: Impact) -> usize {
        self.all().filter(|change| change.impact() == impact).count()
    }
}

impl VersionChanges {
    /// `v1.0`, or `v1.0 → beta` if the names differ.
    pub fn title(&self) -> String {
        if self.old == self.new { self.new.clone() } else { format!("{} → {}", self.old, self.new) }
    }

    /// The changes grouped by owner, in order.
    pub fn by_owner(&self) -> Vec<(&Owner, Vec<&ApiChange>)> {
        let mut groups: Vec<(&Owner, Vec<&ApiChange>)> = Vec::new();
        for change in &self.changes {
            match groups.last_mut() {
                Some((owner, changes)) if **owner == change.owner => changes.push(change),
                _ => groups.push((&change.owner, vec![change])),
            }
        }
        groups
    }
}
