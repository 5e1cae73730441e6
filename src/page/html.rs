//! Tables in raw HTML, read with scraper.
//!
//! The HTML parser gives no byte positions, so the place of a cell is that of its whole block.

use scraper::{Html, Selector};

/// The texts of a raw HTML table, row by row. The first row is the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlTable {
    /// The texts of the cells, without markup; each run of white space is one space.
    pub rows: Vec<Vec<String>>,
}

/// All tables of a raw HTML block, in order. A nested table is also a table of the result.
pub fn tables(html: &str) -> Vec<HtmlTable> {
    if !html.contains("<table") && !html.contains("<TABLE") {
        return Vec::new();
    }
    let selector = |query| Selector::parse(query).expect("a constant selector parses");
    let (table, row, cell) = (selector("table"), selector("tr"), selector("th, td"));
    let fragment = Html::parse_fragment(html);
    fragment
        .select(&table)
        .map(|table| HtmlTable {
            rows: table.select(&row).map(|row| row.select(&cell).map(|cell| collapse(cell.text())).collect()).collect(),
        })
        .collect()
}

fn collapse<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let text: String = parts.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_cells() {
        let read =
            tables("<table><tr><th>Property<th>Type</tr>\n<tr><td><b>id</b></td><td>String\n x</td></tr></table>");
        assert_eq!(
            read,
            [HtmlTable { rows: vec![vec!["Property".into(), "Type".into()], vec!["id".into(), "String x".into()]] }]
        );
        assert!(tables("<div>no</div>").is_empty());
    }
}
