//! PO, written and read.

pub mod error;
pub mod read;
pub mod write;
