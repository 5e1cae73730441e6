//! The order of API versions: numbered versions by number, then the previews by name.

use crate::discover::identify::UNVERSIONED;
use std::cmp::Ordering;

/// The versions without repeats, oldest first: `v1.0`, `v2`, `v10`, `beta`, `preview`. Pages without a version are
/// left out. Each version is compared with the next one.
pub fn in_order(versions: impl Iterator<Item = String>) -> Vec<String> {
    let mut versions: Vec<String> = versions.filter(|version| version != UNVERSIONED).collect();
    versions.sort_by(|left, right| compare(left, right));
    versions.dedup();
    versions
}

fn compare(left: &str, right: &str) -> Ordering {
    let numbers = |version: &str| -> Option<Vec<u32>> {
        version.strip_prefix(['v', 'V'])?.split('.').map(|part| part.parse().ok()).collect()
    };
    match (numbers(left), numbers(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbered_versions_come_first() {
        let versions = ["preview", "v2", "beta", "v1.0", "v10", "v1.0", "unversioned"].map(str::to_owned);
        assert_eq!(super::in_order(versions.into_iter()), ["v1.0", "v2", "v10", "beta", "preview"]);
    }
}
