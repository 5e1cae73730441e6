//! Whether two link targets count as equal.

use crate::locale::Locale;

/// Whether two link targets are the same page in any locale. A locale segment, `http` against `https`, a slash at the end
/// and case are ignored.
pub fn same_target(left: &str, right: &str) -> bool {
    left == right || normal_target(left) == normal_target(right)
}

/// A link target in the form in which [`same_target`] compares it: `scheme|path|query and fragment`.
pub fn normal_target(target: &str) -> String {
    let target = target.trim().replace("%20", " ");
    let (scheme, rest) = target.split_once("://").unwrap_or(("", &target));
    let (path, tail) = rest.find(['?', '#']).map_or((rest, ""), |at| rest.split_at(at));
    let rooted = !scheme.is_empty() || path.starts_with('/');
    let mut segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    // A language without region is the first segment of a path: `/fr/guides`. In front of it is nothing, or the host.
    let is_locale = |(position, segment): (usize, &&str)| {
        let is_short = segment.contains('-') && segment.len() <= 10 || segment.len() == 2 && position == 1;
        is_short && Locale::parse(segment).is_some()
    };
    if rooted && let Some(position) = segments.iter().enumerate().take(3).position(is_locale) {
        segments.remove(position);
    }
    let scheme = if scheme.eq_ignore_ascii_case("http") { "https" } else { scheme };
    format!("{}|{}|{}", scheme.to_ascii_lowercase(), segments.join("/").to_lowercase(), tail.to_lowercase())
}

/// Whether two link targets are different headings of one page, in any locale. Both state the page and the heading.
pub fn differ_in_fragment(left: &str, right: &str) -> bool {
    let pages = left.split_once('#').zip(right.split_once('#'));
    pages.is_some_and(|((left, heading), (right, other))| {
        !left.is_empty() && !heading.is_empty() && !other.is_empty() && heading != other && same_target(left, right)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_that_are_one() {
        assert!(same_target("https://docs.example/en-us/a/", "http://docs.example/de-de/a"));
        assert!(same_target("/en/guides/tides", "/fr/guides/tides"));
        assert!(same_target("https://docs.example/en/a", "https://docs.example/zh/a"));
        assert!(!same_target("/guides/en/a", "/guides/of/a"));
        assert!(same_target("/berths/x", "/berths/x/"));
        assert!(!same_target("../a.md", "../b.md"));
        assert!(!same_target("a.md#x", "a.md#y"));
    }
}
