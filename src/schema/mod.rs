//! Facts of many editions to a normalized schema: the same from any locale.

pub mod merge;
pub mod resolve;
pub mod sources;
pub mod speaker;
