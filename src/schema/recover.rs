//! Names that a translation without source has lost, recovered from the page's own JSON: code is not
//! translated, and its members stand in the order of the table's rows.
//!
//! A row is given a member's name only between two rows that both sides have, and only where as many rows
//! as members stand between them; what cannot be told stays as it is written.

use super::facts::Item;
use crate::page::Side;
use crate::page::tree::BlockKind;
use crate::token;

/// Renames the rows whose names the page's JSON does not have by the members that no row has.
pub fn names(side: &Side, items: &mut [Item]) {
    let lost = |item: &Item| !token::is_coined(&item.name);
    if !items.iter().any(lost) {
        return;
    }
    for keys in bodies(side) {
        let position = |name: &str| keys.iter().position(|key| key.eq_ignore_ascii_case(name));
        let places: Vec<Option<usize>> = items.iter().map(|item| position(&item.name)).collect();
        // Rows and members must run side by side for their order to tell anything.
        let known: Vec<usize> = places.iter().copied().flatten().collect();
        if known.len() * 2 < items.len() || !known.is_sorted() {
            continue;
        }
        let mut row = 0;
        while row < items.len() {
            if places[row].is_some() {
                row += 1;
                continue;
            }
            let end = (row..items.len()).find(|&next| places[next].is_some()).unwrap_or(items.len());
            let from = row.checked_sub(1).and_then(|before| places[before]).map_or(0, |place| place + 1);
            let to = places.get(end).copied().flatten().unwrap_or(keys.len());
            if to.saturating_sub(from) == end - row && items[row..end].iter().all(lost) {
                for (item, key) in items[row..end].iter_mut().zip(&keys[from..to]) {
                    item.name = (*key).to_owned();
                }
            }
            row = end;
        }
    }
}

/// Renames rows that may have lost their names by as many names that no row has, in order; whether it did.
/// A coined name is not a translation.
pub fn by_order<'a>(rows: &mut [&mut Item], names: impl ExactSizeIterator<Item = &'a String>) -> bool {
    let told = !rows.is_empty() && rows.len() == names.len() && rows.iter().all(|row| !token::is_coined(&row.name));
    if told {
        rows.iter_mut().zip(names).for_each(|(row, name)| name.clone_into(&mut row.name));
    }
    told
}

/// The member names of each JSON object in the page's code, `@odata.type` and its kin left out.
fn bodies(side: &Side) -> Vec<Vec<&str>> {
    let code = side.tree.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Code { body, .. } => Some(body.slice(side.text())),
        _ => None,
    });
    code.map(top_level_keys).filter(|keys| !keys.is_empty()).collect()
}

/// The keys of the first JSON object in a text, read without parsing values: documentation writes
/// `"size": Int32` and the like.
fn top_level_keys(code: &str) -> Vec<&str> {
    let Some(start) = code.find('{') else { return Vec::new() };
    let mut keys = Vec::new();
    let (mut depth, mut text) = (0_u32, None);
    let bytes = code.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        match (bytes[at], text) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(open)) => {
                let after = code[at + 1..].trim_start();
                let key = &code[open..at];
                if depth == 1 && after.starts_with(':') && token::is_name(key) && !key.contains(['@', '#']) {
                    keys.push(key);
                }
                text = None;
            }
            (b'"', None) => text = Some(at + 1),
            (b'{' | b'[', None) => depth += 1,
            (b'}' | b']', None) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Page, span::SpanScanner};

    #[track_caller]
    fn recovers(rows: &[&str], json: &str, expected: &[&str]) {
        let page = Page::parse(format!("```json\n{json}\n```\n").into(), &SpanScanner::default());
        let item = |name: &&str| Item { name: (*name).to_owned(), written: (*name).to_owned(), ..Item::default() };
        let mut items: Vec<Item> = rows.iter().map(item).collect();
        names(&page.target, &mut items);
        let names: Vec<_> = items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, expected, "{rows:?}");
    }

    #[test]
    fn only_what_order_tells() {
        let json = "{\"@odata.type\": \"x\", \"id\": \"a\\\"b\", \"berthName\": {\"inner\": 1}, \"description\": String, \"size\": [\"x\"]}";
        recovers(&["id", "berthName", "说明", "size"], json, &["id", "berthName", "description", "size"]);
        recovers(&["id", "berthName", "Beschreibung", "Größe"], json, &["id", "berthName", "description", "size"]);
        recovers(&["id", "berthName", "neu", "说明", "size"], json, &["id", "berthName", "neu", "说明", "size"]);
        recovers(&["size", "id", "说明"], json, &["size", "id", "说明"]);
        recovers(&["id", "berthNumber", "description", "size"], json, &["id", "berthNumber", "description", "size"]);
    }
}
