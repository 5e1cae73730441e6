//! PO, written and read.

pub(crate) mod error;
pub(crate) mod read;
pub(crate) mod write;
