//! A page against the conventions that every page keeps, and against the types that the run documents.

pub(crate) mod broken_markup;
pub(crate) mod characters;
pub(crate) mod conformance;
pub(crate) mod example_faults;
pub(crate) mod front_matter_keys;
