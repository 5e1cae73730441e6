//! Recovers translated names on pages without source text. The JSON of the page is not translated, so its names are matched
//! with the rows by spelling, vocabulary and order. If the JSON does not describe the rows, the vocabulary of the lexicon is
//! used alone.
//!
//! A name that cannot be recovered stays as written: a translated name is better than a wrong name.

use crate::facts::json_samples;
use crate::facts::json_samples::Sample;
use crate::facts::member_values;
use crate::facts::roles::Words;
use crate::facts::types;
use crate::facts::types::TypeExpr;
use crate::facts::{Item, Member};
use crate::lexicon::spelling;
use crate::page::Side;
use crate::text;
use crate::token;
use rustc_hash::FxHashSet;

/// Largest number of rows whose names are recovered. Each row is compared with all names in the JSON of the page.
const MOST_ROWS: usize = 1000;

/// Recovers the names of the rows of a table.
pub fn items(side: &Side, words: Words<'_>, items: &mut [Item]) {
    if items.len() > MOST_ROWS || !items.iter().any(is_lost) {
        return;
    }
    let samples = json_samples::objects(side);
    // A name in the JSON of the page is not a translation, even if another object there has a different name in its position.
    let shown: FxHashSet<String> =
        samples.iter().flat_map(|sample| &sample.members).map(|member| member.name.to_lowercase()).collect();
    by_spelling(&samples, items);
    by_vocabulary(items, words, |name, items| samples.iter().any(|sample| is_unused(sample, name, items)));
    for sample in &samples {
        by_place(sample, items, words, &shown);
        // A response may lack members that rows describe.
        if !sample.is_response {
            last_row(sample, items, words, &shown);
        }
    }
    // If a sample has the names of most rows, the other rows have no name in it.
    let is_described = samples.iter().any(|sample| places(sample, items).iter().flatten().count() * 2 > items.len());
    if !is_described {
        by_vocabulary(items, words, |_, _| true);
    }
}

/// Recovers the names of the members of an enum and repairs their values.
pub fn members(words: Words<'_>, members: &mut [Member]) {
    for index in 0..members.len() {
        if let Some(name) = vocabulary(&members[index].name, words)
            && !members.iter().any(|member| member.name.eq_ignore_ascii_case(&name))
        {
            members[index].name = name;
        }
    }
    member_values::repair(members);
    // A value that the other values do not determine may be a number in words.
    for member in members.iter_mut().filter(|member| member.value.parse::<i64>().is_err()) {
        let number = words.locale.and_then(|lexicon| lexicon.identifier(&member.value.trim().to_lowercase()));
        if let Some(number) = number.filter(|number| number.parse::<i64>().is_ok()) {
            member.value = number.to_owned();
        }
    }
}

/// Gives rows the names of `names`, in order, if the numbers are equal and each row may have a translated name. Returns
/// whether it did.
pub fn by_order<'a>(rows: &mut [&mut Item], names: impl ExactSizeIterator<Item = &'a String>) -> bool {
    let may_rename = !rows.is_empty() && rows.len() == names.len() && rows.iter().all(|row| is_lost(row));
    if may_rename {
        rows.iter_mut().zip(names).for_each(|(row, name)| name.clone_into(&mut row.name));
    }
    may_rename
}

/// The coined name in a cell; `None` if there are several. A translation may have added a word before it.
pub fn coined_word(cell: &str) -> Option<&str> {
    let mut coined = cell
        .split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
        .filter(|word| token::is_coined(word));
    coined.next().filter(|_| coined.next().is_none())
}

/// The type of a cell, named by its link if the text of the cell is a translation: neither a coined name, nor a primitive
/// type, nor a part of the name in the link.
pub fn type_of(read: Option<TypeExpr>, link: Option<&str>, words: Words<'_>) -> Option<TypeExpr> {
    let read = read?;
    let Some(linked) = link.and_then(types::linked_name) else { return Some(read) };
    let (written, named) = (read.name.to_lowercase(), linked.to_lowercase());
    let is_kept =
        token::is_coined(&read.name) || words.types().primitive(&read.name).is_some() || named.contains(&written);
    Some(if is_kept { read } else { TypeExpr { name: linked, ..read } })
}

/// A permission cell in which scopes that a translation split are joined: `Berth.Read.All` for `Berth. Read. All`.
pub fn rejoined(cell: &str) -> String {
    let parts = cell.split_inclusive([',', '、', '，', ';']);
    let rejoin = |part: &str| {
        let words: Vec<&str> = part.split('.').map(|word| word.trim_matches([' ', '*', ',', ';'])).collect();
        let is_scope = words.len() >= 2
            && words.iter().all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            && words.iter().enumerate().all(|(index, word)| {
                word.starts_with(|first: char| first.is_ascii_uppercase()) || index > 0 && *word == "all"
            });
        if !is_scope {
            return part.to_owned();
        }
        let spelled = words.iter().map(|word| if word.eq_ignore_ascii_case("all") { "All" } else { word });
        format!("{}, ", spelled.collect::<Vec<_>>().join("."))
    };
    parts.map(rejoin).collect()
}

