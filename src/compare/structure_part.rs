//! The parts of a page that can be missing or additional.

/// A part of a page's structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StructurePart {
    /// A heading; with its section if the whole section is unmatched.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table; all rows if the whole table is unmatched.
    TableRow,
    /// A column of a table.
    TableColumn,
    /// A code block.
    CodeBlock,
    /// A directive.
    Directive,
}
