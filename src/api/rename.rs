//! Finds renamed entries: a removed name and an added name that mean the same, judged by what else is stated about them.
//! A similar name alone is no evidence. If two candidates fit equally well, neither is taken as the renamed one.

use crate::api::Confidence;
use crate::api::named_entry::NamedEntry;
use crate::facts::types::TypeExpr;
use crate::schema::LocaleTexts;
use crate::token;
use rustc_hash::FxHashSet;

/// Pairs the removed entries (`gone`) with the added entries (`fresh`) that are their new names. `lists`: all entries of both
/// sides.
pub fn entries<'e, 'v>(
    gone: &[&'e NamedEntry<'v>],
    fresh: &[&'e NamedEntry<'v>],
    lists: &[Vec<NamedEntry<'v>>; 2],
    differ: &dyn Fn(&TypeExpr, &TypeExpr) -> bool,
) -> Vec<(&'e NamedEntry<'v>, &'e NamedEntry<'v>, Confidence)> {
    let judge = |before: &NamedEntry<'_>, after: &NamedEntry<'_>| judge(before, after, lists, differ);
    unique(gone, fresh, judge)
}

/// The pairs in which each is the only best match of its partner.
pub fn unique<Thing: Copy>(
    gone: &[Thing],
    fresh: &[Thing],
    judge: impl Fn(Thing, Thing) -> Option<Confidence>,
) -> Vec<(Thing, Thing, Confidence)> {
    let judged: Vec<Vec<Option<Confidence>>> =
        gone.iter().map(|&before| fresh.iter().map(|&after| judge(before, after)).collect()).collect();
    let mut pairs = Vec::new();
    for (row, &before) in gone.iter().enumerate() {
        for (column, &after) in fresh.iter().enumerate() {
            let Some(confidence) = judged[row][column] else { continue };
            let in_row = judged[row].iter().filter(|rival| **rival >= Some(confidence)).count();
            let in_column = judged.iter().filter(|rivals| rivals[column] >= Some(confidence)).count();
            if in_row == 1 && in_column == 1 {
                pairs.push((before, after, confidence));
            }
        }
    }
    pairs
}

fn judge(
    before: &NamedEntry<'_>,
    after: &NamedEntry<'_>,
    lists: &[Vec<NamedEntry<'_>>; 2],
    differ: &dyn Fn(&TypeExpr, &TypeExpr) -> bool,
) -> Option<Confidence> {
    if !token::is_name(before.name) && !token::is_name(after.name) {
        return None;
    }
    match (&before.type_expr, &after.type_expr) {
        (Some(old), Some(new)) if differ(old, new) => return None,
        (Some(_), None) | (None, Some(_)) => return None,
        _ => {}
    }
    let (old_value, new_value) = (before.value.trim(), after.value.trim());
    let valued = !old_value.is_empty() && !new_value.is_empty();
    if valued && old_value != new_value {
        return None;
    }
    let described = described(before, after, lists);
    if described == Some(false) && !valued {
        return None;
    }
    let same_place = has_same_neighbours(before, after, lists);
    let same_meaning = described == Some(true) || valued;
    match (same_meaning, same_place, are_akin(before.name, after.name)) {
        (true, true, _) => Some(Confidence::High),
        (true, false, true) => Some(Confidence::Medium),
        (false, true, true) => Some(Confidence::Medium),
        _ => None,
    }
}

/// Whether both descriptions are equal apart from the name; `None` if a description is empty or occurs twice in its list.
fn described(before: &NamedEntry<'_>, after: &NamedEntry<'_>, lists: &[Vec<NamedEntry<'_>>; 2]) -> Option<bool> {
    let (old, new) = common(before.texts, after.texts)?;
    let words = |text: &str, name: &str| -> Vec<String> {
        let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).filter(|word| *word != name.to_lowercase()).collect()
    };
    let (old_words, new_words) = (words(old, before.name), words(new, after.name));
    if old_words.is_empty() || new_words.is_empty() {
        return None;
    }
    let repeats = |list: &[NamedEntry<'_>], text: &str| {
        list.iter().filter(|entry| entry.texts.values().any(|known| known == text)).count()
    };
    if repeats(&lists[0], old) > 1 || repeats(&lists[1], new) > 1 {
        return None;
    }
    Some(old_words == new_words)
}

/// The texts of both sides in a locale that they share; otherwise the first text of each.
pub fn common<'t>(old: &'t LocaleTexts, new: &'t LocaleTexts) -> Option<(&'t str, &'t str)> {
    let shared = old.iter().find_map(|(locale, text)| Some((text.as_str(), new.get(locale)?.as_str())));
    shared.or_else(|| Some((old.values().next()?, new.values().next()?)))
}

/// Whether the nearest entries before and after that both lists have are the same.
fn has_same_neighbours(before: &NamedEntry<'_>, after: &NamedEntry<'_>, lists: &[Vec<NamedEntry<'_>>; 2]) -> bool {
    let neighbours = |side: usize, entry: &NamedEntry<'_>| {
        let (list, opposite) = (&lists[side], &lists[1 - side]);
        let at = list.iter().position(|known| known.is(entry)).unwrap_or(0);
        let shared = |known: &&NamedEntry<'_>| opposite.iter().any(|there| there.is(known));
        let name = |entry: &NamedEntry<'_>| entry.name.to_lowercase();
        (list[..at].iter().rev().find(shared).map(name), list[at + 1..].iter().find(shared).map(name))
    };
    let [(old_previous, old_next), (new_previous, new_next)] = [neighbours(0, before), neighbours(1, after)];
    old_previous == new_previous && old_next == new_next && (old_previous.is_some() || old_next.is_some())
}

/// Whether two names share more than half of the words of the shorter name.
pub fn are_akin(left: &str, right: &str) -> bool {
    let (left, right) = (name_words(left), name_words(right));
    let shared = left.intersection(&right).count();
    shared > 0 && shared * 2 > left.len().min(right.len())
}

/// The words of a coined name, in lower case: `maxDraftInMeters` to `max`, `draft`, `in`, `meters`.
fn name_words(name: &str) -> FxHashSet<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower = false;
    for character in name.chars() {
        let starts = character.is_uppercase() && lower || !character.is_alphanumeric();
        if starts {
            words.push(String::new());
        }
        lower = character.is_lowercase() || character.is_ascii_digit();
        if character.is_alphanumeric() {
            words.last_mut().expect("the list starts with an empty word").extend(character.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_akin_by_words() {
        for (left, right, akin) in [
            ("maxDraft", "maximumDraft", false),
            ("maxDraft", "maxDraftInMeters", true),
            ("berth_name", "berthName", true),
            ("depth", "length", false),
            ("startDateTime", "endDateTime", true),
        ] {
            assert_eq!(crate::api::rename::are_akin(left, right), akin, "{left} {right}");
        }
    }
}
