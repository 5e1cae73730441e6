//! The weights of alignment: what speaks for two blocks, rows, columns or sentences being each other's translation, and
//! what speaks against it.
//!
//! Scores of blocks are sums; a pair with a score of 0 or less is no pair. Weights were chosen by hand on pages whose
//! pairs are known from their spans. `docs/architecture.md` says what halving and doubling them does.

/// Blocks.
pub mod block {
    /// What it costs to leave a block alone.
    pub const ALONE: f32 = 0.2;
    /// Blocks left over between two matches are paired by position, unless they score below this.
    pub const STRANGERS: f32 = -1.5;
    /// The score of two rows that have nothing but their order in common.
    pub const UNLIKE: f32 = 0.05;
    /// Both blocks are in sections of one anchor.
    pub const SAME_SECTION: f32 = 0.3;
    /// Both blocks are quoted.
    pub const BOTH_QUOTED: f32 = 0.5;
    /// One of the blocks is quoted; translation keeps quotes.
    pub const ONE_QUOTED: f32 = -0.5;

    /// Two blocks of prose, before anything is known of them.
    pub const PROSE: f32 = 0.4;
    /// Two blocks of prose whose lengths fit; less by the logarithm of how far they do not.
    pub const PROSE_LENGTH: f32 = 0.5;
    /// The greatest misfit of lengths that counts, as a logarithm: a factor of seven.
    pub const MOST_MISFIT: f32 = 2.0;
    /// Characters added to both lengths, so that a word more or less does not part short texts.
    pub const LENGTH_PAD: f32 = 4.0;
    /// A mark (name, number, link) that both blocks of prose have.
    pub const SHARED_MARK: f32 = 1.5;
    /// The most shared marks that count.
    pub const MOST_SHARED: f32 = 4.0;
    /// A mark that only the target has: translation makes no names up.
    pub const TARGET_MARK: f32 = -0.6;
    /// A mark that only the source has: translation loses names now and then.
    pub const SOURCE_MARK: f32 = -0.3;
    /// The most marks of one side that count.
    pub const MOST_ALONE: f32 = 3.0;

    /// The share of words in common of two states of a block in one language.
    pub const STATE_WORDS: f32 = 5.0;
    /// Two states of a block without a word in common: with a quarter of the words in common the sum is 0.
    pub const STATES_UNLIKE: f32 = -1.2;

    /// Two headings, before anything is known of them.
    pub const HEADING: f32 = 0.5;
    /// Headings with one anchor.
    pub const SAME_ANCHOR: f32 = 3.0;
    /// Headings with two anchors, where the page wrote its anchor itself.
    pub const OTHER_ANCHOR: f32 = -0.6;
    /// Each level between two headings.
    pub const HEADING_LEVEL: f32 = -0.3;
    /// A mark that only one of two headings has.
    pub const HEADING_MARK: f32 = -0.5;
    /// The most such marks that count.
    pub const MOST_HEADING_MARKS: f32 = 2.0;

    /// Two blocks of code, comments or raw HTML, before anything is known of them.
    pub const CODE: f32 = 0.4;
    /// The share of lines or words in common of two blocks of code, comments or raw HTML.
    pub const CODE_MARKS: f32 = 2.5;
}

/// Tables, their rows and columns.
pub mod table {
    /// Two tables, before anything is known of them.
    pub const TABLE: f32 = 0.3;
    /// Tables of as many columns.
    pub const SAME_WIDTH: f32 = 0.5;
    /// Tables of another number of columns.
    pub const OTHER_WIDTH: f32 = -0.3;
    /// Tables of as many rows; less by the logarithm of how far they are not.
    pub const ROWS: f32 = 0.5;
    /// The share of marks in common of two tables.
    pub const MARKS: f32 = 2.5;

    /// What it costs to leave a row alone: one row for another is likelier than a row less and a row more.
    pub const ROW_ALONE: f32 = 0.8;
    /// Two rows, before anything is known of them.
    pub const ROW: f32 = 0.3;
    /// Equal first cells: the name of the row.
    pub const SAME_NAME: f32 = 2.0;
    /// Equal cells of another column.
    pub const SAME_CELL: f32 = 1.6;
    /// Two empty cells.
    pub const EMPTY_CELL: f32 = 0.05;
    /// The most that two unequal cells speak against a pair of rows, and the most that they speak for it.
    pub const UNEQUAL_CELL: (f32, f32) = (-0.8, 1.5);

    /// What it costs to leave a column alone.
    pub const COLUMN_ALONE: f32 = 0.0;
    /// Two columns, before anything is known of them.
    pub const COLUMN: f32 = 0.3;
    /// The first columns of both tables.
    pub const FIRST_COLUMN: f32 = 0.3;
    /// The whole text of a cell as a mark of its column, to a mark in it.
    pub const CELL_TEXT: f32 = 0.5;
    /// The misfit of what two columns hold in all, which tells long descriptions from short names; as a logarithm.
    pub const COLUMN_LENGTH: f32 = -0.2;
    /// The greatest such misfit that counts: a factor of three.
    pub const MOST_COLUMN_MISFIT: f32 = 1.0;
}

/// How long the target is for its source, and how sure a pair is.
pub mod whole {
    /// Characters added to the prose of both sides, so that pages with next to no prose are taken as equally long.
    pub const RATIO_PAD: f32 = 40.0;
    /// The least and the greatest ratio of lengths of any two languages.
    pub const RATIO: (f32, f32) = (0.2, 3.0);
    /// How steeply confidence rises with the score; a logistic curve.
    pub const CONFIDENCE_SLOPE: f32 = 1.5;
    /// Where that curve starts: a score of 0 is a confidence of 0.73.
    pub const CONFIDENCE_START: f32 = 1.0;
}

/// Sentences. These are costs: less is better, and what speaks for a pair is negative.
pub mod sentence {
    /// Cutting the target inside a sentence, where one may begin.
    pub const CUT: f32 = 2.0;
    /// Joining two sentences of the target.
    pub const JOIN_TARGETS: f32 = 1.2;
    /// Joining a sentence of one word with the next: `Note.` is no sentence of its own.
    pub const JOIN_WORD: f32 = 0.2;
    /// Joining two sentences of the source.
    pub const JOIN_SOURCES: f32 = 4.0;
    /// The misfit of lengths, as a logarithm, for each unit of the square root of the shorter length.
    pub const LENGTH: f32 = 0.35;
    /// The greatest square root of a length that counts: 144 characters.
    pub const MOST_ROOT: f32 = 12.0;
    /// Characters added to both lengths.
    pub const LENGTH_PAD: f32 = 5.0;
    /// Characters added to the texts of both blocks before their ratio is taken.
    pub const RATIO_PAD: f32 = 10.0;
    /// A mark that both sentences have.
    pub const SHARED_MARK: f32 = -1.5;
    /// A mark that only the target has.
    pub const TARGET_MARK: f32 = 0.8;
    /// A mark that only the source has.
    pub const SOURCE_MARK: f32 = 0.6;
    /// The most marks of each sort that count.
    pub const MOST_MARKS: f32 = 3.0;
    /// The cost at which a pair of sentences is half as sure as that of their blocks.
    pub const HALF_SURE: f32 = 2.5;
    /// How sure sentences that were not lined up are, to the pair of their blocks.
    pub const COARSE: f32 = 0.9;
}
