//! Compares a page with the conventions of all pages, and its examples with the types that the run documents.

pub(crate) mod broken_markup;
pub(crate) mod characters;
pub(crate) mod conformance;
pub(crate) mod example_faults;
pub(crate) mod front_matter_keys;
