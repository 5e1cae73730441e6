//! The weights of alignment: the parts of the score of two blocks, rows, columns or sentences. A positive weight is evidence
//! that one is the translation of the other, a negative weight is evidence against it.
//!
//! The score of two blocks is the sum of its parts. Blocks with a score of 0 or less do not match. Weights were chosen by
//! hand on pages whose pairs are known from their spans. `docs/architecture.md` has the effect of halving and doubling each.

/// Blocks.
pub mod block {
    /// The cost of an unmatched block.
    pub const ALONE: f32 = 0.2;
    /// Blocks left over between two matches are paired by position, unless they score below this.
    pub const LEFTOVER: f32 = -1.5;
    /// The score of two rows that are paired by position only.
    pub const UNLIKE: f32 = 0.05;
    /// Both blocks are in sections of one anchor.
    pub const SAME_SECTION: f32 = 0.3;
    /// Both blocks are quoted.
    pub const BOTH_QUOTED: f32 = 0.5;
    /// Only one of the blocks is quoted; translation keeps quotes.
    pub const ONE_QUOTED: f32 = -0.5;

    /// The base score of two blocks of prose.
    pub const PROSE: f32 = 0.4;
    /// The lengths of two blocks of prose fit. The misfit, as a logarithm, reduces it.
    pub const PROSE_LENGTH: f32 = 0.5;
    /// The limit of the misfit of lengths, as a logarithm: a factor of seven.
    pub const MOST_MISFIT: f32 = 2.0;
    /// Characters added to both lengths before they are compared, so that one additional word in a short text does not make a
    /// match unlikely.
    pub const LENGTH_PAD: f32 = 4.0;
    /// For each mark (name, number, link) in both blocks of prose.
    pub const SHARED_MARK: f32 = 1.5;
    /// The limit of the weight of shared marks.
    pub const MOST_SHARED: f32 = 4.0;
    /// For each mark in the target only: translation does not invent names.
    pub const TARGET_MARK: f32 = -0.6;
    /// For each mark in the source only: translation sometimes loses names.
    pub const SOURCE_MARK: f32 = -0.3;
    /// The limit of the weight of marks of one side only.
    pub const MOST_UNSHARED: f32 = 3.0;

    /// Multiplied by the share of common words of two states of a block in one language.
    pub const STATE_WORDS: f32 = 5.0;
    /// The base score of two states of a block: with a quarter of the words in common, the score is 0.
    pub const STATES_UNLIKE: f32 = -1.2;

    /// The base score of two headings.
    pub const HEADING: f32 = 0.5;
    /// Headings with equal anchors.
    pub const SAME_ANCHOR: f32 = 3.0;
    /// Headings with different anchors, if the target page writes its anchor.
    pub const OTHER_ANCHOR: f32 = -0.6;
    /// For each level of difference between two headings.
    pub const HEADING_LEVEL: f32 = -0.3;
    /// For each mark in only one of two headings.
    pub const HEADING_MARK: f32 = -0.5;
    /// The limit of the weight of marks in only one of two headings.
    pub const MOST_HEADING_MARKS: f32 = 2.0;

    /// The base score of two blocks of code, comments or raw HTML.
    pub const CODE: f32 = 0.4;
    /// Multiplied by the share of common lines or words of two blocks of code, comments or raw HTML.
    pub const CODE_MARKS: f32 = 2.5;
}

/// Tables, their rows and columns.
pub mod table {
    /// The base score of two tables.
    pub const TABLE: f32 = 0.3;
    /// Tables with the same number of columns.
    pub const SAME_WIDTH: f32 = 0.5;
    /// Tables with different numbers of columns.
    pub const OTHER_WIDTH: f32 = -0.3;
    /// Tables with the same number of rows. The difference, as a logarithm, reduces it.
    pub const ROWS: f32 = 0.5;
    /// Multiplied by the share of common marks of two tables.
    pub const MARKS: f32 = 2.5;

    /// The cost of an unmatched row: a changed row is more probable than a removed row and an added row.
    pub const ROW_ALONE: f32 = 0.8;
    /// The base score of two rows.
    pub const ROW: f32 = 0.3;
    /// The first cells are equal: they are the name of the row.
    pub const SAME_NAME: f32 = 2.0;
    /// For each pair of equal cells in another column.
    pub const SAME_CELL: f32 = 1.6;
    /// For each pair of empty cells.
    pub const EMPTY_CELL: f32 = 0.05;
    /// The least and the greatest part of two unequal cells in the score of two rows.
    pub const UNEQUAL_CELL: (f32, f32) = (-0.8, 1.5);

    /// The cost of an unmatched column.
    pub const COLUMN_ALONE: f32 = 0.0;
    /// The base score of two columns.
    pub const COLUMN: f32 = 0.3;
    /// Both columns are the first of their tables.
    pub const FIRST_COLUMN: f32 = 0.3;
    /// The weight of the whole text of a cell as a mark of its column. A mark in the text weighs at most 1.
    pub const CELL_TEXT: f32 = 0.5;
    /// Multiplied by the misfit, as a logarithm, of the lengths of two columns: it separates descriptions from names.
    pub const COLUMN_LENGTH: f32 = -0.2;
    /// The limit of the misfit of two columns, as a logarithm: a factor of three.
    pub const MOST_COLUMN_MISFIT: f32 = 1.0;
}

/// The ratio of lengths, and the confidence of a pair.
pub mod whole {
    /// Characters added to the prose of both sides, so that the ratio is near 1 for pages with very little prose.
    pub const RATIO_PAD: f32 = 40.0;
    /// The least and the greatest ratio of lengths of two languages.
    pub const RATIO: (f32, f32) = (0.2, 3.0);
    /// The slope of the logistic curve from score to confidence.
    pub const CONFIDENCE_SLOPE: f32 = 1.5;
    /// The offset of the curve: a score of 0 gives a confidence of 0.73.
    pub const CONFIDENCE_START: f32 = 1.0;
}

/// Sentences. These are costs: the least sum is the best, and evidence for a pair is negative.
pub mod sentence {
    /// Cutting the target inside a sentence, at a place where a sentence may start.
    pub const CUT: f32 = 2.0;
    /// Joining two sentences of the target.
    pub const JOIN_TARGETS: f32 = 1.2;
    /// Joining a sentence of one word with the next: `Note.` belongs to the next sentence.
    pub const JOIN_WORD: f32 = 0.2;
    /// Joining two sentences of the source.
    pub const JOIN_SOURCES: f32 = 4.0;
    /// Multiplied by the misfit of lengths, as a logarithm, and the square root of the shorter length.
    pub const LENGTH: f32 = 0.35;
    /// The limit of the square root of the shorter length: 144 characters.
    pub const MOST_ROOT: f32 = 12.0;
    /// Characters added to both lengths.
    pub const LENGTH_PAD: f32 = 5.0;
    /// Characters added to the lengths of both blocks before their ratio is computed.
    pub const RATIO_PAD: f32 = 10.0;
    /// For each mark in both sentences.
    pub const SHARED_MARK: f32 = -1.5;
    /// For each mark in the target only.
    pub const TARGET_MARK: f32 = 0.8;
    /// For each mark in the source only.
    pub const SOURCE_MARK: f32 = 0.6;
    /// The limit of the weight of shared marks, of marks in the target only and of marks in the source only.
    pub const MOST_MARKS: f32 = 3.0;
    /// The cost at which the confidence of two sentences is half the confidence of their blocks.
    pub const HALF_SURE: f32 = 2.5;
    /// The confidence of sentences that were not aligned, as a share of the confidence of their blocks.
    pub const COARSE: f32 = 0.9;
}
