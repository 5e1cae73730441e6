//! When two link targets count as the same.

use crate::locale::Locale;

/// Whether two link targets lead to the same place in any locale: a locale segment, the scheme's `s`, a
/// slash at the end and the case of the host do not count.
pub fn same_target(one: &str, other: &str) -> bool {
    one == other || normal_target(one) == normal_target(other)
}

/// A link target in the form in which targets are compared.
pub fn normal_target(target: &str) -> String {
    let target = target.trim().replace("%20", " ");
    let (scheme, rest) = target.split_once("://").unwrap_or(("", &target));
    let (path, tail) = rest.find(['?', '#']).map_or((rest, ""), |at| rest.split_at(at));
    let rooted = !scheme.is_empty() || path.starts_with('/');
    let mut segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    if rooted
        && let Some(position) = segments
            .iter()
            .take(3)
            .position(|segment| segment.contains('-') && segment.len() <= 10 && Locale::parse(segment).is_some())
    {
        segments.remove(position);
    }
    let scheme = if scheme.eq_ignore_ascii_case("http") { "https" } else { scheme };
    format!("{}|{}|{}", scheme.to_ascii_lowercase(), segments.join("/").to_lowercase(), tail.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_that_are_one() {
        assert!(same_target("https://docs.example/en-us/a/", "http://docs.example/de-de/a"));
        assert!(same_target("/berths/x", "/berths/x/"));
        assert!(!same_target("../a.md", "../b.md"));
        assert!(!same_target("a.md#x", "a.md#y"));
    }
}
