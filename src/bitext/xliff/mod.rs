//! XLIFF 1.2 and 2.0: writers and reader.

pub(crate) mod error;
pub(crate) mod read;
pub(crate) mod write;
pub(crate) mod write2;
