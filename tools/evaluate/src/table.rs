//! Prints aligned tables, and counts by class with examples.

use std::collections::BTreeMap;

/// Prints a title and rows under a header: the first `left` columns flush left, the rest flush right.
pub fn print(title: &str, left: usize, header: &[&str], rows: &[Vec<String>]) {
    println!("\n{title}");
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column < left { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        println!("  {}", padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(header.to_vec());
    for row in rows {
        line(row.iter().map(String::as_str).collect());
    }
}

/// A row from the values of its cells.
pub fn row(cells: &[&dyn std::fmt::Display]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

/// A share as a percentage with two decimals.
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.2} %", part as f64 * 100.0 / whole as f64) }
}

/// A share as a fraction with four decimals.
pub fn fraction(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.4}", part as f64 / whole as f64) }
}

/// Counts by class, each with its examples.
#[derive(Default)]
pub struct Tally(BTreeMap<String, (usize, Vec<String>)>);

impl Tally {
    /// Counts one member of a class.
    pub fn add(&mut self, class: impl Into<String>, example: impl Into<String>) {
        let entry = self.0.entry(class.into()).or_default();
        entry.0 += 1;
        entry.1.push(example.into());
    }

    /// The count of all classes whose names start with a prefix.
    pub fn count(&self, start: &str) -> usize {
        self.0.iter().filter(|(class, _)| class.starts_with(start)).map(|(_, (count, _))| count).sum()
    }

    /// Prints the `most` most frequent classes, each with up to `misses` examples.
    pub fn print(&self, title: &str, most: usize, misses: usize) {
        let mut classes: Vec<_> = self.0.iter().collect();
        classes.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        println!("\n{title}");
        if classes.is_empty() {
            println!("  none");
        }
        for (class, (count, examples)) in classes.into_iter().take(most) {
            println!("  {count:>6}  {class}");
            for example in examples.iter().take(misses) {
                println!("            {example}");
            }
        }
    }
}