/// Whether the name of a row may be translated. A coined name is not a translation.
fn is_lost(item: &Item) -> bool {
    !token::is_coined(&item.name) && !item.name.contains(['@', '.', '/', '_'])
}

/// For each row: the index of the member of a sample that has its name.
fn places(sample: &Sample<'_>, items: &[Item]) -> Vec<Option<usize>> {
    let position = |name: &str| sample.members.iter().position(|member| member.name.eq_ignore_ascii_case(name));
    items.iter().map(|item| position(&item.name)).collect()
}

fn is_unused(sample: &Sample<'_>, name: &str, items: &[Item]) -> bool {
    sample.members.iter().any(|member| member.name == name)
        && !items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
}

fn by_spelling(samples: &[Sample<'_>], items: &mut [Item]) {
    for index in 0..items.len() {
        let names = || samples.iter().flat_map(|sample| &sample.members).map(|member| member.name);
        if is_lost(&items[index])
            && let Some(name) = spelling::respelled(&items[index].written, names())
            && !items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
        {
            items[index].name = name.to_owned();
        }
    }
}

/// The identifier of a translated name, by the lexicon of the locale, else by its spelling in Cyrillic.
fn vocabulary(written: &str, words: Words<'_>) -> Option<String> {
    let translated = words.locale.and_then(|lexicon| lexicon.identifier(&written.to_lowercase()));
    translated.map(str::to_owned).or_else(|| words.english?.spelled_identifier(written))
}

/// Renames rows by the vocabulary, if `allowed` accepts the name.
fn by_vocabulary(items: &mut [Item], words: Words<'_>, allowed: impl Fn(&str, &[Item]) -> bool) {
    for index in 0..items.len() {
        if is_lost(&items[index])
            && let Some(name) = vocabulary(&items[index].name, words)
            && !items.iter().any(|item| item.name.eq_ignore_ascii_case(&name))
            && allowed(&name, items)
        {
            items[index].name = name;
        }
    }
}

/// Renames the rows between two rows whose names are in a sample. Their names are taken from the members between the two that
/// no row has, if order and types leave exactly one assignment.
fn by_place(sample: &Sample<'_>, items: &mut [Item], words: Words<'_>, shown: &FxHashSet<String>) {
    let places = places(sample, items);
    let known = places.iter().flatten().count();
    let same_length = items.len() == sample.members.len() && !sample.is_response;
    let chain = longest_chain(&places);
    // Rows and members must have nearly the same order; otherwise order proves nothing.
    if !(same_length || known > 0 && known * 2 >= items.len()) || chain.len() * 3 < known * 2 {
        return;
    }
    let mut bounds = vec![(0, 0)];
    bounds.extend(chain.iter().flat_map(|&row| places[row].map(|place| (row + 1, place + 1))));
    bounds.push((items.len() + 1, sample.members.len() + 1));
    for pair in bounds.windows(2) {
        let ((row, place), (next_row, next_place)) = (pair[0], pair[1]);
        let rows: Vec<usize> = (row..next_row - 1).filter(|&row| places[row].is_none()).collect();
        // `id` is never translated.
        let is_unused = |place: &usize| !places.contains(&Some(*place)) && sample.members[*place].name != "id";
        let members: Vec<usize> = (place..next_place - 1).filter(is_unused).collect();
        let may_change = |row: usize| is_lost(&items[row]) && !shown.contains(&items[row].name.to_lowercase());
        if rows.is_empty() || !rows.iter().all(|&row| may_change(row)) {
            continue;
        }
        let fits = |row: usize, member: usize| {
            sample.members[members[member]].may_be(items[rows[row]].type_expr.as_ref(), words)
        };
        if let Some(chosen) = only_way(rows.len(), members.len(), fits) {
            for (&row, member) in rows.iter().zip(chosen) {
                sample.members[members[member]].name.clone_into(&mut items[row].name);
            }
        }
    }
}

/// If one row is not in a sample and one member of the sample is not a row, gives the row the name of the member. Their
/// positions do not matter.
fn last_row(sample: &Sample<'_>, items: &mut [Item], words: Words<'_>, shown: &FxHashSet<String>) {
    let places = places(sample, items);
    let mut unread = (0..items.len()).filter(|&row| places[row].is_none());
    let mut unused = (0..sample.members.len()).filter(|place| !places.contains(&Some(*place)));
    let (Some(row), None, Some(member), None) = (unread.next(), unread.next(), unused.next(), unused.next()) else {
        return;
    };
    let member = &sample.members[member];
    let fits = items[row].type_expr.is_some() && member.may_be(items[row].type_expr.as_ref(), words);
    let is_shown = shown.contains(&items[row].name.to_lowercase());
    if items.len() > 1 && is_lost(&items[row]) && !is_shown && fits {
        member.name.clone_into(&mut items[row].name);
    }
}

/// The longest list of rows, in order, whose indices in the sample increase.
fn longest_chain(places: &[Option<usize>]) -> Vec<usize> {
    let (rows, places): (Vec<usize>, Vec<usize>) =
        places.iter().enumerate().filter_map(|(row, place)| place.map(|place| (row, place))).unzip();
    text::longest_increasing(&places).into_iter().map(|index| rows[index]).collect()
}

/// The only assignment of members to rows that keeps their order and in which each pair fits: for each row, the index of its
/// member. `None` if there are several assignments or none.
fn only_way(rows: usize, members: usize, fits: impl Fn(usize, usize) -> bool) -> Option<Vec<usize>> {
    if rows == 0 || rows > members || members > 64 {
        return None;
    }
    // If there is only one assignment, the earliest and the latest choices are equal.
    let mut earliest = Vec::with_capacity(rows);
    let mut from = 0;
    for row in 0..rows {
        let member = (from..members).find(|&member| fits(row, member))?;
        earliest.push(member);
        from = member + 1;
    }
    let mut to = members;
    for row in (0..rows).rev() {
        let member = (0..to).rev().find(|&member| fits(row, member))?;
        if earliest[row] != member {
            return None;
        }
        to = member;
    }
    Some(earliest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::locale::Locale;
    use crate::page::Page;
    use crate::page::syntax::PageSyntax;

    #[track_caller]
    fn recovers(rows: &[(&str, &str)], json: &str, expected: &[&str]) {
        let lexicons = Lexicons::built_in();
        let words = Words::of(&lexicons, &Locale::parse("de").expect("a tag"));
        let page = Page::parse(format!("```json\n{json}\n```\n").into(), &PageSyntax::default());
        let item = |(name, type_name): &(&str, &str)| Item {
            name: (*name).to_owned(),
            written: (*name).to_owned(),
            type_expr: types::parse(type_name, None, words.types()),
            ..Item::default()
        };
        let mut items: Vec<Item> = rows.iter().map(item).collect();
        super::items(&page.target, words, &mut items);
        let names: Vec<_> = items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, expected, "{rows:?}");
    }

    const JSON: &str = "{\"@core.type\": \"x\", \"id\": \"a\\\"b\", \"berthName\": {\"inner\": 1}, \"description\": String, \"size\": [\"x\"]}";

    #[test]
    fn names_are_recovered_by_order() {
        let rows = |names: [&'static str; 4]| names.map(|name| (name, ""));
        recovers(&rows(["id", "berthName", "说明", "size"]), JSON, &["id", "berthName", "description", "size"]);
        recovers(&rows(["id", "berthName", "Lage", "Größe"]), JSON, &["id", "berthName", "description", "size"]);
        recovers(
            &[("id", ""), ("berthName", ""), ("neu", ""), ("说明", ""), ("size", "")],
            JSON,
            &["id", "berthName", "neu", "说明", "size"],
        );
        recovers(&rows(["size", "id", "说明", "neu"]), JSON, &["size", "id", "说明", "neu"]);
        recovers(
            &rows(["id", "berthNumber", "description", "size"]),
            JSON,
            &["id", "berthNumber", "description", "size"],
        );
    }

    #[test]
    fn types_decide_if_order_leaves_a_choice() {
        recovers(&[("id", "String"), ("Lage", "String"), ("size", "")], JSON, &["id", "description", "size"]);
        recovers(&[("id", "String"), ("Lage", "quay"), ("size", "")], JSON, &["id", "Lage", "size"]);
        recovers(&[("id", "String"), ("Lage", "Boolean"), ("size", "")], JSON, &["id", "Lage", "size"]);
        recovers(&[("Verweis", "String")], "{\"link\": \"String\"}", &["link"]);
        recovers(&[("Verweis", "Boolean")], "{\"link\": \"String\"}", &["Verweis"]);
        let two_objects = "{\"link\": \"String\"}\n```\n\n```json\n{\"value\": \"String\"}";
        recovers(&[("link", "String")], two_objects, &["link"]);
        recovers(&[("Berth Name", "quay"), ("id", "String"), ("x", "quay")], JSON, &["berthName", "id", "x"]);
    }

    #[test]
    fn split_scopes_are_joined() {
        let cases = [
            ("Berth. ReadWrite. Own *, Berth. Read. ALL", "Berth.ReadWrite.Own, Berth.Read.All, "),
            ("Nicht unterstützt. Keine.", "Nicht unterstützt. Keine."),
            ("User. Read nicht. Unterstützt", "User. Read nicht. Unterstützt"),
        ];
        for (cell, expected) in cases {
            assert_eq!(rejoined(cell), expected);
        }
        assert_eq!(coined_word("Eigenschaft berthName"), Some("berthName"));
        assert_eq!(coined_word("berthName quayName"), None);
    }
}
