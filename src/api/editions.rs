//! Chooses the editions of a page by which two versions are compared. Editions of different dates differ by age as well as by
//! version. Two editions of one locale mostly have the same date.

use crate::discover::identify::{Edition, Form};
use crate::schema::Input;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The inputs by which two versions are compared: for each page, one edition of each version that has the page.
pub fn of_versions<'a>(inputs: &[Input<'a>], versions: [&str; 2]) -> Vec<Input<'a>> {
    let mut pages: BTreeMap<&str, Vec<&Input<'a>>> = BTreeMap::new();
    for input in inputs {
        pages.entry(input.key).or_default().push(input);
    }
    let mut all = Vec::new();
    for editions in pages.values() {
        let chosen = chosen(&editions.iter().map(|input| input.edition).collect::<Vec<_>>(), versions);
        all.extend(chosen.into_iter().map(|index| *editions[index]));
    }
    all
}

/// The indexes of the editions of one page that represent an older and a newer version. If a locale has both versions, its two
/// editions are taken, from the locale with the newest. Otherwise the newest edition is taken. A source-language page counts as
/// newest.
pub fn chosen(editions: &[&Edition], [old, new]: [&str; 2]) -> Vec<usize> {
    let date = |index: usize| match editions[index].form {
        Form::Source => (true, None),
        _ => (false, editions[index].handoff),
    };
    let of = |version: &str| -> Vec<usize> {
        (0..editions.len()).filter(|&index| editions[index].version == version).collect()
    };
    let (olds, news) = (of(old), of(new));
    let pairs = olds.iter().flat_map(|&old| news.iter().map(move |&new| (old, new)));
    let closest = pairs.max_by_key(|&(old, new)| {
        let same = editions[old].locale == editions[new].locale;
        (same, date(old).min(date(new)), date(old).max(date(new)), Reverse((old, new)))
    });
    let newest = || olds.iter().chain(&news).copied().max_by_key(|&index| (date(index), Reverse(index)));
    match closest {
        Some((old, new)) if old == new => vec![old],
        Some((old, new)) => vec![old, new],
        None => newest().into_iter().collect(),
    }
}
