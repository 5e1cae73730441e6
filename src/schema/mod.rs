//! Block trees to facts to a normalized schema: the same from any locale.

pub mod examples;
pub mod extract;
pub mod facts;
pub mod merge;
pub mod roles;
pub mod types;
