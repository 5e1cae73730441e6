//! Renamed things: a removed name and an added name that mean the same thing, judged by what else is stated about them.
//! A similar name alone is no evidence. If two candidates fit equally well, neither is taken as the renamed one.

use crate::api::Confidence;
use crate::api::entries::Entry;
use crate::facts::types::TypeExpr;
use crate::schema::LocaleTexts;
use crate::token;
use rustc_hash::FxHashSet;

/// Pairs the things that only the old list has with those that only the new one has. `lists`: both whole.
pub fn entries<'e, 'v>(
    gone: &[&'e Entry<'v>],
    fresh: &[&'e Entry<'v>],
    lists: &[Vec<Entry<'v>>; 2],
    differ: &dyn Fn(&TypeExpr, &TypeExpr) -> bool,
) -> Vec<(&'e Entry<'v>, &'e Entry<'v>, Confidence)> {
    let judge = |before: &Entry<'_>, after: &Entry<'_>| judge(before, after, lists, differ);
    unique(gone, fresh, judge)
}

/// The pairs that are each other's only best match.
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
            let in_row = judged[row].iter().filter(|other| **other >= Some(confidence)).count();
            let in_column = judged.iter().filter(|others| others[column] >= Some(confidence)).count();
            if in_row == 1 && in_column == 1 {
                pairs.push((before, after, confidence));
            }
        }
    }
    pairs
}

fn judge(
    before: &Entry<'_>,
    after: &Entry<'_>,
    lists: &[Vec<Entry<'_>>; 2],
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
    let placed = stands_alike(before, after, lists);
    let told = described == Some(true) || valued;
    match (told, placed, are_akin(before.name, after.name)) {
        (true, true, _) => Some(Confidence::High),
        (true, false, true) => Some(Confidence::Medium),
        (false, true, true) => Some(Confidence::Medium),
        _ => None,
    }
}

/// Whether both descriptions say the same; `None` where one says nothing, or what others of the list say too.
fn described(before: &Entry<'_>, after: &Entry<'_>, lists: &[Vec<Entry<'_>>; 2]) -> Option<bool> {
    let (old, new) = common(before.texts, after.texts)?;
    let words = |text: &str, name: &str| -> Vec<String> {
        let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).filter(|word| *word != name.to_lowercase()).collect()
    };
    let (old_words, new_words) = (words(old, before.name), words(new, after.name));
    if old_words.is_empty() || new_words.is_empty() {
        return None;
    }
    let repeats = |list: &[Entry<'_>], text: &str| {
        list.iter().filter(|entry| entry.texts.values().any(|one| one == text)).count()
    };
    if repeats(&lists[0], old) > 1 || repeats(&lists[1], new) > 1 {
        return None;
    }
    Some(old_words == new_words)
}

/// The texts of both in one locale; where they share none, those that come first.
pub fn common<'t>(old: &'t LocaleTexts, new: &'t LocaleTexts) -> Option<(&'t str, &'t str)> {
    let shared = old.iter().find_map(|(locale, text)| Some((text.as_str(), new.get(locale)?.as_str())));
    shared.or_else(|| Some((old.values().next()?, new.values().next()?)))
}

/// Whether the nearest things before and after that both lists have are the same.
fn stands_alike(before: &Entry<'_>, after: &Entry<'_>, lists: &[Vec<Entry<'_>>; 2]) -> bool {
    let neighbours = |side: usize, entry: &Entry<'_>| {
        let (list, other) = (&lists[side], &lists[1 - side]);
        let at = list.iter().position(|known| known.is(entry)).unwrap_or(0);
        let shared = |known: &&Entry<'_>| other.iter().any(|there| there.is(known));
        let name = |entry: &Entry<'_>| entry.name.to_lowercase();
        (list[..at].iter().rev().find(shared).map(name), list[at + 1..].iter().find(shared).map(name))
    };
    let [(old_previous, old_next), (new_previous, new_next)] = [neighbours(0, before), neighbours(1, after)];
    old_previous == new_previous && old_next == new_next && (old_previous.is_some() || old_next.is_some())
}

/// Whether two names share words: most of those of the shorter one.
pub fn are_akin(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    let shared = one.intersection(&other).count();
    shared > 0 && shared * 2 > one.len().min(other.len())
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
            words.last_mut().expect("it starts with one").extend(character.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_akin_by_words() {
        for (one, other, akin) in [
            ("maxDraft", "maximumDraft", false),
            ("maxDraft", "maxDraftInMeters", true),
            ("berth_name", "berthName", true),
            ("depth", "length", false),
            ("startDateTime", "endDateTime", true),
        ] {
            assert_eq!(crate::api::rename::are_akin(one, other), akin, "{one} {other}");
        }
    }
}
