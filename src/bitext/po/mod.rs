//! Gettext PO: writer and reader.

pub(crate) mod error;
pub(crate) mod read;
pub(crate) mod write;
