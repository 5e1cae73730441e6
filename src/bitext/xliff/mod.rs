//! XLIFF 1.2 and 2.0, written and read.

pub mod error;
pub mod read;
pub mod write;
pub mod write2;
