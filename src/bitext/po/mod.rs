//! PO, written and read.

pub mod read;
pub mod write;
