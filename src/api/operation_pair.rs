//! The operations that both sides have.

use crate::api::Statement;
use crate::api::view::View;
use crate::schema::MergedOperation;
use crate::text::FileRange;
/// An operation that both sides have.
pub struct OperationPair<'l, 'v, 'a> {
    /// The two sides.
    pub views: [&'l View<'v, 'a>; 2],
    /// The page keys.
    pub keys: [&'v str; 2],
    /// The operation on each side.
    pub sides: [&'v MergedOperation<'a>; 2],
    /// For each side, the operations that share a request with it, including itself: several pages may document one request.
    pub sharing: [Vec<&'v MergedOperation<'a>>; 2],
    /// Whether it was found by another path on the new side. Its requests are then reported as one change already.
    pub moved: bool,
}

impl OperationPair<'_, '_, '_> {
    /// What a side states at a place of its page. `side`: 0 for old, 1 for new.
    pub fn statement(&self, side: usize, range: FileRange, text: impl Into<String>) -> Statement {
        self.views[side].statement(self.keys[side], range, text)
    }
}
