//! A page against the conventions that every page keeps, and against the types that the run documents.

pub mod characters;
pub mod conformance;
pub mod examples;
pub mod front_matter;
pub mod markup;
