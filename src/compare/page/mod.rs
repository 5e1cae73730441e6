//! A page against the conventions that every page keeps, and against the types that the run documents.

pub(crate) mod characters;
pub(crate) mod conformance;
pub(crate) mod examples;
pub(crate) mod front_matter;
pub(crate) mod markup;
